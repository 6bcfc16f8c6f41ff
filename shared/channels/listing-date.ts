/** The date of an item on a listing: an attribute, a printed label, or the item's address. */
import type { DateOrder } from '../newsrooms/schema.ts';
import { inferDateOrder, readInstant } from '../text/instants.ts';
import { findPrintedDates, type PrintedDate, readPrintedDate } from '../text/printed-dates.ts';
import type { ReadingContext } from './types.ts';

/** `/2025/10/02/` or `/2025-10-02` in a path: year, month, day. */
export function dateInUrl(url: string): string | null {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  const match = /(?:^|[/_-])((?:19|20)\d{2})[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?=$|[/_.-])/.exec(path);
  if (match === null) return null;
  const [, year, month, day] = match;
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return readPrintedDate(date)?.date ?? null;
}

/** `dd.MM.yyyy`, `d/m/y` and the like say which number is the day. */
function orderOfFormat(format: string | undefined): DateOrder | null {
  if (format === undefined) return null;
  const day = format.search(/d/i);
  const month = format.search(/m/i);
  return day < 0 || month < 0 ? null : day < month ? 'day-first' : 'month-first';
}

/** What stands before a date that is no publication date. */
const otherDates =
  /(?<!\p{L})(deadline|closing|closes|expires?|until|due|event|from|updated|modified|date limite|échéance|jusqu|frist|schluss|bis|termin|stand|geändert|plazo|hasta|scadenza|entro)\W{0,3}(date|on|by|zum|am|le|el|il)?\W{0,3}$/iu;
/** What stands before the date of publication. */
const ownDates =
  /(?<!\p{L})(publi\w*|posted|released?|issued|date|veröffentlicht|erschienen|datum|fecha|data)\W{0,3}(on|am|le|el|il)?\W{0,3}$/iu;

/** The date of publication among those printed on one card. */
function ownDate(text: string, found: readonly PrintedDate[]): PrintedDate | null {
  const before = (date: PrintedDate): string => text.slice(Math.max(0, date.start - 32), date.start);
  const candidates = found.filter((date) => !otherDates.test(before(date)));
  return candidates.find((date) => ownDates.test(before(date))) ?? candidates[0] ?? null;
}

export interface DateReader {
  /** A printed label; null when it has no date or an ambiguous one. */
  readonly printed: (text: string) => string | null;
  /** A machine-readable value, else a printed one. */
  readonly attribute: (text: string) => string | null;
  /** How many labels were ambiguous. */
  readonly ambiguous: () => number;
}

/** A reader for the dates of one listing; `texts` are all its labels, whose unambiguous ones may tell day from month. */
export function dateReader(context: ReadingContext, format: string | undefined, texts: readonly string[]): DateReader {
  const dateOrder = orderOfFormat(format) ?? context.dateOrder ?? inferDateOrder(texts);
  const options = { uiLanguage: context.uiLanguage ?? context.language, dateOrder };
  let ambiguous = 0;
  const printed = (text: string): string | null => {
    const found = ownDate(text, findPrintedDates(text, options));
    if (found?.certainty === 'ambiguous') ambiguous += 1;
    return found === null || found.certainty === 'ambiguous' ? null : found.date;
  };
  return {
    printed,
    attribute: (text) => readInstant(text, { timeZone: context.timeZone, ...options })?.value ?? printed(text),
    ambiguous: () => ambiguous,
  };
}
