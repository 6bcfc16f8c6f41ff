/** Segments of the index as objects: written once, read by ranges straight into one buffer, checked. */
import { indexKeys } from '../../archive/keys.ts';
import { mapConcurrently } from '../../concurrently.ts';
import { CorruptDataError, DependencyError } from '../../errors.ts';
import { indexLimits } from '../../limits.ts';
import type { Log, Objects } from '../../ports.ts';
import { noteDamage, readManifest, type StoredSegment, type StoredSources, segmentsOf } from './manifest.ts';
import { readSegment, type Segment, type SegmentBytes } from './segment.ts';
import { type SourceRow, writeSources } from './sources.ts';

/** Throws CorruptDataError when the object is not there, or is not of this size. */
export async function readWhole(objects: Objects, key: string, sizeBytes: number): Promise<Uint8Array> {
  const whole = new Uint8Array(sizeBytes);
  const starts = Array.from(
    { length: Math.ceil(sizeBytes / indexLimits.readBytes) },
    (_, n) => n * indexLimits.readBytes,
  );
  await mapConcurrently(starts, indexLimits.readsConcurrentMax, async (firstByte) => {
    const lastByte = Math.min(firstByte + indexLimits.readBytes, sizeBytes) - 1;
    const part = await objects.get(key, { range: { firstByte, lastByte } });
    if (part === null) throw new CorruptDataError('E_CORRUPT', `the object ${key} is not there`, { input: key });
    if (part.sizeBytes !== sizeBytes || part.body.byteLength !== lastByte - firstByte + 1) {
      const message = `the object ${key} has ${part.sizeBytes} bytes, not ${sizeBytes}`;
      throw new CorruptDataError('E_CORRUPT', message, { input: key });
    }
    whole.set(part.body, firstByte);
  });
  return whole;
}

async function putOnce(objects: Objects, key: string, body: Uint8Array, contentType: string): Promise<void> {
  const outcome = await objects.put(key, body, { condition: { kind: 'create-once' }, contentType });
  // A version belongs to one writer: what stands there already was put by this one, whose answer was lost.
  if (outcome.kind === 'stored' || outcome.kind === 'exists') return;
  throw new DependencyError('E_CONTENDED', `the object ${key} is being written`, { input: key });
}

/** Writes rows under a version of their own; only the manifest says what they are good for. */
export async function storeSources(
  objects: Objects,
  version: string,
  rows: readonly SourceRow[],
): Promise<StoredSources> {
  const bytes = writeSources(rows);
  await putOnce(objects, indexKeys.sources(version), bytes, 'application/x-ndjson');
  return { version, sourcesBytes: bytes.byteLength };
}

/** Writes the objects of a segment; only the manifest puts them in force. */
export async function storeSegment(
  objects: Objects,
  version: string,
  { queries, table }: SegmentBytes,
  rows: readonly SourceRow[],
): Promise<StoredSegment> {
  await putOnce(objects, indexKeys.queries(version), queries, 'application/octet-stream');
  await putOnce(objects, indexKeys.table(version), table, 'application/octet-stream');
  const sources = await storeSources(objects, version, rows);
  return { ...sources, watches: rows.length, queriesBytes: queries.byteLength, tableBytes: table.byteLength };
}

async function loadSegment(objects: Objects, stored: StoredSegment): Promise<Segment> {
  const [queries, table] = await Promise.all([
    readWhole(objects, indexKeys.queries(stored.version), stored.queriesBytes),
    readWhole(objects, indexKeys.table(stored.version), stored.tableBytes),
  ]);
  return readSegment({ queries, table });
}

export interface LoadedIndex {
  readonly changes: number;
  /** The older one first. */
  readonly segments: readonly Segment[];
}

/**
 * The index in force; null where there is none that can be used. One that is damaged is named in the log and noted, so that it
 * is compiled again: nobody ever takes it for an index without watches. Throws DependencyError.
 */
export async function loadIndex(objects: Objects, log: Log): Promise<LoadedIndex | null> {
  for (;;) {
    const { value: manifest, etag } = await readManifest(objects);
    const stored = segmentsOf(manifest);
    if (manifest === null || stored.length === 0) return null;
    let version = '';
    try {
      const segments: Segment[] = [];
      for (const one of stored) {
        version = one.version;
        segments.push(await loadSegment(objects, one));
      }
      return { changes: manifest.changes, segments };
    } catch (fault) {
      if (!(fault instanceof CorruptDataError)) throw fault;
      // A version that went out of force meanwhile may be gone.
      if ((await readManifest(objects)).etag !== etag) continue;
      const damage = { version, key: fault.input ?? `${indexKeys.all}${version}/`, message: fault.message };
      log.error('index-damaged', { ...damage });
      await noteDamage(objects, damage).catch((error: unknown) => {
        // Matching goes on without the index all the same.
        log.warn('index-damage-not-noted', {
          version,
          message: error instanceof Error ? error.message : String(error),
        });
      });
      return null;
    }
  }
}
