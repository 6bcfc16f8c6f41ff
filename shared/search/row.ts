/** What the search index knows of a release without reading its object. */
import { keys } from '../archive/keys.ts';
import type { Origin } from '../channels/candidate.ts';

export interface ReleaseRow {
  readonly id: string;
  readonly newsroom: string;
  /** The `date=` partition of its keys: the printed day of revision 1, or `undated`. */
  readonly partition: string;
  /** The latest one. */
  readonly revision: number;
  /** Of the change that brought this revision. */
  readonly seq: number;
  /** Printed day of this revision, days since the epoch; null without one. */
  readonly day: number | null;
  /** Milliseconds since the epoch. */
  readonly firstSeenMs: number;
  readonly origin: Origin;
  readonly isWithdrawn: boolean;
}

const dayMs = 86_400_000;

/** Days since the epoch of `2017-05-13…`; null for what is no day. */
export function dayNumber(date: string | null): number | null {
  const ms = date === null ? Number.NaN : Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(ms) ? null : Math.floor(ms / dayMs);
}

/** `2017-05-13` of days since the epoch. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

export function dayOfMs(ms: number): number {
  return Math.floor(ms / dayMs);
}

/** The day a release counts for: its printed one, else that of its first sight. */
export function countedDay(row: Pick<ReleaseRow, 'day' | 'firstSeenMs'>): number {
  return row.day ?? dayOfMs(row.firstSeenMs);
}

export function keyOfRow({ newsroom, partition, id, revision }: ReleaseRow): string {
  return keys.release(newsroom, partition, id, revision);
}
