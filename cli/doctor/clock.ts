/** Whether the clock is plausible: after this version was made, and not before what the archive already holds. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from '../../infra/local/folder.ts';
import { keys } from '../../shared/archive/keys.ts';
import { units } from '../../shared/limits.ts';
import { type Finding, ok } from './finding.ts';

/** No clock that is right shows an earlier time: this program did not exist. */
const earliestMs = Date.UTC(2026, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);
const toleranceMs = 10 * units.MINUTE_MS;

const remedy = 'set the clock of this machine (timedatectl set-ntp true); times in the archive are never rewritten';

/** When the catalog was written last, by its own word; null without one. */
async function archiveTime(folder: DataFolder): Promise<number | null> {
  try {
    const file = join(folder.archive, keys.catalog);
    const { updatedAt } = JSON.parse(await readFile(file, 'utf8')) as { readonly updatedAt?: string };
    const ms = Date.parse(updatedAt ?? '');
    return Number.isNaN(ms) ? (await stat(file)).mtimeMs : ms;
  } catch {
    // No archive yet, or one that `verify` has more to say about.
    return null;
  }
}

/** `nowMs`: for tests. */
export async function checkClock(folder: DataFolder, nowMs = Date.now()): Promise<readonly Finding[]> {
  const now = new Date(nowMs).toISOString().slice(0, 19).replace('T', ' ');
  if (nowMs < earliestMs || nowMs > latestMs) {
    return [{ check: 'clock', status: 'fail', message: `the clock says ${now} UTC, which cannot be`, remedy }];
  }
  const written = await archiveTime(folder);
  if (written !== null && written > nowMs + toleranceMs) {
    const message = `the clock says ${now} UTC, and the archive was written at ${new Date(written).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    return [{ check: 'clock', status: 'warn', message, remedy: `${remedy}; a pass under a later --at does this too` }];
  }
  return [ok('clock', `${now} UTC`)];
}
