/** Reads the values in which pages tell machines a date: ISO 8601, its sloppy relatives, RFC 822, numbers of seconds, printed forms. */
import type { DateOrder } from '../../newsrooms/schema.ts';
import { readPrintedDate } from '../../text/printed-dates.ts';

const VALUE_CHARACTERS_MAX = 120;
/** What programs write where they know no date: the zeros of their clocks, and their shadows in other zones. */
const noDates = new Set([
  '0001-01-01',
  '1600-12-31',
  '1601-01-01',
  '1899-12-30',
  '1899-12-31',
  '1900-01-01',
  '1969-12-31',
  '1970-01-01',
  '1979-12-31',
  '1980-01-01',
  '2038-01-19',
  '2099-12-31',
  '9999-12-31',
]);
/** Numbers of seconds outside of these are numbers of something else: 1995 to 2100. */
const EPOCH_SECONDS_MIN = 788_918_400;
const EPOCH_SECONDS_MAX = 4_102_444_800;

function dayOf(year: string, month: string, day: string): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(date)) return null;
  return noDates.has(date) ? null : date;
}

/** ISO 8601 with offset brought to one form; a time without offset is kept as the day alone; null for anything else. */
export function isoMoment(value: string): string | null {
  const found =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:[T ]+(\d{2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?/i.exec(
      value.trim(),
    );
  if (found === null) return null;
  const [, year = '', month = '', day = '', hour, minute, second, zone] = found;
  const date = dayOf(year, month, day);
  if (date === null || hour === undefined || zone === undefined) return date;
  const moment = `${date}T${hour}:${minute}:${second ?? '00'}${offsetOf(zone)}`;
  return Number.isNaN(Date.parse(moment)) ? date : moment;
}

function offsetOf(zone: string): string {
  if (zone.toUpperCase() === 'Z') return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone.charAt(0)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** "20170513", "20170513T081500", "2017/5/13 08:15", "2017.05.13": four digits first are the year in every form. */
function yearFirst(value: string): string | null {
  const joined = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:$|[T ]?\d{4,6}(?:$|\D)|[T ])/i.exec(value);
  const parted = joined ?? /^((?:19|20)\d{2})([/.])(\d{1,2})\2(\d{1,2})(?!\d)/.exec(value);
  if (parted === null) return null;
  const [, year = '', ...rest] = parted;
  return dayOf(year, rest.at(-2) ?? '', rest.at(-1) ?? '');
}

/** Seconds or milliseconds since 1970. */
function epochMoment(value: string): string | null {
  if (!/^\d{9,10}(?:\d{3})?(?:\.\d+)?$/.test(value)) return null;
  const number = Number(value);
  const seconds = number > EPOCH_SECONDS_MAX ? number / 1_000 : number;
  if (seconds < EPOCH_SECONDS_MIN || seconds > EPOCH_SECONDS_MAX) return null;
  return new Date(Math.floor(seconds) * 1_000).toISOString().replace('.000', '');
}

/**
 * The day that a value tells, or day and time with offset. A day is kept as it is written, never shifted to another zone;
 * one whose day and month could change places is none, unless the newsroom has said in which order it writes them.
 */
export function machineMoment(value: string, order: DateOrder | null = null): string | null {
  const written = value.trim();
  if (written === '' || written.length > VALUE_CHARACTERS_MAX || !/\d/.test(written)) return null;
  const plain = isoMoment(written) ?? yearFirst(written) ?? epochMoment(written);
  if (plain !== null) return plain;
  const printed = readPrintedDate(written, { dateOrder: order });
  return printed?.certainty === 'certain' && !noDates.has(printed.date) ? printed.date : null;
}
