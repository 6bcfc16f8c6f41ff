/** Watches that have sent as many messages at once as one day allows, for those who look after them. */
import { prefixes } from '../archive/keys.ts';
import { headsUnder } from '../archive/list.ts';
import { readJson } from '../archive/objects.ts';
import { mapConcurrently } from '../concurrently.ts';
import { deliveryLimits, limits } from '../limits.ts';
import type { ObjectHead, Objects } from '../ports.ts';
import { isSlowed } from './pace.ts';
import { emptyWindow, type WindowState } from './window.ts';

export interface SlowedWatch {
  readonly watch: string;
  /** ISO 8601 UTC: until then what it finds goes as one digest an hour. */
  readonly until: string;
  /** Hits that wait for the next one, those that it only counts among them. */
  readonly waiting: number;
}

/** Looks at the windows that were written last: a watch that finds too much writes its own all the time. Throws DependencyError. */
export async function slowedWatches(objects: Objects, nowMs: number): Promise<readonly SlowedWatch[]> {
  const heads: ObjectHead[] = [];
  for await (const head of headsUnder(objects, prefixes.windows)) heads.push(head);
  const latest = heads.sort((a, b) => b.lastModifiedMs - a.lastModifiedMs).slice(0, deliveryLimits.slowedLooksMax);
  const slowed: SlowedWatch[] = [];
  await mapConcurrently(latest, limits.archiveReadsConcurrentMax, async ({ key }) => {
    const { value } = await readJson<WindowState>(objects, key, emptyWindow);
    if (value.pace === undefined || !isSlowed(value.pace, nowMs)) return;
    const watch = key.slice(prefixes.windows.length, -'.json'.length);
    const { waiting = [], unlisted = 0 } = value.boxes?.immediate ?? {};
    slowed.push({ watch, until: value.pace.until, waiting: waiting.length + unlisted });
  });
  return slowed.sort((a, b) => (a.watch < b.watch ? -1 : 1));
}
