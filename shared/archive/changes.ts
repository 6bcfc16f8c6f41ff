/**
 * The change log: hash-chained NDJSON segments, written by one protocol that late and concurrent writers cannot fork.
 * `state/changes.json` is compare-and-swapped; a segment's key and bytes are fixed there as `pending` before it is put.
 */
import { CorruptDataError, DependencyError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import { keys, parseReleaseKey, type ReleaseKeyParts, segmentMs } from './keys.ts';
import { cacheForGood, readJson, swapJson, type Versioned, writeJson } from './objects.ts';
import { parseRelease } from './release-object.ts';

export type ChangeOperation = 'ADD' | 'REVISE' | 'WITHDRAW';

/** One line of a segment (INTERFACES, Shapes). */
export interface ChangeLine {
  /** Without gaps, from 1. */
  readonly seq: number;
  readonly op: ChangeOperation;
  readonly key: string;
  readonly sha256: string;
  readonly size: number;
  /** SHA-256 of the whole previous segment; null in the first. */
  readonly previous: string | null;
  /** Key of the previous segment, by which a reader finds its way back without a LIST; null in the first. */
  readonly previousKey: string | null;
}

interface PendingSegment {
  readonly key: string;
  readonly body: string;
  readonly lastSeq: number;
}

interface LastSegment {
  readonly key: string;
  readonly sha256: string;
  readonly lastSeq: number;
}

export interface ChangesState {
  readonly pending: PendingSegment | null;
  readonly last: LastSegment | null;
  /** Short hash of a release key → day (since the epoch) it was logged; kept for 14 days. */
  readonly recent: Readonly<Record<string, number>>;
}

/** `changes/head.json`: where a follower begins to look. */
export interface ChangesHead {
  readonly key: string;
  readonly sha256: string;
  readonly seq: number;
}

const none: ChangesState = { pending: null, last: null, recent: {} };
const dayMs = 24 * 60 * 60 * 1000;
const ndjson = 'application/x-ndjson; charset=utf-8';

/** By which `recent` knows a release object. */
export function recentHash(key: string): string {
  return sha256Hex(key).slice(0, 16);
}

export async function readChangesState(objects: Objects): Promise<Versioned<ChangesState>> {
  return readJson<ChangesState>(objects, keys.changes, none);
}

/** (1) A pending segment is put create-once (412 means done), the head is raised to it, and it becomes `last`. */
async function finishPending(objects: Objects, current: Versioned<ChangesState>): Promise<Versioned<ChangesState>> {
  const { pending } = current.value;
  if (pending === null) return current;
  const body = Buffer.from(pending.body, 'utf8');
  const outcome = await objects.put(pending.key, body, {
    condition: { kind: 'create-once' },
    contentType: ndjson,
    cacheControl: cacheForGood,
  });
  if (outcome.kind === 'exists') {
    const standing = await objects.get(pending.key);
    if (standing === null || Buffer.compare(Buffer.from(standing.body), body) !== 0) {
      throw new CorruptDataError(
        'E_CHAIN',
        `the change segment ${pending.key} holds other bytes than the log's state says`,
        {
          input: pending.key,
          hint: 'run `dateline verify`; somebody wrote under changes/ by hand',
        },
      );
    }
  } else if (outcome.kind !== 'stored') {
    throw new DependencyError('E_CONTENDED', `the change segment ${pending.key} is being written`, {
      input: pending.key,
    });
  }
  const last: LastSegment = { key: pending.key, sha256: sha256Hex(body), lastSeq: pending.lastSeq };
  // In front of the swap: whoever dies between the two leaves `pending`, and the next writer raises the head again.
  await raiseHead(objects, last).catch((fault: unknown) => {
    // The log goes on without it: what the head says follows from the state. `ensureHead` says what to do.
    if (!(fault instanceof CorruptDataError)) throw fault;
  });
  const next: ChangesState = { ...current.value, pending: null, last };
  const swapped = await writeJson(objects, keys.changes, next, current.etag);
  // Another writer may have finished the same segment: what stands now is the truth either way.
  return swapped.kind === 'stored' ? { value: next, etag: swapped.etag } : await readChangesState(objects);
}

/** The head only rises: a late writer never takes it back. */
async function raiseHead(objects: Objects, last: LastSegment): Promise<void> {
  await swapJson<ChangesHead | null>(objects, keys.changesHead, null, (standing) => {
    const head = checkedHead(standing);
    return head !== null && head.seq >= last.lastSeq
      ? undefined
      : { key: last.key, sha256: last.sha256, seq: last.lastSeq };
  });
}

/** What `changes/head.json` holds; null where there is none. Throws CorruptDataError for what is no head. */
export function checkedHead(value: unknown): ChangesHead | null {
  if (value === null) return null;
  const { key, sha256, seq } = (typeof value === 'object' ? value : {}) as Partial<Record<keyof ChangesHead, unknown>>;
  if (typeof key === 'string' && typeof sha256 === 'string' && Number.isSafeInteger(seq)) return value as ChangesHead;
  throw headFault(null);
}

/** That the head cannot be read, and what to do. */
export function headFault(cause: unknown): CorruptDataError {
  return new CorruptDataError('E_CHAIN', `${keys.changesHead} cannot be read, so nobody can follow the change log`, {
    cause,
    input: keys.changesHead,
    hint: 'move it out of the archive: the next pass writes it anew, and nothing of the log is lost',
  });
}

/**
 * Brings the head up to the last segment, if it is gone or behind: somebody removed it, or it could not be read when the
 * segment was written. Throws CorruptDataError for one that cannot be read: it is left as it is.
 */
export async function ensureHead(objects: Objects, { last }: Pick<ChangesState, 'last'>): Promise<void> {
  if (last === null) return;
  try {
    await raiseHead(objects, last);
  } catch (cause) {
    if (!(cause instanceof CorruptDataError)) throw cause;
    throw headFault(cause);
  }
}

interface ReleaseState {
  readonly op: ChangeOperation;
  readonly sha256: string;
  readonly size: number;
  /** Milliseconds since the epoch; null when the object says nothing of it. */
  readonly firstSeenMs: number | null;
}

/** What the log says of an object. One that is no record is logged by its key alone: `verify` names it. */
async function describe(objects: Objects, key: string, revision: number): Promise<ReleaseState | null> {
  const stored = await objects.get(key);
  if (stored === null) return null;
  let withdrawn = false;
  let firstSeenMs: number | null = null;
  try {
    const release = parseRelease(key, stored.body);
    withdrawn = release.status === 'withdrawn';
    firstSeenMs = Date.parse(release.firstSeenAt);
  } catch (fault) {
    if (!(fault instanceof CorruptDataError)) throw fault;
  }
  const op = withdrawn ? 'WITHDRAW' : revision === 1 ? 'ADD' : 'REVISE';
  return { op, sha256: sha256Hex(stored.body), size: stored.body.byteLength, firstSeenMs };
}

interface Described extends ReleaseState {
  readonly key: string;
}

/** What remembers longer than `recent` whether a revision was logged; asked only of those that are older than it. */
export type LoggedBefore = (parts: ReleaseKeyParts) => Promise<boolean>;

/**
 * The objects to log, each once, earlier revisions in front of later ones. An earlier revision whose own message is
 * still on its way is taken along, so that ADD never follows its REVISE; one that is older than `recent` reaches back
 * was logged long ago, and a message about it that comes so late is looked up.
 */
async function toLog(
  objects: Objects,
  nowMs: number,
  releaseKeys: readonly string[],
  isRecent: (key: string) => boolean,
  loggedBefore: LoggedBefore,
): Promise<{ readonly described: readonly Described[]; readonly skipped: readonly string[] }> {
  const described = new Map<string, Described>();
  const skipped: string[] = [];
  const asked = new Set(releaseKeys);
  for (const key of asked) {
    const parts = parseReleaseKey(key);
    if (parts === null) {
      skipped.push(key);
      continue;
    }
    for (let revision = 1; revision <= parts.revision; revision += 1) {
      const one = keys.release(parts.newsroom, parts.partition, parts.release, revision);
      if (described.has(one) || isRecent(one)) continue;
      const state = await describe(objects, one, revision);
      if (state === null) {
        if (one === key) skipped.push(key);
        continue;
      }
      const age = state.firstSeenMs === null ? 0 : nowMs - state.firstSeenMs;
      const isOld = age >= limits.changesRecentMs - dayMs;
      if (isOld && (!asked.has(one) || (await loggedBefore({ ...parts, revision })))) continue;
      described.set(one, { key: one, ...state });
    }
  }
  return { described: [...described.values()], skipped };
}

export interface Appended {
  /** The segment that now stands, null when nothing was new. */
  readonly segment: string | null;
  readonly lines: number;
  /** Keys that are no release objects, or whose object is not there. */
  readonly skipped: readonly string[];
}

/**
 * Appends release keys to the log. Answers null when another writer was faster: the caller leaves its messages, which
 * then come back. Keys that were logged within 14 days, or that `loggedBefore` knows, are dropped.
 */
export async function appendChanges(
  objects: Objects,
  nowMs: number,
  releaseKeys: readonly string[],
  loggedBefore: LoggedBefore = async () => false,
): Promise<Appended | null> {
  const current = await finishPending(objects, await readChangesState(objects));
  const state = current.value;
  if (state.pending !== null) return null;
  const today = Math.floor(nowMs / dayMs);
  const recent: Record<string, number> = {};
  for (const [hash, day] of Object.entries(state.recent)) {
    if ((today - day) * dayMs <= limits.changesRecentMs) recent[hash] = day;
  }
  const isRecent = (key: string): boolean => recentHash(key) in recent;
  const { described, skipped } = await toLog(objects, nowMs, releaseKeys, isRecent, loggedBefore);
  const previous = state.last?.sha256 ?? null;
  const previousKey = state.last?.key ?? null;
  let seq = state.last?.lastSeq ?? 0;
  const lines = described.map(({ key, op, sha256, size }) => {
    seq += 1;
    recent[recentHash(key)] = today;
    return JSON.stringify({ seq, op, key, sha256, size, previous, previousKey } satisfies ChangeLine);
  });
  if (lines.length === 0) return { segment: null, lines: 0, skipped };

  const firstSeq = seq - lines.length + 1;
  const pending: PendingSegment = {
    // Names rise with the sequence, also when the clock jumped back: whoever walks them in order misses none.
    key: keys.changeSegment(Math.max(nowMs, segmentMs(state.last?.key ?? '') ?? 0), firstSeq),
    body: `${lines.join('\n')}\n`,
    lastSeq: seq,
  };
  const next: ChangesState = { ...state, pending, recent };
  const swapped = await writeJson(objects, keys.changes, next, current.etag);
  if (swapped.kind !== 'stored') return null;
  await finishPending(objects, { value: next, etag: swapped.etag });
  return { segment: pending.key, lines: lines.length, skipped };
}

function isChangeLine(value: unknown): value is ChangeLine {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, op, key, sha256, size, previous } = value as Partial<Record<keyof ChangeLine, unknown>>;
  return (
    Number.isSafeInteger(seq) &&
    (op === 'ADD' || op === 'REVISE' || op === 'WITHDRAW') &&
    typeof key === 'string' &&
    typeof sha256 === 'string' &&
    typeof size === 'number' &&
    (previous === null || typeof previous === 'string')
  );
}

/** The lines of a segment. Throws CorruptDataError naming the line that is none, or that was cut. */
export function parseSegment(key: string, body: Uint8Array): readonly ChangeLine[] {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const rows = text.split('\n');
  if (rows.pop() !== '') {
    throw new CorruptDataError('E_CORRUPT', `the last line of ${key} was cut`, { input: key });
  }
  return rows.map((row, index) => {
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch (cause) {
      throw new CorruptDataError('E_CORRUPT', `line ${index + 1} of ${key} is not JSON`, { cause, input: key });
    }
    if (!isChangeLine(value)) {
      throw new CorruptDataError('E_CORRUPT', `line ${index + 1} of ${key} is no change`, { input: key });
    }
    return value;
  });
}
