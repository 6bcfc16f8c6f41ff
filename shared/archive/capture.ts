/** The capture: the bytes as fetched, gzipped, and the response head beside them; create-once by content. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { CorruptDataError, DependencyError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
import type { FetchedResponse, Objects, PutOptions, RedirectHop } from '../ports.ts';
import { keys } from './keys.ts';
import { cacheForGood, jsonBytes, jsonContentType, parseJson } from './objects.ts';

export interface CaptureReference {
  readonly key: string;
  /** Of the bytes as fetched. */
  readonly sha256: string;
  /** Of the object: the gzipped bytes, which need not be unpacked to be checked. */
  readonly packedSha256?: string | undefined;
}

/** `….head.json`: what the server said beside the bytes. */
export interface CaptureHead {
  /** The address that answered, after redirects. */
  readonly url: string;
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly redirects: readonly RedirectHop[];
  /** ISO 8601 UTC. */
  readonly fetchedAt: string;
  readonly sha256: string;
}

/** Extension by media type, for people and tools that look at the bucket. */
const extensions: readonly (readonly [string, string])[] = [
  ['html', 'html'],
  ['json', 'json'],
  ['xml', 'xml'],
  ['rss', 'xml'],
  ['atom', 'xml'],
  ['text/plain', 'txt'],
];

function extensionOf(contentType: string): string {
  const lower = contentType.toLowerCase();
  return extensions.find(([part]) => lower.includes(part))?.[1] ?? 'bin';
}

/** Whether it was there already. */
async function createOnce(
  objects: Objects,
  key: string,
  body: Uint8Array,
  options: Omit<PutOptions, 'condition'>,
): Promise<boolean> {
  const outcome = await objects.put(key, body, {
    ...options,
    condition: { kind: 'create-once' },
    cacheControl: cacheForGood,
  });
  if (outcome.kind !== 'stored' && outcome.kind !== 'exists') {
    throw new DependencyError('E_CONTENDED', `the capture ${key} is being written by another process`, { input: key });
  }
  return outcome.kind === 'exists';
}

/** Keeps a response. The key is made of the content, so keeping it twice is keeping it once (within a month). */
export async function keepCapture(
  objects: Objects,
  newsroom: string,
  response: FetchedResponse,
  fetchedAtMs: number,
): Promise<CaptureReference> {
  const sha256 = sha256Hex(response.body);
  const contentType = response.headers['content-type'] ?? '';
  const key = keys.capture(newsroom, fetchedAtMs, sha256, extensionOf(contentType));
  const packed = gzipSync(response.body);
  const existed = await createOnce(objects, key, packed, {
    // What is no plain header value cannot be sent along; the head of the capture has it as it came.
    contentType: /^[ -~]{1,200}$/.test(contentType) ? contentType : 'application/octet-stream',
    contentEncoding: 'gzip',
  });
  const head: CaptureHead = {
    url: response.finalUrl,
    status: response.status,
    headers: response.headers,
    redirects: response.redirects,
    fetchedAt: new Date(fetchedAtMs).toISOString(),
    sha256,
  };
  await createOnce(objects, keys.captureHead(newsroom, fetchedAtMs, sha256), jsonBytes(head), {
    contentType: jsonContentType,
  });
  // Another version of zlib may have packed what stands there.
  const standing = existed ? (await objects.get(key))?.body : packed;
  return { key, sha256, packedSha256: sha256Hex(standing ?? packed) };
}

/** The response head of a capture; null when it is not there. Throws CorruptDataError. */
export async function readCaptureHead(objects: Objects, capture: CaptureReference): Promise<CaptureHead | null> {
  const key = keys.headOfCapture(capture.key);
  const stored = await objects.get(key);
  return stored === null ? null : (parseJson(key, stored.body) as CaptureHead);
}

/** The bytes of a capture as they were fetched; null when it is not there. Throws CorruptDataError for other bytes than were kept. */
export async function readCapture(objects: Objects, capture: CaptureReference): Promise<Uint8Array | null> {
  const stored = await objects.get(capture.key);
  if (stored === null) return null;
  let body: Uint8Array;
  try {
    body = gunzipSync(stored.body, { maxOutputLength: limits.captureBytesMax });
  } catch (cause) {
    throw new CorruptDataError('E_CORRUPT', `the capture ${capture.key} cannot be unpacked`, {
      cause,
      input: capture.key,
      hint: 'run `dateline verify`',
    });
  }
  if (sha256Hex(body) !== capture.sha256) {
    throw new CorruptDataError('E_CORRUPT', `the capture ${capture.key} holds other bytes than were fetched`, {
      input: capture.key,
      hint: 'run `dateline verify`',
    });
  }
  return body;
}
