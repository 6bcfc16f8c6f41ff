/**
 * What the bytes of one object say, by the kind of its key: whether they are whole, and which other objects they need. Pure
 * and of plain values, so that it can run beside the reading, in a thread of its own; what the archive says of the object is
 * held against it elsewhere (against.ts).
 */
import { gunzipSync } from 'node:zlib';
import { CorruptDataError } from '../../errors.ts';
import { alertId, sha256Hex } from '../../ids.ts';
import { limits } from '../../limits.ts';
import { type Release, schemaVersion } from '../../release/schema.ts';
import { catalogSchema } from '../catalog-schema.ts';
import type { Claim } from '../claims.ts';
import { keys, parseReleaseKey, prefixes, type ReleaseKeyParts } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { parseJson } from '../objects.ts';
import { parseRelease } from '../release-object.ts';
import { type Remedy, reasonOf } from './finding.ts';
import { recordFromBytes } from './record-bytes.ts';

/** One thing that is wrong with an object. */
export interface Problem {
  readonly problem: string;
  readonly remedy: Remedy;
}

export interface Inspection {
  readonly key: string;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes, where something else names it; else null. */
  readonly sha256: string | null;
  /** Keys that must be there. */
  readonly needs: readonly string[];
  readonly problems: readonly Problem[];
  /** The capture of a release, and the hash of its object. */
  readonly packed?: PackedCapture;
}

export interface PackedCapture {
  readonly key: string;
  readonly sha256: string;
}

type Said = Pick<Inspection, 'needs' | 'problems' | 'packed'>;

export interface Kind {
  readonly pattern: RegExp;
  /** Whether it can be left out for an object that is older than asked for; `log`: by the day it was logged. */
  readonly skipsBy: 'time' | 'log' | 'never';
  /** Something else names the hash of its bytes. */
  readonly isHashed: boolean;
  /**
   * `expected`: the SHA-256 that another object names, where one is known; `sha256`: its own, where it is hashed. Throws what
   * cannot be read.
   */
  inspect(key: string, body: Uint8Array, expected: string | null, sha256: string | null): Said;
}

const newsroom = '[a-z0-9-]+';
const sha = '[0-9a-f]{64}';
const day = '(?:\\d{4}-\\d{2}-\\d{2}|undated)';

const nothing: Said = { needs: [], problems: [] };

const altered = (...problems: readonly string[]): readonly Problem[] =>
  problems.map((problem) => ({ problem, remedy: 'restore' }));

/** What a record must say of itself. The whole schema is held against one only that does not look like ours. */
function readRecord(key: string, parts: ReleaseKeyParts, body: Uint8Array): { readonly capture: Release['capture'] } {
  const value = parseJson(key, body) as Partial<Release> | null;
  const plain =
    value?.schemaVersion === schemaVersion &&
    typeof value.headline === 'string' &&
    typeof value.body === 'string' &&
    (value.capture === null || typeof value.capture?.key === 'string');
  if (value?.id !== undefined && value.id !== parts.release)
    throw new CorruptDataError('E_CORRUPT', `holds the release ${value.id}`);
  if (value?.revision !== undefined && value.revision !== parts.revision) {
    throw new CorruptDataError('E_CORRUPT', `says that it is revision ${value.revision}`);
  }
  return plain ? { capture: value.capture ?? null } : parseRelease(key, body);
}

/** `expected`: what the change log says. */
function inspectRelease(key: string, body: Uint8Array, expected: string | null, sha256: string | null): Said {
  const parts = parseReleaseKey(key);
  if (parts === null) return nothing;
  const { newsroom, partition, release, revision } = parts;
  const before = revision > 1 ? [keys.release(newsroom, partition, release, revision - 1)] : [];
  try {
    const asLogged = expected !== null && expected === sha256;
    const { capture } = (asLogged ? recordFromBytes(parts, body) : null) ?? readRecord(key, parts, body);
    if (capture === null) return { needs: before, problems: [] };
    const { key: captureKey, packedSha256 } = capture;
    return {
      needs: [...before, captureKey, keys.headOfCapture(captureKey)],
      problems: [],
      ...(typeof packedSha256 === 'string' ? { packed: { key: captureKey, sha256: packedSha256 } } : {}),
    };
  } catch (fault) {
    return { needs: before, problems: altered(reasonOf(fault)) };
  }
}

