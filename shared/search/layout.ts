/**
 * How a segment lies in its file: a magic number, a JSON header with its checksum, then sections, each with its place and
 * checksum in the header. Every stream of postings has a checksum of its own in the dictionary, because it is read alone.
 */
import { crc32 } from 'node:zlib';
import { DatelineError } from '../errors.ts';
import { TABLES_VERSION } from '../query/tables-version.ts';
import { ByteWriter, textOf, utf8 } from './bytes.ts';
import type { ColumnTables } from './columns.ts';

/** Rises when the layout changes. */
const LAYOUT = 2;
/** Segments of another version, of the layout or of what tokens are, are made again. */
export const segmentVersion = `${LAYOUT}.${TABLES_VERSION}`;

export const sectionNames = [
  'columns',
  'dictionary',
  'terms',
  'forms',
  'documents',
  'positions',
  'sentences',
  'records',
] as const;
export type SectionName = (typeof sectionNames)[number];

export interface SectionPlace {
  readonly offset: number;
  readonly length: number;
  readonly crc: number;
}

export interface SegmentHeader {
  readonly version: string;
  readonly documents: number;
  readonly terms: number;
  readonly tables: ColumnTables;
  readonly sections: Readonly<Record<SectionName, SectionPlace>>;
}

/** A file of the index that is not what it should be: it is made again from the archive. */
export class SegmentDamaged extends DatelineError {
  constructor(name: string, what: string) {
    super('E_SEARCH_SEGMENT', `the search segment ${name} ${what}`, {
      input: name,
      hint: 'it is made again from the archive',
    });
  }
}

const magic = 'DLSEARCH';
/** Magic number, length of the header, checksum of the header. */
const preambleBytes = 16;

export function checksum(bytes: Uint8Array): number {
  return crc32(bytes);
}

export function encodeSegment(
  header: Omit<SegmentHeader, 'version' | 'sections'>,
  sections: Readonly<Record<SectionName, Uint8Array>>,
): Uint8Array {
  const places: Partial<Record<SectionName, SectionPlace>> = {};
  let offset = 0;
  for (const name of sectionNames) {
    const body = sections[name];
    places[name] = { offset, length: body.length, crc: checksum(body) };
    offset += body.length;
  }
  const json = utf8(JSON.stringify({ version: segmentVersion, ...header, sections: places }));
  const preamble = Buffer.alloc(preambleBytes);
  preamble.write(magic, 'latin1');
  preamble.writeUInt32LE(json.length, 8);
  preamble.writeUInt32LE(checksum(json), 12);
  const writer = new ByteWriter(preambleBytes + json.length + offset);
  writer.append(preamble);
  writer.append(json);
  for (const name of sectionNames) writer.append(sections[name]);
  return writer.view();
}

/** Length of the header that follows this preamble. Throws SegmentDamaged. */
export function headerLength(name: string, preamble: Uint8Array): number {
  const buffer = Buffer.from(preamble.buffer, preamble.byteOffset, preamble.byteLength);
  if (buffer.length < preambleBytes || buffer.toString('latin1', 0, 8) !== magic) {
    throw new SegmentDamaged(name, 'does not begin like one');
  }
  return buffer.readUInt32LE(8);
}

/** The header, and where its sections begin. Throws SegmentDamaged. */
export function decodeHeader(
  name: string,
  preamble: Uint8Array,
  json: Uint8Array,
): { header: SegmentHeader; base: number } {
  const expected = Buffer.from(preamble.buffer, preamble.byteOffset, preamble.byteLength).readUInt32LE(12);
  if (checksum(json) !== expected) throw new SegmentDamaged(name, 'has a damaged header');
  const header = JSON.parse(textOf(json)) as SegmentHeader;
  if (header.version !== segmentVersion) throw new SegmentDamaged(name, `is of version ${header.version}`);
  return { header, base: preambleBytes + json.length };
}

export const preambleRange = { firstByte: 0, lastByte: preambleBytes - 1 } as const;
