/** The two watches that a newcomer finds, made at the demo's first start only: one that was removed stays away. */
import { access } from 'node:fs/promises';
import type { Clock, Objects } from '../../shared/ports.ts';
import { addWatch } from '../../shared/watch/store.ts';

const watches = [
  { name: 'cybercrime', query: 'cybercrime' },
  { name: 'I-24/7', query: 'I-24/7' },
];

/** `demoFile` is what the demo remembers; without it the demo never ran. Call it before the demo starts. */
export async function makeDemoWatches(demoFile: string, objects: Objects, clock: Clock): Promise<void> {
  const ran = await access(demoFile).then(
    () => true,
    () => false,
  );
  if (ran) return;
  for (const watch of watches) await addWatch(objects, clock, watch);
}
