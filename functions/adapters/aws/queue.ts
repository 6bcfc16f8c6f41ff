/** Queue on SQS, standard or FIFO by its URL: batches, and no refusal overlooked. */
import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { BadInputError, DependencyError } from '../../../shared/errors.ts';
import { limits } from '../../../shared/limits.ts';
import type { OutgoingMessage, Queue, ReceivedMessage, SendFailure } from '../../../shared/ports.ts';
import { sdkError, throwFault } from './faults.ts';

export interface SqsQueueOptions {
  readonly client: SQSClient;
  /** A FIFO queue's name ends with `.fifo`. */
  readonly url: string;
}

interface IndexedMessage {
  readonly index: number;
  readonly message: OutgoingMessage;
  readonly sizeBytes: number;
}

/** SQS takes these characters only (its API reference, SendMessage); lone surrogates are none of them. */
const foreignCharacter = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Why SQS would refuse this message, or null. Emulators let some of these pass, so we look ourselves. */
function refusal({ message, sizeBytes }: IndexedMessage, fifo: boolean): string | null {
  const delay = message.delaySeconds ?? 0;
  if (sizeBytes === 0) return 'the message is empty';
  if (sizeBytes > limits.queueMessageBytesMax) {
    return `the message has ${sizeBytes} bytes, more than ${limits.queueMessageBytesMax}`;
  }
  if (foreignCharacter.test(message.body)) return 'the message has a character that SQS does not take';
  if (!Number.isInteger(delay) || delay < 0 || delay > limits.queueDelaySecondsMax) {
    return `the delay is not a whole number of seconds from 0 to ${limits.queueDelaySecondsMax}`;
  }
  if (fifo && delay > 0) return 'a FIFO queue takes no delay per message';
  if (fifo && message.group === undefined) return 'a FIFO queue takes no message without a group';
  return null;
}

/** Cuts into batches of at most ten messages and of at most 1 MiB together. */
function batches(messages: readonly IndexedMessage[]): IndexedMessage[][] {
  const all: IndexedMessage[][] = [];
  let current: IndexedMessage[] = [];
  let currentBytes = 0;
  for (const message of messages) {
    const full =
      current.length === limits.queueBatchMessagesMax || currentBytes + message.sizeBytes > limits.queueBatchBytesMax;
    if (full) {
      all.push(current);
      current = [];
      currentBytes = 0;
    }
    current.push(message);
    currentBytes += message.sizeBytes;
  }
  if (current.length > 0) all.push(current);
  return all;
}

/** A receipt that no longer counts: the message is gone or visible again, and neither is an error of ours. */
function isSpentReceipt(name: string | undefined, message: string | undefined): boolean {
  if (name === 'ReceiptHandleIsInvalid' || name === 'MessageNotInflight') return true;
  // A FIFO queue's words for an expired receipt.
  return (name ?? '').startsWith('InvalidParameterValue') && (message ?? '').includes('eceipt');
}

function checkVisibility(seconds: number): void {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= limits.queueVisibilitySecondsMax) return;
  throw new BadInputError(
    'E_VISIBILITY',
    `a visibility of ${seconds} s is not a whole number from 0 to ${limits.queueVisibilitySecondsMax}`,
    { input: String(seconds) },
  );
}

function chunksOfTen<T>(all: readonly T[]): T[][] {
  const chunks: T[][] = [];
  for (let i = 0; i < all.length; i += limits.queueBatchMessagesMax) {
    chunks.push(all.slice(i, i + limits.queueBatchMessagesMax));
  }
  return chunks;
}

