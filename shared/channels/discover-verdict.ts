/** What a channel would give if it were watched, and which of several is the best. Pure. */
import { units } from '../limits.ts';
import type { ChannelKind, DateOrder, JsonMapping, ListingSelectors } from '../newsrooms/schema.ts';
import type { Lead } from './discover-leads.ts';
import { leaning } from './discover-words.ts';
import type { ChannelItem, ChannelReading, ChannelReadingKind } from './types.ts';

/** An address that was asked, or could not be, and what came of it. */
export interface Trial {
  /** The address that answered. */
  readonly url: string;
  readonly source: Lead['source'];
  /** Null: nobody answered, or nobody was asked. */
  readonly status: number | null;
  readonly contentType: string | null;
  readonly kind: ChannelReadingKind | null;
  /** Of the channel itself. */
  readonly title: string | null;
  readonly language: string | null;
  /** Those with an address, newest first as far as they are dated. */
  readonly items: readonly ChannelItem[];
  readonly dated: number;
  /** ISO 8601; null when no item is dated. */
  readonly newest: string | null;
  /** For a listing whose selectors could be named. */
  readonly listing: ListingSelectors | null;
  /** For a JSON API: how it is read. */
  readonly json: JsonMapping | null;
  /** Which of two numbers is the day, where the dates of the page show it and it matters. */
  readonly dateOrder: DateOrder | null;
  /** Why it can be no channel; null when it can. */
  readonly reason: string | null;
}

const channelKindOf: Readonly<Partial<Record<ChannelReadingKind, ChannelKind>>> = {
  rss: 'rss',
  rdf: 'rss',
  atom: 'atom',
  'json-feed': 'json-feed',
  'json-api': 'json-api',
  sitemap: 'sitemap',
  listing: 'listing',
};

/** As a newsroom file names it; null for what is no channel. */
export function channelKind(kind: ChannelReadingKind | null): ChannelKind | null {
  return kind === null ? null : (channelKindOf[kind] ?? null);
}

export const dateOf = (item: ChannelItem): string | null => item.published ?? item.updated;

/** A listing of fewer links is none. */
const listedMin = 3;

/** Sources that promise a feed; what else leads to a page means the page. */
const feedSources: ReadonlySet<Lead['source']> = new Set(['declared', 'feed-link', 'well-known']);

/** The part of a sitemap's addresses that must say that they are of news. */
const newsShareMin = 0.8;

/** Whether a sitemap without titles is one of releases: nearly all its addresses say so, and it is dated. */
function isOfNews(items: readonly ChannelItem[], dated: number): boolean {
  const ofNews = items.filter(({ url }) => url !== null && leaning(new URL(url).pathname) > 0).length;
  return items.length >= listedMin && dated > 0 && ofNews >= newsShareMin * items.length;
}

function reasonAgainst(
  { source }: Lead,
  reading: ChannelReading,
  items: readonly ChannelItem[],
  dated: number,
): string | null {
  if (reading.kind === 'none') return reading.warnings.at(-1) ?? 'no known format';
  if (reading.kind === 'sitemap-index') return 'an index: its sitemaps are looked at';
  const isPage = reading.kind === 'listing' && (items.length < listedMin || dated === 0);
  if (isPage && feedSources.has(source)) return 'an HTML page, not a feed';
  if (items.length === 0) return 'no items';
  const titled = items.filter(({ title }) => title !== null).length;
  if (reading.kind === 'sitemap' && titled * 2 < items.length && !isOfNews(items, dated)) {
    return 'a sitemap of all pages, which does not say what is news';
  }
  if (reading.kind === 'listing' && items.length < listedMin) return 'too few links that look like releases';
  if (reading.kind === 'listing' && dated === 0) return ['links without dates', ...reading.warnings].join('; ');
  return null;
}

/** A reading as a trial; `url` is the address that answered. */
export function judgeReading(lead: Lead, url: string, contentType: string | null, reading: ChannelReading): Trial {
  const items = reading.items
    .filter((item) => item.url !== null)
    .map((item) => ({ item, ms: Date.parse(dateOf(item) ?? '') }))
    .sort((a, b) => (Number.isNaN(a.ms) || Number.isNaN(b.ms) ? 0 : b.ms - a.ms))
    .map(({ item }) => item);
  const dates = items.flatMap((item) => dateOf(item) ?? []);
  return {
    url,
    source: lead.source,
    status: 200,
    contentType,
    kind: reading.kind,
    title: reading.title,
    language: reading.language,
    items,
    dated: dates.length,
    newest: dates.reduce<string | null>((a, b) => (a === null || Date.parse(b) > Date.parse(a) ? b : a), null),
    listing: null,
    json: reading.kind === 'json-api' ? (lead.json ?? null) : null,
    dateOrder: null,
    reason: reasonAgainst(lead, reading, items, dates.length),
  };
}

export function failedTrial(lead: Lead, status: number | null, reason: string): Trial {
  const nothing = {
    contentType: null,
    kind: null,
    title: null,
    language: null,
    items: [],
    dated: 0,
    newest: null,
    listing: null,
    json: null,
    dateOrder: null,
  };
  return { url: lead.url, source: lead.source, status, ...nothing, reason };
}

/** What was still published then is no news any more. */
const staleMs = 120 * units.DAY_MS;

/** Newer than four months, so that it can be told from a feed that nobody feeds. */
function isFresh({ newest }: Trial, nowMs: number): boolean {
  return newest !== null && nowMs - Date.parse(newest) <= staleMs;
}

/**
 * The higher, the better: dated feeds, then news sitemaps and APIs, then listings, then feeds without dates and sitemaps without
 * titles; what stands still falls behind.
 */
function rank(trial: Trial, nowMs: number): number {
  const kind = channelKind(trial.kind);
  const isFeed = kind === 'rss' || kind === 'atom' || kind === 'json-feed';
  const isNamed = trial.items.some(({ title }) => title !== null);
  const tier = isFeed ? (trial.dated > 0 ? 4 : 1) : kind === 'listing' ? 2 : isNamed ? 3 : 1;
  const { pathname, search } = new URL(trial.url);
  const lean = leaning(pathname + search) + leaning(trial.title ?? '');
  // The start page of a site shows some of its news; the page that lists them shows them all.
  const isStart = trial.source === 'given' && kind === 'listing' && pathname === '/';
  return (
    tier * 100 -
    (isFresh(trial, nowMs) ? 0 : 250) +
    (lean > 0 ? 40 : lean < 0 ? -200 : 0) -
    (isStart ? 50 : 0) +
    Math.min(trial.items.length, 30)
  );
}

/** Trials that can be channels, the best first. */
export function ranked(trials: readonly Trial[], nowMs: number): readonly Trial[] {
  return trials
    .filter(({ reason }) => reason === null)
    .map((trial) => ({ trial, value: rank(trial, nowMs) }))
    .sort((a, b) => b.value - a.value)
    .map(({ trial }) => trial);
}

/** Good enough that pages of news and guessed addresses need not be asked. */
export function isSettled(trials: readonly Trial[], nowMs: number): boolean {
  const [best] = ranked(trials, nowMs);
  return best !== undefined && best.kind !== 'listing' && rank(best, nowMs) >= 400;
}
