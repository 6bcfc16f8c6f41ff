/** Cuts a written query into words, phrases, fields, parentheses and marks. Never fails: what is wrong is for the parser to say. */
import { characterClass, classOf, codePointAt, unitsOf, withoutIgnorables } from '../characters.ts';
import { mark, markAt } from './marks.ts';
import { type Operator, operatorOf } from './operators.ts';

export type QueryToken =
  | { readonly type: 'open' | 'close' | 'and' | 'or' | 'not' | 'plus'; readonly start: number; readonly end: number }
  | {
      readonly type: 'word';
      readonly start: number;
      readonly end: number;
      readonly text: string;
      readonly operator: Operator | null;
    }
  | {
      readonly type: 'field';
      readonly start: number;
      /** After the colon. */
      readonly end: number;
      readonly name: string;
      /** End of the whole written word, `re:invent`. */
      readonly wordEnd: number;
    }
  | {
      readonly type: 'phrase';
      readonly start: number;
      readonly end: number;
      readonly contentStart: number;
      readonly contentEnd: number;
      readonly closed: boolean;
      readonly mode: '' | '#' | '=';
      /** Where `~n` stands, null without one. */
      readonly slop: { readonly start: number; readonly digits: string } | null;
    };

export type WordToken = Extract<QueryToken, { type: 'word' }>;
export type FieldToken = Extract<QueryToken, { type: 'field' }>;
export type PhraseToken = Extract<QueryToken, { type: 'phrase' }>;

const SCHEMES = new Set(['mailto', 'tel', 'urn', 'http', 'https']);

function isSpaceAt(text: string, index: number): boolean {
  return index >= text.length || classOf(text.charCodeAt(index)) === characterClass.space;
}

function isDigitAt(text: string, index: number): boolean {
  return index >= 0 && index < text.length && classOf(text.charCodeAt(index)) === characterClass.digit;
}

/** Whether a comma or its kin at `index` parts two words; inside 1,500 it does not. */
export function isSeparator(text: string, index: number): boolean {
  return markAt(text, index) === mark.separator && !(isDigitAt(text, index - 1) && isDigitAt(text, index + 1));
}

/** Whether an ASCII letter stands there, as nearly always: looked at first. */
export function isPlainLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** Digits in groups of three, a currency sign before them: 1 500, €2 000 000. */
const GROUPED_DIGITS = /^\p{Sc}?\d{1,3}(?:[ \u00A0\u2009\u202F]\d{3})+$/u;
const GROUPED_CHARACTERS_MAX = 24;

/** Whether the space at `index` groups the digits of the number that begins at `start`. */
export function continuesNumber(text: string, start: number, index: number): boolean {
  if (index === text.length || index - start > GROUPED_CHARACTERS_MAX || !isDigitAt(text, index + 1)) return false;
  const next = text.charCodeAt(index + 4);
  const goesOn = isPlainLetter(next) || (next >= 0x30 && next <= 0x39);
  return !goesOn && GROUPED_DIGITS.test(text.slice(start, index + 4));
}

/** End of the word that begins at `start`. */
function wordEnd(text: string, start: number): number {
  let index = start;
  for (; index < text.length; index++) {
    if (isPlainLetter(text.charCodeAt(index))) continue;
    const kind = markAt(text, index);
    if (kind === mark.open || kind === mark.close || kind === mark.quote || kind === mark.bar) break;
    if (isSpaceAt(text, index) && !continuesNumber(text, start, index)) break;
    if (text[index] === '&' && text[index + 1] === '&') break;
    if (isSeparator(text, index) && text.slice(start, index).indexOf('://') < 0) break;
  }
  return Math.max(index, start + 1);
}

/** The length of a field name with its colon at the start of a word, or 0. */
function fieldLength(word: string): number {
  let index = 0;
  while (index < word.length) {
    const code = codePointAt(word, index);
    if (!isPlainLetter(code)) {
      if (markAt(word, index) === mark.colon) break;
      const kind = classOf(code);
      const isNamePart =
        kind === characterClass.letter ||
        kind === characterClass.unspaced ||
        kind === characterClass.mark ||
        kind === characterClass.ignorable ||
        word[index] === '_' ||
        (word[index] === '-' && index > 0);
      if (!isNamePart) return 0;
    }
    index += unitsOf(code);
  }
  if (index === 0 || index >= word.length) return 0;
  if (word.startsWith('//', index + 1) || SCHEMES.has(word.slice(0, index).toLowerCase())) return 0;
  return index + 1;
}

