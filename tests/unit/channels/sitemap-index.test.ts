/** Which sitemaps of an index are asked, and in which order. */
import { describe, expect, it } from 'vitest';
import { newestLastmod, sitemapsToFollow } from '../../../shared/channels/sitemap-index.ts';
import type { ChannelItem } from '../../../shared/channels/types.ts';

const entry = (name: string, updated: string | null = null): ChannelItem => ({
  id: null,
  url: `https://press.example.org/${name}.xml`,
  title: null,
  published: null,
  updated,
  summary: null,
  content: null,
  language: null,
  authors: [],
  enclosures: [],
});
const names = (entries: readonly ChannelItem[], since: string | null = null, max = 20) =>
  sitemapsToFollow(entries, since, () => true, max, 3).follow.map(({ url }) => url.slice(26, -4));

describe('the sitemaps of an index', () => {
  const entries = [
    entry('2024', '2024-12-31T10:00:00Z'),
    entry('2026', '2026-03-02T10:00:00Z'),
    entry('2025', '2025-12-31T10:00:00Z'),
  ];

  it('are asked newest first, and only when newer than the mark', () => {
    expect(names(entries)).toEqual(['2026', '2025', '2024']);
    expect(names(entries, '2025-12-31T10:00:00Z')).toEqual(['2026']);
    expect(names(entries, '2026-03-02T10:00:00Z')).toEqual([]);
  });

  it('are newer on the day of the mark, where only the day is known', () => {
    expect(names([entry('a', '2026-03-02'), entry('b', '2026-03-01')], '2026-03-02T10:00:00Z')).toEqual(['a']);
    expect(names(entries, '2026-03-02')).toEqual(['2026']);
  });

  it('are at most so many, and the others are counted', () => {
    const choice = sitemapsToFollow(entries, null, () => true, 2, 3);
    expect(choice.follow).toHaveLength(2);
    expect(choice.leftOver).toBe(1);
  });

  it('come behind the dated ones where they have no date: press first, then the highest number', () => {
    const undated = [entry('pages'), entry('posts-9'), entry('posts-10'), entry('press'), entry('posts-2')];
    expect(names([...undated, entry('old', '2001-01-01')])).toEqual(['old', 'press', 'posts-10', 'posts-9']);
  });

  it('are not asked on other hosts, nor twice', () => {
    const foreign = { ...entry('x'), url: 'https://elsewhere.example/x.xml' };
    const choice = sitemapsToFollow(
      [foreign, entry('a', '2026-01-01'), entry('a', '2026-02-01')],
      null,
      (url) => url.startsWith('https://press.'),
      20,
      3,
    );
    expect(choice.foreign).toEqual(['https://elsewhere.example/x.xml']);
    expect(choice.follow).toEqual([{ url: 'https://press.example.org/a.xml', lastmod: '2026-02-01' }]);
  });

  it('move the mark to the newest of them, but never ahead of the clock', () => {
    const now = '2026-03-03T00:00:00.000Z';
    expect(newestLastmod(entries, null, now)).toBe('2026-03-02T10:00:00Z');
    expect(newestLastmod(entries, '2026-03-02T11:00:00Z', now)).toBe('2026-03-02T11:00:00Z');
    expect(newestLastmod([entry('f', '2099-01-01')], null, now)).toBe(now);
    expect(newestLastmod([entry('u')], null, now)).toBeNull();
  });
});
