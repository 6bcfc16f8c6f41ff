/**
 * How many alerts a week a query is going to give, with a range. Each newsroom counts by itself over the whole weeks that
 * the archive covers of it, since a first poll reaches back weeks with one newsroom and years with another; the range is
 * that of a negative binomial count (a Poisson count where weeks vary no more than chance has it), central 80 %.
 */
import { limits } from '../limits.ts';
import { weekOf } from './weeks.ts';

export interface ExpectedAlerts {
  readonly perWeek: number;
  /** In four weeks of five the number lies from `low` to `high`. */
  readonly low: number;
  readonly high: number;
  /** What the range stands for, 0 to 1. */
  readonly confidence: number;
  /** Messages a week: alerts of one minute go as one message, and behind so many a day one digest an hour. */
  readonly messagesPerWeek: number;
  /** Whether some days have so many that the watch is slowed to digests. */
  readonly isSlowed: boolean;
  /** Whole weeks it was taken from: of the newsroom with the longest reach. */
  readonly weeks: number;
  readonly newsrooms: number;
  /** How much more the weeks vary than chance alone would have it; 1 is no more. */
  readonly dispersion: number;
  /** The method in a sentence. */
  readonly method: string;
}

/** What is known of one newsroom. */
export interface NewsroomRecord {
  /** Printed days, since the epoch, of what was there at the first poll. */
  readonly baselineDays: readonly number[];
  /** Day of the first poll that found some of them; null when there was nothing. */
  readonly baselineSeenDay: number | null;
  /** Day on which the first release was seen as it came out; null when there is none. */
  readonly firstLiveDay: number | null;
  /** Week → matches, of all that counts. */
  readonly matches: ReadonlyMap<number, number>;
}

/** How the matches that were seen as they came out would have gone out. */
export interface ObservedMessages {
  /** Messages an alert. */
  readonly share: number;
  /** Days on which the watch would have been slowed. */
  readonly slowedDays: number;
}

const confidence = 0.8;
/** The oldest tenth of what was there at first is left out: one pinned old item must not stretch the weeks. */
const oldestLeftOut = 0.1;
/** A newsroom was not covered across a gap of so many of its usual gaps, and of so many days: what is older was left standing. */
const usualGapsMax = 8;
const gapDaysMin = 56;
/** Fewer weeks than this say nothing of how much weeks vary. */
const dispersionWeeksMin = 5;
const dispersionMax = 50;
/** Above this mean the count is taken as normal. */
const normalMean = 200;

const method =
  'Matches in whole weeks (Monday to Sunday, UTC, by the printed day) of each newsroom since the archive covers it, added up; ' +
  'the range is the middle 80 % of a negative binomial count whose spread is that of the weeks (Poisson when they vary no more than chance).';

/**
 * `lastDay` is the last day that was observed; its week is not whole. Null when no newsroom has a whole week yet.
 */
export function expectedAlerts(
  records: Iterable<NewsroomRecord>,
  lastDay: number,
  messages: ObservedMessages,
): ExpectedAlerts | null {
  const lastWeek = weekOf(lastDay) - 1;
  const covered: { first: number; rate: number; count: number; weeks: number; record: NewsroomRecord }[] = [];
  for (const record of records) {
    const start = coverageStart(record);
    if (start === null) continue;
    const first = weekOf(start) + 1;
    const weeks = lastWeek - first + 1;
    if (weeks < 1) continue;
    let count = 0;
    for (const [week, matches] of record.matches) if (week >= first && week <= lastWeek) count += matches;
    covered.push({ first, rate: count / weeks, count, weeks, record });
  }
  if (covered.length === 0) return null;
  const weeks = Math.max(...covered.map((one) => one.weeks));
  const perWeek = covered.reduce((sum, { rate }) => sum + rate, 0);
  const dispersion = dispersionOf(covered, lastWeek - weeks + 1, lastWeek);
  // Half a match more than was seen: no match in a few weeks does not mean that there will never be one.
  const mean = perWeek + 0.5 / weeks;
  const uncertainty = covered.reduce((sum, one) => sum + one.count / one.weeks ** 2, 0.5 / weeks ** 2);
  const variance = dispersion * (mean + uncertainty);
  return {
    perWeek: rounded(perWeek),
    low: quantile(mean, variance, (1 - confidence) / 2),
    high: quantile(mean, variance, (1 + confidence) / 2),
    confidence,
    ...messagesOf(perWeek, messages),
    weeks,
    newsrooms: covered.length,
    dispersion: rounded(dispersion),
    method,
  };
}

