/**
 * A lock by name between processes, held for milliseconds: each contender announces itself by a file of its own and
 * then looks whether another one is there; if so it withdraws and tries again. Since everybody announces before
 * looking, two can never both see nobody. Every file has a name of its own that tells its process, so a dead holder's
 * file can be removed by anyone at any time without ever removing a live one: no takeover race.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { diskCode } from './disk-errors.ts';
import { identityLives, ownIdentity } from './process-identity.ts';

export interface NameLocks {
  /** Runs `work` alone for this name; null when the lock could not be had within `waitMs`. */
  withLock<T>(name: string, waitMs: number, work: () => Promise<T>): Promise<{ readonly value: T } | null>;
}

const PAUSE_MIN_MS = 0.5;
const PAUSE_MAX_MS = 8;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (diskCode(error) !== 'ENOENT') throw error;
  }
}

/** `folder` holds the announcements: one small folder for all names. Throws file system errors as they are. */
export function nameLocks(folder: string): NameLocks {
  /** The last one in line for each name within this process. */
  const lines = new Map<string, Promise<unknown>>();
  let folderMade = false;

  async function announce(path: string): Promise<void> {
    if (!folderMade) await mkdir(folder, { recursive: true });
    folderMade = true;
    try {
      await (await open(path, 'wx')).close();
    } catch (error) {
      if (diskCode(error) !== 'ENOENT') throw error;
      await mkdir(folder, { recursive: true });
      await (await open(path, 'wx')).close();
    }
  }

  /** Whether another live process has announced itself; removes what dead ones left. */
  async function hasRival(prefix: string, ownFile: string): Promise<boolean> {
    let rival = false;
    for (const file of await readdir(folder)) {
      if (!file.startsWith(prefix) || file === ownFile) continue;
      const identity = file.slice(prefix.length, file.lastIndexOf('-'));
      if (identityLives(identity)) rival = true;
      else await removeFile(join(folder, file));
    }
    return rival;
  }

  async function acquire(name: string, deadlineMs: number): Promise<string | null> {
    const prefix = `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.`;
    for (let widthMs = PAUSE_MIN_MS; ; widthMs = Math.min(PAUSE_MAX_MS, widthMs * 2)) {
      const file = `${prefix}${ownIdentity()}-${randomBytes(6).toString('hex')}`;
      const path = join(folder, file);
      await announce(path);
      try {
        if (!(await hasRival(prefix, file))) return path;
      } catch (error) {
        await removeFile(path);
        throw error;
      }
      await removeFile(path);
      if (performance.now() >= deadlineMs) return null;
      // Rivals that all withdrew must not come back in step.
      await pause(widthMs * (0.5 + Math.random()));
    }
  }

  return {
    async withLock(name, waitMs, work) {
      const before = lines.get(name) ?? Promise.resolve();
      const turn = before.then(async () => {
        const path = await acquire(name, performance.now() + waitMs);
        if (path === null) return null;
        try {
          return { value: await work() };
        } finally {
          await removeFile(path);
        }
      });
      const settled = turn.catch(() => undefined);
      lines.set(name, settled);
      try {
        return await turn;
      } finally {
        if (lines.get(name) === settled) lines.delete(name);
      }
    },
  };
}
