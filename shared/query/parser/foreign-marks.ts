/**
 * Marks of other systems inside or before a word: weights, distances of letters, regular expressions, ranges of numbers,
 * field=value. Each is told with what says the same here.
 */
import type { Place, TermNode } from '../ast.ts';
import { deletion, replacement } from '../edits.ts';
import { fieldOf } from '../fields.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import type { WordToken } from './lexer.ts';
import { type Reading, reportFieldBeforeSpace } from './reading.ts';

/** fraud^2: units and powers (km^2, 10^6) are shorter than the words that weights are given to. */
const WEIGHT_ON_WORD = /^(.*\p{L}{4})\^\d+(?:\.\d+)?[^\p{L}\p{M}\p{N}]*$/su;
const REGULAR_EXPRESSION = /^\/\S*[\\[\](){}|+*?^$.]\S*\/[a-z]*$/;
const PLAIN_BEGINNING = /^\/\^?(\p{L}{3,})/u;
const NUMBER_RANGE = /^(\p{Sc}?\d[\d,.]*?)\.\.+(\p{Sc}?\d[\d,.]*)?$/u;
const YEAR_FIRST = /^\d{4}(?:-\d{2}){0,2}$/;
const FIELD_IS = /^([A-Za-z]+)=(?=[^=])/;

/** The word without the weight behind it, with a warning. */
export function withoutWeight(reading: Reading, written: string, start: number): string {
  const word = WEIGHT_ON_WORD.exec(written)?.[1];
  if (word === undefined) return written;
  const place = { start: start + word.length, end: start + written.length };
  reading.report(place, problemTexts.weight, [{ label: 'Leave it out', edits: [deletion(place)] }]);
  return word;
}

/** What stands for a word that other systems read as something else, which is told; null for other words. */
export function readForeignWord(reading: Reading, token: WordToken): TermNode | null {
  const { text, start } = token;
  const closing = OTHER_QUOTES.get(text[0] ?? '');
  if (closing !== undefined) warnOfOtherQuotes(reading, token, closing);
  if (text.startsWith('/')) return readRegularExpression(reading, token);
  if (text.startsWith('@')) return readSphinxField(reading, token);
  if (text.startsWith(':')) reportFieldBefore(reading, token);
  if (text.startsWith('%') && /^%\p{L}/u.test(text)) {
    const sign = { start, end: start + 1 };
    reading.report(sign, problemTexts.loneMark('%'), [
      { label: 'NOT as an operator', edits: [replacement(sign, 'NOT ')] },
      { label: 'Leave it out', edits: [replacement(sign, '')] },
    ]);
  }
  const range = text.includes('..') ? NUMBER_RANGE.exec(text) : null;
  if (range !== null) {
    reading.report(token, problemTexts.numberRange(text), rangeRepairs(token, range[1] ?? '', range[2] ?? ''));
    return placeholder(token);
  }
  const name = fieldWithEquals(text);
  if (name !== null) {
    const sign = { start, end: start + name.length + 1 };
    reading.report(sign, problemTexts.fieldWithEquals(name), [
      { label: `${name}:`, edits: [replacement(sign, `${name}:`)] },
      { label: 'Search for it as words', edits: [replacement(token, `"${text}"`)] },
    ]);
    return placeholder(token);
  }
  return null;
}

/** The field of title=fraud, or null. */
function fieldWithEquals(text: string): string | null {
  const name = text.includes('=') ? FIELD_IS.exec(text)?.[1] : undefined;
  return name === undefined || fieldOf(name) === null ? null : name;
}

/** Whether a word that stands by itself, without marks before it, would be refused here. */
export function isRefused(text: string): boolean {
  return (text.includes('..') && NUMBER_RANGE.test(text)) || fieldWithEquals(text) !== null;
}

function placeholder({ text, start, end }: WordToken): TermNode {
  return { kind: 'term', text, mode: 'plain', prefix: false, start, end };
}

/** What some take for quotation marks: 'fraud ring', {fraud ring}. */
const OTHER_QUOTES: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ['\u2018', '\u2019'],
  ['`', '`'],
  ['{', '}'],
  ['[', ']'],
]);
const QUOTED_WORDS_MAX = 10;

/** Warns when several plain words stand between such marks. */
function warnOfOtherQuotes(reading: Reading, token: WordToken, closing: string): void {
  if (token.text.endsWith(closing)) return;
  for (let ahead = 0; ahead < QUOTED_WORDS_MAX; ahead++) {
    const next = reading.peek(ahead);
    if (next?.type !== 'word' || next.operator !== null) return;
    if (!next.text.endsWith(closing)) continue;
    const place = { start: token.start, end: next.end };
    const written = reading.written(place);
    const phrase = `"${written.slice(1, -1)}"`;
    reading.report(place, problemTexts.otherQuotes(written), [
      { label: 'As a phrase', edits: [replacement(place, phrase)] },
    ]);
    return;
  }
}

/** title :fraud. */
function reportFieldBefore(reading: Reading, token: WordToken): void {
  const before = reading.beforePassed;
  if (before?.type !== 'word' || fieldOf(before.text) === null) return;
  reportFieldBeforeSpace(reading, before, token.start + 1);
}

/** @title fraud. A handle is rarely called so, and has something behind it even more rarely. */
function readSphinxField(reading: Reading, token: WordToken): TermNode | null {
  const name = token.text.slice(1);
  if ((name !== 'title' && name !== 'body') || !reading.operandFollows()) return null;
  const place = { start: token.start, end: reading.peek()?.start ?? token.end };
  reading.report(token, problemTexts.fieldWithAt(name), [
    { label: `${name}:`, edits: [replacement(place, `${name}:`)] },
    { label: 'Search for it as a word', edits: [replacement(token, `"${token.text}"`)] },
  ]);
  return placeholder(token);
}

/** Up to the next space, whatever it was cut into. */
function readRegularExpression(reading: Reading, token: WordToken): TermNode | null {
  const { start } = token;
  const run = /^\S*/.exec(reading.text.slice(start))?.[0] ?? '';
  if (!REGULAR_EXPRESSION.test(run)) return null;
  const place: Place = { start, end: start + run.length };
  for (let next = reading.peek(); next !== null && next.start < place.end; next = reading.peek()) reading.skip();
  const beginning = PLAIN_BEGINNING.exec(run)?.[1];
  const words = run.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').trim();
  const repairs: Repair[] = [];
  if (beginning !== undefined) {
    repairs.push({ label: 'Every word with this beginning', edits: [replacement(place, `${beginning}*`)] });
  }
  if (words !== '') repairs.push({ label: 'Search for it as words', edits: [replacement(place, `"${words}"`)] });
  reading.report(place, problemTexts.regularExpression, repairs);
  return { kind: 'term', text: words, mode: 'plain', prefix: false, ...place };
}

function rangeRepairs(place: Place, low: string, high: string): readonly Repair[] {
  const areDates = YEAR_FIRST.test(low) && (high === '' || YEAR_FIRST.test(high));
  const either = high === '' ? low : `(${low} OR ${high})`;
  const asWords = { label: 'Search for the numbers themselves', edits: [replacement(place, either)] };
  if (!areDates) return [asWords];
  const range = `date:${low}..${high}`;
  return [{ label: range, edits: [replacement(place, range)] }, asWords];
}
