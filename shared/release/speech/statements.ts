/** Finds speech without quotation marks: a blockquote or a paragraph that another paragraph attributes to somebody. */
import type { Quote } from '../schema.ts';
import {
  ATTRIBUTION_CHARACTERS,
  type Grammar,
  signature,
  speakerBefore,
  speakerBehind,
  verbAt,
} from './attribution.ts';
import type { Paragraph } from './paragraphs.ts';
import { wordsOf } from './words.ts';

const ATTRIBUTION_ALONE_CHARACTERS_MAX = 110;
/** An unmarked statement at the end of a text goes on to the end where it has no more paragraphs; else it is one paragraph. */
const STATEMENT_PARAGRAPHS_MAX = 3;
const STATEMENT_WORDS_MIN = 6;
const STATEMENTS_MAX = 50;

/** "so die Ministerin.", "said Ana Silva.", "– Ana Silva, director": a paragraph that does nothing but attribute. */
function attributionAlone(text: string, grammar: Grammar): string | null {
  if (text.length > ATTRIBUTION_ALONE_CHARACTERS_MAX) return null;
  if (/^[–—]\s?\p{Lu}/u.test(text)) {
    const signed = signature(text.replace(/^[–—]\s?/u, ''), grammar);
    return signed?.kind === 'named' ? signed.name : null;
  }
  const words = wordsOf(text);
  if (/[“”„«»"]/u.test(text) || words[0]?.capital !== false || verbAt(words, 0, grammar.lexicon) === null) return null;
  const found = speakerBehind(text, grammar, false);
  return found?.kind === 'named' ? found.name : null;
}

/** Who speaks a range without marks: the paragraph above announces it, or the one below attributes it. */
function speakerAround(
  body: string,
  paragraphs: readonly Paragraph[],
  range: { readonly start: number; readonly end: number },
  grammar: Grammar,
): string | null {
  const below = paragraphs.find((paragraph) => paragraph.start >= range.end);
  const attributed = below === undefined ? null : attributionAlone(body.slice(below.start, below.end), grammar);
  if (attributed !== null) return attributed;
  let above: Paragraph | undefined;
  for (const paragraph of paragraphs) {
    if (paragraph.end > range.start) break;
    above = paragraph;
  }
  if (above === undefined) return null;
  const found = speakerBefore(
    body.slice(Math.max(above.start, above.end - ATTRIBUTION_CHARACTERS), above.end),
    grammar,
  );
  return found?.by === 'announcement' && found.speaker.kind === 'named' ? found.speaker.name : null;
}

/** Blockquotes that somebody is said to have spoken. */
export function blockquoteQuotes(
  body: string,
  paragraphs: readonly Paragraph[],
  ranges: readonly { readonly start: number; readonly end: number }[],
  grammar: Grammar,
): readonly Quote[] {
  const quotes: Quote[] = [];
  for (const { start, end } of ranges.slice(0, STATEMENTS_MAX)) {
    const speaker = speakerAround(body, paragraphs, { start, end }, grammar);
    if (speaker !== null) quotes.push({ text: body.slice(start, end), speaker, start, end });
  }
  return quotes;
}

function isSentence(text: string): boolean {
  return /[.!?…。]$/u.test(text) && text.split(/\s+/u, STATEMENT_WORDS_MIN + 1).length >= STATEMENT_WORDS_MIN;
}

/** Whether the paragraph is no part of a statement without marks: it quotes, lists, heads or attributes. */
function interrupts(text: string, grammar: Grammar): boolean {
  if (/^[–—•*·-]/u.test(text) || /[“”„«»"「」]/u.test(text) || !isSentence(text)) return true;
  const words = wordsOf(text);
  return words.some((word, at) => !word.capital && verbAt(words, at, grammar.lexicon) !== null);
}

/**
 * Paragraphs without any mark below "Professor X, director …, said:" (a person, and a verb of saying), and the paragraph above
 * "so die Ministerin.".
 */
export function unmarkedStatements(body: string, paragraphs: readonly Paragraph[], grammar: Grammar): readonly Quote[] {
  const quotes: Quote[] = [];
  const textOf = (paragraph: Paragraph | undefined): string =>
    paragraph === undefined ? '' : body.slice(paragraph.start, paragraph.end);
  const add = (first: Paragraph, last: Paragraph, speaker: string): void => {
    quotes.push({ text: body.slice(first.start, last.end), speaker, start: first.start, end: last.end });
  };
  for (const [index, paragraph] of paragraphs.entries()) {
    if (quotes.length >= STATEMENTS_MAX) break;
    const next = paragraphs[index + 1];
    if (next === undefined) break;
    if (next.end - next.start <= ATTRIBUTION_ALONE_CHARACTERS_MAX && !/[“”„«»"]/u.test(textOf(paragraph))) {
      const speaker =
        /^[\p{Ll}]/u.test(textOf(next)) && isSentence(textOf(paragraph))
          ? attributionAlone(textOf(next), grammar)
          : null;
      if (speaker !== null) {
        add(paragraph, paragraph, speaker);
        continue;
      }
    }
    if (!/[:：]\s*$/u.test(body.slice(paragraph.end - 2, paragraph.end))) continue;
    if (interrupts(textOf(next), grammar) || /^\p{Ll}/u.test(textOf(next))) continue;
    const found = speakerBefore(
      body.slice(Math.max(paragraph.start, paragraph.end - ATTRIBUTION_CHARACTERS), paragraph.end),
      grammar,
    );
    if (found?.by !== 'announcement' || found.speaker.kind !== 'named' || !found.speaker.person) continue;
    if (!announces(textOf(paragraph), grammar)) continue;
    let last = index + 1;
    while (
      last + 1 < paragraphs.length &&
      last - index <= STATEMENT_PARAGRAPHS_MAX &&
      !interrupts(textOf(paragraphs[last + 1]), grammar)
    )
      last += 1;
    const runsOut = last === paragraphs.length - 1 && last - index <= STATEMENT_PARAGRAPHS_MAX;
    add(next, (runsOut ? paragraphs[last] : next) ?? next, found.speaker.name);
  }
  return quotes;
}

/** The verb stands at the very end ("… said:"), or with nothing but its subject behind it ("Dazu erklärt Ministerin X:"). */
function announces(text: string, grammar: Grammar): boolean {
  const words = wordsOf(text.slice(-ATTRIBUTION_CHARACTERS));
  return words.slice(-8).some((_, at) => {
    const verb = verbAt(words, Math.max(0, words.length - 8) + at, grammar.lexicon);
    return verb !== null && verb.form.kind === 'says' && !announcingVerbs.has(verb.form.words.join(' '));
  });
}

/** What follows them is a list of measures as often as speech. */
const announcingVerbs = new Set(
  'announced announces issued released made pledged promised called for a annoncé annonce anunció anuncia ha anunciado kündigt kündigte fordert forderte fordern ha annunciato annuncia anunciou anuncia highlighted highlights shared shares'.split(
    ' ',
  ),
);
