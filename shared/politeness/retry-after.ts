/** The Retry-After header, and the other times that HTTP prints. */
import { limits } from '../limits.ts';

/** Seconds as HTTP writes them (RFC 9110 §10.2.3 delay-seconds), or null. */
export function deltaSecondsMs(text: string): number | null {
  return /^\d{1,12}$/.test(text) ? Number(text) * 1_000 : null;
}

/** An HTTP-date (RFC 9110 §5.6.7) in milliseconds since the epoch, or null. Every form of it but the oldest says GMT. */
export function httpDateMs(text: string): number | null {
  if (text.length > 40 || !text.endsWith('GMT')) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/**
 * How long the server asks to be left alone, in milliseconds from `nowMs`, at most `backoffMaxMs`;
 * null without the header, when it cannot be read, or when it names no time to come.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  const date = httpDateMs(text);
  const waitMs = deltaSecondsMs(text) ?? (date === null ? null : date - nowMs);
  return waitMs === null || waitMs <= 0 ? null : Math.min(waitMs, limits.backoffMaxMs);
}
