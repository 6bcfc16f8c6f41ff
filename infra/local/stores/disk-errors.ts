/** Turns what the file system refuses into a fault that says which path and what to do. */
import { DependencyError } from '../../../shared/errors.ts';

const CODES: Readonly<Record<string, readonly [code: string, what: string, hint: string]>> = {
  ENOSPC: ['E_DISK_FULL', 'the disk is full', 'free space on this disk, or move the data folder with --data'],
  EDQUOT: [
    'E_DISK_FULL',
    'the disk quota is used up',
    'free space, raise the quota, or move the data folder with --data',
  ],
  EACCES: ['E_PERMISSION', 'access is denied', 'give your user read and write access to the data folder'],
  EPERM: ['E_PERMISSION', 'the operation is not permitted', 'use a data folder on a disk that supports hard links'],
  EROFS: ['E_READ_ONLY', 'the disk is read-only', 'choose a data folder on a writable disk with --data'],
  EMFILE: ['E_TOO_MANY_FILES', 'too many files are open', 'raise the limit of open files (ulimit -n)'],
  ENFILE: [
    'E_TOO_MANY_FILES',
    'too many files are open',
    'close other programs or raise the system limit of open files',
  ],
  ENOTSUP: ['E_PERMISSION', 'the disk has no hard links', 'use a data folder on a disk that supports hard links'],
  ENOTDIR: [
    'E_DATA_FOLDER',
    'a file stands where a folder should be',
    'name a folder with --data, or move the file away',
  ],
  ENOENT: [
    'E_DATA_FOLDER',
    'the folder is gone',
    'check whether the data folder was moved or deleted, and start again',
  ],
};

/** The code of a file system error, such as ENOENT; null when it is no such error. */
export function diskCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** `action` completes "could not …". */
export function diskError(action: string, path: string, cause: unknown): DependencyError {
  if (cause instanceof DependencyError) return cause;
  const [code, what, hint] = CODES[diskCode(cause) ?? ''] ?? [
    'E_DISK',
    cause instanceof Error ? cause.message : String(cause),
    'run `dateline doctor`',
  ];
  return new DependencyError(code, `could not ${action} ${path}: ${what}`, { cause, input: path, hint });
}

/** Runs a file operation and names its path in the fault. */
export async function onDisk<T>(action: string, path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (cause) {
    throw diskError(action, path, cause);
  }
}
