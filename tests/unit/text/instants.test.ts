import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferDateOrder, readInstant } from '../../../shared/text/instants.ts';

const read = (text: string, known: Partial<Parameters<typeof readInstant>[1]> = {}) =>
  readInstant(text, { timeZone: null, dateOrder: null, ...known });
const value = (text: string, known = {}) => read(text, known)?.value ?? null;

describe('dates with a zone', () => {
  it.each([
    ['Tue, 04 Nov 2025 12:00:00 +0100', '2025-11-04T11:00:00Z'],
    ['Tue, 4 Nov 25 12:00 EST', '2025-11-04T17:00:00Z'],
    ['04 Nov 49 00:00:00 GMT', '2049-11-04T00:00:00Z'],
    ['04 Nov 99 00:00:00 GMT', '1999-11-04T00:00:00Z'],
    ['Tue, 04-Nov-2025 12:00:00 GMT', '2025-11-04T12:00:00Z'],
    ['Thu, 11 Sept 2025 08:00:00 Z', '2025-09-11T08:00:00Z'],
    ['Tue, 04 Nov 2025 12:00:00 +0100 (CET)', '2025-11-04T11:00:00Z'],
    ['Tue Nov 04 2025 12:00:00 GMT+0100 (CET)', '2025-11-04T11:00:00Z'],
    ['Sun Mar  2 14:00:00 EST 2014', '2014-03-02T19:00:00Z'],
    ['Tue Nov 04 12:00:00 +0000 2025', '2025-11-04T12:00:00Z'],
    ['Tue, 04 Nov 2025 12:00:00 PST', '2025-11-04T20:00:00Z'],
    ['Mar, 04 Nov 2025 12:00:00 GMT', '2025-11-04T12:00:00Z'],
    ['mar. 4 févr. 2025 10:00 +0100', '2025-02-04T09:00:00Z'],
    ['4 November 2025 2:30 pm CET', '2025-11-04T13:30:00Z'],
    ['Tue, 04 Nov 2025 07:05:00 ET', '2025-11-04T12:05:00Z'],
    ['Sa, 10. Okt 2020 12:00:00 +0200', '2020-10-10T10:00:00Z'],
    ['2025-11-04T12:00:00Z', '2025-11-04T12:00:00Z'],
    ['2025-11-04T12:00:00.250+01:00', '2025-11-04T11:00:00.250Z'],
    ['2025-11-04t12:00z', '2025-11-04T12:00:00Z'],
    ['2025-11-04 12:00:00 +0100', '2025-11-04T11:00:00Z'],
    ['2025-11-04 12:00:00 UTC', '2025-11-04T12:00:00Z'],
    ['2025-07-04 12:00 Europe/Berlin', '2025-07-04T10:00:00Z'],
    ['2025-07-04T12:00:00[Europe/Berlin]', '2025-07-04T10:00:00Z'],
    ['20251104T120000Z', '2025-11-04T12:00:00Z'],
    ['2025-11-04T24:00:00Z', '2025-11-05T00:00:00Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    ['1494662400', '2017-05-13T08:00:00Z'],
    ['1494662400000', '2017-05-13T08:00:00Z'],
  ])('%s', (text, instant) => {
    expect(value(text)).toBe(instant);
  });
});

describe('dates without a clock time', () => {
  it.each([
    ['2017-05-13', '2017-05-13'],
    ['20170513', '2017-05-13'],
    ['2017/5/13', '2017-05-13'],
    ['2017-133', '2017-05-13'],
    ['2017-W19-6', '2017-05-13'],
    ['13 mayo 2017', '2017-05-13'],
    ['Sept 11, 2026', '2026-09-11'],
    ['25 June 1881', '1881-06-25'],
  ])('%s', (text, day) => {
    expect(read(text)).toEqual({ value: day });
  });
});

describe('a clock time without a zone', () => {
  it.each([
    ['Monday, April 15, 2013 - 2:23pm', '2013-04-15', '2013-04-15T12:23:00Z'],
    ['2025-01-04T12:00:00', '2025-01-04', '2025-01-04T11:00:00Z'],
    ['8/21/2025 9:00:00 AM', '2025-08-21', '2025-08-21T07:00:00Z'],
    ['4 novembre 2025 à 14h30', '2025-11-04', '2025-11-04T13:30:00Z'],
    ['20250104120000', '2025-01-04', '2025-01-04T11:00:00Z'],
  ])('%s is local to timeZone, and without one the date alone', (text, day, instant) => {
    expect(value(text, { timeZone: 'Europe/Paris' })).toBe(instant);
    expect(read(text)).toEqual({ value: day, warning: expect.stringContaining('timeZone') });
  });

  it('survives the changes of clocks', () => {
    const paris = { timeZone: 'Europe/Paris' };
    expect(value('2025-03-30 01:59', paris)).toBe('2025-03-30T00:59:00Z');
    expect(value('2025-03-30 03:00', paris)).toBe('2025-03-30T01:00:00Z');
    expect(value('2025-10-26 02:30', paris)).toBe('2025-10-26T00:30:00Z');
  });
});

describe('day and month', () => {
  it('are never guessed', () => {
    expect(read('11/06/2025')).toEqual({ value: null, warning: expect.stringContaining('dateOrder') });
    expect(value('11/06/2025', { dateOrder: 'day-first' })).toBe('2025-06-11');
    expect(value('11/06/2025', { dateOrder: 'month-first' })).toBe('2025-11-06');
    expect(value('21/06/2025')).toBe('2025-06-21');
  });

  it('are told by other dates of the same source, unless they disagree', () => {
    expect(inferDateOrder(['03/04/2025', '21/04/2025'])).toBe('day-first');
    expect(inferDateOrder(['04/21/2025 9:00'])).toBe('month-first');
    expect(inferDateOrder(['21/04/2025', '04/21/2025'])).toBeNull();
    expect(inferDateOrder(['03/04/2025', '2025-04-21'])).toBeNull();
  });
});

describe('nonsense', () => {
  it.each([
    '',
    'soon',
    '12',
    '2017',
    'May 2017',
    '2025-02-30',
    'Thu, 31 Jun 2025 10:00:00 GMT',
    '2025-11-04T12:00:00+99:99',
    '2025-11-04T12:00:61Z',
    '2025-11-04T25:00:00Z',
    '0001-01-01T00:00:00',
    '0000-00-00 00:00:00',
    'Thu, 01 Jan 1970 00:00:00 +0000',
    '2025-W54-1',
    '2025-366',
    `4 Nov 2025${' '.repeat(300)}x`,
  ])('%s is no date', (text) => {
    expect(value(text)).toBeNull();
  });

  it('of any kind gives null or a date, never an exception', () => {
    const part = fc.constantFrom(
      '2025',
      '04',
      '-',
      '/',
      ':',
      ' ',
      'T',
      'Z',
      '+',
      'Nov',
      'pm',
      ',',
      '12',
      '99',
      'GMT',
      '(',
      'W',
      '.',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join('')),
        ),
        (text) => {
          const day = value(text, { timeZone: 'Asia/Kolkata' });
          expect(day === null || /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(day)).toBe(true);
        },
      ),
    );
  });
});
