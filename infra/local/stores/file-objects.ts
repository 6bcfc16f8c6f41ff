/** Objects on a folder: each key is a file, `archive/` holds nothing else, and reading needs no lock. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { BadInputError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import type { ByteRange, Clock, ObjectHead, Objects, PutOutcome, StoredObject } from '../../../shared/ports.ts';
import { diskCode, onDisk } from './disk-errors.ts';
import { durableFiles } from './durable-files.ts';
import { nameLocks } from './name-lock.ts';
import { firstAfter, sortedFolders } from './sorted-folder.ts';
import { compareUtf8 } from './utf8-order.ts';

export interface FileObjectsOptions {
  /** The folder of the keys. */
  readonly archive: string;
  /** Temporary files and locks: on the same disk, never under `archive`. */
  readonly temporary: string;
  /** Gives the time of change, so that `--at` holds for objects too. */
  readonly clock: Clock;
  /** Default true. */
  readonly fsync?: boolean;
}

/** How long a swap waits for another one of the same key before it answers `conflict`. */
const LOCK_WAIT_MS = 2_000;
const LIST_READ_CONCURRENCY = 16;

/** The content type is not stored: it follows from the key's extension. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json; charset=utf-8',
  '.ndjson': 'application/x-ndjson; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.gz': 'application/gzip',
  '.parquet': 'application/vnd.apache.parquet',
};

const etagOf = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`;

/** Only the bytes asked for are read. */
function readBytes(descriptor: number, { firstByte, lastByte }: ByteRange, sizeBytes: number): Buffer {
  const wanted = Math.max(0, Math.min(lastByte + 1, sizeBytes) - firstByte);
  const body = Buffer.allocUnsafe(wanted);
  let read = 0;
  while (read < wanted) {
    const count = readSync(descriptor, body, read, wanted - read, firstByte + read);
    if (count === 0) break;
    read += count;
  }
  return body.subarray(0, read);
}

const isSafeSegment = (segment: string): boolean => segment !== '' && segment !== '.' && segment !== '..';

/** Throws BadInputError E_KEY for a key that could leave the folder or that a file cannot be named by. */
function checkKey(key: string): void {
  if (!key.includes('\0') && key.split('/').every(isSafeSegment)) return;
  throw new BadInputError('E_KEY', `the key ${JSON.stringify(key)} cannot be stored as a file`, {
    input: key,
    hint: 'keys have no empty segment, no `.` or `..` as a segment, and no NUL',
  });
}

/**
 * Opens the folder and removes temporary files that dead processes left. The ETag is the MD5 of the content.
 * create-once is link(2), which fails when the name is taken; compare-and-swap is a lock on the key and rename(2).
 * Throws DependencyError E_DISK_FULL, E_PERMISSION, E_READ_ONLY, E_TOO_MANY_FILES, E_DISK; nothing is left half-written.
 */
