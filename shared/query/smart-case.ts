/** Smart case: WHO asks for capitals because who is a common word; INTERPOL takes any case. */
import type { TermNode } from './ast.ts';
import { acronymsThatAreWords } from './data/common-words.ts';
import { fold, isAllCapitals } from './fold.ts';

const POSSESSIVE = /['\u2019\u02BC\uFF07]s$/;

/** Whether a query word matches only capitals in the text (dotted or not). A prefix takes any case, and = looks at it anyway. */
export function asksForCapitals(term: TermNode): boolean {
  if (term.mode === 'exact' || term.prefix) return false;
  return isAcronymAndWord(term.text.replace(POSSESSIVE, ''));
}

/** Whether a word written all in capitals, dotted or not, is a common word as well. */
export function isAcronymAndWord(word: string): boolean {
  return isAllCapitals(word) && acronymsThatAreWords.has(fold(word.replaceAll('.', '')));
}
