/**
 * A dictionary of folded words on typed arrays: open addressing, no strings made on a look-up. A slot holds the number of a
 * key and as many bits of its hash as are left; the key itself is compared unit by unit, so no hash collision ever matters.
 */
import { hashFactor, hashSeed, mixed } from './hash.ts';

export interface KeyTableData {
  /** Power of two; 0 is free, else hash bits above `key + 1`. */
  readonly slots: Int32Array;
  /**
   * Two numbers a key, side by side because they are read together: where it begins in `pool`, and a number for the caller.
   * After the last, the end of the pool.
   */
  readonly records: Int32Array;
  /** Each unit in one to three bytes, as UTF-8 writes it; surrogates by themselves. */
  readonly pool: Uint8Array;
}

const LOAD_MAX = 0.6;

/** How many low bits of a slot hold `key + 1`, for so many keys. */
function idBits(count: number): number {
  return 32 - Math.clz32(count + 1);
}

export class KeyTable {
  private readonly slots: Int32Array;
  private readonly records: Int32Array;
  private readonly pool: Uint8Array;
  private readonly mask: number;
  private readonly idMask: number;

  constructor({ slots, records, pool }: KeyTableData) {
    this.slots = slots;
    this.records = records;
    this.pool = pool;
    this.mask = slots.length - 1;
    this.idMask = 2 ** idBits(records.length >>> 1) - 1;
  }

  /** The number of the key that units `from` to `to` (exclusive) spell, whose rolling hash is `hash`; -1 when it is none. */
  find(units: Uint16Array, from: number, to: number, hash: number): number {
    const { slots, mask, idMask } = this;
    const bits = mixed(hash);
    for (let at = bits & mask; ; at = (at + 1) & mask) {
      const slot = slots[at] as number;
      if (slot === 0) return -1;
      if (((slot ^ bits) & ~idMask) === 0) {
        const key = (slot & idMask) - 1;
        if (this.spells(key, units, from, to)) return key;
      }
    }
  }

  private spells(key: number, units: Uint16Array, from: number, to: number): boolean {
    const { pool } = this;
    let at = this.records[key * 2] as number;
    const end = this.records[key * 2 + 2] as number;
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

/** The rolling hash of a string's units. */
export function hashOfKey(key: string): number {
  let hash: number = hashSeed;
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, hashFactor) + key.charCodeAt(index)) | 0;
  return hash;
}

/** Tells the rolling hash and the length in units of every key. */
export function eachKey({ records, pool }: KeyTableData, tell: (hash: number, length: number) => void): void {
  for (let key = 0; key + 2 < records.length; key += 2) {
    let hash: number = hashSeed;
    let length = 0;
    const end = records[key + 2] as number;
    for (let at = records[key] as number; at < end; length++) {
      const byte = pool[at++] as number;
      let code = byte;
      if (byte >= 0xe0) {
        code = ((byte & 0xf) << 12) | (((pool[at] as number) & 0x3f) << 6) | ((pool[at + 1] as number) & 0x3f);
        at += 2;
      } else if (byte >= 0xc0) code = ((byte & 0x1f) << 6) | ((pool[at++] as number) & 0x3f);
      hash = (Math.imul(hash, hashFactor) + code) | 0;
    }
    tell(hash, length);
  }
}

function bytesOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
}

/** The table of different keys, numbered in the order they are given. */
export function buildKeyTable(keys: () => Iterable<string>, count: number): KeyTableData {
  const records = new Int32Array(count * 2 + 1);
  let bytes = 0;
  let number = 0;
  for (const key of keys()) {
    for (let index = 0; index < key.length; index++) bytes += bytesOf(key.charCodeAt(index));
    number += 2;
    records[number] = bytes;
  }
  const pool = new Uint8Array(bytes);
  let size = 16;
  while (size * LOAD_MAX < count) size *= 2;
  const slots = new Int32Array(size);
  const idMask = 2 ** idBits(count) - 1;
  let at = 0;
  number = 0;
  for (const key of keys()) {
    for (let index = 0; index < key.length; index++) {
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
    const bits = mixed(hashOfKey(key));
    let slot = bits & (size - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (size - 1);
    slots[slot] = (bits & ~idMask) | ++number;
  }
  return { slots, records, pool };
}
