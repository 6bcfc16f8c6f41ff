/** The index of an archive: it follows the change log, survives what happens to its files, and answers like the evaluator. */
import { describe, expect, test } from 'vitest';
import { makeRelease, reviseRelease } from '../../support/releases.ts';
import { archiveFixture, idsOf } from './archive-fixture.ts';

const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) =>
    makeRelease({ slug: `s${from + n}`, headline: `Release ${from + n}`, body: `Text of ${from + n} fish.` }),
  );

describe('the search index', () => {
  test('finds releases that are in memory and releases that are in segments', async () => {
    const { index, store, files } = archiveFixture();
    await store(...many(3));
    await index.refresh();
    expect(await files.list()).toEqual([]);
    expect(await idsOf(index, 'fish')).toHaveLength(3);
    await store(...many(300, 3));
    await index.refresh();
    expect((await files.list()).filter((name) => name.endsWith('.segment'))).not.toEqual([]);
    await store(...many(5, 303));
    await index.refresh();
    expect(await idsOf(index, 'fish')).toHaveLength(308);
    expect(index.size).toBe(308);
    expect(await idsOf(index, '"of 307"')).toHaveLength(1);
  });

  test('finds a release in its latest revision only, wherever the earlier one lies', async () => {
    const { index, store, reopened } = archiveFixture();
    const [first, ...others] = many(200);
    await store(first!, ...others);
    await index.refresh();
    await store(reviseRelease(first!, true, { body: 'Now of whales.' }));
    for (const one of [index, reopened()]) {
      await one.refresh();
      expect(await idsOf(one, 'whales')).toEqual([first!.id]);
      expect(await idsOf(one, 'fish')).toHaveLength(199);
      expect(one.size).toBe(200);
      expect(one.find(first!.id)?.revision).toBe(2);
    }
    // The revision goes into a segment of its own, and the earlier one stays dead.
    await store(...many(200, 200));
    await index.refresh();
    expect(await idsOf(reopened(), 'whales')).toEqual([]);
    const other = reopened();
    await other.refresh();
    expect(await idsOf(other, 'fish')).toHaveLength(399);
  });

  test('reads nothing twice: a second process takes the segments as they are', async () => {
    const { index, store, reopened, ports } = archiveFixture();
    await store(...many(300));
    await index.refresh();
    let reads = 0;
    const { get } = ports.objects;
    ports.objects.get = (key, options) => {
      if (key.startsWith('releases/')) reads++;
      return get(key, options);
    };
    const other = reopened();
    await other.refresh();
    expect(await idsOf(other, 'fish')).toHaveLength(300);
    expect(reads).toBe(0);
  });

  test.each([
    ['missing', async (name: string, files: ReturnType<typeof archiveFixture>['files']) => files.remove(name)],
    [
      'damaged',
      async (name: string, files: ReturnType<typeof archiveFixture>['files']) => {
        const bytes = (await files.read(name))!.slice();
        for (let at = 200; at < bytes.length; at += 97) bytes[at] = bytes[at]! ^ 0x55;
        await files.write(name, bytes);
      },
    ],
    [
      'cut short',
      async (name: string, files: ReturnType<typeof archiveFixture>['files']) =>
        files.write(name, (await files.read(name))!.subarray(0, 5_000)),
    ],
  ])('makes a %s segment again, and says so', async (_, harm) => {
    const { index, store, files, reopened, problems } = archiveFixture();
    await store(...many(300));
    await index.refresh();
    const [segment] = (await files.list()).filter((name) => name.endsWith('.segment'));
    await harm(segment!, files);
    const other = reopened();
    await other.refresh();
    expect(await idsOf(other, 'fish')).toHaveLength(300);
    expect(problems.join('\n')).toContain(segment);
    expect(problems.join('\n')).toContain('made again');
    const third = reopened();
    problems.length = 0;
    await third.refresh();
    expect(await idsOf(third, 'fish')).toHaveLength(300);
    expect(problems).toEqual([]);
  });

  test('notices damage at any byte of a segment, or is not harmed by it', async () => {
    const { index, store, files, reopened } = archiveFixture();
    await store(...many(140));
    await index.refresh();
    const [segment] = (await files.list()).filter((name) => name.endsWith('.segment'));
    const whole = (await files.read(segment!))!;
    for (let at = 3; at < whole.length; at += Math.ceil(whole.length / 60)) {
      const bytes = whole.slice();
      bytes[at] = bytes[at]! ^ 0x21;
      await files.write(segment!, bytes);
      const other = reopened();
      await other.refresh();
      expect([at, await idsOf(other, '"of 77" OR =Text NEAR/3 78 OR (fish /s 79)')]).toEqual([
        at,
        expect.objectContaining({ length: 3 }),
      ]);
      for (const name of await files.list()) await files.remove(name);
      await files.write(segment!, whole);
      const again = reopened();
      await again.refresh();
    }
  });

  test('a process that died between segment and manifest leaves nothing behind', async () => {
    const { index, store, files, reopened } = archiveFixture();
    await store(...many(300));
    await index.refresh();
    await files.write('1-9-000000000000.segment', new Uint8Array(10));
    await store(...many(300, 300));
    await index.refresh();
    expect(await files.list()).not.toContain('1-9-000000000000.segment');
    const other = reopened();
    await other.refresh();
    expect(await idsOf(other, 'fish')).toHaveLength(600);
  });

  test('two processes that make it at the same time both find everything', async () => {
    const { index, store, reopened } = archiveFixture();
    const other = reopened();
    for (let round = 0; round < 4; round++) {
      await store(...many(200, round * 200));
      await Promise.all([index.refresh(), other.refresh()]);
      expect(await idsOf(index, 'fish')).toHaveLength((round + 1) * 200);
      expect(await idsOf(other, 'fish')).toHaveLength((round + 1) * 200);
    }
  });

  test('a reader whose segments were merged away takes the new ones', async () => {
    const { index, store, reopened, files, problems } = archiveFixture();
    await store(...many(200));
    await index.refresh();
    const reader = reopened();
    await reader.refresh();
    for (let round = 1; round < 8; round++) {
      await store(...many(200, round * 200));
      await index.refresh();
    }
    expect((await files.list()).length).toBeLessThan(6);
    expect(await idsOf(reader, 'fish')).toHaveLength(1_600);
    expect(problems).toEqual([]);
  });

  test('an index of another archive is not believed', async () => {
    const { index, store, files, problems } = archiveFixture();
    await store(...many(300));
    await index.refresh();
    const another = archiveFixture();
    for (const name of await files.list()) await another.files.write(name, (await files.read(name))!);
    await another.store(makeRelease({ slug: 'other', body: 'A single fish.' }));
    await another.index.refresh();
    expect(await idsOf(another.index, 'fish')).toHaveLength(1);
    expect(another.problems.join()).toContain('another archive');
    expect(problems).toEqual([]);
  });

  test('a release that is not in the log yet is found, and only once when it is', async () => {
    const { index, put, log, store } = archiveFixture();
    const release = makeRelease();
    const key = await put(release);
    index.announce(key);
    await index.refresh();
    expect(await idsOf(index, 'cybercrime')).toEqual([release.id]);
    await store(...many(3));
    await log(key);
    await index.refresh();
    expect(await idsOf(index, 'cybercrime')).toEqual([release.id]);
    expect(index.find(release.id)?.seq).toBe(4);
    expect(index.size).toBe(4);
  });

  test('an object that is no release is told and left out', async () => {
    const { index, store, log, ports, problems } = archiveFixture();
    const [release] = many(1);
    const key = `releases/newsroom=harbour/date=2026-03-02/${release!.id}.json`;
    await ports.objects.put(key, new TextEncoder().encode('{'), {
      condition: { kind: 'create-once' },
      contentType: 'application/json',
    });
    await log(key);
    await store(makeRelease({ slug: 'good' }));
    await index.refresh();
    expect(index.size).toBe(1);
    expect(problems).toEqual([expect.stringContaining(key)]);
  });
});
