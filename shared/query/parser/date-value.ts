/** Reads the value of `date:`: a year, month or day, a comparison, or a range, as inclusive ISO days. */

interface DayRange {
  readonly from: string | null;
  readonly to: string | null;
}

export type DateReading =
  | { readonly kind: 'range'; readonly range: DayRange }
  | { readonly kind: 'bad'; readonly message: string; readonly fixed: string | null };

interface WholePeriod {
  readonly first: string;
  readonly last: string;
}

const DAY_MS = 86_400_000;

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function monthDays(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** `2026`, `2026-02` or `2026-02-03` as its first and last day. */
function readPeriod(text: string): WholePeriod | { readonly fixed: string | null } {
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (parts === null) return { fixed: otherNotation(text) };
  const year = Number(parts[1]);
  if (year === 0) return { fixed: null };
  if (parts[2] === undefined) return { first: `${parts[1]}-01-01`, last: `${parts[1]}-12-31` };
  const month = Math.min(Math.max(Number(parts[2]), 1), 12);
  const prefix = `${parts[1]}-${pad(month, 2)}`;
  if (parts[3] === undefined) {
    if (parts[2] !== pad(month, 2)) return { fixed: prefix };
    return { first: `${prefix}-01`, last: `${prefix}-${monthDays(year, month)}` };
  }
  const day = Math.min(Math.max(Number(parts[3]), 1), monthDays(year, month));
  const whole = `${prefix}-${pad(day, 2)}`;
  return whole === text ? { first: whole, last: whole } : { fixed: whole };
}

/** 13.05.2017, 2017/05/13 and the like in ISO form, when only one reading is possible; else null. */
function otherNotation(text: string): string | null {
  const yearFirst = /^(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?$/.exec(text);
  if (yearFirst !== null) {
    const month = pad(Number(yearFirst[2]), 2);
    return valid(
      yearFirst[3] === undefined
        ? `${yearFirst[1]}-${month}`
        : `${yearFirst[1]}-${month}-${pad(Number(yearFirst[3]), 2)}`,
    );
  }
  const yearLast = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  if (yearLast === null) return null;
  const one = Number(yearLast[1]);
  const two = Number(yearLast[2]);
  if (one <= 12 && two <= 12 && one !== two) return null;
  const [day, month] = one > 12 ? [one, two] : [two, one];
  return valid(`${yearLast[3]}-${pad(month, 2)}-${pad(day, 2)}`);
}

function valid(text: string): string | null {
  return 'first' in readPeriod(text) ? text : null;
}

const EXAMPLES = 'Write 2026, 2026-02, 2026-02-03, >=2026-02, or 2026-01..2026-03.';

function bad(message: string, fixed: string | null): DateReading {
  return { kind: 'bad', message, fixed };
}

function readComparison(operator: string, value: string): DateReading {
  const period = readPeriod(value);
  if (!('first' in period)) {
    return bad(`“${value}” is no date. ${EXAMPLES}`, period.fixed === null ? null : operator + period.fixed);
  }
  if (operator === '<') return { kind: 'range', range: { from: null, to: shiftDay(period.first, -1) } };
  if (operator === '<=') return { kind: 'range', range: { from: null, to: period.last } };
  if (operator === '>') return { kind: 'range', range: { from: shiftDay(period.last, 1), to: null } };
  return { kind: 'range', range: { from: period.first, to: null } };
}

function readRange(low: string, high: string): DateReading {
  const first = low === '' ? null : readPeriod(low);
  const last = high === '' ? null : readPeriod(high);
  if (first === null && last === null) return bad(`This range has no end. ${EXAMPLES}`, null);
  const badFirst = first !== null && !('first' in first);
  const badLast = last !== null && !('first' in last);
  if (badFirst || badLast) {
    const fixedLow = badFirst ? first.fixed : low;
    const fixedHigh = badLast ? last.fixed : high;
    const fixed = fixedLow === null || fixedHigh === null ? null : `${fixedLow}..${fixedHigh}`;
    return bad(`“${badFirst ? low : high}” is no date. ${EXAMPLES}`, fixed);
  }
  const from = first?.first ?? null;
  const to = last?.last ?? null;
  if (from !== null && to !== null && from > to) {
    return bad(`This range runs backwards: ${low} is later than ${high}.`, `${high}..${low}`);
  }
  return { kind: 'range', range: { from, to } };
}

/** Never throws; `fixed` of a bad value may itself need another fix. */
export function readDateValue(text: string): DateReading {
  const comparison = /^(<=|>=|<|>|=)(.*)$/s.exec(text);
  if (comparison !== null && comparison[1] !== '=') return readComparison(comparison[1] ?? '', comparison[2] ?? '');
  if (comparison !== null)
    return bad('A date needs no equals sign.', comparison[2] === '' ? null : (comparison[2] ?? null));
  const dots = text.indexOf('..');
  if (dots >= 0) return readRange(text.slice(0, dots), text.slice(dots + 2).replace(/^\.$/, ''));
  const period = readPeriod(text);
  if (!('first' in period)) return bad(`“${text}” is no date. ${EXAMPLES}`, period.fixed);
  return { kind: 'range', range: { from: period.first, to: period.last } };
}
