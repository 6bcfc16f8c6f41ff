/** Hostile and arbitrary bytes: bounded in time, never an exception, nothing invented. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import type { ChannelKind } from '../../../shared/newsrooms/schema.ts';
import { read, rss } from './context.ts';

const kinds: readonly (ChannelKind | null)[] = [null, 'rss', 'json-feed', 'sitemap', 'listing'];
const item = '<item><title>Real</title><link>/1</link></item>';

/** CPU seconds of this process: the clock on the wall would measure the neighbours. */
function secondsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

describe('hostile channels', () => {
  const bomb = `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
  it.each<[string, () => string]>([
    ['nested tags', () => `<rss><channel>${item}${'<a>'.repeat(200_000)}`],
    ['nested tags in a title', () => rss(`${item}<item><title>${'<b>'.repeat(100_000)}</title></item>`)],
    ['a huge attribute', () => rss(`${item}<item a="${'x'.repeat(2_000_000)}"/>`)],
    ['many attributes', () => rss(`${item}<item ${Array.from({ length: 50_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`)],
    ['many attributes without quotes', () => rss(`${item}<item ${'a=1 '.repeat(50_000)}/>`)],
    ['an entity bomb', () => `${bomb}${rss(`${item}<item><title>${'&b;'.repeat(50_000)}</title></item>`)}`],
    [
      'an entity that grows',
      () =>
        `<!DOCTYPE rss [<!ENTITY a "${'a'.repeat(1_000)}">]>${rss(`${item}<item><title>${'&a;'.repeat(50_000)}</title></item>`)}`,
    ],
    ['an open CDATA section', () => `<rss><channel>${item}<item><description><![CDATA[${'x<'.repeat(500_000)}`],
    ['open comments', () => `<rss><channel>${item}${'<!--'.repeat(200_000)}`],
    ['less-than signs', () => `<rss><channel>${item}${'<'.repeat(500_000)}`],
    ['numeric references', () => rss(`${item}<item><title>${'&#65;'.repeat(300_000)}</title></item>`)],
    [
      'names that belong to objects',
      () => rss(`${item}<constructor/><__proto__>x</__proto__><item hasOwnProperty="1" __proto__="2"/><toString/>`),
    ],
  ])('%s cost little and hide no item before them', (_name, make) => {
    const body = make();
    const started = process.cpuUsage();
    const reading = read(body);
    expect(secondsSince(started)).toBeLessThan(2);
    expect(reading.items[0]).toMatchObject({ title: 'Real', url: 'https://press.example.org/1' });
    expect(JSON.stringify(reading)).not.toContain('root:');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('expands small entities of small ones, never files', () => {
    const { items } = read(`${bomb}${rss('<item><title>[&a;] [&b;] [&c;]</title></item>')}`);
    expect(items[0]!.title).toBe(`[aaaaaaaaaa] [${'a'.repeat(30)}] [&c;]`);
  });

  it('leaves a bomb of entities as it is written, also one of empty ones', () => {
    const bombOf = (core: string) => {
      const levels = Array.from({ length: 30 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(20)}">`).join('');
      return read(`<!DOCTYPE rss [<!ENTITY e0 "${core}">${levels}]>${rss('<item><title>[&e30;]</title></item>')}`);
    };
    expect(bombOf('ha').items[0]!.title).toBe('[&e30;]');
    expect(bombOf('').items[0]!.title).toBe('[]');
  });

  it('reads at most 5,000 items and says how many it left', () => {
    const reading = read(rss('<item><title>T</title></item>'.repeat(6_000)));
    expect(reading.items).toHaveLength(5_000);
    expect(reading.warnings.join()).toContain('1000 items beyond 5000');
    expect(reading.malformed).toBe(false);
  });

  it.each<[string, () => string]>([
    ['nested blocks', () => '<div>'.repeat(200_000)],
    ['open links', () => '<a href="/x">'.repeat(50_000)],
    [
      'many links of one place',
      () =>
        Array.from({ length: 8_000 }, (_, i) => `<li><a href="/n/${i}">A headline of some words ${i}</a></li>`).join(
          '',
        ),
    ],
    [
      'a deep list of links',
      () =>
        Array.from({ length: 2_000 }, (_, i) => `<div><a href="/n/${i}">A headline of some words ${i}</a>`).join(''),
    ],
  ])('a page of %s is read in bounded time', (_name, make) => {
    const body = `<!doctype html><html><body>${make()}`;
    const started = process.cpuUsage();
    expect(read(body, 'listing', { uiLanguage: 'en' }).kind).toBe('listing');
    expect(secondsSince(started)).toBeLessThan(2);
  });

  it.each<[string, string]>([
    ['brackets', '[],'.repeat(700_000)],
    ['strings with line breaks', '"\n",'.repeat(400_000)],
    ['commas', ','.repeat(2_000_000)],
    ['quotes that are never closed', `"${'\\"'.repeat(1_000_000)}`],
  ])('broken JSON of %s is given up in bounded time', (_name, inside) => {
    const body = `{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"a"},${inside}`;
    const started = process.cpuUsage();
    expect(read(body, 'json-feed')).toMatchObject({ malformed: true });
    expect(secondsSince(started)).toBeLessThan(2);
  });

  it('reads a gzipped sitemap, and refuses what is no gzip', () => {
    const sitemap = '<urlset><url><loc>https://press.example.org/a</loc></url></urlset>';
    expect(read(gzipSync(sitemap), 'sitemap').items).toHaveLength(1);
    expect(read(Uint8Array.from([0x1f, 0x8b, 1, 2, 3]), 'sitemap')).toMatchObject({ kind: 'none', malformed: true });
  });
});

describe('arbitrary bytes', () => {
  const tokens = fc.constantFrom(
    '<rss>', '<channel>', '<item>', '</item>', '<title>', '</title>', '<link>', '</link>', '<![CDATA[', ']]>', '<!--', '-->', '&amp;', '&', '<', '>', '"', '=',
    '<feed xmlns="http://www.w3.org/2005/Atom">', '<entry>', '<urlset>', '<html>', '<a href="/x">', '<li>', '{"version":"https://jsonfeed.org/version/1","items":[', '{}', ']', '}',
    ' ', 'x', '\u0000', '<!DOCTYPE rss [', '<?xml version="1.0" encoding="utf-16"?>', '<base href="', '4 May 2025', '<rdf:RDF>', '<constructor>', 'é',
  ); // biome-ignore format: a list
  const wreck = fc.array(tokens, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')));

  it('never throw, and always give a reading', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), wreck), fc.constantFrom(...kinds), (bytes, kind) => {
        const reading = read(bytes, kind, { timeZone: 'Europe/Paris' });
        expect(Array.isArray(reading.items)).toBe(true);
      }),
      { numRuns: 250 },
    );
  });
});

