/** What there is to compile: sources as they stand, read again where they may have changed. */
import { indexKeys, keys, prefixes } from '../../archive/keys.ts';
import { headsUnder, listKeys } from '../../archive/list.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { CorruptDataError } from '../../errors.ts';
import { indexLimits } from '../../limits.ts';
import type { Log, Objects } from '../../ports.ts';
import { readWatch } from '../read.ts';
import type { StoredSegment } from './manifest.ts';
import { mergeSources, readSources, type SourceRow } from './sources.ts';
import { readWhole } from './stored.ts';

/** The rows of one segment. Throws CorruptDataError when they were damaged. */
export async function readStoredSources(objects: Objects, { version, sourcesBytes }: StoredSegment) {
  const key = indexKeys.sources(version);
  return readSources(key, await readWhole(objects, key, sourcesBytes));
}

/** Rows of all segments, those of later ones in place of those of earlier ones; none where they cannot be read. */
async function knownSources(objects: Objects, segments: readonly StoredSegment[], log: Log) {
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

export interface Whole {
  /** Every watch that stands, in the order of their ids. */
  readonly rows: readonly SourceRow[];
  /** Watches of which the segments said something else; empty where there were none. */
  readonly changed: readonly string[];
}

/** Lists all watches and reads those of which the segments do not have the same bytes. */
export async function gatherWhole(objects: Objects, segments: readonly StoredSegment[], log: Log): Promise<Whole> {
  const known = new Map((await knownSources(objects, segments, log)).map((row) => [row.id, row]));
  const isFirst = known.size === 0;
  const standing: { readonly id: string; readonly row: SourceRow | null }[] = [];
  const heads = isFirst ? headsUnder(objects, prefixes.watches) : listKeys(objects, prefixes.watches);
  for await (const { key, etag } of heads) {
    const id = key.slice(prefixes.watches.length, -'.json'.length);
    const row = known.get(id);
    standing.push({ id, row: row !== undefined && row.etag !== '' && row.etag === etag ? row : null });
  }
  const unread = standing.flatMap(({ id, row }) => (row === null ? [id] : []));
  const read = new Map((await readSourcesOf(objects, unread)).map((row) => [row.id, row]));
  const rows = standing.flatMap(({ id, row }) => row ?? read.get(id) ?? []);
  const listed = new Set(standing.map(({ id }) => id));
  const gone = [...known.values()].filter(({ id, query }) => query !== null && !listed.has(id)).map(({ id }) => id);
  const changed = [...read.values()].filter(({ id, query }) => (known.get(id)?.query ?? null) !== query);
  return {
    rows: rows.filter(({ query }) => query !== null).sort((a, b) => (a.id < b.id ? -1 : 1)),
    changed: isFirst ? [] : [...gone, ...changed.map(({ id }) => id)],
  };
}