/** How many bytes of the input were taken in: what zlib says beside its result (`info`), which has no type of its own. */
interface Unpacked {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * The bytes of a gzip file of one member. The size that it says of itself (RFC 1952 §2.3.1) spares the parts that unpacking
 * would join. Throws what zlib does not mind: bytes behind the member, and a header that none of our writers makes.
 */
function unpacked(body: Uint8Array): Uint8Array {
  const said =
    body.byteLength < 4
      ? 0
      : Buffer.from(body.buffer, body.byteOffset, body.byteLength).readUInt32LE(body.byteLength - 4);
  const chunkSize = Math.min(Math.max(said + 1, 64), limits.captureBytesMax);
  const options = { maxOutputLength: limits.captureBytesMax, chunkSize, info: true };
  const { buffer, engine } = gunzipSync(body, options) as unknown as Unpacked;
  if (engine.bytesWritten !== body.byteLength)
    throw new CorruptDataError('E_CORRUPT', 'there are bytes behind its end');
  // RFC 1952 §2.3: no flags, no time, no extra flags; the system is that of the machine that packed it.
  if (body.subarray(3, 9).some((byte) => byte !== 0))
    throw new CorruptDataError('E_CORRUPT', 'its gzip header is not ours');
  return buffer;
}

/** Unpacked only where no release names the hash of the packed bytes, or another one: that costs ten times as much. */
function inspectCapture(key: string, body: Uint8Array, expected: string | null): Said {
  if (expected !== null && sha256Hex(body) === expected) return nothing;
  const named = /\/([0-9a-f]{64})\.[a-z]+\.gz$/.exec(key)?.[1];
  if (sha256Hex(unpacked(body)) !== named) {
    return { needs: [], problems: altered('its bytes are not those that its name says') };
  }
  return expected === null
    ? nothing
    : {
        needs: [],
        problems: altered('unpacks to the bytes that its name says, but is not packed as its release says'),
      };
}

function inspectClaim(key: string, body: Uint8Array): Said {
  const { id, key: release } = parseJson(key, body) as Partial<Claim>;
  const parts = typeof release === 'string' ? parseReleaseKey(release) : null;
  if (parts === null || typeof release !== 'string') {
    return { needs: [], problems: altered(`names ${String(release)}, which is no key of a release`) };
  }
  const isSame = parts.release === id;
  const problems = isSame ? [] : altered(`says the release ${String(id)}, but names the key of ${parts.release}`);
  return { needs: [release], problems };
}

function inspectLedger(key: string, body: Uint8Array): Said {
  const ledger = parseJson(key, body) as Partial<Ledger>;
  const parts = typeof ledger.key === 'string' ? parseReleaseKey(ledger.key) : null;
  if (parts === null || typeof ledger.key !== 'string') {
    return { needs: [], problems: altered(`names ${String(ledger.key)}, which is no key of a release`) };
  }
  const { partition, release, revision } = parts;
  const own = keys.ledger(partition, release, revision);
  const isPartOf = (part: string): boolean => part.startsWith(own.slice(0, -'json'.length)) && part !== own;
  const problems = key === own || isPartOf(key) ? [] : [`is of ${ledger.key}, not of its own name`];
  const wrong = (ledger.entries ?? []).filter((entry) => entry.alertId !== alertId(entry.watch, release, revision));
  const ledgerParts = (ledger.parts ?? []).map((part) => part.key);
  const foreign = ledgerParts.filter((part) => !isPartOf(part));
  return {
    needs: [ledger.key, ...ledgerParts.filter(isPartOf)],
    problems: altered(
      ...problems,
      ...foreign.map((part) => `names ${part} as a part of its own, which it is not`),
      ...wrong.map((entry) => `the hit of the watch ${entry.watch} has an alert id that is not its own`),
    ),
  };
}

function inspectCatalog(key: string, body: Uint8Array): Said {
  if (catalogSchema.safeParse(parseJson(key, body)).success) return nothing;
  const problem = 'does not fit schema/catalog-v1.json: `dateline run --once` makes it anew';
  return { needs: [], problems: [{ problem, remedy: 'derived' }] };
}

function inspectJson(key: string, body: Uint8Array): Said {
  parseJson(key, body);
  return nothing;
}

const unread = (): Said => nothing;

/** In the order in which a key is tried; what none takes was put by hand. */
const kinds: readonly Kind[] = [
  { pattern: /^releases\//, skipsBy: 'log', isHashed: true, inspect: inspectRelease },
  {
    pattern: new RegExp(`^raw/${newsroom}/\\d{4}/\\d{2}/${sha}\\.[a-z]+\\.gz$`),
    skipsBy: 'time',
    isHashed: false,
    inspect: inspectCapture,
  },
  {
    pattern: new RegExp(`^raw/${newsroom}/\\d{4}/\\d{2}/${sha}\\.head\\.json$`),
    skipsBy: 'time',
    isHashed: false,
    inspect: inspectJson,
  },
  {
    pattern: new RegExp(`^claims/${newsroom}/[a-z0-9]+\\.json$`),
    skipsBy: 'time',
    isHashed: false,
    inspect: inspectClaim,
  },
  {
    pattern: new RegExp(`^ledger/date=${day}/[a-z2-7]{20}\\.r\\d+(?:\\.[a-z0-9-]+)*\\.json$`),
    skipsBy: 'time',
    isHashed: false,
    inspect: inspectLedger,
  },
  { pattern: /^ledger\/digest\/.+\.json$/, skipsBy: 'time', isHashed: false, inspect: inspectJson },
  {
    pattern: /^daily\/date=\d{4}-\d{2}-\d{2}\/releases(?:\.v\d+)?\.(?:parquet|ndjson\.gz)$/,
    skipsBy: 'time',
    isHashed: true,
    inspect: unread,
  },
  { pattern: /^catalog\.json$/, skipsBy: 'never', isHashed: false, inspect: inspectCatalog },
  {
    pattern: /^(?:state\/.+|watches\/[^/]+|schema\/[a-z]+-v\d+)\.json$/,
    skipsBy: 'never',
    isHashed: false,
    inspect: inspectJson,
  },
  { pattern: /^(?:index\.html|index\/.+)$/, skipsBy: 'time', isHashed: false, inspect: unread },
];

/** The kind of a key; null for one that is none of the archive. */
export function kindOf(key: string): Kind | null {
  const kind = kinds.find(({ pattern }) => pattern.test(key)) ?? null;
  return kind?.skipsBy === 'log' && parseReleaseKey(key) === null ? null : kind;
}

/** Of an object that is no key of the archive: it need not be read. */
export function strayInspection(key: string): Inspection {
  const what = key.startsWith(prefixes.releases) ? 'no key of a release' : 'no key of the archive';
  const problem = `${what}: somebody put it there by hand`;
  return { key, sizeBytes: 0, sha256: null, needs: [], problems: [{ problem, remedy: 'remove' }] };
}

/** `expected`: as of a kind's `inspect`. Keeps nothing of `body`: the buffer may be used again. */
export function inspectBody(kind: Kind, key: string, body: Uint8Array, expected: string | null): Inspection {
  const sizeBytes = body.byteLength;
  const sha256 = kind.isHashed ? sha256Hex(body) : null;
  try {
    return { key, sizeBytes, sha256, ...kind.inspect(key, body, expected, sha256) };
  } catch (fault) {
    return { key, sizeBytes, sha256, needs: [], problems: altered(`half-written or altered: ${reasonOf(fault)}`) };
  }
}
