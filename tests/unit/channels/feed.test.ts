import { describe, expect, it } from 'vitest';
import { read, rss } from './context.ts';

const first = (items: string, attributes = '', known = {}) => read(rss(items, attributes), 'rss', known).items[0]!;

describe('titles', () => {
  it.each([
    ['plain text', 'Q&amp;A session', 'Q&A session'],
    ['escaped markup', '&lt;b&gt;Notice&lt;/b&gt; to all', 'Notice to all'],
    ['angle brackets that are prose', 'Using &lt;template&gt; well', 'Using <template> well'],
    ['an ampersand escaped twice stays once', 'Tips &amp;amp; tricks', 'Tips &amp; tricks'],
    ['typographic marks escaped twice', 'The mayor&amp;#8217;s plan', 'The mayor’s plan'],
    ['HTML names XML does not know', 'Caf&eacute;&nbsp;ouvert', 'Café\u00a0ouvert'],
    ['windows numbers', 'The mayor&#146;s plan', 'The mayor’s plan'],
    ['CDATA with references', '<![CDATA[Fish &amp; ships]]>', 'Fish & ships'],
    ['CDATA beside text', 'Part <![CDATA[one & two]]> of 3', 'Part one & two of 3'],
    ['real elements', '<a href="/x">Tides <em>for</em> 2026</a>', 'Tides for 2026'],
    ['the halves of an emoji', 'Open &#55357;&#56898; day', 'Open 🙂 day'],
    ['an escaped link', '&lt;a href="/x"&gt;Tides', 'Tides'],
    ['line breaks', 'Two\n   lines', 'Two lines'],
    ['a bare less-than sign', 'Losses < 5 %', 'Losses < 5 %'],
    ['a comment', 'Open<!-- draft --> day', 'Open day'],
  ])('%s', (_name, source, title) => {
    expect(first(`<item><title>${source}</title><link>/a</link></item>`).title).toBe(title);
  });

  it('of nested and foreign elements are not the item’s', () => {
    const item = first(
      '<item><image><title>Picture</title><link>/p</link></image><media:title>Video</media:title><title>Release</title><link>/a</link></item>',
      'xmlns:media="http://search.yahoo.com/mrss/"',
    );
    expect(item).toMatchObject({ title: 'Release', url: 'https://press.example.org/a' });
  });

  it('come from another vocabulary when the item has none of its own', () => {
    expect(first('<item><dc:title>By prefix alone</dc:title></item>').title).toBe('By prefix alone');
  });
});

describe('addresses', () => {
  it('are resolved against xml:base, then the feed', () => {
    const body = rss(
      '<item xml:base="2025/"><link>a b.html</link></item>',
      'xml:base="https://other.example.org/news/"',
    );
    expect(read(body).items[0]!.url).toBe('https://other.example.org/news/2025/a%20b.html');
  });

  it('are resolved against the site when the feed’s own address is unknown', () => {
    expect(first('<item><link>/news/1</link></item>', '', { url: null }).url).toBe('https://press.example.org/news/1');
  });

  it('keep every parameter, however it is escaped', () => {
    expect(first('<item><link>https://x.example/?id=1&copy=2&amp;lang=en</link></item>').url).toBe(
      'https://x.example/?id=1&copy=2&lang=en',
    );
  });

  it.each([
    ['a guid that is an address', '<guid>https://x.example/1</guid>', 'https://x.example/1'],
    ['a guid that says it is none', '<guid isPermaLink="false">https://x.example/1</guid>', null],
    ['a guid that is only a number', '<guid isPermaLink="true">530027</guid>', null],
    ['a guid that holds markup', '<guid isPermaLink="true">https://x.example/%3Ca%20href=1%3E</guid>', null],
    ['an empty link before the guid', '<link/><guid>https://x.example/1</guid>', 'https://x.example/1'],
    ['a host without a scheme', '<link>www.x.example/1</link>', 'https://www.x.example/1'],
    ['a script', '<link>javascript:alert(1)</link>', null],
    ['an Atom link', '<atom:link href="/1"/>', 'https://press.example.org/1'],
    ['a link with href', '<link href="/1"/>', 'https://press.example.org/1'],
  ])('%s', (_name, source, url) => {
    expect(first(`<item><title>T</title>${source}</item>`).url).toBe(url);
  });
});

describe('dates', () => {
  it('stand in pubDate, Dublin Core, Atom or the description, the item’s own first', () => {
    expect(
      first('<item><link>/1</link><dc:date>2025-01-02</dc:date><pubDate>Fri, 03 Jan 2025 10:00:00 GMT</pubDate></item>')
        .published,
    ).toBe('2025-01-03T10:00:00Z');
    expect(
      first(
        '<item><link>/1</link><description>&lt;time datetime="2025-03-04T05:06:07Z"&gt;4 March&lt;/time&gt;</description></item>',
      ).published,
    ).toBe('2025-03-04T05:06:07Z');
    expect(
      first(
        '<item><link>/1</link><a10:updated xmlns:a10="http://www.w3.org/2005/Atom">2025-03-04T05:06:07Z</a10:updated></item>',
      ),
    ).toMatchObject({ published: null, updated: '2025-03-04T05:06:07Z' });
  });

  it('that are ambiguous are read in the order that the other items show', () => {
    const { items } = read(
      rss(
        '<item><link>/1</link><pubDate>11/06/2025</pubDate></item><item><link>/2</link><pubDate>21/06/2025</pubDate></item>',
      ),
    );
    expect(items.map(({ published }) => published)).toEqual(['2025-06-11', '2025-06-21']);
  });

  it('that stay ambiguous are null, with a warning', () => {
    const reading = read(rss('<item><link>/1</link><pubDate>11/06/2025</pubDate></item>'));
    expect(reading.items[0]!.published).toBeNull();
    expect(reading.warnings.join()).toContain('ambiguous');
  });
});

