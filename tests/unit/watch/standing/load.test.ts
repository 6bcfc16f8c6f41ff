/** The loader of all watches: what alerting asks about each release. */
import { describe, expect, it } from 'vitest';
import { indexKeys, keys } from '../../../../shared/archive/keys.ts';
import { indexLimits } from '../../../../shared/limits.ts';
import type { Objects } from '../../../../shared/ports.ts';
import { compile } from '../../../../shared/steps/compile.ts';
import { journaled } from '../../../../shared/watch/journal.ts';
import { standingWatches } from '../../../../shared/watch/standing/load.ts';
import type { StandingWatches } from '../../../../shared/watch/standing/standing.ts';
import { addWatch, editWatch, noteRate, removeWatch } from '../../../../shared/watch/store.ts';
import { withIndexLimits } from '../../../support/index-limits.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory/ports.ts';

const many = 6;
withIndexLimits({ listedAlwaysMax: many - 1, changesMin: 2, recentChangesMax: 20 });

interface Place extends MemoryPorts {
  lists(): number;
  /** Writes over an object, as no part of Dateline would. */
  spoil(key: string, change: (bytes: Uint8Array) => Uint8Array): Promise<void>;
}

/** Many watches, of which `ports` asks for harbours, and how often they were listed. */
async function place(count = many): Promise<Place> {
  const ports = memoryPorts();
  let lists = 0;
  const objects: Objects = {
    ...ports.objects,
    list: (prefix, ...given) => {
      if (prefix === 'watches/') lists += 1;
      return ports.objects.list(prefix, ...given);
    },
  };
  const here = { ...ports, objects: { ...ports.objects, ...objects } };
  await addWatch(objects, ports.clock, { name: 'Ports', query: 'harbour' });
  for (let at = 1; at < count; at += 1) await put(here, `watch-${at}`, `word${at}`);
  return {
    ...here,
    lists: () => lists,
    spoil: async (key, change) => {
      const { body, etag } = (await objects.get(key))!;
      await objects.put(key, change(body), { condition: { kind: 'compare-and-swap', etag }, contentType: 'x' });
    },
  };
}

/** As somebody writes a watch by hand, without the journal. */
async function put({ objects }: Pick<Place, 'objects'>, id: string, query: string): Promise<void> {
  const { body } = (await objects.get(keys.watch('ports')))!;
  const other = { ...JSON.parse(new TextDecoder().decode(body)), id, query };
  await objects.put(keys.watch(id), new TextEncoder().encode(JSON.stringify(other)), {
    condition: { kind: 'create-once' },
    contentType: 'x',
  });
}

const met = async (watches: StandingWatches, body: string): Promise<readonly string[]> =>
  (await watches.match({ headline: '', body })).map(({ watch }) => watch.id);

/** With an index, or with the list alone. */
const ways = [
  ['stored', async (here: Place) => void (await compile(here)())],
  ['listed', async () => undefined],
] as const;

describe.each(ways)('many watches, %s', (way, prepare) => {
  it('are read once for any number of releases while none changes', async () => {
    const here = await place();
    await prepare(here);
    const load = standingWatches(here);
    expect(await met(await load(), 'A harbour and word3.')).toEqual(['ports', 'watch-3']);
    const listed = here.lists();
    for (let release = 0; release < 50; release += 1) expect(await met(await load(), 'word1')).toEqual(['watch-1']);
    expect(here.lists()).toBe(listed);
    if (way === 'stored') expect(here.objects.keys().some((key) => key.startsWith('index/'))).toBe(true);
  });

  it('meet what they meet when each is looked at: where it is, and by which clause', async () => {
    const here = await place();
    await prepare(here);
    const [hit] = await (await standingWatches(here)()).match({ headline: 'News', body: 'The harbours are open.' });
    expect(hit).toMatchObject({
      watch: { id: 'ports', name: 'Ports' },
      hit: { watch: 'ports', spans: [{ field: 'body', start: 4, end: 12 }], clauses: ['harbour'] },
    });
  });

  const text = 'Fraud at the harbour and on the quay.';
  it.each<[string, (here: Place) => Promise<unknown>, readonly string[]]>([
    ['added', (here) => addWatch(here.objects, here.clock, { name: 'Fraud', query: 'fraud' }), ['fraud', 'ports']],
    ['made to ask something else', (here) => editWatch(here.objects, here.clock, 'ports', { query: 'bridge' }), []],
    ['removed', (here) => removeWatch(here.objects, here.clock, 'ports'), []],
  ])('are known at once when one was %s, to those who hold them and to those who come', async (_, change, expected) => {
    const here = await place();
    await prepare(here);
    const load = standingWatches(here);
    expect(await met(await load(), text)).toEqual(['ports']);
    await change(here);
    expect(await met(await load(), text)).toEqual(expected);
    expect(await met(await standingWatches(here)(), text)).toEqual(expected);
    // Compiled, it is the same.
    for (let at = 0; at < 3; at += 1) await addWatch(here.objects, here.clock, { name: `More ${at}`, query: 'other' });
    await compile(here)();
    expect(await met(await load(), text)).toEqual(expected);
    expect(await met(await standingWatches(here)(), text)).toEqual(expected);
  });

  it('are told as they stand: paused, or subscribed to at another rate', async () => {
    const here = await place();
    await prepare(here);
    const load = standingWatches(here);
    await load();
    await editWatch(here.objects, here.clock, 'ports', { paused: true });
    await noteRate(here.objects, 'ports', 'daily', []);
    const [hit] = await (await load()).match({ headline: '', body: 'harbour' });
    expect(hit?.watch.pausedAt).not.toBeNull();
    expect(hit?.watch.subscribedRates).toEqual(['daily']);
  });

  it('are read again while somebody writes one, who may never say that it is done', async () => {
    const here = await place();
    await prepare(here);
    const load = standingWatches(here);
    await load();
    const dying = journaled(here.objects, here.clock, 'quays', async () => {
      await put(here, 'quays', 'quay');
      expect(await met(await load(), text)).toEqual(['ports', 'quays']);
      throw new Error('the writer dies here');
    });
    await expect(dying).rejects.toThrow('dies');
    expect(await met(await load(), text)).toEqual(['ports', 'quays']);
    expect(await met(await standingWatches(here)(), text)).toEqual(['ports', 'quays']);
    here.clock.advance(indexLimits.writerDeadAfterMs + 1);
    await compile(here)();
    expect(here.objects.json(keys.watchChanges)).toMatchObject({ writing: [], recent: ['ports', 'quays'] });
    expect(await met(await standingWatches(here)(), text)).toEqual(['ports', 'quays']);
  });

  it('have a version that changes with them and is the same for all who hold them', async () => {
    const here = await place();
    await prepare(here);
    const load = standingWatches(here);
    const { version } = await load();
    expect((await standingWatches(here)()).version).toBe(version);
    await editWatch(here.objects, here.clock, 'ports', { query: 'quay' });
    const after = await load();
    expect(after.version).not.toBe(version);
    expect((await standingWatches(here)()).version).toBe(after.version);
  });
});

