/** Reads what stands in quotation marks, with its `~n`. */
import { limits } from '../../limits.ts';
import type { QueryNode, TermMode, TermNode } from '../ast.ts';
import { deletion, insertion, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import { readDate } from './date.ts';
import type { PhraseToken } from './lexer.ts';
import { phraseParts } from './phrase-parts.ts';
import type { Reading } from './reading.ts';
import { readTerm } from './word.ts';

const MODE_OF_MARK: Readonly<Record<PhraseToken['mode'], TermMode | null>> = { '': null, '#': 'bare', '=': 'exact' };

/** Null when nothing in it can be searched for. */
export function readPhrase(reading: Reading, token: PhraseToken): QueryNode | null {
  const content = reading.text.slice(token.contentStart, token.contentEnd);
  if (reading.field === 'date') return readDate(reading, token, content.trim());
  if (!token.closed) {
    reportOpenQuote(reading, token);
    if (content.trim() === '') return null;
  }
  const mode = MODE_OF_MARK[token.mode];
  const words: TermNode[] = [];
  for (const part of phraseParts(content)) {
    const term = readTerm(reading, part.text, token.contentStart + part.start);
    if (term !== null) words.push(mode === null ? term : { ...term, mode });
  }
  if (words.length === 0) {
    reading.report(token, problemTexts.emptyQuotes, [{ label: 'Leave them out', edits: [deletion(token)] }]);
    return null;
  }
  const slop = token.slop === null ? null : readSlop(reading, token.slop, token.end, words.length);
  return { kind: 'phrase', words, slop, start: token.start, end: token.end };
}

function reportOpenQuote(reading: Reading, token: PhraseToken): void {
  const opening = { start: token.start, end: token.contentStart };
  const isLast = reading.text.slice(token.contentStart).trim() === '';
  reading.report(opening, problemTexts.openQuote, [
    isLast
      ? { label: 'Open one at the start', edits: [insertion(0, '"')] }
      : { label: 'Close it at the end', edits: [insertion(reading.text.length, '"')] },
    { label: 'Leave it out', edits: [deletion(opening)] },
  ]);
}

/** How many other words a phrase of `wordCount` words allows; null for the plain phrase. */
function readSlop(
  reading: Reading,
  { start, digits }: NonNullable<PhraseToken['slop']>,
  end: number,
  wordCount: number,
): number | null {
  const place = { start, end };
  const plain: Repair = { label: 'The plain phrase', edits: [deletion(place)] };
  const value = Number(digits.slice(0, 6));
  if (digits === '') {
    const allowFive = { label: 'Allow five other words', edits: [replacement(place, '~5')] };
    reading.report(place, problemTexts.slopWithoutNumber, [plain, allowFive]);
  } else if (value > limits.proximityWordsMax) {
    const most = `~${limits.proximityWordsMax}`;
    reading.report(place, problemTexts.slopTooLarge, [{ label: most, edits: [replacement(place, most)] }]);
  } else if (value === 0 || wordCount === 1) {
    reading.report(place, problemTexts.slopWithoutEffect, [plain]);
  } else return value;
  return null;
}
