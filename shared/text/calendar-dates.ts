/**
 * Reads dates that are printed by another calendar, or in other words than month names: eras of Japan, years of the Republic
 * of China and of the Buddha, Persian, Hijri and Ethiopian months, Chinese numerals, Vietnamese. The months are CLDR's.
 */
import type { PrintedDate } from './printed-dates.ts';

const persianMonths = 'فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند'.split(' ');
/** By month the spellings of Arabic, Persian and Urdu, split by `|`. */
const hijriMonths = [
  'محرم|المحرم',
  'صفر',
  'ربيع الأول|ربيع الاول|ربیع‌الاول|ربیع الاول|ربیع الاوّل',
  'ربيع الآخر|ربيع الاخر|ربيع الثاني|ربیع‌الثانی|ربیع الثانی',
  'جمادى الأولى|جمادى الاولى|جمادی‌الاول|جمادی الاول|جمادی الاوّل',
  'جمادى الآخرة|جمادى الاخرة|جمادى الثانية|جمادی‌الثانی|جمادی الثانی',
  'رجب',
  'شعبان',
  'رمضان',
  'شوال',
  'ذو القعدة|ذي القعدة|ذوالقعدة|ذیقعده|ذوالقعدۃ',
  'ذو الحجة|ذي الحجة|ذوالحجة|ذیحجه|ذوالحجۃ',
];
const ethiopianMonths = 'መስከረም ጥቅምት ኅዳር|ህዳር ታኅሣሥ|ታህሳስ ጥር የካቲት መጋቢት ሚያዝያ|ሚያዚያ ግንቦት ሰኔ ሐምሌ ነሐሴ ጳጉሜን|ጳጉሜ'.split(' ');
const thaiMonths = [
  'มกราคม|ม.ค.',
  'กุมภาพันธ์|ก.พ.',
  'มีนาคม|มี.ค.',
  'เมษายน|เม.ย.',
  'พฤษภาคม|พ.ค.',
  'มิถุนายน|มิ.ย.',
  'กรกฎาคม|ก.ค.',
  'สิงหาคม|ส.ค.',
  'กันยายน|ก.ย.',
  'ตุลาคม|ต.ค.',
  'พฤศจิกายน|พ.ย.',
  'ธันวาคม|ธ.ค.',
];
/** The year before the first of each era. */
const japaneseEras: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, 大正: 1911, 明治: 1867 };
const YEAR_OF_THE_REPUBLIC = 1911;
const YEAR_OF_THE_BUDDHA = -543;
const chineseDigits = '〇一二三四五六七八九';

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface CalendarForm {
  readonly pattern: RegExp;
  /** By which calendar the parts count; null for the Gregorian one. */
  readonly calendar: CalendarName | null;
  readonly read: (groups: Readonly<Record<string, string>>) => Day;
  /** Interface languages in which alone the form is meant so; null for all. */
  readonly languages: readonly string[] | null;
}

type CalendarName = 'persian' | 'islamic-umalqura' | 'ethiopic';

const escaped = (names: readonly string[]): string => names.join('|').replaceAll('.', '\\.');
const indexOfName = (names: readonly string[], name = ''): number =>
  names.findIndex((spellings) => spellings.split('|').includes(name)) + 1;

