/** From which day on a release counts, for every list that can be cut by time. */
import type { Release } from './schema.ts';

/** By the printed day, to its end; a release without one by its first sight. `sinceMs` is milliseconds since the epoch. */
export function isSince(release: Pick<Release, 'datePublished' | 'firstSeenAt'>, sinceMs: number): boolean {
  const day = release.datePublished?.slice(0, 10);
  return Date.parse(day === undefined ? release.firstSeenAt : `${day}T23:59:59.999Z`) >= sinceMs;
}
