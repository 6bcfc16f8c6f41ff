/** Removes stored indexes of watches that are no longer in use: what the bucket's lifecycle does on AWS. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { indexKeys } from '../../shared/archive/keys.ts';
import { indexLimits } from '../../shared/limits.ts';
import { readManifest, versionsOf } from '../../shared/watch/standing/manifest.ts';
import type { LocalPipeline } from './open.ts';
import { diskCode, onDisk } from './stores/disk-errors.ts';

/** Answers how many. Throws DependencyError when the disk refuses. */
export async function removeOldIndexes({ ports, folder }: LocalPipeline): Promise<number> {
  const root = join(folder.archive, indexKeys.all);
  const names = await readdir(root).catch((error: unknown) => {
    if (diskCode(error) === 'ENOENT') return [] as string[];
    return onDisk('read', root, () => Promise.reject(error));
  });
  // Read after the folder: a version that came meanwhile is none of those.
  const { value } = await readManifest(ports.objects);
  const inUse = versionsOf(value);
  let removed = 0;
  for (const name of names) {
    const path = join(root, name);
    if (inUse.has(name)) continue;
    await onDisk('remove', path, async () => {
      const { mtimeMs } = await stat(path);
      if (ports.clock.nowMs() - mtimeMs < indexLimits.versionKeptHereMs) return;
      await rm(path, { recursive: true, force: true });
      removed += 1;
    });
  }
  return removed;
}
