/** Reads dates as people print them: month names of many languages, numeric forms, ISO; never guessing silently between dd/mm and mm/dd. */
import { limits } from '../limits.ts';
import type { DateOrder } from '../newsrooms/schema.ts';
import { findCalendarDates } from './calendar-dates.ts';
import { editDistance } from './edit-distance.ts';
import { monthNames } from './months.ts';

export interface PrintedDateOptions {
  /** Language of the labels (BCP 47); its month names are tried first. */
  readonly uiLanguage?: string | null;
  readonly dateOrder?: DateOrder | null;
}

export interface PrintedDate {
  /** `YYYY-MM-DD`; for an ambiguous date the day-first reading. */
  readonly date: string;
  /** `ambiguous`: day and month could change places and no `dateOrder` was given, or a Hijri day begins elsewhere a day later. */
  readonly certainty: 'certain' | 'ambiguous';
  /** The other reading of an ambiguous date. */
  readonly alternative: string | null;
  /** UTF-16 offsets of the date in the text that was given. */
  readonly start: number;
  readonly end: number;
}

/** A date without a year, as wire services print it: `--05-13`. */
export interface PrintedDay {
  readonly date: string;
  readonly start: number;
  readonly end: number;
}

interface Token {
  readonly kind: 'number' | 'word' | 'mark';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

interface Match {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Index behind the last token used. */
  readonly next: number;
  readonly swappable: boolean;
}

const YEAR_MIN = 1800;
const YEAR_MAX = 2199;
/** Two digits up to this are 20xx, above 19xx. */
const SHORT_YEAR_PIVOT = 68;

/** Words between day, month and year: "14 de noviembre de 2015", "3rd of May", "18. päivänä", "2022. gada", "2022 m.". */
const connectors = new Set(['de', 'del', 'of', 'gada', 'm', 'den', 'd']);
const ordinalSuffixes = new Set(['st', 'nd', 'rd', 'th', 'er', 're', 'e', 'º', 'ª', 'o', 'a', 'ème', 'eme', 'd']);
/** In front of dotted or slashed numbers these say: a reference or a chapter, no date. */
const referenceWords = new Set(
  'no nr nos nrs num núm nº n° n number ref az aktenzeichen section sections chapter para paragraph art article artikel absatz abs version v kapitel chapitre capítulo ziffer resolution rechtssache case asunto affaire'.split(
    ' ',
  ),
);
const easternMarks: Readonly<Record<string, 'year' | 'month' | 'day'>> = {
  年: 'year',
  月: 'month',
  日: 'day',
  년: 'year',
  월: 'month',
  일: 'day',
};

const asciiOnly = /^[\u0000-\u007f]*$/;

/** Spelling without case, accents and full stops, so that "FÉVR." and "fevr" are one. */
function fold(word: string): string {
  if (asciiOnly.test(word)) return word.toLowerCase();
  return word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i');
}

type MonthTable = ReadonlyMap<string, number>;

let tables: ReadonlyMap<string, MonthTable> | null = null;
let sharedTable: ReadonlyMap<string, ReadonlySet<number>> | null = null;
/** First words of the names that are two. */
let firstWords: ReadonlySet<string> = new Set();

function monthTables(): ReadonlyMap<string, MonthTable> {
  if (tables !== null) return tables;
  const made = new Map<string, MonthTable>();
  const shared = new Map<string, Set<number>>();
  for (const [language, months] of Object.entries(monthNames)) {
    const table = new Map<string, number>();
    for (const [index, spellings] of months.entries()) {
      for (const spelling of spellings.split('|')) {
        const key = fold(spelling);
        table.set(key, index + 1);
        const known = shared.get(key) ?? new Set<number>();
        known.add(index + 1);
        shared.set(key, known);
      }
    }
    made.set(language, table);
  }
  sharedTable = shared;
  firstWords = new Set([...shared.keys()].flatMap((name) => (name.includes(' ') ? [name.split(' ', 1)[0] ?? ''] : [])));
  tables = made;
  return made;
}

const languageAliases: Readonly<Record<string, string>> = {
  no: 'nb',
  nn: 'nb',
  bs: 'hr',

  iw: 'he',
  in: 'id',
};

/** The month a folded spelling means: in the given language, else in any language where all that know it agree. */
function monthOf(spelling: string, uiLanguage: string | null): number | null {
  const known = monthTables();
  const months = sharedTable?.get(spelling);
  // Nearly every word is the name of no month in any language.
  if (months === undefined) return null;
  const base = uiLanguage?.split('-')[0]?.toLowerCase() ?? '';
  const own = known.get(languageAliases[base] ?? base)?.get(spelling);
  if (own !== undefined) return own;
  if (months.size !== 1) return null;
  return months.values().next().value ?? null;
}

const longNameLetters = { min: 7, max: 10 } as const;

/** The month that a long English name means with one letter wrong, as in "23 Janaury 2025"; null when it is near none. */
function monthMisspelt(spelling: string): number | null {
  if (spelling.length < longNameLetters.min - 1 || spelling.length > longNameLetters.max || !asciiOnly.test(spelling))
    return null;
  for (const [name, month] of monthTables().get('en') ?? []) {
    if (name.length >= longNameLetters.min && name[0] === spelling[0] && editDistance(name, spelling) === 1)
      return month;
  }
  return null;
}

/** The languages in which this word is the name of a month, in the table's order; empty when it is none. */
export function languagesOfMonth(word: string): readonly string[] {
  const key = fold(word);
  return [...monthTables()].filter(([, table]) => table.has(key)).map(([language]) => language);
}

const tokenPattern = /[0-9]+|[年月日년월일]|[\p{L}\p{M}][\p{L}\p{M}0-9]*|\S/gu;

/** The zeros of Arabic, Persian, Devanagari, Bengali, Thai and full-width digits. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
const foreignDigits = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g;

/** Digits of other scripts as ASCII: each is one UTF-16 unit, so offsets stay. */
export function asciiDigits(text: string): string {
  if (asciiOnly.test(text)) return text;
  return text.replace(foreignDigits, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (zeros.findLast((zero) => zero <= code) ?? code));
  });
}