function byNumbers({ year, month, day }: Readonly<Record<string, string>>): Day {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

/** "二〇二六" digit by digit, "十二" and "二十一" by tens. */
function chineseNumber(text = ''): number {
  const ten = text.indexOf('十');
  const digitOf = (character: string): number => chineseDigits.indexOf(character.replace('零', '〇'));
  if (ten < 0) return Number([...text].map(digitOf).join(''));
  const tens = ten === 0 ? 1 : digitOf(text.charAt(0));
  return tens * 10 + (ten === text.length - 1 ? 0 : digitOf(text.charAt(ten + 1)));
}

const forms: readonly CalendarForm[] = [
  {
    pattern:
      /(?<era>令和|平成|昭和|大正|明治)\s?(?<year>\d{1,2}|元)\s?年\s?(?<month>\d{1,2})\s?月\s?(?<day>\d{1,2})\s?日/gu,
    calendar: null,
    read: ({ era = '', year = '', month, day }) => ({
      year: (japaneseEras[era] ?? 0) + (year === '元' ? 1 : Number(year)),
      month: Number(month),
      day: Number(day),
    }),
    languages: null,
  },
  {
    pattern:
      /(?:民國\s?(?<short>\d{1,3})|(?<!\d)(?<long>1\d\d))\s?年\s?(?<month>\d{1,2})\s?月\s?(?<day>\d{1,2})\s?日/gu,
    calendar: null,
    read: ({ short, long, month, day }) => ({
      year: YEAR_OF_THE_REPUBLIC + Number(short ?? long),
      month: Number(month),
      day: Number(day),
    }),
    languages: null,
  },
  {
    pattern:
      /(?<year>[〇零一二三四五六七八九]{4})年(?<month>[一二三四五六七八九十]{1,2})月(?<day>[一二三四五六七八九十]{1,3})日/gu,
    calendar: null,
    read: ({ year, month, day }) => ({
      year: chineseNumber(year),
      month: chineseNumber(month),
      day: chineseNumber(day),
    }),
    languages: null,
  },
  {
    pattern: new RegExp(
      `(?<!\\d)(?<day>\\d{1,2})\\s?(?<month>${escaped(thaiMonths)})\\s?(?:พ\\.ศ\\.\\s?|ค\\.ศ\\.\\s?)?(?<year>\\d{4}|\\d{2})(?!\\d)`,
      'gu',
    ),
    calendar: null,
    read: ({ day, month, year = '' }) => {
      const written = year.length === 2 ? 2500 + Number(year) : Number(year);
      return {
        year: written > 2300 ? written + YEAR_OF_THE_BUDDHA : written,
        month: indexOfName(thaiMonths, month),
        day: Number(day),
      };
    },
    languages: null,
  },
  {
    pattern: /(?<!\d)(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>2[45]\d\d)(?!\d)/gu,
    calendar: null,
    read: ({ year, month, day }) => ({
      year: Number(year) + YEAR_OF_THE_BUDDHA,
      month: Number(month),
      day: Number(day),
    }),
    languages: ['th'],
  },
  {
    pattern: /(?<!\d)(?<day>\d{1,2})\s(?:tháng|thg)\s(?<month>\d{1,2})(?:,\s?|\snăm\s|\s)(?<year>\d{4})(?!\d)/giu,
    calendar: null,
    read: byNumbers,
    languages: null,
  },
  {
    pattern: new RegExp(
      `(?<!\\d)(?<day>\\d{1,2})\\s(?<month>${persianMonths.join('|')})(?:\\s?ماه)?\\s(?<year>1[34]\\d\\d)(?!\\d)`,
      'gu',
    ),
    calendar: 'persian',
    read: ({ day, month, year }) => ({
      year: Number(year),
      month: indexOfName(persianMonths, month),
      day: Number(day),
    }),
    languages: null,
  },
  {
    pattern: /(?<!\d)(?<year>1[34]\d\d)[/-](?<month>\d{1,2})[/-](?<day>\d{1,2})(?!\d)/gu,
    calendar: 'persian',
    read: byNumbers,
    languages: ['fa', 'ckb', 'prs'],
  },
  {
    pattern: new RegExp(
      `(?<!\\d)(?<day>\\d{1,2})[\\s-](?<month>${hijriMonths.join('|')})[\\s,،-]{1,2}(?<year>1[34]\\d\\d)(?!\\d)(?:\\s?ه[ـ‍]?)?`,
      'gu',
    ),
    calendar: 'islamic-umalqura',
    read: ({ day, month, year }) => ({ year: Number(year), month: indexOfName(hijriMonths, month), day: Number(day) }),
    languages: null,
  },
  {
    pattern: new RegExp(
      `(?<month>${ethiopianMonths.join('|')})\\s(?<day>\\d{1,2})(?:\\sቀን)?[,፣]?\\s(?<year>(?:19|20)\\d\\d)(?!\\d)`,
      'gu',
    ),
    calendar: 'ethiopic',
    read: ({ day, month, year }) => ({
      year: Number(year),
      month: indexOfName(ethiopianMonths, month),
      day: Number(day),
    }),
    languages: null,
  },
];

const DAY_MS = 86_400_000;
/** Day 1 of year 1 of each calendar as Gregorian time, the length of its year, and of the months before each. */
const calendars: Readonly<
  Record<CalendarName, { readonly epoch: number; readonly year: number; readonly month: number }>
> = {
  persian: { epoch: Date.UTC(622, 2, 22), year: 365.2422, month: 30.5 },
  'islamic-umalqura': { epoch: Date.UTC(622, 6, 19), year: 354.367, month: 29.53 },
  ethiopic: { epoch: Date.parse('0008-08-27'), year: 365.25, month: 30 },
};
const SEARCH_DAYS = 8;
const formats = new Map<CalendarName, Intl.DateTimeFormat>();

function partsOf(calendar: CalendarName, instant: number): Day {
  const known = formats.get(calendar);
  const format =
    known ??
    new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      timeZone: 'UTC',
    });
  if (known === undefined) formats.set(calendar, format);
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type as string, Number(value)]));
  return { year: parts.get('year') ?? 0, month: parts.get('month') ?? 0, day: parts.get('day') ?? 0 };
}

