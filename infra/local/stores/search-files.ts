/** The search index's files in a folder of this machine, beside the archive. Not synced: all of it can be made again. */
import { open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { SearchFiles } from '../../../shared/search/files.ts';
import { diskCode, onDisk } from './disk-errors.ts';
import { durableFiles } from './durable-files.ts';

/** `temporary` lies on the same disk. Throws DependencyError with the path. The folder is made with the first write. */
export function folderSearchFiles(folder: string, temporary: string): SearchFiles {
  const files = durableFiles({ temporary, fsync: false });
  return {
    async read(name, range) {
      const path = join(folder, name);
      try {
        const handle = await open(path, 'r');
        try {
          if (range === undefined) return await handle.readFile();
          const bytes = Buffer.allocUnsafeSlow(range.lastByte - range.firstByte + 1);
          const { bytesRead } = await handle.read(bytes, 0, bytes.length, range.firstByte);
          return bytes.subarray(0, bytesRead);
        } finally {
          await handle.close();
        }
      } catch (cause) {
        if (diskCode(cause) === 'ENOENT') return null;
        return onDisk('read', path, () => Promise.reject(cause));
      }
    },

    async write(name, body) {
      const path = join(folder, name);
      await onDisk('write', path, async () => {
        const staged = await files.stage(body);
        try {
          await files.moveStaged(staged, path);
        } catch (fault) {
          await files.discard(staged).catch(() => undefined);
          throw fault;
        }
      });
    },

    async list() {
      try {
        return await readdir(folder);
      } catch (cause) {
        if (diskCode(cause) === 'ENOENT') return [];
        return onDisk('list', folder, () => Promise.reject(cause));
      }
    },

    async remove(name) {
      const path = join(folder, name);
      await onDisk('remove', path, () =>
        unlink(path).catch((cause: unknown) => {
          if (diskCode(cause) !== 'ENOENT') throw cause;
        }),
      );
    },
  };
}
