/** What the functions tell SQS: one bad message takes no other with it, and comes back when it should. */
import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { queueHandler, scheduleHandler } from '../../functions/lambda.ts';
import { objectMessagesOf, objectQueue } from '../../functions/object-events.ts';
import { BadInputError, DependencyError } from '../../shared/errors.ts';
import type { Log, Queue, ReceivedMessage } from '../../shared/ports.ts';
import { done, later, type StepResult } from '../../shared/steps/messages.ts';

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A queue that notes what is asked of it. */
function notingQueue(held: readonly ReceivedMessage[] = []): Queue & { readonly notes: string[] } {
  const notes: string[] = [];
  return {
    notes,
    send: async () => [],
    receive: async () => held,
    delete: async (receipts) => {
      notes.push(`delete ${receipts.join()}`);
    },
    changeVisibility: async (receipt, seconds) => {
      notes.push(`${receipt} again in ${seconds}`);
    },
  };
}

const record = (messageId: string, options: { group?: string; tries?: number; body?: string } = {}): SQSRecord =>
  ({
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: options.body ?? messageId,
    attributes: {
      ApproximateReceiveCount: String(options.tries ?? 1),
      ...(options.group === undefined ? {} : { MessageGroupId: options.group }),
    },
  }) as SQSRecord;

async function run(
  records: readonly SQSRecord[],
  step: (message: string) => Promise<StepResult>,
  remainingMs: () => number = () => 60_000,
) {
  const queue = notingQueue();
  const begun: string[] = [];
  const handler = queueHandler<string>({
    queue,
    log: quiet,
    read: (body) => [body],
    step: (message) => {
      begun.push(message);
      return step(message);
    },
  });
  const answer = await handler({ Records: [...records] }, { getRemainingTimeInMillis: remainingMs });
  return { failed: answer.batchItemFailures.map((item) => item.itemIdentifier), begun, notes: queue.notes };
}

const failOn =
  (...bad: string[]) =>
  async (message: string): Promise<StepResult> => {
    if (bad.includes(message)) throw new DependencyError('E_TEST', 'the store does not answer');
    return done();
  };

describe('a batch of messages', () => {
  it('is done when every message is', async () => {
    expect((await run([record('a'), record('b')], failOn())).failed).toEqual([]);
  });

  it('gives back the failing message alone, soon at first and later after each further try', async () => {
    const { failed, begun, notes } = await run([record('a'), record('b', { tries: 3 }), record('c')], failOn('a', 'b'));
    expect(failed).toEqual(['a', 'b']);
    expect(begun).toEqual(['a', 'b', 'c']);
    expect(notes).toEqual(['receipt-a again in 10', 'receipt-b again in 300']);
  });

  it('lets a message that no retry cures use up its tries at once', async () => {
    const { failed, notes } = await run([record('a')], async () => {
      throw new BadInputError('E_MESSAGE', 'a queue message is not JSON');
    });
    expect(failed).toEqual(['a']);
    expect(notes).toEqual(['receipt-a again in 0']);
  });

  it('holds what stands behind a failing message in its group, and no other group', async () => {
    const records = [record('a1', { group: 'a' }), record('b1', { group: 'b' }), record('a2', { group: 'a' })];
    const { failed, begun } = await run(records, failOn('a1'));
    expect(failed).toEqual(['a1', 'a2']);
    expect(begun).toEqual(['a1', 'b1']);
  });

  it('puts a message off for as long as the step says', async () => {
    const { failed, notes } = await run([record('a')], async () => later(42, 'leased'));
    expect(failed).toEqual(['a']);
    expect(notes).toEqual(['receipt-a again in 42']);
  });

  it('begins no further message when the time runs short, and gives the rest back at once', async () => {
    let remaining = 20_000;
    const slow = async (): Promise<StepResult> => {
      remaining -= 10_000;
      return done();
    };
    const { failed, begun, notes } = await run([record('a'), record('b'), record('c')], slow, () => remaining);
    expect(begun).toEqual(['a']);
    expect(failed).toEqual(['b', 'c']);
    expect(notes).toEqual(['receipt-b again in 0', 'receipt-c again in 0']);
  });

  it('always begins the first message, or a short timeout would mean that nothing is ever done', async () => {
    expect((await run([record('a')], failOn(), () => 1)).begun).toEqual(['a']);
  });

  it('survives a queue that cannot be told when', async () => {
    const handler = queueHandler<string>({
      queue: { ...notingQueue(), changeVisibility: async () => Promise.reject(new Error('gone')) },
      log: quiet,
      read: () => {
        throw new BadInputError('E_MESSAGE', 'a queue message is not JSON');
      },
      step: async () => done(),
    });
    const answer = await handler({ Records: [record('a')] }, { getRemainingTimeInMillis: () => 60_000 });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
  });
});

describe('a scheduled call', () => {
  it('fails when the step fails, so that the alarm on errors sees it', async () => {
    const handler = scheduleHandler(async () => Promise.reject(new DependencyError('E_TEST', 'no bucket')), quiet);
    await expect(handler()).rejects.toThrow('no bucket');
  });
});

describe('an event of S3', () => {
  const event = (...keys: string[]): string =>
    JSON.stringify({ Records: keys.map((key) => ({ eventName: 'ObjectCreated:Put', s3: { object: { key } } })) });

  it.each([
    [
      'releases/newsroom%3Dinterpol/date%3D2017-05-13/a+b%2Bc%3Ad.json',
      'releases/newsroom=interpol/date=2017-05-13/a b+c:d.json',
    ],
    ['releases%2Fnewsroom%3Da%2Fb.json', 'releases/newsroom=a/b.json'],
    ['releases/Z%C3%BCrich.json', 'releases/Zürich.json'],
    ['a%2520b', 'a%20b'],
  ])('names the key %s as it stands in the bucket', (encoded, key) => {
    expect(objectMessagesOf(event(encoded))).toEqual([{ key }]);
  });

  it('may carry several objects, and the probe at set-up carries none', () => {
    expect(objectMessagesOf(event('a', 'b'))).toEqual([{ key: 'a' }, { key: 'b' }]);
    expect(objectMessagesOf('{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}')).toEqual([]);
  });

  it('may be a message that we sent again ourselves', () => {
    expect(objectMessagesOf('{"key":"releases/x.json"}')).toEqual([{ key: 'releases/x.json' }]);
  });

  it.each(['', 'null', '{}', '{"Records":[{}]}', '{"Event":"other"}'])('is refused when it is %j', (body) => {
    expect(() => objectMessagesOf(body)).toThrow(BadInputError);
  });

  it('reaches a step that receives by itself in the same form, without what nobody can read', async () => {
    const message = (id: string, body: string): ReceivedMessage => ({
      id,
      receipt: `receipt-${id}`,
      body,
      receiveCount: 1,
      group: null,
    });
    const inner = notingQueue([
      message('1', event('a%3Db')),
      message('2', '{"Event":"s3:TestEvent"}'),
      message('3', 'nonsense'),
    ]);
    const received = await objectQueue(inner, quiet).receive({ max: 10, visibilitySeconds: 30 });
    expect(received.map(({ receipt, body }) => [receipt, body])).toEqual([['receipt-1', '{"key":"a=b"}']]);
    expect(inner.notes).toEqual(['delete receipt-2']);
  });
});
