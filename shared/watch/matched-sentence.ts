/** The sentence of a release that made it match, on one line, with the places of the match in it. */
import { bestSentence } from '../query/sentence.ts';
import type { MatchSpan } from '../query/types.ts';
import type { Release } from '../release/schema.ts';
import { safeLine, safeText } from './safe-text.ts';

/** The sentence that matched, one line, with the places of the match in it. */
export interface MatchedSentence {
  readonly field: 'headline' | 'body';
  readonly text: string;
  /** UTF-16 offsets in `text`. */
  readonly marks: readonly { readonly start: number; readonly end: number }[];
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}

/** The sentence around the match, from the body when it matched there, else the headline; null without spans. */
export function matchedSentence(release: Release, spans: readonly MatchSpan[]): MatchedSentence | null {
  const first = spans.find((span) => span.field === 'body') ?? spans[0];
  if (first === undefined) return null;
  const { field } = first;
  const source = field === 'body' ? release.body : release.headline;
  const own = spans.filter((span) => span.field === field);
  const { start, end } = bestSentence(source, own);
  // Marks are found again in the cleaned text by cleaning each piece between them, so that offsets stay true.
  let text = '';
  const marks: { start: number; end: number }[] = [];
  let at = start;
  const append = (piece: string): void => {
    const safe = safeText(piece);
    const clean = safeLine(safe);
    const glue = text !== '' && clean !== '' && /^\s/u.test(safe) && !text.endsWith(' ') ? ' ' : '';
    text += glue + clean + (clean !== '' && /\s$/u.test(safe) ? ' ' : '');
    if (clean === '' && text !== '' && !text.endsWith(' ') && /\s/u.test(safe)) text += ' ';
  };
  for (const span of own) {
    const from = clamp(span.start, end);
    const to = clamp(span.end, end);
    if (to <= at || from < start || to <= from) continue;
    append(source.slice(at, Math.max(from, at)));
    const markStart = text.length;
    append(source.slice(Math.max(from, at), to));
    marks.push({ start: markStart, end: text.trimEnd().length });
    at = to;
  }
  append(source.slice(at, end));
  return { field, text: text.trimEnd(), marks };
}

/** The sentence as plain text with the match marked: `… system *I-24/7* at borders …`. */
export function markedText(sentence: MatchedSentence): string {
  let out = '';
  let at = 0;
  for (const { start, end } of sentence.marks) {
    out += `${sentence.text.slice(at, start)}*${sentence.text.slice(start, end)}*`;
    at = end;
  }
  return out + sentence.text.slice(at);
}
