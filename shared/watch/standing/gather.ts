/** What there is to compile: sources as they stand, read again where they may have changed. */
import { indexKeys, keys, prefixes } from '../../archive/keys.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { CorruptDataError } from '../../errors.ts';
import { indexLimits } from '../../limits.ts';
import type { Log, ObjectPage, Objects } from '../../ports.ts';
import { readWatch } from '../read.ts';
import type { StoredSources } from './manifest.ts';
import { mergeSources, readSources, type SourceRow } from './sources.ts';
import { readWhole, storeSources } from './stored.ts';

/** The rows of one segment. Throws CorruptDataError when they were damaged. */
export async function readStoredSources(objects: Objects, { version, sourcesBytes }: StoredSources) {
  const key = indexKeys.sources(version);
  return readSources(key, await readWhole(objects, key, sourcesBytes));
}

/** Rows of all segments, those of later ones in place of those of earlier ones; none where they cannot be read. */
async function knownSources(objects: Objects, segments: readonly StoredSources[], log: Log) {
  let rows: readonly SourceRow[] = [];
  try {
    for (const segment of segments) rows = mergeSources(rows, await readStoredSources(objects, segment));
    return rows;
  } catch (fault) {
    if (!(fault instanceof CorruptDataError)) throw fault;
    log.error('index-damaged', { key: fault.input, message: fault.message });
    return [];
  }
}

async function readSource(objects: Objects, id: string): Promise<SourceRow> {
  const stored = await objects.get(keys.watch(id));
  if (stored === null) return { id, etag: '', query: null };
  const watch = readWatch(stored.key, stored.body);
  return { id, etag: stored.etag, query: watch.removedAt === null ? watch.query : null };
}

/** These watches as they stand, in the order given. */
export function readSourcesOf(objects: Objects, ids: readonly string[]): Promise<readonly SourceRow[]> {
  return mapConcurrently(ids, indexLimits.watchReadsConcurrentMax, (id) => readSource(objects, id));
}

/**
 * How far a reading of all watches has come that one call began and a later one ends: a million watches are more than one
 * invocation reads.
 */
export interface Gathering {
  /** The change of watches as of which it was begun: each of them was read after it. */
  readonly changes: number;
  /** ISO 8601 UTC: when it was begun. */
  readonly since: string;
  /** Key of the last watch that the parts know; empty before the first. */
  readonly after: string;
  /** The rows so far. */
  readonly parts: readonly StoredSources[];
}

interface GatherOptions {
  /** What is known already: their rows hold for watches that have the same bytes. */
  readonly segments: readonly StoredSources[];
  readonly begun: Gathering;
  /** A name under which nothing was stored yet. */
  readonly newVersion: () => string;
  /** Records how far it has come. False: somebody else has taken over. */
  readonly keep: (gathering: Gathering) => Promise<boolean>;
  /** Whether the rest is left to a later call. */
  readonly isOver: () => boolean;
  readonly log: Log;
}

export interface Whole {
  /** Every watch that stands, in the order of their ids. */
  readonly rows: readonly SourceRow[];
  /** Watches of which the segments said something else; empty where there were none. */
  readonly changed: readonly string[];
}

type KnownRows = ReadonlyMap<string, SourceRow>;

function listWatchObjects(objects: Objects, after: string, hasRows: boolean): Promise<ObjectPage> {
  // Where nothing is known, no ETag tells anything.
  return objects.list(prefixes.watches, {
    ...(hasRows ? {} : { etags: false }),
    ...(after === '' ? {} : { startAfter: after }),
  });
}

/** The rows of a page of the list, and how many of its watches had to be read. */
async function readPage(objects: Objects, page: ObjectPage, known: KnownRows) {
  const rows: SourceRow[] = [];
  const unread: string[] = [];
  for (const { key, etag } of page.objects) {
    const id = key.slice(prefixes.watches.length, -'.json'.length);
    const row = known.get(id);
    if (row !== undefined && row.etag !== '' && row.etag === etag) rows.push(row);
    else unread.push(id);
  }
  rows.push(...(await readSourcesOf(objects, unread)));
  return { rows, read: unread.length };
}

/** Lists the watches behind `after` and reads them, from part to part. Null where a later call goes on. */
async function gatherRest(objects: Objects, known: KnownRows, { begun, newVersion, keep, isOver }: GatherOptions) {
  let gathering = begun;
  let rows: SourceRow[] = [];
  let read = 0;
  let page: ObjectPage | null = await listWatchObjects(objects, begun.after, known.size > 0);
  while (page !== null) {
    const { next }: ObjectPage = page;
    const [had, following]: [Awaited<ReturnType<typeof readPage>>, ObjectPage | null] = await Promise.all([
      readPage(objects, page, known),
      next === null ? null : listWatchObjects(objects, next, known.size > 0),
    ]);
    rows.push(...had.rows);
    read += had.read;
    page = following;
    if (next === null || read < indexLimits.gatheredReadsMax) continue;
    const stored = await storeSources(objects, newVersion(), rows);
    gathering = { ...gathering, after: next, parts: [...gathering.parts, stored] };
    if (!(await keep(gathering)) || isOver()) return null;
    rows = [];
    read = 0;
  }
  return { gathering, rows };
}

/**
 * Lists all watches and reads those of which the segments do not have the same bytes. What was read is stored in parts, so
 * that a call that ends, or is ended, costs the next one a part at most. Null where a later call goes on. Throws
 * CorruptDataError when a part of an earlier call was damaged.
 */
export async function gatherWhole(objects: Objects, options: GatherOptions): Promise<Whole | null> {
  const known = new Map(
    (await knownSources(objects, options.segments, options.log)).map((row) => [row.id, row] as const),
  );
  const rest = await gatherRest(objects, known, options);
  if (rest === null) return null;
  const all: SourceRow[] = [];
  for (const part of rest.gathering.parts) for (const row of await readStoredSources(objects, part)) all.push(row);
  for (const row of rest.rows) all.push(row);
  const changed = known.size === 0 ? [] : changedFrom(known, all);
  return { rows: all.filter(({ query }) => query !== null).sort((a, b) => (a.id < b.id ? -1 : 1)), changed };
}

function changedFrom(known: KnownRows, rows: readonly SourceRow[]): readonly string[] {
  const listed = new Set(rows.map(({ id }) => id));
  const gone = [...known.values()].filter(({ id, query }) => query !== null && !listed.has(id));
  const changed = rows.filter(({ id, query }) => (known.get(id)?.query ?? null) !== query);
  return [...gone, ...changed].map(({ id }) => id);
}
