/** One check a kind of object, by its key: what its bytes must be, and which other objects it needs. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CorruptDataError } from '../../errors.ts';
import { alertId, sha256Hex } from '../../ids.ts';
import { limits } from '../../limits.ts';
import type { ObjectHead, StoredObject } from '../../ports.ts';
import { type Release, schemaVersion } from '../../release/schema.ts';
import { catalogSchema } from '../catalog-schema.ts';
import type { Claim } from '../claims.ts';
import type { DailyFile } from '../daily.ts';
import { keys, parseReleaseKey } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import { parseJson } from '../objects.ts';
import { parseRelease } from '../release-object.ts';
import type { Chain } from './chain.ts';
import { reasonOf } from './finding.ts';

/** What checks know of the archive, and what they learn of it. */
export interface VerifyContext {
  readonly chain: Chain;
  /** Daily files of every version, by key. */
  readonly daily: ReadonlyMap<string, DailyFile>;
  /** Every key that was met. */
  readonly seen: Set<string>;
  /** Keys that must be there → the key that needs them. */
  readonly needed: Map<string, string>;
}

type Problems = readonly string[];

export interface Check {
  readonly pattern: RegExp;
  /** Whether it can be left out for an object that is older than asked for; `release`: by the day it was logged. */
  readonly skipsBy: 'time' | 'log' | 'never';
  check(stored: StoredObject, context: VerifyContext): Problems | Promise<Problems>;
}

const unzip = promisify(gunzip);
const newsroom = '[a-z0-9-]+';
const sha = '[0-9a-f]{64}';
const day = '(?:\\d{4}-\\d{2}-\\d{2}|undated)';

function checkRelease({ key, body }: StoredObject, { chain, needed }: VerifyContext): Problems {
  const parts = parseReleaseKey(key);
  if (parts === null) return ['no key of a release: somebody put it there by hand'];
  const line = chain.named.get(key);
  if (line === undefined && !chain.pending.has(key))
    return ['not in the change log', ...checkRecord(key, body, needed)];
  if (line !== undefined && (sha256Hex(body) !== line.sha256 || body.byteLength !== line.size)) {
    return [`its bytes are not those that the change log names (sequence ${line.seq})`];
  }
  if (parts.revision > 1) {
    needed.set(keys.release(parts.newsroom, parts.partition, parts.release, parts.revision - 1), key);
  }
  return checkRecord(key, body, needed);
}

/** What a record must say of itself. The whole schema is held against one only that does not look like ours. */
function readRecord(key: string, body: Uint8Array): { readonly capture: Release['capture'] } {
  const value = parseJson(key, body) as Partial<Release> | null;
  const plain =
    value?.schemaVersion === schemaVersion &&
    typeof value.headline === 'string' &&
    typeof value.body === 'string' &&
    (value.capture === null || typeof value.capture?.key === 'string');
  const parts = parseReleaseKey(key);
  if (value?.id !== undefined && value.id !== parts?.release)
    throw new CorruptDataError('E_CORRUPT', `holds the release ${value.id}`);
  if (value?.revision !== undefined && value.revision !== parts?.revision) {
    throw new CorruptDataError('E_CORRUPT', `says that it is revision ${value.revision}`);
  }
  return plain ? { capture: value.capture ?? null } : parseRelease(key, body);
}

function checkRecord(key: string, body: Uint8Array, needed: Map<string, string>): Problems {
  try {
    const { capture } = readRecord(key, body);
    if (capture !== null) {
      needed.set(capture.key, key);
      needed.set(keys.headOfCapture(capture.key), key);
    }
    return [];
  } catch (fault) {
    return [reasonOf(fault)];
  }
}

async function checkCapture({ key, body }: StoredObject): Promise<Problems> {
  const named = /\/([0-9a-f]{64})\.[a-z]+\.gz$/.exec(key)?.[1];
  const bytes: Uint8Array = await unzip(body, { maxOutputLength: limits.captureBytesMax });
  return sha256Hex(bytes) === named ? [] : ['its bytes are not those that its name says'];
}

