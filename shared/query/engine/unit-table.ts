/**
 * All that the scanner asks of one UTF-16 unit in one number: its class, its folded form, its case. A unit is learnt from
 * characters.ts and fold.ts when it is first seen, so that both know the same and a start costs nothing.
 */
import { characterClass, classOf, isHangul } from '../characters.ts';
import { fold } from '../fold.ts';
import { beginsSaraAm } from '../sara-am.ts';

/** Bits 0–15 are the folded unit. */
export const unit = {
  folded: 0xffff,
  classShift: 16,
  classMask: 0xf,
  capital: 1 << 20,
  small: 1 << 21,
  /** Its folded form is not one unit, or depends on its neighbours: the word is folded as a string. */
  slow: 1 << 22,
  surrogate: 1 << 23,
  known: 1 << 24,
  hangul: 1 << 25,
  /** A letter or digit that is one folded unit whatever stands beside it: nearly all are. */
  plain: 1 << 26,
  letter: 1 << 27,
  /** Its folded form is 0 to 9. */
  number: 1 << 28,
  /** Ends a word: no letter, digit or mark, nor what vanishes, nor half of a pair. */
  end: 1 << 29,
} as const;

export const unitTable = new Int32Array(0x10000);

/** Units that compose with their neighbours when text is normalized, though they are no marks. */
function composes(code: number): boolean {
  const isSyllable = code >= 0xac00 && code <= 0xd7a3;
  return (isHangul(code) && !isSyllable) || (code >= 0xa960 && code <= 0xa97f) || (code >= 0xd7b0 && code <= 0xd7ff);
}

/** Fills the table's entry of a unit. */
export function learnUnit(code: number): number {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  let info: number = unit.known;
  if (isSurrogate) info |= unit.surrogate | unit.slow | (characterClass.other << unit.classShift);
  else {
    const character = String.fromCharCode(code);
    const folded = fold(character);
    info |= classOf(code) << unit.classShift;
    // Half-width Hangul becomes jamo, which compose.
    if (folded.length !== 1 || beginsSaraAm(code) || composes(code) || composes(folded.charCodeAt(0)))
      info |= unit.slow;
    else info |= folded.charCodeAt(0);
    if (isHangul(code)) info |= unit.hangul;
    const upper = character.toUpperCase();
    const lower = character.toLowerCase();
    if (upper !== lower) info |= character === lower ? unit.small : unit.capital;
    const kind = classOf(code);
    const isPart = kind === characterClass.letter || kind === characterClass.digit;
    if (isPart && (info & (unit.slow | unit.hangul)) === 0) info |= unit.plain;
    if (kind === characterClass.letter) info |= unit.letter;
    if ((info & unit.folded) >= 0x30 && (info & unit.folded) <= 0x39) info |= unit.number;
    if (!isPart && kind !== characterClass.mark && kind !== characterClass.ignorable) info |= unit.end;
  }
  unitTable[code] = info;
  return info;
}
