import { describe, expect, it } from 'vitest';
import { indexKeys, keys } from '../../../shared/archive/keys.ts';
import { indexLimits } from '../../../shared/limits.ts';
import { compile, freeCompilation } from '../../../shared/steps/compile.ts';
import type { StepResult } from '../../../shared/steps/messages.ts';
import { standingWatches } from '../../../shared/watch/standing/load.ts';
import type { IndexManifest } from '../../../shared/watch/standing/manifest.ts';
import { addWatch, editWatch, removeWatch } from '../../../shared/watch/store.ts';
import { withIndexLimits } from '../../support/index-limits.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';

withIndexLimits({ listedAlwaysMax: 2, changesMin: 2, deltaWatchesMax: 3 });

async function place(...words: readonly string[]): Promise<MemoryPorts> {
  const ports = memoryPorts();
  for (const word of words) await addWatch(ports.objects, ports.clock, { name: word, query: word });
  return ports;
}

const manifest = (ports: MemoryPorts): IndexManifest => ports.objects.json(indexKeys.manifest) as IndexManifest;
const counted = (result: StepResult): number => (result.kind === 'done' ? (result.counts['watches'] ?? 0) : -1);
const met = async (ports: MemoryPorts, body: string): Promise<readonly string[]> =>
  (await (await standingWatches(ports)()).match({ headline: '', body })).map(({ watch }) => watch.id);

describe('compile', () => {
  it('does nothing where there are few watches', async () => {
    const ports = await place('amber', 'basil');
    await compile(ports)();
    expect(ports.objects.keys().filter((key) => key.includes('index'))).toEqual([]);
  });

  it('looks again in time whether few have become many: they may have been written by hand', async () => {
    const ports = await place('amber', 'basil');
    const step = compile(ports);
    await step();
    const { body } = (await ports.objects.get(keys.watch('amber')))!;
    const other = new TextDecoder().decode(body).replaceAll('amber', 'cedar');
    await ports.objects.put(keys.watch('cedar'), new TextEncoder().encode(other), {
      condition: { kind: 'create-once' },
      contentType: 'x',
    });
    expect(counted(await step())).toBe(0);
    ports.clock.advance(indexLimits.listedAgainMs);
    expect(counted(await step())).toBe(3);
  });

  it('makes a base of all watches, and writes nothing while none changes', async () => {
    const ports = await place('amber', 'basil', 'cedar');
    const step = compile(ports);
    expect(counted(await step())).toBe(3);
    const { base } = manifest(ports);
    expect(ports.objects.keys().filter((key) => key.startsWith('index/'))).toEqual([
      indexKeys.queries(base!.version),
      indexKeys.sources(base!.version),
      indexKeys.table(base!.version),
    ]);
    expect(counted(await step())).toBe(0);
    expect(manifest(ports)).toMatchObject({ changes: 3, base, delta: null, lease: null });
  });

  it('leaves a few changes to the readers, makes a delta of more, and a new base of many', async () => {
    const ports = await place('amber', 'basil', 'cedar');
    const step = compile(ports);
    await step();
    const { base } = manifest(ports);
    await removeWatch(ports.objects, ports.clock, 'amber');
    await step();
    expect(manifest(ports)).toMatchObject({ base, delta: null });
    await editWatch(ports.objects, ports.clock, 'basil', { query: 'dune' });
    await step();
    expect(manifest(ports)).toMatchObject({ changes: 5, base, delta: { watches: 2 } });
    expect(await met(ports, 'amber, basil, cedar, dune')).toEqual(['basil', 'cedar']);
    for (const word of ['ember', 'fjord']) await addWatch(ports.objects, ports.clock, { name: word, query: word });
    await step();
    expect(manifest(ports)).toMatchObject({ changes: 7, base: { watches: 4 }, delta: null });
    expect(await met(ports, 'amber, basil, cedar, dune, fjord')).toEqual(['basil', 'cedar', 'fjord']);
  });

  it('finds within a day what was written without the journal, and tells those who hold an earlier version', async () => {
    const ports = await place('amber', 'basil', 'cedar');
    const step = compile(ports);
    await step();
    const load = standingWatches(ports);
    await load();
    const { body, etag } = (await ports.objects.get(keys.watch('amber')))!;
    await ports.objects.put(
      keys.watch('amber'),
      new TextEncoder().encode(new TextDecoder().decode(body).replace('"query":"amber"', '"query":"dune"')),
      { condition: { kind: 'compare-and-swap', etag }, contentType: 'x' },
    );
    ports.clock.advance(indexLimits.renewedMs);
    await step();
    expect(await met(ports, 'dune')).toEqual(['amber']);
    const held = await (await load()).match({ headline: '', body: 'dune' });
    expect(held.map(({ watch }) => watch.id)).toEqual(['amber']);
    expect(ports.log.events.find(({ event }) => event === 'watches-not-journaled')?.fields).toMatchObject({
      watches: ['amber'],
    });
  });

  it('is done by one at a time, and goes on when that one has died', async () => {
    const ports = await place('amber', 'basil', 'cedar');
    const dead = compile({
      ...ports,
      objects: {
        ...ports.objects,
        put: (key, ...rest) =>
          key.startsWith('index/') ? new Promise(() => undefined) : ports.objects.put(key, ...rest),
      },
    });
    void dead();
    await new Promise((resolve) => setImmediate(resolve));
    expect(manifest(ports).lease).not.toBeNull();
    expect(counted(await compile(ports)())).toBe(0);
    ports.clock.advance(indexLimits.leaseMs + 1);
    expect(counted(await compile(ports)())).toBe(3);
    expect(await met(ports, 'amber')).toEqual(['amber']);
  });

  it('goes on at once where nobody else can be at work', async () => {
    const ports = await place('amber', 'basil', 'cedar');
    await compile(ports)();
    const { base } = manifest(ports);
    const { body, etag } = (await ports.objects.get(indexKeys.manifest))!;
    const leased = new TextDecoder()
      .decode(body)
      .replace('"lease":null', '"lease":{"nonce":"x","until":"2999-01-01T00:00:00.000Z"}');
    await ports.objects.put(indexKeys.manifest, new TextEncoder().encode(leased), {
      condition: { kind: 'compare-and-swap', etag },
      contentType: 'x',
    });
    await freeCompilation(ports.objects);
    for (const word of ['dune', 'ember']) await addWatch(ports.objects, ports.clock, { name: word, query: word });
    expect(counted(await compile(ports)())).toBe(2);
    expect(manifest(ports).base).toEqual(base);
  });

  it('holds up no other when it fails', async () => {
    const ports = await place('amber', 'basil', 'cedar');
    const failing = compile({
      ...ports,
      objects: {
        ...ports.objects,
        put: (key, ...rest) =>
          key.startsWith('index/') ? Promise.reject(new Error('no space')) : ports.objects.put(key, ...rest),
      },
    });
    await expect(failing()).rejects.toThrow('no space');
    expect(manifest(ports)).toMatchObject({ base: null, lease: null });
    expect(counted(await compile(ports)())).toBe(3);
  });
});
