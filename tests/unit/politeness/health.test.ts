import { describe, expect, it } from 'vitest';
import { setEnabled } from '../../../shared/newsrooms/enabled.ts';
import { newsroomHealth, readHealth } from '../../../shared/newsrooms/health.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import { type ChannelState, newChannelState } from '../../../shared/politeness/channel-state.ts';
import { memoryPorts } from '../../support/memory/ports.ts';

const nowMs = Date.UTC(2026, 2, 2, 9);
const day = (ago: number): string => new Date(nowMs - ago * 86_400_000).toISOString();
const [rss, listing] = ['https://a.example/rss', 'https://a.example/news'] as const;

const newsroom: Newsroom = {
  id: 'a',
  organization: 'A',
  country: 'INT',
  homepage: 'https://a.example/',
  enabled: true,
  channels: [
    { kind: 'rss', url: rss },
    { kind: 'listing', url: listing },
  ],
  expect: { silentAfter: '10d' },
};

const state = (url: string, overrides: Partial<ChannelState>): ChannelState => ({
  ...newChannelState('a', url),
  ...overrides,
});
const good = (url: string, itemDaysAgo: number): ChannelState =>
  state(url, { condition: 'good', lastGoodAt: day(0), lastItemAt: day(itemDaysAgo) });
const statusOf = (...states: ChannelState[]): string => newsroomHealth(newsroom, states, nowMs).status;

describe('a newsroom', () => {
  it('is new until it was polled, and disabled when it is not', () => {
    expect(statusOf()).toBe('new');
    expect(newsroomHealth(newsroom, [], nowMs, false).status).toBe('disabled');
  });

  it('is fresh, quiet or silent by the time of its last news', () => {
    expect(statusOf(good(rss, 1))).toBe('fresh');
    expect(statusOf(good(rss, 8))).toBe('quiet');
    expect(statusOf(good(rss, 11))).toBe('silent');
    expect(statusOf(good(rss, 11), good(listing, 2))).toBe('fresh');
    const { expect: _, ...unstated } = newsroom;
    expect(newsroomHealth(unstated, [good(rss, 11)], nowMs).status).toBe('quiet');
    expect(newsroomHealth(unstated, [good(rss, 31)], nowMs)).toMatchObject({
      status: 'silent',
      reason: 'nothing new for 31 days',
    });
  });

  it('is as well as its best channel, and still names the one in trouble', () => {
    const broken = state(listing, { condition: 'broken', reason: 'HTTP 404', failures: 3 });
    expect(newsroomHealth(newsroom, [good(rss, 1), broken], nowMs)).toMatchObject({
      status: 'fresh',
      reason: `${listing}: HTTP 404 (3 times in a row)`,
    });
  });

  it.each(['blocked', 'broken', 'gone'] as const)('is %s when no channel works', (condition) => {
    const health = newsroomHealth(newsroom, [state(rss, { condition, reason: 'why', failures: 1 })], nowMs);
    expect(health).toMatchObject({ status: condition, reason: `${rss}: why` });
  });

  it('is judged by the channels that its file names', () => {
    expect(statusOf(state('https://a.example/old', { condition: 'gone' }))).toBe('new');
    expect(statusOf({ ...good(rss, 1), newsroom: 'b' })).toBe('new');
  });
});

describe('the health of all', () => {
  it('is told before anything was polled, with those that are switched off', async () => {
    const { objects } = memoryPorts();
    await setEnabled(objects, ['b'], false);
    const all = await readHealth(objects, [newsroom, { ...newsroom, id: 'b' }], nowMs);
    expect(all.map(({ newsroom: id, status }) => [id, status])).toEqual([
      ['a', 'new'],
      ['b', 'disabled'],
    ]);
  });
});
