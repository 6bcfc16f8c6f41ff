/**
 * Reads the dates that feeds carry: RFC 822 and its many breaches, ISO 8601, epoch numbers, printed forms with a clock time.
 * `new Date(text)` is never used: it depends on the machine's zone and accepts nonsense. Linear on any input.
 */
import { limits } from '../limits.ts';
import type { DateOrder } from '../newsrooms/schema.ts';
import { monthNames } from './months.ts';
import { readPrintedDate } from './printed-dates.ts';
import { utcOfLocal, zoneOfName } from './zones.ts';

export interface InstantOptions {
  /** IANA name; a clock time without a zone is local to it. */
  readonly timeZone: string | null;
  readonly dateOrder: DateOrder | null;
  /** Language of month names, tried first. */
  readonly uiLanguage?: string | null;
  /** Whether "2025-03" and "2025" count, as in W3CDTF, which Dublin Core refers to: their first day is taken, with a warning. */
  readonly allowsMissingDay?: boolean;
}

/** ISO 8601 in UTC (`2017-05-13T08:00:00Z`) or the date alone; a null value has a reason worth telling. */
export type InstantReading =
  | { readonly value: string; readonly warning?: string }
  | { readonly value: null; readonly warning: string };

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milliseconds: number;
}

/** Minutes east of UTC, an IANA name, or null when none is written; `bad` when one is written that cannot be. */
type Zone = number | string | null | 'bad';

const yearMin = 1800;
const yearMax = 2199;
const offsetMinutesMax = 14 * 60;

/** The date in `text`, or null where there is none that could be meant. */
export function readInstant(text: string, options: InstantOptions): InstantReading | null {
  const given = text.trim();
  if (given === '' || given.length > limits.feedDateCharactersMax) return null;
  const usual = readRfc822(given);
  if (usual !== null) return usual;
  const written = withAsciiDigits(given);
  if (!/\d/.test(written)) return null;
  // "0:0:1" is how some programs write a clock time without padding.
  const trimmed = written.replace(/:(\d)(?!\d)/g, ':0$1');
  return (
    readRfc822(trimmed) ??
    readEpoch(trimmed) ??
    readIncomplete(trimmed, options) ??
    readIso(spelledMonthAsNumber(trimmed), options) ??
    readWritten(trimmed, options)
  );
}

/** Arabic, Persian, Devanagari and full-width digits as ASCII ones. */
function withAsciiDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (code >= 0xff10 ? 0xff10 : code >= 0x966 ? 0x966 : code & ~15));
  });
}

/** The form of RSS as nearly every feed writes it; all else is for the readers behind. */
function readRfc822(text: string): InstantReading | null {
  const match =
    /^(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))? (?:([+-])(\d{2})(\d{2})|([A-Za-z]{1,4}))$/.exec(
      text,
    );
  if (match === null) return null;
  const month = months.get((match[2] ?? '').toLowerCase());
  const day = month === undefined ? null : dayOf(Number(match[3]), month, Number(match[1]));
  const clock = clockOf(match[4], match[5], match[6], undefined, null);
  const sign = match[7] === '-' ? -1 : 1;
  const name = match[10] ?? '';
  // RFC 5322 §4.3: the letters of the military were used with either sign, so they say no more than UTC; "J" was never one.
  const named = /^[A-IK-Z]$/i.test(name) ? 0 : zoneOfName(name);
  const zone = match[7] === undefined ? named : offsetMinutes(sign, Number(match[8]), Number(match[9]));
  return day === null || typeof zone !== 'number' || clock === null ? null : instant(msOf(day, clock) - zone * 60_000);
}

const missingDay = 'a date without a day: the first of its month was taken';

/** Dates of W3CDTF and of ISO 8601 before 2004 that leave out the day or the century. */
function readIncomplete(text: string, options: InstantOptions): InstantReading | null {
  const short = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (short !== null) {
    const day = dayOf(fullYear(short[1] ?? ''), Number(short[2]), Number(short[3]));
    return day === null ? null : dayAlone(day);
  }
  if (options.allowsMissingDay !== true) return null;
  const match = /^(?:(\d{4})(?:-(\d{2}))?|-(\d{2})-?(\d{2}))$/.exec(text);
  if (match === null) return null;
  const day = dayOf(fullYear(match[1] ?? match[3] ?? ''), Number(match[2] ?? match[4] ?? '1'), 1);
  return day === null ? null : { value: isoOfDay(day), warning: missingDay };
}

const monthOfAnyLanguage = new Map<string, string>();

