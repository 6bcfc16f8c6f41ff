/** Where what begins at a place of a text ends: a word, an unspaced character, a dotted acronym, a possessive. */
import { characterClass, classOf, codePointAt, isHangul, isSkinTone, unitsOf } from './characters.ts';
import { koreanParticles } from './data/korean-particles.ts';

const PARTICLE_SYLLABLES_MAX = 4;

export function isWordCharacter(kind: number): boolean {
  return kind === characterClass.letter || kind === characterClass.digit;
}

/**
 * End of the run of letters, digits and marks that begins at `from`; what vanishes inside it belongs to it. Hangul and what
 * is written onto it (코로나19) are runs of their own.
 */
export function runEnd(text: string, from: number): { end: number; digitsOnly: boolean } {
  let index = from;
  let end = from;
  let digitsOnly = true;
  const startsHangul = isHangul(codePointAt(text, from));
  while (index < text.length) {
    const code = codePointAt(text, index);
    const kind = classOf(code);
    if (isWordCharacter(kind) || kind === characterClass.mark) {
      if (kind !== characterClass.mark && isHangul(code) !== startsHangul) break;
      if (kind !== characterClass.digit) digitsOnly = false;
      index += unitsOf(code);
      end = index;
    } else if (kind === characterClass.ignorable) index += unitsOf(code);
    else break;
  }
  return { end, digitsOnly };
}

/** End of an unspaced character or pictograph with the marks and selectors that complete it. */
export function clusterEnd(text: string, from: number): number {
  let index = from + unitsOf(codePointAt(text, from));
  while (index < text.length) {
    const code = codePointAt(text, index);
    if (classOf(code) !== characterClass.mark && !isSkinTone(code)) break;
    index += unitsOf(code);
  }
  return index;
}

/** End of a dotted acronym (U.S., E.U., U.S.A) that begins at `from`, or -1. Initials before a name are none. */
export function acronymEnd(text: string, from: number): number {
  let index = from;
  let letters = 0;
  while (index < text.length) {
    const code = codePointAt(text, index);
    if (classOf(code) !== characterClass.letter) break;
    const next = index + unitsOf(code);
    const after = next < text.length ? classOf(codePointAt(text, next)) : characterClass.other;
    letters++;
    if (isWordCharacter(after) || after === characterClass.mark) return -1;
    if (text[next] !== '.') return letters >= 2 ? next : -1;
    index = next + 1;
  }
  return letters >= 2 ? index : -1;
}

/** End of a possessive `'s` at `from`, or -1. */
export function possessiveEnd(text: string, from: number): number {
  if (from + 1 >= text.length || classOf(text.charCodeAt(from)) !== characterClass.apostrophe) return -1;
  const letter = text[from + 1];
  if (letter !== 's' && letter !== 'S') return -1;
  if (from + 2 >= text.length) return from + 2;
  const after = classOf(codePointAt(text, from + 2));
  return isWordCharacter(after) || after === characterClass.mark ? -1 : from + 2;
}

/** End of a Korean particle written at `from` onto a word of another script (FBI는), or `from` when there is none. */
export function particleEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && isHangul(text.charCodeAt(end))) {
    end++;
    if (end - from > PARTICLE_SYLLABLES_MAX) return from;
  }
  if (end === from || (end < text.length && isWordCharacter(classOf(codePointAt(text, end))))) return from;
  return koreanParticles.has(text.slice(from, end)) ? end : from;
}

const SYMBOLS = /(?:\+\+?|#)(?![\p{L}\p{N}+#])/uy;

/** End of the marks behind a single letter that make another word of it (C++, C#, A+), or `end` itself. */
export function symbolsEnd(text: string, start: number, end: number): number {
  if (end - start !== 1 || (text[end] !== '+' && text[end] !== '#')) return end;
  SYMBOLS.lastIndex = end;
  return SYMBOLS.test(text) ? SYMBOLS.lastIndex : end;
}
