/** The rules of one poll: how a channel is asked, and what its answer means for its state and its next time (feeds.md 6). */
import type { ChannelReading } from '../channels/types.ts';
import { sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Channel, Newsroom } from '../newsrooms/schema.ts';
import type { FetchedResponse, FetchOutcome } from '../ports.ts';
import type { ChannelState, Signal } from './channel-state.ts';
import { addressOf } from './channel-state.ts';
import { hostOf } from './host.ts';
import { everyMs, feedHintsOf, freshnessMs, hintedMs } from './interval.ts';
import { linkTarget } from './link-header.ts';
import { retryAfterMs } from './retry-after.ts';
import { ownIntervalMs } from './rhythm.ts';

const accepts = {
  page: 'text/html, application/xhtml+xml, */*;q=0.1',
  feed: 'application/atom+xml, application/rss+xml, application/feed+json, application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1',
} as const;

/**
 * The headers of the next request: conditional whenever there is a validator (rules 1 and 2). Two exceptions heal a server's
 * mistakes: an ETag of Apache's that never matches (rule 17), and a 304 that has gone on for too long (rule 18).
 */
export function headersFor(state: ChannelState, channel: Channel, nowMs: number): Record<string, string> {
  const headers: Record<string, string> = { accept: channel.kind === 'listing' ? accepts.page : accepts.feed };
  const trusted = state.lastFullAt !== null && nowMs - Date.parse(state.lastFullAt) <= limits.validatorsTrustedMs;
  if (!trusted) return headers;
  const never = state.equalBodies >= limits.equalBodiesMax && state.etag?.endsWith('-gzip"') === true;
  if (state.etag !== null && !never) headers['if-none-match'] = state.etag;
  if (state.lastModified !== null) headers['if-modified-since'] = state.lastModified;
  return headers;
}

/** Whether the answer has bytes that were not read yet (rules 4 and 15). */
export function needsReading(state: ChannelState, outcome: FetchOutcome): outcome is FetchedResponse {
  return outcome.kind === 'response' && outcome.status === 200 && sha256Hex(outcome.body) !== state.lastBodyHash;
}

type PollVerdict =
  /** 304. */
  | 'not-modified'
  /** 200 with the bytes of last time. */
  | 'unchanged'
  /** A good reading. */
  | 'read'
  /** A reading that may not be trusted as the channel's whole: the last good state stays. */
  | 'suspect'
  | 'failed'
  | 'gone';

export interface PollDecision {
  readonly verdict: PollVerdict;
  /** Whether the items of the reading are to be offered to ingest. */
  readonly offers: boolean;
  readonly state: ChannelState;
  /** Nobody asks the host before this time; null: no such wish. */
  readonly holdHostUntilMs: number | null;
}

export interface PollEvidence {
  readonly state: ChannelState;
  readonly channel: Channel;
  readonly expect: Newsroom['expect'];
  readonly outcome: FetchOutcome;
  /** What `needsReading` bytes turned out to be; null when there were none. */
  readonly reading: ChannelReading | null;
  /** An item's address that may not be offered, when that is so of every item of the reading; else null. */
  readonly onlyForeign: string | null;
  /** False when a listing has further pages that were not looked at: then few items say nothing. */
  readonly complete: boolean;
  readonly nowMs: number;
  /** The channel's host is one of the allowed loopback hosts. */
  readonly allowedHost: boolean;
  /** Of the Random port, in [0, 1). */
  readonly fraction: number;
  /** When the items came that were not offered before, in milliseconds; empty without any. */
  readonly freshTimes?: readonly number[];
  /** Whether the reading has items that were offered before; counts for a redirect that is to be learned. */
  readonly overlaps?: boolean;
  /** What gives the body away as a wall, or null. */
  readonly interstitial?: string | null;
}

const iso = (ms: number): string => new Date(ms).toISOString();

function hasValidators(state: Pick<ChannelState, 'etag' | 'lastModified'>): boolean {
  return state.etag !== null || state.lastModified !== null;
}

/** 4 h, 8 h, 16 h, 24 h: doubles with every failure in a row. */
function doubledMs(startMs: number, failures: number): number {
  return Math.min(limits.backoffMaxMs, startMs * 2 ** Math.min(failures - 1, 30));
}

interface Trouble {
  readonly condition: 'blocked' | 'broken' | 'gone';
  readonly reason: string;
  /** The shortest time to the next request. */
  readonly waitMs: number;
  readonly holdHost: boolean;
}

