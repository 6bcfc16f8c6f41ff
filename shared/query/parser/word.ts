/** Reads a written word into a term; the value of `date:` into days. */
import type { Place, QueryNode, TermNode } from '../ast.ts';
import { withoutIgnorables } from '../characters.ts';
import { deletion, type Edit, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import { readDate } from './date.ts';
import { isRefused, readForeignWord, withoutWeight } from './foreign-marks.ts';
import { lex, type WordToken } from './lexer.ts';
import { operatorOf } from './operators.ts';
import type { Reading } from './reading.ts';
import { isPlain, readWrittenWord, withoutWildcards } from './written-word.ts';

/** fraud~2 of other systems, whatever marks stand behind it; not a folder of an address. */
const SLOP_ON_WORD = /^([^~/]*[\p{L}\p{M}\p{N}*])~(?:\d+(?:\.\d+)?)?[^\p{L}\p{M}\p{N}]*$/u;

const SEARCHABLE = /[\p{L}\p{M}\p{N}]/u;

/** The word without a slop behind it. */
function withoutSlop(written: string): string {
  if (!written.includes('~')) return written;
  const word = withoutIgnorables(written);
  const first = Math.max(0, word.search(SEARCHABLE));
  const asked = SLOP_ON_WORD.exec(word.slice(first))?.[1];
  return asked === undefined ? written : word.slice(0, first) + asked;
}

/** Null when nothing in the word can be searched for. */
export function readWord(reading: Reading, token: WordToken): QueryNode | null {
  if (reading.field === 'date') return readDateWord(reading, token);
  const foreign = isPlain(token.text) ? null : readForeignWord(reading, token);
  if (foreign !== null) return foreign;
  const term = readTerm(reading, token.text, token.start);
  if (term === null) return null;
  // What would be read as an operator or a field when printed stays in quotation marks.
  const isChanged = term.text !== token.text;
  if (token.operator !== null || (isChanged && mustBeQuoted(term.text))) {
    if (isChanged) warnOfOperator(reading, token, term.text);
    return { kind: 'phrase', words: [term], slop: null, start: token.start, end: token.end };
  }
  return term;
}

function mustBeQuoted(word: string): boolean {
  return operatorOf(word) !== null || isFieldLike(word) || isRefused(word);
}

/** <AND>, /NEAR5: without the marks around it the word would be an operator. */
function warnOfOperator(reading: Reading, token: WordToken, word: string): void {
  const operator = operatorOf(word);
  if (operator === null || token.operator !== null) return;
  const spelling = operator.kind === 'near' ? operator.nearest : word;
  const repairs = [{ label: `${spelling} as an operator`, edits: [replacement(token, spelling)] }];
  reading.report(token, problemTexts.lowercaseOperator(token.text, spelling), repairs);
}

/** A comparison may be parted from its date by a space. */
function readDateWord(reading: Reading, token: WordToken): QueryNode {
  if (/^[[{]/.test(token.text)) return readBracketDate(reading, token);
  const next = reading.peek();
  if (next?.type !== 'word' || next.operator !== null || !/^[<>]=?$/.test(token.text)) {
    return readDate(reading, token, token.text);
  }
  reading.skip();
  return readDate(reading, { start: token.start, end: next.end }, token.text + next.text);
}

/** date:[2026-01-01 TO 2026-02-01] of other systems: told as a whole. */
function readBracketDate(reading: Reading, token: WordToken): QueryNode {
  const close = /[\]}]/.exec(reading.text.slice(token.start));
  const end = close === null ? token.end : token.start + close.index + 1;
  for (let next = reading.peek(); next !== null && next.start < end; next = reading.peek()) reading.skip();
  return readDate(reading, { start: token.start, end }, reading.text.slice(token.start, end));
}

function isFieldLike(word: string): boolean {
  return /[:\uFF1A]/.test(word) && lex(word)[0]?.type === 'field';
}

/** A term from what is written at `start`; null when nothing in it can be searched for. */
export function readTerm(reading: Reading, written: string, start: number): TermNode | null {
  const end = start + written.length;
  reading.countWord({ start, end });
  const asked = withoutSlop(written);
  if (asked !== written) {
    const first = written.search(SEARCHABLE);
    const place = { start: start + written.indexOf('~', first), end };
    reading.report(place, problemTexts.slopOnWord, [{ label: 'Leave it out', edits: [deletion(place)] }]);
  }
  const word = asked.includes('^') ? withoutWeight(reading, asked, start) : asked;
  const { text, mode, prefix, plus, fault } = readWrittenWord(word);
  if (plus) warnOfPlus(reading, start);
  if (fault !== null) reportWildcard(reading, { start, end }, written, fault);
  return text === '' ? null : { kind: 'term', text, mode, prefix, start, end };
}

/** Warns of the plus sign at `start`. */
export function warnOfPlus(reading: Reading, start: number): void {
  const plus = { start, end: start + 1 };
  reading.report(plus, problemTexts.plusSign, [{ label: 'Leave it out', edits: [replacement(plus, '')] }]);
}

function reportWildcard(reading: Reading, place: Place, written: string, fault: 'wildcard' | 'short-prefix'): void {
  const repair = (label: string, edit: Edit): Repair => ({ label, edits: [edit] });
  const bare = withoutWildcards(written);
  const last =
    bare === '' ? repair('Leave it out', deletion(place)) : repair('Without the wildcard', replacement(place, bare));
  if (fault === 'short-prefix') {
    reading.report(place, problemTexts.shortPrefix(written), [last]);
    return;
  }
  const repairs: Repair[] = [];
  const beginning = /^([^*?!]+)[*!]./s.exec(written)?.[1];
  if (beginning !== undefined && readWrittenWord(`${beginning}*`).fault === null) {
    repairs.push(repair('Every word with this beginning', replacement(place, `${beginning}*`)));
  }
  const openEnd = /^(.*[\p{L}\p{N}])[^\p{L}\p{N}]+[*!]$/su.exec(written)?.[1];
  if (openEnd !== undefined && readWrittenWord(`${openEnd}*`).fault === null) {
    repairs.push(repair('Every word with this beginning', replacement(place, `${openEnd}*`)));
  }
  const oneCharacter = written.replaceAll(/[*!](?=.)/gsu, '?');
  if (beginning !== undefined && !oneCharacter.includes('??') && readWrittenWord(oneCharacter).fault === null) {
    repairs.push(repair('Any one character there', replacement(place, oneCharacter)));
  }
  reading.report(place, problemTexts.misplacedWildcard(written), [...repairs, last]);
}
