/**
 * Counts what breaks a rule of politeness (feeds.md 6, rules 1 to 18), from the log of requests alone: it shares no code with what it
 * judges. What a log of requests cannot show (User-Agent and Accept-Encoding are the fetcher's) is tested with the fetcher.
 */
import type { LoggedRequest, Simulation } from './politeness-run.ts';
import { DAY, HOUR, MINUTE } from './politeness-servers.ts';

export interface Violation {
  readonly rule: number;
  readonly request: string;
  readonly what: string;
}

const unitMs: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

function everyOf(text: string | null): number | null {
  return text === null ? null : Number.parseInt(text, 10) * (unitMs[text.slice(-1)] ?? Number.NaN);
}

const statusOf = ({ outcome }: LoggedRequest): number => (outcome.kind === 'response' ? outcome.status : 0);
const headersOf = ({ outcome }: LoggedRequest): Readonly<Record<string, string>> =>
  outcome.kind === 'response' ? outcome.headers : {};
const bodyOf = ({ outcome }: LoggedRequest): string =>
  outcome.kind === 'response' ? Buffer.from(outcome.body).toString() : '';

function waitAsked(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  return /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
}

/** What a server's cache headers ask for, at most a day. */
function freshness(headers: Readonly<Record<string, string>>): number | null {
  const maxAge = /max-age=(\d+)/.exec(headers['cache-control'] ?? '')?.[1];
  if (maxAge !== undefined) return Math.min(DAY, (Number(maxAge) - Number(headers['age'] ?? 0)) * 1_000);
  if (headers['expires'] === undefined) return null;
  return Math.min(DAY, Date.parse(headers['expires']) - Date.parse(headers['date'] ?? ''));
}

function grouped(
  requests: readonly LoggedRequest[],
  by: (request: LoggedRequest) => string,
): ReadonlyMap<string, readonly LoggedRequest[]> {
  const groups = new Map<string, LoggedRequest[]>();
  for (const one of requests) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}

