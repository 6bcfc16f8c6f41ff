/**
 * What a character is to the matcher: a letter, a digit, a joiner, a space … one table for texts and for queries, so that
 * both are cut at the same places. Classes are found by Unicode properties once per code unit and then remembered.
 */

export const characterClass = {
  other: 1,
  space: 2,
  letter: 3,
  digit: 4,
  /** A combining mark: belongs to the letter before it. */
  mark: 5,
  /** A letter of a script written without spaces: every code point is a token. */
  unspaced: 6,
  /** Vanishes: soft hyphen, zero-width and direction marks, variation selectors. */
  ignorable: 7,
  /** Stands inside compounds: I-24/7, AT&T, name@example.org. */
  joiner: 8,
  apostrophe: 9,
  pictograph: 10,
} as const;

export type CharacterClass = (typeof characterClass)[keyof typeof characterClass];

const JOINERS = '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00AD/.&+_@:=#%~?\\\u05BE';
const APOSTROPHES = "'\u2019\u2018\u02BC\uFF07\u2032`\u00B4";
const IGNORABLE =
  /^[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u061C]$|^[\uFE00-\uFE0F]$|^\u034F$/u;
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30FC\uFF70]$/u;
const PICTOGRAPH = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]$/u;
const PLAIN_SYMBOLS = '\u00A9\u00AE\u2122\u203C\u2049\u2139';

/** Stands for one wildcard character while a query word is cut into segments; a private letter, stripped from input. */
export const WILDCARD_LETTER = '\uE000';

function classify(character: string): CharacterClass {
  if (IGNORABLE.test(character)) return characterClass.ignorable;
  if (character === WILDCARD_LETTER) return characterClass.letter;
  if (APOSTROPHES.includes(character)) return characterClass.apostrophe;
  if (JOINERS.includes(character)) return characterClass.joiner;
  if (/^\s$/u.test(character) || character === '\u0085') return characterClass.space;
  if (/^\p{Nd}$/u.test(character)) return characterClass.digit;
  // Half-width voicing marks complete the kana before them.
  if (character === '\uFF9E' || character === '\uFF9F') return characterClass.mark;
  if (UNSPACED.test(character) && /^[\p{L}\p{M}\p{N}]$/u.test(character)) return characterClass.unspaced;
  if (/^\p{M}$/u.test(character)) return characterClass.mark;
  if (/^[\p{L}\p{N}]$/u.test(character)) return characterClass.letter;
  if (PICTOGRAPH.test(character) && !PLAIN_SYMBOLS.includes(character)) return characterClass.pictograph;
  return characterClass.other;
}

const known = new Uint8Array(0x10000);
const knownAstral = new Map<number, CharacterClass>();

/** The class of a code point. */
export function classOf(codePoint: number): CharacterClass {
  if (codePoint < 0x10000) {
    const remembered = known[codePoint];
    if (remembered !== undefined && remembered !== 0) return remembered as CharacterClass;
    // A lone half of a surrogate pair is no letter.
    const found =
      codePoint >= 0xd800 && codePoint <= 0xdfff ? characterClass.other : classify(String.fromCharCode(codePoint));
    known[codePoint] = found;
    return found;
  }
  const remembered = knownAstral.get(codePoint);
  if (remembered !== undefined) return remembered;
  const found = classify(String.fromCodePoint(codePoint));
  knownAstral.set(codePoint, found);
  return found;
}

/** Whether a character of this class can be searched for. */
export function isSearchable(kind: CharacterClass): boolean {
  return (
    kind === characterClass.letter ||
    kind === characterClass.digit ||
    kind === characterClass.unspaced ||
    kind === characterClass.pictograph
  );
}

/** Whether a text has anything that can be searched for. */
export function hasSearchable(text: string): boolean {
  for (let index = 0; index < text.length; ) {
    const code = codePointAt(text, index);
    if (isSearchable(classOf(code)) && text[index] !== WILDCARD_LETTER) return true;
    index += unitsOf(code);
  }
  return false;
}

/** The code point at an index that may stand on a surrogate pair; 0 past the end. */
export function codePointAt(text: string, index: number): number {
  return text.codePointAt(index) ?? 0;
}

/** How many UTF-16 units a code point takes. */
export function unitsOf(codePoint: number): number {
  return codePoint > 0xffff ? 2 : 1;
}

const ZEROES = [
  0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
  0x17e0, 0x1810, 0xff10,
];

/** The value of a decimal digit of any script that Unicode 15 has in the basic plane; null for the rest. */
export function digitValue(codePoint: number): number | null {
  if (codePoint >= 0x30 && codePoint <= 0x39) return codePoint - 0x30;
  if (codePoint < 0x660) return null;
  for (const zero of ZEROES) if (codePoint >= zero && codePoint < zero + 10) return codePoint - zero;
  return null;
}

export function isHangul(codePoint: number): boolean {
  return (
    (codePoint >= 0xac00 && codePoint <= 0xd7a3) ||
    (codePoint >= 0x1100 && codePoint <= 0x11ff) ||
    (codePoint >= 0x3130 && codePoint <= 0x318f)
  );
}

/** Removes what vanishes (soft hyphens, zero-width characters) and the private wildcard letter. */
export function withoutIgnorables(text: string): string {
  let plain = true;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0xad || code >= 0x34f) {
      plain = false;
      break;
    }
  }
  if (plain) return text;
  let kept = '';
  for (const character of text) {
    if (character === WILDCARD_LETTER) continue;
    if (classOf(codePointAt(character, 0)) !== characterClass.ignorable) kept += character;
  }
  return kept;
}
