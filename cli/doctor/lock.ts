/** Who works on the data folder. */
import type { DataFolder } from '../../infra/local/folder.ts';
import { dataLockHolder } from '../../infra/local/stores/lock.ts';
import { type Finding, failed, ok } from './finding.ts';

export async function checkLock(folder: DataFolder): Promise<readonly Finding[]> {
  try {
    const holder = await dataLockHolder(folder.root);
    if (holder === null) return [ok('lock', 'no process works on the data folder')];
    const { pid, since, lives } = holder;
    return lives
      ? [ok('lock', `process ${pid} works on the data folder (since ${since})`)]
      : [ok('lock', `process ${pid} ended without giving the folder free: the next start takes it over`)];
  } catch (error) {
    return [failed('lock', error)];
  }
}