function checkClaim({ key, body }: StoredObject, { needed }: VerifyContext): Problems {
  const { id, key: release } = parseJson(key, body) as Partial<Claim>;
  const parts = typeof release === 'string' ? parseReleaseKey(release) : null;
  if (parts === null || typeof release !== 'string') return [`names ${String(release)}, which is no key of a release`];
  needed.set(release, key);
  return parts.release === id ? [] : [`says the release ${String(id)}, but names the key of ${parts.release}`];
}

function checkLedger({ key, body }: StoredObject, { needed }: VerifyContext): Problems {
  const ledger = parseJson(key, body) as Partial<Ledger>;
  const parts = typeof ledger.key === 'string' ? parseReleaseKey(ledger.key) : null;
  if (parts === null || typeof ledger.key !== 'string')
    return [`names ${String(ledger.key)}, which is no key of a release`];
  needed.set(ledger.key, key);
  const { partition, release, revision } = parts;
  const own = keys.ledger(partition, release, revision);
  const problems =
    key === own || key.startsWith(own.replace(/json$/, '')) ? [] : [`is of ${ledger.key}, not of its own name`];
  const wrong = (ledger.entries ?? []).filter((entry) => entry.alertId !== alertId(entry.watch, release, revision));
  return [
    ...problems,
    ...wrong.map((entry) => `the hit of the watch ${entry.watch} has an alert id that is not its own`),
  ];
}

function checkDaily({ key, body }: StoredObject, { daily }: VerifyContext): Problems {
  const named = daily.get(key);
  return named === undefined || named.sha256 === sha256Hex(body) ? [] : ['its bytes are not those that were written'];
}

function checkCatalog({ key, body }: StoredObject): Problems {
  const parsed = catalogSchema.safeParse(parseJson(key, body));
  return parsed.success ? [] : ['does not fit schema/catalog-v1.json: `dateline run --once` makes it anew'];
}

function checkJson({ key, body }: StoredObject): Problems {
  parseJson(key, body);
  return [];
}

const nothing = (): Problems => [];

/** In the order in which a key is tried; what none takes was put by hand. */
export const checks: readonly Check[] = [
  { pattern: /^releases\//, skipsBy: 'log', check: checkRelease },
  { pattern: new RegExp(`^raw/${newsroom}/\\d{4}/\\d{2}/${sha}\\.[a-z]+\\.gz$`), skipsBy: 'time', check: checkCapture },
  { pattern: new RegExp(`^raw/${newsroom}/\\d{4}/\\d{2}/${sha}\\.head\\.json$`), skipsBy: 'time', check: checkJson },
  { pattern: new RegExp(`^claims/${newsroom}/[a-z0-9]+\\.json$`), skipsBy: 'time', check: checkClaim },
  {
    pattern: new RegExp(`^ledger/date=${day}/[a-z2-7]{20}\\.r\\d+(?:\\.[a-z0-9-]+)*\\.json$`),
    skipsBy: 'time',
    check: checkLedger,
  },
  { pattern: /^ledger\/digest\/.+\.json$/, skipsBy: 'time', check: checkJson },
  {
    pattern: /^daily\/date=\d{4}-\d{2}-\d{2}\/releases(?:\.v\d+)?\.(?:parquet|ndjson\.gz)$/,
    skipsBy: 'time',
    check: checkDaily,
  },
  // The chain is read on its own.
  { pattern: /^changes\//, skipsBy: 'never', check: nothing },
  { pattern: /^catalog\.json$/, skipsBy: 'never', check: checkCatalog },
  { pattern: /^(?:state\/.+|watches\/[^/]+|schema\/[a-z]+-v\d+)\.json$/, skipsBy: 'never', check: checkJson },
  { pattern: /^(?:index\.html|index\/.+)$/, skipsBy: 'time', check: nothing },
];

/** Whether an object is older than what is looked at. */
export function isSkipped(check: Check, head: ObjectHead, chain: Chain, sinceMs: number | null): boolean {
  if (check.skipsBy === 'log') return chain.earlier.has(head.key);
  return check.skipsBy === 'time' && sinceMs !== null && head.lastModifiedMs < sinceMs;
}