describe('a limit that keeps something from being read says so', () => {
  const warningsOf = (body: string): string => read(body).warnings.join('\n');
  const enclosures = '<enclosure url="/a"/>'.repeat(101);
  const many = (count: number, make: (index: number) => string): string =>
    Array.from({ length: count }, (_, i) => make(i)).join(' ');

  it.each<[string, string, string]>([
    ['characters "<" that begin no tag', rss(`${item}${'< '.repeat(10_001)}`), 'more than 10000 characters "<"'],
    ['enclosures', rss(`<item>${enclosures}</item>`), 'enclosures of one item beyond 100'],
    [
      'prefixes',
      rss(`<item ${many(65, (i) => `xmlns:p${i}="u"`)}><title>T</title></item>`),
      'prefixes of namespaces beyond 64',
    ],
    [
      'prefixes of a broken document',
      rss(`<item ${many(65, (i) => `xmlns:p${i}="u"`)}><title>A & B</title></item>`),
      'prefixes of namespaces beyond 64',
    ],
    ['xml:base', rss(`${'<x xml:base="a/">'.repeat(9)}${item}${'</x>'.repeat(9)}`), 'xml:base inside 8 others'],
    ['attributes', rss(`<item ${many(257, (i) => `a${i}="1"`)}><title>T</title></item>`), 'attributes beyond 256'],
    [
      'nested tags',
      rss(`<item><title>${'<b>'.repeat(120)}${'</b>'.repeat(120)}</title>&</item>`),
      'nested more than 100 deep',
    ],
    ['elements that are not closed', `<rss><channel>${'<x>'.repeat(80_000)}`, 'more than 6000 elements are not closed'],
    [
      'items of a JSON feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1',
        items: many(5_003, () => '')
          .split(' ')
          .map((_, i) => ({ id: i })),
      }),
      '3 items beyond 5000',
    ],
    [
      'attachments of a JSON feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1',
        items: [
          {
            id: 1,
            attachments: many(101, () => '')
              .split(' ')
              .map(() => ({ url: '/a' })),
          },
        ],
      }),
      'enclosures of one item beyond 100',
    ],
  ])('%s', (_name, body, words) => {
    expect(warningsOf(body)).toContain(words);
  });

  it('entries of a sitemap', () => {
    const sitemap = `<urlset>${'<url><loc>u</loc></url>'.repeat(limits.sitemapEntriesMax + 2)}</urlset>`;
    expect(read(sitemap, 'sitemap').warnings.join()).toContain('entries beyond 500000 were not read');
  });

  it('does not take brackets in strings for depth', () => {
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1',
      title: '['.repeat(600),
      items: [{ id: `\\"${'{'.repeat(600)}` }],
    });
    expect(read(json, 'json-feed').items).toHaveLength(1);
  });

  it('reads items whose end tags are all missing, however many', () => {
    const { items } = read(`<rss><channel>${'<item><title>T</title><link>/1</link>'.repeat(2_000)}</channel></rss>`);
    expect(items).toHaveLength(2_000);
    expect(items.at(-1)).toMatchObject({ title: 'T', url: 'https://press.example.org/1' });
  });
});
