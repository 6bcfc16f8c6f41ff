/** The date of an item on a listing: an attribute, a printed label, or the item's address. */
import type { DateOrder } from '../newsrooms/schema.ts';
import { inferDateOrder, readInstant } from '../text/instants.ts';
import { readPrintedDate } from '../text/printed-dates.ts';
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
export function orderOfFormat(format: string | undefined): DateOrder | null {
  if (format === undefined) return null;
  const day = format.search(/d/i);
  const month = format.search(/m/i);
  return day < 0 || month < 0 ? null : day < month ? 'day-first' : 'month-first';
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
    const found = readPrintedDate(text, options);
    if (found?.certainty === 'ambiguous') ambiguous += 1;
    return found === null || found.certainty === 'ambiguous' ? null : found.date;
  };
  return {
    printed,
    attribute: (text) => readInstant(text, { timeZone: context.timeZone, ...options })?.value ?? printed(text),
    ambiguous: () => ambiguous,
  };
}
