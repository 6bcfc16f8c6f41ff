/**
 * A dictionary of folded words on typed arrays, without strings made on a look-up. Stems lie in small buckets; a word and the
 * same word with an "s" behind it, as most plurals are, share one stem. The stem itself is compared unit by unit, so no
 * hash collision ever matters.
 */
import { hashFactor, hashFactorInverse, hashSeed, mixed } from './hash.ts';

/** What a look-up answers for a key that is none: entries are smaller. */
export const ABSENT = 0x7fffffff;

export interface KeyTableData {
  /** Stems of bucket b from `buckets[b]` to `buckets[b + 1]`; a power of two of buckets. */
  readonly buckets: Int32Array;
  /** Of each stem eight bits of its hash. */
  readonly tags: Uint8Array;
  /**
   * Three numbers a stem, side by side because they are read together: where it begins in `pool`, the entry of the stem
   * itself, and that of the stem with "s". After the last, the end of the pool.
   */
  readonly records: Int32Array;
  /** Each unit in one to three bytes, as UTF-8 writes it; surrogates by themselves. */
  readonly pool: Uint8Array;
}

const SMALL_S = 0x73;
const TAG_SHIFT = 24;
const RECORD = 3;
const STEMS_PER_BUCKET = 2;

/** The hash of all but the last unit, which is an "s". */
const hashWithoutS = (hash: number): number => Math.imul((hash - SMALL_S) | 0, hashFactorInverse);

export class KeyTable {
  private readonly buckets: Int32Array;
  private readonly tags: Uint8Array;
  private readonly records: Int32Array;
  private readonly pool: Uint8Array;
  private readonly mask: number;

  constructor({ buckets, tags, records, pool }: KeyTableData) {
    this.buckets = buckets;
    this.tags = tags;
    this.records = records;
    this.pool = pool;
    this.mask = buckets.length - 2;
  }

  /** The entry of the key that units `from` to `to` (exclusive) spell, whose rolling hash is `hash`; ABSENT when it is none. */
  find(units: Uint16Array, from: number, to: number, hash: number): number {
    const { buckets, tags } = this;
    const withS = to > from && units[to - 1] === SMALL_S ? 1 : 0;
    const bits = mixed(withS === 1 ? hashWithoutS(hash) : hash);
    const bucket = bits & this.mask;
    const tag = bits >>> TAG_SHIFT;
    const end = buckets[bucket + 1] as number;
    for (let stem = buckets[bucket] as number; stem < end; stem++) {
      if (tags[stem] === tag && this.spells(stem * RECORD, units, from, to - withS))
        return this.records[stem * RECORD + 1 + withS] as number;
    }
    return ABSENT;
  }

  private spells(record: number, units: Uint16Array, from: number, to: number): boolean {
    const { pool } = this;
    let at = this.records[record] as number;
    const end = this.records[record + RECORD] as number;
    for (let index = from; index < to; index++) {
      const code = units[index] as number;
      if (code < 0x80) {
        if (pool[at++] !== code) return false;
      } else if (code < 0x800) {
        if (pool[at++] !== (0xc0 | (code >> 6)) || pool[at++] !== (0x80 | (code & 0x3f))) return false;
      } else {
        if (pool[at++] !== (0xe0 | (code >> 12))) return false;
        if (pool[at++] !== (0x80 | ((code >> 6) & 0x3f)) || pool[at++] !== (0x80 | (code & 0x3f))) return false;
      }
    }
    return at === end;
  }
}

/** The rolling hash of a string's units, of the first `length`. */
export function hashOfKey(key: string, length: number = key.length): number {
  let hash: number = hashSeed;
  for (let index = 0; index < length; index++) hash = (Math.imul(hash, hashFactor) + key.charCodeAt(index)) | 0;
  return hash;
}

