/** Topic on SNS: what is sent, and answers that emulators never give. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { snsClient } from '../../../functions/adapters/aws/clients.ts';
import { snsTopic } from '../../../functions/adapters/aws/topic.ts';
import type { Endpoint, Topic, TopicMessage } from '../../../shared/ports.ts';
import {
  type AwsStub,
  type StubAnswer,
  type StubRequest,
  snsError,
  snsResult,
  startAwsStub,
  stubCredentials,
} from './aws-stub.ts';

const base = 'arn:aws:sns:eu-west-1:111122223333:';
const releasesArn = `${base}releases`;
const message: TopicMessage = {
  messageId: 'mmmmmmmmmmmmmmmmmmmmmmmm',
  subject: 'INTERPOL: cybercrime',
  text: 'for people',
  json: '{"version":1}',
  sms: 'for telephones',
  attributes: { organization: 'INTERPOL' },
  alerts: [],
};

describe('Topic on SNS', () => {
  let stub: AwsStub;
  beforeEach(() => {
    for (const [name, value] of Object.entries(stubCredentials)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    await stub?.stop();
    vi.unstubAllEnvs();
  });

  async function topicThat(
    answer: (action: string, parameters: URLSearchParams, request: StubRequest) => StubAnswer,
  ): Promise<Topic> {
    stub = await startAwsStub((request) => {
      const parameters = new URLSearchParams(request.body);
      return {
        headers: { 'content-type': 'text/xml' },
        ...answer(parameters.get('Action') ?? '', parameters, request),
      };
    });
    return snsTopic({ client: snsClient(stub.environment), prefix: 'dateline-watch-', releasesArn });
  }
  const sent = (): URLSearchParams[] => stub.requests.map(({ body }) => new URLSearchParams(body));
  const published: StubAnswer = { body: snsResult('Publish', '<MessageId>m-1</MessageId>') };

  test('publishes a text for machines, mail and telephones to the topic of watch and rate', async () => {
    const topic = await topicThat(() => published);
    const outcome = await topic.publish({ kind: 'watch', watch: 'cybercrime', rate: 'immediate' }, message);
    expect(outcome).toEqual({ kind: 'accepted', messageId: 'm-1' });
    const [request] = sent();
    expect(request?.get('TopicArn')).toBe(`${base}dateline-watch-cybercrime-immediate`);
    expect(request?.get('MessageStructure')).toBe('json');
    expect(JSON.parse(request?.get('Message') ?? '')).toEqual({
      default: message.json,
      email: 'for people',
      sms: 'for telephones',
    });
  });

  test('publishes a release as it is, to the topic of the stack', async () => {
    const topic = await topicThat(() => published);
    await topic.publish({ kind: 'releases' }, message);
    const [request] = sent();
    expect(request?.get('TopicArn')).toBe(releasesArn);
    expect(request?.get('Message')).toBe(message.json);
    expect(request?.has('MessageStructure')).toBe(false);
  });

  test('answers no-subscriber when the topic was never made', async () => {
    const topic = await topicThat(() => ({ status: 404, body: snsError('NotFound') }));
    expect(await topic.publish({ kind: 'watch', watch: 'w', rate: 'daily' }, message)).toEqual({
      kind: 'no-subscriber',
    });
  });

  test('does not take an answer without a message id for acceptance', async () => {
    const topic = await topicThat(() => ({ body: snsResult('Publish', '') }));
    await expect(topic.publish({ kind: 'watch', watch: 'w', rate: 'daily' }, message)).rejects.toMatchObject({
      code: 'E_PUBLISH',
    });
  });

  test('names the action and the topic when access is denied', async () => {
    const topic = await topicThat(() => ({ status: 403, body: snsError('AuthorizationError') }));
    await expect(topic.publish({ kind: 'watch', watch: 'w', rate: 'daily' }, message)).rejects.toMatchObject({
      code: 'E_ACCESS',
      message: expect.stringContaining(`sns:Publish on ${base}dateline-watch-w-daily`),
    });
  });

  const subscribing =
    (state: { readonly pending: boolean }) =>
    (action: string, parameters: URLSearchParams): StubAnswer => {
      if (action === 'CreateTopic') {
        return { body: snsResult(action, `<TopicArn>${base}${parameters.get('Name')}</TopicArn>`) };
      }
      if (action === 'Subscribe') {
        return { body: snsResult(action, `<SubscriptionArn>${base}topic:sub-1</SubscriptionArn>`) };
      }
      if (action === 'GetSubscriptionAttributes') {
        return {
          body: snsResult(
            action,
            `<Attributes><entry><key>PendingConfirmation</key><value>${state.pending}</value></entry></Attributes>`,
          ),
        };
      }
      if (action === 'ListSubscriptionsByTopic') {
        const listed =
          parameters.get('TopicArn') === `${base}dateline-watch-w-immediate`
            ? `<member><SubscriptionArn>PendingConfirmation</SubscriptionArn><Protocol>email</Protocol><Endpoint>a@example.org</Endpoint></member>
               <member><SubscriptionArn>Deleted</SubscriptionArn><Protocol>email</Protocol><Endpoint>b@example.org</Endpoint></member>
               <member><SubscriptionArn>${base}x:1</SubscriptionArn><Protocol>lambda</Protocol><Endpoint>arn:aws:lambda:x</Endpoint></member>`
            : '';
        return { body: snsResult(action, `<Subscriptions>${listed}</Subscriptions>`) };
      }
      return { body: snsResult(action, '') };
    };

  test('calls a mail subscription pending until it is confirmed, under the same id in every answer', async () => {
    const topic = await topicThat(subscribing({ pending: true }));
    const made = await topic.subscribe('w', 'immediate', { kind: 'email', address: 'a@example.org' });
    expect(made.state).toBe('pending');
    expect(await topic.subscriptions('w')).toEqual([made]);
    await expect(topic.unsubscribe(made.id)).rejects.toMatchObject({ code: 'E_PENDING' });
  });

  test('takes a mail address that differs in its capitals for the one that is subscribed', async () => {
    const topic = await topicThat(subscribing({ pending: true }));
    const made = await topic.subscribe('w', 'immediate', { kind: 'email', address: 'A@EXAMPLE.org' });
    expect(made.endpoint).toEqual({ kind: 'email', address: 'a@example.org' });
    expect(await topic.subscriptions('w')).toEqual([made]);
    const other = await topic.subscribe('w', 'immediate', { kind: 'email', address: 'Ann@Bücher.example' });
    expect(other.endpoint).toEqual({ kind: 'email', address: 'Ann@xn--bcher-kva.example' });
    const endpoints = sent().map((call) => call.get('Endpoint'));
    expect(endpoints.filter((address) => address !== null)).toEqual(['a@example.org', 'Ann@xn--bcher-kva.example']);
  });

  test('makes topics without attributes, then sets the policy, and asks for raw delivery to machines only', async () => {
    const topic = await topicThat(subscribing({ pending: false }));
    await topic.subscribe('w', 'daily', { kind: 'email', address: 'a@example.org' });
    await topic.subscribe('w', 'daily', { kind: 'sqs', arn: 'arn:aws:sqs:eu-west-1:111122223333:machine' });
    const calls = sent();
    expect(calls.map((call) => call.get('Action'))).toEqual([
      'CreateTopic',
      'SetTopicAttributes',
      'ListSubscriptionsByTopic',
      'Subscribe',
      'GetSubscriptionAttributes',
      'CreateTopic',
      'SetTopicAttributes',
      'Subscribe',
      'GetSubscriptionAttributes',
      'SetSubscriptionAttributes',
    ]);
    expect([...(calls[0]?.keys() ?? [])].filter((name) => name.startsWith('Attributes'))).toEqual([]);
    expect(calls[1]?.get('AttributeValue')).toContain('aws:SecureTransport');
    expect(calls[3]?.has('Attributes.entry.1.key')).toBe(false);
    expect(calls[7]?.get('Attributes.entry.1.key')).toBe('RawMessageDelivery');
  });

  test('finds the subscription that SNS refuses to make again with raw delivery, and puts it right', async () => {
    const arn = 'arn:aws:sqs:eu-west-1:111122223333:machine';
    const topic = await topicThat((action, parameters) => {
      if (action === 'Subscribe') {
        return {
          status: 400,
          body: snsError('InvalidParameter', 'Subscription already exists with different attributes'),
        };
      }
      if (action === 'ListSubscriptionsByTopic') {
        const member = `<member><SubscriptionArn>${base}topic:old</SubscriptionArn><Protocol>sqs</Protocol><Endpoint>${arn}</Endpoint></member>`;
        return { body: snsResult(action, `<Subscriptions>${member}</Subscriptions>`) };
      }
      return subscribing({ pending: false })(action, parameters);
    });
    const made = await topic.subscribe('w', 'daily', { kind: 'sqs', arn });
    expect(made).toMatchObject({ id: `${base}topic:old`, state: 'confirmed' });
    expect(sent().at(-1)?.get('Action')).toBe('SetSubscriptionAttributes');
  });

  test('refuses addresses that SNS would accept and could not deliver to, before it makes a topic', async () => {
    const topic = await topicThat(() => published);
    const bad: readonly Endpoint[] = [
      { kind: 'email', address: 'nobody' },
      { kind: 'email', address: 'a@b' },
      { kind: 'email', address: 'a b@example.org' },
      { kind: 'email', address: 'a@example.org\r\nBcc: b@example.org' },
      { kind: 'email', address: '.a@example.org' },
      { kind: 'email', address: `${'a'.repeat(65)}@example.org` },
      { kind: 'webhook', url: 'http://example.org/hook' },
      { kind: 'webhook', url: 'https://name:word@example.org/hook' },
      { kind: 'webhook', url: 'hook' },
      { kind: 'sqs', arn: 'https://sqs.eu-west-1.amazonaws.com/111122223333/machine' },
      { kind: 'sqs', arn: 'arn:aws:sqs:eu-west-1:111122223333:machine.fifo' },
      { kind: 'sms', number: '0123456789' },
      { kind: 'sms', number: '+33 1 23 45 67 89' },
    ];
    for (const endpoint of bad) {
      await expect(topic.subscribe('w', 'daily', endpoint), JSON.stringify(endpoint)).rejects.toMatchObject({
        code: 'E_ENDPOINT',
      });
    }
    expect(stub.requests).toEqual([]);
  });

  test('stops when the topic was made in another account or region than the stack', async () => {
    const topic = await topicThat((action) => ({
      body: snsResult(action, '<TopicArn>arn:aws:sns:us-east-1:999999999999:dateline-watch-w-daily</TopicArn>'),
    }));
    await expect(topic.subscribe('w', 'daily', { kind: 'email', address: 'a@example.org' })).rejects.toMatchObject({
      code: 'E_RESOURCE',
      hint: expect.stringContaining('AWS_REGION'),
    });
  });

  test('deletes the topics of all rates with the watch, and takes it that they are gone', async () => {
    const topic = await topicThat(() => ({ status: 404, body: snsError('NotFound') }));
    await topic.removeWatch('w');
    expect(sent().map((call) => call.get('TopicArn'))).toEqual(
      ['immediate', 'daily', 'weekly', 'off'].map((rate) => `${base}dateline-watch-w-${rate}`),
    );
  });

  test('refuses a prefix or an ARN that cannot be', () => {
    const client = snsClient({ AWS_REGION: 'eu-west-1' });
    expect(() => snsTopic({ client, prefix: 'date line', releasesArn })).toThrow(/cannot begin/);
    expect(() => snsTopic({ client, prefix: 'x'.repeat(250), releasesArn })).toThrow(/cannot begin/);
    expect(() => snsTopic({ client, prefix: 'w-', releasesArn: 'releases' })).toThrow(/ARN/);
  });
});
