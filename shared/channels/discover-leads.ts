/** What a page of a site tells about channels: feeds it declares, links that look like feeds, pages that list news. Pure. */
import type { Element } from 'domhandler';
import { limits } from '../limits.ts';
import type { JsonMapping } from '../newsrooms/schema.ts';
import { decodeBytes } from '../text/encoding.ts';
import { isBelowApi, knownApis } from './discover-apis.ts';
import { countryOf, isNamedBy, isTitleFiller, leaning, promiseOf } from './discover-words.ts';
import { baseHref, elementsBelow, parseHtml, textBelow } from './html-document.ts';
import { resolveLink, withoutFragment } from './links.ts';

/** How an address was found. */
export type LeadSource =
  | 'given'
  | 'declared'
  | 'feed-link'
  | 'news-page'
  | 'robots.txt'
  | 'sitemap-index'
  | 'well-known';

/** An address that may be a channel. */
export interface Lead {
  readonly url: string;
  readonly source: LeadSource;
  /** The higher, the sooner it is asked. */
  readonly score: number;
  /** How to read it, of a known API. */
  readonly json?: JsonMapping;
}

/** What a homepage says of its owner. */
export interface SiteFacts {
  readonly organization: string;
  /** The canonical address of the start page. */
  readonly homepage: string;
  /** BCP 47. */
  readonly language: string | null;
  /** As the newsroom file has it; null: unknown. */
  readonly country: string | null;
}

export interface PageBytes {
  readonly bytes: Uint8Array;
  /** The address that answered. */
  readonly url: string;
  readonly contentType: string | null;
}

/** Where each source begins; what the words of address and title say is added. */
export const leadScores = {
  declared: 100,
  feedLink: 80,
  pressPage: 70,
  newsPage: 60,
  newsSitemap: 58,
  child: 45,
  wellKnownFeed: 30,
  declaredApi: 22,
  sitemap: 20,
  wellKnownApi: 10,
} as const;
const scoreOfLeaning = 15;
const scoreOfOther = -60;

/** The last three say less, and are asked all the same: sites write them for feeds. */
const feedTypes: ReadonlySet<string> = new Set([
  'application/rss+xml',
  'application/atom+xml',
  'application/rdf+xml',
  'application/feed+json',
  'application/json',
  'application/xml',
  'text/xml',
]);

/** Services that show a feed to people: their addresses are none. */
const readers =
  /(^|\.)(feedly|inoreader|netvibes|newsblur|bloglovin|facebook|twitter|x|google|yahoo|microsoft|apple)\.com$/;

export interface ReadPage {
  readonly html: string;
  readonly elements: readonly Element[];
  readonly base: string | null;
  readonly url: string;
}

export function readPage({ bytes, url, contentType }: PageBytes): ReadPage {
  const html = decodeBytes(bytes, { contentType, kind: 'html' }).text;
  const elements = elementsBelow(parseHtml(html).root);
  return { html, elements, base: resolveLink(baseHref(elements), url) ?? url, url };
}

