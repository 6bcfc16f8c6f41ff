import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthNames } from '../../../shared/text/months.ts';
import {
  findPrintedDates,
  languagesOfMonth,
  readPrintedDate,
  readPrintedDay,
} from '../../../shared/text/printed-dates.ts';

const day = (text: string, options = {}) => readPrintedDate(text, options)?.date ?? null;

describe('a printed date', () => {
  it.each<[string, string, { uiLanguage: string }?]>([
    ['13 mayo 2017', '2017-05-13'],
    ['14 de noviembre de 2015', '2015-11-14'],
    ['1º de marzo de 2020', '2020-03-01'],
    ['May 13, 2017', '2017-05-13'],
    ['Sept. 9 2026', '2026-09-09'],
    ['10th September 2026', '2026-09-10'],
    ['11 Sept 2026', '2026-09-11'],
    ['09 October 2015 - Media release', '2015-10-09'],
    ['28 MARCH 2018 –', '2018-03-28'],
    ['1er juin 2012', '2012-06-01'],
    ['Le 06 Novembre 2019', '2019-11-06'],
    ['12 FEVRIER 2021', '2021-02-12'],
    ['Datum:26. Januar 2022', '2022-01-26'],
    ['1. Jänner 2020', '2020-01-01'],
    ['7. oktober 2020', '2020-10-07'],
    ['13 listopada 2020 r.', '2020-11-13', { uiLanguage: 'pl' }],
    ['13. listopada 2020.', '2020-10-13', { uiLanguage: 'hr' }],
    ['2022. január 26.', '2022-01-26'],
    ['2022 m. sausio 26 d.', '2022-01-26'],
    ['2022. gada 26. janvāris', '2022-01-26'],
    ['13 МАЯ 2017 г.', '2017-05-13'],
    ['13 Μαΐου 2017', '2017-05-13'],
    ['2017年5月13日', '2017-05-13'],
    ['Mar / 9 / 2015', '2015-03-09'],
    ['5-May-2025', '2025-05-05'],
    ['23 Janaury 2025.', '2025-01-23'],
    ['5 Novmber 2025', '2025-11-05'],
  ])('reads %s', (text, expected, options) => {
    expect(readPrintedDate(text, options ?? {})).toMatchObject({ date: expected, certainty: 'certain' });
  });

  it('reads numbers whose order is plain', () => {
    expect(day('21/10/2014')).toBe('2014-10-21');
    expect(day('04/30/13')).toBe('2013-04-30');
    expect(day('[4/14/15]')).toBe('2015-04-14');
    expect(day('12.12.2022 12:22')).toBe('2022-12-12');
    expect(day('2025-02-11', { uiLanguage: 'es', dateOrder: 'day-first' })).toBe('2025-02-11');
    expect(day('2022-01-28T11:05:37+0100')).toBe('2022-01-28');
  });

  it('marks a date whose day and month could change places, and names the other reading', () => {
    expect(readPrintedDate('02/01/2022')).toMatchObject({
      date: '2022-01-02',
      certainty: 'ambiguous',
      alternative: '2022-02-01',
    });
    expect(readPrintedDate('12 / 07 / 2021')?.certainty).toBe('ambiguous');
    expect(readPrintedDate('05/05/2021')?.certainty).toBe('certain');
  });

  it('obeys the order of the newsroom', () => {
    expect(readPrintedDate('02/01/2022', { dateOrder: 'day-first' })).toMatchObject({
      date: '2022-01-02',
      certainty: 'certain',
    });
    expect(readPrintedDate('02/01/2022', { dateOrder: 'month-first' })).toMatchObject({
      date: '2022-02-01',
      certainty: 'certain',
    });
    expect(day('30/04/2013', { dateOrder: 'month-first' })).toBe('2013-04-30');
  });

  it('reads Arabic-Indic digits and Arabic month names, and prefers the Gregorian date to the Hijri one', () => {
    expect(day('١٣ مايو ٢٠١٧')).toBe('2017-05-13');
    expect(day('18 رمضان 1446 هـ الموافق 18 مارس 2025 م')).toBe('2025-03-18');
    expect(day('18 كانون الثاني/يناير 2025')).toBe('2025-01-18');
  });

  it.each<[string, string, string?]>([
    ['令和8年5月1日', '2026-05-01'],
    ['平成３１年４月３０日', '2019-04-30'],
    ['令和元年10月1日', '2019-10-01'],
    ['民國115年5月1日', '2026-05-01'],
    ['115年5月1日', '2026-05-01'],
    ['二〇二六年五月十一日', '2026-05-11'],
    ['二〇二六年十二月二十一日', '2026-12-21'],
    ['1 พฤษภาคม 2569', '2026-05-01'],
    ['๑ พ.ค. พ.ศ. ๒๕๖๙', '2026-05-01'],
    ['1 พ.ค. 69', '2026-05-01'],
    ['1 พฤษภาคม 2026', '2026-05-01'],
    ['01/05/2569', '2026-05-01', 'th'],
    ['ngày 01 tháng 5 năm 2026', '2026-05-01'],
    ['۱۱ اردیبهشت ۱۴۰۵', '2026-05-01'],
    ['۱۴۰۵/۰۲/۱۱', '2026-05-01', 'fa'],
    ['ሚያዝያ 23 ቀን 2018 ዓ.ም.', '2026-05-01'],
    ['ጳጉሜን 3 ቀን 2017', '2025-09-08'],
    ['２０２６年５月１日', '2026-05-01'],
    ['১৩ ফেব্রুয়ারি ২০১৭', '2017-02-13'],
    ['१३ फ़रवरी २०१७', '2017-02-13'],
    ['ה-13 בפברואר 2017', '2017-02-13'],
  ])('reads %s by the calendar or the digits that print it', (text, expected, uiLanguage = undefined) => {
    expect(readPrintedDate(text, { uiLanguage: uiLanguage ?? null })).toMatchObject({ date: expected, certainty: 'certain' });
  }); // biome-ignore format: a table

  it('reads a Hijri date that stands alone, and says that it may be the day behind', () => {
    expect(readPrintedDate('الثلاثاء 18 رمضان 1446 هـ')).toMatchObject({
      date: '2025-03-18',
      certainty: 'ambiguous',
      alternative: '2025-03-19',
    });
  });

  it.each(['令和8年13月1日', '1405/02/11', '31/02/2569', '30 اسفند 1404', '2115年5月', '第115年会'])(
    'finds nothing in %s',
    (text) => {
      expect(findPrintedDates(text)).toEqual([]);
    },
  );

  it('is read from every calendar as this platform prints it', () => {
    const calendars: readonly (readonly [string, string])[] = [
      ['ja', 'japanese'],
      ['zh-TW', 'roc'],
      ['th', 'buddhist'],
      ['fa', 'persian'],
      ['vi', 'gregory'],
    ];
    for (const [language, calendar] of calendars) {
      const format = new Intl.DateTimeFormat(language, { calendar, dateStyle: 'long', timeZone: 'UTC' });
      for (let at = 0; at < 400; at += 1) {
        const date = new Date(Date.UTC(2020, 1, 27) + at * 5 * 86_400_000);
        const printed = format.format(date);
        expect(`${printed}: ${day(printed)}`).toBe(`${printed}: ${date.toISOString().slice(0, 10)}`);
      }
    }
  });

  it('is read where the word before it sticks to it, unless that is a reference', () => {
    expect(day('Beitrag21.01.2009, 05:42')).toBe('2009-01-21');
    expect(day('입력2023.11.02. 오후 8:06')).toBe('2023-11-02');
    expect(day('Erstellt am09.12.2022')).toBe('2022-12-09');
    expect(day('4 de mayo de 202207:59 hs')).toBe('2022-05-04');
    for (const text of ['MEMO2017-05-13', 'Nr21.01.2009', 'Version21.1.2017', 'EX21.01.2009'])
      expect(findPrintedDates(text)).toEqual([]);
  });

  it.each([
    'N2017-063',
    'C-117/15',
    '89/2022',
    'Pressemitteilung: 6/2022',
    'IP/26/1801',
    'MEX-19-1994',
    'MEX-19-05-1994',
    'Press Release No. 10/458',
    '(06-410)',
    'FAQs Nr. 1.1.12 und 1.1.13',
    'Version 1.2.2017',
    '192.168.10.12',
    '© 2019–2024',
    '30/13/2021',
    '31 June 2020',
    '1 May 1446',
    'in 2022 26 January',
    '',
  ])('is not found in %s', (text) => {
    expect(findPrintedDates(text)).toEqual([]);
  });

  it('knows where it stands, also behind other text', () => {
    const text = 'News | Posted on 13 mayo 2017, changed 14 mayo 2017';
    expect(findPrintedDates(text).map((found) => text.slice(found.start, found.end))).toEqual([
      '13 mayo 2017',
      '14 mayo 2017',
    ]);
  });

  it('is read without a year where wires print it so', () => {
    expect(readPrintedDay('CAIRO, Dec 20 (Reuters)')?.date).toBe('--12-20');
    expect(readPrintedDay('VIENNA, 22 June (UN Information Service)')?.date).toBe('--06-22');
    expect(readPrintedDay('VIENNA, 22 June 2005')).toBeNull();
  });

  it('tells the language of its month', () => {
    expect(languagesOfMonth('mayo')).toEqual(['es']);
    expect(languagesOfMonth('Sept.')).toEqual([]);
    expect(languagesOfMonth('table')).toEqual([]);
  });

  it('is read back from what this platform prints in every language of the table', () => {
    for (const language of Object.keys(monthNames)) {
      for (let month = 0; month < 12; month += 1) {
        const date = new Date(Date.UTC(2017, month, 13));
        const printed = new Intl.DateTimeFormat(language, {
          dateStyle: 'long',
          timeZone: 'UTC',
          calendar: 'gregory',
        }).format(date);
        expect(`${printed}: ${day(printed, { uiLanguage: language })}`).toBe(
          `${printed}: ${date.toISOString().slice(0, 10)}`,
        );
      }
    }
  });

  it('never throws, and its offsets lie in the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('1', '13', '2017', '/', '.', '-', ' ', 'May', 'mai', 'de', 'Nr', '\u0661')),
        (parts) => {
          const text = parts.join('');
          for (const found of findPrintedDates(text)) {
            expect(found.start).toBeLessThan(found.end);
            expect(found.end).toBeLessThanOrEqual(text.length);
            expect(found.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
          }
        },
      ),
    );
  });

  it('costs little on hostile text', () => {
    const started = performance.now();
    findPrintedDates('1/'.repeat(500_000));
    findPrintedDates('May '.repeat(250_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('a year of two digits, a month in Roman numerals, and parts that touch', () => {
  it.each([
    ['3 March ’26', '2026-03-03'],
    ["3 March '99", '1999-03-03'],
    ['03-Mar-26', '2026-03-03'],
    ['3. III. 2026', '2026-03-03'],
    ['12 XII 2025', '2025-12-12'],
    ['03Mar2026', '2026-03-03'],
  ])('are read: %s', (text, date) => {
    expect(findPrintedDates(text).map((found) => found.date)).toEqual([date]);
  });

  it.each(['3 March 19:30', '3 March 26 ships came', 'Part 3 V of 2026', 'on 3-March-26:30'])(
    'are none: %s',
    (text) => {
      expect(findPrintedDates(text)).toEqual([]);
    },
  );
});
