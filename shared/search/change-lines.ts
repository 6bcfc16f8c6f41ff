/** What the change log says of releases from one sequence on, read without listing releases/. */
import { type ChangesHead, parseSegment } from '../archive/changes.ts';
import { keys, parseReleaseKey, prefixes, type ReleaseKeyParts } from '../archive/keys.ts';
import { listKeys } from '../archive/list.ts';
import { readJson } from '../archive/objects.ts';
import type { Objects } from '../ports.ts';

export interface ReleaseChange {
  readonly seq: number;
  readonly key: string;
  readonly parts: ReleaseKeyParts;
}

export interface ChangeBatch {
  /** The change segment it stands in. */
  readonly segment: string;
  readonly changes: readonly ReleaseChange[];
  readonly lastSeq: number;
}

/** Null when nothing was logged yet. */
export async function changesHead(objects: Objects): Promise<ChangesHead | null> {
  return (await readJson<ChangesHead | null>(objects, keys.changesHead, null)).value;
}

/**
 * The changes with a sequence from `from` to `to`, a change segment at a time; looked for behind the segment `after`.
 * Throws CorruptDataError naming a segment with a line that is none.
 */
export async function* changesFrom(
  objects: Objects,
  { after, from, to }: { readonly after: string | null; readonly from: number; readonly to: number },
): AsyncGenerator<ChangeBatch> {
  for await (const { key: segment } of listKeys(objects, prefixes.changes, after ?? prefixes.changes)) {
    // Segments only: the head lies beside them.
    if (!segment.endsWith('.ndjson')) continue;
    const stored = await objects.get(segment);
    if (stored === null) continue;
    const changes: ReleaseChange[] = [];
    let lastSeq = 0;
    for (const { seq, key } of parseSegment(segment, stored.body)) {
      lastSeq = Math.max(lastSeq, seq);
      const parts = parseReleaseKey(key);
      if (parts !== null && seq >= from && seq <= to) changes.push({ seq, key, parts });
    }
    if (lastSeq < from) continue;
    yield { segment, changes, lastSeq: Math.min(lastSeq, to) };
    if (lastSeq >= to) return;
  }
}
