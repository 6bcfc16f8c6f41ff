/**
 * Fail the Nth call to the outside, for every N, while watches are added, edited and removed, their index is compiled, and a
 * release is matched by it: its ledger must have the watches that stood when it was stored, and no other.
 */
import { describe, expect, it } from 'vitest';
import { keys, prefixes } from '../../shared/archive/keys.ts';
import { readLedger } from '../../shared/archive/ledger.ts';
import type { Ports } from '../../shared/ports.ts';
import { compile } from '../../shared/steps/compile.ts';
import { listWatches } from '../../shared/watch/read.ts';
import { addWatch, editWatch, removeWatch } from '../../shared/watch/store.ts';
import { withIndexLimits } from '../support/index-limits.ts';
import { type MemoryPorts, memoryPorts } from '../support/memory/ports.ts';
import { pumpAlerts } from '../support/pipeline.ts';
import { makeRelease, storeRelease } from '../support/releases.ts';
import { attempt, type Failing, type Fault, failEachCall } from './failing.ts';

withIndexLimits({ listedAlwaysMax: 1, changesMin: 1, deltaWatchesMax: 2, recentChangesMax: 8 });

const body = 'LYON – There are amber, basil, cedar, dune and ember, the office said.';

function faulty(ports: MemoryPorts, failing: Failing): MemoryPorts {
  return { ...ports, objects: failing.wrap(ports.objects, ['get', 'put', 'list']) };
}

async function run(failing: Failing): Promise<void> {
  const ports = memoryPorts();
  for (const word of ['amber', 'basil', 'cedar']) {
    await addWatch(ports.objects, ports.clock, { name: word, query: word });
  }
  await compile(ports)();
  const broken = faulty(ports, failing);
  const step = compile(broken as Ports);
  const { objects, clock } = broken;
  await attempt(() => addWatch(objects, clock, { name: 'Dune', query: 'dune' }));
  await attempt(step);
  await attempt(() => editWatch(objects, clock, 'amber', { query: 'fjord' }));
  await attempt(() => removeWatch(objects, clock, 'basil'));
  await attempt(step);
  await attempt(() => addWatch(objects, clock, { name: 'Ember', query: 'ember' }));

  const stood = await listWatches(ports.objects);
  const release = makeRelease({ body });
  await storeRelease(ports.objects, release);
  await attempt(() => pumpAlerts(broken));
  for (let round = 0; round < 4; round += 1) {
    ports.clock.advance(150_000);
    await attempt(compile(ports));
    await pumpAlerts(ports);
  }
  const ledger = await readLedger(ports.objects, keys.ledger('2026-03-01', release.id, 1));
  const expected = stood.filter(({ query }) => body.includes(query)).map(({ id }) => id);
  expect(ledger?.entries.map(({ watch }) => watch)).toEqual(expected);
  expect(ledger?.entries.every(({ state }) => state !== 'pending')).toBe(true);
}

describe('when one call fails while watches change and their index is compiled', () => {
  it.each<Fault>(['before', 'after'])(
    'no hit is missed and none is false, whichever fails %s its effect',
    async (fault) => {
      expect(await failEachCall(fault, run)).toBeGreaterThan(60);
    },
  );

  it('the index is what the release is matched by', async () => {
    const ports = memoryPorts();
    for (const word of ['amber', 'basil']) await addWatch(ports.objects, ports.clock, { name: word, query: word });
    await compile(ports)();
    const lists: string[] = [];
    const list: MemoryPorts['objects']['list'] = (prefix, ...rest) => {
      lists.push(prefix);
      return ports.objects.list(prefix, ...rest);
    };
    await storeRelease(ports.objects, makeRelease({ body }));
    await pumpAlerts({ ...ports, objects: { ...ports.objects, list } });
    expect(lists).not.toContain(prefixes.watches);
    expect(ports.topic.published.length).toBeGreaterThan(0);
  });
});
