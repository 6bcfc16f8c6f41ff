/** The contract of the Queue port, standard and FIFO. */
import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { OutgoingMessage, Queue, ReceivedMessage } from '../../shared/ports.ts';
import { type ContractOptions, contractTests } from './contract.ts';

export interface QueueFixture {
  /** Empty, and used by one test only. */
  readonly queue: Queue;
  /** Bodies that went to the dead letters, in any order. */
  readonly deadBodies: () => Promise<readonly string[]>;
  /** Lets time go by for the queue; without it the suite waits in real time. */
  readonly pass?: (ms: number) => Promise<void>;
  readonly cleanup?: () => Promise<void>;
}

export interface QueueContractOptions extends ContractOptions {
  /** How long one receive may wait for a message that is due (0 where answers are immediate). */
  readonly waitSeconds?: number;
}

const RECEIVES_MAX = 3;
const HIDDEN_SECONDS = 30;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs the suite; `make` is called for each test. */
export function queueContract(
  name: string,
  make: (kind: { readonly fifo: boolean; readonly receivesMax: number }) => Promise<QueueFixture>,
  options: QueueContractOptions = {},
): void {
  const waitSeconds = options.waitSeconds ?? 0;

  describe(`queue contract: ${name}`, () => {
    let fixture: QueueFixture;
    let queue: Queue;
    const open = async (fifo: boolean): Promise<void> => {
      fixture = await make({ fifo, receivesMax: RECEIVES_MAX });
      queue = fixture.queue;
    };
    const pass = (ms: number): Promise<void> => (fixture.pass ?? sleep)(ms);
    const receive = (max = 10, visibilitySeconds = HIDDEN_SECONDS): Promise<readonly ReceivedMessage[]> =>
      queue.receive({ max, visibilitySeconds, waitSeconds });
    /** Several receives may be needed for all that is visible: queues may answer with fewer than asked. */
    const receiveAll = async (count: number): Promise<readonly ReceivedMessage[]> => {
      const all: ReceivedMessage[] = [];
      for (let attempt = 0; attempt < 20 && all.length < count; attempt += 1) all.push(...(await receive()));
      return all;
    };
    const one = async (visibilitySeconds = HIDDEN_SECONDS): Promise<ReceivedMessage> => {
      const [message] = await receive(1, visibilitySeconds);
      if (message === undefined) throw new Error('expected a visible message');
      return message;
    };
    const sendBodies = (bodies: readonly string[], rest: Omit<OutgoingMessage, 'body'> = {}) =>
      queue.send(bodies.map((body) => ({ body, ...rest })));

    const it = contractTests(name, options);
    afterEach(async () => {
      await fixture?.cleanup?.();
    });

    describe('standard', () => {
      beforeEach(() => open(false));

      it('gives what was sent, once, until it is deleted', async () => {
        expect(await sendBodies(['{"text":"grüße 東京 😀"}'])).toEqual([]);
        const message = await one();
        expect(message).toMatchObject({ body: '{"text":"grüße 東京 😀"}', receiveCount: 1 });
        expect(await receive()).toEqual([]);
        await queue.delete([message.receipt]);
        expect(await receive()).toEqual([]);
      });

      it('is empty at first and takes an empty list', async () => {
        expect(await queue.send([])).toEqual([]);
        expect(await receive()).toEqual([]);
        await queue.delete([]);
      });

      it('shows a message again when its visibility ends, and counts the receipts', async () => {
        await sendBodies(['again']);
        const first = await one(1);
        await pass(1_200);
        const second = await one();
        expect(second).toMatchObject({ id: first.id, body: 'again', receiveCount: 2 });
      });

      it('shows a message at once when its visibility is set to 0', async () => {
        await sendBodies(['at once']);
        const { receipt } = await one();
        await queue.changeVisibility(receipt, 0);
        expect(await one()).toMatchObject({ body: 'at once', receiveCount: 2 });
      });

      it('hides a message for longer when its visibility is extended', async () => {
        await sendBodies(['longer']);
        const { receipt } = await one(2);
        await queue.changeVisibility(receipt, HIDDEN_SECONDS);
        await pass(2_200);
        expect(await receive()).toEqual([]);
      });

      it('deletes by the same receipt after the visibility was changed', async () => {
        await sendBodies(['changed']);
        const { receipt } = await one();
        await queue.changeVisibility(receipt, 1);
        await queue.delete([receipt]);
        await pass(1_200);
        expect(await receive()).toEqual([]);
      });

      it('delays a message', async () => {
        await sendBodies(['delayed'], { delaySeconds: 2 });
        await sendBodies(['prompt']);
        expect((await receiveAll(1)).map(({ body }) => body)).toEqual(['prompt']);
        await pass(2_200);
        expect(await one()).toMatchObject({ body: 'delayed', receiveCount: 1 });
      });

      it('moves a message to the dead letters when it was received too often', async () => {
        await sendBodies(['poison']);
        for (let i = 1; i <= RECEIVES_MAX; i += 1) {
          const message = await one();
          expect(message.receiveCount).toBe(i);
          await queue.changeVisibility(message.receipt, 0);
        }
        expect(await receive()).toEqual([]);
        expect(await fixture.deadBodies()).toEqual(['poison']);
      });

      it('takes more than ten messages in one send and gives each once', async () => {
        const bodies = Array.from({ length: 23 }, (_, i) => `message ${i}`);
        expect(await sendBodies(bodies)).toEqual([]);
        const received = await receiveAll(bodies.length);
        expect(received.map(({ body }) => body).sort()).toEqual([...bodies].sort());
        expect(new Set(received.map(({ id }) => id)).size).toBe(bodies.length);
        await queue.delete(received.map(({ receipt }) => receipt));
        expect(await receive()).toEqual([]);
      });

      it('never gives more than asked for', async () => {
        await sendBodies(['1', '2', '3', '4', '5']);
        expect((await receive(2)).length).toBeLessThanOrEqual(2);
      });

      it('gives one message to one of several receivers', async () => {
        await sendBodies(['only']);
        const all = await Promise.all(Array.from({ length: 6 }, () => receive(1)));
        expect(all.flat()).toHaveLength(1);
      });

      it('takes a deletion twice', async () => {
        await sendBodies(['twice']);
        const { receipt } = await one();
        await queue.delete([receipt]);
        await queue.delete([receipt]);
        expect(await receive()).toEqual([]);
      });

      it('names the index of a message that is too long and accepts the others', async () => {
        const failures = await sendBodies(['short', 'x'.repeat(256 * 1024 + 1), 'also short']);
        expect(failures.map(({ index }) => index)).toEqual([1]);
        expect(failures[0]?.reason).not.toBe('');
        expect((await receiveAll(2)).map(({ body }) => body).sort()).toEqual(['also short', 'short']);
      });

      it('takes a message of exactly 256 KiB', async () => {
        const body = 'x'.repeat(256 * 1024);
        expect(await sendBodies([body])).toEqual([]);
        expect((await one()).body).toBe(body);
      });
    });

    describe('FIFO', () => {
      beforeEach(() => open(true));

      it('keeps the order of a group, with one message in flight', async () => {
        await queue.send(['1', '2', '3'].map((body) => ({ body, group: 'host', deduplicationId: `order-${body}` })));
        for (const body of ['1', '2', '3']) {
          const message = await one();
          expect(message).toMatchObject({ body, group: 'host' });
          expect(await receive(1)).toEqual([]);
          await queue.delete([message.receipt]);
        }
      });

      it('gives the messages of other groups meanwhile', async () => {
        await queue.send(
          ['a', 'b', 'c'].map((group) => ({ body: `of ${group}`, group, deduplicationId: `groups-${group}` })),
        );
        const received = await receiveAll(3);
        expect(received.map(({ group }) => group).sort()).toEqual(['a', 'b', 'c']);
      });

      it('gives no two messages of a group in one receive', async () => {
        await queue.send(['1', '2'].map((body) => ({ body, group: 'host', deduplicationId: `batch-${body}` })));
        expect((await receive(10)).map(({ body }) => body)).toEqual(['1']);
      });

      it('gives the same message of a group first again when its visibility ends', async () => {
        await queue.send(['1', '2'].map((body) => ({ body, group: 'host', deduplicationId: `again-${body}` })));
        await one(1);
        await pass(1_200);
        expect(await one()).toMatchObject({ body: '1', receiveCount: 2 });
      });

      it('drops a second message with the same deduplication id, also when the first was handled', async () => {
        const message = { body: 'once', group: 'host', deduplicationId: 'same' };
        expect(await queue.send([message])).toEqual([]);
        expect(await queue.send([message])).toEqual([]);
        await queue.delete([(await one()).receipt]);
        expect(await queue.send([message])).toEqual([]);
        expect(await receive()).toEqual([]);
      });

      it('lets the next message of a group follow when the first is dead', async () => {
        await queue.send(['poison', 'good'].map((body) => ({ body, group: 'host', deduplicationId: `dead-${body}` })));
        for (let i = 0; i < RECEIVES_MAX; i += 1) await queue.changeVisibility((await one()).receipt, 0);
        expect((await receiveAll(1)).map(({ body }) => body)).toEqual(['good']);
        expect(await fixture.deadBodies()).toEqual(['poison']);
      });
    });

    it.end();
  });
}
