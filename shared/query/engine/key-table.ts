/**
 * A dictionary of folded words in bytes, without strings made on a look-up. Stems lie in small buckets; a word and the same
 * word with an "s" behind it, as most plurals are, share one stem. The stem itself is compared unit by unit, so no hash
 * collision ever matters. All that is known of a stem lies side by side: a look-up waits for memory twice, for its bucket and
 * for its record.
 */
import { hashFactor, hashFactorInverse, hashSeed, mixed } from './hash.ts';

/** What a look-up answers for a key that is none: entries are smaller. */
export const ABSENT = 0x7fffffff;

export interface KeyTableData {
  /** Records of bucket b from `buckets[b]` to `buckets[b + 1]`, in bytes; a power of two of buckets. */
  readonly buckets: Int32Array;
  /**
   * Of each stem: eight bits of its hash; its length in bytes, or LONG; the entry of the stem itself, that of the stem with "s",
   * and where it is long its length, each a little-endian number of 32 bits; then its units, each in one to three bytes, as
   * UTF-8 writes it, surrogates by themselves.
   */
  readonly records: Uint8Array;
}

const SMALL_S = 0x73;
const TAG_SHIFT = 24;
const STEMS_PER_BUCKET = 2;
const LONG = 255;
const LENGTH_AT = 1;
const ENTRY_AT = 2;
const ENTRY_BYTES = 4;
const LONG_LENGTH_AT = ENTRY_AT + 2 * ENTRY_BYTES;
const HEAD_BYTES = LONG_LENGTH_AT;
/** So many keys are looked up side by side. */
const KEYS_AT_ONCE = 128;

/** The hash of all but the last unit, which is an "s". */
const hashWithoutS = (hash: number): number => Math.imul((hash - SMALL_S) | 0, hashFactorInverse);

const viewOf = ({ records }: KeyTableData): DataView =>
  new DataView(records.buffer, records.byteOffset, records.byteLength);

export class KeyTable {
  private readonly buckets: Int32Array;
  private readonly records: Uint8Array;
  private readonly view: DataView;
  private readonly mask: number;
  private readonly mixes = new Int32Array(KEYS_AT_ONCE);
  /** Read by nobody: what it is made of shall be at hand. */
  touched = 0;

  constructor(data: KeyTableData) {
    this.buckets = data.buckets;
    this.records = data.records;
    this.view = viewOf(data);
    this.mask = data.buckets.length - 2;
  }

  /** The entry of the key that units `from` to `to` (exclusive) spell, whose rolling hash is `hash`; ABSENT when it is none. */
  find(units: Uint16Array, from: number, to: number, hash: number): number {
    return this.findMixed(units, from, to, mixed(endsInS(units, from, to) === 1 ? hashWithoutS(hash) : hash));
  }

  /**
   * The entries of keys `from` to `to` (exclusive), of which key k is spelled by units `starts[k]` to `starts[k + 1]`. Buckets
   * and records of many keys are touched one after the other before any is compared: what must come from far memory comes at
   * the same time.
   */
  findAll(
    units: Uint16Array,
    starts: Int32Array,
    hashes: Int32Array,
    from: number,
    to: number,
    entries: Int32Array,
  ): void {
    const { buckets, records, mask, mixes } = this;
    let touched = 0;
    for (let first = from; first < to; first += KEYS_AT_ONCE) {
      const last = Math.min(to, first + KEYS_AT_ONCE);
      for (let key = first; key < last; key++) {
        const hash = hashes[key] as number;
        const withS = endsInS(units, starts[key] as number, starts[key + 1] as number);
        const mix = mixed(withS === 1 ? hashWithoutS(hash) : hash);
        mixes[key - first] = mix;
        touched += buckets[mix & mask] as number;
      }
      for (let key = first; key < last; key++) {
        touched += records[buckets[(mixes[key - first] as number) & mask] as number] ?? 0;
      }
      for (let key = first; key < last; key++) {
        entries[key] = this.findMixed(
          units,
          starts[key] as number,
          starts[key + 1] as number,
          mixes[key - first] as number,
        );
      }
    }
    this.touched = touched | 0;
  }

