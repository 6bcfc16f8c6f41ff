/** What a segment keeps of a document to ask its fields: addresses, topics, dateline, quotes. Most queries never read it. */
import { crc32 } from 'node:zlib';
import type { QueryDocument } from '../query/types.ts';
import { textOf, utf8 } from './bytes.ts';

export type DocumentRecord = Pick<QueryDocument, 'url' | 'topics' | 'dateline' | 'quotes'>;

const checksumBytes = 4;

/** JSON behind its checksum: records are read one by one. */
export function encodeRecord({ url, topics, dateline, quotes }: QueryDocument): Uint8Array {
  const json = utf8(JSON.stringify({ url, topics, dateline, quotes }));
  const record = Buffer.alloc(checksumBytes + json.length);
  record.writeUInt32LE(crc32(json));
  record.set(json, checksumBytes);
  return record;
}

/** Null when it fails its checksum. */
export function decodeRecord(bytes: Uint8Array): DocumentRecord | null {
  const json = bytes.subarray(checksumBytes);
  const expected = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < checksumBytes || crc32(json) !== expected.readUInt32LE()) return null;
  return JSON.parse(textOf(json)) as DocumentRecord;
}