function isAsciiLetter(unit: number): boolean {
  return (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
}

const digit = /[0-9]|[一二三四五六七八九十]月/;

/**
 * A number at the end of a word that is no reference: an icon or a hidden label stood between ("Beitrag21.01.2009"), or the
 * script has no spaces ("입력2023.11.02.").
 */
const gluedNumber =
  /^(\p{L}\p{Ll}{3,}|\p{Lu}\p{Ll}{2}(?=(?:19|20)\d\d$)|am|vom|den|on|le|du|el|il|em|op|dne|[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+)([0-9]{1,4})$/u;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const found of text.matchAll(tokenPattern)) {
    const raw = found[0];
    const start = found.index;
    const end = start + raw.length;
    const first = raw.charCodeAt(0);
    const isDigit = first >= 48 && first <= 57;
    const glued = isDigit ? null : gluedNumber.exec(raw);
    // "4 de mayo de 2022" and "07:59" without the space that the eye sees between them.
    const isYearAndHour =
      isDigit && raw.length === 6 && /^(?:19|20)/.test(raw) && /^:\d\d/.test(text.slice(end, end + 3));
    if (isYearAndHour) tokens.push({ kind: 'number', value: raw.slice(0, 4), start, end: start + 4 });
    else if (isDigit) tokens.push({ kind: 'number', value: raw, start, end });
    else if (glued?.[1] !== undefined && glued[2] !== undefined) {
      const middle = start + glued[1].length;
      tokens.push({ kind: 'word', value: glued[1], start, end: middle });
      tokens.push({ kind: 'number', value: glued[2], start: middle, end });
    } else if (isAsciiLetter(first) || /^\p{L}/u.test(raw)) tokens.push({ kind: 'word', value: raw, start, end });
    // Marks that only steer the direction of writing say nothing.
    else if (!/^[\u200e\u200f\u061c\u200b\ufeff]/.test(raw)) tokens.push({ kind: 'mark', value: raw, start, end });
  }
  return tokens;
}

function isMark(token: Token | undefined, marks: string): boolean {
  return token?.kind === 'mark' && marks.includes(token.value);
}

