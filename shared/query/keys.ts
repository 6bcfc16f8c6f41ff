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

/** Has a digit or is a single letter: what it is glued to is an identifier, I-24/7. */
export function isRigid(key: string): boolean {
  return hasDigit(key) || (key.length === 1 && classOf(key.charCodeAt(0)) === characterClass.letter);
}

const BARE_NUMBER = /^\d[\d.]*$/;
const NUMBER_WITH_PLURAL = /^\d+s$/;

/**
 * Whether a segment of a compound is a bare number (16s of F-16s too) or a single letter, which a text never parts from its
 * neighbours. What has letters and digits, as G20 in G20-summit, is a word like others.
 */
export function staysJoined(key: string, isFirst: boolean): boolean {
  return (isRigid(key) && !hasDigit(key)) || BARE_NUMBER.test(key) || (!isFirst && NUMBER_WITH_PLURAL.test(key));
}

/** Of a script written without spaces. */
export function isUnspaced(key: string): boolean {
  return classOf(codePointAt(key, 0)) === characterClass.unspaced;
}
