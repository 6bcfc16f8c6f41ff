/** What the folded form of a token looks like: a number, a letter by itself, a character of an unspaced script. */
import { characterClass, classOf, codePointAt } from './characters.ts';

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function beginsWithDigit(key: string): boolean {
  return isDigit(key.charCodeAt(0));
}

export function hasDigit(key: string): boolean {
  for (let index = 0; index < key.length; index++) if (isDigit(key.charCodeAt(index))) return true;
  return false;
}

/** Has a digit or is a single letter: in a compound never parted from its neighbours, I-24/7. */
export function isRigid(key: string): boolean {
  return hasDigit(key) || (key.length === 1 && classOf(key.charCodeAt(0)) === characterClass.letter);
}

/** Of a script written without spaces. */
export function isUnspaced(key: string): boolean {
  return classOf(codePointAt(key, 0)) === characterClass.unspaced;
}
