/**
 * The releases of the archive in the order of their last change, read from the change log: never a LIST of releases/.
 * Keeps one small entry a release in memory and reads only new segments on each look.
 */
import { parseSegment } from '../../../shared/archive/changes.ts';
import { parseReleaseKey, prefixes } from '../../../shared/archive/keys.ts';
import { listKeys } from '../../../shared/archive/list.ts';
import { parseRelease } from '../../../shared/archive/release-object.ts';
import type { Objects } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';

export interface IndexedRelease {
  readonly id: string;
  readonly newsroom: string;
  readonly partition: string;
  /** Of the last revision. */
  readonly revision: number;
  readonly key: string;
}

/** Release objects never change under their key: those read last are kept. */
const recordsKeptMax = 500;

export interface ReleaseIndex {
  /** Looks for new segments. Throws DependencyError. */
  refresh(): Promise<void>;
  /** A release that was committed just now and is not in the log yet. */
  add(key: string): void;
  /** Last changed first. */
  newestFirst(): readonly IndexedRelease[];
  find(id: string): IndexedRelease | null;
  countOf(newsroom: string): number;
  readonly size: number;
  /** Null when the object is gone. Throws CorruptDataError. */
  read(key: string): Promise<Release | null>;
}

export function releaseIndex(objects: Objects): ReleaseIndex {
  const releases = new Map<string, IndexedRelease>();
  const counts = new Map<string, number>();
  const records = new Map<string, Release>();
  let lastSegment: string = prefixes.changes;
  let refreshing: Promise<void> | null = null;

  const add = (key: string): void => {
    const parts = parseReleaseKey(key);
    if (parts === null) return;
    const known = releases.get(parts.release);
    if (known !== undefined && known.revision >= parts.revision) return;
    if (known === undefined) counts.set(parts.newsroom, (counts.get(parts.newsroom) ?? 0) + 1);
    // Deleted first, so that insertion order is the order of the last change.
    releases.delete(parts.release);
    releases.set(parts.release, {
      id: parts.release,
      newsroom: parts.newsroom,
      partition: parts.partition,
      revision: parts.revision,
      key,
    });
  };

  const refresh = async (): Promise<void> => {
    // Segments only: the head lies beside them and sorts after every year.
    for await (const { key: segment } of listKeys(objects, prefixes.changes, lastSegment)) {
      if (!segment.endsWith('.ndjson')) continue;
      const stored = await objects.get(segment);
      if (stored !== null) for (const { key } of parseSegment(segment, stored.body)) add(key);
      lastSegment = segment;
    }
  };

  return {
    refresh: () => {
      refreshing ??= refresh().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
    add,
    newestFirst: () => [...releases.values()].reverse(),
    find: (id) => releases.get(id) ?? null,
    countOf: (newsroom) => counts.get(newsroom) ?? 0,
    get size() {
      return releases.size;
    },
    read: async (key) => {
      const kept = records.get(key);
      if (kept !== undefined) return kept;
      const stored = await objects.get(key);
      if (stored === null) return null;
      const release = parseRelease(key, stored.body);
      records.set(key, release);
      const oldest = records.keys().next().value;
      if (records.size > recordsKeptMax && oldest !== undefined) records.delete(oldest);
      return release;
    },
  };
}
