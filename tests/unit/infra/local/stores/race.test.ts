/** Several real processes on one data folder at the same time. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../../../../infra/local/stores/file-objects.ts';
import { openSpoolQueue } from '../../../../../infra/local/stores/spool-queue.ts';
import { temporaryFolder } from '../../../../support/memory/folder.ts';
import { firstLine, kill, useWorker } from './processes.ts';

const { start } = useWorker();
const run = (job: string, folder: string, amount: number): Promise<unknown> => firstLine(start(job, folder, amount));
const four = (job: string, folder: string, amount: number): Promise<unknown[]> =>
  Promise.all(Array.from({ length: 4 }, () => run(job, folder, amount)));
const sum = (numbers: readonly unknown[]): number => numbers.reduce<number>((total, one) => total + Number(one), 0);

describe('several processes', () => {
  test('create each of 200 keys once in total', async () => {
    const folder = await temporaryFolder();
    expect(sum(await four('create', folder, 200))).toBe(200);
    expect(await readdir(join(folder, 'archive/race'))).toHaveLength(200);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  test('count to exactly 200 by swaps', async () => {
    const folder = await temporaryFolder();
    const objects = await openFileObjects({
      archive: join(folder, 'archive'),
      temporary: join(folder, 'tmp'),
      clock: systemClock(),
      fsync: false,
    });
    await objects.put('counter.json', Buffer.from('0'), {
      condition: { kind: 'create-once' },
      contentType: 'application/json',
    });
    await four('increment', folder, 50);
    expect(Buffer.from((await objects.get('counter.json'))!.body).toString()).toBe('200');
    expect(await readdir(join(folder, 'tmp/locks'))).toEqual([]);
  });

  test('handle every message although one is killed with messages in its hands', async () => {
    const folder = await temporaryFolder();
    const queue = await openSpoolQueue({
      folder: join(folder, 'spool'),
      clock: systemClock(),
      receivesMax: 20,
      fsync: false,
    });
    const bodies = Array.from({ length: 60 }, (_, i) => `message ${i}`);
    await queue.send(bodies.map((body) => ({ body })));
    const holder = start('hold', folder, 7);
    expect(await firstLine(holder)).toBe(7);
    await kill(holder);
    const handled = (await Promise.all([run('work', folder, 1), run('work', folder, 1)])).flat();
    // On a slow machine a message may be handled twice, but none may be lost.
    expect([...new Set(handled)].sort()).toEqual([...bodies].sort());
    expect(await queue.counts()).toEqual({
      visible: 0,
      delayed: 0,
      inFlight: 0,
      received: 0,
      dead: 0,
      nextVisibleAtMs: null,
    });
  });

  test('keep the order within each group', async () => {
    const folder = await temporaryFolder();
    const queue = await openSpoolQueue({
      folder: join(folder, 'spool'),
      clock: systemClock(),
      receivesMax: 20,
      fsync: false,
      fifo: true,
    });
    const sent = Array.from({ length: 40 }, (_, i) => ({ body: `${i % 4}:${Math.floor(i / 4)}`, group: `g${i % 4}` }));
    await queue.send(sent);
    const perWorker = (await Promise.all([run('work-fifo', folder, 60), run('work-fifo', folder, 60)])) as string[][];
    expect(perWorker.flat()).toHaveLength(40);
    for (const handled of perWorker) {
      for (const group of ['0', '1', '2', '3']) {
        const numbers = handled.filter((body) => body.startsWith(`${group}:`)).map((body) => Number(body.slice(2)));
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      }
    }
  });

  test('take the data lock one at a time, and it is free again when the holder is gone', async () => {
    const folder = await temporaryFolder();
    const contenders = Array.from({ length: 4 }, () => start('lock', folder, 0));
    const answers = await Promise.all(contenders.map(firstLine));
    expect([...answers].sort()).toEqual(['E_LOCKED', 'E_LOCKED', 'E_LOCKED', 'held']);
    await Promise.all(contenders.map(kill));
    const next = start('lock', folder, 0);
    expect(await firstLine(next)).toBe('held');
    await kill(next);
  });
});
