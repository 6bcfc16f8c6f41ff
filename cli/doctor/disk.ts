/** Whether the data folder can be written as the archive needs it, with hard links, and how much room is left. */
import { constants } from 'node:fs';
import { access, link, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DataFolder } from '../../infra/local/folder.ts';
import { diskError } from '../../infra/local/stores/disk-errors.ts';
import { units } from '../../shared/limits.ts';
import { isThere } from '../reach.ts';
import { type Finding, failed, ok } from './finding.ts';

const freeBytesMin = 100 * units.MIB;
const freeBytesGood = 1_024 * units.MIB;

/** The nearest folder above that exists. */
async function existing(path: string): Promise<string> {
  const above = dirname(path);
  return (await isThere(path)) || above === path ? path : existing(above);
}

/** Writes and links a file, as create-once does; nothing is left. */
async function tryWriting(folder: DataFolder): Promise<void> {
  const probe = join(folder.temporary, `doctor-${process.pid}`);
  try {
    await mkdir(folder.temporary, { recursive: true });
    await writeFile(probe, 'x');
    await link(probe, `${probe}.link`);
  } catch (cause) {
    throw diskError('write in', folder.root, cause);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
    await rm(`${probe}.link`, { force: true }).catch(() => undefined);
  }
}

async function checkWritable(folder: DataFolder, nearest: string): Promise<Finding> {
  try {
    if (nearest !== folder.root) {
      await access(nearest, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
        throw diskError('make the data folder in', nearest, cause);
      });
      return ok('disk', `${folder.root} is not there yet and can be made`);
    }
    await tryWriting(folder);
    return ok('disk', `${folder.root} can be written`);
  } catch (error) {
    return failed('disk', error);
  }
}

async function checkSpace(nearest: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(nearest);
  const free = bavail * bsize;
  const message = `${(free / units.MIB / 1_024).toFixed(1)} GiB free at ${nearest}`;
  if (free >= freeBytesGood) return ok('space', message);
  const remedy = 'free space, or move the data folder to another disk with --data';
  return { check: 'space', status: free >= freeBytesMin ? 'warn' : 'fail', message, remedy };
}

export async function checkDisk(folder: DataFolder): Promise<readonly Finding[]> {
  const nearest = await existing(folder.root);
  const space = await checkSpace(nearest).catch((error: unknown) => failed('space', error));
  return [await checkWritable(folder, nearest), space];
}