/** Where the ~ of a phrase that ends at `end` stands, spaces between, or -1. */
function tildeAfter(text: string, end: number): number {
  let index = end;
  while (index < text.length && isSpaceAt(text, index)) index++;
  return text[index] === '~' ? index : -1;
}

/** Reads a phrase whose opening quotation mark stands at `quote`; `start` may lie before it, on `#` or `=`. */
function readPhrase(text: string, start: number, quote: number): PhraseToken {
  let index = quote + 1;
  while (index < text.length && markAt(text, index) !== mark.quote) index++;
  const closed = index < text.length;
  let end = closed ? index + 1 : text.length;
  let slop: { start: number; digits: string } | null = null;
  const tilde = closed ? tildeAfter(text, end) : -1;
  if (tilde >= 0) {
    let digitsEnd = tilde + 1;
    while (isDigitAt(text, digitsEnd)) digitsEnd++;
    slop = { start: tilde, digits: text.slice(tilde + 1, digitsEnd) };
    end = digitsEnd;
  }
  const before = start < quote ? text[start] : '';
  const mode = before === '#' || before === '=' ? before : '';
  return { type: 'phrase', start, end, contentStart: quote + 1, contentEnd: index, closed, mode, slop };
}

/** Whether a minus or an exclamation mark at `index` stands before something it can exclude. */
function isPrefixMark(text: string, index: number): boolean {
  const before = markAt(text, index - 1);
  const standsFree = index === 0 || isSpaceAt(text, index - 1) || before === mark.open || before === mark.colon;
  const isStacked = before === mark.minus || text[index - 1] === '!';
  return (standsFree || isStacked) && !isSpaceAt(text, index + 1) && markAt(text, index + 1) !== mark.close;
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** A word as it is read; a plain text has nothing that vanishes. */
function visible(word: string, isPlain: boolean): string {
  return isPlain ? word : withoutIgnorables(word);
}

/** Tokens of a query in order. Linear in its length. */
export function lex(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  const isPlain = !BEYOND_ASCII.test(text);
  // A word with many colons is looked through once.
  let knownEnd = 0;
  let index = 0;
  while (index < text.length) {
    const character = text[index] ?? '';
    const next = text[index + 1];
    const kind = classOf(codePointAt(text, index));
    if (kind === characterClass.space || kind === characterClass.ignorable || isSeparator(text, index)) {
      index++;
      continue;
    }
    const start = index;
    const here = markAt(text, start);
    const after = markAt(text, start + 1);
    if (here === mark.open) tokens.push({ type: 'open', start, end: start + 1 });
    else if (here === mark.close) tokens.push({ type: 'close', start, end: start + 1 });
    else if (here === mark.quote) tokens.push(readPhrase(text, start, start));
    else if ((character === '#' || character === '=') && after === mark.quote) {
      tokens.push(readPhrase(text, start, start + 1));
    } else if (here === mark.bar) tokens.push({ type: 'or', start, end: start + (next === '|' ? 2 : 1) });
    else if (character === '&' && next === '&') tokens.push({ type: 'and', start, end: start + 2 });
    else if (character === '&' && isSpaceAt(text, start + 1)) tokens.push({ type: 'and', start, end: start + 1 });
    else if ((character === '!' || here === mark.minus) && isPrefixMark(text, start)) {
      tokens.push({ type: 'not', start, end: start + 1 });
    } else if (character === '+' && (after === mark.quote || after === mark.open)) {
      tokens.push({ type: 'plus', start, end: start + 1 });
    } else {
      // Behind a field digits in groups may go on: title:1 500.
      const isKnown = start < knownEnd && !isDigitAt(text, start);
      const end = isKnown ? knownEnd : wordEnd(text, start);
      knownEnd = end;
      const word = text.slice(start, end);
      const length = fieldLength(word);
      if (length > 0) {
        const name = visible(word.slice(0, length - 1), isPlain);
        tokens.push({ type: 'field', start, end: start + length, name, wordEnd: end });
      } else tokens.push({ type: 'word', start, end, text: word, operator: operatorOf(visible(word, isPlain)) });
    }
    index = tokens.at(-1)?.end ?? index + 1;
  }
  return tokens;
}
