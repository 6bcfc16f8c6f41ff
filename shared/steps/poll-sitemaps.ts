/** Following a sitemap index: its newer sitemaps are asked one after the other, and read as one channel. */
import { newestLastmod, sitemapsToFollow } from '../channels/sitemap-index.ts';
import type { ChannelItem, ChannelReading } from '../channels/types.ts';
import { limits } from '../limits.ts';
import type { ChannelState } from '../politeness/channel-state.ts';
import type { FetchedResponse } from '../ports.ts';

/** What became of one request. `gone`: 404 or 410, nothing to come back for. `held`: its host is left alone for
 * now. `later`: no time for it, nor for any other. */
export type SitemapAnswer =
  | { readonly kind: 'response'; readonly response: FetchedResponse }
  | { readonly kind: 'gone' | 'failed' | 'held' | 'later' };

export interface SitemapWalk {
  readonly index: ChannelReading;
  /** Of the channel, before this poll. */
  readonly state: Pick<ChannelState, 'sitemapSince' | 'firstPolledAt' | 'lastGoodAt'>;
  readonly nowMs: number;
  readonly mayFollow: (url: string) => boolean;
  readonly fetch: (url: string) => Promise<SitemapAnswer>;
  readonly read: (response: FetchedResponse) => ChannelReading;
}

export interface WalkedSitemaps {
  /** The items of all sitemaps that were read. */
  readonly reading: ChannelReading;
  /** For the captures; as many as one body may have bytes. */
  readonly responses: readonly FetchedResponse[];
  /** What the channel's state is to remember, when the reading is trusted. */
  readonly remembered: Partial<ChannelState>;
  /** Requests that were put off. */
  readonly carriedOver: number;
}

interface Waiting {
  readonly url: string;
  readonly lastmod: string | null;
  /** Of the index that names it. */
  readonly depth: number;
}

const warningsMax = 20;

/**
 * Asks at most `sitemapFetchesMax` sitemaps, through at most `sitemapDepthMax` indexes. When one failed or was put off the
 * mark stays where it was, so that it is asked again; when the index cannot tell of the next change (a sitemap without
 * lastmod), its validators are forgotten.
 */
export async function walkSitemaps(walk: SitemapWalk): Promise<WalkedSitemaps> {
  const { index, state, nowMs } = walk;
  const since = state.sitemapSince;
  const knownUntil = since ?? (state.firstPolledAt === null ? null : state.lastGoodAt);
  const now = new Date(nowMs).toISOString();
  let newest = since;
  const items: ChannelItem[] = [];
  const warnings: string[] = [...index.warnings];
  const responses: FetchedResponse[] = [];
  const visited = new Set<string>();
  let bytes = 0;
  let asked = 0;
  let carriedOver = 0;
  let failed = 0;
  let undated = false;
  let malformed = index.malformed;

  const chosen = (reading: ChannelReading, depth: number): readonly Waiting[] => {
    newest = newestLastmod(reading.items, newest, now);
    const max = limits.sitemapFetchesMax - asked;
    const choice = sitemapsToFollow(reading.items, since, walk.mayFollow, max, limits.sitemapsUndatedMax);
    const { follow, leftOver, foreign } = choice;
    if (leftOver > 0) warnings.push(`${leftOver} older sitemaps of the index were left out`);
    if (foreign.length > 0)
      warnings.push(`${foreign.length} sitemaps lie on hosts that are not allowed: ${foreign[0]}`);
    return follow.map((one) => ({ ...one, depth }));
  };

  const waiting = [...chosen(index, 1)];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (visited.has(next.url) || asked >= limits.sitemapFetchesMax) continue;
    visited.add(next.url);
    asked += 1;
    undated ||= next.lastmod === null;
    const answer = await walk.fetch(next.url);
    if (answer.kind === 'later') {
      carriedOver += 1 + waiting.length;
      break;
    }
    if (answer.kind === 'held') {
      carriedOver += 1;
      continue;
    }
    if (answer.kind !== 'response') {
      if (answer.kind === 'failed') failed += 1;
      warnings.push(`the sitemap ${next.url} could not be had`);
      continue;
    }
    bytes += answer.response.body.length;
    if (bytes <= limits.sitemapBodyBytesMax) responses.push(answer.response);
    const reading = walk.read(answer.response);
    malformed ||= reading.malformed;
    warnings.push(...reading.warnings);
    if (reading.kind !== 'sitemap-index') items.push(...reading.items.filter((item) => isRecent(item, knownUntil)));
    else if (next.depth < limits.sitemapDepthMax) waiting.unshift(...chosen(reading, next.depth + 1));
    else warnings.push(`the index ${next.url} lies too deep`);
  }

  // A first poll is the baseline, of the newest alone: what it has no time for is old.
  const isBaseline = state.firstPolledAt === null && items.length > 0;
  const isWhole = failed === 0 && (carriedOver === 0 || isBaseline);
  return {
    reading: { ...index, kind: 'sitemap', malformed, items: newestOf(items), warnings: warnings.slice(0, warningsMax) },
    responses,
    remembered: {
      sitemapSince: isWhole ? newest : since,
      // How many items a poll of an index finds says nothing: it reads what is new.
      lastItems: null,
      ...(isWhole && !undated ? {} : { etag: null, lastModified: null, lastBodyHash: null }),
    },
    carriedOver,
  };
}

/** What changed long before the mark was read when it did, or was let go with the first poll. */
function isRecent({ published, updated }: ChannelItem, knownUntil: string | null): boolean {
  const ms = Date.parse(updated ?? published ?? '');
  return knownUntil === null || Number.isNaN(ms) || ms >= Date.parse(knownUntil) - limits.backfillOlderThanMs;
}

function newestOf(items: ChannelItem[]): readonly ChannelItem[] {
  if (items.length <= limits.itemsPerChannelMax) return items;
  const day = ({ published, updated }: ChannelItem): string => published ?? updated ?? '';
  return [...items]
    .sort((a, b) => (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : 0))
    .slice(0, limits.itemsPerChannelMax);
}
