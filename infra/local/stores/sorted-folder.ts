/** What lies in a folder, in UTF-8 order; of large folders kept for the next page, as long as nothing changes in them. */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { diskCode } from './disk-errors.ts';
import { compareUtf8 } from './utf8-order.ts';

/** A smaller folder is read again at once. */
const keptEntriesMin = 1_000;
/** A folder that was changed so shortly before it was read may be changed again without another time of change. */
const settledAfterMs = 100;

/** A page goes through one folder of each level: a large one in a large one must not put it out. */
const keptFoldersMax = 4;

interface KeptFolder {
  readonly changed: bigint;
  readonly entries: readonly string[];
}

/** Null where there is no such folder. */
function changeOf(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? null;
}

/** A reader of folders below `root`: key prefixes (folders end in `/`) and keys. A folder that is not there is empty. */
export function sortedFolders(root: string): (folder: string) => Promise<readonly string[]> {
  /** The one that was asked for last stands last. */
  const kept = new Map<string, KeptFolder>();

  const read = async (folder: string): Promise<readonly string[]> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isDirectory())
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort(compareUtf8);
  };

  return async (folder) => {
    try {
      const changed = changeOf(join(root, folder));
      if (changed === null) return [];
      const known = kept.get(folder);
      kept.delete(folder);
      if (known?.changed === changed) {
        kept.set(folder, known);
        return known.entries;
      }
      const readMs = Date.now();
      const entries = await read(folder);
      const isSettled = readMs - Number(changed / 1_000_000n) > settledAfterMs;
      if (entries.length >= keptEntriesMin && isSettled) kept.set(folder, { changed, entries });
      const [oldest] = kept.keys();
      if (kept.size > keptFoldersMax && oldest !== undefined) kept.delete(oldest);
      return entries;
    } catch (error) {
      const code = diskCode(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return [];
      throw error;
    }
  };
}

/** Where in the order the first entry stands that can hold a key after this one. */
export function firstAfter(entries: readonly string[], startAfter: string): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(entries[middle] ?? '', startAfter) < 0) low = middle + 1;
    else high = middle;
  }
  // A folder stands before the keys in it, and nothing between the two.
  return Math.max(0, low - 1);
}
