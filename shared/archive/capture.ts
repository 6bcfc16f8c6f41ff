/** The capture: the bytes as fetched, gzipped, and the response head beside them; create-once by content. */
import { gzipSync } from 'node:zlib';
import { DependencyError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import type { FetchedResponse, Objects, PutOptions } from '../ports.ts';
import { keys } from './keys.ts';
import { jsonBytes, jsonContentType } from './objects.ts';

export interface CaptureReference {
  readonly key: string;
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

async function createOnce(
  objects: Objects,
  key: string,
  body: Uint8Array,
  options: Omit<PutOptions, 'condition'>,
): Promise<void> {
  const outcome = await objects.put(key, body, { ...options, condition: { kind: 'create-once' } });
  if (outcome.kind !== 'stored' && outcome.kind !== 'exists') {
    throw new DependencyError('E_CONTENDED', `the capture ${key} is being written by another process`, { input: key });
  }
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
  await createOnce(objects, key, gzipSync(response.body), {
    contentType: contentType === '' ? 'application/octet-stream' : contentType,
    contentEncoding: 'gzip',
  });
  const head = {
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
  return { key, sha256 };
}
