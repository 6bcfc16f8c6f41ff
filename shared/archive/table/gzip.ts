/** One gzip member out of portions of text: no more than one portion is held unpacked, and nothing runs beside the caller. */
import { constants, crc32, deflateRawSync } from 'node:zlib';

/** RFC 1952, 2.3: the magic bytes, deflate, no flags, no time, no extra flags, an unknown system: equal bytes everywhere. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** RFC 1951, 3.2.3: a last block without content. */
const lastBlock = Buffer.from([3, 0]);

/** A gzip file that grows. The parts in the order of the calls are its bytes: `begin`, any number of `add`, `end`. */
export interface GzipParts {
  begin(): Buffer;
  add(portion: Uint8Array): Buffer;
  end(): Buffer;
}

/** `level`: zlib's, 1 to 9. A portion is packed by itself: small ones cost size. */
export function gzipParts(level: number): GzipParts {
  let checksum = 0;
  let bytes = 0;
  return {
    begin: () => header,
    add: (portion) => {
      checksum = crc32(portion, checksum);
      bytes += portion.byteLength;
      return deflateRawSync(portion, { level, finishFlush: constants.Z_SYNC_FLUSH });
    },
    end: () => {
      const trailer = Buffer.alloc(8);
      trailer.writeUInt32LE(checksum, 0);
      // RFC 1952: the size modulo 2^32.
      trailer.writeUInt32LE(bytes % 2 ** 32, 4);
      return Buffer.concat([lastBlock, trailer]);
    },
  };
}
