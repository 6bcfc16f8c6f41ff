import { describe, expect, it } from 'vitest';
import { hintedMs } from '../../../shared/politeness/interval.ts';
import { linkTarget } from '../../../shared/politeness/link-header.ts';
import { ownIntervalMs } from '../../../shared/politeness/rhythm.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday. */
const monday = Date.UTC(2026, 2, 2);

/** At 9, 11 and 14 o'clock on weekdays, over three weeks before `monday`. */
const officeTimes = Array.from({ length: 21 }, (_, day) => monday - (21 - day) * DAY)
  .filter((ms) => ![0, 6].includes(new Date(ms).getUTCDay()))
  .flatMap((ms) => [9, 11, 14].map((hour) => ms + hour * HOUR + 10 * MINUTE));

const interval = (overrides: Partial<Parameters<typeof ownIntervalMs>[0]> = {}): number =>
  ownIntervalMs({
    everyMs: HOUR,
    times: officeTimes,
    observedSinceMs: monday - 20 * DAY,
    nowMs: monday + 9 * HOUR,
    ...overrides,
  });

describe("a newsroom's rhythm", () => {
  it('changes nothing in the first week of observation', () => {
    const sunday = monday - DAY;
    expect(interval({ nowMs: sunday, observedSinceMs: sunday - 6 * DAY })).toBe(HOUR);
    expect(interval({ nowMs: sunday, observedSinceMs: null })).toBe(HOUR);
  });

  it('keeps the stated interval in busy hours, and stretches it up to four times in others', () => {
    expect(interval()).toBe(HOUR);
    expect(interval({ nowMs: monday + 18 * HOUR })).toBe(4 * HOUR);
    expect(interval({ nowMs: monday - DAY + 10 * HOUR })).toBe(4 * HOUR);
    expect(interval({ everyMs: 15 * MINUTE, nowMs: monday + 18 * HOUR })).toBe(HOUR);
  });

  it('does not sleep through the beginning of a busy hour', () => {
    expect(interval({ nowMs: monday + 6 * HOUR })).toBeLessThanOrEqual(3 * HOUR);
  });

  /** Requests of a week, as a share of one every hour. */
  const shareOf = (times: readonly number[]): number => {
    let count = 0;
    for (let at = monday; at < monday + 7 * DAY; at += interval({ times, nowMs: at })) count += 1;
    return count / (7 * 24);
  };
  const spread = (gapMs: number, count: number): number[] =>
    Array.from({ length: count }, (_, n) => monday - n * gapMs).reverse();

  it('spreads half of the requests evenly where news comes at any hour, or hardly any is known', () => {
    for (const times of [spread(5 * HOUR, 130), spread(11 * DAY, 3), []]) {
      expect(shareOf(times)).toBeCloseTo(0.475, 1);
      expect(interval({ times, nowMs: monday })).toBeLessThan(3 * HOUR);
    }
  });

  it('does not spend all of that where the news has few hours', () => {
    const mornings = Array.from({ length: 4 }, (_, week) => monday - (4 - week) * 7 * DAY + 10 * HOUR);
    expect(shareOf(mornings.flatMap((ms) => [ms, ms, ms]))).toBeLessThan(0.4);
  });

  it('asks nearly as often as it may where most requests find something, at any hour', () => {
    for (const times of [spread(20 * MINUTE, 200), spread(100 * MINUTE, 200)]) {
      expect(interval({ times, nowMs: monday })).toBe(1.15 * HOUR);
      expect(interval({ times, nowMs: monday + 30 * MINUTE })).toBe(1.15 * HOUR);
    }
    expect(interval({ times: spread(150 * MINUTE, 200), nowMs: monday })).toBeGreaterThan(1.5 * HOUR);
  });

  it('never makes a day longer', () => {
    expect(interval({ everyMs: DAY, times: [] })).toBe(DAY);
    expect(interval({ everyMs: 12 * HOUR, times: [] })).toBe(DAY);
  });
});

describe('what a server and a feed ask for', () => {
  const hints = { ttlMinutes: null, skipHours: [], skipDays: [] };

  it('only lengthens the interval, to a day', () => {
    expect(hintedMs(HOUR, 0, null, monday)).toBe(HOUR);
    expect(hintedMs(HOUR, 3 * HOUR, null, monday)).toBe(3 * HOUR);
    expect(hintedMs(HOUR, 0, { ...hints, ttlMinutes: 120 }, monday)).toBe(2 * HOUR);
    expect(hintedMs(HOUR, 0, { ...hints, ttlMinutes: 1e6 }, monday)).toBe(DAY);
  });

  it('moves a poll out of skipped hours and days', () => {
    expect(hintedMs(HOUR, 0, { ...hints, skipHours: [1, 2] }, monday)).toBe(3 * HOUR);
    expect(hintedMs(23 * HOUR, 0, { ...hints, skipDays: [1] }, monday)).toBe(DAY);
    const all = Array.from({ length: 24 }, (_, hour) => hour);
    expect(hintedMs(HOUR, 0, { ...hints, skipHours: all }, monday)).toBe(DAY);
  });
});

describe('a Link header', () => {
  const link = '</feed>; rel="self", <https://hub.example/>; title="x, y"; rel="hub alternate", <broken';
  it.each([
    ['hub', 'https://hub.example/'],
    ['self', 'https://news.example/feed'],
    ['next', null],
  ])('leads to %s', (relation, expected) => {
    expect(linkTarget({ link }, relation, 'https://news.example/')).toBe(expected);
  });
});
