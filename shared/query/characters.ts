/**
 * What a character is to the matcher: a letter, a digit, a joiner, a space … one table for texts and for queries, so that
 * both are cut at the same places. The table is made by `npm run generate` (character-rules.ts) and shipped, so that no
 * version of Unicode in some Node.js changes what a stored index means.
 */
import tables from './data/tables.json' with { type: 'json' };

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

/** Stands for one wildcard character while a query word is cut into segments; a private letter, stripped from input. */
export const WILDCARD_LETTER = '\uE000';

/** First code point of each run of one class, and the classes of the runs. */
const runStarts: number[] = [];
const runClasses: CharacterClass[] = [];
const basicPlane = new Uint8Array(0x10000);
readRanges(tables.characters);

/** Reads what `characterRanges` of character-rules.ts writes. */
function readRanges(ranges: string): void {
  let start = 0;
  for (const [, length, kind] of ranges.matchAll(/([0-9a-z]+)([A-Z])/g)) {
    const found = ((kind?.charCodeAt(0) ?? 0) - 0x40) as CharacterClass;
    runStarts.push(start);
    runClasses.push(found);
    const end = start + Number.parseInt(length ?? '0', 36);
    basicPlane.fill(found, Math.min(start, 0x10000), Math.min(end, 0x10000));
    start = end;
  }
}

/** The class of a code point. */
export function classOf(codePoint: number): CharacterClass {
  if (codePoint < 0x10000) return basicPlane[codePoint] as CharacterClass;
  let low = 0;
  let high = runStarts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((runStarts[middle] as number) <= codePoint) low = middle;
    else high = middle;
  }
  return runClasses[low] ?? characterClass.other;
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

/** Colours the pictograph before it. */
export function isSkinTone(code: number): boolean {
  return code >= 0x1f3fb && code <= 0x1f3ff;
}

function isHebrewLetter(code: number): boolean {
  return code >= 0x5d0 && code <= 0x5ea;
}

/**
 * Whether a quotation mark at `index` stands inside a Hebrew word, for the gershayim that keyboards lack: an abbreviation
 * is written with it before its last letter.
 */
export function isGershayim(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code !== 0x22 && code !== 0x201c && code !== 0x201d) return false;
  return isHebrewLetter(text.charCodeAt(index - 1)) && isHebrewLetter(text.charCodeAt(index + 1));
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
