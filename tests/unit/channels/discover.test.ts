/** Finding channels: what a page promises, which selectors stand for a listing, and what a newsroom file says of it. */
import { describe, expect, it } from 'vitest';
import { discoverChannels } from '../../../shared/channels/discover.ts';
import { languageTag, leadsOn, organizationIn, readPage } from '../../../shared/channels/discover-leads.ts';
import { proposeNext } from '../../../shared/channels/discover-next.ts';
import { proposeNewsroom } from '../../../shared/channels/discover-proposal.ts';
import { proposeSelectors } from '../../../shared/channels/discover-selectors.ts';
import type { Trial } from '../../../shared/channels/discover-verdict.ts';
import { countryOf, leaning, newsroomIdOf, promiseOf } from '../../../shared/channels/discover-words.ts';
import { readListing } from '../../../shared/channels/listing.ts';
import { limits } from '../../../shared/limits.ts';
import type { Fetcher } from '../../../shared/ports.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { memoryObjects } from '../../support/memory/objects.ts';

const encoder = new TextEncoder();
const address = 'https://www.harbour.example.org/news';
const page = (html: string, url = address) => readPage({ bytes: encoder.encode(html), url, contentType: 'text/html' });
const context = {
  url: address,
  contentType: 'text/html',
  timeZone: null,
  dateOrder: null,
  uiLanguage: 'en',
  language: 'en',
  listing: null,
  json: null,
} as const;

describe('the leads of a page', () => {
  it('are its declared feeds before links that look like feeds before pages of news', () => {
    const leads = leadsOn(
      page(
        '<link rel="alternate" type="application/atom+xml" href="/a"><link rel="alternate" hreflang="fr" href="/fr">' +
          '<a href="/feeds/all">Subscribe</a><a href="/medien"> Medienmitteilungen › </a><a href="/about">About us</a>' +
          '<a href="https://feedly.com/i/feed/x">RSS in Feedly</a><a href="mailto:x@example.org">News</a><a href="#news">News</a>',
      ),
    );
    expect(leads.map(({ url, source }) => [new URL(url).pathname, source])).toEqual([
      ['/a', 'declared'],
      ['/feeds/all', 'feed-link'],
      ['/medien', 'news-page'],
    ]);
  });

  it('are feeds of every declared type, but no descriptions of single pages', () => {
    const leads = leadsOn(
      page(
        '<link rel="alternate" type="text/xml" href="/a"><link rel="feed" href="/b"><link rel="alternate" type="application/json" href="/c.json">' +
          '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2"><link rel="alternate" type="application/json+oembed" href="/oembed">' +
          '<link rel="https://api.w.org/" href="/wp-json/">',
      ),
    );
    expect(leads.map(({ url }) => new URL(url).pathname)).toEqual(['/a', '/b', '/c.json', '/wp-json/wp/v2/posts']);
  });

  it('are the news of the whole site before that of a topic', () => {
    const leads = leadsOn(
      page('<a href="/topics/piers/news">News</a><a href="/news/">News</a>', 'https://example.org/'),
    );
    expect(leads.map(({ url }) => new URL(url).pathname)).toEqual(['/news/', '/topics/piers/news']);
  });

  it('leave pages of other sites alone, though not sister hosts', () => {
    const html =
      '<a href="https://press.example.org/">Press releases</a><a href="https://www.example.com/">Press releases</a>';
    expect(leadsOn(page(html, 'https://www.example.org/')).map(({ url }) => url)).toEqual([
      'https://press.example.org/',
    ]);
  });

  it('are found in one pass through a page of many links', () => {
    const many = '<a href="/x">'.repeat(50_000);
    expect(leadsOn(page(many))).toEqual([]);
  });
});

