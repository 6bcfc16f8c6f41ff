import { describe, expect, it } from 'vitest';
import { updateCatalog } from '../../../shared/archive/catalog.ts';
import { appendChanges, type ChangeLine, parseSegment } from '../../../shared/archive/changes.ts';
import { keys } from '../../../shared/archive/keys.ts';
import { listKeys } from '../../../shared/archive/list.ts';
import { readJson } from '../../../shared/archive/objects.ts';
import { verifyArchive } from '../../../shared/archive/verify/archive.ts';
import { newProgress } from '../../../shared/archive/verify/finding.ts';
import { sha256Hex } from '../../../shared/ids.ts';
import { builtinNewsrooms } from '../../../shared/newsrooms/registry.ts';
import type { Objects } from '../../../shared/ports.ts';
import { publish } from '../../../shared/steps/publish.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { quietConfig } from '../../support/pipeline.ts';
import { makeRelease, reviseRelease, storeRelease } from '../../support/releases.ts';

const nowMs = Date.parse('2026-03-02T09:00:00Z');

async function logOf(objects: Objects): Promise<ChangeLine[]> {
  const lines: ChangeLine[] = [];
  for await (const { key } of listKeys(objects, 'changes/')) {
    if (!key.endsWith('.ndjson')) continue;
    lines.push(...parseSegment(key, (await objects.get(key))!.body));
  }
  return lines;
}

async function findings(objects: Objects): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { key, problem } of verifyArchive(objects, newProgress())) {
    found.push(`${key}: ${problem}`);
  }
  return found;
}

/** Objects whose puts under a prefix fail as if the process had died there. */
function dyingAt(objects: Objects, prefix: string): Objects {
  return {
    ...objects,
    get: objects.get.bind(objects),
    list: objects.list.bind(objects),
    put: async (key, body, options) => {
      if (key.startsWith(prefix)) throw new Error('died');
      return objects.put(key, body, options);
    },
  };
}

