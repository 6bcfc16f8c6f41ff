/** Golden pairs: each file of tests/golden/channels read as a channel gives the JSON beside it, field by field. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspectReading } from '../../../shared/channels/inspect.ts';
import { readChannel } from '../../../shared/channels/read.ts';
import type { ReadingContext } from '../../../shared/channels/types.ts';
import { builtinNewsrooms } from '../../../shared/newsrooms/registry.ts';
import type { ChannelKind } from '../../../shared/newsrooms/schema.ts';

const folder = new URL('../../golden/channels/', import.meta.url);
const interpol = builtinNewsrooms().find(({ id }) => id === 'interpol')!;

/** What is known about each file before it is read; the rest is null. */
const cases: Readonly<Record<string, Partial<ReadingContext> & { readonly kind: ChannelKind | null }>> = {
  'rss-2.0.xml': { kind: 'rss', url: 'https://lights.example.org/rss' },
  'atom-1.0.xml': { kind: 'rss', url: 'https://amt.example.org/feed.atom' },
  'atom-0.3.xml': { kind: 'atom', url: 'https://old.example.org/atom.xml' },
  'rdf-1.0.xml': { kind: 'rss', url: 'https://bank.example.org/press.rss' },
  'rss-broken.xml': { kind: 'rss', url: 'https://guard.example.org/feed/', timeZone: 'America/New_York' },
  'rss-windows-1252.xml': { kind: 'rss', contentType: 'text/xml; charset=ISO-8859-1' },
  'atom-utf-16.xml': { kind: 'rss' },
  'json-feed.json': { kind: 'json-feed', url: 'https://ferry.example.org/feed.json' },
  'sitemap-news.xml': { kind: 'sitemap', url: 'https://port.example.org/sitemap.xml' },
  'sitemap-index.xml': { kind: null, url: 'https://port.example.org/sitemap.xml' },
  'sitemap-broken.xml': { kind: 'sitemap', url: 'https://port.example.org/sitemap.xml' },
  'sitemap-list.txt': { kind: 'sitemap', url: 'https://port.example.org/sitemap.txt' },
  'json-api-keyed.json': {
    kind: 'json-api',
    url: 'https://search.lender.example/api/v2/news?format=json&rows=2',
    json: {
      items: 'documents',
      dropKeys: ['facets'],
      id: 'id',
      url: 'url',
      title: ['title.cdata!', 'title'],
      published: 'lnchdt',
      summary: ['descr.cdata!', 'descr'],
      next: '?os={+2}',
    },
  },
  'json-api-epoch.json': {
    kind: 'json-api',
    url: 'https://www.law.example/api/v1/press_releases.json?sort=date&direction=DESC&pagesize=2',
    json: {
      items: 'results',
      id: 'uuid',
      url: 'url',
      title: 'title',
      published: 'date',
      summary: ['teaser', 'body'],
      content: 'body',
      authors: 'component.name',
      next: '?page={+1}',
    },
  },
  'json-api-odata.json': {
    kind: 'json-api',
    url: 'https://www.health.example/api/news/newsitems?sf_culture=en',
    json: {
      items: 'value',
      url: 'https://www.health.example/news/item/{ItemDefaultUrl}',
      title: 'Title',
      published: 'PublicationDateAndTime',
      next: '@odata.nextLink',
    },
  },
  'json-api-search.json': {
    kind: 'json-api',
    url: 'https://www.state.example/api/search.json?count=2',
    json: {
      items: 'results',
      id: '_id',
      url: 'https://www.state.example{link}',
      title: 'title',
      updated: 'public_timestamp',
      summary: 'description',
      authors: 'organisations.title',
      next: '?start={+2}',
    },
  },
  'page-under-feed-address.html': { kind: 'rss', url: 'https://port.example.org/feed' },
  'interpol-listing.html': {
    kind: 'listing',
    url: interpol.channels[0]!.url,
    uiLanguage: 'en',
    dateOrder: 'day-first',
    listing: interpol.channels[0]!.listing!,
  },
  'listing-guessed.html': { kind: 'listing', url: 'https://port.example.org/presse', uiLanguage: 'fr' },
};

const unknown: ReadingContext = {
  url: null,
  contentType: null,
  timeZone: null,
  dateOrder: null,
  uiLanguage: null,
  language: null,
  listing: null,
};

describe('golden channels', () => {
  it.each(Object.entries(cases))('%s reads as recorded', (file, { kind, ...known }) => {
    const reading = readChannel(readFileSync(new URL(file, folder)), kind, { ...unknown, ...known });
    const recorded = JSON.parse(readFileSync(new URL(`${file}.expected.json`, folder), 'utf8'));
    expect({ ...inspectReading(reading, file), ttlMinutes: reading.ttlMinutes, nextPage: reading.nextPage }).toEqual(
      recorded,
    );
  });

  it('every input has a case', () => {
    const inputs = readdirSync(folder).filter((name) => name !== 'feeds' && !name.endsWith('.expected.json'));
    expect(inputs.sort()).toEqual(Object.keys(cases).sort());
  });
});