describe('the words', () => {
  it.each([
    ['Communiqués de presse', 'press'],
    ['ПРЕСС-РЕЛИЗЫ', 'press'],
    ['お知らせ', 'news'],
    ['Aktuelles »', 'news'],
    ['Newsletter', null],
    ['About the press', null],
  ])('%s promises %s', (text, promise) => expect(promiseOf(text)).toBe(promise));

  it.each([
    ['/press/feed.xml', 1],
    ['/jobs/rss', -1],
    ['/index.xml', 0],
    ['/news/comments/feed', -1],
  ])('%s leans to %i', (path, lean) => expect(leaning(path)).toBe(lean));

  it.each([
    ['www.zoll.de', 'de', 'DE'],
    ['www.justice.gov', 'en', 'US'],
    ['www.who.int', 'en', 'INT'],
    ['example.io', 'en', null],
    ['example.org', 'pt-BR', 'BR'],
  ])('%s in %s is of %s', (host, language, country) => expect(countryOf(host, language)).toBe(country));

  it.each([
    ['www.harbour.gov.uk', 'harbour'],
    ['press.interpol.int', 'interpol'],
    ['127.0.0.1', 'port-authority'],
  ])('%s is called %s', (host, id) => expect(newsroomIdOf(host, 'Port Authority')).toBe(id));

  it.each([
    ['Home | Harbour Authority', 'Harbour Authority'],
    ['News - Harbour Authority', 'Harbour Authority'],
    ['Accueil', null],
  ])('the title %s names %s', (title, name) => expect(organizationIn(title, 'www.example.org', 'start')).toBe(name));

  it.each([
    ['A new pier - News | Harbour Authority', 'Harbour Authority'],
    ['A new pier', null],
    ['Beware of the Example Port - Example - News', 'Example'],
  ])('the title %s of a page inside the site names %s', (title, name) =>
    expect(organizationIn(title, 'www.example.org', 'inside')).toBe(name),
  );

  it.each([
    ['en_GB', 'en-GB'],
    ['FR', 'fr'],
    ['english', null],
  ])('the tag %s is %s', (raw, tag) => expect(languageTag(raw)).toBe(tag));
});

