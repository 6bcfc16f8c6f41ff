/** The windows of digests, whatever the clocks of their time zone do. */
import { describe, expect, test } from 'vitest';
import { type DigestBox, emptyBox } from '../../../shared/watch/digest-box.ts';
import { boundaryAfter, boundaryBefore, dueWindow, firstEnd } from '../../../shared/watch/digest-window.ts';
import type { Watch } from '../../../shared/watch/schema.ts';

const ms = (iso: string): number => Date.parse(iso);
const after = (iso: string, rate: 'daily' | 'weekly', zone: string): string =>
  new Date(boundaryAfter(ms(iso), rate, zone)).toISOString();

describe('the boundary of a window', () => {
  test.each([
    ['a plain day', '2026-05-13T10:00:00Z', 'daily', 'UTC', '2026-05-14T00:00:00.000Z'],
    ['midnight itself begins the next day', '2026-05-13T00:00:00Z', 'daily', 'UTC', '2026-05-14T00:00:00.000Z'],
    ['the last millisecond of a day', '2026-05-13T23:59:59.999Z', 'daily', 'UTC', '2026-05-14T00:00:00.000Z'],
    ['a zone ahead of UTC', '2026-05-13T22:30:00Z', 'daily', 'Europe/Paris', '2026-05-14T22:00:00.000Z'],
    ['a zone behind it', '2026-05-13T03:00:00Z', 'daily', 'America/New_York', '2026-05-13T04:00:00.000Z'],
    ['a zone with a quarter of an hour', '2026-05-13T10:00:00Z', 'daily', 'Asia/Kathmandu', '2026-05-13T18:15:00.000Z'],
    ['a day of 23 hours', '2026-03-28T23:00:00Z', 'daily', 'Europe/Paris', '2026-03-29T22:00:00.000Z'],
    ['a day of 25 hours', '2026-10-24T22:00:00Z', 'daily', 'Europe/Paris', '2026-10-25T23:00:00.000Z'],
    ['a midnight that is skipped', '2026-03-28T12:00:00Z', 'daily', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
    ['a week ends before Monday', '2026-05-13T10:00:00Z', 'weekly', 'UTC', '2026-05-18T00:00:00.000Z'],
    ['Monday itself begins a week', '2026-05-18T00:00:00Z', 'weekly', 'UTC', '2026-05-25T00:00:00.000Z'],
    ['Sunday night in the zone', '2026-05-17T21:59:59Z', 'weekly', 'Europe/Paris', '2026-05-17T22:00:00.000Z'],
    ['a zone that nobody knows counts as UTC', '2026-05-13T10:00:00Z', 'daily', 'Mars/One', '2026-05-14T00:00:00.000Z'],
  ] as const)('%s', (_, at, rate, zone, expected) => {
    expect(after(at, rate, zone)).toBe(expected);
  });

  test('before the end of a long day is its beginning', () => {
    const begin = boundaryBefore(ms('2026-10-25T23:00:00Z'), 'daily', 'Europe/Paris');
    expect(new Date(begin).toISOString()).toBe('2026-10-24T22:00:00.000Z');
  });

  test('a year of days in a zone follows one another without a gap', () => {
    let at = boundaryAfter(ms('2026-01-01T12:00:00Z'), 'daily', 'America/Havana');
    for (let day = 0; day < 370; day += 1) {
      const next = boundaryAfter(at, 'daily', 'America/Havana');
      expect(next - at).toBeGreaterThanOrEqual(23 * 3_600_000);
      expect(next - at).toBeLessThanOrEqual(25 * 3_600_000);
      expect(boundaryBefore(next, 'daily', 'America/Havana')).toBe(at);
      at = next;
    }
  });
});

function watchOf(fields: Partial<Watch> = {}): Watch {
  const plain = { pausedAt: null, resumedAt: null, timeZone: 'UTC', rate: 'daily', subscribedRates: [] };
  return { ...plain, ...fields } as unknown as Watch;
}

function boxOf(since: string | null, ...ats: readonly string[]): DigestBox {
  const waiting = ats.map((at, index) => ({
    at,
    alertId: `a${index}`,
    watch: 'w',
    release: 'r',
    revision: 1,
    kind: 'new' as const,
    key: 'k',
    ledgerKey: 'l',
  }));
  return { ...emptyBox, since, waiting };
}

describe('a window that is due', () => {
  const due = (watch: Watch, box: DigestBox, now: string): string | null => {
    const window = dueWindow(watch, 'daily', box, ms(now));
    return window === null ? null : `${new Date(window.fromMs).toISOString()} ${new Date(window.toMs).toISOString()}`;
  };

  test('is none while it is open, and from its end on the one of its earliest hit', () => {
    const box = boxOf(null, '2026-05-13T10:00:00Z');
    expect(due(watchOf(), box, '2026-05-13T23:59:59.999Z')).toBeNull();
    const window = '2026-05-13T00:00:00.000Z 2026-05-14T00:00:00.000Z';
    expect(due(watchOf(), box, '2026-05-14T00:00:00Z')).toBe(window);
    expect(due(watchOf(), box, '2026-05-20T10:00:00Z')).toBe(window);
  });

  test('is none when nothing waits', () => {
    expect(due(watchOf(), emptyBox, '2026-05-20T10:00:00Z')).toBeNull();
  });

  test('takes a hit that was recorded after its own window was closed with the next one', () => {
    const box = boxOf('2026-05-14T00:00:00.000Z', '2026-05-13T23:59:59Z');
    expect(due(watchOf(), box, '2026-05-14T10:00:00Z')).toBeNull();
    expect(due(watchOf(), box, '2026-05-15T00:00:00Z')).toBe('2026-05-14T00:00:00.000Z 2026-05-15T00:00:00.000Z');
  });

  test('is none in a pause, and ends with it', () => {
    const box = boxOf(null, '2026-05-11T10:00:00Z', '2026-05-13T10:00:00Z');
    expect(due(watchOf({ pausedAt: '2026-05-11T00:00:00Z' }), box, '2026-05-20T10:00:00Z')).toBeNull();
    const resumed = watchOf({ resumedAt: '2026-05-15T12:00:00.000Z' });
    const window = '2026-05-11T10:00:00.000Z 2026-05-15T12:00:00.000Z';
    expect(due(resumed, box, '2026-05-15T12:00:00Z')).toBe(window);
    // The clock of whoever ended it is ahead of ours: it is over all the same.
    expect(due(resumed, box, '2026-05-15T09:00:00Z')).toBe(window);
  });

  test('is looked for first when its earliest box ends', () => {
    const paris = watchOf({ timeZone: 'Europe/Paris' });
    const boxes = { weekly: boxOf(null, '2026-05-13T10:00:00Z'), daily: boxOf(null, '2026-05-14T10:00:00Z') };
    expect(new Date(firstEnd(paris, boxes)).toISOString()).toBe('2026-05-14T22:00:00.000Z');
    expect(firstEnd(watchOf({ pausedAt: '2026-05-01T00:00:00Z' }), boxes)).toBe(Number.POSITIVE_INFINITY);
    expect(firstEnd(paris, { daily: emptyBox })).toBe(Number.POSITIVE_INFINITY);
  });
});
