/** Reads a written word into a term; the value of `date:` into days. */
import type { Place, QueryNode, TermNode } from '../ast.ts';
import { deletion, type Edit, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import { readDate } from './date.ts';
import { lex, type WordToken } from './lexer.ts';
import { operatorOf } from './operators.ts';
import type { Reading } from './reading.ts';
import { readWrittenWord, withoutWildcards } from './written-word.ts';

/** Null when nothing in the word can be searched for. */
export function readWord(reading: Reading, token: WordToken): QueryNode | null {
  if (reading.field === 'date') return readDate(reading, token, token.text);
  const term = readTerm(reading, token.text, token.start);
  if (term === null) return null;
  // What would be read as an operator or a field when printed stays in quotation marks.
  const isChanged = term.text !== token.text;
  if (token.operator !== null || (isChanged && (operatorOf(term.text) !== null || isFieldLike(term.text)))) {
    return { kind: 'phrase', words: [term], slop: null, start: token.start, end: token.end };
  }
  return term;
}

function isFieldLike(word: string): boolean {
  return /[:\uFF1A]/.test(word) && lex(word)[0]?.type === 'field';
}

/** A term from what is written at `start`; null when nothing in it can be searched for. */
export function readTerm(reading: Reading, written: string, start: number): TermNode | null {
  const end = start + written.length;
  reading.countWord({ start, end });
  const { text, mode, prefix, plus, fault } = readWrittenWord(written);
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
  const beginning = /^([^*?!]+)[*!]./s.exec(written)?.[1];
  const repairs =
    beginning === undefined
      ? [last]
      : [repair('Every word with this beginning', replacement(place, `${beginning}*`)), last];
  reading.report(place, problemTexts.misplacedWildcard(written), repairs);
}
