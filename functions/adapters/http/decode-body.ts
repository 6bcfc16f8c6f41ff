/** Reads a response body with its Content-Encoding undone, counting decoded bytes while they stream (bombs end early). */
import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { limits } from '../../../shared/limits.ts';
import type { FetchRefusal } from '../../../shared/ports.ts';

export type DecodedBody =
  | { readonly kind: 'body'; readonly body: Uint8Array; readonly isCut?: boolean }
  | { readonly kind: 'refused'; readonly reason: FetchRefusal; readonly message: string };

/** Thrown inside the pipeline when enough has come; never leaves this file. */
class BodyEnough extends Error {}

/** Thrown inside the pipeline to end it at once; never leaves this file. */
class BodyRefused extends Error {
  readonly reason: FetchRefusal;

  constructor(reason: FetchRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** `deflate` is zlib's format by RFC 9110 §8.4.1.2, but some servers send the raw one: the first byte tells. */
function inflateOf(firstByte: number): Transform {
  return (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

const decoders: ReadonlyMap<string, (firstByte: number) => Transform> = new Map([
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['br', () => createBrotliDecompress()],
  ['deflate', inflateOf],
]);

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The decoder stages in the order to apply them, or null when one is unknown or there are too many. */
function stagesOf(contentEncoding: string): ((firstByte: number) => Transform)[] | null {
  const names = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > limits.contentEncodingsMax) return null;
  const stages: ((firstByte: number) => Transform)[] = [];
  for (const name of names.reverse()) {
    const stage = decoders.get(name);
    if (stage === undefined) return null;
    stages.push(stage);
  }
  return stages;
}

/**
 * The decoded bytes, or why they are refused: over `bodyBytesMax` (`too-large`), blown up by more than `decompressionRatioMax`
 * (`ratio`), or in an encoding we did not ask for (`encoding`). `isEnough` may end it before its end: it looks at text, so that for
 * it a file that is gzip itself is unpacked as well (a sitemap of the name `.xml.gz`). Rejects when the stream breaks off, is no valid gzip, or `signal` aborts.
 */
export async function decodeBody(
  source: Readable,
  contentEncoding: string,
  bodyBytesMax: number,
  signal: AbortSignal,
  isEnough?: (chunk: Uint8Array) => boolean,
): Promise<DecodedBody> {
  const stages = stagesOf(contentEncoding);
  if (stages === null) {
    source.on('error', () => {}).destroy();
    return { kind: 'refused', reason: 'encoding', message: `content encoding "${contentEncoding}" is not supported` };
  }
  let receivedBytes = 0;
  let decodedBytes = 0;
  const chunks: Uint8Array[] = [];
  const count = new Transform({
    transform(chunk: Uint8Array, _encoding, callback) {
      receivedBytes += chunk.byteLength;
      callback(null, chunk);
    },
  });
  const collect = new Writable({
    write(chunk: Uint8Array, _encoding, callback) {
      decodedBytes += chunk.byteLength;
      if (decodedBytes > bodyBytesMax) {
        callback(new BodyRefused('too-large', `the body is larger than ${bodyBytesMax} bytes`));
      } else if (
        decodedBytes > limits.decompressionRatioAppliesFromBytes &&
        decodedBytes > receivedBytes * limits.decompressionRatioMax
      ) {
        callback(new BodyRefused('ratio', `${receivedBytes} bytes unpack to more than ${decodedBytes}`));
      } else {
        chunks.push(chunk);
        callback(isEnough?.(chunk) === true ? new BodyEnough() : null);
      }
    },
  });
  try {
    const iterator = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    const first = await iterator.next();
    // A response without content (304, HEAD) may still name an encoding.
    if (first.done === true) return { kind: 'body', body: new Uint8Array() };
    const all = async function* (): AsyncGenerator<Uint8Array> {
      yield first.value;
      yield* { [Symbol.asyncIterator]: () => iterator };
    };
    if (isEnough !== undefined && stages.length === 0 && isGzip(first.value)) stages.push(() => createGunzip());
    await pipeline(
      [
        Readable.from(all(), { objectMode: false }),
        count,
        ...stages.map((stage) => stage(first.value[0] ?? 0)),
        collect,
      ],
      { signal },
    );
  } catch (error) {
    if (error instanceof BodyEnough) return { kind: 'body', body: Buffer.concat(chunks), isCut: true };
    if (error instanceof BodyRefused) return { kind: 'refused', reason: error.reason, message: error.message };
    throw error;
  }
  return { kind: 'body', body: Buffer.concat(chunks) };
}
