/** Whether an archive is in order, as far as a few small objects show; `verify` reads all of it. Nothing in it is mended. */
import { readdir } from 'node:fs/promises';
import type { DataFolder } from '../../infra/local/folder.ts';
import { systemClock } from '../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../infra/local/stores/file-objects.ts';
import type { Objects } from '../../shared/ports.ts';
import { isThere } from '../reach.ts';
import { checkAccess } from './archive-access.ts';
import { checkChangeLog } from './change-log.ts';
import { type Finding, failed, ok } from './finding.ts';
import { checkStrays } from './strays.ts';

/** On any store. What lies in it is looked at only where it can be read. */
export async function checkArchive(objects: Objects, nowMs = Date.now()): Promise<readonly Finding[]> {
  const access = await checkAccess(objects, nowMs);
  const closed = access.some(({ check, status }) => (check === 'reads' || check === 'lists') && status !== 'ok');
  return closed ? access : [...access, ...(await checkChangeLog(objects, nowMs)), ...(await checkStrays(objects))];
}

async function partFiles(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.part')).length;
}

/** Of this machine. Opening it removes what processes that died had half written, beside the archive. */
export async function checkFolderArchive(folder: DataFolder): Promise<readonly Finding[]> {
  const { archive, temporary } = folder;
  if (!(await isThere(archive))) return [ok('archive', 'none yet: the first pass makes it')];
  try {
    const before = await partFiles(temporary);
    const objects = await openFileObjects({ archive, temporary, clock: systemClock() });
    const removed = before - (await partFiles(temporary));
    const halves =
      removed > 0
        ? [ok('temporary', `${removed} half-written files of processes that ended were removed from ${temporary}`)]
        : [];
    return [...halves, ...(await checkArchive(objects))];
  } catch (error) {
    return [failed('archive', error)];
  }
}
