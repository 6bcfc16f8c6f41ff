/**
 * Which stored releases are looked at again, and when (`state/rechecks.json`, and one object a newsroom): enrolled from
 * the change log by a cursor, so that every release is, once, whoever committed it.
 */
import { limits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import type { Release } from '../release/schema.ts';
import { isSince } from '../release/since.ts';
import { keys } from './keys.ts';
import { readJson, swapJson } from './objects.ts';

export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface Recheck {
  /** Key of revision 1. */
  readonly key: string;
  readonly url: string;
  /** ISO 8601 UTC. */
  readonly firstSeenAt: string;
  readonly dueAt: string;
  /** Answers 404 or 410 in a row. */
  readonly gone: number;
  /** Attempts without a usable answer in a row. */
  readonly failures: number;
  /** Of the last page that was read; null: those of the release's capture. */
  readonly validators: Validators | null;
}

/** By release id. */
type Entries = Readonly<Record<string, Recheck>>;

interface NewsroomRechecks {
  readonly entries: Entries;
}

export interface RechecksIndex {
  /** Sequence of the last change that was looked at. */
  readonly seq: number;
  /** Newsroom → the earliest time that one of its releases is due (ISO 8601 UTC). */
  readonly next: Readonly<Record<string, string>>;
  readonly nonce: string | null;
  readonly leaseUntil: string | null;
}

const noIndex: RechecksIndex = { seq: 0, next: {}, nonce: null, leaseUntil: null };
const noEntries: NewsroomRechecks = { entries: {} };

const iso = (ms: number): string => new Date(ms).toISOString();

/** The first scheduled time after `afterMs`; null when there is none. */
export function nextDueMs(firstSeenMs: number, afterMs: number): number | null {
  const offset = limits.recheckOffsetsMs.find((one) => firstSeenMs + one > afterMs);
  return offset === undefined ? null : firstSeenMs + offset;
}

/** The entry of a release that was first seen; null for one that is not looked at again, or was seen too long ago. */
export function firstRecheck(key: string, release: Release, nowMs: number): Recheck | null {
  // An item without a page: its channel says when it changes.
  if (release.bodyStatus === 'summary') return null;
  const firstSeenMs = Date.parse(release.firstSeenAt);
  const fresh = isSince(release, firstSeenMs - limits.recheckPublishedWithinMs);
  if (release.origin !== 'live' && !fresh) return null;
  // One whose first hours passed while nobody looked is due at once.
  const first = firstSeenMs + (limits.recheckOffsetsMs[0] ?? 0);
  const dueMs = first > nowMs ? first : nextDueMs(firstSeenMs, nowMs) === null ? null : nowMs;
  if (dueMs === null) return null;
  const { url, firstSeenAt } = release;
  return { key, url, firstSeenAt, dueAt: iso(dueMs), gone: 0, failures: 0, validators: null };
}

export async function readRechecksIndex(objects: Objects): Promise<RechecksIndex> {
  return (await readJson(objects, keys.rechecks, noIndex)).value;
}

/** Takes the lease; false while another pass is under way. */
export async function claimRechecks(objects: Objects, nowMs: number, nonce: string): Promise<boolean> {
  const standing = await swapJson<RechecksIndex>(objects, keys.rechecks, noIndex, (index) =>
    index.leaseUntil !== null && Date.parse(index.leaseUntil) > nowMs
      ? undefined
      : { ...index, nonce, leaseUntil: iso(nowMs + limits.recheckLeaseMs) },
  );
  return standing.nonce === nonce;
}

/** Ends the lease of this nonce; null: whoever holds it (only for the holder of DATA/lock). */
export async function releaseRechecks(objects: Objects, nonce: string | null): Promise<void> {
  await swapJson<RechecksIndex>(objects, keys.rechecks, noIndex, (index) =>
    index.leaseUntil === null || (nonce !== null && index.nonce !== nonce)
      ? undefined
      : { ...index, nonce: null, leaseUntil: null },
  );
}

export async function readRechecks(objects: Objects, newsroom: string): Promise<Entries> {
  return (await readJson(objects, keys.rechecksOf(newsroom), noEntries)).value.entries;
}

/** What is kept of more than `rechecksPerNewsroomMax`: those due first. */
function bounded(entries: Entries): { readonly kept: Entries; readonly dropped: number } {
  const all = Object.entries(entries);
  const dropped = all.length - limits.rechecksPerNewsroomMax;
  if (dropped <= 0) return { kept: entries, dropped: 0 };
  const sorted = all.sort(([, a], [, b]) => (a.dueAt < b.dueAt ? -1 : 1));
  return { kept: Object.fromEntries(sorted.slice(0, limits.rechecksPerNewsroomMax)), dropped };
}

/** Adds entries that are not there yet; what stands is kept. Answers how many had to be given up. */
export async function addRechecks(
  objects: Objects,
  newsroom: string,
  added: ReadonlyMap<string, Recheck>,
): Promise<number> {
  let given = 0;
  await swapJson<NewsroomRechecks>(objects, keys.rechecksOf(newsroom), noEntries, ({ entries }) => {
    const { kept, dropped } = bounded({ ...Object.fromEntries(added), ...entries });
    given = dropped;
    return { entries: kept };
  });
  return given;
}

/** Replaces entries, and removes those that are null. */
export async function settleRechecks(
  objects: Objects,
  newsroom: string,
  settled: ReadonlyMap<string, Recheck | null>,
): Promise<void> {
  await swapJson<NewsroomRechecks>(objects, keys.rechecksOf(newsroom), noEntries, ({ entries }) => {
    const next = new Map(Object.entries(entries));
    for (const [id, entry] of settled) {
      if (entry === null) next.delete(id);
      else next.set(id, entry);
    }
    return { entries: Object.fromEntries(next) };
  });
}

/** Records how far the log was looked at, and when these newsrooms are due next. */
export async function moveRechecksIndex(
  objects: Objects,
  seq: number | null,
  newsrooms: ReadonlySet<string>,
): Promise<void> {
  const times = new Map<string, string | null>();
  for (const newsroom of newsrooms) {
    const due = Object.values(await readRechecks(objects, newsroom)).map(({ dueAt }) => dueAt);
    times.set(
      newsroom,
      due.reduce<string | null>((first, one) => (first === null || one < first ? one : first), null),
    );
  }
  if (seq === null && times.size === 0) return;
  await swapJson<RechecksIndex>(objects, keys.rechecks, noIndex, (index) => {
    const next = new Map(Object.entries(index.next));
    for (const [newsroom, time] of times) {
      if (time === null) next.delete(newsroom);
      else next.set(newsroom, time);
    }
    return { ...index, seq: Math.max(index.seq, seq ?? 0), next: Object.fromEntries(next) };
  });
}
