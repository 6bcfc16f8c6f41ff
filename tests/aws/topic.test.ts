/** The contract of Topic on SNS, and what its subscribers get. */
import { GetTopicAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, test } from 'vitest';
import { snsTopic } from '../../functions/adapters/aws/topic.ts';
import type { Topic, TopicMessage } from '../../shared/ports.ts';
import { topicContract } from '../contract/topic.contract.ts';
import { emulator, makeQueue, makeReleasesTopic, sns, sqs, uniqueName } from './emulator.ts';

const message: TopicMessage = {
  messageId: 'mmmmmmmmmmmmmmmmmmmmmmmm',
  subject: 'INTERPOL – „Zürich“: 1 new release',
  text: 'for people',
  json: '{"version":1,"alerts":[{"headline":"Zürich 東京"}]}',
  sms: 'for telephones',
  attributes: { organization: 'INTERPOL', language: 'en', country: '' },
  alerts: [],
};

topicContract(`SNS on ${emulator}`, async () => {
  const [one, other] = [await makeQueue(), await makeQueue()];
  return {
    topic: snsTopic({ client: sns, prefix: 'dateline-watch-', releasesArn: await makeReleasesTopic() }),
    endpoint: { kind: 'sqs', arn: one.arn },
    otherEndpoint: { kind: 'sqs', arn: other.arn },
    watchPrefix: `${uniqueName('suite')}-`,
    cleanup: async () => {
      await one.remove();
      await other.remove();
    },
  };
});

describe(`SNS on ${emulator}`, () => {
  let releasesArn: string;
  let topic: Topic;
  beforeAll(async () => {
    releasesArn = await makeReleasesTopic();
    topic = snsTopic({ client: sns, prefix: 'dateline-watch-', releasesArn });
  });

  const topicArn = (watch: string, rate: string): string =>
    `${releasesArn.slice(0, releasesArn.lastIndexOf(':'))}:dateline-watch-${watch}-${rate}`;

  async function receive(url: string) {
    const answer = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        WaitTimeSeconds: 3,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    return (answer.Messages ?? []).map(({ Body, MessageAttributes }) => ({
      body: Body,
      attributes: Object.fromEntries(
        Object.entries(MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
      ),
    }));
  }

  test('gives a machine the JSON itself, once, with the attributes that have a value', async () => {
    const queue = await makeQueue();
    const watch = uniqueName('raw');
    await topic.subscribe(watch, 'immediate', { kind: 'sqs', arn: queue.arn });
    await topic.publish({ kind: 'watch', watch, rate: 'immediate' }, message);
    expect(await receive(queue.url)).toEqual([
      { body: message.json, attributes: { organization: 'INTERPOL', language: 'en' } },
    ]);
    await queue.remove();
  });

  test('puts raw delivery right where the queue was subscribed without it', async () => {
    const queue = await makeQueue();
    const watch = uniqueName('repair');
    await topic.subscribe(watch, 'immediate', { kind: 'email', address: 'first@example.org' });
    await sns.send(
      new SubscribeCommand({ TopicArn: topicArn(watch, 'immediate'), Protocol: 'sqs', Endpoint: queue.arn }),
    );
    await topic.subscribe(watch, 'immediate', { kind: 'sqs', arn: queue.arn });
    await topic.publish({ kind: 'watch', watch, rate: 'immediate' }, message);
    expect((await receive(queue.url)).map(({ body }) => body)).toEqual([message.json]);
    await queue.remove();
  });

  test('publishes a release as it is to whoever subscribed the stack topic', async () => {
    const queue = await makeQueue();
    await sns.send(
      new SubscribeCommand({
        TopicArn: releasesArn,
        Protocol: 'sqs',
        Endpoint: queue.arn,
        Attributes: { RawMessageDelivery: 'true' },
      }),
    );
    const outcome = await topic.publish({ kind: 'releases' }, message);
    expect(outcome.kind).toBe('accepted');
    expect(await receive(queue.url)).toEqual([
      { body: message.json, attributes: { organization: 'INTERPOL', language: 'en' } },
    ]);
    await queue.remove();
  });

  test('tells every kind of endpoint back as it was given', async () => {
    const watch = uniqueName('kinds');
    const email = { kind: 'email', address: 'Reader+news@example.org' } as const;
    const sms = { kind: 'sms', number: '+33123456789' } as const;
    const queue = await makeQueue();
    for (const endpoint of [email, sms, { kind: 'sqs', arn: queue.arn } as const]) {
      await topic.subscribe(watch, 'weekly', endpoint);
    }
    const told = (await topic.subscriptions(watch)).map(({ endpoint }) => endpoint);
    expect(told).toHaveLength(3);
    expect(told).toEqual(expect.arrayContaining([email, sms, { kind: 'sqs', arn: queue.arn }]));
    await queue.remove();
  });

  test('reads more subscriptions than one page holds', async () => {
    const watch = uniqueName('many');
    await topic.subscribe(watch, 'daily', { kind: 'email', address: 'reader-0@example.org' });
    for (let i = 1; i < 120; i += 1) {
      await sns.send(
        new SubscribeCommand({
          TopicArn: topicArn(watch, 'daily'),
          Protocol: 'email',
          Endpoint: `reader-${i}@example.org`,
        }),
      );
    }
    expect(await topic.subscriptions(watch)).toHaveLength(120);
  });

  test('makes the topic of a watch deny what does not come by TLS, and keep the rights of its account', async () => {
    const watch = uniqueName('policy');
    await topic.subscribe(watch, 'immediate', { kind: 'email', address: 'reader@example.org' });
    const { Attributes: attributes } = await sns.send(
      new GetTopicAttributesCommand({ TopicArn: topicArn(watch, 'immediate') }),
    );
    const { Statement: statements } = JSON.parse(attributes!['Policy']!);
    expect(statements).toEqual([
      expect.objectContaining({ Effect: 'Allow' }),
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ]);
  });

  test('keeps watches with ids too long for a topic name apart', async () => {
    const [long, longer] = ['x'.repeat(300), 'x'.repeat(301)];
    const subscription = await topic.subscribe(long, 'immediate', { kind: 'email', address: 'reader@example.org' });
    expect(await topic.subscriptions(long)).toEqual([subscription]);
    expect(await topic.subscriptions(longer)).toEqual([]);
    await topic.removeWatch(long);
  });

  test('takes it as a fault when the topic of the stack is not there', async () => {
    const gone = snsTopic({ client: sns, prefix: 'dateline-watch-', releasesArn: `${releasesArn}-gone` });
    await expect(gone.publish({ kind: 'releases' }, message)).rejects.toMatchObject({ code: 'E_RESOURCE' });
  });
});
