/** Queue on SQS: refusals before sending, and answers that emulators never give. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sqsClient } from '../../../functions/adapters/aws/clients.ts';
import { sqsQueue } from '../../../functions/adapters/aws/queue.ts';
import type { Queue } from '../../../shared/ports.ts';
import { type AwsStub, type StubAnswer, type StubRequest, startAwsStub, stubCredentials } from './aws-stub.ts';

interface SentEntry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

const entriesOf = ({ body }: StubRequest): readonly SentEntry[] => JSON.parse(body).Entries;
const json = (value: unknown): StubAnswer => ({
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(value),
});
const failure = (type: string): StubAnswer => ({ ...json({ __type: `com.amazonaws.sqs#${type}` }), status: 400 });
/** The SDK refuses an answer without the right digest of each body. */
const accepted = (request: StubRequest): readonly { readonly Id: string }[] =>
  entriesOf(request).map(({ Id, MessageBody }) => ({
    Id,
    MessageId: `message-${Id}`,
    MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
  }));
const acceptAll = (request: StubRequest): StubAnswer => json({ Successful: accepted(request), Failed: [] });

describe('Queue on SQS', () => {
  let stub: AwsStub;
  beforeEach(() => {
    for (const [name, value] of Object.entries(stubCredentials)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    await stub.stop();
    vi.unstubAllEnvs();
  });

  async function queueThat(
    answer: (request: StubRequest, number: number) => StubAnswer,
    name = 'found',
  ): Promise<Queue> {
    stub = await startAwsStub(answer);
    const url = `${stub.environment['AWS_ENDPOINT_URL']}/000000000000/${name}`;
    return sqsQueue({ client: sqsClient(stub.environment), url });
  }

  test('names the messages that a batch refused, by their index', async () => {
    const queue = await queueThat((request) =>
      json({
        Successful: accepted(request).filter(({ Id }) => Id !== '1'),
        Failed: [{ Id: '1', Code: 'InternalError', Message: 'try later', SenderFault: false }],
      }),
    );
    expect(await queue.send([{ body: 'a' }, { body: 'b' }, { body: 'c' }])).toEqual([
      { index: 1, reason: 'InternalError: try later' },
    ]);
  });

  test('does not take an empty list of failures for success', async () => {
    const queue = await queueThat((request) => json({ Successful: accepted(request).slice(0, 1), Failed: [] }));
    const failures = await queue.send([{ body: 'a' }, { body: 'b' }]);
    expect(failures.map(({ index }) => index)).toEqual([1]);
    expect(failures[0]?.reason).toContain('neither accepted nor refused');
  });

  test('refuses what SQS would not take before it sends the rest', async () => {
    const queue = await queueThat(acceptAll);
    const failures = await queue.send([
      { body: 'x'.repeat(256 * 1024 + 1) },
      { body: 'good' },
      { body: '' },
      { body: 'a\u0000b' },
      { body: 'a\ud800b' },
      { body: 'late', delaySeconds: 901 },
    ]);
    expect(failures.map(({ index }) => index)).toEqual([0, 2, 3, 4, 5]);
    expect(stub.requests.flatMap(entriesOf).map(({ MessageBody }) => MessageBody)).toEqual(['good']);
  });

  test('cuts batches at ten messages and at one mebibyte', async () => {
    const queue = await queueThat(acceptAll);
    await queue.send(Array.from({ length: 13 }, (_, i) => ({ body: `${i}` })));
    await queue.send(Array.from({ length: 6 }, () => ({ body: 'é'.repeat(128 * 1024) })));
    expect(stub.requests.map((request) => entriesOf(request).length)).toEqual([10, 3, 4, 2]);
  });

  test('gives FIFO messages their group and one deduplication id each', async () => {
    const queue = await queueThat(acceptAll, 'found.fifo');
    expect(
      await queue.send([
        { body: 'a', group: 'www.interpol.int', deduplicationId: 'hash' },
        { body: 'b', group: 'www.interpol.int' },
        { body: 'c' },
        { body: 'd', group: 'www.interpol.int', delaySeconds: 5 },
      ]),
    ).toMatchObject([{ index: 2 }, { index: 3 }]);
    const sent = stub.requests.flatMap(entriesOf);
    expect(sent.map(({ MessageGroupId }) => MessageGroupId)).toEqual(['www.interpol.int', 'www.interpol.int']);
    expect(sent[0]?.MessageDeduplicationId).toBe('hash');
    expect(sent[1]?.MessageDeduplicationId).toMatch(/./);
  });

  test('says which queue is gone', async () => {
    const queue = await queueThat(() => failure('QueueDoesNotExist'));
    await expect(queue.send([{ body: 'a' }])).rejects.toMatchObject({
      code: 'E_RESOURCE',
      input: expect.stringContaining('/found'),
    });
  });

  test('names the action when access is denied', async () => {
    const queue = await queueThat(() => ({ ...failure('AccessDeniedException'), status: 403 }));
    await expect(queue.receive({ max: 1, visibilitySeconds: 30 })).rejects.toMatchObject({
      code: 'E_ACCESS',
      message: expect.stringContaining('sqs:ReceiveMessage'),
    });
  });

  test('takes a spent receipt in a batch of deletions for done', async () => {
    const queue = await queueThat(() =>
      json({
        Successful: [{ Id: '0' }],
        Failed: [{ Id: '1', Code: 'ReceiptHandleIsInvalid', SenderFault: true }],
      }),
    );
    await queue.delete(['live', 'spent']);
  });

  test('deletes the others one by one when a spent receipt fails the whole call', async () => {
    const queue = await queueThat((request) => {
      const entries: readonly { Id: string; ReceiptHandle: string }[] = JSON.parse(request.body).Entries;
      if (entries.some(({ ReceiptHandle }) => ReceiptHandle === 'spent')) return failure('ReceiptHandleIsInvalid');
      return json({ Successful: entries.map(({ Id }) => ({ Id })), Failed: [] });
    });
    await queue.delete(['live', 'spent', 'also live']);
    expect(stub.requests).toHaveLength(4);
  });

  test('reports a deletion that failed for another reason, or went unmentioned', async () => {
    const queue = await queueThat((_, number) =>
      json(number === 0 ? { Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }] } : { Successful: [] }),
    );
    await expect(queue.delete(['a'])).rejects.toMatchObject({ code: 'E_DELETE' });
    await expect(queue.delete(['a'])).rejects.toMatchObject({ code: 'E_DELETE' });
  });

  test('refuses a visibility that SQS does not know', async () => {
    const queue = await queueThat(() => json({}));
    for (const seconds of [-1, 43_201, 1.5, Number.NaN]) {
      await expect(queue.changeVisibility('receipt', seconds)).rejects.toMatchObject({ code: 'E_VISIBILITY' });
    }
    await queue.changeVisibility('receipt', 43_200);
    expect(stub.requests).toHaveLength(1);
  });

  test('lets a long poll take its time', async () => {
    const queue = await queueThat(() => ({ ...json({}), delayMs: 300 }));
    expect(await queue.receive({ max: 10, visibilitySeconds: 30, waitSeconds: 1 })).toEqual([]);
    expect(JSON.parse(stub.requests[0]!.body)).toMatchObject({ WaitTimeSeconds: 1, MaxNumberOfMessages: 10 });
  });
});