const daysPerWeek = 7;
const hoursPerDay = 24;

/** Where most was there at the first poll, nothing tells how it came: no day has more messages than the guard lets through. */
function messagesOf(perWeek: number, { share, slowedDays }: ObservedMessages) {
  const messages = perWeek * share;
  const atOnceMax = limits.messagesAtOncePerDayMax * daysPerWeek;
  return {
    messagesPerWeek: rounded(Math.min(messages, atOnceMax + hoursPerDay * daysPerWeek)),
    isSlowed: slowedDays > 0 || messages > atOnceMax,
  };
}

/** From which day on (nearly) everything of a newsroom is in the archive: null when nothing tells. */
function coverageStart({ baselineDays, baselineSeenDay, firstLiveDay }: NewsroomRecord): number | null {
  if (baselineSeenDay === null) return firstLiveDay;
  const days = [...baselineDays, baselineSeenDay].sort((a, b) => a - b);
  const gaps = days.slice(1).map((day, at) => day - (days[at] ?? day));
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0;
  const gapMax = Math.max(gapDaysMin, usual * usualGapsMax);
  const reached = days.slice(gaps.findLastIndex((gap) => gap > gapMax) + 1);
  return reached[Math.min(Math.ceil((reached.length - 1) * oldestLeftOut), reached.length - 1)] ?? null;
}

/** Pearson's statistic of the weekly sums over its degrees of freedom, at least 1. */
function dispersionOf(
  covered: readonly { first: number; rate: number; record: NewsroomRecord }[],
  first: number,
  last: number,
): number {
  let statistic = 0;
  let weeks = 0;
  for (let week = first; week <= last; week++) {
    let expected = 0;
    let seen = 0;
    for (const one of covered) {
      if (week < one.first) continue;
      expected += one.rate;
      seen += one.record.matches.get(week) ?? 0;
    }
    if (expected === 0) continue;
    statistic += (seen - expected) ** 2 / expected;
    weeks++;
  }
  if (weeks < dispersionWeeksMin) return 1;
  return Math.min(Math.max(statistic / (weeks - 1), 1), dispersionMax);
}

/** The smallest count whose cumulative probability reaches `probability`. */
function quantile(mean: number, variance: number, probability: number): number {
  if (mean > normalMean) return Math.max(0, Math.round(mean + normalDeviation(probability) * Math.sqrt(variance)));
  const isPoisson = variance <= mean * 1.000001;
  const size = isPoisson ? 0 : mean ** 2 / (variance - mean);
  const success = size / (size + mean);
  let mass = isPoisson ? Math.exp(-mean) : success ** size;
  let sum = mass;
  let count = 0;
  const countMax = 20 * (mean + Math.sqrt(variance) + 10);
  while (sum < probability && count < countMax) {
    mass *= isPoisson ? mean / (count + 1) : ((count + size) / (count + 1)) * (1 - success);
    count++;
    sum += mass;
  }
  return count;
}

/** Of the two probabilities that are asked: the middle 80 %. */
function normalDeviation(probability: number): number {
  return probability < 0.5 ? -1.2816 : 1.2816;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What to expect, in a sentence for people. */
export function sayExpected(expected: ExpectedAlerts | null): string {
  if (expected === null) return 'How many alerts a week that makes cannot be said yet: no whole week is covered.';
  const { perWeek, low, high, weeks, messagesPerWeek, isSlowed } = expected;
  const rate = perWeek >= 10 ? Math.round(perWeek) : Math.round(perWeek * 10) / 10;
  const messages = messagesPerWeek < perWeek * 0.95 ? `, in about ${Math.round(messagesPerWeek)} messages` : '';
  const slowed = isSlowed
    ? ` Behind ${limits.messagesAtOncePerDayMax} messages a day it sends one digest an hour: make the query narrower, or take a daily digest.`
    : '';
  const range = low === high ? `${low}` : `${low} to ${high}`;
  const covered = weeks === 1 ? '1 whole week' : `${weeks} whole weeks`;
  return `Expect about ${rate} alerts a week (${range} in four weeks of five${messages}), by ${covered} covered.${slowed}`;
}