describe('namespaces', () => {
  it('count by address, whatever the prefix', () => {
    const body =
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title type="html">A &amp;amp; B</a:title><a:link href="/1"/></a:entry></a:feed>';
    expect(read(body)).toMatchObject({ kind: 'atom', items: [{ title: 'A & B', url: 'https://press.example.org/1' }] });
  });

  it('of a publisher’s own invention on the root hide nothing', () => {
    expect(first('<item><title>T</title></item>', 'xmlns="https://press.example.org/ns"').title).toBe('T');
  });

  it('declared wrongly as Atom on an RSS root hide nothing', () => {
    expect(
      first('<item><title>T</title><description>D</description></item>', 'xmlns="http://www.w3.org/2005/Atom"'),
    ).toMatchObject({ title: 'T', summary: 'D' });
  });
});

describe('malformed feeds', () => {
  const item = (n: number) => `<item><title>Item ${n}</title><link>/${n}</link></item>`;
  const titles = (body: string) => read(body).items.map(({ title }) => title);

  it.each([
    ['cut off in the middle of an item', rss(item(1) + item(2)).slice(0, -50)],
    ['without the end tags of the root', rss(item(1)).replace('</channel></rss>', '')],
    ['with text behind the root', `${rss(item(1))}<script>if (a<b && c) x();</script>`],
    ['with a warning before the document', `<br />\n<b>Warning</b>: x in y.php\n${rss(item(1))}`],
    ['with a bare ampersand', rss(`${item(1)}<item><title>A & B</title></item>`)],
    ['with control characters', rss(item(1).replace('Item', '\u0001Item\u0000'))],
    ['with an unquoted attribute', rss(item(1).replace('<link>', '<link rel=self>'))],
    ['with an end tag missing', rss(item(1).replace('</link>', ''))],
  ])('%s keep what was readable and say so', (_name, body) => {
    const reading = read(body);
    expect(reading.malformed).toBe(true);
    expect(reading.items[0]!.title).toBe('Item 1');
  });

  it('with a missing end tag lose no item behind it', () => {
    expect(titles(rss(item(1).replace('</item>', '') + item(2) + item(3)))).toEqual(['Item 1', 'Item 2', 'Item 3']);
    expect(titles(rss(item(1).replace('</title>', '') + item(2)))).toEqual(['Item 1', 'Item 2']);
  });

  it('are told from well-formed ones', () => {
    expect(read(`${rss(item(1))}\n<!-- from the cache -->\n`)).toMatchObject({ malformed: false, warnings: [] });
  });
});

describe('text that looks like markup', () => {
  it('a DOCTYPE in a comment or a text is none', () => {
    const body = `<!-- not a <!DOCTYPE [ --><rss><item><title>T</title><description><![CDATA[ <!DOCTYPE ]]></description></item></rss>`;
    expect(read(body)).toMatchObject({ kind: 'rss', items: [{ title: 'T' }] });
  });

  it('control characters that were windows-1252 are read as such', () => {
    expect(first('<item><title>don\u0092t</title></item>').title).toBe('don’t');
  });

  it('an item that says only its date is still one', () => {
    expect(read(rss('<item><pubDate>Tue, 04 Nov 2025 12:00:00 GMT</pubDate></item><item></item>')).items).toHaveLength(
      1,
    );
  });
});

describe('what is no feed', () => {
  it.each([
    ['an empty body', ''],
    ['white space', ' \n '],
    ['a page', '<!doctype html><html><body><h1>Not found</h1></body></html>'],
    ['plain text', 'Service unavailable'],
    ['JSON of another kind', '{"error":"gone"}'],
    ['broken JSON', '{"items":['],
    ['another XML document', '<opml><body/></opml>'],
  ])('%s gives no items and a reason', (_name, body) => {
    expect(read(body)).toMatchObject({ kind: 'none', items: [] });
    expect(read(body).warnings).not.toEqual([]);
  });

  it('the bytes decide, not the declared kind', () => {
    expect(read(rss('<item><title>T</title></item>'), 'listing').kind).toBe('rss');
    expect(read('https://press.example.org/a\nhttps://press.example.org/b\n', 'sitemap')).toMatchObject({
      kind: 'sitemap',
      items: [{}, {}],
    });
  });
});

describe('when a feed asks not to be polled', () => {
  const asks = (channel: string) => read(`<rss><channel>${channel}<item><title>T</title></item></channel></rss>`);

  it('gives the hours of GMT, 24 of RSS 0.91 being midnight, and the days', () => {
    const { skipHours, skipDays } = asks(
      '<skipHours><hour>0</hour><hour> 23 </hour><hour>24</hour><hour>25</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day><day>saturday</day><day>Feast</day></skipDays>',
    );
    expect(skipHours).toEqual([0, 23]);
    expect(skipDays).toEqual([0, 6]);
  });

  it('gives none where the feed names none', () => {
    const reading = asks('<skipHours></skipHours>');
    expect(reading.skipHours).toBeUndefined();
    expect(reading.skipDays).toBeUndefined();
  });
});