describe('the change log', () => {
  it('numbers lines without gaps and chains segments by the hash of the one before', async () => {
    const { objects } = memoryPorts();
    const one = await storeRelease(objects, makeRelease({ slug: 'one' }));
    const two = await storeRelease(objects, makeRelease({ slug: 'two' }));
    const three = await storeRelease(objects, makeRelease({ slug: 'three' }));
    const first = await appendChanges(objects, nowMs, [one, two]);
    const second = await appendChanges(objects, nowMs + 60_000, [three]);

    const lines = await logOf(objects);
    expect(lines.map(({ seq, op, key }) => [seq, op, key])).toEqual([
      [1, 'ADD', one],
      [2, 'ADD', two],
      [3, 'ADD', three],
    ]);
    const firstBytes = (await objects.get(first!.segment!))!.body;
    expect(lines.map((line) => line.previous)).toEqual([null, null, sha256Hex(firstBytes)]);
    expect(first!.segment).toBe('changes/2026/03/02/0900-000000000001.ndjson');
    expect(second!.segment).toBe('changes/2026/03/02/0901-000000000003.ndjson');
    expect((await readJson(objects, keys.changesHead, null)).value).toMatchObject({ key: second!.segment, seq: 3 });
    expect(await findings(objects)).toEqual([]);
  });

  it('keeps the names of segments rising when the clock jumps back', async () => {
    const { objects } = memoryPorts();
    const made: string[] = [];
    for (const [slug, ms] of [
      ['one', nowMs],
      ['two', nowMs - 86_400_000],
      ['three', nowMs + 60_000],
    ] as const) {
      const { segment } = (await appendChanges(objects, ms, [await storeRelease(objects, makeRelease({ slug }))]))!;
      made.push(segment!);
    }
    expect(made).toEqual([...made].sort());
    expect(made[1]).toBe('changes/2026/03/02/0900-000000000002.ndjson');
    expect(await findings(objects)).toEqual([]);
  });

  it('logs each object once, whatever is told twice', async () => {
    const { objects } = memoryPorts();
    const key = await storeRelease(objects, makeRelease());
    await appendChanges(objects, nowMs, [key, key]);
    const again = await appendChanges(objects, nowMs + 60_000, [key]);
    expect(again).toMatchObject({ segment: null, lines: 0 });
    expect(await logOf(objects)).toHaveLength(1);
  });

  it('puts a release before its revision, though the messages came the other way round', async () => {
    const { objects } = memoryPorts();
    const release = makeRelease();
    const first = await storeRelease(objects, release);
    const second = await storeRelease(objects, reviseRelease(release, true));
    await appendChanges(objects, nowMs, [second]);
    await appendChanges(objects, nowMs + 60_000, [first]);
    expect((await logOf(objects)).map(({ op, key }) => [op, key])).toEqual([
      ['ADD', first],
      ['REVISE', second],
    ]);
  });

  it('says WITHDRAW for a revision that is withdrawn', async () => {
    const { objects } = memoryPorts();
    const release = makeRelease();
    const first = await storeRelease(objects, release);
    const second = await storeRelease(objects, reviseRelease(release, true, { status: 'withdrawn' }));
    await appendChanges(objects, nowMs, [first, second]);
    expect((await logOf(objects)).map(({ op }) => op)).toEqual(['ADD', 'WITHDRAW']);
  });

  it.each([
    ['before the segment is put', 'changes/2026'],
    ['before the head is written', 'changes/head.json'],
  ])('is finished by the next writer when one dies %s', async (_when, prefix) => {
    const { objects } = memoryPorts();
    const one = await storeRelease(objects, makeRelease({ slug: 'one' }));
    const two = await storeRelease(objects, makeRelease({ slug: 'two' }));
    await expect(appendChanges(dyingAt(objects, prefix), nowMs, [one])).rejects.toThrow('died');
    await appendChanges(objects, nowMs + 60_000, [one, two]);
    expect((await logOf(objects)).map(({ seq, key }) => [seq, key])).toEqual([
      [1, one],
      [2, two],
    ]);
    expect(await findings(objects)).toEqual([]);
  });

  it('does not fork when writers race', async () => {
    const { objects } = memoryPorts();
    const keysOf = await Promise.all(
      Array.from({ length: 12 }, (_, n) => storeRelease(objects, makeRelease({ slug: `item-${n}` }))),
    );
    // Every writer knows every key, and goes on until it has not lost.
    await Promise.all(
      [0, 1, 2, 3].map(async (writer) => {
        for (const key of [...keysOf.slice(writer * 3), ...keysOf.slice(0, writer * 3)]) {
          while ((await appendChanges(objects, nowMs, [key])) === null);
        }
      }),
    );
    const lines = await logOf(objects);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(12);
    expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
    expect(await findings(objects)).toEqual([]);
  });

  it('passes over keys that are no release or have no object, and names them', async () => {
    const { objects } = memoryPorts();
    const missing = 'releases/newsroom=harbour/date=2026-03-01/aaaaaaaaaaaaaaaaaaaa.json';
    const result = await appendChanges(objects, nowMs, ['releases/readme.json', missing]);
    expect(result!.skipped).toEqual(['releases/readme.json', missing]);
    expect(await logOf(objects)).toEqual([]);
  });
});

