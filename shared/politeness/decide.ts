/** The rules of one poll: how a channel is asked, and what its answer means for its state and its next time (feeds.md 6). */
import type { ChannelReading } from '../channels/types.ts';
import { sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Channel, Newsroom } from '../newsrooms/schema.ts';
import type { FetchedResponse, FetchOutcome } from '../ports.ts';
import type { ChannelState } from './channel-state.ts';
import { everyMs, hintMs } from './interval.ts';
import { retryAfterMs } from './retry-after.ts';

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
  if (outcome.kind !== 'response') return trouble(backoffMs, `${outcome.reason}: ${outcome.message}`);

  const { status } = outcome;
  const reason = `HTTP ${status}`;
  if (status === 429 || status === 503) {
    const asked = retryAfterMs(outcome.headers['retry-after'] ?? null, nowMs);
    const waitMs = asked ?? doubledMs(limits.backoffThrottledMs, failures);
    return { condition: status === 429 ? 'blocked' : 'broken', reason, waitMs, holdHost: true };
  }
  if (status === 410) return trouble(0, `${reason}: the server says that the channel is gone for good`, 'gone');
  if (status === 401 || status === 403) {
    return trouble(doubledMs(limits.backoffBlockedMs, failures), reason, 'blocked');
  }
  if (status === 408 || status === 425 || status < 400 || status >= 500) return trouble(backoffMs, reason);
  return trouble(limits.backoffMissingMs, reason);
}

/** Why a reading may not be trusted, or null. */
function doubtOf({
  state,
  channel,
  expect,
  reading,
  complete,
  onlyForeign,
}: PollEvidence): { reason: string; offers: boolean } | null {
  if (reading === null) return { reason: 'the answer could not be read', offers: false };
  const found = reading.items.length;
  const doubt = (reason: string, offers = false): { reason: string; offers: boolean } => ({ reason, offers });
  if (reading.kind === 'none') {
    return doubt([`the answer is no ${channel.kind}`, ...reading.warnings.slice(0, 1)].join(': '));
  }
  if (reading.kind === 'sitemap-index') return doubt('a sitemap index: name one of its sitemaps as the channel');
  if (channel.kind !== 'listing' && reading.kind === 'listing') {
    return doubt(`the answer is a web page where ${channel.kind} was expected`);
  }
  if (found === 0 && channel.kind === 'listing') return doubt('the page has no items: its layout may have changed');
  if (found === 0 && (state.lastItems ?? 0) > 0) return doubt(`no items, where there were ${state.lastItems}`);
  if (onlyForeign !== null) {
    return doubt(`no item lies on a host of the newsroom (${onlyForeign}): add the host to allowedHosts`);
  }
  if (expect?.itemsMax !== undefined && found > expect.itemsMax) {
    return doubt(`${found} items, where at most ${expect.itemsMax} are expected`);
  }
  if (complete && expect?.itemsMin !== undefined && found < expect.itemsMin) {
    // What is there may still be news: it is offered, unless it would become the baseline.
    return doubt(`${found} items, where at least ${expect.itemsMin} are expected`, state.firstPolledAt !== null);
  }
  return null;
}

/** Counts a permanent redirect seen again on a good poll (rule 11); any other answer starts anew. */
function movedAfter(state: ChannelState, outcome: FetchedResponse, nowMs: number): ChannelState['movedTo'] {
  const permanent = outcome.redirects.every(({ status }) => status === 301 || status === 308);
  if (outcome.redirects.length === 0 || !permanent) return null;
  return state.movedTo?.url === outcome.finalUrl
    ? { ...state.movedTo, times: state.movedTo.times + 1 }
    : { url: outcome.finalUrl, since: iso(nowMs), times: 1 };
}

/** The state and the verdict after one request. Pure; `seen`, `backlog` and `lastItemAt` are the caller's. */
export function afterResponse(evidence: PollEvidence): PollDecision {
  const { state, channel, outcome, reading, nowMs, allowedHost, fraction } = evidence;
  const asked: ChannelState = {
    ...state,
    lastAskedAt: iso(nowMs),
    lastStatus: outcome.kind === 'response' ? outcome.status : null,
  };
  const inMs = (waitMs: number, own: number): string => {
    const interval = Math.max(waitMs, own);
    // Loopback hosts that are allowed are asked on the dot; others never sooner, and not all at once.
    const jitter = allowedHost ? 0 : fraction * Math.min(interval / 20, limits.intervalJitterMaxMs);
    return iso(nowMs + interval + jitter);
  };
  const failed = (verdict: PollVerdict, trouble: Trouble, offers = false): PollDecision => {
    const nextAt = trouble.condition === 'gone' ? null : inMs(trouble.waitMs, ownMs(state));
    const { condition, reason } = trouble;
    return {
      verdict,
      offers,
      state: { ...asked, condition, reason, failures: state.failures + 1, nextAt },
      holdHostUntilMs: trouble.holdHost ? nowMs + trouble.waitMs : null,
    };
  };
  const ownMs = (known: ChannelState): number => everyMs(channel, hasValidators(known), allowedHost);

  const answered = outcome.kind === 'response' && (outcome.status === 200 || outcome.status === 304);
  if (!answered) {
    const trouble = troubleOf(evidence, state.failures + 1, ownMs(state));
    return failed(trouble.condition === 'gone' ? 'gone' : 'failed', trouble);
  }

  const full = outcome.status === 200;
  const fresh = needsReading(state, outcome);
  const doubt = fresh ? doubtOf(evidence) : null;
  if (doubt !== null) {
    // The server did answer, so it is asked again at the newsroom's own pace.
    const waitMs = hintMs(outcome.headers, null, nowMs);
    return failed('suspect', { condition: 'broken', reason: doubt.reason, waitMs, holdHost: false }, doubt.offers);
  }

  const { headers } = outcome;
  const good: ChannelState = {
    ...asked,
    condition: 'good',
    reason: null,
    failures: 0,
    lastGoodAt: iso(nowMs),
    // A whole answer replaces both validators; a 304 only those that it carries (rule 3).
    etag: headers['etag'] ?? (full ? null : state.etag),
    lastModified: headers['last-modified'] ?? (full ? null : state.lastModified),
    lastFullAt: full ? iso(nowMs) : state.lastFullAt,
    equalBodies: full ? (fresh ? 0 : state.equalBodies + 1) : state.equalBodies,
    lastBodyHash: fresh ? sha256Hex(outcome.body) : state.lastBodyHash,
    lastItems: fresh ? (reading?.items.length ?? 0) : state.lastItems,
    movedTo: movedAfter(state, outcome, nowMs),
    // A first poll that yields nothing is no baseline.
    firstPolledAt: state.firstPolledAt ?? ((reading?.items.length ?? 0) > 0 ? iso(nowMs) : null),
  };
  return {
    verdict: full ? (fresh ? 'read' : 'unchanged') : 'not-modified',
    offers: fresh,
    state: { ...good, nextAt: inMs(hintMs(headers, reading, nowMs), ownMs(good)) },
    holdHostUntilMs: null,
  };
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