/** One queue by the SQS API; passes the Queue contract. */
export function sqsQueue({ client, url }: SqsQueueOptions): Queue {
  const fifo = url.endsWith('.fifo');

  function entry({ index, message }: IndexedMessage): SendMessageBatchRequestEntry {
    const delay = message.delaySeconds ?? 0;
    return {
      Id: String(index),
      MessageBody: message.body,
      ...(delay > 0 ? { DelaySeconds: delay } : {}),
      ...(fifo
        ? {
            MessageGroupId: message.group,
            // Without an id of its own a message is a duplicate of none: one id a call, kept by the SDK's retries.
            MessageDeduplicationId: message.deduplicationId ?? randomUUID(),
          }
        : {}),
    };
  }

  async function sendBatch(batch: readonly IndexedMessage[]): Promise<SendFailure[]> {
    const call = { action: 'sqs:SendMessage', thing: url };
    const answer = await client
      .send(new SendMessageBatchCommand({ QueueUrl: url, Entries: batch.map(entry) }))
      .catch((error: unknown) => throwFault(error, call));
    // Only what is named as successful is: an emulator was seen to drop an entry without naming it anywhere.
    const accepted = new Set(answer.Successful?.map(({ Id }) => Id));
    const failed = new Map(
      answer.Failed?.map(({ Id, Code, Message }) => [Id, `${Code ?? 'failed'}: ${Message ?? ''}`]),
    );
    return batch
      .filter(({ index }) => !accepted.has(String(index)))
      .map(({ index }) => ({
        index,
        reason: failed.get(String(index)) ?? 'the queue neither accepted nor refused the message',
      }));
  }

  async function deleteOne(receipt: string): Promise<void> {
    await deleteBatch([receipt]);
  }

  async function deleteBatch(receipts: readonly string[]): Promise<void> {
    const call = { action: 'sqs:DeleteMessage', thing: url };
    const entries = receipts.map((receipt, i) => ({ Id: String(i), ReceiptHandle: receipt }));
    try {
      const answer = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }));
      const named = new Set(answer.Successful?.map(({ Id }) => Id));
      for (const { Id, Code, Message } of answer.Failed ?? []) {
        if (!isSpentReceipt(Code, Message)) {
          throw new DependencyError('E_DELETE', `a message of ${url} was not deleted: ${Code ?? ''} ${Message ?? ''}`, {
            input: url,
          });
        }
        named.add(Id);
      }
      if (entries.some(({ Id }) => !named.has(Id))) {
        throw new DependencyError('E_DELETE', `${url} did not say whether a message was deleted`, { input: url });
      }
    } catch (error) {
      const { name, message } = sdkError(error);
      if (!isSpentReceipt(name, message)) throwFault(error, call);
      // One spent receipt failed the whole call: the others are deleted one by one.
      if (receipts.length > 1) await Promise.all(receipts.map(deleteOne));
    }
  }

  return {
    async send(messages) {
      const failures: SendFailure[] = [];
      const good: IndexedMessage[] = [];
      for (const [index, message] of messages.entries()) {
        const indexed = { index, message, sizeBytes: Buffer.byteLength(message.body) };
        const reason = refusal(indexed, fifo);
        if (reason === null) good.push(indexed);
        else failures.push({ index, reason });
      }
      // One after the other: within a group of a FIFO queue the order given is the order sent.
      for (const batch of batches(good)) failures.push(...(await sendBatch(batch)));
      return failures.sort((a, b) => a.index - b.index);
    },

    async receive({ max, visibilitySeconds, waitSeconds = 0 }) {
      checkVisibility(visibilitySeconds);
      const wait = Math.min(Math.max(0, Math.floor(waitSeconds)), limits.queueWaitSecondsMax);
      const answer = await client
        .send(
          new ReceiveMessageCommand({
            QueueUrl: url,
            // One receive of a FIFO queue may give several messages of a group; one at a time never does.
            MaxNumberOfMessages: fifo ? 1 : Math.min(Math.max(1, max), limits.queueBatchMessagesMax),
            VisibilityTimeout: visibilitySeconds,
            WaitTimeSeconds: wait,
            MessageSystemAttributeNames: ['ApproximateReceiveCount', 'MessageGroupId'],
          }),
          { requestTimeout: limits.awsRequestMsMax + wait * 1_000 },
        )
        .catch((error: unknown) => throwFault(error, { action: 'sqs:ReceiveMessage', thing: url }));
      const received: ReceivedMessage[] = [];
      for (const { MessageId: id, ReceiptHandle: receipt, Body: body, Attributes: attributes } of answer.Messages ??
        []) {
        if (id === undefined || receipt === undefined) continue;
        received.push({
          id,
          receipt,
          body: body ?? '',
          receiveCount: Number(attributes?.ApproximateReceiveCount ?? 1),
          group: fifo ? (attributes?.MessageGroupId ?? null) : null,
        });
      }
      return received;
    },

    async delete(receipts) {
      for (const chunk of chunksOfTen(receipts)) await deleteBatch(chunk);
    },

    async changeVisibility(receipt, seconds) {
      checkVisibility(seconds);
      try {
        await client.send(
          new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout: seconds }),
        );
      } catch (error) {
        const { name, message } = sdkError(error);
        if (!isSpentReceipt(name, message)) throwFault(error, { action: 'sqs:ChangeMessageVisibility', thing: url });
      }
    },
  };
}

/** How many messages the queue holds, visible or not: about, since SQS counts late (its API reference). */
export async function messageCount({ client, url }: SqsQueueOptions): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes } = await client
    .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] }))
    .catch((error: unknown) => throwFault(error, { action: 'sqs:GetQueueAttributes', thing: url }));
  return names.reduce((sum, name) => sum + Number(Attributes?.[name] ?? 0), 0);
}
