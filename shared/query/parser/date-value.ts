/** Reads the value of `date:`: a year, month or day, a comparison, or a range, as inclusive ISO days. */

interface DayRange {
  readonly from: string | null;
  readonly to: string | null;
}

export type DateReading =
  | { readonly kind: 'range'; readonly range: DayRange }
  | { readonly kind: 'bad'; readonly message: string; readonly fixed: readonly string[] };

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

/** The ways in which a text that is no ISO date may be one: none, one, or two where day and month cannot be told apart. */
interface OtherNotation {
  readonly fixed: readonly string[];
}

/** `2026`, `2026-02` or `2026-02-03` as its first and last day. */
function readPeriod(text: string): WholePeriod | OtherNotation {
  const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (parts === null) return { fixed: otherNotations(text).filter(isDate) };
  const year = Number(parts[1]);
  if (year === 0) return { fixed: [] };
  if (parts[2] === undefined) return { first: `${parts[1]}-01-01`, last: `${parts[1]}-12-31` };
  const month = Math.min(Math.max(Number(parts[2]), 1), 12);
  const prefix = `${parts[1]}-${pad(month, 2)}`;
  if (parts[3] === undefined) {
    if (parts[2] !== pad(month, 2)) return { fixed: [prefix] };
    return { first: `${prefix}-01`, last: `${prefix}-${monthDays(year, month)}` };
  }
  const day = Math.min(Math.max(Number(parts[3]), 1), monthDays(year, month));
  const whole = `${prefix}-${pad(day, 2)}`;
  return whole === text ? { first: whole, last: whole } : { fixed: [whole] };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function isDate(text: string): boolean {
  return 'first' in readPeriod(text);
}

function isoDay(year: string | undefined, month: string | number | undefined, day?: string): string {
  return `${year}-${pad(Number(month), 2)}${day === undefined ? '' : `-${pad(Number(day), 2)}`}`;
}

/** 13.05.2017, 2017/05/13, 20170513, 2017-05-13T10:00, 13 May 2017 and the like in ISO form. */
function otherNotations(text: string): readonly string[] {
  const yearFirst = /^(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst !== null) return [isoDay(yearFirst[1], yearFirst[2], yearFirst[3])];
  const withTime = /^(\d{4}-\d{2}-\d{2})[T ]\d.*$/.exec(text);
  if (withTime !== null) return [withTime[1] ?? ''];
  const yearLast = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  if (yearLast !== null) {
    const [, one, two, year] = yearLast;
    const dayFirst = isoDay(year, two, one);
    return one === two ? [dayFirst] : [dayFirst, isoDay(year, one, two)];
  }
  const monthYear = /^(\d{1,2})[./-](\d{4})$/.exec(text);
  if (monthYear !== null) return [isoDay(monthYear[2], monthYear[1])];
  const named =
    /^(?:(\d{1,2})\.?[ -])?([a-z]{3})[a-z]*\.?[ -](\d{4})$/i.exec(text) ??
    /^()([a-z]{3})[a-z]*\.? (\d{4})$/i.exec(text);
  const month = named === null ? -1 : MONTHS.indexOf((named[2] ?? '').toLowerCase());
  return named === null || month < 0 ? [] : [isoDay(named[3], month + 1, named[1] || undefined)];
}

const EXAMPLES = 'Write 2026, 2026-02, 2026-02-03, >=2026-02, or 2026-01..2026-03.';

function bad(message: string, fixed: readonly string[]): DateReading {
  return { kind: 'bad', message, fixed };
}

function readComparison(operator: string, value: string): DateReading {
  const period = readPeriod(value);
  if (value === '') return bad(`No date stands behind ${operator}. ${EXAMPLES}`, []);
  if (!('first' in period)) {
    return bad(
      `“${value}” is no date. ${EXAMPLES}`,
      period.fixed.map((date) => operator + date),
    );
  }
  if (operator === '<') return { kind: 'range', range: { from: null, to: shiftDay(period.first, -1) } };
  if (operator === '<=') return { kind: 'range', range: { from: null, to: period.last } };
  if (operator === '>') return { kind: 'range', range: { from: shiftDay(period.last, 1), to: null } };
  return { kind: 'range', range: { from: period.first, to: null } };
}

function readRange(low: string, high: string): DateReading {
  const first = low === '' ? null : readPeriod(low);
  const last = high === '' ? null : readPeriod(high);
  if (first === null && last === null) return bad(`This range has no end. ${EXAMPLES}`, []);
  const badFirst = first !== null && !('first' in first);
  const badLast = last !== null && !('first' in last);
  if (badFirst || badLast) {
    const lows = badFirst ? first.fixed : [low];
    const highs = badLast ? last.fixed : [high];
    const fixed = lows.flatMap((from) => highs.map((to) => `${from}..${to}`));
    return bad(`“${badFirst ? low : high}” is no date. ${EXAMPLES}`, fixed);
  }
  const from = first?.first ?? null;
  const to = last?.last ?? null;
  if (from !== null && to !== null && from > to) {
    return bad(`This range runs backwards: ${low} is later than ${high}.`, [`${high}..${low}`]);
  }
  return { kind: 'range', range: { from, to } };
}

/** Two dates with a dash between them, or with three dots. */
const WRITTEN_RANGE =
  /^(\d{4}(?:-\d{1,2}){0,2})(?:\.{3,}|\u2026|[\u2010-\u2015\u2212~]|-(?=\d{4}))(\d{4}(?:-\d{1,2}){0,2})$/;

/** [2026-01-01 TO 2026-02-01], {2026 TO *}. */
const BRACKETED = /^([[{])\s*(\S+)\s+TO\s+(\S+?)\s*([\]}])$/i;

function bracketFixes([, open, low = '', high = '', close]: RegExpExecArray): readonly string[] {
  const isLowOpen = low === '*';
  const isHighOpen = high === '*';
  const fixed =
    isHighOpen && open === '{'
      ? `>${low}`
      : isLowOpen && close === '}'
        ? `<${high}`
        : `${isLowOpen ? '' : low}..${isHighOpen ? '' : high}`;
  return readDateValue(fixed).kind === 'range' ? [fixed] : [];
}

const RELATIVE = /^(?:now|today|yesterday|tomorrow|(?:last|past|this|next)\b.*|[+-]?\d+ ?[a-z]+)$/i;

/** Never throws; what is `fixed` may itself need another fix. */
export function readDateValue(text: string): DateReading {
  const bracketed = BRACKETED.exec(text);
  if (bracketed !== null) return bad(`“${text}” is no range. ${EXAMPLES}`, bracketFixes(bracketed));
  const comparison = /^(<=|>=|<|>|=|\u2264|\u2265)\s*(.*)$/s.exec(text);
  if (comparison !== null && comparison[1] !== '=') {
    const operator = comparison[1] === '\u2264' ? '<=' : comparison[1] === '\u2265' ? '>=' : (comparison[1] ?? '');
    return readComparison(operator, comparison[2] ?? '');
  }
  if (comparison !== null) return bad('A date needs no equals sign.', comparison[2] ? [comparison[2]] : []);
  const range = WRITTEN_RANGE.exec(text);
  if (range !== null) return bad(`“${text}” is no range. Two dots make one: a..b.`, [`${range[1]}..${range[2]}`]);
  const dots = text.indexOf('..');
  if (dots >= 0) return readRange(text.slice(0, dots), text.slice(dots + 2).replace(/^\.$/, ''));
  const period = readPeriod(text);
  if ('first' in period) return { kind: 'range', range: { from: period.first, to: period.last } };
  if (RELATIVE.test(text))
    return bad(`“${text}” is no date: a watch runs for years and has no today. ${EXAMPLES}`, period.fixed);
  return bad(`“${text}” is no date. ${EXAMPLES}`, period.fixed);
}