/** Tells the rolling hash and the length in units of every key. */
export function eachKey({ records, pool }: KeyTableData, tell: (hash: number, length: number) => void): void {
  for (let record = 0; record + RECORD < records.length; record += RECORD) {
    let hash: number = hashSeed;
    let length = 0;
    const end = records[record + RECORD] as number;
    for (let at = records[record] as number; at < end; length++) {
      const byte = pool[at++] as number;
      let code = byte;
      if (byte >= 0xe0) {
        code = ((byte & 0xf) << 12) | (((pool[at] as number) & 0x3f) << 6) | ((pool[at + 1] as number) & 0x3f);
        at += 2;
      } else if (byte >= 0xc0) code = ((byte & 0x1f) << 6) | ((pool[at++] as number) & 0x3f);
      hash = (Math.imul(hash, hashFactor) + code) | 0;
    }
    if (records[record + 1] !== ABSENT) tell(hash, length);
    if (records[record + 2] !== ABSENT) tell((Math.imul(hash, hashFactor) + SMALL_S) | 0, length + 1);
  }
}

function bytesOf(key: string, length: number): number {
  let bytes = 0;
  for (let index = 0; index < length; index++) {
    const code = key.charCodeAt(index);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
  }
  return bytes;
}

function write(pool: Uint8Array, start: number, key: string, length: number): void {
  let at = start;
  for (let index = 0; index < length; index++) {
    const code = key.charCodeAt(index);
    if (code < 0x80) pool[at++] = code;
    else if (code < 0x800) {
      pool[at++] = 0xc0 | (code >> 6);
      pool[at++] = 0x80 | (code & 0x3f);
    } else {
      pool[at++] = 0xe0 | (code >> 12);
      pool[at++] = 0x80 | ((code >> 6) & 0x3f);
      pool[at++] = 0x80 | (code & 0x3f);
    }
  }
}

export interface BuiltKeys {
  readonly table: KeyTableData;
  /** Where in `records` the entry of each key stands, by its number. */
  readonly places: Int32Array;
}

/** The table of keys, numbered from 0 on in the order of the map. All entries are ABSENT. */
export function buildKeyTable(keys: ReadonlyMap<string, number>): BuiltKeys {
  const endsInS = (key: string): boolean => key.charCodeAt(key.length - 1) === SMALL_S;
  // First the stems that are keys themselves, then those of keys with an "s" that are not.
  const stems = new Int32Array(keys.size);
  let count = 0;
  for (const [key, number] of keys) if (!endsInS(key)) stems[number] = count++;
  for (const [key, number] of keys) {
    if (!endsInS(key)) continue;
    const stem = key.slice(0, -1);
    const own = endsInS(stem) ? undefined : keys.get(stem);
    stems[number] = own === undefined ? count++ : (stems[own] as number);
  }
  let size = 16;
  while (size * STEMS_PER_BUCKET < count) size *= 2;
  const hashes = new Int32Array(count);
  const lengths = new Int32Array(count);
  for (const [key, number] of keys) {
    const stem = stems[number] as number;
    const length = key.length - (endsInS(key) ? 1 : 0);
    hashes[stem] = mixed(hashOfKey(key, length));
    lengths[stem] = bytesOf(key, length);
  }
  const buckets = new Int32Array(size + 1);
  for (let stem = 0; stem < count; stem++) {
    const bucket = (hashes[stem] as number) & (size - 1);
    buckets[bucket + 1] = (buckets[bucket + 1] as number) + 1;
  }
  for (let bucket = 0; bucket < size; bucket++) {
    buckets[bucket + 1] = (buckets[bucket + 1] as number) + (buckets[bucket] as number);
  }
  const next = buckets.slice();
  const tags = new Uint8Array(count);
  const records = new Int32Array(count * RECORD + 1).fill(ABSENT);
  const places = new Int32Array(count);
  for (let stem = 0; stem < count; stem++) {
    const hash = hashes[stem] as number;
    const bucket = hash & (size - 1);
    const place = next[bucket] as number;
    next[bucket] = place + 1;
    tags[place] = hash >>> TAG_SHIFT;
    places[stem] = place * RECORD;
    records[place * RECORD] = lengths[stem] as number;
  }
  let bytes = 0;
  for (let record = 0; record < records.length; record += RECORD) {
    const length = record + RECORD < records.length ? (records[record] as number) : 0;
    records[record] = bytes;
    bytes += length;
  }
  const pool = new Uint8Array(bytes);
  for (const [key, number] of keys) {
    const withS = endsInS(key) ? 1 : 0;
    const record = places[stems[number] as number] as number;
    write(pool, records[record] as number, key, key.length - withS);
    stems[number] = record + 1 + withS;
  }
  return { table: { buckets, tags, records, pool }, places: stems };
}
