/** What a segment was compiled from, a line a watch in the order of their ids: its id, ETag and query. */
import { CorruptDataError } from '../../errors.ts';
import type { TableRow } from './table.ts';

export interface SourceRow extends TableRow {
  /** Of the watch object that was read. */
  readonly etag: string;
}

type Line = readonly [id: string, etag: string, query: string | null];

const LINE_END = 10;

export function writeSources(rows: readonly SourceRow[]): Uint8Array {
  const lines = rows.map(({ id, etag, query }) => `${JSON.stringify([id, etag, query] satisfies Line)}\n`);
  return Buffer.from(lines.join(''), 'utf8');
}

/** Throws CorruptDataError for a line that is none. */
export function readSources(key: string, bytes: Uint8Array): readonly SourceRow[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: SourceRow[] = [];
  for (let start = 0; start < buffer.length; ) {
    const end = buffer.indexOf(LINE_END, start);
    const line = buffer.toString('utf8', start, end < 0 ? buffer.length : end);
    try {
      const [id, etag, query] = JSON.parse(line) as Line;
      rows.push({ id, etag, query });
    } catch (cause) {
      throw new CorruptDataError('E_CORRUPT', `the object ${key} has a line that is no JSON`, { cause, input: key });
    }
    start = end < 0 ? buffer.length : end + 1;
  }
  return rows;
}

const byId = (a: SourceRow, b: SourceRow): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The rows of both in the order of their ids; of a watch that both have, that of `newer`. */
export function mergeSources(older: readonly SourceRow[], newer: readonly SourceRow[]): readonly SourceRow[] {
  const merged = new Map(older.map((row) => [row.id, row]));
  for (const row of newer) merged.set(row.id, row);
  return [...merged.values()].sort(byId);
}