  private findMixed(units: Uint16Array, from: number, to: number, mix: number): number {
    const { buckets, records, view } = this;
    const bucket = mix & this.mask;
    const tag = mix >>> TAG_SHIFT;
    const end = buckets[bucket + 1] as number;
    for (let record = buckets[bucket] as number; record < end; ) {
      let length = records[record + LENGTH_AT] as number;
      let stem = record + HEAD_BYTES;
      if (length === LONG) {
        length = view.getInt32(record + LONG_LENGTH_AT, true);
        stem += ENTRY_BYTES;
      }
      if (records[record] === tag) {
        const withS = endsInS(units, from, to);
        if (this.spells(stem, stem + length, units, from, to - withS))
          return view.getInt32(record + ENTRY_AT + withS * ENTRY_BYTES, true);
      }
      record = stem + length;
    }
    return ABSENT;
  }

  private spells(stem: number, end: number, units: Uint16Array, from: number, to: number): boolean {
    const { records } = this;
    let at = stem;
    // No unit takes less than a byte: nothing is read behind the end.
    if (to - from > end - stem) return false;
    for (let index = from; index < to; index++) {
      const code = units[index] as number;
      if (code < 0x80) {
        if (records[at++] !== code) return false;
      } else if (code < 0x800) {
        if (records[at++] !== (0xc0 | (code >> 6)) || records[at++] !== (0x80 | (code & 0x3f))) return false;
      } else {
        if (records[at++] !== (0xe0 | (code >> 12))) return false;
        if (records[at++] !== (0x80 | ((code >> 6) & 0x3f)) || records[at++] !== (0x80 | (code & 0x3f))) return false;
      }
    }
    return at === end;
  }
}

/** 1 or 0. */
function endsInS(units: Uint16Array, from: number, to: number): number {
  return to > from && units[to - 1] === SMALL_S ? 1 : 0;
}

/** The rolling hash of a string's units, of the first `length`. */
export function hashOfKey(key: string, length: number = key.length): number {
  let hash: number = hashSeed;
  for (let index = 0; index < length; index++) hash = (Math.imul(hash, hashFactor) + key.charCodeAt(index)) | 0;
  return hash;
}

