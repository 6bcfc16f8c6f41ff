/** How the newsrooms are doing, from the states of their channels: for `health`, the console, the catalog and the watchdog. */
import { limits, units } from '../limits.ts';
import { addressOf, type ChannelState, type Signal } from '../politeness/channel-state.ts';
import { durationMs } from '../politeness/interval.ts';
import { readShardState } from '../politeness/shard-state.ts';
import { readShards } from '../politeness/shards.ts';
import type { Objects } from '../ports.ts';
import { enabledNewsrooms } from './enabled.ts';
import type { Newsroom } from './schema.ts';

/**
 * `new`: not polled with success yet, and no failure either. `fresh`: offered something within a week (or `silentAfter`, if shorter).
 * `quiet`: nothing new since. `silent`: nothing new for longer than `silentAfter` (30 days without one). `blocked`, `robots` (its
 * robots.txt forbids it), `broken`, `gone`: no channel works, and why. `disabled`: not polled.
 */
export type HealthStatus = 'new' | 'fresh' | 'quiet' | 'silent' | 'blocked' | 'robots' | 'broken' | 'gone' | 'disabled';

interface ChannelHealth {
  readonly kind: string;
  readonly url: string;
  readonly condition: ChannelState['condition'];
  readonly reason: string | null;
  /** What somebody should look at, since when, and the capture that shows it. */
  readonly signals: readonly Signal[];
  /** The address that is asked, where a permanent redirect taught another than the file's; else null. */
  readonly movedTo: string | null;
  /** The feed's hub, as it names it. */
  readonly hub: string | null;
  /** In a row. */
  readonly failures: number;
  readonly lastStatus: number | null;
  readonly lastAskedAt: string | null;
  readonly lastGoodAt: string | null;
  readonly nextAt: string | null;
  /** Candidates that wait for a later poll. */
  readonly backlog: number;
}

export interface NewsroomHealth {
  readonly newsroom: string;
  readonly organization: string;
  readonly status: HealthStatus;
  /** For people; names the channel in trouble also when others work. */
  readonly reason: string | null;
  readonly lastAskedAt: string | null;
  readonly lastGoodAt: string | null;
  /** When it last offered something new; after a first poll, the newest date it printed. */
  readonly lastItemAt: string | null;
  readonly channels: readonly ChannelHealth[];
}

/** The latest of times in one format (ISO 8601 UTC sorts as text). */
function latest(times: readonly (string | null)[]): string | null {
  return times.reduce((best, time) => (time !== null && (best === null || time > best) ? time : best), null);
}

function channelHealth(newsroom: Newsroom, states: readonly ChannelState[]): ChannelHealth[] {
  return newsroom.channels.map(({ kind, url }) => {
    const state = states.find((one) => one.newsroom === newsroom.id && one.url === url);
    return {
      kind,
      url,
      condition: state?.condition ?? 'new',
      reason: state?.reason ?? null,
      signals: state?.signals ?? [],
      movedTo: state === undefined || state.address === null ? null : addressOf(state, { url }),
      hub: state?.hub ?? null,
      failures: state?.failures ?? 0,
      lastStatus: state?.lastStatus ?? null,
      lastAskedAt: state?.lastAskedAt ?? null,
      lastGoodAt: state?.lastGoodAt ?? null,
      nextAt: state?.nextAt ?? null,
      backlog: state?.backlog.length ?? 0,
    };
  });
}

function days(ms: number): string {
  const count = Math.floor(ms / units.DAY_MS);
  return count === 1 ? '1 day' : `${count} days`;
}

/** How long it has been since something new came, as a status. */
function rhythm(
  newsroom: Newsroom,
  lastItemAt: string | null,
  nowMs: number,
): { status: HealthStatus; reason: string | null } {
  const stated = newsroom.expect?.silentAfter;
  const silentMs = (stated === undefined ? null : durationMs(stated)) ?? limits.silentAfterDefaultMs;
  if (lastItemAt === null) return { status: 'quiet', reason: 'it answers, and has offered nothing yet' };
  const ageMs = nowMs - Date.parse(lastItemAt);
  if (ageMs > silentMs) return { status: 'silent', reason: `nothing new for ${days(ageMs)}` };
  if (ageMs > Math.min(silentMs, limits.quietAfterMs))
    return { status: 'quiet', reason: `nothing new for ${days(ageMs)}` };
  return { status: 'fresh', reason: null };
}

/** Pure. `channelStates` may hold those of other newsrooms. A newsroom is as well as its best channel. */
export function newsroomHealth(
  newsroom: Newsroom,
  channelStates: readonly ChannelState[],
  nowMs: number,
  enabled = true,
): NewsroomHealth {
  const own = new Set(newsroom.channels.map(({ url }) => url));
  const states = channelStates.filter((state) => state.newsroom === newsroom.id && own.has(state.url));
  const channels = channelHealth(newsroom, states);
  const lastItemAt = latest(states.map((state) => state.lastItemAt));
  const health = (status: HealthStatus, reason: string | null): NewsroomHealth => ({
    newsroom: newsroom.id,
    organization: newsroom.organization,
    status,
    reason,
    lastAskedAt: latest(states.map((state) => state.lastAskedAt)),
    lastGoodAt: latest(states.map((state) => state.lastGoodAt)),
    lastItemAt,
    channels,
  });
  if (!enabled) return health('disabled', null);

  const troubled = channels.filter(({ condition }) => condition !== 'good' && condition !== 'new');
  const said = troubled.map(({ url, reason, failures }) => {
    const times = failures > 1 ? ` (${failures} times in a row)` : '';
    return `${url}: ${reason ?? 'no usable answer'}${times}`;
  });
  // A signal beside a good answer (a host that was renamed) is told of too.
  const signalled = channels
    .filter(({ condition }) => condition === 'good')
    .flatMap(({ url, signals }) => signals.map(({ name, reason }) => `${url}: ${name}: ${reason}`));
  const trouble = [...said, ...signalled].join('; ') || null;
  if (channels.some(({ condition }) => condition === 'good')) {
    const { status, reason } = rhythm(newsroom, lastItemAt, nowMs);
    return health(status, [reason, trouble].filter((part) => part !== null).join('; ') || null);
  }
  for (const status of ['blocked', 'robots', 'broken', 'gone'] as const) {
    if (troubled.some(({ condition }) => condition === status)) return health(status, trouble);
  }
  return health('new', 'not polled yet');
}

/** The health of every newsroom, in the order given: one read for each shard. Throws DependencyError, CorruptDataError. */
export async function readHealth(
  objects: Objects,
  newsrooms: readonly Newsroom[],
  nowMs: number,
): Promise<readonly NewsroomHealth[]> {
  const enabled = new Set((await enabledNewsrooms(objects, newsrooms)).map(({ id }) => id));
  const { shards } = await readShards(objects);
  const states = await Promise.all(shards.map(({ id }) => readShardState(objects, id)));
  const byNewsroom = new Map<string, ChannelState[]>();
  for (const state of states.flatMap(({ value }) => value.channels)) {
    byNewsroom.set(state.newsroom, [...(byNewsroom.get(state.newsroom) ?? []), state]);
  }
  return newsrooms.map((one) => newsroomHealth(one, byNewsroom.get(one.id) ?? [], nowMs, enabled.has(one.id)));
}
