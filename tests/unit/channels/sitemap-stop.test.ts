import { describe, expect, it } from 'vitest';
import { sitemapStop } from '../../../shared/channels/sitemap-stop.ts';
import { limits } from '../../../shared/limits.ts';

const day = (ago: number): string => new Date(Date.UTC(2026, 2, 1) - ago * 86_400_000).toISOString().slice(0, 10);
const entry = (ago: number, field = 'lastmod'): string =>
  `<url><loc>https://news.example/${ago}</loc><${field}>${day(ago)}T10:00:00Z</${field}></url>`;
const sitemap = (entries: readonly string[]): string => `<urlset>${entries.join('\n')}`;
const daily = Array.from({ length: 500 }, (_, ago) => entry(ago));

/** How many of the characters were read, in chunks of so many. */
function readOf(text: string, chunkCharacters = 64): number {
  const isEnough = sitemapStop(day(10));
  for (let at = 0; at < text.length; at += chunkCharacters) {
    if (isEnough(Buffer.from(text.slice(at, at + chunkCharacters)))) return at + chunkCharacters;
  }
  return text.length;
}

describe('a sitemap', () => {
  const enough = sitemap(daily.slice(0, 11 + limits.sitemapOlderEntriesMax)).length;

  it('that is newest first is read until so many of its entries are old, however it is cut into chunks', () => {
    for (const chunk of [1, 7, 64, 4_096]) {
      const read = readOf(sitemap(daily), chunk);
      expect(read).toBeGreaterThanOrEqual(enough - 1);
      expect(read).toBeLessThan(enough + chunk + 1);
    }
  });

  it('of news is judged by the day of publication', () => {
    expect(readOf(sitemap(Array.from({ length: 500 }, (_, ago) => entry(ago, 'news:publication_date'))))).toBeLessThan(
      sitemap(daily).length,
    );
  });

  it.each([
    ['oldest first', [...daily].reverse()],
    ['without order', [...daily.slice(0, 5), ...daily.slice(20, 60), ...daily.slice(5)]],
    [
      'with an entry without a day',
      [...daily.slice(0, 50), '<url><loc>https://news.example/x</loc></url>', ...daily.slice(50)],
    ],
    ['without any day', daily.map(() => '<url><loc>https://news.example/x</loc></url>')],
    ['all of them new', daily.map(() => entry(0))],
    ['that is no sitemap', ['x'.repeat(200_000), ...daily]],
  ])('%s is read whole', (_name, entries) => {
    expect(readOf(sitemap(entries), 1_024)).toBe(sitemap(entries).length);
  });
});
