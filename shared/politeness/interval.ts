/** How long a channel is left alone: the newsroom's permission, lengthened by what the server and the feed say. */
import type { ChannelReading } from '../channels/types.ts';
import { limits, units } from '../limits.ts';
import { durationPattern } from '../newsrooms/duration.ts';
import type { Channel } from '../newsrooms/schema.ts';
import type { ChannelState, FeedHints } from './channel-state.ts';
import { deltaSecondsMs, httpDateMs } from './retry-after.ts';

const unitMs: ReadonlyMap<string, number> = new Map([
  ['s', units.SECOND_MS],
  ['m', units.MINUTE_MS],
  ['h', units.HOUR_MS],
  ['d', units.DAY_MS],
]);

/** `15m` in milliseconds; null when it is no duration of the newsroom file. */
export function durationMs(text: string): number | null {
  const [, count, unit] = durationPattern.exec(text) ?? [];
  const factor = unit === undefined ? undefined : unitMs.get(unit);
  return count === undefined || factor === undefined ? null : Number(count) * factor;
}

/**
 * The newsroom's own interval: `every`, else an hour, or a day where the server gives no validators (feeds.md 6, rule 5).
 * Below a minute for allowed loopback hosts only.
 */
export function everyMs(channel: Channel, hasValidators: boolean, allowedHost: boolean): number {
  const stated = channel.every === undefined ? null : durationMs(channel.every);
  if (stated === null) return hasValidators ? limits.everyDefaultMs : limits.everyWithoutValidatorsMs;
  return allowedHost ? stated : Math.max(stated, limits.everyMinMs);
}

/**
 * Until when a channel that is about to be asked counts as asked, should nobody live to tell what it answered. The request may come as
 * late as the lease lasts.
 */
export function reservedUntilMs(
  state: Pick<ChannelState, 'etag' | 'lastModified' | 'lastAskedAt' | 'freshForMs' | 'feedHints'>,
  channel: Channel,
  nowMs: number,
): number {
  const hasValidators = state.etag !== null || state.lastModified !== null || state.lastAskedAt === null;
  const askedMs = nowMs + limits.pollLeaseMs;
  return askedMs + hintedMs(everyMs(channel, hasValidators, false), state.freshForMs, state.feedHints, askedMs);
}

/**
 * Freshness left by Cache-Control max-age less Age, else by Expires (RFC 9111 §4.2); null when the answer says nothing of it.
 * `no-store`, `no-cache` and `max-age=0` leave the choice to us.
 */
export function freshnessMs(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  for (const directive of (headers['cache-control'] ?? '').toLowerCase().split(',')) {
    const [name = '', value = ''] = directive.split('=');
    if (name.trim() === 'no-store' || name.trim() === 'no-cache') return 0;
    if (name.trim() !== 'max-age') continue;
    const age = deltaSecondsMs((headers['age'] ?? '').trim()) ?? 0;
    const maxAge = deltaSecondsMs(value.trim().replaceAll('"', '')) ?? 0;
    return Math.min(limits.hintIntervalMaxMs, Math.max(0, maxAge - age));
  }
  if (headers['expires'] === undefined) return null;
  const expires = httpDateMs(headers['expires'].trim());
  if (expires === null) return 0;
  const servedMs = httpDateMs((headers['date'] ?? '').trim()) ?? nowMs;
  return Math.min(limits.hintIntervalMaxMs, Math.max(0, expires - servedMs));
}

/** What a feed asks for by itself; null when it asks for nothing. */
export function feedHintsOf(reading: ChannelReading): FeedHints | null {
  const { ttlMinutes, skipHours = [], skipDays = [] } = reading;
  if (ttlMinutes === null && skipHours.length === 0 && skipDays.length === 0) return null;
  return { ttlMinutes, skipHours: [...skipHours], skipDays: [...skipDays] };
}

/** The first time from `atMs` on that lies in no skipped hour or day of GMT, within a day of `fromMs`. */
function afterSkips(atMs: number, fromMs: number, hints: FeedHints): number {
  const hours = new Set(hints.skipHours);
  const days = new Set(hints.skipDays);
  const lastMs = Math.max(atMs, fromMs + limits.hintIntervalMaxMs);
  let at = atMs;
  while (at < lastMs) {
    const date = new Date(at);
    if (!hours.has(date.getUTCHours()) && !days.has(date.getUTCDay())) return at;
    at = Math.min(lastMs, (Math.floor(at / units.HOUR_MS) + 1) * units.HOUR_MS);
  }
  return at;
}

/**
 * The time from now to the next request, given the newsroom's own `intervalMs`: what the server (max-age, Expires) and the feed
 * (ttl, sy:updatePeriod, skipHours, skipDays) ask for can only lengthen it, to `hintIntervalMaxMs` (rules 7 and 8).
 */
export function hintedMs(intervalMs: number, freshForMs: number, hints: FeedHints | null, nowMs: number): number {
  const ttlMs = (hints?.ttlMinutes ?? 0) * units.MINUTE_MS;
  const waitMs = Math.max(intervalMs, Math.min(limits.hintIntervalMaxMs, Math.max(freshForMs, ttlMs)));
  return hints === null ? waitMs : afterSkips(nowMs + waitMs, nowMs, hints) - nowMs;
}
