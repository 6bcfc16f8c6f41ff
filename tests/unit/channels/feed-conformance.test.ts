/**
 * The conformance corpus: golden pairs written from the specifications of feeds, in tests/golden/channels/feeds. Each names a
 * behaviour, gives a document or a part of one, and what must be read.
 */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { encode } from '../text/encode.ts';
import { read } from './context.ts';

interface Case {
  readonly name: string;
  readonly document?: string;
  readonly item?: string;
  readonly itemAttributes?: string;
  readonly channel?: string;
  readonly entry?: string;
  readonly entryAttributes?: string;
  readonly feed?: string;
  readonly rdf?: string;
  readonly json?: object;
  readonly version?: string;
  readonly url?: string | null;
  readonly is?: Readonly<Record<string, unknown>>;
  readonly channelIs?: Readonly<Record<string, unknown>>;
  readonly items?: number;
}

function corpus<T>(file: string): readonly T[] {
  return parse(readFileSync(new URL(`../../golden/channels/feeds/${file}.yaml`, import.meta.url), 'utf8'));
}

const modules = ['atom="http://www.w3.org/2005/Atom"', 'dc="http://purl.org/dc/elements/1.1/"']
  .concat('dcterms="http://purl.org/dc/terms/"', 'content="http://purl.org/rss/1.0/modules/content/"')
  .concat('itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"', 'media="http://search.yahoo.com/mrss/"')
  .concat('sy="http://purl.org/rss/1.0/modules/syndication/"', 'xhtml="http://www.w3.org/1999/xhtml"')
  .map((declaration) => `xmlns:${declaration}`)
  .join(' ');

/** The document of a case: what it gives, inside what it leaves out. */
function documentOf(given: Case): string {
  const { item, channel, entry, feed, rdf } = given;
  if (given.document !== undefined) return given.document;
  if (item !== undefined) {
    return `<rss version="2.0" ${modules}><channel><item ${given.itemAttributes ?? ''}>${item}</item></channel></rss>`;
  }
  if (channel !== undefined) return `<rss version="2.0" ${modules}><channel>${channel}</channel></rss>`;
  if (rdf !== undefined) {
    return `<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" ${modules}><channel rdf:about="https://press.example.org/"><title>Press</title><items><rdf:Seq><rdf:li resource="u"/></rdf:Seq></items></channel>${rdf}</rdf:RDF>`;
  }
  if (entry !== undefined || feed !== undefined) {
    const inside = feed ?? `<entry ${given.entryAttributes ?? ''}>${entry}</entry>`;
    return `<feed xmlns="http://www.w3.org/2005/Atom" ${modules}>${inside}</feed>`;
  }
  return JSON.stringify({ version: given.version ?? 'https://jsonfeed.org/version/1.1', ...given.json });
}

describe.each(['rss', 'rdf', 'atom', 'json', 'malformed'])('the corpus of %s', (file) => {
  it.each(corpus<Case>(file).map((given): [string, Case] => [given.name, given]))('%s', (_name, given) => {
    const url = given.url === undefined ? 'https://press.example.org/news/feed' : given.url;
    const reading = read(documentOf(given), 'rss', { url });
    if (given.is !== undefined) expect(reading.items[0]).toMatchObject(given.is);
    if (given.channelIs !== undefined) expect(reading).toMatchObject(given.channelIs);
    if (given.items !== undefined) expect(reading.items).toHaveLength(given.items);
  });
});

describe('what is well-formed', () => {
  const wellFormed = ['rss', 'rdf', 'atom'].flatMap((file) => corpus<Case>(file).map(documentOf));

  it('is read the same by the tolerant reader, which a control character calls', () => {
    for (const document of wellFormed) {
      const { malformed, warnings, ...strict } = read(document);
      expect(malformed).toBe(false);
      const { malformed: isMalformed, warnings: notes, ...tolerant } = read(document.replace('>', '>\u0001'));
      expect(isMalformed).toBe(true);
      expect(notes.length).toBeGreaterThan(warnings.length);
      expect(tolerant).toEqual(strict);
    }
  });

  it('has the items that an independent parser finds', () => {
    // In the usual frames: what stands in odd places is for us to judge.
    const plain = ['rss', 'rdf', 'atom']
      .flatMap((file) => corpus<Case>(file).filter(({ document }) => document === undefined))
      .map(documentOf);
    const parser = new XMLParser({
      removeNSPrefix: true,
      parseTagValue: false,
      isArray: (name) => name === 'item' || name === 'entry',
    });
    const differing = plain.filter((document) => {
      const { rss, RDF, feed } = parser.parse(document);
      const found = rss?.channel?.item ?? RDF?.item ?? feed?.entry ?? [];
      return found.length !== read(document).items.length;
    });
    expect(differing).toEqual([]);
    expect(plain.length).toBeGreaterThan(150);
  });
});

describe('the corpus of dates', () => {
  it.each(corpus<[string, string, string | null, string?]>('dates'))('%s: %s', (_name, text, published, timeZone) => {
    const body = `<rss><channel><item><title>T</title><pubDate>${text}</pubDate></item></channel></rss>`;
    expect(read(body, 'rss', { timeZone: timeZone ?? null }).items[0]?.published).toBe(published);
  });
});

describe('the corpus of encodings', () => {
  it.each(corpus<[string, string, string, string | null, string | null]>('encodings'))(
    '%s: %s',
    (_name, text, encoding, label, contentType) => {
      const declaration = label === null ? '' : `<?xml version="1.0" encoding="${label}"?>`;
      const document = `${declaration}<rss><channel><item><title>${text}</title></item></channel></rss>`;
      const { items, malformed } = read(encode(document, encoding), 'rss', { contentType });
      expect(items[0]?.title).toBe(text);
      expect(malformed).toBe(false);
    },
  );
});

it('the corpus holds at least 250 pairs, each with a name of its own', () => {
  const names = ['rss', 'rdf', 'atom', 'json', 'malformed'].flatMap((file) =>
    corpus<Case>(file).map(({ name }) => `${file}: ${name}`),
  );
  const rows = ['dates', 'encodings'].flatMap((file) => corpus<[string]>(file).map(([name]) => `${file}: ${name}`));
  const all = [...names, ...rows];
  expect(all.length).toBeGreaterThanOrEqual(250);
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
});
