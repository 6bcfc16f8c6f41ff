/** What the change log says of releases, for a span of sequences. */
import { readChanges } from '../archive/follow.ts';
import { parseReleaseKey, type ReleaseKeyParts } from '../archive/keys.ts';
import type { Objects } from '../ports.ts';

export interface ReleaseChange {
  readonly seq: number;
  readonly key: string;
  readonly parts: ReleaseKeyParts;
}

/** First and last sequence, both inclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The changes of a span, a change segment at a time, each with its last sequence. Throws CorruptDataError as `readChanges`. */
export async function* changesOf(
  objects: Objects,
  { from, to }: Span,
): AsyncGenerator<{ readonly changes: readonly ReleaseChange[]; readonly lastSeq: number }> {
  for await (const { lines } of readChanges(objects, { seq: from - 1, segment: null })) {
    const changes: ReleaseChange[] = [];
    let lastSeq = from;
    for (const { seq, key } of lines) {
      if (seq > to) break;
      lastSeq = seq;
      const parts = parseReleaseKey(key);
      if (parts !== null) changes.push({ seq, key, parts });
    }
    yield { changes, lastSeq };
    if (lastSeq >= to) return;
  }
}