/** What an answer that is not 200 or 304 means (rules 9 and 10). `failures` counts this one. */
function troubleOf(evidence: PollEvidence, failures: number, ownMs: number): Trouble {
  const { outcome, fraction, nowMs } = evidence;
  const trouble = (waitMs: number, reason: string, condition: Trouble['condition'] = 'broken'): Trouble => ({
    condition,
    reason,
    waitMs,
    holdHost: false,
  });
  // Full jitter over an exponential span, but never sooner than the newsroom's own interval.
  const backoffMs = fraction * doubledMs(ownMs, failures);
  if (outcome.kind === 'refused' && outcome.reason === 'robots') {
    return trouble(limits.robotsCachedMs, outcome.message, 'blocked');
  }
  if (outcome.kind !== 'response') return trouble(backoffMs, `${outcome.reason}: ${outcome.message}`);

  const { status } = outcome;
  const reason = `HTTP ${status}`;
  if (status === 429 || status === 503) {
    const asked = retryAfterMs(outcome.headers['retry-after'] ?? null, nowMs);
    const waitMs = asked ?? doubledMs(limits.backoffThrottledMs, failures);
    return { condition: status === 429 ? 'blocked' : 'broken', reason, waitMs, holdHost: true };
  }
  if (status === 410)
    return trouble(
      0,
      `${reason}: the server says that the channel is gone for good; it is not asked again unless its address changes`,
      'gone',
    );
  if (status === 401 || status === 403) {
    return trouble(doubledMs(limits.backoffBlockedMs, failures), reason, 'blocked');
  }
  if (status === 408 || status === 425 || status < 400 || status >= 500) return trouble(backoffMs, reason);
  return trouble(limits.backoffMissingMs, reason);
}

const wallReason = (words: string): string => `a page stands in the way: it says "${words}"`;

interface Doubt {
  readonly reason: string;
  readonly offers: boolean;
  readonly signal: Signal['name'] | null;
}

/** Why a reading may not be trusted, or null. */
function doubtOf(evidence: PollEvidence): Doubt | null {
  const { state, channel, expect, reading, complete, onlyForeign, interstitial = null } = evidence;
  const doubt = (reason: string, signal: Signal['name'] | null = null, offers = false): Doubt => ({
    reason,
    offers,
    signal,
  });
  if (interstitial !== null) return doubt(wallReason(interstitial), 'interstitial');
  if (reading === null) return doubt('the answer could not be read');
  const found = reading.items.length;
  const isFeed = channel.kind !== 'listing';
  const emptied = (state.lastItems ?? 0) > 0 ? 'emptied' : null;
  if (reading.kind === 'none') {
    const { outcome } = evidence;
    const type = outcome.kind === 'response' ? (outcome.headers['content-type'] ?? '') : '';
    const isPage = isFeed && type.toLowerCase().includes('html');
    const reason = [`the answer is no ${channel.kind}`, ...reading.warnings.slice(0, 1)].join(': ');
    return doubt(reason, isPage ? 'html-instead' : emptied);
  }
  if (reading.kind === 'sitemap-index') return doubt('a sitemap index: name one of its sitemaps as the channel');
  if (isFeed && reading.kind === 'listing') {
    return doubt(`the answer is a web page where ${channel.kind} was expected`, 'html-instead');
  }
  if (found === 0 && !isFeed) {
    return doubt('the page has no items: its layout may have changed', emptied);
  }
  if (found === 0 && emptied !== null) return doubt(`no items, where there were ${state.lastItems}`, emptied);
  if (onlyForeign !== null) {
    return doubt(`no item lies on a host of the newsroom (${onlyForeign}): add the host to allowedHosts`);
  }
  if (expect?.itemsMax !== undefined && found > expect.itemsMax) {
    return doubt(`${found} items, where at most ${expect.itemsMax} are expected`);
  }
  if (complete && expect?.itemsMin !== undefined && found < expect.itemsMin) {
    // What is there may still be news: it is offered, unless it would become the baseline.
    const reason = `${found} items, where at least ${expect.itemsMin} are expected`;
    return doubt(reason, 'too-few-items', state.firstPolledAt !== null);
  }
  return null;
}

/** Where a permanent redirect led, or null: one hop that is not permanent makes the way temporary. */
function permanentTarget({ redirects, finalUrl }: FetchedResponse): string | null {
  const permanent = redirects.every(({ status }) => status === 301 || status === 308);
  return redirects.length > 0 && permanent ? finalUrl : null;
}

/**
 * The signals after an answer: of those that a body shows, the one that this body shows; of the host's name, what this way shows.
 * What was raised before keeps its time and its capture; what is shown no more is cleared.
 */
