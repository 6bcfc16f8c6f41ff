/** Brings what a command committed into ledger, change log and catalog, unless a running pipeline is there to do it. */
import { DependencyError } from '../../shared/errors.ts';
import type { LocalPipeline } from './open.ts';
import { type LocalSteps, localSteps } from './steps.ts';
import { acquireDataLock, type DataLock } from './stores/lock.ts';

/** Calls publish until the log, the daily files and the catalog have everything. */
export async function publishUntilDone(steps: LocalSteps): Promise<void> {
  for (;;) {
    const published = await steps.publish();
    if (published.kind !== 'done') return;
    if ((published.counts['changes'] ?? 0) === 0 && (published.counts['daysLeft'] ?? 0) === 0) return;
  }
}

async function lockIfFree(folder: string): Promise<DataLock | null> {
  try {
    return await acquireDataLock(folder);
  } catch (fault) {
    if (fault instanceof DependencyError && fault.code === 'E_LOCKED') return null;
    throw fault;
  }
}

/** False when a running pipeline holds the folder: it does the same within a minute. */
export async function publishAll(pipeline: LocalPipeline): Promise<boolean> {
  const lock = await lockIfFree(pipeline.folder.root);
  if (lock === null) return false;
  try {
    const steps = localSteps(pipeline);
    await steps.drain('stored');
    await publishUntilDone(steps);
    return true;
  } finally {
    await lock.release();
  }
}
