/** The environment variables of each function: what functions/adapters/aws/ports.ts reads, and of that only its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { projectRoot } from './bundling.ts';
import type { WorkQueue } from './queue.ts';
import type { Settings } from './settings.ts';
import type { QueueName, StepSpecification } from './steps.ts';
import type { Topics } from './topics.ts';

/** Names as in `variables` of the adapters; repeated here since that file loads the AWS SDK. A test compares them. */
const queueVariable = (name: QueueName): string => `DATELINE_${name.toUpperCase()}_URL`;

const { version }: { version: string } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

export interface EnvironmentParts {
  readonly settings: Settings;
  readonly bucket: Bucket;
  readonly queues: Readonly<Record<QueueName, WorkQueue>>;
  readonly topics: Topics;
}

export function environmentOf(specification: StepSpecification, parts: EnvironmentParts): Record<string, string> {
  const { settings, bucket, queues, topics } = parts;
  const { sends, receives = [], invokedBy, publishes = false, notifies = false } = specification;
  const used = new Set<QueueName>([...sends, ...receives, ...(invokedBy === undefined ? [] : [invokedBy.queue])]);
  return {
    DATELINE_BUCKET: bucket.bucketName,
    ...Object.fromEntries([...used].map((name) => [queueVariable(name), queues[name].queue.queueUrl])),
    ...(publishes
      ? {
          DATELINE_RELEASES_TOPIC_ARN: topics.releases.topicArn,
          DATELINE_TOPIC_PREFIX: topics.watchTopicPrefix,
        }
      : {}),
    ...(notifies ? { DATELINE_OPERATIONS_TOPIC_ARN: topics.operations.topicArn } : {}),
    DATELINE_STACK: settings.stackName,
    DATELINE_VERSION: version,
    ...(settings.contact === null ? {} : { DATELINE_CONTACT: settings.contact }),
    ...(settings.consoleAddress === null ? {} : { DATELINE_CONSOLE: settings.consoleAddress }),
    ...(settings.proxy === null
      ? {}
      : { DATELINE_PROXY: settings.proxy, HTTPS_PROXY: settings.proxy, HTTP_PROXY: settings.proxy }),
    NODE_OPTIONS: '--enable-source-maps',
  };
}