export function violationsOf(simulation: Simulation): Violation[] {
  const violations: Violation[] = [];
  const blame = (rule: number, request: LoggedRequest, what: string): void => {
    violations.push({ rule, request: `${new Date(request.startMs).toISOString()} ${request.url}`, what });
  };
  const channels = simulation.requests.filter(({ url }) => !url.endsWith('/robots.txt'));
  const byUrl = grouped(channels, ({ url }) => url);
  const byHost = grouped(simulation.requests, ({ host }) => host);

  for (const [url, list] of byUrl) checkAddress(url, list);
  for (const [host, list] of byHost) checkHost(host, list);
  checkDetections();
  return violations;

  function checkAddress(url: string, list: readonly LoggedRequest[]): void {
    const isLearned = !simulation.every.has(url);
    const original = isLearned ? url.replace('/new', '/feed') : url;
    const every = everyOf(simulation.every.get(original) ?? null);
    let etag: string | undefined;
    let modified: string | undefined;
    let lastFullMs = Number.NEGATIVE_INFINITY;
    let lastBody = '';
    let equal = 0;
    let ttl = 0;
    let skipped: readonly number[] = [];
    let fresh = 0;
    let refusals = 0;
    if (isLearned) {
      // Rule 11: only after three good polls over a day that led here for good.
      const before = (byUrl.get(original) ?? []).filter(({ startMs }) => startMs < (list[0]?.startMs ?? 0)).slice(-3);
      const permanent = before.every(
        ({ outcome }) =>
          outcome.kind === 'response' &&
          outcome.finalUrl === url &&
          outcome.redirects.every(({ status }) => status === 301),
      );
      const all = (byUrl.get(original) ?? []).filter(({ startMs }) => startMs < (list[0]?.startMs ?? 0));
      const since =
        all.findLast(({ outcome }) => outcome.kind === 'response' && outcome.redirects.length === 0)?.endMs ??
        all[0]?.endMs ??
        0;
      if (list[0] !== undefined && (before.length < 3 || !permanent || (before.at(-1)?.endMs ?? 0) - since < DAY)) {
        blame(11, list[0], 'an address was learned too early');
      }
      const last = all.findLast((one) => statusOf(one) === 200 || statusOf(one) === 304);
      etag = last === undefined ? undefined : headersOf(last)['etag'];
      modified = last === undefined ? undefined : headersOf(last)['last-modified'];
      lastFullMs = all.findLast((one) => statusOf(one) === 200)?.endMs ?? lastFullMs;
    }
    for (const [index, one] of list.entries()) {
      const { headers, startMs } = one;
      const sentTag = headers['if-none-match'];
      const sentModified = headers['if-modified-since'];
      const known = etag !== undefined || modified !== undefined;
      // Rules 1, 2, 3, 17, 18.
      if (index === 0 && !isLearned && (sentTag !== undefined || sentModified !== undefined)) {
        blame(1, one, 'the first request was conditional');
      }
      if (sentTag !== undefined && sentTag !== etag)
        blame(etag === undefined ? 3 : 2, one, `If-None-Match ${sentTag}, not ${etag}`);
      if (sentModified !== undefined && sentModified !== modified) blame(2, one, `If-Modified-Since ${sentModified}`);
      const aged = startMs - lastFullMs > 8 * DAY;
      if (known && !aged && sentTag === undefined && sentModified === undefined)
        blame(1, one, 'an unconditional request');
      if (aged && lastFullMs > 0 && known && sentTag !== undefined) blame(18, one, 'validators older than eight days');
      const never = equal >= 5 && etag?.endsWith('-gzip"') === true;
      if (never && sentTag !== undefined) blame(17, one, 'an ETag that never matches');
      if (!never && !aged && etag !== undefined && sentTag === undefined && known && sentModified !== undefined) {
        blame(2, one, 'only one of two validators');
      }
      // Rule 12 and 13.
      for (const name of Object.keys(headers)) {
        if (!['accept', 'if-none-match', 'if-modified-since'].includes(name)) blame(12, one, `a header ${name}`);
      }
      if (new URL(url).search !== '' || url.includes('#')) blame(12, one, 'a parameter or fragment');
      if (!headers['accept']?.includes('rss+xml') || !headers['accept'].endsWith('*/*;q=0.1')) blame(13, one, 'Accept');

      // Intervals, from the end of the request before.
      const previous = list[index - 1];
      if (previous !== undefined) {
        const gap = startMs - previous.endMs;
        const least = every ?? (known ? HOUR : DAY);
        if (gap < least)
          blame(every === null ? 5 : 6, one, `after ${Math.round(gap / MINUTE)} of ${least / MINUTE} minutes`);
        // What an answer asks for can be heeded only where it was written down.
        const before = previous.isLost ? -1 : statusOf(previous);
        const isGood = before === 200 || before === 304;
        if (isGood && gap < fresh) blame(7, one, `fresh for ${fresh / MINUTE} minutes`);
        if (isGood && skipped.includes(new Date(startMs).getUTCHours())) blame(8, one, 'in an hour to leave alone');
        if (isGood && gap < Math.min(DAY, ttl)) blame(8, one, `a ttl of ${ttl / MINUTE} minutes`);
        if (before === 404 && gap < DAY) blame(10, one, 'a day after 404');
        if (before === 403 && gap < Math.min(DAY, 4 * HOUR * 2 ** (refusals - 1))) blame(10, one, 'after 403');
        if (before === 410) blame(10, one, 'after 410');
      }

      if (one.isLost) continue;
      const status = statusOf(one);
      refusals = status === 403 ? refusals + 1 : 0;
      if (status !== 200 && status !== 304) continue;
      const answered = headersOf(one);
      if (status === 200 && !bodyOf(one).includes('<item>')) continue;
      if (status === 200) {
        etag = answered['etag'];
        modified = answered['last-modified'];
        lastFullMs = one.endMs;
        const body = bodyOf(one);
        equal = body === lastBody ? equal + 1 : 0;
        lastBody = body;
        ttl = Number(/<ttl>(\d+)/.exec(body)?.[1] ?? 0) * MINUTE;
        skipped = [...body.matchAll(/<hour>(\d+)/g)].map(([, hour]) => Number(hour) % 24);
        fresh = freshness(answered) ?? 0;
      } else {
        etag = answered['etag'] ?? etag;
        modified = answered['last-modified'] ?? modified;
        fresh = freshness(answered) ?? fresh;
      }
    }
  }

  function checkHost(host: string, list: readonly LoggedRequest[]): void {
    let heldUntilMs = 0;
    const throttles = new Map<string, number>();
    let gapMs = 1_000;
    let robots: LoggedRequest | null = null;
    for (const [index, one] of list.entries()) {
      const previous = list[index - 1];
      if (previous !== undefined && one.startMs - previous.endMs < gapMs) {
        blame(14, one, `${one.startMs - previous.endMs} ms after the last request to ${host}, of ${gapMs}`);
      }
      if (one.startMs < heldUntilMs) blame(9, one, 'the host asked to be left alone');
      const status = statusOf(one);
      if (one.url.endsWith('/robots.txt')) {
        if (robots !== null && statusOf(robots) < 500 && one.startMs - robots.endMs < DAY - MINUTE)
          blame(16, one, 'robots.txt twice a day');
        robots = one;
        const delay = /crawl-delay: (\d+)/i.exec(bodyOf(one))?.[1];
        gapMs = Math.max(1_000, Number(delay ?? 1) * 1_000);
        continue;
      }
      if (robots === null || one.startMs - robots.endMs > DAY) blame(16, one, 'robots.txt is not known');
      else if (statusOf(robots) >= 500) blame(16, one, 'robots.txt could not be had');
      else {
        const path = /disallow: (\S+)/i.exec(bodyOf(robots))?.[1];
        if (path !== undefined && new URL(one.url).pathname.startsWith(path)) blame(16, one, 'robots.txt forbids it');
      }
      if (status === 429 || status === 503) {
        const count = (throttles.get(one.url) ?? 0) + 1;
        // One that was lost is heeded, but nobody knows later that it was one in a row.
        if (!one.isLost) throttles.set(one.url, count);
        const waitMs = waitAsked(headersOf(one)['retry-after'], one.endMs) ?? Math.min(DAY, HOUR * 2 ** (count - 1));
        heldUntilMs = Math.max(heldUntilMs, one.endMs + Math.min(DAY, waitMs));
      } else if (!one.isLost) throttles.set(one.url, 0);
    }
  }

  /** Rules 4 and 15: an answer that says nothing new offers nothing. */
  function checkDetections(): void {
    for (const [url, list] of byUrl) {
      let known = '';
      for (const one of list) {
        const body = bodyOf(one);
        const isNew = statusOf(one) === 200 && body !== known;
        if (statusOf(one) === 200 && !one.isLost && body.includes('<item>')) known = body;
        if (isNew) continue;
        const rest = byHost.get(one.host) ?? [];
        const untilMs = rest.find(({ startMs }) => startMs >= one.endMs)?.startMs ?? Number.POSITIVE_INFINITY;
        const offered = simulation.detections.find(
          ({ channel, atMs }) => channel === url && atMs >= one.endMs && atMs < untilMs,
        );
        if (offered !== undefined) blame(statusOf(one) === 200 ? 15 : 4, one, `offered ${offered.guid}`);
      }
    }
  }
}

