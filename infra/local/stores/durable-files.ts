/** Files that appear whole or not at all: written under a temporary name, synced, then linked to their own. */
import { randomBytes } from 'node:crypto';
import { closeSync, futimesSync, linkSync, mkdirSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { diskCode } from './disk-errors.ts';
import { identityLives, ownIdentity } from './process-identity.ts';
import { sharedSync, syncFile, syncNames } from './shared-sync.ts';

/** How many folders are remembered as made; past that the memory starts anew. */
const FOLDERS_REMEMBERED_MAX = 20_000;

export interface DurableFilesOptions {
  /** Where temporary files lie: on the same disk as the files, and read by nobody. */
  readonly temporary: string;
  /** Whether files and folders are synced to the disk (default true). Without it a power cut may lose the last seconds; kill -9 does not. */
  readonly fsync?: boolean;
}

export interface DurableFiles {
  /** Writes a whole temporary file; `modifiedMs` sets its time of change. Answers its path. */
  stage(body: Uint8Array, modifiedMs?: number): Promise<string>;
  /** Links a staged file to a name that must be free: false when it is taken. The staged file stays. */
  linkStaged(staged: string, path: string): Promise<boolean>;
  /** Moves a staged file over whatever has the name. */
  moveStaged(staged: string, path: string): Promise<void>;
  /** Removes a staged file; no error when it is gone. */
  discard(staged: string): Promise<void>;
  /** Makes a folder with its parents; the new names are synced. */
  makeFolder(folder: string): Promise<void>;
  /** Syncs the names in a folder. */
  syncFolder(folder: string): Promise<void>;
  /** Removes temporary files of processes that are gone. */
  sweep(): Promise<number>;
}

function linkIfFree(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (diskCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function writeWhole(descriptor: number, body: Uint8Array): void {
  for (let at = 0; at < body.byteLength; ) at += writeSync(descriptor, body, at);
}

/**
 * Throws file system errors as they are: callers name the path and the action. Only syncs go through the thread pool, where
 * they wait for the disk: all else is a matter of microseconds, and would stand in line behind them there.
 */
export function durableFiles({ temporary, fsync = true }: DurableFilesOptions): DurableFiles {
  const made = new Set<string>();
  const syncs = new Map<string, () => Promise<void>>();

  /** Many writers share one sync of their folder. */
  function syncFolder(folder: string): Promise<void> {
    if (!fsync) return Promise.resolve();
    const known =
      syncs.get(folder) ??
      sharedSync(
        () => syncNames(folder),
        () => syncs.delete(folder),
      );
    syncs.set(folder, known);
    return known();
  }

  async function makeFolder(folder: string): Promise<void> {
    if (made.has(folder)) return;
    const first = mkdirSync(folder, { recursive: true });
    if (made.size >= FOLDERS_REMEMBERED_MAX) made.clear();
    if (first !== undefined) {
      // Each new folder is a name in its parent, down to the last one made.
      let parent = dirname(first);
      await syncFolder(parent);
      for (const name of relative(parent, folder).split(sep).slice(0, -1)) {
        parent = join(parent, name);
        await syncFolder(parent);
      }
    } else {
      // Another process may have made it a moment ago, and may not have synced its name yet.
      await syncFolder(dirname(folder));
    }
    made.add(folder);
  }

  /** Runs an operation in the folder, and once more when the folder was removed meanwhile. */
  async function inFolder<T>(folder: string, operation: () => T): Promise<T> {
    await makeFolder(folder);
    try {
      return operation();
    } catch (error) {
      if (diskCode(error) !== 'ENOENT' || !made.delete(folder)) throw error;
      await makeFolder(folder);
      return operation();
    }
  }

  async function discard(staged: string): Promise<void> {
    try {
      unlinkSync(staged);
    } catch (error) {
      if (diskCode(error) !== 'ENOENT') throw error;
    }
  }

  return {
    makeFolder,
    syncFolder,
    discard,

    async stage(body, modifiedMs) {
      const path = join(temporary, `${ownIdentity()}-${randomBytes(8).toString('hex')}.part`);
      const descriptor = await inFolder(temporary, () => openSync(path, 'wx'));
      try {
        writeWhole(descriptor, body);
        if (modifiedMs !== undefined) futimesSync(descriptor, modifiedMs / 1_000, modifiedMs / 1_000);
        if (fsync) await syncFile(descriptor);
      } catch (error) {
        await discard(path).catch(() => undefined);
        throw error;
      } finally {
        closeSync(descriptor);
      }
      return path;
    },

    async linkStaged(staged, path) {
      const folder = dirname(path);
      const linked = await inFolder(folder, () => linkIfFree(staged, path));
      // Also when it is taken: whoever is told so relies on it, and its maker may not have synced the name yet.
      await syncFolder(folder);
      return linked;
    },

    async moveStaged(staged, path) {
      const folder = dirname(path);
      await inFolder(folder, () => renameSync(staged, path));
      await syncFolder(folder);
    },

    async sweep() {
      let names: string[];
      try {
        names = await readdir(temporary);
      } catch (error) {
        if (diskCode(error) === 'ENOENT') return 0;
        throw error;
      }
      const stale = names.filter((name) => {
        const identity = /^(\d+-[0-9a-f]{12})-[0-9a-f]{16}\.part$/.exec(name)?.[1];
        return identity !== undefined && !identityLives(identity);
      });
      for (const name of stale) await discard(join(temporary, name));
      return stale.length;
    },
  };
}