export async function openFileObjects(options: FileObjectsOptions): Promise<Objects> {
  const { archive, temporary, clock } = options;
  const files = durableFiles({ temporary, ...(options.fsync === undefined ? {} : { fsync: options.fsync }) });
  const entriesOf = sortedFolders(archive);
  const locks = nameLocks(join(temporary, 'locks'));
  await onDisk('prepare the folder', archive, async () => {
    await files.makeFolder(archive);
    await files.makeFolder(temporary);
    await files.sweep();
  });

  /** Null where there is no file; anything else that the disk refuses is a fault. */
  async function ifThere<T>(path: string, look: () => T | null): Promise<T | null> {
    try {
      return look();
    } catch (cause) {
      const code = diskCode(cause);
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      return onDisk('read', path, () => Promise.reject(cause));
    }
  }

  /**
   * Without the thread pool: open, look, read and close cost four trips through it, ten times what reading a small object
   * takes. The ETag is made when somebody asks for it.
   */
  function read(key: string, range?: ByteRange): Promise<StoredObject | null> {
    const path = join(archive, key);
    return ifThere(path, () => {
      const descriptor = openSync(path, 'r');
      try {
        const found = fstatSync(descriptor);
        if (!found.isFile()) return null;
        const body = readBytes(descriptor, range ?? { firstByte: 0, lastByte: found.size - 1 }, found.size);
        let etag: string | null = range === undefined ? null : '';
        return {
          key,
          get etag() {
            etag ??= etagOf(body);
            return etag;
          },
          sizeBytes: found.size,
          lastModifiedMs: Math.round(found.mtimeMs),
          body,
          contentType: CONTENT_TYPES[extname(key)] ?? null,
        };
      } finally {
        closeSync(descriptor);
      }
    });
  }

  function head(key: string): Promise<ObjectHead | null> {
    const path = join(archive, key);
    return ifThere(path, () => {
      const found = statSync(path);
      if (!found.isFile()) return null;
      return { key, etag: '', sizeBytes: found.size, lastModifiedMs: Math.round(found.mtimeMs) };
    });
  }

  async function createOnce(path: string, staged: string, etag: string): Promise<PutOutcome> {
    return (await files.linkStaged(staged, path)) ? { kind: 'stored', etag } : { kind: 'exists' };
  }

  async function swap(key: string, staged: string, etag: string, expected: string): Promise<PutOutcome> {
    const locked = await locks.withLock(key, LOCK_WAIT_MS, async (): Promise<PutOutcome> => {
      const current = await read(key);
      if (current === null) return { kind: 'missing' };
      if (current.etag !== expected) return { kind: 'stale' };
      await files.moveStaged(staged, join(archive, key));
      return { kind: 'stored', etag };
    });
    return locked?.value ?? { kind: 'conflict' };
  }

  return {
    async get(key, { range } = {}) {
      checkKey(key);
      return read(key, range);
    },

    async put(key, body, { condition }) {
      checkKey(key);
      const path = join(archive, key);
      return onDisk('write', path, async () => {
        const staged = await files.stage(body, clock.nowMs());
        try {
          const etag = etagOf(body);
          return condition.kind === 'create-once'
            ? await createOnce(path, staged, etag)
            : await swap(key, staged, etag, condition.etag);
        } finally {
          await files.discard(staged).catch(() => undefined);
        }
      });
    },

    async list(prefix, { startAfter, limit = limits.listPageMax, etags } = {}) {
      const wanted = Math.min(limit, limits.listPageMax);
      const found: string[] = [];
      await onDisk('list', archive, async () => {
        for await (const key of walk(entriesOf, prefix, startAfter ?? null)) {
          found.push(key);
          if (found.length > wanted) break;
        }
      });
      const page = found.slice(0, wanted);
      const objects: ObjectHead[] = [];
      for (let i = 0; i < page.length; i += LIST_READ_CONCURRENCY) {
        const look = etags === false ? head : (key: string): Promise<ObjectHead | null> => read(key);
        const heads = await Promise.all(page.slice(i, i + LIST_READ_CONCURRENCY).map(look));
        for (const stored of heads) {
          if (stored === null) continue;
          const { key, etag, sizeBytes, lastModifiedMs } = stored;
          objects.push({ key, etag, sizeBytes, lastModifiedMs });
        }
      }
      return { objects, next: found.length > wanted ? (page.at(-1) ?? null) : null };
    },
  };
}

/**
 * The keys with this prefix after `startAfter`, in UTF-8 order. A folder sorts as its name with `/`, because that is
 * how its keys continue. Folders that cannot hold a wanted key are not opened.
 */
async function* walk(
  entriesOf: (folder: string) => Promise<readonly string[]>,
  prefix: string,
  startAfter: string | null,
): AsyncGenerator<string> {
  const base = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  if (base !== '' && !base.slice(0, -1).split('/').every(isSafeSegment)) return;

  async function* within(folder: string): AsyncGenerator<string> {
    const entries = await entriesOf(folder);
    for (let at = startAfter === null ? 0 : firstAfter(entries, startAfter); at < entries.length; at += 1) {
      const key = entries[at] ?? '';
      const isFolder = key.endsWith('/');
      if (!key.startsWith(prefix) && !(isFolder && prefix.startsWith(key))) continue;
      if (startAfter !== null && compareUtf8(key, startAfter) <= 0 && !(isFolder && startAfter.startsWith(key)))
        continue;
      if (isFolder) yield* within(key);
      else yield key;
    }
  }
  yield* within(base);
}
