/** Symbols that stand for letters: № is no, ㎞ is km, ㍿ is 株式会社. */
import { classOf, codePointAt, isSearchable } from './characters.ts';
import { fold } from './fold.ts';

/** Whether a symbol holds several characters of an unspaced script. */
export function isSquared(written: string): boolean {
  const code = codePointAt(written, 0);
  return (code >= 0x3200 && code <= 0x33ff) || (code >= 0x1f200 && code <= 0x1f2ff);
}

/** The letters and digits that a symbol stands for; a pictograph stands for itself. */
export function symbolKey(written: string): string {
  const folded = fold(written);
  let key = '';
  for (const character of folded) if (isSearchable(classOf(codePointAt(character, 0)))) key += character;
  return key === '' ? folded : key;
}
