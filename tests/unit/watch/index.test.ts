/** The loader of all watches: what alerting asks about each release. */
import { describe, expect, it } from 'vitest';
import { keys } from '../../../shared/archive/keys.ts';
import { limits } from '../../../shared/limits.ts';
import type { Objects } from '../../../shared/ports.ts';
import { watchIndex } from '../../../shared/watch/index.ts';
import { addWatch, editWatch, noteRate, removeWatch } from '../../../shared/watch/store.ts';
import { testClock } from '../../support/memory/clock.ts';
import { memoryObjects } from '../../support/memory/objects.ts';

const nowMs = Date.parse('2026-05-13T09:00:00Z');

/** Many watches, of which `ports` is one, and how often they were listed. */
async function place(count = limits.watchesListedAlwaysMax + 1) {
  const clock = testClock(nowMs);
  const stored = memoryObjects({ clock });
  let lists = 0;
  const objects: Objects = {
    get: (...given) => stored.get(...given),
    put: (...given) => stored.put(...given),
    list: (prefix, ...given) => {
      lists += 1;
      return stored.list(prefix, ...given);
    },
  };
  await addWatch(objects, clock, { name: 'Ports', query: 'harbour' });
  for (let at = 1; at < count; at += 1) await put(objects, `watch-${at}`);
  return { clock, objects, lists: () => lists };
}

/** As somebody writes a watch who dies before announcing it. */
async function put(objects: Objects, id: string): Promise<void> {
  const { body } = (await objects.get(keys.watch('ports')))!;
  const other = new TextDecoder().decode(body).replace('"ports"', JSON.stringify(id));
  const condition = { kind: 'create-once' } as const;
  await objects.put(keys.watch(id), new TextEncoder().encode(other), { condition, contentType: 'x' });
}

type Place = Awaited<ReturnType<typeof place>>;

describe('the loader of all watches', () => {
  it('lists them once for any number of releases while none changes', async () => {
    const { objects, lists } = await place();
    const load = watchIndex();
    const first = await load(objects, nowMs);
    for (let release = 0; release < 50; release += 1) expect(await load(objects, nowMs + release)).toBe(first);
    const listed = lists();
    await load(objects, nowMs);
    expect(lists()).toBe(listed);
  });

  it.each([
    [
      'added',
      async ({ objects, clock }: Place) => {
        await addWatch(objects, clock, { name: 'Fraud', query: 'fraud' });
      },
    ],
    [
      'edited',
      async ({ objects, clock }: Place) => {
        await editWatch(objects, clock, 'ports', { query: 'quay' });
      },
    ],
    [
      'paused',
      async ({ objects, clock }: Place) => {
        await editWatch(objects, clock, 'ports', { paused: true });
      },
    ],
    [
      'subscribed to',
      async ({ objects }: Place) => {
        await noteRate(objects, 'ports', 'daily', []);
      },
    ],
    [
      'removed',
      async ({ objects, clock }: Place) => {
        await removeWatch(objects, clock, 'ports');
      },
    ],
  ])('knows at once of a watch that was %s', async (_, change) => {
    const here = await place();
    const load = watchIndex();
    const before = await load(here.objects, nowMs);
    await change(here);
    const after = await load(here.objects, nowMs);
    expect([...after.watches.values()]).not.toEqual([...before.watches.values()]);
  });

  it('compiles nothing again where no query changed', async () => {
    const { clock, objects } = await place();
    const load = watchIndex();
    const before = await load(objects, nowMs);
    await editWatch(objects, clock, 'ports', { rate: 'daily' });
    expect((await load(objects, nowMs)).compiled).toBe(before.compiled);
  });

  it('finds in time what was written by somebody who died before announcing it', async () => {
    const { objects } = await place();
    const load = watchIndex();
    await load(objects, nowMs);
    await put(objects, 'quays');
    expect((await load(objects, nowMs)).watches.has('quays')).toBe(false);
    expect((await load(objects, nowMs + limits.watchesListedAgainMs)).watches.has('quays')).toBe(true);
  });

  it('looks each time where there are few', async () => {
    const { objects } = await place(3);
    const load = watchIndex();
    await load(objects, nowMs);
    await put(objects, 'quays');
    expect((await load(objects, nowMs)).watches.has('quays')).toBe(true);
  });
});
