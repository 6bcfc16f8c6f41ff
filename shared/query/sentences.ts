/** Where sentences and paragraphs of a text end, for /s, /p and for the sentence an alert shows. */

import { characterClass, classOf, codePointAt } from './characters.ts';
import { abbreviationsOf } from './data/abbreviations.ts';

export interface Sentence {
  /** UTF-16 offsets; end exclusive, trailing spaces left out. */
  readonly start: number;
  readonly end: number;
  /** Number of its paragraph, from 0. */
  readonly paragraph: number;
}

const SPACED_ENDS = '.!?\u2026\u061F\u203D\u2047\u2048\u2049\u0589\u06D4';
const UNSPACED_ENDS = '\u3002\uFF01\uFF1F\uFF61\u0964\u0965\u104B\u17D4';
const CLOSERS = ')]}"\'\u201D\u2019\u00BB\u203A\u300D\u300F\u3011\uFF09';
const ABBREVIATION_CHARACTERS_MAX = 12;

function isSpace(text: string, index: number): boolean {
  return index >= text.length || classOf(text.charCodeAt(index)) === characterClass.space;
}

function isWordCharacter(text: string, index: number): boolean {
  if (index < 0) return false;
  const kind = classOf(codePointAt(text, index));
  return kind === characterClass.letter || kind === characterClass.digit || kind === characterClass.mark;
}

/** Whether the full stop at `index` belongs to an abbreviation, an initial or a dotted acronym. */
function isAbbreviation(text: string, index: number, abbreviations: ReadonlySet<string>): boolean {
  let start = index;
  while (start > 0 && index - start <= ABBREVIATION_CHARACTERS_MAX && isWordCharacter(text, start - 1)) start--;
  const word = text.slice(start, index);
  if (word === '' || index - start > ABBREVIATION_CHARACTERS_MAX) return false;
  const isLetter = word.length === 1 && classOf(word.charCodeAt(0)) === characterClass.letter;
  if (isLetter && (text[start - 1] === '.' || word !== word.toLowerCase())) return true;
  return abbreviations.has(word.toLowerCase());
}

/** Offset after the sentence end that begins at `index`, or -1 when none does. */
function endAt(text: string, index: number, abbreviations: ReadonlySet<string>): number {
  const character = text[index] ?? ' ';
  const unspaced = UNSPACED_ENDS.includes(character);
  if (!unspaced && !SPACED_ENDS.includes(character)) return -1;
  let after = index + 1;
  while (after < text.length) {
    const next = text[after] ?? ' ';
    if (!SPACED_ENDS.includes(next) && !UNSPACED_ENDS.includes(next) && !CLOSERS.includes(next)) break;
    after++;
  }
  if (unspaced) return after;
  if (!isSpace(text, after)) return -1;
  return character === '.' && after === index + 1 && isAbbreviation(text, index, abbreviations) ? -1 : after;
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

/** All sentences in order; `language` (primary subtag or null) chooses the abbreviations. Linear in the length of the text. */
export function sentencesOf(text: string, language: string | null = null): Sentence[] {
  const abbreviations = abbreviationsOf(language);
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
    const blank = blankLineEnd(text, index);
    if (blank >= 0) {
      close(index);
      paragraph++;
      index = blank;
      continue;
    }
    const end = endAt(text, index, abbreviations);
    if (end >= 0) close(end);
    index = Math.max(end, index + 1);
  }
  close(text.length);
  return sentences;
}
