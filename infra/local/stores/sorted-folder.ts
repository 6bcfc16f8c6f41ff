/** What lies in a folder, in UTF-8 order; of a large folder kept for its next page, as long as nothing changes in it. */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { diskCode } from './disk-errors.ts';
import { compareUtf8 } from './utf8-order.ts';

/** A smaller folder is read again at once. */
const keptEntriesMin = 1_000;
/** A folder that was changed so shortly before it was read may be changed again without another time of change. */
const settledAfterMs = 100;

interface KeptFolder {
  readonly folder: string;
  readonly changed: bigint;
  readonly entries: readonly string[];
}

/** Null where there is no such folder. */
function changeOf(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? null;
}

/** A reader of folders below `root`: key prefixes (folders end in `/`) and keys. A folder that is not there is empty. */
export function sortedFolders(root: string): (folder: string) => Promise<readonly string[]> {
  let kept: KeptFolder | null = null;

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
      if (kept?.folder === folder && kept.changed === changed) return kept.entries;
      const readMs = Date.now();
      const entries = await read(folder);
      const isSettled = readMs - Number(changed / 1_000_000n) > settledAfterMs;
      if (entries.length >= keptEntriesMin && isSettled) kept = { folder, changed, entries };
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
