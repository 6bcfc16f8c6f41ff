/** The first index of very many watches: more than one invocation reads. */
import { describe, expect, it } from 'vitest';
import { indexKeys, keys } from '../../../shared/archive/keys.ts';
import { indexLimits } from '../../../shared/limits.ts';
import type { Objects, Ports } from '../../../shared/ports.ts';
import { compile } from '../../../shared/steps/compile.ts';
import type { StepResult } from '../../../shared/steps/messages.ts';
import { readJournal } from '../../../shared/watch/journal.ts';
import { standingWatches } from '../../../shared/watch/standing/load.ts';
import { type IndexManifest, versionsOf } from '../../../shared/watch/standing/manifest.ts';
import { addWatch, editWatch } from '../../../shared/watch/store.ts';
import { withIndexLimits } from '../../support/index-limits.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';

withIndexLimits({ listedAlwaysMax: 2, changesMin: 2, gatheredReadsMax: 4, gatherMs: 1_000 });

const words = [
  'amber',
  'basil',
  'cedar',
  'dune',
  'ember',
  'fjord',
  'gale',
  'heath',
  'islet',
  'juniper',
  'kelp',
  'larch',
];
const all = words.join(' ');

interface Place extends MemoryPorts {
  /** How often each watch was read by the step. */
  readonly reads: Map<string, number>;
  readonly watched: Objects;
}

/** Twelve watches, listed two at a time; each read takes `readMs`. */
async function place(readMs: number): Promise<Place> {
  const ports = memoryPorts();
  for (const word of words) await addWatch(ports.objects, ports.clock, { name: word, query: word });
  const reads = new Map<string, number>();
  const watched: Objects = {
    ...ports.objects,
    list: (prefix, options) => ports.objects.list(prefix, { ...options, limit: 2 }),
    get: (key, ...rest) => {
      if (key.startsWith('watches/')) {
        reads.set(key, (reads.get(key) ?? 0) + 1);
        ports.clock.advance(readMs);
      }
      return ports.objects.get(key, ...rest);
    },
  };
  return { ...ports, reads, watched };
}

const manifest = (place: Place): IndexManifest => place.objects.json(indexKeys.manifest) as IndexManifest;
const counted = (result: StepResult): number => (result.kind === 'done' ? (result.counts['watches'] ?? 0) : -1);
const stepOf = (place: Place, objects: Objects = place.watched) => compile({ ...place, objects } as Ports);
const met = async (place: Place, body: string): Promise<readonly string[]> =>
  (await (await standingWatches(place)()).match({ headline: '', body })).map(({ watch }) => watch.id);

/** The same objects, of which the process dies at the `n`th put: before it lands, or behind it. Nothing comes back. */
function dying(
  objects: Objects,
  n: number,
  lands: boolean,
): { readonly objects: Objects; readonly dead: Promise<void> } {
  let puts = 0;
  let die = (): void => undefined;
  const dead = new Promise<void>((resolve) => {
    die = resolve;
  });
  return {
    dead,
    objects: {
      ...objects,
      put: async (...given) => {
        puts += 1;
        if (puts < n) return objects.put(...given);
        if (puts === n && lands) await objects.put(...given);
        die();
        return new Promise(() => undefined);
      },
    },
  };
}

describe('compile, of more watches than one call reads', () => {
  it('leaves the rest to the next call, and reads each watch once', async () => {
    const here = await place(300);
    expect(counted(await stepOf(here)())).toBe(0);
    expect(manifest(here)).toMatchObject({ base: null, lease: null, gathering: { parts: [{}] } });
    expect(here.reads.size).toBeLessThan(words.length);
    let calls = 2;
    while (counted(await stepOf(here)()) === 0) calls += 1;
    expect(calls).toBe(3);
    expect([...here.reads.values()]).toEqual(words.map(() => 1));
    expect(manifest(here)).toMatchObject({ base: { watches: 12 }, changes: 12, lease: null });
    expect(manifest(here).gathering).toBeUndefined();
    expect(await met(here, all)).toEqual(words);
  });

  it('is read in one call where there is time', async () => {
    const here = await place(0);
    expect(counted(await stepOf(here)())).toBe(12);
    expect([...here.reads.values()]).toEqual(words.map(() => 1));
    expect(await met(here, all)).toEqual(words);
  });

  it('goes on from the last part wherever a process died, and misses no edit between', async () => {
    let deaths = 0;
    for (const lands of [false, true]) {
      for (let n = 1; ; n += 1) {
        const here = await place(0);
        const { objects, dead } = dying(here.watched, n, lands);
        const isWhole = await Promise.race([stepOf(here, objects)().then(() => true), dead.then(() => false)]);
        if (isWhole) break;
        deaths += 1;
        await editWatch(here.objects, here.clock, 'amber', { query: 'zephyr' });
        here.clock.advance(indexLimits.leaseMs + 1);
        const before = new Map(here.reads);
        await stepOf(here)();
        expect(manifest(here), `put ${n}`).toMatchObject({ base: { watches: 12 }, lease: null });
        // At most the watches of one part are read twice (and the next page, which was asked for already).
        const twice = [...here.reads].filter(([key, count]) => count > 1 && before.has(key));
        expect(twice.length, `put ${n}`).toBeLessThanOrEqual(6);
        expect(await met(here, `${all} zephyr`), `put ${n}`).toEqual(words);
        expect(await met(here, 'amber'), `put ${n}`).toEqual([]);
      }
    }
    expect(deaths).toBeGreaterThan(10);
  });

  it('begins again when a part was damaged, and says so', async () => {
    const here = await place(300);
    await stepOf(here)();
    const [part] = manifest(here).gathering?.parts ?? [];
    const key = indexKeys.sources(part!.version);
    const { body, etag } = (await here.objects.get(key))!;
    const condition = { kind: 'compare-and-swap', etag } as const;
    await here.objects.put(key, body.fill(0x78, 0, 10), { condition, contentType: 'x' });
    for (let calls = 0; calls < 8 && manifest(here).base === null; calls += 1) await stepOf(here)();
    expect(manifest(here)).toMatchObject({ base: { watches: 12 } });
    expect(here.log.events.find(({ event }) => event === 'index-damaged')?.fields).toMatchObject({ key });
    expect(await met(here, all)).toEqual(words);
  });

  it('names its parts, so that nobody removes them, until it is whole', async () => {
    const here = await place(300);
    await stepOf(here)();
    const versions = manifest(here).gathering?.parts.map(({ version }) => version) ?? [];
    expect(versions).toHaveLength(1);
    expect([...versionsOf(manifest(here))]).toEqual(versions);
    here.clock.advance(indexLimits.gatheringKeptMs);
    await stepOf(here)();
    // Begun again: what is so old may be gone.
    expect(versionsOf(manifest(here)).has(versions[0]!)).toBe(false);
  });

  it('puts an index in force that knows what nobody had journaled, however much that is', async () => {
    const here = await place(0);
    const step = stepOf(here);
    await step();
    for (const word of words) {
      const { body, etag } = (await here.objects.get(keys.watch(word)))!;
      const other = new TextDecoder().decode(body).replace(`"query":"${word}"`, `"query":"new${word}"`);
      const condition = { kind: 'compare-and-swap', etag } as const;
      await here.objects.put(keys.watch(word), new TextEncoder().encode(other), { condition, contentType: 'x' });
    }
    here.clock.advance(indexLimits.renewedMs);
    await step();
    expect(manifest(here).changes).toBe((await readJournal(here.objects)).changes);
  });
});
