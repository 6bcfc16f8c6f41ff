/**
 * Names that other systems write right before a parenthesis: HEADLINE(fraud), ALLCAPS(who), ATL5(fraud), NEAR(fraud, bank);
 * and the optional plural of arrest(s). Each is told with what says the same here.
 */
import type { Place, QueryNode } from '../ast.ts';
import { insertion, replacement } from '../edits.ts';
import { fieldWithName } from '../fields.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import type { WordToken } from './lexer.ts';
import type { Reading } from './reading.ts';

/** What looks at how a word is written, and the mark that does so here. */
const MARK_OF_CALL: ReadonlyMap<string, '=' | '#' | ''> = new Map([
  ['allcaps', '='],
  ['caps', '='],
  ['nocaps', '='],
  ['singular', '#'],
  ['plural', ''],
]);
const COUNT = /^atl(?:east)?\/?(\d+)$/i;
const NEARNESS = /^(?:O?NEAR|AROUND|WITHIN)$/;
const OPTIONAL_PLURAL = /^\((?:s|es|e|n|en)\)/i;
const PLAIN_WORD = /^\p{L}[\p{L}\p{M}’'-]+\p{L}$/u;

/** The word or group that a name right before a parenthesis is read as, or null when it is a word like others. */
export function readCall(
  reading: Reading,
  token: WordToken,
  readOperand: (reading: Reading) => QueryNode | null,
): QueryNode | null {
  const name = token.text;
  const rest = reading.text.slice(token.end, token.end + 6);
  if (token.operator === null && OPTIONAL_PLURAL.test(rest) && PLAIN_WORD.test(name)) {
    return readOptionalPlural(reading, token, rest.indexOf(')') + 1);
  }
  if (NEARNESS.test(name)) return readNearnessCall(reading, token, readOperand);
  const repairs = repairsOf(reading, token);
  if (repairs === null) return null;
  reading.report(token, problemTexts.foreignCall(name), [
    ...repairs,
    { label: 'Search for it as a word', edits: [replacement(token, `"${name}" `)] },
  ]);
  return readOperand(reading);
}

/** arrest(s) is arrest. */
function readOptionalPlural(reading: Reading, token: WordToken, length: number): QueryNode {
  const place = { start: token.end, end: token.end + length };
  while ((reading.peek()?.start ?? place.end) < place.end) reading.skip();
  reading.report(place, problemTexts.optionalPlural, [{ label: 'Leave it out', edits: [replacement(place, '')] }]);
  return { kind: 'term', text: token.text, mode: 'plain', prefix: false, start: token.start, end: place.end };
}

function repairsOf(reading: Reading, token: WordToken): readonly Repair[] | null {
  const name = token.text.toLowerCase();
  const field = fieldWithName(name);
  if (field === 'date') {
    const value = dateOf(insideOf(reading, token.end));
    const whole = { start: token.start, end: closingOf(reading.text, token.end) };
    return value === null ? [] : [{ label: value, edits: [replacement(whole, value)] }];
  }
  if (field !== null) return [{ label: `${field}:`, edits: [replacement(token, `${field}:`)] }];
  const count = COUNT.exec(name)?.[1];
  if (count !== undefined) return [{ label: `ATLEAST/${count}`, edits: [replacement(token, `ATLEAST/${count}`)] }];
  const mark = MARK_OF_CALL.get(name);
  if (mark === undefined) return null;
  const written = insideOf(reading, token.end).trim();
  const inside = name === 'allcaps' ? written.toUpperCase() : written;
  const whole = { start: token.start, end: closingOf(reading.text, token.end) };
  const isOne = /^[\p{L}\p{N}'’-]+$/u.test(inside);
  const marked = isOne ? `${mark}${inside}` : `${mark}"${inside.replaceAll('"', '')}"`;
  return inside === '' ? [] : [{ label: marked, edits: [replacement(whole, marked)] }];
}

/** Offset after the parenthesis that closes the one at `open`; the end of the text when none does. */
function closingOf(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    if (text[index] === '(') depth++;
    if (text[index] === ')' && --depth === 0) return index + 1;
  }
  return text.length;
}

function insideOf(reading: Reading, open: number): string {
  return reading.text.slice(open + 1, closingOf(reading.text, open) - 1);
}

const COMPARISONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:after|aft|>)\s+/i, '>'],
  [/^(?:before|bef|<)\s+/i, '<'],
  [/^(?:geq|since|>=)\s+/i, '>='],
  [/^(?:leq|until|<=)\s+/i, '<='],
  [/^(?:is|=)\s+/i, ''],
];

/** What date(after 2020) asks for, or null. */
function dateOf(inside: string): string | null {
  const text = inside.trim();
  const found = COMPARISONS.find(([words]) => words.test(text));
  const value = found === undefined ? text : text.replace(found[0], '');
  return value === '' || /\s/.test(value) ? null : `date:${found?.[1] ?? ''}${value}`;
}

/** NEAR(fraud, bank), NEAR((fraud, bank), 5). */
function readNearnessCall(
  reading: Reading,
  token: WordToken,
  readOperand: (reading: Reading) => QueryNode | null,
): QueryNode | null {
  const whole: Place = { start: token.start, end: closingOf(reading.text, token.end) };
  const parts = insideOf(reading, token.end).match(/"[^"]*"|[^\s,;()"]+/g) ?? [];
  const last = parts.at(-1) ?? '';
  const number = /^(?:n=)?(\d{1,3})$/.exec(parts.length > 2 ? last : '')?.[1];
  const operands = number === undefined ? parts : parts.slice(0, -1);
  const operator = `${token.text.startsWith('O') ? 'PRE' : 'NEAR'}/${number ?? 10}`;
  const chain = operands.join(` ${operator} `);
  const repairs = operands.length < 2 ? [] : [{ label: operator, edits: [replacement(whole, `(${chain})`)] }];
  const asWord = { label: 'Search for it as a word', edits: [insertion(token.start, '"'), insertion(token.end, '" ')] };
  reading.report(whole, problemTexts.noDistance(token.text), [...repairs, asWord]);
  return readOperand(reading);
}
