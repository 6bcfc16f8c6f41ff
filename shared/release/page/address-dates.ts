/** Reads the day that stands in an address: of a page, where it is the day of publication, or of a picture. */
import { isoMoment } from './machine-moments.ts';

const monthWords = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

interface AddressForm {
  readonly pattern: RegExp;
  /** Year, month and day of a match, as written. */
  readonly parts: (groups: readonly string[]) => readonly [string, string, string];
}

/**
 * A year and a month alone say nothing of the day, and of two small numbers none is known to be the day: "29-10-2021" can
 * be read in one way only.
 */
const forms: readonly AddressForm[] = [
  // /2017/05/13/, /2017-05-13-title, /2017_05_13
  {
    pattern: /(?:^|[/_.-])((?:19|20)\d{2})([/_.-])(\d{1,2})\2(\d{1,2})(?=$|[/_.-])/,
    parts: ([year = '', , month = '', day = '']) => [year, month, day],
  },
  // /2017-05/13/ and /201705/13/, as Chinese newspapers have it
  {
    pattern: /(?:^|\/)(20\d{2})-?(\d{2})\/(\d{2})(?=$|[/_.-])/,
    parts: ([year = '', month = '', day = '']) => [year, month, day],
  },
  // /2017/may/13/
  {
    pattern: /\/((?:19|20)\d{2})\/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\/(\d{1,2})(?=$|\/)/,
    parts: ([year = '', month = '', day = '']) => [year, String(monthWords.indexOf(month) + 1), day],
  },
  // /20170513-title, /201705/t20170513_1234
  {
    pattern: /(?:^|[/_.-])t?(20\d{2})(\d{2})(\d{2})(?=$|[/_.-])/,
    parts: ([year = '', month = '', day = '']) => [year, month, day],
  },
  // /29-10-2021, /29.10.2021
  {
    pattern: /(?:^|[/_-])(1[3-9]|2\d|3[01])([/.-])(\d{2})\2(20\d{2})(?=$|[/_.-])/,
    parts: ([day = '', , month = '', year = '']) => [year, month, day],
  },
  // /20170513081500 and /A2017051300012: a day and a time or a running number
  {
    pattern: /\/[A-Za-z]{0,4}(20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{4,9}(?=$|[/_.-])/,
    parts: ([year = '', month = '', day = '']) => [year, month, day],
  },
];

/** The day in the path of an address, as an ISO date; null where there is none that can be read in one way only. */
export function addressDate(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { pathname } = new URL(address);
  // An archive keeps a page under the time of its visit, before the page's own address.
  const kept = /\/https?:\/\/?(.+)$/.exec(pathname);
  const path = kept === null ? pathname : `/${kept[1]}`;
  if (!/\d{2}/.test(path)) return null;
  const lower = path.toLowerCase();
  for (const { pattern, parts } of forms) {
    const match = pattern.exec(lower);
    if (match === null) continue;
    const [year, month, day] = parts(match.slice(1));
    const date = isoMoment(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    if (date !== null) return date;
  }
  return null;
}
