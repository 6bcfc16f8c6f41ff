/** Asks addresses for discovery by the rules of a poll: one at a time, robots.txt first, with each host's pause; keeps nothing. */
import { readHostState } from '../archive/host-state.ts';
import { limits } from '../limits.ts';
import { hostOf } from '../politeness/host.ts';
import { afterRobots, gapMs, needsRobots, permissionOf, robotsUrl } from '../politeness/robots-record.ts';
import type { FetchOutcome, FetchRequest, Ports } from '../ports.ts';

export type DiscoveryPorts = Pick<Ports, 'objects' | 'fetcher' | 'clock'>;

export interface Barred {
  readonly reason: string;
  /** Another time it may be asked. */
  readonly isTransient: boolean;
  /** Its robots.txt says no. */
  readonly isForbidden?: boolean;
}

export type Asked =
  | { readonly kind: 'answered'; readonly outcome: FetchOutcome }
  | ({ readonly kind: 'not-asked' } & Barred);

export interface Asker {
  ask(url: string, bodyBytesMax: number): Promise<Asked>;
  /** Those that the robots.txt of the address's host names, as far as it was asked. */
  sitemapsOf(url: string): readonly string[];
}

interface HostRecord {
  readonly permission: (url: string) => ReturnType<typeof permissionOf>;
  readonly pauseMs: number;
  readonly sitemaps: readonly string[];
  /** Why the fetcher does not go there at all (a private address); null: it does. */
  readonly refusal: string | null;
  heldUntilMs: number;
}

const accept =
  'text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1';

/** `allowed`: host:port of `--allow-hosts`, which need no pause. */
export function politeAsker({ objects, fetcher, clock }: DiscoveryPorts, allowed: ReadonlySet<string>): Asker {
  const hosts = new Map<string, HostRecord>();
  const lastAsked = new Map<string, number>();

  const pause = async (host: string, pauseMs: number): Promise<void> => {
    const before = lastAsked.get(host);
    if (before !== undefined && !allowed.has(host)) {
      await clock.wait(Math.max(0, before + pauseMs - clock.elapsedMs()));
    }
    lastAsked.set(host, clock.elapsedMs());
  };

  const fetch = async (host: string, request: Omit<FetchRequest, 'deadlineMs'>): Promise<FetchOutcome> => {
    const outcome = await fetcher.fetch({ ...request, deadlineMs: limits.requestDeadlineMs });
    lastAsked.set(host, clock.elapsedMs());
    return outcome;
  };

  const recordOf = async (host: string, url: string): Promise<HostRecord> => {
    const known = hosts.get(host);
    if (known !== undefined) return known;
    const state = await readHostState(objects, host);
    let robots = state.robots ?? null;
    let heldUntilMs = state.notBefore === null ? 0 : Date.parse(state.notBefore);
    let refusal: string | null = null;
    const address = robotsUrl(url);
    if (heldUntilMs <= clock.nowMs() && address !== null && (robots === null || needsRobots(state, clock.nowMs()))) {
      const outcome = await fetch(host, {
        url: address,
        headers: { accept: 'text/plain, */*;q=0.1' },
        bodyBytesMax: limits.robotsAnswerBytesMax,
      });
      if (outcome.kind === 'refused') refusal = outcome.message;
      const answer = afterRobots(robots, outcome, clock.nowMs(), allowed.has(host));
      robots = answer.record;
      heldUntilMs = answer.holdHostUntilMs ?? heldUntilMs;
    }
    const rules = robots;
    const record: HostRecord = {
      permission: (one) => (rules === null ? { kind: 'allowed' } : permissionOf(rules, one)),
      pauseMs: gapMs({ ...state, robots: rules }),
      sitemaps: rules?.sitemaps ?? [],
      refusal,
      heldUntilMs,
    };
    hosts.set(host, record);
    return record;
  };

  /** Why the address is not asked; null: it may be. */
  const barredBy = (record: HostRecord, url: string): Barred | null => {
    if (record.refusal !== null) return { reason: record.refusal, isTransient: false };
    if (record.heldUntilMs > clock.nowMs()) {
      const until = new Date(record.heldUntilMs).toISOString();
      return { reason: `the host wants to be left alone until ${until}`, isTransient: true };
    }
    const permission = record.permission(url);
    if (permission.kind === 'allowed') return null;
    return {
      reason: permission.reason,
      isTransient: permission.kind === 'unreachable',
      isForbidden: permission.kind === 'forbidden',
    };
  };

  /** A redirect meets the rules of the host it leads to, and another host's pause. */
  const admits =
    (host: string, url: string): NonNullable<FetchRequest['admits']> =>
    async (target) => {
      const other = hostOf(target);
      if (other === null) return null;
      const record = await recordOf(other, target);
      const barred = barredBy(record, target);
      if (barred === null) {
        if (other !== host) await pause(other, record.pauseMs);
        return null;
      }
      const message = `${url} leads to ${target}: ${barred.reason}`;
      return barred.isTransient
        ? { kind: 'failed', reason: 'held', message }
        : { kind: 'refused', reason: 'robots', message };
    };

  return {
    ask: async (url, bodyBytesMax) => {
      const host = hostOf(url);
      if (host === null) return { kind: 'not-asked', reason: 'it is no web address', isTransient: false };
      const record = await recordOf(host, url);
      const barred = barredBy(record, url);
      if (barred !== null) return { kind: 'not-asked', ...barred };
      await pause(host, record.pauseMs);
      const outcome = await fetch(host, { url, headers: { accept }, bodyBytesMax, admits: admits(host, url) });
      const isBusy = outcome.kind === 'response' && (outcome.status === 429 || outcome.status === 503);
      if (isBusy) record.heldUntilMs = clock.nowMs() + limits.backoffThrottledMs;
      return { kind: 'answered', outcome };
    },
    sitemapsOf: (url) => hosts.get(hostOf(url) ?? '')?.sitemaps ?? [],
  };
}
