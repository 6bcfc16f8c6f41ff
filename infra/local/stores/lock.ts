/** DATA/lock: one `start` or `run` at a time on a data folder; a dead holder is taken over. */
import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DependencyError } from '../../../shared/errors.ts';
import { diskCode, onDisk } from './disk-errors.ts';
import { durableFiles } from './durable-files.ts';
import { nameLocks } from './name-lock.ts';
import { identityLives, ownIdentity, pidOf } from './process-identity.ts';

export interface DataLock {
  /** Gives the folder free; no error when called twice. */
  release(): Promise<void>;
}

const LOCK_WAIT_MS = 5_000;

const holderSchema = z.object({ pid: z.number(), identity: z.string(), since: z.string() });

async function readHolder(path: string): Promise<z.infer<typeof holderSchema> | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    const code = diskCode(error);
    if (code !== null && code !== 'ENOENT') throw error;
    // No lock, or one that is no lock file: nobody holds it.
    return null;
  }
}

export interface DataLockHolder {
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** False for a process that ended without giving the folder free. */
  readonly lives: boolean;
}

/** Who holds the lock, for people; null when nobody does. Takes nothing. */
export function dataLockHolder(dataFolder: string): Promise<DataLockHolder | null> {
  const path = join(dataFolder, 'lock');
  return onDisk('read', path, async () => {
    const holder = await readHolder(path);
    if (holder === null) return null;
    return { pid: holder.pid, since: holder.since, lives: identityLives(holder.identity) };
  });
}

function lockedError(path: string, pid: number, since: string): DependencyError {
  return new DependencyError('E_LOCKED', `the data folder is in use by process ${pid} (since ${since})`, {
    input: path,
    hint: `stop it with Ctrl-C or \`kill ${pid}\`, or use another folder with --data`,
  });
}

/** Takes the lock or throws DependencyError E_LOCKED that names the pid of the holder. This process counts as a holder too. */
export async function acquireDataLock(dataFolder: string): Promise<DataLock> {
  const path = join(dataFolder, 'lock');
  const temporary = join(dataFolder, 'tmp');
  const files = durableFiles({ temporary, fsync: false });
  // Taking over is read, remove, create: the name lock makes the three one.
  const locks = nameLocks(join(temporary, 'locks'));
  const since = new Date().toISOString();
  const identity = ownIdentity();

  await onDisk('lock', path, async () => {
    await files.makeFolder(temporary);
    const taken = await locks.withLock('data', LOCK_WAIT_MS, async () => {
      const holder = await readHolder(path);
      if (holder !== null && identityLives(holder.identity)) throw lockedError(path, holder.pid, holder.since);
      const staged = await files.stage(
        Buffer.from(`${JSON.stringify({ pid: pidOf(identity) ?? process.pid, identity, since })}\n`),
      );
      await files.moveStaged(staged, path);
    });
    if (taken === null) {
      throw new DependencyError('E_LOCKED', 'the data folder is being locked by other processes', {
        input: path,
        hint: 'try again',
      });
    }
  });

  let held = true;
  return {
    async release() {
      if (!held) return;
      held = false;
      await onDisk('unlock', path, async () => {
        const holder = await readHolder(path);
        if (holder?.identity === identity && holder.since === since) await unlink(path);
      });
    },
  };
}
