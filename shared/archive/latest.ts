/** The last revision of every release, from the change log: never a LIST of releases/. */
import { mapConcurrently } from '../concurrently.ts';
import { CorruptDataError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import { beginning, readChanges } from './follow.ts';
import { parseReleaseKey, type ReleaseKeyParts } from './keys.ts';
import { parseRelease } from './release-object.ts';
import type { TableRow } from './table/columns.ts';

export interface LatestRelease extends ReleaseKeyParts {
  readonly key: string;
}

/** By partition, newsroom and id. Throws CorruptDataError E_CHAIN when the log is broken. */
export async function latestReleases(objects: Objects): Promise<readonly LatestRelease[]> {
  const latest = new Map<string, LatestRelease>();
  for await (const { lines } of readChanges(objects, beginning)) {
    for (const { key } of lines) {
      const parts = parseReleaseKey(key);
      if (parts === null) continue;
      const known = latest.get(parts.release);
      if (known === undefined || known.revision < parts.revision) latest.set(parts.release, { ...parts, key });
    }
  }
  const rank = ({ partition, newsroom, release }: LatestRelease): string => `${partition} ${newsroom} ${release}`;
  return [...latest.values()]
    .map((one) => ({ one, rank: rank(one) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ one }) => one);
}

export interface UnreadableRelease {
  readonly key: string;
  readonly problem: string;
}

/**
 * Reads the records, `tableRowsPerGroup` at a time, in the order given. One that is missing or cannot be read is told and
 * left out.
 */
export async function* readRows(
  objects: Objects,
  releases: readonly { readonly key: string }[],
  onUnreadable: (unreadable: UnreadableRelease) => void,
): AsyncGenerator<readonly TableRow[]> {
  const read = async ({ key }: { readonly key: string }): Promise<TableRow | null> => {
    try {
      const stored = await objects.get(key);
      if (stored !== null) return { key, release: parseRelease(key, stored.body) };
      onUnreadable({ key, problem: 'named by the change log, but not there' });
    } catch (fault) {
      if (!(fault instanceof CorruptDataError)) throw fault;
      onUnreadable({ key, problem: fault.message });
    }
    return null;
  };
  for (let at = 0; at < releases.length; at += limits.tableRowsPerGroup) {
    const portion = releases.slice(at, at + limits.tableRowsPerGroup);
    const rows = await mapConcurrently(portion, limits.archiveReadsConcurrentMax, read);
    yield rows.filter((row) => row !== null);
  }
}