function signalsAfter(
  { state, channel, outcome, nowMs }: PollEvidence,
  shown: { readonly name: Signal['name']; readonly reason: string } | null,
): Signal[] {
  const found = shown === null ? [] : [shown];
  const target = outcome.kind === 'response' ? permanentTarget(outcome) : null;
  const moved = target ?? state.address;
  if (moved !== null && hostOf(moved) !== hostOf(channel.url)) {
    const reason = `the server says that ${hostOf(channel.url)} is now ${hostOf(moved)}: change the address to ${moved}, and allowedHosts`;
    found.push({ name: 'host-renamed', reason });
  }
  return found.map(({ name, reason }) => {
    const known = state.signals.find((signal) => signal.name === name);
    return { name, reason, since: known?.since ?? iso(nowMs), capture: known?.capture ?? null };
  });
}

/** Counts a permanent redirect seen again on a good poll with known items (rule 11); any other answer starts anew. */
function movedAfter(
  state: ChannelState,
  outcome: FetchedResponse,
  known: boolean,
  nowMs: number,
): ChannelState['movedTo'] {
  const target = permanentTarget(outcome);
  if (target === null || !known) return null;
  return state.movedTo?.url === target
    ? { ...state.movedTo, times: state.movedTo.times + 1 }
    : { url: target, since: iso(nowMs), times: 1 };
}

/** The state with another address to ask, the old one in its history. */
function withAddress(state: ChannelState, old: string, address: string | null, nowMs: number): ChannelState {
  const addressHistory = [...state.addressHistory, { url: old, until: iso(nowMs) }].slice(-limits.addressHistoryMax);
  return { ...state, address, addressHistory, movedTo: null };
}

/** Learns a permanent redirect that was met on three good polls in a row over a day (rule 11). */
function withLearnedAddress(state: ChannelState, channel: Channel, nowMs: number): ChannelState {
  const { movedTo } = state;
  if (movedTo === null || movedTo.times < limits.movedPollsMin) return state;
  if (nowMs - Date.parse(movedTo.since) < limits.movedObservedMs) return state;
  return withAddress(state, addressOf(state, channel), movedTo.url === channel.url ? null : movedTo.url, nowMs);
}

/** Times in whole seconds, rising, none twice for one item that was read twice. */
function withTimes(known: readonly number[], fresh: readonly number[]): number[] {
  if (fresh.length === 0) return [...known];
  const seconds = fresh.map((ms) => Math.floor(ms / 1_000));
  return [...known, ...seconds].sort((a, b) => a - b).slice(-limits.rhythmTimesMax);
}

