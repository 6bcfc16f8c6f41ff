/** Numbers as one token: groups of three (1,500 and 1 500 are 1500) and decimals (1.5 and 1,5), wherever they stand. */
import { characterClass, classOf, codePointAt, digitValue, isHangul } from './characters.ts';

/** Languages whose printed numbers group by a dot: 1.500 is fifteen hundred. */
const DOT_GROUPING_LANGUAGES = new Set([
  'de',
  'es',
  'it',
  'pt',
  'nl',
  'da',
  'nb',
  'no',
  'id',
  'tr',
  'el',
  'ro',
  'hr',
  'sr',
  'sl',
  'bs',
  'vi',
]);
const GROUP_SEPARATORS = ", \u00A0\u202F\u2009'\u2019\u066C";
const POINTS = '.,\u066B';
/** Full-width marks belong to a number only behind a full-width digit; between others they part the entries of a list. */
const WIDE_COMMA = '\uFF0C';
const WIDE_POINT = '\uFF0E';

export function groupsByDot(language: string | null): boolean {
  return language !== null && DOT_GROUPING_LANGUAGES.has(language);
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x30 && (code <= 0x39 || (code >= 0x660 && digitValue(code) !== null));
}

function digitsEnd(text: string, from: number, limit: number): number {
  let index = from;
  while (index < limit && isDigit(text, index)) index++;
  return index;
}

/** Whether a letter goes on with the word; Hangul and unspaced characters (1,500명, 1,500人) do not. */
function isLetterAfter(text: string, index: number): boolean {
  const code = codePointAt(text, index);
  return classOf(code) === characterClass.letter && !isHangul(code);
}

function isWideDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xff10 && code <= 0xff19;
}

function isPoint(mark: string | undefined, isWide: boolean): boolean {
  return mark !== undefined && (POINTS.includes(mark) || (isWide && (mark === WIDE_COMMA || mark === WIDE_POINT)));
}

function isGrouping(separator: string, dotGroups: boolean, isWide: boolean): boolean {
  return (
    GROUP_SEPARATORS.includes(separator) || (dotGroups && separator === '.') || (isWide && separator === WIDE_COMMA)
  );
}

function asciiDigits(text: string, start: number, end: number): string {
  let digits = '';
  for (let index = start; index < end; index++) {
    const value = digitValue(text.charCodeAt(index));
    if (value !== null) digits += value;
  }
  return digits;
}

/** Whether dots at `end` group in any language: 1.500.000, 1.500,50. One group alone may as well be decimals. */
function isDotGrouped(text: string, end: number): boolean {
  let groups = 0;
  let cursor = end;
  while (text[cursor] === '.' && digitsEnd(text, cursor + 1, cursor + 5) === cursor + 4) {
    groups++;
    cursor += 4;
  }
  return groups >= 2 || (groups === 1 && text[cursor] === ',' && isDigit(text, cursor + 1));
}

export interface PrintedNumber {
  /** UTF-16 offset, exclusive. */
  readonly end: number;
  /** ASCII digits, with a dot before decimals. */
  readonly key: string;
}

/**
 * The number whose first run of digits is [start, end) of `text`, or null when that run is all there is to it. Dates,
 * versions and addresses (13.05.2017, 1.2.3) are no numbers: their segments stay apart.
 */
export function readNumber(text: string, start: number, end: number, dotGroups: boolean): PrintedNumber | null {
  const isWide = isWideDigit(text, start);
  if (isPoint(text[start - 1], isWide) && start >= 2 && isDigit(text, start - 2)) return null;
  const separator = text[end];
  if (separator === undefined) return null;
  let key = asciiDigits(text, start, end);
  let cursor = end;
  let grouped = false;
  if (end - start <= 3 && isGrouping(separator, dotGroups || isDotGrouped(text, end), isWide)) {
    while (text[cursor] === separator && digitsEnd(text, cursor + 1, cursor + 5) === cursor + 4) {
      if (isLetterAfter(text, cursor + 4)) break;
      key += asciiDigits(text, cursor + 1, cursor + 4);
      cursor += 4;
      grouped = true;
    }
  }
  const point = text[cursor];
  if (isPoint(point, isWide) && (!grouped || point !== separator)) {
    const decimalsEnd = digitsEnd(text, cursor + 1, text.length);
    const after = text[decimalsEnd];
    const continues = (isPoint(after, isWide) || after === '/') && isDigit(text, decimalsEnd + 1);
    if (decimalsEnd > cursor + 1 && !continues) {
      key += `.${asciiDigits(text, cursor + 1, decimalsEnd)}`;
      return { end: decimalsEnd, key };
    }
  }
  return grouped ? { end: cursor, key } : null;
}
