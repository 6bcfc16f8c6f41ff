/** JSON APIs by the mapping of a newsroom file: the shapes that four real ones have, in words of our own. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectReading } from '../../../shared/channels/inspect.ts';
import { parseNewsroomFile } from '../../../shared/newsrooms/parse.ts';
import type { JsonMapping } from '../../../shared/newsrooms/schema.ts';
import { read } from './context.ts';

const api = (answer: unknown, json: JsonMapping, url = 'https://api.example.org/v1/news') =>
  read(typeof answer === 'string' ? answer : JSON.stringify(answer), 'json-api', { json, url });

describe('an object keyed by id, with values one level down', () => {
  const json: JsonMapping = {
    items: 'documents',
    dropKeys: ['facets'],
    id: 'id',
    url: 'url',
    title: ['title.cdata!', 'title'],
    published: 'lnchdt',
    summary: 'descr.cdata!',
    next: '?os={+2}',
    pagesMax: 3,
  };
  const answer = {
    rows: 2,
    os: 0,
    documents: {
      D71: {
        id: 'D71',
        lnchdt: '2026-03-02T14:00:00Z',
        title: { 'cdata!': 'A loan for the ferries &amp; piers' },
        url: 'https://www.example.org/en/news/ferries',
        descr: { 'cdata!': '<p>The bank lends <b>ten</b> million.</p>' },
      },
      D70: { id: 'D70', lnchdt: '2026-03-01T09:30:00Z', title: 'Water for the hills', url: '/en/news/hills' },
      facets: { countries: { a: { count: 3 } } },
    },
  };

  it('gives an item for each key that is not left out', () => {
    const reading = api(answer, json, 'https://search.example.org/api/v2/news?format=json&rows=2');
    expect(reading).toMatchObject({ kind: 'json-api', malformed: false, warnings: [] });
    expect(reading.items).toEqual([
      {
        id: 'D71',
        url: 'https://www.example.org/en/news/ferries',
        title: 'A loan for the ferries & piers',
        published: '2026-03-02T14:00:00Z',
        updated: null,
        summary: 'The bank lends ten million.',
        content: null,
        language: null,
        authors: [],
        enclosures: [],
      },
      expect.objectContaining({
        id: 'D70',
        url: 'https://search.example.org/en/news/hills',
        title: 'Water for the hills',
        summary: null,
      }),
    ]);
    expect(reading.nextPage).toBe('https://search.example.org/api/v2/news?format=json&rows=2&os=2');
  });

  it('leaves out an entry that is no item, with a warning, where the file forgot its key', () => {
    const { dropKeys: _, ...forgetful } = json;
    const reading = api(answer, forgetful);
    expect(reading.items.map(({ id }) => id)).toEqual(['D71', 'D70']);
    expect(reading.warnings).toEqual(['1 entries without address and title were left out']);
  });

  it('takes the key for the id where none is named', () => {
    const { id: _, ...keyed } = json;
    expect(api(answer, keyed).items.map(({ id }) => id)).toEqual(['D71', 'D70']);
  });
});

describe('a list whose dates are epoch seconds as text', () => {
  const json: JsonMapping = {
    items: 'results',
    id: 'uuid',
    url: 'url',
    title: 'title',
    published: 'date',
    updated: 'changed',
    summary: ['teaser', 'body'],
    content: 'body',
    authors: 'component.name',
    next: '?page={+1}',
    pagesMax: 2,
  };
  const item = {
    uuid: '0b1c',
    url: 'https://www.example.gov/opa/pr/two-sentenced',
    title: 'Two sentenced for <em>harbour</em> thefts',
    date: '1772442000',
    changed: 1772445600000,
    body: '<p>A judge sentenced two people.</p>',
    teaser: null,
    component: [{ name: 'Harbour Office' }, { name: 'Northern District' }],
  };

  it('reads seconds as text, milliseconds as a number, markup in titles, and every office', () => {
    const reading = api(
      { metadata: { resultset: { count: 1 } }, results: [item] },
      json,
      'https://www.example.gov/api/v1/press_releases.json?pagesize=50',
    );
    expect(reading.items).toEqual([
      {
        id: '0b1c',
        url: 'https://www.example.gov/opa/pr/two-sentenced',
        title: 'Two sentenced for harbour thefts',
        published: '2026-03-02T09:00:00Z',
        updated: '2026-03-02T10:00:00Z',
        summary: 'A judge sentenced two people.',
        content: '<p>A judge sentenced two people.</p>',
        language: null,
        authors: ['Harbour Office', 'Northern District'],
        enclosures: [],
      },
    ]);
    expect(reading.nextPage).toBe('https://www.example.gov/api/v1/press_releases.json?pagesize=50&page=1');
  });

  it('counts pages from the one that was asked', () => {
    const at = (url: string) => api({ results: [item] }, json, url).nextPage;
    expect(at('https://www.example.gov/a.json?page=7&pagesize=50')).toBe(
      'https://www.example.gov/a.json?page=8&pagesize=50',
    );
    expect(api({ results: [] }, json).nextPage).toBeNull();
  });
});

describe('an OData list', () => {
  const json: JsonMapping = {
    items: 'value',
    url: 'https://www.example.int/news/item/{ItemDefaultUrl}',
    title: 'Title',
    published: 'PublicationDateAndTime',
    next: '@odata.nextLink',
  };
  const answer = {
    '@odata.context': 'https://www.example.int/api/news/$metadata#newsitems',
    '@odata.nextLink': 'https://www.example.int/api/news/newsitems?$skip=1',
    value: [
      {
        Title: 'Vaccines reach the islands',
        PublicationDateAndTime: '2026-02-11T08:00:00Z',
        ItemDefaultUrl: '/11-02-2026-vaccines-reach-the-islands',
      },
    ],
  };

  it('puts the address together with one slash, and follows a key that holds a dot', () => {
    const reading = api(answer, json);
    expect(reading.items[0]).toMatchObject({
      id: 'https://www.example.int/news/item/11-02-2026-vaccines-reach-the-islands',
      url: 'https://www.example.int/news/item/11-02-2026-vaccines-reach-the-islands',
      title: 'Vaccines reach the islands',
      published: '2026-02-11T08:00:00Z',
    });
    expect(reading.nextPage).toBe('https://www.example.int/api/news/newsitems?$skip=1');
  });
});

describe('a search whose links are paths, and a single document', () => {
  const search: JsonMapping = {
    items: 'results',
    id: '_id',
    url: 'https://www.example.uk{link}',
    title: 'title',
    updated: 'public_timestamp',
    summary: 'description',
    next: '?start={+20}',
  };
  const one: JsonMapping = {
    id: 'content_id',
    url: 'https://www.example.uk{base_path}',
    title: 'title',
    published: ['first_published_at', 'details.first_public_at'],
    updated: 'public_updated_at',
    summary: 'description',
    content: 'details.body',
    language: 'locale',
    authors: 'links.organisations.title',
  };

  it('reads the search', () => {
    const reading = api(
      {
        results: [
          {
            _id: '/government/news/tolls',
            link: '/government/news/tolls',
            title: 'Tolls end',
            public_timestamp: '2026-01-05T10:15:00.000+01:00',
            description: 'The bridge is free.',
          },
          { _id: 'x', link: 'https://www.elsewhere.uk/a', title: 'A page of another site' },
        ],
        total: 2,
      },
      search,
      'https://www.example.uk/api/search.json?count=20&start=20',
    );
    expect(reading.items[0]).toMatchObject({
      url: 'https://www.example.uk/government/news/tolls',
      updated: '2026-01-05T09:15:00Z',
    });
    expect(reading.items[1]!.url).toBe('https://www.elsewhere.uk/a');
    expect(reading.nextPage).toBe('https://www.example.uk/api/search.json?count=20&start=40');
  });

  it('reads a document that is its own item', () => {
    const { items } = api(
      {
        content_id: 'c-1',
        base_path: '/government/news/tolls',
        title: 'Tolls end',
        description: 'The bridge is free.',
        locale: 'cy',
        first_published_at: '2026-01-05T10:15:00Z',
        public_updated_at: '2026-01-06T10:15:00Z',
        details: { body: '<div><p>From today.</p></div>', change_history: [] },
        links: { organisations: [{ title: 'Bridge Office' }] },
      },
      one,
    );
    expect(items).toEqual([
      expect.objectContaining({
        id: 'c-1',
        published: '2026-01-05T10:15:00Z',
        updated: '2026-01-06T10:15:00Z',
        content: '<div><p>From today.</p></div>',
        language: 'cy',
        authors: ['Bridge Office'],
      }),
    ]);
  });
});

describe('a mapping that finds nothing', () => {
  it('names the path to the list, and the keys that are there', () => {
    const reading = api({ data: [], total: 0 }, { items: 'results', url: 'url' });
    expect(reading).toMatchObject({ kind: 'none', items: [], malformed: false });
    expect(reading.warnings).toEqual([
      'the path "results" (json.items) leads to no list; the answer has the keys data, total',
    ]);
  });

  it('names the field that gives nothing in any item', () => {
    const { items, warnings } = api([{ link: '/a', head: 'A' }], { url: 'link', title: ['title', 'name.text'] });
    expect(items).toHaveLength(1);
    expect(warnings).toEqual([
      '"title" or "name.text" (json.title) gives nothing in any of 1 items; the first has the keys link, head',
    ]);
  });

  it('is no reading where no item has an address', () => {
    expect(api([{ link: '/a' }], { url: 'href', title: 'link' })).toMatchObject({ kind: 'none', items: [] });
  });

  it('is a good reading where the list is empty', () => {
    expect(api({ results: [] }, { items: 'results', url: 'url' })).toMatchObject({
      kind: 'json-api',
      items: [],
      warnings: [],
    });
  });
});

describe('hostile answers', () => {
  const json: JsonMapping = {
    items: 'items',
    id: 'id',
    url: 'https://press.example.org{link}',
    title: 'title',
    authors: 'a.b.c',
  };

  it('a value cannot change the host of a template', () => {
    const links = ['.evil.example/x', '@evil.example/x', ':8080/x', 'plain', '//evil.example/x'];
    const { items } = api({ items: links.map((link) => ({ link })) }, json);
    expect(items.map(({ url }) => new URL(url!).host)).toEqual(links.map(() => 'press.example.org'));
  });

  it('keys of objects that everything inherits are not found, and nothing is changed by them', () => {
    const text = '{"items":[{"__proto__":{"link":"/x","polluted":1},"constructor":{"name":"n"},"link":"/y"}]}';
    const reading = api(text, { items: 'items', url: 'link', title: 'toString.name', id: 'constructor.prototype' });
    expect(reading.items).toEqual([expect.objectContaining({ url: 'https://api.example.org/y', title: null })]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('the last of two equal keys counts, and numbers are ids while they are exact', () => {
    const text =
      '{"items":[{"id":1,"id":42,"link":"/a"},{"id":90071992547409931234,"link":"/b"},{"id":true,"link":"/c"}]}';
    expect(api(text, json).items.map(({ id }) => id)).toEqual([
      '42',
      'https://press.example.org/b',
      'https://press.example.org/c',
    ]);
  });

  it.each<[string, () => string]>([
    ['deep nesting', () => `{"items":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['deep objects', () => `{"items":[{"link":"/a","a":${'{"b":'.repeat(100_000)}1${'}'.repeat(100_000)}}]}`],
    [
      'an item of many names',
      () => JSON.stringify({ items: [{ link: '/a', a: Array.from({ length: 300_000 }, () => ({ b: { c: 'n' } })) }] }),
    ],
    [
      'many items',
      () => JSON.stringify({ items: Array.from({ length: 100_000 }, (_, i) => ({ link: `/${i}`, title: 'T' })) }),
    ],
    ['a long text', () => JSON.stringify({ items: [{ link: '/a', title: '<'.repeat(3_000_000) }] })],
    [
      'many keys',
      () =>
        JSON.stringify({
          items: Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, { link: `/${i}` }])),
        }),
    ],
    ['a broken end', () => `{"items":[{"link":"/a"},`],
  ])('%s costs little', (_name, make) => {
    const body = make();
    const started = process.cpuUsage();
    const reading = api(body, json);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(2);
    expect(reading.items.length).toBeLessThanOrEqual(5_000);
    expect(reading.items.every(({ authors }) => authors.length <= 50)).toBe(true);
  });

  it('any answer under any mapping gives a reading', () => {
    const word = fc.constantFrom(
      'items',
      'url',
      'a',
      'b',
      '__proto__',
      'length',
      '0',
      'cdata!',
      '{a}',
      'https://x.example{url}',
      '{',
      '}',
      '.',
      '',
    );
    const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
    const field = fc.oneof(path, fc.array(path, { minLength: 1, maxLength: 3 }));
    const leaf = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(word, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, path, field, field, (answer, items, url, title) => {
        const reading = api(JSON.stringify(answer), { items, url, title, published: url, authors: title, next: items });
        expect(inspectReading(reading, 'f').items.length).toBeLessThanOrEqual(5_000);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the mapping in a newsroom file', () => {
  const file =
    (kind: string, ...lines: string[]) =>
    () =>
      parseNewsroomFile(
        [
          'id: lender',
          'organization: Lender',
          'country: INT',
          'homepage: https://www.lender.example/',
          'enabled: false',
          'channels:',
          `  - kind: ${kind}`,
          '    url: https://search.lender.example/api/v2/news',
          ...lines.map((line) => `    ${line}`),
        ].join('\n'),
        'lender.yaml',
      );

  it('is read as it stands', () => {
    const { channels } = file(
      'json-api',
      'json:',
      '  items: documents',
      '  url: [url, "https://x.example{link}"]',
      '  title: title.cdata!',
      '  next: "?os={+20}"',
    )();
    expect(channels[0]!.json).toEqual({
      items: 'documents',
      url: ['url', 'https://x.example{link}'],
      title: 'title.cdata!',
      next: '?os={+20}',
    });
  });

  it.each([
    ['an unknown key', ['json:', '  url: url', '  titles: head'], /lender\.yaml:11: .*did you mean title\?/],
    ['no address', ['json:', '  title: head'], /lender\.yaml:9: .*json\.url: /],
    [
      'a brace that is not closed',
      ['json:', '  url: "https://x.example{link"'],
      /lender\.yaml:10: .*a template with paths in braces/,
    ],
    [
      'a next page that counts nothing',
      ['json:', '  url: url', '  next: "{n}"'],
      /lender\.yaml:11: .*write \?page=\{n\}/,
    ],
    ['no mapping', [], /lender\.yaml:7: .*needs a mapping/],
  ])('with %s is refused with its line', (_name, lines, message) => {
    expect(file('json-api', ...lines)).toThrow(message);
  });

  it('is refused on a channel of another kind', () => {
    expect(file('rss', 'json:', '  url: url')).toThrow(/write kind: json-api/);
  });
});