describe('selectors for a guessed listing', () => {
  const rows = (row: (at: number) => string): string => Array.from({ length: 9 }, (_, at) => row(at)).join('\n');
  const name = (at: number): string =>
    `The harbour opens its pier number ${'one two three four five six seven eight nine'.split(' ')[at]}`;

  it.each([
    [
      'cards with a class',
      rows(
        (at) =>
          `<div class="card news-card"><span class="card__date">1${at} March 2026</span><h3><a href="/n/${at}">${name(at)}</a></h3><p>Text.</p></div>`,
      ),
    ],
    [
      'rows of a table',
      `<table id="list"><tbody>${rows((at) => `<tr><td>1${at}.03.2026</td><td><a href="/n/${at}">${name(at)}</a></td></tr>`)}</tbody></table>`,
    ],
    [
      'articles with a time element',
      rows(
        (at) =>
          `<article class="a"><a href="/n/${at}"><img alt=""><h2>${name(at)}</h2><time datetime="2026-03-1${at}">1${at}/03</time></a></article>`,
      ),
    ],
  ])('find the same releases in %s', (_, list) => {
    const html = `<html><body><nav><a href="/">Home</a><a href="/about">About us</a></nav><main>${list}</main></body></html>`;
    const guessed = readListing(html, context).items;
    const listing = proposeSelectors(page(html), guessed, context);
    expect(guessed).toHaveLength(9);
    expect(listing).not.toBeNull();
    const found = readListing(html, { ...context, listing }).items;
    expect(found.map(({ url, title, published }) => [url, title, published])).toEqual(
      guessed.map(({ url, title, published }) => [url, title, published]),
    );
  });

  it('are found in bounded time on elements with classes without end', () => {
    const word = (at: number): string => [...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
    const classes = Array.from({ length: 400 }, (_, at) => `x-${word(at)}`).join(' ');
    const list = Array.from(
      { length: 300 },
      (_, at) =>
        `<li class="${classes}"><h3 class="${classes}"><a href="/n/${at}">Pier ${word(at)} opens in the harbour</a></h3>`,
    );
    const html = `<main><ul>${list.join('')}</ul></main>`;
    const guessed = readListing(html, context).items;
    const started = process.cpuUsage();
    proposeSelectors(page(html), guessed, context);
    const { user, system } = process.cpuUsage(started);
    expect(guessed).toHaveLength(300);
    expect((user + system) / 1e6).toBeLessThan(2);
  });

  it('are not named where none finds them', () => {
    const html = `<main>${rows((at) => `<${at % 2 === 0 ? 'p' : 'div'}><a href="/n/${at}">${name(at)}</a> 1${at} March 2026`)}</main>`;
    const guessed = readListing(html, context).items.slice(0, 4);
    expect(proposeSelectors(page(html), guessed, context)).toBeNull();
  });
});

describe('the next page of a listing', () => {
  it.each([
    ['rel=next', '<a rel="next" href="/news?p=x">›</a>', { pagesMax: 2 }],
    ['a number that begins with 1', '<a href="?page=2">2</a>', { next: '?page={n}', pagesMax: 2 }],
    ['a number that begins with 0', '<a href="/news?page=1">2</a>', { next: '?page={+1}', pagesMax: 2 }],
    ['a number behind which an & is left', '<a href="?page=2&">2</a>', { next: '?page={n}', pagesMax: 2 }],
    ['an offset', '<a href="?start=20">2</a>', { next: '?start={+20}', pagesMax: 2 }],
    ['a class', '<li class="pager__next"><a href="?page=2">Suivant</a></li>', { next: '?page={n}', pagesMax: 2 }],
    ['no number', '<a class="next" href="/news/older">Older</a>', null],
    ['another host', '<a rel="next" href="https://www.example.com/2">2</a>', null],
    ['nothing', '', null],
  ])('is named by %s', (_, html, next) => expect(proposeNext(page(html))).toEqual(next));
});

describe('the exploration of a site', () => {
  const nowMs = Date.parse('2026-05-13T09:00:00Z');

  it('asks no more than its budget, whatever the site links to', async () => {
    const links = Array.from({ length: 200 }, (_, at) => `<a href="/feed/${at}">RSS</a>`).join('');
    const asked: string[] = [];
    const fetcher: Fetcher = {
      fetch: async (request) => {
        asked.push(request.url);
        return respond(200, `<html><body>${links}</body></html>`, { 'content-type': 'text/html' })(request);
      },
    };
    const clock = testClock(nowMs);
    const ports = { objects: memoryObjects({ clock }), fetcher, clock };
    const found = await discoverChannels(ports, 'https://www.example.org/', new Set(), () => {});
    expect(found).toMatchObject({ kind: 'explored', usable: [] });
    expect(asked.length).toBeLessThanOrEqual(limits.discoveryRequestsMax + 1);
  });
});

describe('the newsroom that is proposed', () => {
  const facts = {
    organization: 'Harbour',
    homepage: 'https://www.harbour.example.org/',
    language: 'en',
    country: null,
  };
  const item = (at: number, host = 'www.harbour.example.org') => ({
    id: null,
    url: `https://${host}/n/${at}`,
    title: name(at),
    published: `2026-05-${String(12 - at).padStart(2, '0')}`,
  });
  const name = (at: number): string => `Release ${at}`;
  const trial = (items: readonly object[], kind: 'rss' | 'listing' = 'rss') =>
    ({
      url: 'https://www.harbour.example.org/rss',
      source: 'declared',
      status: 200,
      contentType: null,
      kind,
      title: null,
      language: null,
      items,
      dated: items.length,
      newest: null,
      listing: null,
      json: null,
      dateOrder: null,
      reason: null,
    }) as unknown as Trial;
  const now = Date.parse('2026-05-13T09:00:00Z');

  it('expects a part of what is there, and is alarmed after thrice the longest pause', () => {
    const items = [0, 1, 2, 8].map((at) => item(at));
    const { expect: bounds, country } = proposeNewsroom([trial(items)], facts, null, now);
    expect(bounds).toEqual({ itemsMin: 1, itemsMax: 50, silentAfter: '18d' });
    expect(country).toBe('INT');
  });

  it('allows the other hosts its releases lie on', () => {
    const items = [0, 1, 2].map((at) => item(at, at === 0 ? 'www.harbour.example.org' : 'media.example.net'));
    expect(proposeNewsroom([trial(items)], facts, null, now).allowedHosts).toEqual(['media.example.net']);
  });
});
