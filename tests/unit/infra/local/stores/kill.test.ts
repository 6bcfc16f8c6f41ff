/** A process is killed at moments of no one's choosing: no release without its events, and none half-written. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../../../../infra/local/stores/file-objects.ts';
import { withCreatedEvents } from '../../../../../infra/local/stores/outbox.ts';
import { openSpoolQueue, type SpoolQueue } from '../../../../../infra/local/stores/spool-queue.ts';
import { headsUnder } from '../../../../../shared/archive/list.ts';
import { temporaryFolder } from '../../../../support/memory/folder.ts';
import { firstLine, kill, useWorker } from './processes.ts';

const { start } = useWorker();

async function keysIn(queue: SpoolQueue): Promise<Set<string>> {
  const keys = new Set<string>();
  for (;;) {
    const received = await queue.receive({ max: 200, visibilitySeconds: 60 });
    if (received.length === 0) return keys;
    for (const { body } of received) keys.add((JSON.parse(body) as { key: string }).key);
    await queue.delete(received.map(({ receipt }) => receipt));
  }
}

test('kill -9 at any moment loses no event and leaves no half-written release', async () => {
  const folder = await temporaryFolder();
  const clock = systemClock();
  for (let round = 0; round < 8; round += 1) {
    const child = start('commit', folder, 0);
    await firstLine(child);
    await clock.wait(15 + round * 7.3);
    await kill(child);
  }

  const temporary = join(folder, 'tmp');
  const inner = await openFileObjects({ archive: join(folder, 'archive'), temporary, clock, fsync: false });
  const open = (name: string) =>
    openSpoolQueue({ folder: join(folder, 'spool', name), clock, receivesMax: 20, fsync: false });
  const [stored, changed] = [await open('stored'), await open('changed')];
  const outboxFolder = join(folder, 'spool/outbox');
  const { objects, recoverOutbox } = withCreatedEvents(inner, { stored, changed, outboxFolder, fsync: false });
  await recoverOutbox();

  const created: string[] = [];
  for await (const { key } of headsUnder(objects, 'releases/')) created.push(key);
  created.sort();
  expect(created.length).toBeGreaterThan(8);
  for (const key of created) {
    expect(Buffer.from((await objects.get(key))?.body ?? []).toString()).toBe('{"whole":true}');
  }
  expect([...(await keysIn(stored))].sort()).toEqual(created);
  expect([...(await keysIn(changed))].sort()).toEqual(created);
  expect(await readdir(outboxFolder)).toEqual([]);
  expect((await readdir(temporary)).filter((name) => name.endsWith('.part'))).toEqual([]);
});
