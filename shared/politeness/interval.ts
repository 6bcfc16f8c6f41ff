/** How long a channel is left alone: the newsroom's permission, lengthened by what the server and the feed say. */
import type { ChannelReading } from '../channels/types.ts';
import { limits, units } from '../limits.ts';
import { durationPattern } from '../newsrooms/duration.ts';
import type { Channel } from '../newsrooms/schema.ts';
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

/** Freshness left by Cache-Control max-age less Age, else by Expires (RFC 9111 §4.2); 0 without. */
function freshnessMs(headers: Readonly<Record<string, string>>, nowMs: number): number {
  for (const directive of (headers['cache-control'] ?? '').toLowerCase().split(',')) {
    const [name = '', value = ''] = directive.split('=');
    if (name.trim() === 'no-store' || name.trim() === 'no-cache') return 0;
    if (name.trim() !== 'max-age') continue;
    const age = deltaSecondsMs((headers['age'] ?? '').trim()) ?? 0;
    return Math.max(0, (deltaSecondsMs(value.trim().replaceAll('"', '')) ?? 0) - age);
  }
  const expires = httpDateMs((headers['expires'] ?? '').trim());
  return expires === null ? 0 : Math.max(0, expires - (httpDateMs((headers['date'] ?? '').trim()) ?? nowMs));
}

/** What the server and the feed ask for; it can only lengthen the interval, to `hintIntervalMaxMs` (rules 7 and 8). */
export function hintMs(
  headers: Readonly<Record<string, string>>,
  reading: ChannelReading | null,
  nowMs: number,
): number {
  const ttlMs = (reading?.ttlMinutes ?? 0) * units.MINUTE_MS;
  return Math.min(limits.hintIntervalMaxMs, Math.max(freshnessMs(headers, nowMs), ttlMs));
}
