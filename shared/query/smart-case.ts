/** Smart case: WHO asks for capitals because who is a common word; INTERPOL takes any case. */
import type { TermNode } from './ast.ts';
import { acronymsThatAreWords } from './data/common-words.ts';
import { fold, isAllCapitals } from './fold.ts';

/** Whether a query word matches only capitals in the text (dotted or not). */
export function asksForCapitals(term: TermNode): boolean {
  if (term.mode !== 'plain' || term.prefix || !isAllCapitals(term.text)) return false;
  return acronymsThatAreWords.has(fold(term.text.replaceAll('.', '')));
}
