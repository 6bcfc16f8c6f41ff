/** Where sentences and paragraphs of a text end, for /s, /p and for the sentence an alert shows. */

import { characterClass, classOf, codePointAt } from './characters.ts';
import { abbreviationsOf, hasStoppedOrdinals } from './data/abbreviations.ts';

export interface Sentence {
  /** UTF-16 offsets; end exclusive, trailing spaces left out. */
  readonly start: number;
  readonly end: number;
  /** Number of its paragraph, from 0. */
  readonly paragraph: number;
}

const SPACED_ENDS = '.!?\u2026\u061F\u203D\u2047\u2048\u2049\u0589\u06D4\u1362';
const UNSPACED_ENDS = '\u3002\uFF01\uFF1F\uFF61\u0964\u0965\u104B\u17D4';
const CLOSERS = ')]}"\'\u201D\u2019\u00BB\u203A\u300D\u300F\u3011\uFF09';
const ABBREVIATION_CHARACTERS_MAX = 12;
const DOTTED_CHARACTERS_MAX = 4;
/** 5. or 21., not a year. */
const ORDINAL = /^\d{1,2}$/;
/** A note's number behind the stop: “… rose.[12] A bank …”. */
const NOTE_MARK = /\[\d{1,3}\]/y;
const SUPERSCRIPTS = '\u00B9\u00B2\u00B3\u2070\u2074\u2075\u2076\u2077\u2078\u2079';

function isSpace(text: string, index: number): boolean {
  return index >= text.length || classOf(text.charCodeAt(index)) === characterClass.space;
}

function isWordCharacter(text: string, index: number): boolean {
  if (index < 0) return false;
  const kind = classOf(codePointAt(text, index));
  return kind === characterClass.letter || kind === characterClass.digit || kind === characterClass.mark;
}

/** What tells stops that end a sentence from those that do not, by the language of the text. */
interface StopRules {
  readonly abbreviations: ReadonlySet<string>;
  /** Whether 5. is the fifth. */
  readonly hasStoppedOrdinals: boolean;
}

/** Whether the full stop at `index` belongs to an abbreviation, an initial, a dotted acronym, or an ordinal number. */
function isAbbreviation(text: string, index: number, { abbreviations, hasStoppedOrdinals }: StopRules): boolean {
  let start = index;
  while (start > 0 && index - start <= ABBREVIATION_CHARACTERS_MAX && isWordCharacter(text, start - 1)) start--;
  const word = text.slice(start, index);
  if (word === '' || index - start > ABBREVIATION_CHARACTERS_MAX) return false;
  if (hasStoppedOrdinals && ORDINAL.test(word)) return true;
  const isLetter = word.length === 1 && isLetterAt(text, start);
  if (isLetter && ('.-'.includes(text[start - 1] ?? ' ') || word !== word.toLowerCase() || isSpacedOut(text, start)))
    return true;
  return abbreviations.has(word.toLowerCase()) || endsDotted(text, start, word);
}

/** Whether a short word stands right behind a letter and its stop: m.in., t.ex., f.eks. */
function endsDotted(text: string, start: number, word: string): boolean {
  const isBehindLetter = text[start - 1] === '.' && isLetterAt(text, start - 2) && !isWordCharacter(text, start - 3);
  return start >= 2 && isBehindLetter && word.length <= DOTTED_CHARACTERS_MAX;
}

function isLetterAt(text: string, index: number): boolean {
  return classOf(codePointAt(text, index)) === characterClass.letter;
}

/** Whether the small letter at `index` with its stop has another such letter beside it, a space between: z. B., u. a. */
function isSpacedOut(text: string, index: number): boolean {
  const isLetterWithStop = (at: number): boolean =>
    isLetterAt(text, at) && text[at + 1] === '.' && !isWordCharacter(text, at - 1);
  const next = index + 3;
  const before = index - 3;
  return (
    (isSpace(text, index + 2) && isLetterWithStop(next)) ||
    (before >= 0 && isSpace(text, index - 1) && isLetterWithStop(before))
  );
}

/** Offset after the number of a note at `index`, or `index` itself. */
function noteEnd(text: string, index: number): number {
  NOTE_MARK.lastIndex = index;
  if (text[index] === '[' && NOTE_MARK.test(text)) return NOTE_MARK.lastIndex;
  return SUPERSCRIPTS.includes(text[index] ?? ' ') ? index + 1 : index;
}

/** Offset after the sentence end that begins at `index`, or -1 when none does. */
function endAt(text: string, index: number, rules: StopRules): number {
  const character = text[index] ?? ' ';
  const unspaced = UNSPACED_ENDS.includes(character);
  if (!unspaced && !SPACED_ENDS.includes(character)) return -1;
  let after = index + 1;
  while (after < text.length) {
    const next = text[after] ?? ' ';
    const note = noteEnd(text, after);
    if (note === after && !SPACED_ENDS.includes(next) && !UNSPACED_ENDS.includes(next) && !CLOSERS.includes(next))
      break;
    after = note === after ? after + 1 : note;
  }
  if (unspaced) return after;
  if (!isSpace(text, after)) return -1;
  return character === '.' && after === index + 1 && isAbbreviation(text, index, rules) ? -1 : after;
}

/** Offset after the blank line that begins at the line break at `index`, or -1. */
function blankLineEnd(text: string, index: number): number {
  if (text[index] !== '\n' && text[index] !== '\r' && text[index] !== '\u2029') return -1;
  let lineBreaks = 0;
  let after = index;
  while (after < text.length && isSpace(text, after)) {
    if (text[after] === '\n' || (text[after] === '\r' && text[after + 1] !== '\n')) lineBreaks++;
    if (text[after] === '\u2029') lineBreaks += 2;
    after++;
  }
  return lineBreaks >= 2 ? after : -1;
}

/** Whether this is a small letter or a space, at which nothing ever ends: looked at first. */
function isInside(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || code === 0x20;
}

/** All sentences in order; `language` (primary subtag or null) chooses the abbreviations. Linear in the length of the text. */
export function sentencesOf(text: string, language: string | null = null): Sentence[] {
  const rules = { abbreviations: abbreviationsOf(language), hasStoppedOrdinals: hasStoppedOrdinals(language) };
  const sentences: Sentence[] = [];
  let paragraph = 0;
  let start = 0;
  const close = (end: number): void => {
    let from = start;
    let to = end;
    while (from < to && isSpace(text, from)) from++;
    while (to > from && isSpace(text, to - 1)) to--;
    if (to > from) sentences.push({ start: from, end: to, paragraph });
    start = end;
  };
  for (let index = 0; index < text.length; ) {
    if (isInside(text.charCodeAt(index))) {
      index++;
      continue;
    }
    const blank = blankLineEnd(text, index);
    if (blank >= 0) {
      close(index);
      paragraph++;
      index = blank;
      continue;
    }
    const end = endAt(text, index, rules);
    if (end >= 0) close(end);
    index = Math.max(end, index + 1);
  }
  close(text.length);
  return sentences;
}
