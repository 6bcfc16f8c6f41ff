import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSpoolQueue, type SpoolQueue } from '../../../../../infra/local/stores/spool-queue.ts';
import { testClock } from '../../../../support/memory/clock.ts';
import { temporaryFolder } from '../../../../support/memory/folder.ts';

async function open(options: { fifo?: boolean; receivesMax?: number } = {}) {
  const folder = await temporaryFolder();
  const clock = testClock();
  const reopen = (): Promise<SpoolQueue> => openSpoolQueue({ folder, clock, receivesMax: 2, fsync: false, ...options });
  return { folder, clock, queue: await reopen(), reopen };
}

const receive = (queue: SpoolQueue) => queue.receive({ max: 10, visibilitySeconds: 30 });

describe('the spool', () => {
  test('counts what is visible, delayed, in flight and dead, and when the next one comes', async () => {
    const { queue, clock } = await open();
    await queue.send([{ body: 'now' }, { body: 'soon', delaySeconds: 60 }]);
    expect(await queue.counts()).toEqual({
      visible: 1,
      delayed: 1,
      inFlight: 0,
      received: 0,
      dead: 0,
      nextVisibleAtMs: clock.nowMs() + 60_000,
    });
    await receive(queue);
    expect(await queue.counts()).toMatchObject({ visible: 0, delayed: 1, inFlight: 1 });
    expect((await queue.counts()).nextVisibleAtMs).toBe(clock.nowMs() + 30_000);
  });

  test('a message held back by its group is counted as delayed, not as visible', async () => {
    const { queue } = await open({ fifo: true });
    await queue.send([
      { body: '1', group: 'host' },
      { body: '2', group: 'host' },
    ]);
    expect(await queue.counts()).toMatchObject({ visible: 1, delayed: 1, nextVisibleAtMs: null });
    await receive(queue);
    expect(await queue.counts()).toMatchObject({ visible: 0, delayed: 1, inFlight: 1 });
  });

  test('dead letters come back by a redrive, with no receipts counted', async () => {
    const { queue, clock } = await open();
    await queue.send([{ body: 'poison' }]);
    for (let i = 0; i < 3; i += 1) {
      await receive(queue);
      clock.advance(31_000);
    }
    expect(await queue.counts()).toMatchObject({ visible: 0, dead: 1 });
    expect(await queue.redrive()).toBe(1);
    expect(await receive(queue)).toMatchObject([{ body: 'poison', receiveCount: 1 }]);
    expect(await queue.deadBodies()).toEqual([]);
  });

  test('what a killed process held can be freed at once, and what is delayed on purpose stays delayed', async () => {
    const { queue, reopen } = await open({ receivesMax: 5 });
    await queue.send([{ body: 'held' }, { body: 'soon', delaySeconds: 60 }]);
    await receive(queue);
    const next = await reopen();
    expect(await receive(next)).toEqual([]);
    expect(await next.freeInFlight()).toEqual(['held']);
    expect(await receive(next)).toMatchObject([{ body: 'held', receiveCount: 1 }]);
  });

  test('what its receiver put off is not freed, and dies of its failures whoever receives it', async () => {
    const { queue, reopen, clock } = await open({ receivesMax: 2 });
    await queue.send([{ body: 'poison' }]);
    for (let failure = 0; failure < 2; failure += 1) {
      const next = await reopen();
      expect(await next.freeInFlight()).toEqual([]);
      const [received] = await receive(next);
      expect(received).toMatchObject({ body: 'poison', receiveCount: failure + 1 });
      await next.changeVisibility(received!.receipt, 10);
      expect(await receive(next)).toEqual([]);
      clock.advance(11_000);
    }
    expect(await receive(await reopen())).toEqual([]);
    expect(await queue.deadBodies()).toEqual(['poison']);
  });

  test('a message does not die of the kills of the process that held it', async () => {
    const { queue, reopen } = await open({ receivesMax: 2 });
    await queue.send([{ body: 'unlucky' }]);
    for (let kill = 0; kill < 5; kill += 1) {
      const next = await reopen();
      expect(await receive(next)).toHaveLength(1);
      expect(await next.freeInFlight()).toEqual(['unlucky']);
    }
    expect(await queue.counts()).toMatchObject({ visible: 1, dead: 0 });
  });

  test('everything survives a restart: order, receipts, groups and deduplication', async () => {
    const { queue, reopen } = await open({ fifo: true });
    await queue.send(['1', '2', '3'].map((body) => ({ body, group: 'host', deduplicationId: body })));
    const [first] = await receive(queue);
    const again = await reopen();
    expect(await receive(again)).toEqual([]);
    await again.send([{ body: '2', group: 'host', deduplicationId: '2' }]);
    await again.delete([first!.receipt]);
    expect(await receive(again)).toMatchObject([{ body: '2', group: 'host' }]);
    expect((await again.counts()).delayed).toBe(1);
  });

  test('a deduplication id is free again after five minutes, and its memory is removed', async () => {
    const { queue, clock, folder } = await open({ fifo: true });
    const message = { body: 'same', group: 'host', deduplicationId: 'same' };
    await queue.send([message, message]);
    expect((await queue.counts()).visible + (await queue.counts()).delayed).toBe(1);
    clock.advance(5 * 60_000 + 1);
    await queue.send([message]);
    expect((await queue.counts()).visible + (await queue.counts()).delayed).toBe(2);
    expect(await readdir(join(folder, 'seen'))).toHaveLength(1);
  });

  test('a foreign file is left alone and a body that is no message goes to the dead letters', async () => {
    const { queue, folder } = await open();
    await writeFile(join(folder, 'messages', '.DS_Store'), 'x');
    await writeFile(join(folder, 'messages', '000000000000001-0-aaaaaaaaaaaaaaaaaaaa'), '{"half":');
    await queue.send([{ body: 'good' }]);
    expect(await receive(queue)).toMatchObject([{ body: 'good' }]);
    expect(await queue.deadBodies()).toEqual(['{"half":']);
    expect(await readdir(join(folder, 'messages'))).toContain('.DS_Store');
  });

  test('a message that waits is taken as soon as it is there', async () => {
    const folder = await temporaryFolder();
    const clock = testClock(undefined, { advanceOnWait: true });
    const queue = await openSpoolQueue({ folder, clock, receivesMax: 2, fsync: false });
    await queue.send([{ body: 'in a second', delaySeconds: 1 }]);
    const before = clock.nowMs();
    expect(await queue.receive({ max: 1, visibilitySeconds: 30, waitSeconds: 20 })).toHaveLength(1);
    expect(clock.nowMs() - before).toBe(1_000);
  });

  test('under a clock that stands still nothing waits', async () => {
    const { queue } = await open();
    expect(await queue.receive({ max: 1, visibilitySeconds: 30, waitSeconds: 20 })).toEqual([]);
  });

  test('a receipt of an earlier receive does not delete the message of a later one', async () => {
    const { queue, clock } = await open();
    await queue.send([{ body: 'slow' }]);
    const [first] = await receive(queue);
    clock.advance(31_000);
    const [second] = await receive(queue);
    await queue.delete([first!.receipt]);
    expect((await queue.counts()).inFlight).toBe(1);
    await queue.delete([second!.receipt, 'no receipt at all', '../../etc/passwd']);
    expect((await queue.counts()).inFlight).toBe(0);
  });
});
