/**
 * A compiled index as one buffer: a header, a table of sections, the raw typed arrays. Reading it makes views and copies
 * nothing but the texts of the conditions. Numbers are little-endian, as on every machine that Node.js runs on.
 *
 * Header: "DLIX", format version, number of sections, CRC-32 of all that follows, numbers of words, of queries and of
 * watches; then for each section its offset and its length in bytes. Sections begin at multiples of four.
 */
import { crc32 } from 'node:zlib';
import { CorruptDataError } from '../../errors.ts';
import type { FieldName } from '../ast.ts';
import { fieldOf } from '../fields.ts';
import type { QueryIndex } from './query-index.ts';

const MAGIC = 0x58494c44;
/** To be raised when an older reader would misread; readers refuse what they do not know. */
const FORMAT = 3;
const HEADER_BYTES = 28;
const CHECKED_FROM = 16;

type Section = Int32Array | Uint8Array;

interface SnapshotTexts {
  readonly conditions: readonly string[];
  readonly fields: readonly string[];
}

function sectionsOf(index: QueryIndex): readonly Section[] {
  const texts: SnapshotTexts = { conditions: index.conditions, fields: index.fields };
  return [
    index.keys.table.buckets,
    index.keys.table.records,
    index.keys.lists,
    index.prefixes.table.buckets,
    index.prefixes.table.records,
    index.prefixes.lists,
    index.pairs,
    index.postingStarts,
    index.postings,
    index.programs,
    index.always,
    index.watchLists,
    Buffer.from(JSON.stringify(texts), 'utf8'),
  ];
}

function aligned(bytes: number): number {
  return (bytes + 3) & ~3;
}

function bytesWith(sections: readonly Section[]): number {
  return sections.reduce((sum, { byteLength }) => sum + aligned(byteLength), HEADER_BYTES + sections.length * 8);
}

/** How many bytes `writeSnapshot` would give. */
export function snapshotBytes(index: QueryIndex): number {
  return bytesWith(sectionsOf(index));
}

export function writeSnapshot(index: QueryIndex): Uint8Array {
  const sections = sectionsOf(index);
  const bytes = new Uint8Array(bytesWith(sections));
  const view = new DataView(bytes.buffer);
  let at = HEADER_BYTES + sections.length * 8;
  sections.forEach((section, number) => {
    view.setUint32(HEADER_BYTES + number * 8, at, true);
    view.setUint32(HEADER_BYTES + number * 8 + 4, section.byteLength, true);
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), at);
    at += aligned(section.byteLength);
  });
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, FORMAT, true);
  view.setUint32(8, sections.length, true);
  view.setUint32(16, index.words, true);
  view.setUint32(20, index.queries, true);
  view.setUint32(24, index.watches, true);
  view.setUint32(12, crc32(bytes.subarray(CHECKED_FROM)), true);
  return bytes;
}

function corrupt(what: string): CorruptDataError {
  return new CorruptDataError('E_CORRUPT', `the index of watches ${what}`, {
    hint: 'remove it: it is compiled again from the watches',
  });
}

/**
 * The index in a buffer, as views of it. Throws CorruptDataError for bytes that are no index, an index of another format, or
 * one that was damaged.
 */
export function readSnapshot(snapshot: Uint8Array): QueryIndex {
  // Views of 32-bit numbers need an aligned buffer.
  const bytes = snapshot.byteOffset % 4 === 0 ? snapshot : snapshot.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) throw corrupt('is none');
  const format = view.getUint32(4, true);
  if (format !== FORMAT) throw corrupt(`has format ${format}, and this version reads ${FORMAT}`);
  if (view.getUint32(12, true) !== crc32(bytes.subarray(CHECKED_FROM)))
    throw corrupt('is damaged: its checksum is wrong');
  let section = 0;
  const next = (): Uint8Array => {
    const offset = view.getUint32(HEADER_BYTES + section * 8, true);
    const length = view.getUint32(HEADER_BYTES + section * 8 + 4, true);
    section++;
    return bytes.subarray(offset, offset + length);
  };
  const numbers = (): Int32Array => {
    const part = next();
    return new Int32Array(part.buffer, part.byteOffset, part.byteLength / 4);
  };
  const wordKeys = () => {
    const table = { buckets: numbers(), records: next() };
    return { table, lists: numbers() };
  };
  return {
    words: view.getUint32(16, true),
    queries: view.getUint32(20, true),
    watches: view.getUint32(24, true),
    keys: wordKeys(),
    prefixes: wordKeys(),
    pairs: numbers(),
    postingStarts: numbers(),
    postings: numbers(),
    programs: numbers(),
    always: numbers(),
    watchLists: numbers(),
    ...readTexts(next()),
  };
}

function readTexts(bytes: Uint8Array): {
  readonly conditions: readonly string[];
  readonly fields: readonly FieldName[];
} {
  const { conditions, fields } = JSON.parse(Buffer.from(bytes).toString('utf8')) as SnapshotTexts;
  return { conditions, fields: fields.flatMap((name) => fieldOf(name)?.name ?? []) };
}
