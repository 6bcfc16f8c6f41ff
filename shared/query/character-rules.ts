/**
 * The rules by which a character gets its class, from Unicode properties. `npm run generate` writes their result into
 * data/tables.json; nothing else reads them.
 */
import { type CharacterClass, characterClass, WILDCARD_LETTER } from './characters.ts';

const JOINERS =
  '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00AD/.&+_@:=#%~?\\\u05BE\u05F3\u05F4' +
  '\uFE58\uFE63\uFF03\uFF05\uFF06\uFF0B\uFF0D\uFF0E\uFF0F\uFF1A\uFF1D\uFF20\uFF3C\uFF3F\uFF5E';
const APOSTROPHES = "'\u2019\u2018\u201B\u02B9\u02BB\u02BC\u02BE\u02BF\uFF07\u2032`\u00B4";
const IGNORABLE =
  /^[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u061C]$|^[\uFE00-\uFE0F]$|^\u034F$/u;
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30FC\uFF70]$/u;
const PICTOGRAPH = /^[\p{Extended_Pictographic}\p{Regional_Indicator}]$/u;
const PLAIN_SYMBOLS = '\u00A9\u00AE\u2117\u2120\u2122\u203C\u2049\u2139';

/** What a symbol stands for (№, ㎞, ㍿), its parentheses aside, or nothing. */
function lettersOf(character: string): string {
  if (!/^\p{So}$/u.test(character) || PLAIN_SYMBOLS.includes(character)) return '';
  const plain = character.normalize('NFKC');
  return plain === character ? '' : plain.replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

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
  const letters = lettersOf(character);
  if (letters !== '' && !PICTOGRAPH.test(character)) {
    // Symbols for letters are words of their own; those of unspaced scripts are written onto what stands beside them.
    return [...letters].every((letter) => UNSPACED.test(letter)) ? characterClass.unspaced : characterClass.pictograph;
  }
  if (PICTOGRAPH.test(character) && !PLAIN_SYMBOLS.includes(character)) return characterClass.pictograph;
  return characterClass.other;
}

const CODE_POINTS = 0x110000;

function classAt(codePoint: number): CharacterClass {
  // A lone half of a surrogate pair is no letter.
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
  return isSurrogate ? characterClass.other : classify(String.fromCodePoint(codePoint));
}

/** The classes of all code points in order, as runs: length in base 36, then the class as a capital letter (A is 1). */
export function characterRanges(): string {
  let ranges = '';
  let length = 0;
  for (let codePoint = 0; codePoint < CODE_POINTS; codePoint++) {
    length++;
    const kind = classAt(codePoint);
    if (codePoint + 1 < CODE_POINTS && classAt(codePoint + 1) === kind) continue;
    ranges += `${length.toString(36)}${String.fromCharCode(0x40 + kind)}`;
    length = 0;
  }
  return ranges;
}
