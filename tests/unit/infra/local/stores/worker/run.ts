/** A process of the race tests: does one job on the folder it is given and prints what came of it as one line of JSON. */
import { join } from 'node:path';
import { systemClock } from '../../../../../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../../../../../infra/local/stores/file-objects.ts';
import { acquireDataLock } from '../../../../../../infra/local/stores/lock.ts';
import { withCreatedEvents } from '../../../../../../infra/local/stores/outbox.ts';
import { openSpoolQueue } from '../../../../../../infra/local/stores/spool-queue.ts';

const [job = '', folder = '', amount = '0'] = process.argv.slice(2);
const count = Number(amount);
const clock = systemClock();
const contentType = 'application/json';

const openObjects = () =>
  openFileObjects({ archive: join(folder, 'archive'), temporary: join(folder, 'tmp'), clock, fsync: false });
const openQueue = (fifo: boolean) =>
  openSpoolQueue({ folder: join(folder, 'spool'), clock, receivesMax: 20, fsync: false, fifo });

const hang = (): Promise<never> => new Promise(() => setInterval(() => undefined, 1_000));

/** Tries to create every key; answers how many it created. */
async function create(): Promise<number> {
  const objects = await openObjects();
  let won = 0;
  for (let i = 0; i < count; i += 1) {
    const body = Buffer.from(`${process.pid}`);
    const outcome = await objects.put(`race/${i}.json`, body, { condition: { kind: 'create-once' }, contentType });
    if (outcome.kind === 'stored') won += 1;
  }
  return won;
}

/** Adds one to a counter this many times; answers how many swaps it won. */
async function increment(): Promise<number> {
  const objects = await openObjects();
  let won = 0;
  while (won < count) {
    const current = await objects.get('counter.json');
    if (current === null) throw new Error('the counter is missing');
    const body = Buffer.from(String(Number(Buffer.from(current.body).toString()) + 1));
    const outcome = await objects.put('counter.json', body, {
      condition: { kind: 'compare-and-swap', etag: current.etag },
      contentType,
    });
    if (outcome.kind === 'stored') won += 1;
  }
  return won;
}

/** Receives for this many seconds and deletes until the queue has been empty for a while; answers the bodies. */
async function work(fifo: boolean): Promise<readonly string[]> {
  const queue = await openQueue(fifo);
  const bodies: string[] = [];
  for (;;) {
    const received = await queue.receive({ max: 5, visibilitySeconds: count, waitSeconds: 1 });
    if (received.length === 0 && (await queue.counts()).nextVisibleAtMs === null) return bodies;
    for (const { body, receipt } of received) {
      bodies.push(body);
      await queue.delete([receipt]);
    }
  }
}

/** Receives some messages, says so, and hangs with them until it is killed. */
async function hold(): Promise<never> {
  const queue = await openQueue(false);
  const received = await queue.receive({ max: count, visibilitySeconds: 1 });
  process.stdout.write(`${JSON.stringify(received.length)}\n`);
  return hang();
}

/** Takes the data lock, says so or which code it was refused with, and hangs until it is killed. */
async function lock(): Promise<never> {
  const answer = await acquireDataLock(folder).then(
    () => 'held',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : 'unknown'),
  );
  process.stdout.write(`${JSON.stringify(answer)}\n`);
  return hang();
}

/** Creates releases with their events, in order and without end, until it is killed. */
async function commit(): Promise<never> {
  const queue = (name: string) =>
    openSpoolQueue({ folder: join(folder, 'spool', name), clock, receivesMax: 20, fsync: false });
  const { objects } = withCreatedEvents(await openObjects(), {
    stored: await queue('stored'),
    changed: await queue('changed'),
    outboxFolder: join(folder, 'spool/outbox'),
    fsync: false,
  });
  process.stdout.write('"started"\n');
  for (let i = 0; ; i += 1) {
    const body = Buffer.from('{"whole":true}');
    await objects.put(`releases/${process.pid}/${i}.json`, body, { condition: { kind: 'create-once' }, contentType });
  }
}

const jobs: Readonly<Record<string, () => Promise<unknown>>> = {
  create,
  increment,
  work: () => work(false),
  'work-fifo': () => work(true),
  hold,
  commit,
  lock,
};
const result = await jobs[job]?.();
process.stdout.write(`${JSON.stringify(result)}\n`);
