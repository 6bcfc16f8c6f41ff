/**
 * Operators of other systems and languages that could as well be words: they are read as words, and a warning says what is
 * written here instead.
 */

const WORDS: ReadonlyMap<string, string> = new Map([
  ['UND', 'AND'],
  ['ET', 'AND'],
  ['Y', 'AND'],
  ['E', 'AND'],
  ['И', 'AND'],
  ['ODER', 'OR'],
  ['OU', 'OR'],
  ['O', 'OR'],
  ['ИЛИ', 'OR'],
  ['XOR', 'OR'],
  ['NICHT', 'NOT'],
  ['OHNE', 'NOT'],
  ['NON', 'NOT'],
  ['SAUF', 'NOT'],
  ['NO', 'NOT'],
  ['NÃO', 'NOT'],
  ['НЕ', 'NOT'],
  ['ANDNOT', 'NOT'],
  ['AND-NOT', 'NOT'],
  ['BUTNOT', 'NOT'],
  ['SAME', '/p'],
  ['WITH', '/s'],
  ['ADJ', 'PRE/1'],
]);
const CHARACTERS_MAX = 9;
/** adj3, near5, pre5, n5, w5, N/5, P/5: at most so far apart, since N95 is a mask. */
const NUMBERED = /^(?:(near|within|around|n|w|n\/)|adj|pre|p\/)([1-9]|[12]\d)$/i;

/** How an operator of this name is written here, or null when there is none. */
export function foreignOperator(word: string): string | null {
  if (word.length > CHARACTERS_MAX) return null;
  const known = WORDS.get(word);
  if (known !== undefined) return known;
  const last = word.charCodeAt(word.length - 1);
  if (last < 0x30 || last > 0x39) return null;
  const parts = NUMBERED.exec(word);
  return parts === null ? null : `${parts[1] === undefined ? 'PRE' : 'NEAR'}/${parts[2]}`;
}
