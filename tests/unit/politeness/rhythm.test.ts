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
    unchangedPolls: 0,
    nowMs: monday + 9 * HOUR,
    ...overrides,
  });

describe("a newsroom's rhythm", () => {
  it('changes nothing in the first week of observation', () => {
    const sunday = monday - DAY;
    expect(interval({ nowMs: sunday, observedSinceMs: sunday - 6 * DAY, unchangedPolls: 50 })).toBe(HOUR);
    expect(interval({ nowMs: sunday, observedSinceMs: null, unchangedPolls: 50 })).toBe(HOUR);
  });

  it('keeps the stated interval in busy hours, and stretches it four times at most in others', () => {
    expect(interval()).toBe(HOUR);
    expect(interval({ nowMs: monday + 20 * HOUR })).toBe(4 * HOUR);
    expect(interval({ nowMs: monday - DAY + 10 * HOUR })).toBe(4 * HOUR);
    expect(interval({ everyMs: 15 * MINUTE, nowMs: monday + 20 * HOUR })).toBe(HOUR);
  });

  it('does not sleep through the beginning of a busy hour', () => {
    expect(interval({ nowMs: monday + 6 * HOUR })).toBeLessThanOrEqual(3 * HOUR);
  });

  it('without busy hours is a quarter of the median gap, doubled after three polls without news', () => {
    const times = Array.from({ length: 60 }, (_, n) => monday - n * 7 * HOUR).reverse();
    expect(interval({ times, nowMs: monday })).toBe(1.75 * HOUR);
    expect(interval({ times, nowMs: monday, unchangedPolls: 3 })).toBe(3.5 * HOUR);
    expect(interval({ times, nowMs: monday, unchangedPolls: 9 })).toBe(4 * HOUR);
    expect(interval({ times: [], unchangedPolls: 2 })).toBe(HOUR);
    expect(interval({ times: [], unchangedPolls: 3 })).toBe(2 * HOUR);
  });

  it('never makes a day longer', () => {
    expect(interval({ everyMs: DAY, times: [], unchangedPolls: 9 })).toBe(DAY);
    expect(interval({ everyMs: 12 * HOUR, times: [], unchangedPolls: 9 })).toBe(DAY);
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
