/** Words in which `?` stands for any one character. */
import { unitsOf, WILDCARD_LETTER } from './characters.ts';

/** A pasted address, or a part of one with parameters: its question marks are no wildcards. */
export function isAddress(word: string): boolean {
  return word.includes('://') || /^www\./i.test(word) || /\?[^?=]+=/.test(word);
}

export function isPattern(word: string): boolean {
  return word.includes('?') && !isAddress(word);
}

/** Whether a key fits a pattern in which the private wildcard letter is any one character. */
export function fitsPattern(pattern: string, key: string, asPrefix: boolean): boolean {
  let at = 0;
  for (const character of pattern) {
    if (at >= key.length) return false;
    const units = unitsOf(key.codePointAt(at) ?? 0);
    if (character !== WILDCARD_LETTER && character !== key.slice(at, at + units)) return false;
    at += units;
  }
  return asPrefix || at === key.length;
}
