/** What the tests of the AWS adapters share: the emulator they run against, clients, and things with unique names. */
import { randomBytes } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { s3Client, snsClient, sqsClient } from '../../functions/adapters/aws/clients.ts';
import { sqsQueue } from '../../functions/adapters/aws/queue.ts';
import type { Queue } from '../../shared/ports.ts';
import type { EmulatorName } from '../support/emulators/install.ts';

function runningEmulator(): EmulatorName {
  const name = process.env['DATELINE_TEST_EMULATOR'];
  if (name === 'ministack' || name === 'moto') return name;
  throw new Error('these tests need an emulator: run them by `npm run test:aws`');
}

export const emulator: EmulatorName = runningEmulator();
export const s3 = s3Client(process.env);
export const sqs = sqsClient(process.env);
export const sns = snsClient(process.env);

/** Such as `objects-3f9c0a1b`: lower case, as bucket names must be. */
export function uniqueName(stem: string): string {
  return `${stem}-${randomBytes(4).toString('hex')}`;
}

export async function makeBucket(): Promise<string> {
  const bucket = uniqueName('bucket');
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return bucket;
}

export interface TestQueue {
  readonly queue: Queue;
  readonly url: string;
  readonly arn: string;
  remove(): Promise<void>;
}

export async function makeQueue(
  options: { readonly fifo?: boolean; readonly deadLetterArn?: string; readonly receivesMax?: number } = {},
): Promise<TestQueue> {
  const { fifo = false, deadLetterArn, receivesMax = 3 } = options;
  const made = await sqs.send(
    new CreateQueueCommand({
      QueueName: `${uniqueName('queue')}${fifo ? '.fifo' : ''}`,
      Attributes: {
        ...(fifo ? { FifoQueue: 'true' } : {}),
        ...(deadLetterArn === undefined
          ? {}
          : { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount: receivesMax }) }),
      },
    }),
  );
  const url = made.QueueUrl!;
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return {
    queue: sqsQueue({ client: sqs, url }),
    url,
    arn: attributes!['QueueArn']!,
    remove: async () => {
      await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    },
  };
}

/** The stack's own topic for releases. */
export async function makeReleasesTopic(): Promise<string> {
  const made = await sns.send(new CreateTopicCommand({ Name: uniqueName('releases') }));
  return made.TopicArn!;
}
