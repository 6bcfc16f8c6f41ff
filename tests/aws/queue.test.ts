/** The contract of Queue on SQS. */
import { describe, expect, test } from 'vitest';
import type { ContractSkip } from '../contract/contract.ts';
import { queueContract } from '../contract/queue.contract.ts';
import type { EmulatorName } from '../support/emulators/install.ts';
import { emulator, makeQueue } from './emulator.ts';

const skips: Readonly<Record<EmulatorName, readonly ContractSkip[]>> = {
  ministack: [],
  moto: [
    {
      test: 'drops a second message with the same deduplication id, also when the first was handled',
      reason: 'moto forgets a deduplication id when its message is deleted',
    },
  ],
};

async function makeFixture({ fifo, receivesMax }: { readonly fifo: boolean; readonly receivesMax: number }) {
  const dead = await makeQueue({ fifo });
  const live = await makeQueue({ fifo, deadLetterArn: dead.arn, receivesMax });
  return {
    queue: live.queue,
    deadBodies: async () => {
      const buried = await dead.queue.receive({ max: 10, visibilitySeconds: 0, waitSeconds: 1 });
      return buried.map(({ body }) => body);
    },
    cleanup: async () => {
      await live.remove();
      await dead.remove();
    },
  };
}

queueContract(`SQS on ${emulator}`, makeFixture, { skip: skips[emulator] });

describe(`SQS on ${emulator}`, () => {
  test('takes more than one request can carry, each message at its largest', async () => {
    const { queue, remove } = await makeQueue();
    const bodies = Array.from({ length: 6 }, (_, i) => `${i}`.padEnd(256 * 1024, 'x'));
    expect(await queue.send(bodies.map((body) => ({ body })))).toEqual([]);
    const received = new Set<string>();
    for (let attempt = 0; attempt < 10 && received.size < bodies.length; attempt += 1) {
      for (const { body } of await queue.receive({ max: 10, visibilitySeconds: 30 })) received.add(body);
    }
    expect([...received].sort()).toEqual(bodies);
    await remove();
  });

  test('names a queue that does not exist', async () => {
    const { queue, url, remove } = await makeQueue();
    await remove();
    await expect(queue.send([{ body: 'lost' }])).rejects.toMatchObject({ code: 'E_RESOURCE', input: url });
  });
});
