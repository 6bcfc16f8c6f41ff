/** Which items of a reading become candidates, in which order and of which origin: the part of poll that asks nobody. */
import type { Candidate, Origin } from '../channels/candidate.ts';
import type { ChannelItem } from '../channels/types.ts';
import { candidateHash } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Channel, Newsroom } from '../newsrooms/schema.ts';
import { addressOf, type ChannelState } from '../politeness/channel-state.ts';
import { hostOf } from '../politeness/host.ts';

export interface OfferContext {
  readonly newsroom: Newsroom;
  readonly channel: Channel;
  /** Before this poll. */
  readonly state: ChannelState;
  readonly nowMs: number;
  /** How many of the newest items of a first poll are live. */
  readonly alertNewest: number;
}

export interface Offer {
  /** Not seen before, newest first; all of them, whatever a poll may take. */
  readonly candidates: readonly Candidate[];
  /** The new ring of hashes. */
  readonly seen: string[];
  /** Whether some of the items were offered before. */
  readonly overlaps: boolean;
  /** Items with neither an address, a guid nor words: they cannot be told apart. */
  readonly nameless: number;
  /** Addresses on hosts that the newsroom file does not allow. */
  readonly foreign: readonly string[];
}

/** Shortens a text to so many UTF-16 units without cutting a character in two. */
function shortened(text: string | null, max: number): string | null {
  if (text === null || text.length <= max) return text;
  const cut = text.charCodeAt(max - 1);
  return text.slice(0, cut >= 0xd800 && cut <= 0xdbff ? max - 1 : max);
}

/**
 * Whether a page of this address may be fetched: it lies on the channel's own host, or on one of `allowedHosts`
 * (`host` for any port, `host:port` for one). http and https of one host name are one host on their default ports.
 */
export function mayOffer(url: string, channelUrl: string, allowedHosts: readonly string[]): boolean {
  const host = hostOf(url);
  const own = hostOf(channelUrl);
  if (host === null || own === null) return false;
  if (host === own) return true;
  const { hostname, port } = new URL(url);
  const channel = new URL(channelUrl);
  if (hostname === channel.hostname && port === '' && channel.port === '') return true;
  return allowedHosts.some((allowed) => allowed === hostname || allowed === host);
}

/** Items newest first. One without a date stands with the dated one before it, as newsrooms print newest first. */
function newestFirst(items: readonly ChannelItem[]): ChannelItem[] {
  let carried = Number.POSITIVE_INFINITY;
  const timed = items.map((item) => {
    const ms = Date.parse(item.published ?? item.updated ?? '');
    if (!Number.isNaN(ms)) carried = ms;
    return { item, ms: carried };
  });
  return timed.sort((a, b) => (a.ms === b.ms ? 0 : b.ms - a.ms)).map(({ item }) => item);
}

/** The items of listings and sitemaps have an address and nothing else to be known by. */
function hasGuids(channel: Channel): boolean {
  return channel.kind !== 'listing' && channel.kind !== 'sitemap';
}

function isOld(item: ChannelItem, lastGoodAt: string | null): boolean {
  const ms = Date.parse(item.published ?? item.updated ?? '');
  return lastGoodAt !== null && !Number.isNaN(ms) && ms < Date.parse(lastGoodAt) - limits.backfillOlderThanMs;
}

/** An item under the names that it is offered by. */
interface Named {
  readonly item: ChannelItem;
  readonly guid: string | null;
  readonly url: string | null;
  readonly shownAt?: string;
  readonly host: string;
  readonly hash: string;
  readonly retitled?: true;
}

/** What an item without a guid is known by beside its address. */
function noticeName(url: string, { title, summary }: ChannelItem): string {
  return `${url}#${candidateHash([title ?? summary])}`;
}

/**
 * What is remembered of a listed item's title: items of listings have no `updated`, and a page that changes its text under one
 * address is told by nothing else. Words alone, since counters and ages ("2 hours ago") change by themselves.
 */
function titleHash(newsroom: Newsroom, { url, title }: ChannelItem): string | null {
  const words = title
    ?.match(/\p{L}+/gu)
    ?.join(' ')
    .toLowerCase();
  return url === null || words === undefined ? null : candidateHash([newsroom.id, 'title', url, words]);
}

/** What an item with neither guid nor address is known by: its words. Null where it has an address, or no words either. */
function wordsName(channel: Channel, item: ChannelItem): string | null {
  const hasWords = item.title !== null || item.summary !== null;
  return item.url === null && hasWords ? noticeName(channel.url, item) : null;
}

/** A guid of its own, as against the address that stands in for one. */
function hasOwnGuid(item: ChannelItem): boolean {
  return item.id !== null && item.id !== item.url;
}

/** Addresses that several items without a guid share, each with words of its own: a page of short notices. */
function noticePages(items: readonly ChannelItem[]): ReadonlySet<string> {
  const names = new Map<string, Set<string>>();
  for (const item of items) {
    if (item.url === null || hasOwnGuid(item)) continue;
    names.set(item.url, (names.get(item.url) ?? new Set()).add(noticeName(item.url, item)));
  }
  return new Set([...names].flatMap(([url, own]) => (own.size > 1 ? [url] : [])));
}

