/** The errors and warnings of the query language: their stable codes and what each is about. */
import type { Place } from './ast.ts';
import type { Edit } from './edits.ts';

/** Code → what it says in general. The language reference lists exactly these. */
export const problemCodes = {
  E_EMPTY: 'Nothing to search for',
  E_OPEN_QUOTE: 'A quotation mark is never closed',
  E_OPEN_PAREN: 'A parenthesis is never closed',
  E_CLOSE_PAREN: 'A parenthesis closes nothing',
  E_DANGLING_OPERATOR: 'An operator has nothing on one of its sides',
  E_MIXED: 'AND and OR stand side by side without parentheses',
  E_NOT_ONLY: 'NOT without anything that must be there',
  E_DOUBLE_NOT: 'NOT twice',
  E_FIELD: 'No such field, or a field inside a field',
  E_FIELD_EMPTY: 'A field without a value',
  E_FIELD_IN_NEAR: 'A field inside proximity',
  E_OPERAND: 'Proximity of something that has no single place',
  E_PROXIMITY: 'A distance that is no number from 1 to 100',
  E_ATLEAST: 'ATLEAST without a number from 2 to 50 or without one thing to count',
  E_SHORT_PREFIX: 'Too few letters before a wildcard',
  E_WILDCARD: 'A wildcard where none can stand',
  E_DATE: 'Not a date, or a range that runs backwards',
  E_LIMIT: 'Longer or deeper than a query may be',
  W_LOWERCASE_OPERATOR: 'An operator in small letters, or of another system, is read as a word',
  W_SLOP: 'A ~ that changes nothing',
  W_PLUS: 'A leading + that changes nothing',
  W_NEVER_SEEN: 'A word that no stored release has, or a way of writing that the query never sees',
  W_BROAD: 'Finds nearly everything',
  W_REDUNDANT: 'A part that says nothing new',
  W_CONTRADICTION: 'Can never match',
  W_COVERED: 'A part that another part of an OR, or a query that another watch, already finds',
} as const;

export type ProblemCode = keyof typeof problemCodes;

/** What is said of a problem. */
export interface ProblemText {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string;
}

/** A way to repair the written query. */
export interface Repair {
  readonly label: string;
  readonly edits: readonly Edit[];
}

/** A problem as the parser finds it: repairs are edits that have not been tried yet. */
export interface FoundProblem extends Place, ProblemText {
  readonly repairs: readonly Repair[];
}

/** A problem at a place, said in this way. */
export function problemAt(place: Place, text: ProblemText, repairs: readonly Repair[] = []): FoundProblem {
  const { code, message, hint } = text;
  return { code, start: place.start, end: place.end, message, hint, repairs };
}

export function isError(code: ProblemCode): boolean {
  return code.startsWith('E_');
}
