/** Takes a written query word apart: its mode mark, its wildcard, the marks around it. */
import type { TermMode } from '../ast.ts';
import {
  characterClass,
  classOf,
  codePointAt,
  hasSearchable,
  isHangul,
  isSearchable,
  unitsOf,
  withoutIgnorables,
} from '../characters.ts';
import { isAddress } from '../pattern.ts';
import { symbolsEnd } from '../word-ends.ts';

export interface WrittenWord {
  readonly text: string;
  readonly mode: TermMode;
  readonly prefix: boolean;
  /** Had a leading plus sign. */
  readonly plus: boolean;
  /** What is wrong with its wildcards. */
  readonly fault: 'wildcard' | 'short-prefix' | null;
}

const PREFIX_LETTERS_MIN = 3;
const PREFIX_LETTERS_MIN_UNSPACED = 2;
const PATTERN_LETTERS_MIN = 2;

/** Whether a word is of small and capital ASCII letters alone. */
export function isPlain(word: string): boolean {
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index) | 0x20;
    if (code < 0x61 || code > 0x7a) return false;
  }
  return true;
}

/** Letters and digits of a word, and whether they are of a script in which two make a prefix. */
function countLetters(word: string): { letters: number; dense: boolean } {
  let letters = 0;
  let dense = false;
  for (let index = 0; index < word.length; ) {
    const code = codePointAt(word, index);
    if (isSearchable(classOf(code))) letters++;
    if (classOf(code) === characterClass.unspaced || isHangul(code)) dense = true;
    index += unitsOf(code);
  }
  return { letters, dense };
}

/** Offset of the first character that can be searched for (or is `?`). */
function contentStart(word: string, wildcards: boolean): number {
  let index = 0;
  while (index < word.length) {
    const code = codePointAt(word, index);
    if (isSearchable(classOf(code)) || (wildcards && (word[index] === '?' || word[index] === '*'))) return index;
    index += unitsOf(code);
  }
  return index;
}

/** End of the part worth keeping: the last letter, wildcard, or the dot of a dotted acronym. */
function contentEnd(word: string, from: number, wildcards: boolean): number {
  let end = from;
  for (let index = from; index < word.length; ) {
    const code = codePointAt(word, index);
    const kind = classOf(code);
    const next = index + unitsOf(code);
    const isWildcard = wildcards && (word[index] === '?' || word[index] === '*' || word[index] === '!');
    if (isSearchable(kind) || kind === characterClass.mark || isWildcard) end = next;
    else if (word[index] === '.' && end === index && word[index - 2] === '.') end = next;
    else if (end === index) end = symbolsEnd(word, from, end);
    index = next;
  }
  return end;
}

/** What is worth keeping of a word. */
function content(word: string, wildcards: boolean): string {
  const start = contentStart(word, wildcards);
  return word.slice(start, contentEnd(word, start, wildcards));
}

/** Reads one word as written. An empty `text` means that nothing in it can be searched for. */
export function readWrittenWord(raw: string): WrittenWord {
  if (isPlain(raw)) return { text: raw, mode: 'plain', prefix: false, plus: false, fault: null };
  let word = withoutIgnorables(raw).replaceAll('\uFF0A', '*');
  let mode: TermMode = 'plain';
  let plus = false;
  for (;;) {
    const mark = word[0];
    if (mark === '+') plus = true;
    else if (mark === '=' && mode === 'plain') mode = 'exact';
    else if (mark === '#' && mode === 'plain') mode = 'bare';
    else if (mark !== '=' && mark !== '#') break;
    word = word.slice(1);
  }
  const address = isAddress(word) ? content(word, false) : '';
  // Still one without the marks around it: else it would be read as another word when it is printed.
  if (address !== '' && isAddress(address)) return { text: address, mode, prefix: false, plus, fault: null };
  let text = content(word, true);
  const last = text.at(-1);
  const prefix = last === '*' || last === '!';
  if (prefix) text = text.slice(0, -1);
  const fault = wildcardFault(text, prefix);
  return { text: fault === null ? text : withoutWildcards(text), mode, prefix: prefix && fault === null, plus, fault };
}

function wildcardFault(text: string, prefix: boolean): WrittenWord['fault'] {
  if (!prefix && !text.includes('?') && !text.includes('*') && !text.includes('!')) return null;
  if (text.includes('*') || text.includes('!')) return 'wildcard';
  const { letters, dense } = countLetters(text);
  if (letters === 0) return 'wildcard';
  if (prefix && !isSearchable(classOf(codePointAt(text, lastCharacterStart(text)))) && text.at(-1) !== '?') {
    return 'wildcard';
  }
  if (prefix && letters < (dense ? PREFIX_LETTERS_MIN_UNSPACED : PREFIX_LETTERS_MIN)) return 'short-prefix';
  if (!prefix && letters < PATTERN_LETTERS_MIN && !dense) return 'short-prefix';
  return null;
}

function lastCharacterStart(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xdc00 && last <= 0xdfff ? text.length - 2 : text.length - 1;
}

/** Whether a word has anything to search for, or a wildcard to be told about. */
export function hasContent(written: string): boolean {
  return hasSearchable(written) || /[*?!\uFF0A]/.test(written);
}

/** The word without any wildcard and what they leave hanging. */
export function withoutWildcards(word: string): string {
  return content(word.replace(/[*?!\uFF0A]/gu, ''), false);
}
