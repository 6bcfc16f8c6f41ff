/** Which version of the index of watches is in force (`state/index.json`), and what a reader found wrong with one. */
import { indexKeys } from '../../archive/keys.ts';
import { parseJson, readJson, swapJson, type Versioned } from '../../archive/objects.ts';
import { CorruptDataError } from '../../errors.ts';
import type { Objects } from '../../ports.ts';
import { COMPILER_VERSION } from '../../query/compiler-version.ts';
import type { Gathering } from './gather.ts';

/** What a segment is compiled from, stored under `index/<version>/`. */
export interface StoredSources {
  readonly version: string;
  readonly sourcesBytes: number;
}

/** One segment, stored beside its sources. */
export interface StoredSegment extends StoredSources {
  readonly watches: number;
  readonly queriesBytes: number;
  readonly tableBytes: number;
}

export interface IndexManifest {
  readonly version: 1;
  /** What compiled it (compiler-version.ts). */
  readonly compiler: number;
  /** The index knows the watches as of this change (journal.ts), or later. */
  readonly changes: number;
  /** Null until one is compiled. */
  readonly base: StoredSegment | null;
  /** The watches that were changed since the base; what it says of one holds, not what the base says. */
  readonly delta: StoredSegment | null;
  /** ISO 8601 UTC: when all watches were listed last. */
  readonly listedAt: string;
  /** Who compiles the next version, and until when nobody else does. */
  readonly lease: { readonly nonce: string; readonly until: string } | null;
  /** How far a reading of all watches has come (gather.ts); absent where none is under way. */
  readonly gathering?: Gathering;
}

/** The value is null where there is none, and where it is no JSON: an index that nobody can name is as good as none. */
export async function readManifest(objects: Objects): Promise<Versioned<IndexManifest | null>> {
  const stored = await objects.get(indexKeys.manifest);
  if (stored === null) return { value: null, etag: null };
  try {
    return { value: parseJson(indexKeys.manifest, stored.body) as IndexManifest, etag: stored.etag };
  } catch (fault) {
    if (fault instanceof CorruptDataError) return { value: null, etag: stored.etag };
    throw fault;
  }
}

/** The segments in force, the older one first; none where there is no index that this version reads. */
export function segmentsOf(manifest: IndexManifest | null): readonly StoredSegment[] {
  if (manifest?.compiler !== COMPILER_VERSION || manifest.base === null) return [];
  return manifest.delta === null ? [manifest.base] : [manifest.base, manifest.delta];
}

/** The versions of all objects that somebody may read yet. */
export function versionsOf(manifest: IndexManifest | null): ReadonlySet<string> {
  const stored = [manifest?.base, manifest?.delta, ...(manifest?.gathering?.parts ?? [])];
  return new Set(stored.flatMap((one) => one?.version ?? []));
}

export interface IndexDamage {
  /** The version of the segment. */
  readonly version: string;
  readonly key: string;
  readonly message: string;
}

export async function readDamage(objects: Objects): Promise<IndexDamage | null> {
  return (await readJson<IndexDamage | null>(objects, indexKeys.damage, null)).value;
}

/** Tells whoever compiles: the version is made again. */
export async function noteDamage(objects: Objects, damage: IndexDamage): Promise<void> {
  await swapJson<IndexDamage | null>(objects, indexKeys.damage, null, (noted) =>
    noted?.version === damage.version ? undefined : damage,
  );
}