describe('many watches without an index', () => {
  it('are listed again in time: somebody may have written one by hand', async () => {
    const here = await place();
    const load = standingWatches(here);
    await load();
    await put(here, 'quays', 'quay');
    expect(await met(await load(), 'quay')).toEqual([]);
    here.clock.advance(indexLimits.listedAgainMs);
    expect(await met(await load(), 'quay')).toEqual(['quays']);
  });
});

describe('a stored index', () => {
  const version = (here: Place): string =>
    here.objects
      .keys()
      .find((key) => key.startsWith('index/'))!
      .split('/')[1]!;
  const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === bytes.length - 9 ? byte ^ 1 : byte));

  it.each<[string, (here: Place) => Promise<void>]>([
    ['queries that are damaged', (here) => here.spoil(indexKeys.queries(version(here)), flip)],
    ['queries that are cut', (here) => here.spoil(indexKeys.queries(version(here)), (bytes) => bytes.subarray(0, 60))],
    ['a table that is damaged', (here) => here.spoil(indexKeys.table(version(here)), flip)],
    ['a table of nothing', (here) => here.spoil(indexKeys.table(version(here)), () => new Uint8Array())],
  ])('with %s is named, not used, and compiled again', async (_, damage) => {
    const here = await place();
    await compile(here)();
    await damage(here);
    expect(await met(await standingWatches(here)(), 'harbour')).toEqual(['ports']);
    expect(here.lists()).toBeGreaterThan(0);
    const line = here.log.events.find(({ event }) => event === 'index-damaged');
    expect(line?.fields['version']).toBe(version(here));
    await compile(here)();
    const listed = here.lists();
    expect(await met(await standingWatches(here)(), 'harbour')).toEqual(['ports']);
    expect(here.lists()).toBe(listed);
  });

  it.each([
    ['no JSON', 'x'],
    ['of another compiler', '{"version":1,"compiler":99,"changes":1,"base":{"version":"x"},"delta":null}'],
  ])('whose manifest is %s is not used, and compiled again', async (_, manifest) => {
    const here = await place();
    await compile(here)();
    await here.spoil(indexKeys.manifest, () => new TextEncoder().encode(manifest));
    expect(await met(await standingWatches(here)(), 'harbour')).toEqual(['ports']);
    await compile(here)();
    const listed = here.lists();
    expect(await met(await standingWatches(here)(), 'harbour')).toEqual(['ports']);
    expect(here.lists()).toBe(listed);
  });

  it('that is further behind than the journal reaches is not used', async () => {
    const here = await place();
    await compile(here)();
    const load = standingWatches(here);
    await load();
    for (let at = 0; at <= indexLimits.recentChangesMax; at += 1) {
      await addWatch(here.objects, here.clock, { name: `New ${at}`, query: `new${at}` });
    }
    expect(await met(await load(), 'new0')).toEqual(['new-0']);
    expect(await met(await standingWatches(here)(), 'new0')).toEqual(['new-0']);
  });

  it('proposes a watch, and the query that it has by now decides', async () => {
    const here = await place();
    await compile(here)();
    const load = standingWatches(here);
    await load();
    // By hand: the journal does not name it.
    await here.spoil(keys.watch('ports'), (bytes) =>
      new TextEncoder().encode(new TextDecoder().decode(bytes).replace('"harbour"', '"harbour NOT closed"')),
    );
    expect(await met(await load(), 'The harbour is closed.')).toEqual([]);
    expect(await met(await load(), 'The harbour is open.')).toEqual(['ports']);
  });
});

describe('few watches', () => {
  it('are listed for each release, and nothing is stored', async () => {
    const here = await place(3);
    await compile(here)();
    const load = standingWatches(here);
    await load();
    await put(here, 'quays', 'quay');
    expect(await met(await load(), 'quay')).toEqual(['quays']);
    expect(here.objects.keys().filter((key) => key.startsWith('index/'))).toEqual([]);
  });

  it('may become many', async () => {
    const here = await place(3);
    const load = standingWatches(here);
    expect(await met(await load(), 'word1')).toEqual(['watch-1']);
    for (let at = 10; at < 20; at += 1) await put(here, `watch-${at}`, `word${at}`);
    expect(await met(await load(), 'word15')).toEqual(['watch-15']);
    await addWatch(here.objects, here.clock, { name: 'Quays', query: 'quay' });
    expect(await met(await load(), 'quay')).toEqual(['quays']);
  });
});