describe('the catalog', () => {
  const sources = { newsrooms: [], health: new Map(), daily: { seq: 0, days: {} } };

  it('counts a release once, whatever its revisions, and catches up after a crash', async () => {
    const { objects } = memoryPorts();
    const release = makeRelease();
    const first = await storeRelease(objects, release);
    const second = await storeRelease(objects, reviseRelease(release, true));
    await appendChanges(objects, nowMs, [first]);
    // The writer died before the catalog; the next one finds two segments.
    await appendChanges(objects, nowMs + 60_000, [second]);
    const { catalog } = await updateCatalog(objects, nowMs + 60_000, sources);
    expect(catalog.newsrooms).toMatchObject([{ id: 'harbour', releases: 1, revisions: 1, lastDate: '2026-03-01' }]);
    const again = await updateCatalog(objects, nowMs + 120_000, sources);
    expect(again).toMatchObject({ written: false, catalog: { changes: { seq: 2 } } });
  });

  it('tells the terms of a newsroom where its file does, keeps them, and invents none', async () => {
    const { objects } = memoryPorts();
    const released = ['gov-uk', 'interpol', 'unknown'].map((newsroom) => makeRelease({ newsroom }));
    await appendChanges(objects, nowMs, await Promise.all(released.map((release) => storeRelease(objects, release))));
    const known = { ...sources, newsrooms: builtinNewsrooms() };
    const terms = [
      ['gov-uk', 'Crown copyright, Open Government Licence'],
      ['interpol', null],
      ['unknown', null],
    ];
    for (const from of [known, sources]) {
      const { catalog } = await updateCatalog(objects, nowMs, from);
      expect(catalog.newsrooms.map(({ id, license }) => [id, license])).toEqual(terms);
    }
  });

  it.each(['', '{"key":"changes/', '{}', '"head"'])(
    'goes on beside a head that holds %j, and leaves that as it is',
    async (text) => {
      const ports = memoryPorts({ startMs: nowMs });
      const { objects } = ports;
      await objects.put(keys.changesHead, Buffer.from(text), {
        condition: { kind: 'create-once' },
        contentType: 'application/json',
      });
      const key = await storeRelease(objects, makeRelease({ slug: 'one' }));
      await ports.queues.changed.send([{ body: JSON.stringify({ key }) }]);
      expect(await publish(ports, quietConfig)()).toMatchObject({ kind: 'done', counts: { changes: 1 } });
      expect((await logOf(objects)).map((line) => line.key)).toEqual([key]);
      expect(Buffer.from((await objects.get(keys.changesHead))!.body).toString()).toBe(text);
      expect(ports.log.events).toContainEqual(
        expect.objectContaining({
          event: 'catalog-stuck',
          fields: expect.objectContaining({ remedy: expect.stringContaining('move it out of the archive') }),
        }),
      );
      expect(await findings(objects)).toContainEqual(expect.stringContaining(`${keys.changesHead}: `));
    },
  );

  it('writes a head that was removed anew, also when there is nothing new to log', async () => {
    const ports = memoryPorts({ startMs: nowMs });
    const { objects } = memoryPorts();
    await appendChanges(objects, nowMs, [await storeRelease(objects, makeRelease({ slug: 'one' }))]);
    const before = (await objects.get(keys.changesHead))!.body;
    for (const key of objects.keys().filter((one) => one !== keys.changesHead)) {
      const { body } = (await objects.get(key))!;
      await ports.objects.put(key, body, { condition: { kind: 'create-once' }, contentType: 'application/json' });
    }
    await publish(ports, quietConfig)();
    expect((await ports.objects.get(keys.changesHead))!.body).toEqual(before);
  });

  describe('whose state is gone', () => {
    /** The archive after two segments, without these keys. */
    async function archiveWithout(...gone: readonly string[]): Promise<MemoryPorts> {
      const { objects } = memoryPorts();
      const one = await storeRelease(objects, makeRelease({ slug: 'one' }));
      const two = await storeRelease(objects, makeRelease({ slug: 'two' }));
      await appendChanges(objects, nowMs, [one]);
      const { body: headOfOne } = (await objects.get(keys.changesHead))!;
      await appendChanges(objects, nowMs + 60_000, [two]);
      const ports = memoryPorts({ startMs: nowMs + 120_000 });
      for (const key of objects.keys().filter((one) => !gone.includes(one))) {
        const { body } = (await objects.get(key))!;
        const earlier = key === keys.changesHead && gone.includes('the last raise of the head');
        const put = { condition: { kind: 'create-once' }, contentType: 'application/json' } as const;
        await ports.objects.put(key, earlier ? headOfOne : body, put);
      }
      for (const key of [one, two, await storeRelease(ports.objects, makeRelease({ slug: 'three' }))]) {
        await ports.queues.changed.send([{ body: JSON.stringify({ key }) }]);
      }
      return ports;
    }

    it.each([[[]], [[keys.changesHead]], [['the last raise of the head']]])(
      'goes on from where it ends, logs nothing twice and forks nothing, also without %j',
      async (gone) => {
        const ports = await archiveWithout(keys.changes, ...gone);
        expect(await publish(ports, quietConfig)()).toMatchObject({ counts: { changes: 1 } });
        expect((await logOf(ports.objects)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
        expect(await findings(ports.objects)).toEqual([]);
      },
    );

    it('stops, and says so, where the log does not say where it ends', async () => {
      const ports = await archiveWithout(keys.changes, 'changes/2026/03/02/0900-000000000001.ndjson', keys.changesHead);
      await expect(publish(ports, quietConfig)()).rejects.toMatchObject({
        code: 'E_CHAIN',
        hint: expect.stringContaining('restore state/changes.json'),
      });
    });
  });
});