/** "2004-július-13": ISO 8601 but for the month, as some systems write it in their own language. */
function spelledMonthAsNumber(text: string): string {
  const match = /^(\d{4})-(\p{L}{3,20})-(?=\d{1,2})/u.exec(text);
  if (match === null) return text;
  if (monthOfAnyLanguage.size === 0) {
    for (const names of Object.values(monthNames)) {
      names?.forEach((spellings, index) => {
        for (const name of spellings.split('|')) monthOfAnyLanguage.set(name, String(index + 1).padStart(2, '0'));
      });
    }
  }
  const number = monthOfAnyLanguage.get((match[2] ?? '').toLowerCase());
  return number === undefined ? text : `${match[1]}-${number}-${text.slice(match[0].length)}`;
}

/* ------------------------------------------------------------- numbers */

/** Seconds (9 to 10 digits) or milliseconds (13 digits) since 1970, alone or as `/Date(…)/`, how .NET writes JSON. */
function readEpoch(text: string): InstantReading | null {
  const match = /^(?:(\d{9,10}|\d{13})(?:\.\d{1,9})?|\/Date\((\d{12,13})(?:[+-]\d{4})?\)\/)$/.exec(text);
  const digits = match?.[1] ?? match?.[2]?.padStart(13, '0');
  if (digits === undefined) return null;
  return instant(Number(digits) * (digits.length === 13 ? 1 : 1000));
}

/* ----------------------------------------------------------------- ISO */

const isoDate =
  /^(\d{4})(?:-(0?\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2}))(?![\d/.-])/;
const isoOrdinal = /^(\d{4})-?(\d{3})(?!\d)/;
const isoWeek = /^(\d{4})-?W(\d{2})-?([1-7])(?!\d)/i;
const isoTime = /^(\d{2}|\d(?=:)):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?(?!\d)/;

/** ISO 8601 in its calendar, ordinal and week forms, extended and basic, and `yyyymmddhhmmss`. */
function readIso(text: string, options: InstantOptions): InstantReading | null {
  const compact = /^(\d{8})(\d{4}(?:\d{2})?)$/.exec(text);
  const source = compact === null ? text : `${compact[1]}T${compact[2]}`;
  const found = isoDay(source);
  if (found === null) return null;
  const { day, length } = found;
  if (day === null) return null;
  const rest = source.slice(length).replace(/^[Tt\s]+/, '');
  if (rest === '') return dayAlone(day);
  if (rest === 'Z' || rest === 'z') return dayAlone(day);
  const time = isoTime.exec(rest);
  if (time === null) return null;
  const after = rest.slice(time[0].length);
  // "2:00 PM" and the like are no ISO 8601: the general reader knows them.
  if (/^\s?[ap]\.?\s?m/i.test(after)) return null;
  return combine(day, clockOf(time[1], time[2], time[3], time[4], null), zoneOf(after), options);
}

function isoDay(text: string): { readonly day: Day | null; readonly length: number } | null {
  const calendar = isoDate.exec(text);
  if (calendar !== null) {
    const month = calendar[2] ?? calendar[4] ?? calendar[6] ?? calendar[8];
    const day = calendar[3] ?? calendar[5] ?? calendar[7] ?? calendar[9];
    return { day: dayOf(Number(calendar[1]), Number(month), Number(day)), length: calendar[0].length };
  }
  const week = isoWeek.exec(text);
  if (week !== null)
    return { day: dayOfWeek(Number(week[1]), Number(week[2]), Number(week[3])), length: week[0].length };
  const ordinal = isoOrdinal.exec(text);
  if (ordinal === null) return null;
  return { day: dayOfYear(Number(ordinal[1]), Number(ordinal[2])), length: ordinal[0].length };
}

function dayOfYear(year: number, ordinal: number): Day | null {
  const date = new Date(Date.UTC(year, 0, ordinal));
  return ordinal < 1 || date.getUTCFullYear() !== year ? null : dayOf(year, date.getUTCMonth() + 1, date.getUTCDate());
}

