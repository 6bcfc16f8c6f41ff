/**
 * Whose queries a segment of the index holds, as one buffer: the ids of its watches by number, and a CRC-32 of the query that
 * was compiled of each, so that a reader sees when a watch asks something else by now. Little-endian.
 *
 * Header: "DLWT", format version, number of watches, CRC-32 of all that follows; then the checks, where each id begins in the
 * pool, and the pool.
 */
import { crc32 } from 'node:zlib';
import { CorruptDataError } from '../../errors.ts';

const MAGIC = 0x54574c44;
const FORMAT = 1;
const HEADER_BYTES = 16;

/** What a watch without a query has in the place of its check: it was removed. */
const NO_QUERY = 0;

/** Never 0, which says that there is no query. */
export function queryCheck(query: string | null): number {
  return query === null ? NO_QUERY : crc32(query) || 1;
}

export interface TableRow {
  readonly id: string;
  readonly query: string | null;
}

export interface WatchTable {
  readonly size: number;
  idOf(number: number): string;
  checkOf(number: number): number;
}

/** The same of rows that were just read. */
export class TableOfRows implements WatchTable {
  readonly size: number;
  private readonly rows: readonly TableRow[];

  constructor(rows: readonly TableRow[]) {
    this.size = rows.length;
    this.rows = rows;
  }

  idOf(number: number): string {
    return this.rows[number]?.id ?? '';
  }

  checkOf(number: number): number {
    return queryCheck(this.rows[number]?.query ?? null);
  }
}

export function writeTable(rows: readonly TableRow[]): Uint8Array {
  const pool = Buffer.from(rows.map(({ id }) => id).join(''), 'utf8');
  const startsAt = HEADER_BYTES + rows.length * 4;
  const poolAt = startsAt + (rows.length + 1) * 4;
  const bytes = new Uint8Array(poolAt + pool.byteLength);
  const view = new DataView(bytes.buffer);
  let start = 0;
  rows.forEach(({ id, query }, number) => {
    view.setUint32(HEADER_BYTES + number * 4, queryCheck(query), true);
    view.setUint32(startsAt + number * 4, start, true);
    start += Buffer.byteLength(id, 'utf8');
  });
  view.setUint32(startsAt + rows.length * 4, start, true);
  bytes.set(pool, poolAt);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, FORMAT, true);
  view.setUint32(8, rows.length, true);
  view.setUint32(12, crc32(bytes.subarray(HEADER_BYTES)), true);
  return bytes;
}

export class StoredTable implements WatchTable {
  readonly size: number;
  private readonly view: DataView;
  private readonly pool: Buffer;

  /** Throws CorruptDataError for bytes that are no such table, or were damaged. */
  constructor(bytes: Uint8Array) {
    const corrupt = (what: string): CorruptDataError =>
      new CorruptDataError('E_CORRUPT', `the table of watches of the index ${what}`);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.byteLength < HEADER_BYTES || this.view.getUint32(0, true) !== MAGIC) throw corrupt('is none');
    const format = this.view.getUint32(4, true);
    if (format !== FORMAT) throw corrupt(`has format ${format}, and this version reads ${FORMAT}`);
    if (this.view.getUint32(12, true) !== crc32(bytes.subarray(HEADER_BYTES)))
      throw corrupt('is damaged: its checksum is wrong');
    this.size = this.view.getUint32(8, true);
    this.pool = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(
      HEADER_BYTES + (this.size * 2 + 1) * 4,
    );
  }

  idOf(number: number): string {
    const at = HEADER_BYTES + (this.size + number) * 4;
    return this.pool.toString('utf8', this.view.getUint32(at, true), this.view.getUint32(at + 4, true));
  }

  checkOf(number: number): number {
    return this.view.getUint32(HEADER_BYTES + number * 4, true);
  }
}
