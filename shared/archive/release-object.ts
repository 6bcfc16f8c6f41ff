/**
 * Release objects as they lie under releases/: reading them back. Whatever is created there is matched, so a record
 * that another writer put with fewer fields is completed from its key instead of being dropped.
 */
import { CorruptDataError, DependencyError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import type { Objects, PutOutcome } from '../ports.ts';
import { type Release, releaseSchema } from '../release/schema.ts';
import * as z from '../zod.ts';
import { keys, parseReleaseKey, type ReleaseKeyParts } from './keys.ts';
import { cacheForGood, jsonBytes, jsonContentType, parseJson } from './objects.ts';

function completed(parts: ReleaseKeyParts, value: Record<string, unknown>): Record<string, unknown> {
  const body = typeof value['body'] === 'string' ? value['body'] : '';
  const defaults: Record<string, unknown> = {
    schemaVersion: 1,
    organization: parts.newsroom,
    country: null,
    url: '',
    canonicalUrl: value['url'] ?? '',
    guid: null,
    subtitle: null,
    summary: null,
    datePublished: parts.partition === 'undated' ? null : parts.partition,
    dateSource: null,
    dateConfidence: null,
    dateModified: null,
    inLanguage: null,
    uiLanguage: null,
    dateline: null,
    body,
    quotes: [],
    references: [],
    operations: [],
    topics: [],
    images: [],
    links: [],
    attachments: [],
    translations: [],
    boilerplate: null,
    boilerplateStart: null,
    contacts: [],
    timing: null,
    wordCount: body.split(/\s/u).filter(Boolean).length,
    contentHash: sha256Hex(JSON.stringify([value['headline'] ?? '', body])),
    origin: 'live',
    status: 'current',
    bodyStatus: 'full',
    change: null,
    firstSeenAt: '1970-01-01T00:00:00Z',
    channel: null,
    capture: null,
    warnings: [],
  };
  const known = Object.fromEntries(Object.entries(value).filter(([name]) => name in releaseSchema.shape));
  // The key says who and which revision, whatever the text claims.
  return { ...defaults, ...known, id: parts.release, newsroom: parts.newsroom, revision: parts.revision };
}

/** The record in these bytes. Throws CorruptDataError when it has no headline or a field of the wrong type. */
export function parseRelease(key: string, body: Uint8Array): Release {
  const parts = parseReleaseKey(key);
  const value = parseJson(key, body);
  const strict = releaseSchema.safeParse(value);
  if (strict.success) return strict.data;
  if (parts === null || typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CorruptDataError('E_CORRUPT', `the object ${key} is no release record`, { input: key });
  }
  const loose = releaseSchema.safeParse(completed(parts, value as Record<string, unknown>));
  if (!loose.success) {
    throw new CorruptDataError('E_CORRUPT', `the object ${key} is no release record: ${z.prettifyError(loose.error)}`, {
      input: key,
      hint: 'compare it with schema/release-v1.json',
    });
  }
  return loose.data;
}

export interface ReadRelease {
  readonly key: string;
  readonly release: Release;
  readonly etag: string;
}

/** Null when there is no such object. */
export async function readRelease(objects: Objects, key: string): Promise<ReadRelease | null> {
  const stored = await objects.get(key);
  return stored === null ? null : { key, release: parseRelease(key, stored.body), etag: stored.etag };
}

/** Like `readRelease`, for an object that must be there: its absence is a fault that may pass. */
export async function requireRelease(objects: Objects, key: string): Promise<ReadRelease> {
  const found = await readRelease(objects, key);
  if (found === null) {
    throw new DependencyError('E_MISSING', `the release ${key} is not in the archive`, { input: key });
  }
  return found;
}

/** The last revision of the release whose revision 1 lies at `firstKey`; null when there is none. */
export async function latestRevision(objects: Objects, firstKey: string): Promise<ReadRelease | null> {
  const parts = parseReleaseKey(firstKey);
  if (parts === null) throw new CorruptDataError('E_KEY', `${firstKey} is no release key`, { input: firstKey });
  let latest = await readRelease(objects, firstKey);
  while (latest !== null) {
    const next: string = keys.release(parts.newsroom, parts.partition, parts.release, latest.release.revision + 1);
    const later = await readRelease(objects, next);
    if (later === null) return latest;
    latest = later;
  }
  return null;
}

/** The commit point: the record at its key, create-once, for good. */
export function createRelease(objects: Objects, key: string, release: Release): Promise<PutOutcome> {
  return objects.put(key, jsonBytes(release), {
    condition: { kind: 'create-once' },
    contentType: jsonContentType,
    cacheControl: cacheForGood,
  });
}

/**
 * Puts the next revision beside the one that stands. Answers its key, or null when somebody else put that revision
 * first: what stands is another state then. Throws CorruptDataError for a record that does not fit the schema.
 */
export async function createRevision(objects: Objects, standing: ReadRelease, next: Release): Promise<string | null> {
  const parts = parseReleaseKey(standing.key);
  const checked = releaseSchema.safeParse(next);
  if (parts === null || !checked.success || next.revision !== parts.revision + 1) {
    const why = checked.success ? 'it is not the next one' : z.prettifyError(checked.error);
    throw new CorruptDataError('E_RECORD', `revision ${next.revision} of ${standing.key} cannot be stored: ${why}`, {
      input: standing.key,
    });
  }
  const key = keys.release(parts.newsroom, parts.partition, parts.release, next.revision);
  const outcome = await createRelease(objects, key, checked.data);
  return outcome.kind === 'stored' ? key : null;
}