/** The state and the verdict after one request. Pure; `seen`, `backlog` and `lastItemAt` are the caller's. */
export function afterResponse(evidence: PollEvidence): PollDecision {
  const { state, channel, outcome, reading, nowMs, allowedHost, fraction } = evidence;
  const asked: ChannelState = {
    ...state,
    lastAskedAt: iso(nowMs),
    lastStatus: outcome.kind === 'response' ? outcome.status : null,
  };
  const inMs = (waitMs: number, own: number, known: Pick<ChannelState, 'freshForMs' | 'feedHints'>): string => {
    const interval = Math.max(waitMs, own);
    // Loopback hosts that are allowed are asked on the dot; others never sooner, and not all at once.
    const jitter = allowedHost ? 0 : fraction * Math.min(interval / 20, limits.intervalJitterMaxMs);
    return iso(nowMs + hintedMs(interval + jitter, known.freshForMs, known.feedHints, nowMs));
  };
  const ownMs = (known: ChannelState): number => everyMs(channel, hasValidators(known), allowedHost);
  const failed = (verdict: PollVerdict, trouble: Trouble, known: ChannelState, offers = false): PollDecision => {
    const { condition, reason } = trouble;
    const failures = state.failures + 1;
    const next: ChannelState = { ...known, condition, reason, failures };
    const holdHostUntilMs = trouble.holdHost ? nowMs + trouble.waitMs : null;
    const nextAt = inMs(trouble.waitMs, ownMs(state), known);
    // A learned address that leads nowhere is given up for the newsroom file's; the validators were the learned one's.
    if (state.address !== null && (failures >= limits.movedFailuresMax || condition === 'gone')) {
      const back = withAddress(next, state.address, null, nowMs);
      return {
        verdict: 'failed',
        offers,
        state: { ...back, condition: 'broken', etag: null, lastModified: null, nextAt },
        holdHostUntilMs,
      };
    }
    return {
      verdict,
      offers,
      state: { ...next, nextAt: condition === 'gone' ? null : nextAt },
      holdHostUntilMs,
    };
  };

  const answered = outcome.kind === 'response' && (outcome.status === 200 || outcome.status === 304);
  if (!answered) {
    const trouble = troubleOf(evidence, state.failures + 1, ownMs(state));
    const { interstitial: words = null } = evidence;
    if (words !== null) {
      const reason = wallReason(words);
      const signals = signalsAfter(evidence, { name: 'interstitial', reason });
      const wall: Trouble = { ...trouble, condition: 'blocked', reason: `${trouble.reason}: ${reason}` };
      return failed('failed', wall, { ...asked, signals });
    }
    return failed(trouble.condition === 'gone' ? 'gone' : 'failed', trouble, asked);
  }

  const { headers } = outcome;
  const full = outcome.status === 200;
  const fresh = needsReading(state, outcome);
  const doubt = fresh ? doubtOf(evidence) : null;
  const freshForMs = freshnessMs(headers, nowMs) ?? (full ? 0 : state.freshForMs);
  if (doubt !== null) {
    // The server did answer, so it is asked again at the newsroom's own pace.
    const { reason, signal } = doubt;
    const condition = signal === 'interstitial' ? 'blocked' : 'broken';
    const signals = signalsAfter(evidence, signal === null ? null : { name: signal, reason });
    const trouble: Trouble = { condition, reason, waitMs: 0, holdHost: false };
    return failed('suspect', trouble, { ...asked, freshForMs, signals }, doubt.offers);
  }

  // A 304 by date alone from another place than the date is of proves nothing: the next request is unconditional.
  const elsewhere = !full && state.etag === null && state.finalUrl !== null && state.finalUrl !== outcome.finalUrl;
  const good: ChannelState = {
    ...asked,
    condition: 'good',
    reason: null,
    failures: 0,
    lastGoodAt: iso(nowMs),
    // A whole answer replaces both validators; a 304 only those that it carries (rule 3).
    etag: elsewhere ? null : (headers['etag'] ?? (full ? null : state.etag)),
    lastModified: elsewhere ? null : (headers['last-modified'] ?? (full ? null : state.lastModified)),
    finalUrl: full ? outcome.finalUrl : state.finalUrl,
    lastFullAt: full ? iso(nowMs) : state.lastFullAt,
    equalBodies: full ? (fresh ? 0 : state.equalBodies + 1) : state.equalBodies,
    lastBodyHash: fresh ? sha256Hex(outcome.body) : state.lastBodyHash,
    lastItems: fresh ? (reading?.items.length ?? 0) : state.lastItems,
    movedTo: movedAfter(state, outcome, !fresh || evidence.overlaps === true, nowMs),
    freshForMs,
    feedHints: fresh && reading !== null ? feedHintsOf(reading) : state.feedHints,
    hub: fresh ? (linkTarget(headers, 'hub', outcome.finalUrl) ?? reading?.hub ?? null) : state.hub,
    self: fresh ? (linkTarget(headers, 'self', outcome.finalUrl) ?? reading?.self ?? null) : state.self,
    itemTimes: withTimes(state.itemTimes, evidence.freshTimes ?? []),
    signals: signalsAfter(evidence, null),
    // A first poll that yields nothing is no baseline.
    firstPolledAt: state.firstPolledAt ?? ((reading?.items.length ?? 0) > 0 ? iso(nowMs) : null),
  };
  const own = ownIntervalMs({
    everyMs: ownMs(good),
    times: good.itemTimes.map((seconds) => seconds * 1_000),
    observedSinceMs: state.firstPolledAt === null ? null : Date.parse(state.firstPolledAt),
    nowMs,
  });
  return {
    verdict: full ? (fresh ? 'read' : 'unchanged') : 'not-modified',
    offers: fresh,
    state: withLearnedAddress({ ...good, nextAt: inMs(0, own, good) }, channel, nowMs),
    holdHostUntilMs: null,
  };
}

/**
 * robots.txt forbids the channel, or cannot be had: nothing was asked, and nothing is until robots.txt is asked again at
 * `untilMs`. Forbidden is no failure: it is a state, with the line that forbids.
 */
export function afterRobotsRefusal(
  state: ChannelState,
  permission: { readonly kind: 'forbidden' | 'unreachable'; readonly reason: string },
  untilMs: number,
  nowMs: number,
): ChannelState {
  const { reason } = permission;
  const nextAt = iso(untilMs);
  if (permission.kind === 'unreachable') return { ...state, condition: 'broken', reason, nextAt };
  const known = state.signals.find(({ name }) => name === 'robots');
  const signal: Signal = { name: 'robots', since: known?.since ?? iso(nowMs), reason, capture: null };
  return { ...state, condition: 'robots', reason, failures: 0, nextAt, signals: [signal] };
}

/**
 * A fault on our side (a queue or the archive did not answer, a selector is none): nothing was learned from the server,
 * so the channel is read again in whole, at its own pace.
 */
export function afterFault(
  state: ChannelState,
  channel: Channel,
  reason: string,
  nowMs: number,
  allowedHost: boolean,
): ChannelState {
  const waitMs = everyMs(channel, true, allowedHost);
  return {
    ...state,
    condition: 'broken',
    reason,
    failures: state.failures + 1,
    lastAskedAt: iso(nowMs),
    nextAt: iso(nowMs + waitMs),
  };
}