function scored(url: string, source: LeadSource, start: number, text: string): Lead {
  const lean = Math.sign(leaning(pathOf(url)) + 2 * leaning(text));
  return { url, source, score: start + (lean > 0 ? scoreOfLeaning : lean < 0 ? scoreOfOther : 0) };
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

function depthOf(url: string): number {
  return new URL(url).pathname.split('/').filter((part) => part !== '').length;
}

/** The last two labels of a host name: sister hosts of one site often hold the news. */
function siteOf(url: string): string {
  const { hostname } = new URL(url);
  return /^[\d.]+$|:/.test(hostname) ? hostname : hostname.split('.').slice(-2).join('.');
}

/** `.rss`, `/feed/`, `rss.xml` and the like; a sitemap is none. */
function looksLikeFeed(url: string, text: string): boolean {
  const { pathname, search, hostname } = new URL(url);
  if (readers.test(hostname) || /sitemap/i.test(pathname)) return false;
  const path = pathname.toLowerCase();
  if (/\.(pdf|jpe?g|png|gif|svg|zip|mp[34]|docx?|xlsx?)$/.test(path)) return false;
  if (/\.(rss|atom|rdf)$|(^|[/._-])(rss|atom|feeds?)([/._-]|$)|[^/]\.xml$/.test(path)) return true;
  if (/[?&](format|output|type|feed)=(rss|atom|rss2|feed|xml)(&|$)/i.test(search)) return true;
  return text.length <= 60 && /(^|[^\p{L}])(rss|atom|feed|xml)([^\p{L}]|$)/iu.test(text);
}

/** What a link shows: its text, its title, or what its image says. */
function textOfLink(element: Element): string {
  const image = elementsBelow(element).find(({ name }) => name === 'img');
  return (
    textBelow(element) ||
    element.attribs['title'] ||
    element.attribs['aria-label'] ||
    image?.attribs['alt'] ||
    ''
  ).trim();
}

/** The leads of one page, in order of score; each address once. Linear. */
export function leadsOn(page: ReadPage): readonly Lead[] {
  const leads: Lead[] = [];
  const own = withoutFragment(page.url);
  for (const element of page.elements) {
    const url = resolveLink(element.attribs['href'], page.base);
    if (url === null || url.length > limits.urlCharactersMax || withoutFragment(url) === own) continue;
    if (element.name === 'link') {
      const relations = (element.attribs['rel'] ?? '').toLowerCase().split(/\s+/);
      const type = (element.attribs['type'] ?? '').toLowerCase().split(';')[0]?.trim() ?? '';
      const title = element.attribs['title'] ?? '';
      const api = knownApis.find(({ relation }) => relations.includes(relation));
      if (api !== undefined) {
        leads.push({
          url: new URL(api.path, url).href,
          source: 'declared',
          score: leadScores.declaredApi,
          json: api.json,
        });
      } else if (relations.includes('feed') || (relations.includes('alternate') && feedTypes.has(type))) {
        if (!isBelowApi(url)) leads.push(scored(url, 'declared', leadScores.declared, title));
      }
    } else if (element.name === 'a') {
      const text = textOfLink(element);
      if (looksLikeFeed(url, text)) leads.push(scored(url, 'feed-link', leadScores.feedLink, text));
      else if (siteOf(url) === siteOf(page.url)) {
        const promise = promiseOf(text);
        const start = promise === 'press' ? leadScores.pressPage : leadScores.newsPage;
        // The news of the whole site lies above that of a topic.
        if (promise !== null) leads.push({ url, source: 'news-page', score: start - Math.min(9, depthOf(url)) });
      }
    }
  }
  return best(leads);
}

function best(leads: readonly Lead[]): readonly Lead[] {
  const byUrl = new Map<string, Lead>();
  for (const lead of leads) {
    const url = withoutFragment(lead.url);
    const known = byUrl.get(url);
    if (known === undefined || lead.score > known.score) byUrl.set(url, { ...lead, url });
  }
  return [...byUrl.values()].sort((a, b) => b.score - a.score);
}

/** Sitemaps that robots.txt names: only those for news promise releases. */
export function leadsOfSitemaps(urls: readonly string[], source: 'robots.txt' | 'sitemap-index'): readonly Lead[] {
  const promising = source === 'robots.txt' ? leadScores.newsSitemap : leadScores.child;
  return urls
    .filter((url) => URL.canParse(url))
    .map((url) => ({ url, source, score: leaning(pathOf(url)) > 0 ? promising : leadScores.sitemap }));
}

const wellKnown: readonly string[] = [
  '/feed/',
  '/rss.xml',
  '/rss',
  '/atom.xml',
  '/feed.xml',
  '/news/rss',
  '/feed.json',
];
const wellKnownSitemaps: readonly string[] = ['/news-sitemap.xml', '/sitemap-news.xml', '/sitemap.xml'];

/** Where sites keep channels that they name nowhere, the likeliest first. */
export function wellKnownLeads(homepage: string): readonly Lead[] {
  const lead = (path: string, score: number): Lead => ({
    url: new URL(path, homepage).href,
    source: 'well-known',
    score,
  });
  return [
    ...wellKnown.map((path, index) => lead(path, leadScores.wellKnownFeed - index)),
    ...wellKnownSitemaps.map((path, index) => lead(path, leadScores.sitemap - index)),
    ...knownApis.map(({ usualRoot, path, json }) => ({ ...lead(usualRoot + path, leadScores.wellKnownApi), json })),
  ];
}

function metaOf(page: ReadPage, ...names: readonly string[]): string | null {
  for (const name of names) {
    const found = page.elements.find(
      ({ name: tag, attribs }) => tag === 'meta' && (attribs['property'] ?? attribs['name'])?.toLowerCase() === name,
    );
    const content = found?.attribs['content']?.replace(/\s+/g, ' ').trim() ?? '';
    if (content !== '') return content.slice(0, organizationCharactersMax);
  }
  return null;
}

const organizationCharactersMax = 120;

/**
 * The part of a title that names its site: "Home | Harbour Authority" is of the Harbour Authority. A part that has the name in the host
 * says so itself; else the title of a page inside the site begins with that page, and the site is named last if at all. Null: no part does.
 */
export function organizationIn(title: string, hostname: string, place: 'start' | 'inside'): string | null {
  const parts = title.slice(0, 1_000).split(/\s+[|–—·»:-]\s+|\s*\|\s*|:\s+/u);
  const names = parts.map((part) => part.trim()).filter((part) => /\p{L}/u.test(part) && !isTitleFiller(part));
  const own = names.filter((name) => isNamedBy(hostname, name)).sort((a, b) => a.length - b.length);
  const placed = place === 'start' ? names[0] : parts.length > 1 ? names.at(-1) : undefined;
  return (own[0] ?? placed)?.slice(0, organizationCharactersMax) ?? null;
}

/** `en_GB` and `EN-gb` as BCP 47 has them; null for what is no language tag. */
export function languageTag(raw: string | null | undefined): string | null {
  const [, language, region] = /^([a-z]{2,3})(?:[-_]([a-z]{2}))?(?:[-_][a-z0-9]+)*$/i.exec(raw?.trim() ?? '') ?? [];
  if (language === undefined) return null;
  return region === undefined ? language.toLowerCase() : `${language.toLowerCase()}-${region.toUpperCase()}`;
}

function isStart(url: string): boolean {
  const { pathname, search } = new URL(url);
  return search === '' && /^\/([a-z]{2}(-[a-z]{2})?\/?)?(index\.\w+)?$/i.test(pathname);
}

/** Of a start page its own address; of any other page that of its site. */
function homepageOf(page: ReadPage): string {
  const canonical = page.elements.find(
    ({ name, attribs }) => name === 'link' && attribs['rel']?.toLowerCase() === 'canonical',
  );
  const url = resolveLink(canonical?.attribs['href'], page.base);
  if (url !== null && new URL(url).host === new URL(page.url).host && isStart(url)) return withoutFragment(url);
  return isStart(page.url) ? withoutFragment(page.url) : new URL('/', page.url).href;
}

export function factsOf(page: ReadPage): SiteFacts {
  const { hostname } = new URL(page.url);
  const title = page.elements.find(({ name }) => name === 'title');
  const lang = page.elements.find(({ name }) => name === 'html')?.attribs['lang'];
  const language = languageTag(lang) ?? languageTag(metaOf(page, 'content-language', 'og:locale'));
  return {
    organization:
      metaOf(page, 'og:site_name', 'application-name') ??
      organizationIn(title === undefined ? '' : textBelow(title), hostname, isStart(page.url) ? 'start' : 'inside') ??
      hostname,
    homepage: homepageOf(page),
    language,
    country: countryOf(hostname, language),
  };
}
