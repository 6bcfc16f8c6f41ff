/** One sync for many writers: what everybody wrote before it began is on the disk when it ends. */
import { closeSync, fdatasync, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { diskCode } from './disk-errors.ts';

const whole = promisify(fsync);
const dataAlone = promisify(fdatasync);

async function sync(descriptor: number, how: (descriptor: number) => Promise<void>): Promise<void> {
  try {
    await how(descriptor);
  } catch (error) {
    // Some file systems refuse to sync a folder: nothing more can be done there.
    const code = diskCode(error);
    if (code !== 'EINVAL' && code !== 'ENOTSUP' && code !== 'EISDIR') throw error;
  }
}

/** A file with its size and times. */
export const syncFile = (descriptor: number): Promise<void> => sync(descriptor, whole);
/** A file's content alone: of one that was written over in place it costs half. */
export const syncData = (descriptor: number): Promise<void> => sync(descriptor, dataAlone);

/** The names in a folder. */
export async function syncNames(folder: string): Promise<void> {
  const descriptor = openSync(folder, 'r');
  try {
    await syncFile(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Whoever asks while a sync is under way, which may have begun before his own bytes were there, waits for the next one, and
 * so does everybody who asks until that begins. `onIdle`: nobody waits any more.
 */
export function sharedSync(run: () => Promise<void>, onIdle?: () => void): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function begin(): Promise<void> {
    next = null;
    const own = run().finally(() => {
      if (current !== own) return;
      current = null;
      if (next === null) onIdle?.();
    });
    current = own;
    return own;
  }

  return () => {
    if (current === null) return begin();
    next ??= current.then(begin, begin);
    return next;
  };
}
