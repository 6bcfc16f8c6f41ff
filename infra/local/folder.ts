/** What lies where in the data folder (INTERFACES, On this machine). */
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DependencyError } from '../../shared/errors.ts';
import { diskCode, diskError } from './stores/disk-errors.ts';

/** Where a verb without `--data` looks. */
export const usualDataFolder = '.dateline';

export interface DataFolder {
  readonly root: string;
  /** The root as commands have to name it; undefined for the usual one. */
  readonly named: string | undefined;
  readonly archive: string;
  readonly temporary: string;
  readonly outbox: string;
  readonly mailbox: string;
  /** The search index: can be removed at any time, and is made again from the archive. */
  readonly search: string;
  readonly settings: string;
  readonly demo: string;
  /** Newsroom files of one's own, read without `--newsrooms`. */
  readonly newsrooms: string;
  readonly spool: (queue: string) => string;
}

export function dataFolder(path: string): DataFolder {
  const root = resolve(path);
  return {
    root,
    named: path === usualDataFolder ? undefined : root,
    archive: join(root, 'archive'),
    temporary: join(root, 'tmp'),
    outbox: join(root, 'spool', 'outbox'),
    mailbox: join(root, 'mailbox'),
    search: join(root, 'search'),
    settings: join(root, 'settings.yaml'),
    demo: join(root, 'demo.json'),
    newsrooms: join(root, 'newsrooms'),
    spool: (queue) => join(root, 'spool', queue),
  };
}

/** Makes the data folder if it is not there. Throws DependencyError that names it. */
export async function makeDataFolder({ root }: DataFolder): Promise<void> {
  try {
    await mkdir(root);
  } catch (error) {
    const code = diskCode(error);
    if (code === 'EEXIST' && (await stat(root)).isDirectory()) return;
    if (code === 'EEXIST' || code === 'ENOTDIR') {
      throw new DependencyError('E_DATA_FOLDER', `${root} is a file, or lies below one`, {
        cause: error,
        input: root,
        hint: 'give --data a folder',
      });
    }
    // A parent that is there, and yet no folder can be made in it: a recursive mkdir would try for ever (/proc).
    const orphan = await access(dirname(root)).then(
      () => false,
      () => true,
    );
    if (code !== 'ENOENT' || !orphan) throw diskError('make the data folder', root, error);
    await mkdir(root, { recursive: true }).catch((cause: unknown) => {
      throw diskError('make the data folder', root, cause);
    });
  }
}
