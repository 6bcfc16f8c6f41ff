/** Sitemaps of every form: what is an item, what is not, and what a broken one still gives. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read, rss } from './context.ts';

const declared =
  'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"';
const urlset = (entries: string, attributes = declared) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<urlset ${attributes}>${entries}</urlset>`;
const one = '<url><loc>https://press.example.org/a</loc><lastmod>2026-03-01</lastmod></url>';
const urls = (body: string | Uint8Array) => read(body, 'sitemap').items.map(({ url }) => url);

describe('a sitemap', () => {
  it('gives addresses with their last change, references decoded once', () => {
    const reading = read(
      urlset(
        '<url><loc> https://press.example.org/a?x=1&amp;y=2 </loc><lastmod>2026-03-01T10:00:00+02:00</lastmod><priority>1</priority></url><url><loc>/b&amp;amp;c</loc></url>',
      ),
      'sitemap',
    );
    expect(reading).toMatchObject({ kind: 'sitemap', malformed: false, warnings: [] });
    expect(reading.items).toMatchObject([
      {
        id: 'https://press.example.org/a?x=1&y=2',
        url: 'https://press.example.org/a?x=1&y=2',
        title: null,
        published: null,
        updated: '2026-03-01T08:00:00Z',
      },
      { url: 'https://press.example.org/b&amp;c', updated: null },
    ]);
  });

  it('reads the fields of a news sitemap, whatever its prefix is called', () => {
    const body = urlset(
      '<url><loc>https://press.example.org/a</loc><n:news><n:publication><n:name>P</n:name><n:language>fr</n:language></n:publication><n:publication_date>2026-03-02</n:publication_date><n:title><![CDATA[Pont & quai]]></n:title></n:news></url>',
      'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"',
    );
    expect(read(body, 'sitemap').items).toMatchObject([
      { title: 'Pont & quai', published: '2026-03-02', language: 'fr' },
    ]);
  });

  it('takes alternates, images and elements of other namespaces for nothing', () => {
    const body = urlset(
      '<url><xhtml:link rel="alternate" hreflang="de" href="https://press.example.org/de"/><image:image><image:loc>https://press.example.org/i.png</image:loc><image:title>I</image:title></image:image><video xmlns="http://www.google.com/schemas/sitemap-video/1.1"><loc>https://press.example.org/v</loc></video><loc>https://press.example.org/a</loc></url><x:url xmlns:x="urn:x"><loc>https://press.example.org/x</loc></x:url>',
    );
    expect(read(body, 'sitemap').items).toMatchObject([{ url: 'https://press.example.org/a', title: null }]);
  });

  it.each([
    [
      'a prefix on everything',
      '<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>https://press.example.org/a</s:loc></s:url></s:urlset>',
    ],
    ['no namespace', '<urlset><url><loc>https://press.example.org/a</loc></url></urlset>'],
    [
      'a misspelt namespace',
      '<urlset xmlns="https://www.sitemap.org/schemas/0.9/"><url><loc>https://press.example.org/a</loc></url></urlset>',
    ],
    ['upper case', '<URLSET><URL><LOC>https://press.example.org/a</LOC></URL></URLSET>'],
    ['CDATA', '<urlset><url><loc><![CDATA[https://press.example.org/a]]></loc></url></urlset>'],
    [
      'comments and a style sheet',
      '<?xml version="1.0"?><?xml-stylesheet href="s.xsl"?><!-- a > b --><urlset><!-- <url><loc>/no</loc></url> --><url><loc>https://press.example.org/a</loc></url></urlset><!-- end -->',
    ],
    [
      'a document type with entities',
      '<!DOCTYPE urlset [<!ENTITY h "https://press.example.org">]><urlset><url><loc>&h;/a</loc></url></urlset>',
    ],
    [
      'quoted marks in attributes',
      '<urlset a="x>y" b=\'"\'><url c="1 > 0"><loc>https://press.example.org/a</loc></url></urlset>',
    ],
  ])('may have %s', (_name, body) => {
    const reading = read(body, 'sitemap');
    expect(reading.items.map(({ url }) => url)).toEqual(['https://press.example.org/a']);
    expect(reading.malformed).toBe(false);
  });

  it.each([
    ['an entry that is not closed', urlset(`<url><loc>https://press.example.org/a</loc>${one}`), 2],
    [
      'a field that is not closed',
      urlset('<url><loc>https://press.example.org/a<lastmod>2026-03-01</lastmod></url>'),
      1,
    ],
    ['a bare ampersand', urlset('<url><loc>https://press.example.org/?a=1&b=2</loc></url>'), 1],
    ['an end in the middle of an address', `<urlset>${one}<url><loc>https://press.exa`, 1],
    ['an end in the middle of a tag', `<urlset>${one}<url><loc>https://press.example.org/b</loc><lastm`, 2],
    ['a closing tag too many', urlset(`</b>${one}`), 1],
    ['text in front', `Warning: something${urlset(one)}`, 1],
    ['text behind', `${urlset(one)}<p>served in 3 ms</p>`, 1],
    ['an attribute that is not closed', urlset(`<url a="1><loc>https://press.example.org/b</loc></url>${one}`), 2],
    ['control characters', urlset(one.replace('/a', '/\u0003a')), 1],
  ])('with %s keeps what was readable, and says so', (_name, body, count) => {
    const reading = read(body, 'sitemap');
    expect(reading.malformed).toBe(true);
    expect(reading.items).toHaveLength(count);
    expect(reading.items[0]!.url).toMatch(/^https:\/\/press\.example\.org\//);
  });

  it('comes gzipped once or twice, as lines of text, or as a feed', () => {
    const body = Buffer.from(urlset(one));
    expect(urls(gzipSync(body))).toEqual(['https://press.example.org/a']);
    expect(urls(gzipSync(gzipSync(body)))).toEqual(['https://press.example.org/a']);
    expect(read(gzipSync(gzipSync(gzipSync(body))), 'sitemap')).toMatchObject({ kind: 'none', malformed: true });
    expect(urls('\ufeffhttps://press.example.org/a\r\n\r\nhttps://press.example.org/b\n')).toHaveLength(2);
    expect(read(rss('<item><title>T</title><link>/a</link></item>'), 'sitemap')).toMatchObject({
      kind: 'rss',
      items: [{ title: 'T' }],
    });
  });

  it('keeps the newest of more addresses than a channel may have, in their order', () => {
    const entries = Array.from(
      { length: 30_000 },
      (_, i) => `<url><loc>/n/${i}</loc><lastmod>${1990 + (i % 40)}-01-01</lastmod></url>`,
    );
    const { items, warnings } = read(urlset(entries.join('')), 'sitemap');
    expect(items).toHaveLength(5_000);
    expect(warnings).toEqual(['the 25000 oldest addresses were left out']);
    expect(new Set(items.map(({ updated }) => updated?.slice(0, 4)))).toEqual(
      new Set(['2023', '2024', '2025', '2026', '2027', '2028', '2029']),
    );
    const numbers = items.map(({ url }) => Number(url?.split('/').at(-1)));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });
});

describe('hostile sitemaps', () => {
  it.each<[string, () => string]>([
    ['nested entries', () => `<urlset>${one}${'<url>'.repeat(400_000)}`],
    ['nested strangers', () => `<urlset>${one}${'<a>'.repeat(400_000)}${'</a>'.repeat(400_000)}`],
    ['closing tags', () => `<urlset>${one}${'</a>'.repeat(400_000)}`],
    ['open quotes', () => `<urlset>${one}${'<a "'.repeat(400_000)}`],
    ['open tags', () => `<urlset>${one}${'<a'.repeat(800_000)}`],
    ['open comments', () => `<urlset>${one}${'<!--'.repeat(400_000)}`],
    ['less-than signs', () => `<urlset>${one}${'<'.repeat(1_000_000)}`],
    ['ampersands', () => `<urlset>${one}${'&'.repeat(1_000_000)}</urlset>`],
    [
      'declarations',
      () => `<urlset>${one}${Array.from({ length: 50_000 }, (_, i) => `<a xmlns:p${i}="urn:x"/>`).join('')}</urlset>`,
    ],
    ['a huge attribute', () => `<urlset>${one}<url xmlns="${'x'.repeat(3_000_000)}"/></urlset>`],
    [
      'names that belong to objects',
      () => `<urlset>${one}<url><constructor>x</constructor><__proto__/><toString>1</toString></url></urlset>`,
    ],
    [
      'a long address',
      () => `<urlset>${one}<url><loc>https://press.example.org/${'x'.repeat(3_000_000)}</loc></url></urlset>`,
    ],
  ])('%s cost little and hide no address before them', (_name, make) => {
    const body = make();
    const started = process.cpuUsage();
    const reading = read(body, 'sitemap');
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(1);
    expect(reading.items[0]).toMatchObject({ url: 'https://press.example.org/a', updated: '2026-03-01' });
  });

  it('any sequence of tags gives a reading, and nothing but addresses of the web', () => {
    const token = fc.constantFrom(
      '<urlset>', '</urlset>', '<sitemapindex>', '<url>', '</url>', '<sitemap>', '<loc>', '</loc>', '<lastmod>', '</lastmod>', '<news:news>', '</news:news>', '<news:title>', '</news:title>',
      '<news:publication_date>', '<image:loc>', '<![CDATA[', ']]>', '<!--', '-->', '<', '>', '"', "'", '&', '&amp;', '/a', 'https://x.example/', 'javascript:x', '2026-01-01', ' ', '<a b="', '/>', '<?', '<!DOCTYPE a [',
    ); // biome-ignore format: a list
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        const reading = read(`<urlset>${tokens.join('')}`, 'sitemap');
        expect(reading.items.every(({ url }) => url !== null && /^https?:/.test(url))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
