/** Pumps and wakers: what becomes of a message, and that nothing runs when there is nothing to do. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { drain } from '../../../infra/local/pump.ts';
import { waker } from '../../../infra/local/waker.ts';
import { done, later, type StepResult } from '../../../shared/steps/messages.ts';
import { testClock } from '../../support/memory/clock.ts';
import { memoryLog } from '../../support/memory/log.ts';
import { memoryQueue } from '../../support/memory/queue.ts';

const schema = z.object({ n: z.number() });

async function pumped(steps: (n: number) => StepResult) {
  const clock = testClock();
  const queue = memoryQueue({ clock, receivesMax: 3 });
  const log = memoryLog();
  const options = {
    name: 'test',
    queue,
    schema,
    step: async ({ n }: { n: number }) => steps(n),
    visibilitySeconds: 60,
    concurrency: 2,
    log,
  };
  return { clock, queue, log, run: () => drain(options) };
}

test('messages that are done are gone, and what the steps count is summed', async () => {
  const { queue, run } = await pumped((n) => done({ alerts: n }));
  await queue.send([{ body: '{"n":1}' }, { body: '{"n":2}' }, { body: '{"n":4}' }]);
  expect(await run()).toEqual({ done: 3, failed: 0, counts: { alerts: 7 } });
  expect(await run()).toEqual({ done: 0, failed: 0, counts: {} });
});

test('a message for later comes again when its time has come, and does not hold the pump open', async () => {
  let ready = false;
  const { clock, queue, run } = await pumped(() => (ready ? done() : later(30, 'not yet')));
  await queue.send([{ body: '{"n":1}' }]);
  expect(await run()).toEqual({ done: 0, failed: 0, counts: {} });
  ready = true;
  clock.advance(29_000);
  expect((await run()).done).toBe(0);
  clock.advance(2_000);
  expect((await run()).done).toBe(1);
});

test('a step that throws leaves its message for another time and the others go on', async () => {
  const { clock, queue, log, run } = await pumped((n) => {
    if (n === 1) throw new Error('no disk');
    return done();
  });
  await queue.send([{ body: '{"n":1}' }, { body: '{"n":2}' }, { body: 'no json' }]);
  expect(await run()).toMatchObject({ done: 1, failed: 2 });
  expect(log.events.filter(({ event }) => event === 'step-failed')).toHaveLength(2);
  clock.advance(61_000);
  expect(await run()).toMatchObject({ done: 0, failed: 2 });
});

test('a waker sleeps until it is woken, runs once for many wakes, and never twice at once', async () => {
  let runs = 0;
  let running = 0;
  let release = (): void => undefined;
  const made = waker(
    async () => {
      runs += 1;
      running += 1;
      expect(running).toBe(1);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      running -= 1;
      return null;
    },
    () => undefined,
  );
  const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
  await settle();
  expect(runs).toBe(0);
  made.wake();
  made.wake();
  made.wake();
  expect(runs).toBe(1);
  release();
  await settle();
  expect(runs).toBe(2);
  const stopped = made.stop();
  release();
  await stopped;
  made.wake();
  await settle();
  expect(runs).toBe(2);
});

test('a waker keeps the earlier of two times', async () => {
  let runs = 0;
  const made = waker(
    async () => {
      runs += 1;
      return null;
    },
    () => undefined,
  );
  made.wakeIn(10);
  made.wakeIn(60_000);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(runs).toBe(1);
  await made.stop();
});