function touches(left: Token | undefined, right: Token | undefined): boolean {
  return left !== undefined && right !== undefined && left.end === right.start;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function longYear(token: Token | undefined): number | null {
  if (token?.kind !== 'number' || token.value.length !== 4) return null;
  const year = Number(token.value);
  return year >= YEAR_MIN && year <= YEAR_MAX ? year : null;
}

function shortNumber(token: Token | undefined): number | null {
  return token?.kind === 'number' && token.value.length <= 2 ? Number(token.value) : null;
}

function skipWhile(tokens: readonly Token[], from: number, most: number, test: (token: Token) => boolean): number {
  let at = from;
  while (at < from + most) {
    const token = tokens[at];
    if (token === undefined || !test(token)) break;
    at += 1;
  }
  return at;
}

/** Reads a month name at `at`: one word, or two ("كانون الثاني"); UN texts print both names with a slash. */
function readMonth(tokens: readonly Token[], at: number, ui: string | null): { month: number; next: number } | null {
  const first = tokens[at];
  if (first?.kind !== 'word') return null;
  const name = fold(first.value);
  const month = monthOf(name, ui);
  const second = tokens[at + 1];
  if (second?.kind === 'word' && firstWords.has(name)) {
    const pair = monthOf(`${name} ${fold(second.value)}`, ui);
    if (pair !== null) return afterMonth(tokens, at + 2, pair, ui);
  }
  return month === null ? null : afterMonth(tokens, at + 1, month, ui);
}

function afterMonth(
  tokens: readonly Token[],
  at: number,
  month: number,
  ui: string | null,
): { month: number; next: number } {
  if (isMark(tokens[at], '/')) {
    const twin = tokens[at + 1];
    if (twin?.kind === 'word' && monthOf(fold(twin.value), ui) === month) return { month, next: at + 2 };
  }
  return { month, next: isMark(tokens[at], '.') ? at + 1 : at };
}

function isConnector(token: Token): boolean {
  return (token.kind === 'word' && connectors.has(token.value.toLowerCase())) || isMark(token, ',.،');
}

/** Skips what may follow a day number: "th", "º", ".", and one connector. */
function afterDay(tokens: readonly Token[], at: number): number {
  const suffix = tokens[at];
  let next = at;
  const glued = touches(tokens[at - 1], suffix);
  if (glued && suffix?.kind !== 'number' && suffix !== undefined && ordinalSuffixes.has(suffix.value.toLowerCase())) {
    next += 1;
  }
  if (isMark(tokens[next], '.')) next += 1;
  return next;
}

/** Months as Hungarians, Poles and Romanians number them: "3. III. 2026". */
const romanMonths = 'I II III IV V VI VII VIII IX X XI XII'.split(' ');

/** As `readMonth`, also in Roman numerals, and where one letter of the name is wrong: a day and a year stand around it. */
function readMonthBetween(
  tokens: readonly Token[],
  at: number,
  ui: string | null,
): { month: number; next: number } | null {
  const found = readMonth(tokens, at, ui);
  const word = tokens[at];
  const roman = romanMonths.indexOf(word?.value ?? '') + 1;
  const behind = isMark(tokens[at + 1], '.') ? at + 2 : at + 1;
  if (roman > 0 && longYear(tokens[behind]) !== null) return { month: roman, next: behind };
  if (found !== null || word?.kind !== 'word' || longYear(tokens[at + 1]) === null) return found;
  const month = monthMisspelt(fold(word.value));
  return month === null ? null : { month, next: at + 1 };
}

/** "13 mayo 2017", "14 de noviembre de 2015", "26. Januar 2022", "10th September 2026", "13-May-2017". */
function dayMonthYear(tokens: readonly Token[], at: number, ui: string | null): Match | null {
  const day = shortNumber(tokens[at]);
  if (day === null) return null;
  let next = afterDay(tokens, at + 1);
  next = skipWhile(tokens, next, 2, (token) => isConnector(token) || isMark(token, "-/'’"));
  const found = readMonthBetween(tokens, next, ui);
  if (found === null) return null;
  next = skipWhile(tokens, found.next, 2, (token) => isConnector(token) || isMark(token, "-/'’"));
  const year = longYear(tokens[next]) ?? markedYear(tokens, next);
  if (year === null) return null;
  return { year, month: found.month, day, next: next + 1, swappable: false };
}

/** "3 March ’26", "03-Mar-26": a mark says that two digits are the year; "3 March 19:30" and "3 March 26 ships" have none. */
function markedYear(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  if (!isMark(tokens[at - 1], "-'’") || token?.kind !== 'number' || token.value.length !== 2) return null;
  const behind = tokens[at + 1];
  if (touches(token, behind) && (behind?.kind !== 'mark' || isMark(behind, ':-/'))) return null;
  return Number(token.value) <= SHORT_YEAR_PIVOT ? 2000 + Number(token.value) : 1900 + Number(token.value);
}

/** "May 13, 2017", "Sept. 11 2026", "Mar / 9 / 2015". */
function monthDayYear(tokens: readonly Token[], at: number, ui: string | null): Match | null {
  const found = readMonth(tokens, at, ui);
  if (found === null) return null;
  let next = skipWhile(tokens, found.next, 1, (token) => isMark(token, '/-'));
  const day = shortNumber(tokens[next]);
  if (day === null) return null;
  next = afterDay(tokens, next + 1);
  next = skipWhile(tokens, next, 2, (token) => isMark(token, ',/-،') || isConnector(token));
  const year = longYear(tokens[next]);
  if (year === null) return null;
  return { year, month: found.month, day, next: next + 1, swappable: false };
}

/** "2022. január 26.", "2022 m. sausio 26 d.", "2022. gada 26. janvāris". */
function yearMonthDay(tokens: readonly Token[], at: number, ui: string | null): Match | null {
  const year = longYear(tokens[at]);
  if (year === null) return null;
  let next = skipWhile(
    tokens,
    at + 1,
    3,
    (token) => isMark(token, '.') || (isConnector(token) && !isMark(token, ',،')),
  );
  if (next === at + 1 && !touchesGap(tokens, at)) return null;
  const dayFirst = shortNumber(tokens[next]);
  if (dayFirst !== null) {
    const found = readMonth(tokens, afterDay(tokens, next + 1), ui);
    // Only after a word such as "gada": "in 2022 26 January" would be two statements.
    if (found === null || tokens[next - 1]?.kind !== 'word') return null;
    return { year, month: found.month, day: dayFirst, next: found.next, swappable: false };
  }
  const found = readMonth(tokens, next, ui);
  if (found === null) return null;
  next = found.next;
  const day = shortNumber(tokens[next]);
  // "im Jahr 2022 Mai 2023": a day is followed by a stop, "d." or the end, never by another number.
  if (day === null || tokens[next + 1]?.kind === 'number') return null;
  return { year, month: found.month, day, next: next + 1, swappable: false };
}

function touchesGap(tokens: readonly Token[], at: number): boolean {
  return !touches(tokens[at], tokens[at + 1]);
}

/** "2017年5月13日", "2017년 5월 13일". */
function easternDate(tokens: readonly Token[], at: number): Match | null {
  const parts: Partial<Record<'year' | 'month' | 'day', number>> = {};
  let next = at;
  for (const unit of ['year', 'month', 'day'] as const) {
    const number = tokens[next];
    const mark = tokens[next + 1];
    const name = mark?.value.charAt(0) ?? '';
    if (number?.kind !== 'number' || easternMarks[name] !== unit) return null;
    parts[unit] = Number(number.value);
    next += 2;
  }
  const { year, month, day } = parts;
  if (year === undefined || month === undefined || day === undefined) return null;
  if (year < YEAR_MIN || year > YEAR_MAX) return null;
  return { year, month, day, next, swappable: false };
}

function separatorAt(tokens: readonly Token[], at: number, allowed: string): string | null {
  const mark = tokens[at];
  if (!isMark(mark, allowed) || mark === undefined) return null;
  const left = touches(tokens[at - 1], mark);
  const right = touches(mark, tokens[at + 1]);
  // "12 / 07 / 2021" has both gaps; "9. 11. 2021" has the right one; "3 - 4" is a range, not a date.
  if (left && right) return mark.value;
  if (mark.value === '/' && left === right) return mark.value;
  return mark.value === '.' && left ? mark.value : null;
}

/** "2025-02-11", "2025/02/11", "2025.02.11", "2025-02-11T08:00". Four digits first is year, month, day in every language. */
function isoDate(tokens: readonly Token[], at: number): Match | null {
  const year = longYear(tokens[at]);
  const separator = separatorAt(tokens, at + 1, '-/.');
  if (year === null || separator === null || separatorAt(tokens, at + 3, '-/.') !== separator) return null;
  const month = shortNumber(tokens[at + 2]);
  const day = shortNumber(tokens[at + 4]);
  if (month === null || day === null) return null;
  const behind = tokens[at + 5];
  if (touches(tokens[at + 4], behind) && behind?.kind === 'word' && !/^[Tt](\d|$)/.test(behind.value)) return null;
  return { year, month, day, next: at + 5, swappable: false };
}

/** "21/10/2014", "12.12.2022", "04/30/13": the order is open unless a number is above 12. */
function numericDate(tokens: readonly Token[], at: number): Match | null {
  const first = shortNumber(tokens[at]);
  const separator = separatorAt(tokens, at + 1, '-/.');
  if (first === null || separator === null || separatorAt(tokens, at + 3, '-/.') !== separator) return null;
  const second = shortNumber(tokens[at + 2]);
  const last = tokens[at + 4];
  if (second === null || last?.kind !== 'number') return null;
  let year = longYear(last);
  if (year === null) {
    if (last.value.length !== 2 || separator === '-') return null;
    // "1.1.12" is a paragraph number as often as a date: short dotted years need padded days and months.
    if (separator === '.' && (tokens[at]?.value.length !== 2 || tokens[at + 2]?.value.length !== 2)) return null;
    const short = Number(last.value);
    year = short <= SHORT_YEAR_PIVOT ? 2000 + short : 1900 + short;
  }
  const behind = tokens[at + 5];
  if (touches(last, behind) && behind?.kind === 'word') return null;
  return { year, month: second, day: first, next: at + 5, swappable: true };
}

/** A number that hangs on a letter, a digit group or a reference word is no day: N2017-063, C-117/15, "Nr. 1.1.12". */
function hangsOn(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  const before = tokens[at - 1];
  if (token?.kind !== 'number' || before === undefined) return false;
  if (touches(before, token)) {
    if (isMark(before, '#_§')) return true;
    if (before.kind === 'word') return !gluedNumber.test(`${before.value}1`) || referenceWords.has(fold(before.value));
    const further = tokens[at - 2];
    // "IP/26/…", "MEX-19-…", "192.168.…"; but "Stand:12.12.2022" and "(4/14/15)" are free.
    if (isMark(before, '-/.–') && touches(further, before) && further?.kind !== 'mark') {
      // Hebrew joins "on" and "the" to a number by a hyphen.
      if (further !== undefined && /^[\u05d0-\u05ea]{1,2}$/.test(further.value)) return false;
      return !(before.value === '.' && further?.kind === 'word' && !referenceWords.has(further.value.toLowerCase()));
    }
  }
  const word = isMark(before, '.°') ? tokens[at - 2] : before;
  return word?.kind === 'word' && referenceWords.has(word.value.toLowerCase());
}

function runsOn(tokens: readonly Token[], last: number): boolean {
  const token = tokens[last];
  const mark = tokens[last + 1];
  return (
    touches(token, mark) &&
    isMark(mark, '-/.') &&
    touches(mark, tokens[last + 2]) &&
    tokens[last + 2]?.kind === 'number'
  );
}

function iso(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function resolve(
  match: Match,
  order: DateOrder | null,
): Pick<PrintedDate, 'date' | 'certainty' | 'alternative'> | null {
  const { year, month, day } = match;
  const dayFirst = isDay(year, month, day) ? iso(year, month, day) : null;
  const monthFirst = match.swappable && isDay(year, day, month) ? iso(year, day, month) : null;
  if (dayFirst === null || monthFirst === null || dayFirst === monthFirst) {
    const date = dayFirst ?? monthFirst;
    return date === null ? null : { date, certainty: 'certain', alternative: null };
  }
  if (order === 'day-first') return { date: dayFirst, certainty: 'certain', alternative: null };
  if (order === 'month-first') return { date: monthFirst, certainty: 'certain', alternative: null };
  return { date: dayFirst, certainty: 'ambiguous', alternative: monthFirst };
}

function matchAt(tokens: readonly Token[], at: number, ui: string | null): Match | null {
  const token = tokens[at];
  if (token?.kind === 'word') return monthDayYear(tokens, at, ui);
  if (token?.kind !== 'number' || hangsOn(tokens, at)) return null;
  const numeric = isoDate(tokens, at) ?? numericDate(tokens, at);
  if (numeric !== null) return runsOn(tokens, numeric.next - 1) ? null : numeric;
  return dayMonthYear(tokens, at, ui) ?? easternDate(tokens, at) ?? yearMonthDay(tokens, at, ui);
}

/**
 * Every date printed in the text, in order, without overlaps. The first `printedDateCharactersMax` characters are read.
 * A Hijri date beside a Gregorian one is passed over; a reference number is never a date.
 */
export function findPrintedDates(text: string, options: PrintedDateOptions = {}): readonly PrintedDate[] {
  const ui = options.uiLanguage ?? null;
  const read = asciiDigits(text.slice(0, limits.printedDateCharactersMax));
  // No date is without a number, and most lines are.
  if (!digit.test(read)) return [];
  const tokens = tokenize(read);
  const found: PrintedDate[] = [];
  let at = 0;
  while (at < tokens.length) {
    const match = matchAt(tokens, at, ui);
    const first = tokens[at];
    const last = match === null ? undefined : tokens[match.next - 1];
    const resolved = match === null ? null : resolve(match, options.dateOrder ?? null);
    if (match === null || first === undefined || last === undefined || resolved === null) {
      at += 1;
      continue;
    }
    found.push({ ...resolved, start: first.start, end: last.end });
    at = match.next;
  }
  // Beside a date by another calendar stands the same day by the Gregorian one.
  return found.length > 0 ? found : findCalendarDates(read, ui);
}

/** The first date printed in the text, or null: see `findPrintedDates`. */
export function readPrintedDate(text: string, options: PrintedDateOptions = {}): PrintedDate | null {
  return findPrintedDates(text, options)[0] ?? null;
}

/** The first day and month without a year ("Dec 20", "22 June"), as `--12-20`; null when there is none or a year stands beside it. */
export function readPrintedDay(text: string, options: PrintedDateOptions = {}): PrintedDay | null {
  const ui = options.uiLanguage ?? null;
  const read = asciiDigits(text.slice(0, limits.printedDateCharactersMax));
  if (!digit.test(read)) return null;
  const tokens = tokenize(read);
  for (const [at, token] of tokens.entries()) {
    const found = token.kind === 'word' ? monthThenDay(tokens, at, ui) : dayThenMonth(tokens, at, ui);
    const last = found === null ? undefined : tokens[found.next - 1];
    if (found === null || last === undefined || !isDay(2024, found.month, found.day)) continue;
    if (longYear(tokens[found.next]) !== null) continue;
    const date = `--${String(found.month).padStart(2, '0')}-${String(found.day).padStart(2, '0')}`;
    return { date, start: token.start, end: last.end };
  }
  return null;
}

function monthThenDay(
  tokens: readonly Token[],
  at: number,
  ui: string | null,
): Omit<Match, 'year' | 'swappable'> | null {
  const found = readMonth(tokens, at, ui);
  const day = found === null ? null : shortNumber(tokens[found.next]);
  return found === null || day === null ? null : { month: found.month, day, next: afterDay(tokens, found.next + 1) };
}

function dayThenMonth(
  tokens: readonly Token[],
  at: number,
  ui: string | null,
): Omit<Match, 'year' | 'swappable'> | null {
  const day = shortNumber(tokens[at]);
  if (day === null || hangsOn(tokens, at)) return null;
  const next = skipWhile(tokens, afterDay(tokens, at + 1), 1, isConnector);
  const found = readMonth(tokens, next, ui);
  return found === null ? null : { month: found.month, day, next: found.next };
}
