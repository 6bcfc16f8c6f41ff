/**
 * Folding: the form in which words of texts and of queries are compared. Lower case, compatibility forms, and marks removed
 * only where a script treats them as optional (Latin, Greek, Cyrillic but for short i, Arabic vowel signs, Hebrew points);
 * never where they are letters of their own (Devanagari, Thai, voiced kana).
 */
import { characterClass, classOf, digitValue, isSkinTone, unitsOf, WILDCARD_LETTER } from './characters.ts';

/** Letters that no normalization form takes apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ı: 'i',
  ς: 'σ',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  æ: 'ae',
  œ: 'oe',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ة: 'ه',
  ک: 'ك',
};

const DIGRAPHS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', æ: 'ae' };

const MARKED = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]$/u;

function isOptionalMark(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x591 && code <= 0x5bd) ||
    (code >= 0x5bf && code <= 0x5c7) ||
    (code >= 0x610 && code <= 0x61a) ||
    code === 0x640 ||
    (code >= 0x64b && code <= 0x65f) ||
    code === 0x670 ||
    (code >= 0x6d6 && code <= 0x6ed && code !== 0x6dd && code !== 0x6de)
  );
}

const remembered = new Map<number, string>();

function foldCodePoint(code: number): string {
  const before = remembered.get(code);
  if (before !== undefined) return before;
  const character = String.fromCodePoint(code);
  let folded = LETTERS[character];
  if (folded === undefined) {
    const digit = digitValue(code);
    if (digit !== null) folded = String(digit);
    else if (isOptionalMark(code) || isSkinTone(code) || classOf(code) === characterClass.ignorable) folded = '';
    else if (character === 'й') folded = character;
    else if (MARKED.test(character)) {
      folded = '';
      for (const part of character.normalize('NFD')) {
        const partCode = part.codePointAt(0) ?? 0;
        if (!isOptionalMark(partCode)) folded += LETTERS[part] ?? part;
      }
    } else folded = character;
  }
  remembered.set(code, folded);
  return folded;
}

function isPlainAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= 0x80) return false;
  return true;
}

/** The folded form of a word. Idempotent. */
export function fold(word: string): string {
  if (isPlainAscii(word)) return word.toLowerCase();
  let folded = '';
  const normal = word.normalize('NFKC').toLowerCase().normalize('NFKC');
  for (let index = 0; index < normal.length; ) {
    const code = normal.codePointAt(index) ?? 0;
    folded += foldCodePoint(code);
    index += unitsOf(code);
  }
  return folded;
}

/** The form that exact words (`=word`) are compared in: case and accents count, encodings of the same letter do not. */
export function exactForm(word: string): string {
  if (isPlainAscii(word)) return word;
  let kept = '';
  for (const character of word) {
    if (classOf(character.codePointAt(0) ?? 0) !== characterClass.ignorable) kept += character;
  }
  return kept.normalize('NFKC');
}

/** From so many letters with a digraph on, all or none of them are spelled out. */
const DIGRAPHS_APART_MAX = 3;

/** The folded forms with umlauts spelled out (Müller: mueller), all of them or some (Østergård: ostergaard, too). */
export function digraphForms(word: string): readonly string[] {
  if (isPlainAscii(word)) return [];
  const letters = [...word.normalize('NFC').toLowerCase()];
  const count = letters.filter((letter) => DIGRAPHS[letter] !== undefined).length;
  if (count === 0) return [];
  const spelled = (choice: (number: number) => boolean): string => {
    let number = 0;
    return fold(
      letters
        .map((letter) => (DIGRAPHS[letter] !== undefined && choice(number++) ? DIGRAPHS[letter] : letter))
        .join(''),
    );
  };
  if (count > DIGRAPHS_APART_MAX) return [spelled(() => true)];
  const forms = new Set<string>();
  for (let choices = 1; choices < 1 << count; choices++)
    forms.add(spelled((number) => (choices & (1 << number)) !== 0));
  forms.delete(fold(word));
  return [...forms];
}

/** Whether a word has letters and all of them are capitals. */
export function isAllCapitals(word: string): boolean {
  let capitals = false;
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    if (code < 0x80) {
      if (code >= 0x61 && code <= 0x7a) return false;
      if (code >= 0x41 && code <= 0x5a) capitals = true;
    } else {
      const upper = word[index]?.toUpperCase();
      const lower = word[index]?.toLowerCase();
      if (upper === lower || word[index] === WILDCARD_LETTER) continue;
      if (word[index] === lower) return false;
      capitals = true;
    }
  }
  return capitals;
}
