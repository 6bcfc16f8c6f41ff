import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIntents } from '../../../../../infra/local/stores/intent-log.ts';
import { withCreatedEvents } from '../../../../../infra/local/stores/outbox.ts';
import type { Objects, Queue } from '../../../../../shared/ports.ts';
import { testClock } from '../../../../support/memory/clock.ts';
import { temporaryFolder } from '../../../../support/memory/folder.ts';
import { memoryObjects } from '../../../../support/memory/objects.ts';
import { memoryQueue } from '../../../../support/memory/queue.ts';

const key = 'releases/newsroom=interpol/date=2017-05-13/aaaaaaaaaaaaaaaaaaaa.json';
const message = JSON.stringify({ key });
const createOnce = { condition: { kind: 'create-once' }, contentType: 'application/json' } as const;
const body = Buffer.from('{}');
const deadIntents = '999999999-0123456789ab.0123456789ab.intents';
const noted = `+1 "${key}"\n`;

async function world(wrap: { objects?: (inner: Objects) => Objects; changed?: (inner: Queue) => Queue } = {}) {
  const clock = testClock();
  const outboxFolder = await temporaryFolder();
  const inner = memoryObjects({ clock });
  const stored = memoryQueue({ clock });
  const changed = memoryQueue({ clock });
  const events = withCreatedEvents(wrap.objects?.(inner) ?? inner, {
    stored,
    changed: wrap.changed?.(changed) ?? changed,
    outboxFolder,
    fsync: false,
  });
  return { ...events, inner, stored, changed, outboxFolder };
}

describe('created events', () => {
  test('a created release is told to both queues, once', async () => {
    const { objects, stored, changed, outboxFolder, recoverOutbox, close } = await world();
    await objects.put(key, body, createOnce);
    await objects.put(key, body, createOnce);
    expect([stored.bodies(), changed.bodies()]).toEqual([[message], [message]]);
    const [file] = await readdir(outboxFolder);
    expect(readIntents(join(outboxFolder, file!))).toEqual([]);
    expect(await recoverOutbox()).toBe(0);
    close();
    expect(await readdir(outboxFolder)).toEqual([]);
  });

  test('other keys and swaps are told to nobody', async () => {
    const { objects, stored } = await world();
    await objects.put('state/a.json', body, createOnce);
    expect(stored.bodies()).toEqual([]);
  });

  test('a process killed before the create leaves nothing to tell', async () => {
    const { recoverOutbox, stored, outboxFolder } = await world();
    await writeFile(join(outboxFolder, deadIntents), noted);
    expect(await recoverOutbox()).toBe(0);
    expect(stored.bodies()).toEqual([]);
    expect(await readdir(outboxFolder)).toEqual([]);
  });

  test('a process killed after the create has its event told at the next start', async () => {
    const { recoverOutbox, inner, stored, changed, outboxFolder } = await world();
    await inner.put(key, body, createOnce);
    await writeFile(join(outboxFolder, deadIntents), noted);
    expect(await recoverOutbox()).toBe(1);
    expect([stored.bodies(), changed.bodies()]).toEqual([[message], [message]]);
    expect(await readdir(outboxFolder)).toEqual([]);
  });

  test.each(['', noted.slice(0, -1), noted.slice(0, 30), '\0\0\0\0', `${noted}-1\n`])(
    'an intent that was settled or cut to %j is removed without a word',
    async (text) => {
      const { recoverOutbox, inner, stored, outboxFolder } = await world();
      await inner.put(key, body, createOnce);
      await writeFile(join(outboxFolder, deadIntents), text);
      expect(await recoverOutbox()).toBe(0);
      expect(stored.bodies()).toEqual([]);
      expect(await readdir(outboxFolder)).toEqual([]);
    },
  );

  test('a queue that fails makes the put fail, and the event is told later', async () => {
    let broken = true;
    const { objects, recoverOutbox, inner, changed } = await world({
      changed: (queue) => ({
        ...queue,
        send: async (messages) => (broken ? [{ index: 0, reason: 'no space' }] : queue.send(messages)),
      }),
    });
    await expect(objects.put(key, body, createOnce)).rejects.toMatchObject({ code: 'E_SEND' });
    expect(inner.keys()).toEqual([key]);
    broken = false;
    expect(await objects.put(key, body, createOnce)).toEqual({ kind: 'exists' });
    expect(await recoverOutbox()).toBe(1);
    expect(changed.bodies()).toEqual([message]);
  });

  test('recovery leaves a put alone that is still under way', async () => {
    let proceed = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      proceed = resolve;
    });
    const { objects, recoverOutbox, stored, outboxFolder } = await world({
      objects: (inner) => ({
        ...inner,
        put: async (...call) => {
          await gate;
          return inner.put(...call);
        },
      }),
    });
    const put = objects.put(key, body, createOnce);
    while ((await readdir(outboxFolder)).length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect(await recoverOutbox()).toBe(0);
    const [file] = await readdir(outboxFolder);
    expect(readIntents(join(outboxFolder, file!))).toEqual([key]);
    proceed();
    await put;
    expect(stored.bodies()).toEqual([message]);
  });

  test('intents of thousands of releases lie in files of their own, which go when all is told', async () => {
    const { objects, stored, outboxFolder, close } = await world();
    const all = Array.from({ length: 2_500 }, (_, n) => key.replace('aaaa', String(n).padStart(4, 'b')));
    for (let at = 0; at < all.length; at += 100) {
      await Promise.all(all.slice(at, at + 100).map((one) => objects.put(one, body, createOnce)));
    }
    expect(new Set(stored.bodies()).size).toBe(all.length);
    expect(await readdir(outboxFolder)).toHaveLength(1);
    close();
    expect(await readdir(outboxFolder)).toEqual([]);
  });
});