/** Tells of every key its rolling hash, its length in units, and the hash of its first `headLength` units. */
export function eachKey(
  data: KeyTableData,
  headLength: number,
  tell: (hash: number, length: number, head: number) => void,
): void {
  const { records } = data;
  const view = viewOf(data);
  for (let record = 0; record < records.length; ) {
    let hash: number = hashSeed;
    let head: number = hashSeed;
    let length = 0;
    const short = records[record + LENGTH_AT] as number;
    const bytes = short === LONG ? view.getInt32(record + LONG_LENGTH_AT, true) : short;
    let at = record + HEAD_BYTES + (short === LONG ? ENTRY_BYTES : 0);
    const end = at + bytes;
    for (; at < end; length++) {
      const byte = records[at++] as number;
      let code = byte;
      if (byte >= 0xe0) {
        code = ((byte & 0xf) << 12) | (((records[at] as number) & 0x3f) << 6) | ((records[at + 1] as number) & 0x3f);
        at += 2;
      } else if (byte >= 0xc0) code = ((byte & 0x1f) << 6) | ((records[at++] as number) & 0x3f);
      hash = (Math.imul(hash, hashFactor) + code) | 0;
      if (length < headLength) head = hash;
    }
    const withS = (Math.imul(hash, hashFactor) + SMALL_S) | 0;
    if (view.getInt32(record + ENTRY_AT, true) !== ABSENT) tell(hash, length, head);
    if (view.getInt32(record + ENTRY_AT + ENTRY_BYTES, true) !== ABSENT)
      tell(withS, length + 1, length < headLength ? withS : head);
    record = end;
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

function write(records: Uint8Array, start: number, key: string, length: number): void {
  let at = start;
  for (let index = 0; index < length; index++) {
    const code = key.charCodeAt(index);
    if (code < 0x80) records[at++] = code;
    else if (code < 0x800) {
      records[at++] = 0xc0 | (code >> 6);
      records[at++] = 0x80 | (code & 0x3f);
    } else {
      records[at++] = 0xe0 | (code >> 12);
      records[at++] = 0x80 | ((code >> 6) & 0x3f);
      records[at++] = 0x80 | (code & 0x3f);
    }
  }
}

export interface BuiltKeys {
  readonly table: KeyTableData;
  /** The entry of a key, by its number. */
  readonly entryOf: (key: number) => number;
  readonly setEntry: (key: number, entry: number) => void;
}

/** The table of keys, numbered from 0 on in the order of the map. All entries are ABSENT. */
export function buildKeyTable(keys: ReadonlyMap<string, number>): BuiltKeys {
  const keyEndsInS = (key: string): boolean => key.charCodeAt(key.length - 1) === SMALL_S;
  // First the stems that are keys themselves, then those of keys with an "s" that are not.
  const stems = new Int32Array(keys.size);
  let count = 0;
  for (const [key, number] of keys) if (!keyEndsInS(key)) stems[number] = count++;
  for (const [key, number] of keys) {
    if (!keyEndsInS(key)) continue;
    const stem = key.slice(0, -1);
    const own = keyEndsInS(stem) ? undefined : keys.get(stem);
    stems[number] = own === undefined ? count++ : (stems[own] as number);
  }
  let size = 16;
  while (size * STEMS_PER_BUCKET < count) size *= 2;
  const mixes = new Int32Array(count);
  const lengths = new Int32Array(count);
  for (const [key, number] of keys) {
    const stem = stems[number] as number;
    const length = key.length - (keyEndsInS(key) ? 1 : 0);
    mixes[stem] = mixed(hashOfKey(key, length));
    lengths[stem] = bytesOf(key, length);
  }
  const recordBytes = (stem: number): number => {
    const length = lengths[stem] as number;
    return HEAD_BYTES + length + (length >= LONG ? ENTRY_BYTES : 0);
  };
  const buckets = new Int32Array(size + 1);
  for (let stem = 0; stem < count; stem++) {
    const bucket = (mixes[stem] as number) & (size - 1);
    buckets[bucket + 1] = (buckets[bucket + 1] as number) + recordBytes(stem);
  }
  for (let bucket = 0; bucket < size; bucket++) {
    buckets[bucket + 1] = (buckets[bucket + 1] as number) + (buckets[bucket] as number);
  }
  const next = buckets.slice();
  const table = { buckets, records: new Uint8Array(buckets[size] as number) };
  const view = viewOf(table);
  const places = new Int32Array(count);
  for (let stem = 0; stem < count; stem++) {
    const mix = mixes[stem] as number;
    const length = lengths[stem] as number;
    const bucket = mix & (size - 1);
    const record = next[bucket] as number;
    next[bucket] = record + recordBytes(stem);
    places[stem] = record;
    table.records[record] = mix >>> TAG_SHIFT;
    table.records[record + LENGTH_AT] = Math.min(length, LONG);
    view.setInt32(record + ENTRY_AT, ABSENT, true);
    view.setInt32(record + ENTRY_AT + ENTRY_BYTES, ABSENT, true);
    if (length >= LONG) view.setInt32(record + LONG_LENGTH_AT, length, true);
  }
  for (const [key, number] of keys) {
    const withS = keyEndsInS(key) ? 1 : 0;
    const stem = stems[number] as number;
    const record = places[stem] as number;
    const isLong = (lengths[stem] as number) >= LONG;
    write(table.records, record + HEAD_BYTES + (isLong ? ENTRY_BYTES : 0), key, key.length - withS);
    stems[number] = record + ENTRY_AT + withS * ENTRY_BYTES;
  }
  return {
    table,
    entryOf: (key) => view.getInt32(stems[key] as number, true),
    setEntry: (key, entry) => view.setInt32(stems[key] as number, entry, true),
  };
}