export interface Freshness {
  readonly items: number;
  readonly missed: number;
  readonly medianDelayMinutes: number;
  readonly p90DelayMinutes: number;
  /** Requests to the channels, of those of a fixed hourly poll. */
  readonly requestShare: number;
}

/** For the channels of these hosts: how soon their items were found, and at what price. */
export function freshnessOf(simulation: Simulation, hosts: readonly string[], days: number): Freshness {
  const delays: number[] = [];
  let missed = 0;
  let requests = 0;
  for (const host of hosts) {
    const found = new Map<string, number>();
    for (const { channel, guid, atMs } of simulation.detections) {
      if (new URL(channel).host === host && !found.has(guid)) found.set(guid, atMs);
    }
    for (const { id, atMs } of simulation.published.get(host) ?? []) {
      const at = found.get(id);
      if (at === undefined) missed += 1;
      else delays.push((at - atMs) / MINUTE);
    }
    requests += simulation.requests.filter((one) => one.host === host && !one.url.endsWith('/robots.txt')).length;
  }
  delays.sort((a, b) => a - b);
  const at = (share: number): number => Math.round((delays[Math.floor(delays.length * share)] ?? Number.NaN) * 10) / 10;
  return {
    items: delays.length,
    missed,
    medianDelayMinutes: at(0.5),
    p90DelayMinutes: at(0.9),
    requestShare: Math.round((requests / (hosts.length * days * 24)) * 1_000) / 1_000,
  };
}