/** The Gregorian day: found beside an estimate with the platform's own calendar; null where the day does not exist. */
function gregorianDay(calendar: CalendarName, { year, month, day }: Day): string | null {
  const { epoch, year: yearDays, month: monthDays } = calendars[calendar];
  const estimate = epoch + Math.round((year - 1) * yearDays + (month - 1) * monthDays + day - 1) * DAY_MS;
  for (let step = 0; step <= SEARCH_DAYS; step += 1) {
    for (const instant of [estimate + step * DAY_MS, estimate - step * DAY_MS]) {
      const found = partsOf(calendar, instant);
      if (found.year === year && found.month === month && found.day === day)
        return new Date(instant).toISOString().slice(0, 10);
    }
  }
  return null;
}

function isoDay({ year, month, day }: Day): string | null {
  const instant = new Date(Date.UTC(year, month - 1, day));
  const isReal =
    instant.getUTCFullYear() === year && instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day;
  return isReal ? instant.toISOString().slice(0, 10) : null;
}

/** What every form has a character of, or is meant by one interface language alone. */
const mayHold = /[年\u0600-\u06ff\u0e00-\u0e7f\u1200-\u137f]|th[aá]ng|thg/iu;

/**
 * Dates by other calendars in a text whose digits are ASCII, in order. A Hijri day begins where the moon was seen, so in
 * other countries it is the day beside: such a date is ambiguous.
 */
export function findCalendarDates(text: string, uiLanguage: string | null): readonly PrintedDate[] {
  const language = uiLanguage?.split('-', 1)[0]?.toLowerCase() ?? '';
  if (!mayHold.test(text) && !forms.some((form) => form.languages?.includes(language))) return [];
  const found: PrintedDate[] = [];
  for (const { pattern, calendar, read, languages } of forms) {
    if (languages !== null && !languages.includes(language)) continue;
    for (const match of text.matchAll(pattern)) {
      const parts = read(match.groups ?? {});
      const date = calendar === null ? isoDay(parts) : gregorianDay(calendar, parts);
      if (date === null) continue;
      const isSeen = calendar === 'islamic-umalqura';
      const alternative = isSeen ? new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10) : null;
      found.push({
        date,
        certainty: isSeen ? 'ambiguous' : 'certain',
        alternative,
        start: match.index,
        end: match.index + match[0].length,
      });
    }
  }
  return found.sort((left, right) => left.start - right.start);
}