function candidateOf(
  { item, guid, url, shownAt, host, hash, retitled }: Named,
  origin: Origin,
  context: OfferContext,
): Candidate {
  const textMax = limits.candidateTextCharactersMax;
  const content = shortened(item.content, textMax);
  return {
    newsroom: context.newsroom.id,
    channel: context.channel.url,
    host,
    guid,
    url,
    ...(shownAt === undefined ? {} : { shownAt }),
    ...(retitled === undefined ? {} : { retitled }),
    title: shortened(item.title, textMax),
    published: item.published,
    updated: item.updated,
    summary: shortened(item.summary, textMax),
    content,
    contentTruncated: content !== item.content,
    language: item.language ?? context.channel.language ?? null,
    origin,
    foundAt: new Date(context.nowMs).toISOString(),
    hash,
    attempt: 0,
  };
}

/**
 * When these items came, in milliseconds, for the newsroom's rhythm: by the printed time where there is one, else now. An item of a first
 * poll or a backfill without a printed time says nothing.
 */
export function timesOf(candidates: readonly Candidate[], isFirst: boolean, nowMs: number): number[] {
  return candidates.flatMap(({ published, origin }) => {
    const printed = published === null || published.length <= 10 ? Number.NaN : Date.parse(published);
    if (printed <= nowMs && printed > nowMs - limits.rhythmTimesMaxAgeMs) return [printed];
    return isFirst || origin === 'backfill' ? [] : [nowMs];
  });
}

/** A candidate as it waits in the state: with little of the channel's own text. */
export function forBacklog(candidate: Candidate): Candidate {
  const content = shortened(candidate.content, limits.backlogTextCharactersMax);
  return {
    ...candidate,
    summary: shortened(candidate.summary, limits.backlogTextCharactersMax),
    content,
    contentTruncated: candidate.contentTruncated || content !== candidate.content,
  };
}

/** The body of the message; text that would make it too long for a queue is left out, with a mark. */
export function messageBody(candidate: Candidate): string {
  const body = JSON.stringify(candidate);
  if (Buffer.byteLength(body) <= limits.queueMessageBytesMax) return body;
  return JSON.stringify(
    forBacklog({ ...candidate, title: shortened(candidate.title, limits.backlogTextCharactersMax) }),
  );
}

/**
 * Judges the items of one reading. Pure. Origin (DESIGN): a channel's first poll is the baseline, its 30 newest are offered and the rest
 * counts as seen; at least 20 unseen items that are older than a week before the last good poll are backfill; all else is live.
 */
export function offerOf(items: readonly ChannelItem[], context: OfferContext): Offer {
  const { newsroom, channel, state, alertNewest } = context;
  const seen = new Set(state.seen);
  const listed = new Set<string>();
  const fresh: Named[] = [];
  const retitled: Named[] = [];
  const notices = hasGuids(channel) ? noticePages(items) : new Set<string>();
  const foreign: string[] = [];
  const ownHost = hostOf(channel.url) ?? '';
  let nameless = 0;
  let known = 0;
  for (const item of newestFirst(items)) {
    const { url } = item;
    const guid = hasGuids(channel) ? (item.id ?? wordsName(channel, item)) : null;
    const host = url === null ? ownHost : hostOf(url);
    if (host === null || (url === null && guid === null)) {
      nameless += 1;
      continue;
    }
    const isOwn =
      url === null ||
      [channel.url, addressOf(state, channel)].some((own) => mayOffer(url, own, newsroom.allowedHosts ?? []));
    if (!isOwn) {
      foreign.push(url);
      continue;
    }
    // Many sitemaps set lastmod to the time of asking: there, only the address makes an item new.
    const updated = channel.kind === 'sitemap' ? null : item.updated;
    let named: Named = { item, guid, url, host, hash: candidateHash([newsroom.id, guid, url, updated]) };
    if (url !== null && guid !== null && !hasOwnGuid(item)) {
      const name = noticeName(url, item);
      const hash = candidateHash([newsroom.id, name, null, updated]);
      // A notice stays one when it is the last of them that is listed.
      if (notices.has(url) || seen.has(hash)) named = { item, guid: name, url: null, shownAt: url, host, hash };
    }
    const { hash } = named;
    const title = channel.kind === 'listing' ? titleHash(newsroom, item) : null;
    if (title !== null) listed.add(title);
    if (listed.has(hash)) continue;
    listed.add(hash);
    if (!seen.has(hash)) fresh.push(named);
    else {
      known += 1;
      if (title !== null && !seen.has(title)) retitled.push({ ...named, hash: title, retitled: true });
    }
  }
  if (retitled.length <= limits.retitledItemsMax) fresh.push(...retitled);

  const isFirst = state.firstPolledAt === null;
  const offered = isFirst ? fresh.slice(0, limits.baselineReleasesMax) : fresh;
  const old = new Set(isFirst ? [] : offered.filter(({ item }) => isOld(item, state.lastGoodAt)));
  const isBackfill = old.size >= limits.backfillItemsMin;
  const candidates = offered.map((one, index) => {
    const origin = isFirst
      ? index < alertNewest
        ? 'live'
        : 'baseline'
      : isBackfill && old.has(one)
        ? 'backfill'
        : 'live';
    return candidateOf(one, origin, context);
  });
  // What is still listed moves to the end of the ring, so that it is not forgotten while it is offered.
  const ring = [...state.seen.filter((hash) => !listed.has(hash)), ...[...listed].reverse()];
  return {
    candidates,
    seen: ring.slice(-limits.seenPerChannelMax),
    overlaps: known > 0,
    nameless,
    foreign,
  };
}