/** Week 1 is the one with 4 January (ISO 8601). */
function dayOfWeek(year: number, week: number, weekday: number): Day | null {
  if (week < 1 || week > 53) return null;
  const fourth = new Date(Date.UTC(year, 0, 4));
  const mondayOffset = 1 - (fourth.getUTCDay() || 7);
  const date = new Date(Date.UTC(year, 0, 4 + mondayOffset + (week - 1) * 7 + weekday - 1));
  return dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

/* ------------------------------------------------------------- written */

const clockPattern =
  /(?<![\d:.,])(\d{1,2})(?:(?::|\s?h\s?)(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)(?![\d:])(?:\s*([ap])\.?\s?m\b\.?)?/i;
const hourPattern = /(?<![\d:.,/-])(\d{1,2})\s*([ap])\.?\s?m\b\.?/i;

const months: ReadonlyMap<string, number> = new Map(
  (monthNames['en'] ?? []).flatMap((spellings, index) =>
    spellings.split('|').map((spelling): [string, number] => [spelling, index + 1]),
  ),
);

/** RFC 822 with or without its parts in order, ctime, and printed forms with a clock time. */
function readWritten(text: string, options: InstantOptions): InstantReading | null {
  const { spaced, half } = takeHalf(text.replace(/\s+/g, ' '));
  const clockMatch = clockPattern.exec(spaced);
  const hourMatch = clockMatch === null ? hourPattern.exec(spaced) : null;
  const match = clockMatch ?? hourMatch;
  if (match === null) return readDayOnly(spaced, options);
  const clock =
    clockMatch === null
      ? clockOf(match[1], '00', undefined, undefined, match[2] ?? null)
      : clockOf(match[1], match[2], match[3], match[4], match[5] ?? half);
  const before = spaced.slice(0, match.index);
  const { zone, rest } = takeZone(spaced.slice(match.index + match[0].length));
  const day = readDay(`${before} ${rest}`.trim(), options);
  if (day === null) return null;
  if ('warning' in day) return day;
  return combine(day, clock, zone ?? zoneOfScript(text, options), options);
}

/** Words for the halves of the day that stand before the clock time. */
const halves: Readonly<Record<string, 'a' | 'p'>> = {
  오전: 'a',
  午前: 'a',
  上午: 'a',
  오후: 'p',
  午後: 'p',
  下午: 'p',
};

function takeHalf(text: string): { readonly spaced: string; readonly half: string | null } {
  const match = /(오전|午前|上午|오후|午後|下午)\s?(?=\d{1,2}:\d{2})/.exec(text);
  if (match === null) return { spaced: text, half: null };
  const spaced = `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`;
  return { spaced: spaced.replace(/\s+/g, ' '), half: halves[match[1] ?? ''] ?? null };
}

/** Korean is written in one time zone. */
function zoneOfScript(text: string, options: InstantOptions): string | null {
  return options.timeZone === null && /\p{Script=Hangul}/u.test(text) ? 'Asia/Seoul' : null;
}

function readDayOnly(text: string, options: InstantOptions): InstantReading | null {
  // What was meant as a clock time and is none makes the whole doubtful.
  if (/\d:/.test(text)) return null;
  // "Wed, 02 Oct 2002 GMT": a zone without a clock time says nothing.
  const day = readDay(text, options);
  if (day === null || 'warning' in day) return day;
  return dayAlone(day);
}

/** Words that may stand in an RFC 822 date beside the month. "Mar" is no weekday here: what else it may be is not for us. */
const rfcWords: ReadonlySet<string> = new Set(
  'mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday at of on the st nd rd th'.split(
    ' ',
  ),
);

/** "Wed, 02 Oct 02", "Oct 2 2002", else whatever the reader of printed dates makes of it. */
function readDay(
  text: string,
  options: InstantOptions,
): Day | { readonly value: null; readonly warning: string } | null {
  const parts = text.toLowerCase().match(/\p{L}+|\d+/gu) ?? [];
  const words = parts.filter((part) => !/^\d/.test(part) && !rfcWords.has(part));
  const numbers = parts.filter((part) => /^\d/.test(part));
  const month = words.length === 1 ? months.get(words[0] ?? '') : undefined;
  const [first, second] = numbers;
  if (month !== undefined && numbers.length === 2 && first !== undefined && second !== undefined) {
    const yearFirst = first.length === 4;
    return dayOf(fullYear(yearFirst ? first : second), month, Number(yearFirst ? second : first));
  }
  const printed = readPrintedDate(text, { uiLanguage: options.uiLanguage ?? null, dateOrder: options.dateOrder });
  if (printed === null) return null;
  if (printed.certainty === 'ambiguous') {
    return { value: null, warning: `the date "${text.slice(0, 40)}" is ambiguous: set dateOrder` };
  }
  const [year, monthNumber, day] = printed.date.split('-');
  return dayOf(Number(year), Number(monthNumber), Number(day));
}

/** RFC 2822 §4.3: two digits up to 49 are 20xx, others 19xx; three digits count from 1900. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
}

/* --------------------------------------------------------------- parts */

const offsetPattern = /^(?:GMT|UTC|UT)?\s*([+\u2212-])(\d{1,2})(?::?(\d{2}))?(?![\d:])/i;

/** The zone at the start of what follows a clock time, and what is left. */
function takeZone(text: string): { readonly zone: Zone; readonly rest: string } {
  // A dash with spaces around it separates; an offset hangs on its digits.
  const source = text.replace(/^[\s,]+/, '');
  const offset = offsetPattern.exec(source);
  if (offset !== null) {
    const rest = source.slice(offset[0].length);
    const isGlued = /^[\p{L}\d]/u.test(rest);
    const zone = offsetMinutes(offset[1] === '+' ? 1 : -1, Number(offset[2]), Number(offset[3] ?? '0'));
    return { zone: isGlued ? 'bad' : zone, rest: rest.replace(/^\s*\([^)]*\)/, '') };
  }
  if (/^[+\u2212-][\dA-Za-z]/.test(source)) return { zone: 'bad', rest: '' };
  const name = /^[([]?([A-Za-z]+(?:\/[A-Za-z_+\-0-9/]+)?)[)\]]?/.exec(source);
  const zone = name?.[1] === undefined ? null : zoneOfName(name[1]);
  return zone === null ? { zone: null, rest: source } : { zone, rest: source.slice(name?.[0].length) };
}

/** The zone at the start of what follows an ISO clock time. Letters that hang on either are none: the whole is doubtful. */
function zoneOf(text: string): Zone {
  if (text === '') return null;
  const { zone, rest } = takeZone(text);
  if (zone === null) return /^\s/.test(text) ? null : 'bad';
  return /^[\p{L}\d]/u.test(rest) ? 'bad' : zone;
}

function offsetMinutes(sign: 1 | -1, hours: number, minutes: number): Zone {
  const total = hours * 60 + minutes;
  return minutes > 59 || total > offsetMinutesMax ? 'bad' : sign * total;
}

function clockOf(
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
  half: string | null,
): Clock | null {
  let hours = Number(hour);
  if (half !== null) {
    if (hours < 1 || hours > 12) {
      if (hours > 23) return null;
    } else hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  const clock = {
    hour: hours,
    minute: Number(minute),
    second: Number(second ?? '0'),
    milliseconds: Math.floor(Number(`0.${fraction ?? '0'}`) * 1000),
  };
  // 24:00 ends the day and 60 is a leap second (ISO 8601, RFC 3339).
  const inRange = clock.hour < 24 || (clock.hour === 24 && clock.minute === 0 && clock.second === 0);
  return inRange && clock.minute < 60 && clock.second <= 60 ? clock : null;
}

function dayOf(year: number, month: number, day: number): Day | null {
  if (!(year >= yearMin && year <= yearMax && month >= 1 && month <= 12 && day >= 1)) return null;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate() ? { year, month, day } : null;
}

function isoOfDay({ year, month, day }: Day): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function dayAlone(day: Day): InstantReading {
  return { value: isoOfDay(day) };
}

function msOf(day: Day, clock: Clock): number {
  return Date.UTC(day.year, day.month - 1, day.day, clock.hour, clock.minute, clock.second) + clock.milliseconds;
}

function combine(day: Day, clock: Clock | null, zone: Zone, options: InstantOptions): InstantReading | null {
  if (clock === null || zone === 'bad') return null;
  const localMs = msOf(day, clock);
  if (typeof zone === 'number') return instant(localMs - zone * 60_000);
  const named = zone ?? options.timeZone;
  const utcMs = named === null ? null : utcOfLocal(localMs, named);
  if (utcMs !== null) return instant(utcMs);
  return {
    value: isoOfDay(day),
    warning: 'a clock time without a zone: only the date was kept; set timeZone',
  };
}

/** The instant as text; the zero of a clock that was never set is no date. */
function instant(ms: number): InstantReading | null {
  if (ms === 0 || !Number.isFinite(ms)) return null;
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  if (!(year >= yearMin && year <= yearMax)) return null;
  return { value: date.toISOString().replace('.000Z', 'Z') };
}

/** What the unambiguous ones among `texts` say about day and month; null when they say nothing or disagree. */
export function inferDateOrder(texts: Iterable<string>): DateOrder | null {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const text of texts) {
    const match = /(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(?:\d{4}|\d{2})(?!\d)/.exec(
      text.slice(0, limits.feedDateCharactersMax),
    );
    if (match === null) continue;
    const first = Number(match[1]);
    const second = Number(match[3]);
    if (first > 12 && first <= 31 && second <= 12) dayFirst += 1;
    if (second > 12 && second <= 31 && first <= 12) monthFirst += 1;
  }
  if (dayFirst > 0 && monthFirst === 0) return 'day-first';
  return monthFirst > 0 && dayFirst === 0 ? 'month-first' : null;
}
