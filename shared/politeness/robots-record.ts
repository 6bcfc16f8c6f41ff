/** What the answer to a request for robots.txt means, for how long, and what it says about an address (RFC 9309 §2.3, §2.4). Pure. */
import type { HostState, RobotsRecord } from '../archive/host-state.ts';
import { limits } from '../limits.ts';
import type { FetchOutcome } from '../ports.ts';
import { retryAfterMs } from './retry-after.ts';
import { type RobotsRules, readRobots, robotsVerdict } from './robots.ts';

const noRules: RobotsRules = { rules: [], crawlDelayMs: null, sitemaps: [] };

/** Where the robots.txt of an address lies; null for what is no web address. */
export function robotsUrl(url: string): string | null {
  return URL.canParse(url) ? `${new URL(url).origin}/robots.txt` : null;
}

/** Whether robots.txt has to be asked before the next request to the host; what would run out before that is sent has run out. */
export function needsRobots(state: HostState, nowMs: number): boolean {
  const { robots } = state;
  return robots === undefined || robots === null || Date.parse(robots.nextAt) <= nowMs + limits.robotsExpiryMarginMs;
}

export interface RobotsAnswer {
  readonly record: RobotsRecord;
  /** Nobody asks the host before this time: it said that it is busy; null: no such wish. */
  readonly holdHostUntilMs: number | null;
}

/** An answer that says: there is none, or it cannot be followed to where it is. */
function isNone(outcome: FetchOutcome, allowedHost: boolean): boolean {
  if (outcome.kind === 'response') return outcome.status >= 300 && outcome.status < 500;
  if (outcome.kind === 'refused') return outcome.reason === 'redirects' || outcome.reason === 'downgrade';
  // A loopback server of a test or demo that gives nothing has no webmaster to ask.
  return allowedHost;
}

/**
 * 2xx: the rules, for a day. 3xx that lead nowhere and 4xx: no rules, all is allowed, for a day. 5xx and network errors: nothing is
 * allowed; asked again after an hour, doubling to a day. After 30 days of that the rules of before count, or that there are none.
 * `allowedHost`: one of the allowed loopback hosts.
 */
export function afterRobots(
  known: RobotsRecord | null,
  outcome: FetchOutcome,
  nowMs: number,
  allowedHost: boolean,
): RobotsAnswer {
  const iso = (ms: number): string => new Date(ms).toISOString();
  const status = outcome.kind === 'response' ? outcome.status : null;
  const isThrottled = outcome.kind === 'response' && (outcome.status === 429 || outcome.status === 503);
  const failures = (known?.failures ?? 0) + 1;
  const backoffMs = Math.min(limits.backoffMaxMs, limits.backoffThrottledMs * 2 ** Math.min(failures - 1, 30));
  const asked = isThrottled ? retryAfterMs(outcome.headers['retry-after'] ?? null, nowMs) : null;
  const holdHostUntilMs = isThrottled ? nowMs + (asked ?? backoffMs) : null;

  const settled = { askedAt: iso(nowMs), nextAt: iso(nowMs + limits.robotsCachedMs), unreachableSince: null };
  if (outcome.kind === 'response' && outcome.status >= 200 && outcome.status < 300) {
    const record: RobotsRecord = {
      ...readRobots(outcome.body),
      ...settled,
      result: 'rules',
      reason: null,
      failures: 0,
    };
    return { record, holdHostUntilMs };
  }
  const reason = outcome.kind === 'response' ? `HTTP ${status}` : `${outcome.reason}: ${outcome.message}`;
  if (isNone(outcome, allowedHost)) {
    const throttles = isThrottled ? failures : 0;
    return { record: { ...noRules, ...settled, result: 'none', reason, failures: throttles }, holdHostUntilMs };
  }

  const since = known?.unreachableSince ?? iso(nowMs);
  const rules: RobotsRules =
    known === null ? noRules : { rules: known.rules, crawlDelayMs: known.crawlDelayMs, sitemaps: known.sitemaps };
  const isLong = nowMs - Date.parse(since) >= limits.robotsUnreachableMaxMs;
  const record: RobotsRecord = {
    ...rules,
    askedAt: iso(nowMs),
    nextAt: iso(Math.max(nowMs + backoffMs, holdHostUntilMs ?? 0)),
    result: isLong ? (rules.rules.length > 0 ? 'rules' : 'none') : 'unreachable',
    reason,
    unreachableSince: since,
    failures,
  };
  return { record, holdHostUntilMs };
}

export type RobotsPermission =
  | { readonly kind: 'allowed' }
  /** `reason` names the line that forbids, for people. */
  | { readonly kind: 'forbidden'; readonly reason: string }
  /** Nothing may be asked until robots.txt can be had again. */
  | { readonly kind: 'unreachable'; readonly reason: string };

/** What the record says about an address. */
export function permissionOf(record: RobotsRecord, url: string): RobotsPermission {
  if (record.result === 'unreachable') {
    return { kind: 'unreachable', reason: `robots.txt cannot be had (${record.reason ?? 'no answer'})` };
  }
  const { allowed, rule } = robotsVerdict(record.rules, url);
  return allowed ? { kind: 'allowed' } : { kind: 'forbidden', reason: `robots.txt forbids it: ${rule}` };
}

/** The pause between two requests to the host: a second, or what its robots.txt asks for, up to a minute. */
export function gapMs(state: HostState): number {
  return Math.max(limits.hostGapMs, state.robots?.crawlDelayMs ?? 0);
}
