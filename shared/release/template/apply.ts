/** Takes out of a page's paragraphs what its siblings print as well: the head is dropped, the tail is marked as boilerplate. */
import type { Repetitions } from './template.ts';

/** So many siblings must print a paragraph before it is taken for furniture: text that is lost is worse than text too much. */
const PROSE_SIBLINGS_MIN = 5;
const LINE_SIBLINGS_MIN = 3;
const PROSE_CHARACTERS_MIN = 80;
/** And this share of all siblings; between paragraphs that are new, where news stands, nearly all of them. */
const SHARE_MIN = 0.6;
const INNER_SHARE_MIN = 0.9;
/** A template that would take more than this of the text has learned the wrong thing. */
const TAKEN_SHARE_MAX = 0.4;

export type ParagraphVerdict = 'kept' | 'repeated-head' | 'repeated-inner' | 'repeated-tail';

export interface JudgedParagraph {
  readonly text: string;
  readonly verdict: ParagraphVerdict;
}

/**
 * A verdict for each paragraph, in order. Everything is kept where too few siblings are known, where nothing is new, and
 * where most of the text would go. A subhead above what is new stays, though all releases have it ("What happens next").
 */
export function judgeParagraphs(
  paragraphs: readonly { readonly text: string; readonly heading: boolean }[],
  repetitions: Repetitions,
): readonly ParagraphVerdict[] {
  const kept = paragraphs.map((): ParagraphVerdict => 'kept');
  const repeats = paragraphs.map(({ text }) => {
    const least = text.length >= PROSE_CHARACTERS_MIN ? PROSE_SIBLINGS_MIN : LINE_SIBLINGS_MIN;
    const times = repetitions.of(text);
    return times >= least && times >= repetitions.siblings * SHARE_MIN;
  });
  if (!repeats.includes(true)) return kept;
  const first = repeats.indexOf(false);
  const last = repeats.lastIndexOf(false);
  if (first < 0) return kept;
  const verdicts = paragraphs.map(({ text, heading }, at): ParagraphVerdict => {
    if (repeats[at] !== true) return 'kept';
    if (at < first) return 'repeated-head';
    if (at > last) return 'repeated-tail';
    if (heading && repeats[at + 1] !== true) return 'kept';
    return repetitions.of(text) >= repetitions.siblings * INNER_SHARE_MIN ? 'repeated-inner' : 'kept';
  });
  const total = lengthOf(paragraphs);
  const taken = lengthOf(paragraphs.filter((_, at) => verdicts[at] !== 'kept'));
  return taken > total * TAKEN_SHARE_MAX ? kept : verdicts;
}

function lengthOf(paragraphs: readonly { readonly text: string }[]): number {
  return paragraphs.reduce((sum, { text }) => sum + text.length, 0);
}
