import { describe, expect, test } from 'vitest';
import { localTopic } from '../../../../../infra/local/topic/local-topic.ts';
import { BadInputError, CorruptDataError } from '../../../../../shared/errors.ts';
import type { Endpoint, Queue } from '../../../../../shared/ports.ts';
import { readSubscriptions, webhookSecret } from '../../../../../shared/watch/subscriptions.ts';
import { testClock } from '../../../../support/memory/clock.ts';
import { memoryObjects } from '../../../../support/memory/objects.ts';
import { memoryQueue } from '../../../../support/memory/queue.ts';
import { seededRandom } from '../../../../support/memory/random.ts';
import { message } from './samples.ts';

const email: Endpoint = { kind: 'email', address: 'reader@example.org' };
const webhook: Endpoint = { kind: 'webhook', url: 'https://example.org/hook' };
const immediate = { kind: 'watch', watch: 'cybercrime', rate: 'immediate' } as const;

function world(wrap: (queue: Queue) => Queue = (queue) => queue) {
  const clock = testClock();
  const objects = memoryObjects({ clock });
  const deliveries = memoryQueue({ clock });
  const webhooks = memoryQueue({ clock });
  const topic = localTopic({ objects, deliveries: wrap(deliveries), webhooks, clock, random: seededRandom() });
  const endpoints = () => deliveries.bodies().map((body) => (JSON.parse(body) as { endpoint: unknown }).endpoint);
  return { objects, deliveries, webhooks, topic, endpoints };
}

describe('the topic of one machine', () => {
  test("a watch nobody has subscribed to is heard in the machine's own mailbox, at whatever rate it speaks", async () => {
    const { topic, endpoints } = world();
    expect(await topic.publish(immediate, message)).toEqual({ kind: 'accepted', messageId: message.messageId });
    expect(endpoints()).toEqual([{ kind: 'mailbox', address: 'you@localhost' }]);
    expect(await topic.publish({ ...immediate, rate: 'daily' }, message)).toMatchObject({ kind: 'accepted' });
    expect(endpoints()).toHaveLength(2);
  });

  test('one delivery goes to each subscription of the watch at the rate, and none to the mailbox', async () => {
    const { topic, endpoints, webhooks } = world();
    await topic.subscribe('cybercrime', 'immediate', email);
    const { id } = await topic.subscribe('cybercrime', 'immediate', webhook);
    await topic.subscribe('cybercrime', 'daily', { kind: 'email', address: 'weekly@example.org' });
    await topic.subscribe('other', 'immediate', { kind: 'email', address: 'other@example.org' });
    await topic.publish(immediate, message);
    expect(endpoints()).toEqual([email]);
    const { messageId, json } = message;
    expect(webhooks.bodies().map((body) => JSON.parse(body))).toEqual([
      { kind: 'webhook', subscription: id, messageId, json },
    ]);
  });

  test('whoever subscribed with the rate off hears nothing, and neither does the mailbox', async () => {
    const { topic, endpoints } = world();
    await topic.subscribe('cybercrime', 'off', email);
    expect(await topic.publish(immediate, message)).toEqual({ kind: 'no-subscriber' });
    expect(endpoints()).toEqual([]);
  });

  test('one address is subscribed once, however it is written', async () => {
    const { topic } = world();
    const subscribe = (address: string) => topic.subscribe('w', 'immediate', { kind: 'email', address });
    const first = await subscribe('Reader+news@Bücher.Example');
    expect(first.endpoint).toEqual({ kind: 'email', address: 'Reader+news@xn--bcher-kva.example' });
    expect(await subscribe('reader+news@xn--bcher-kva.example')).toEqual(first);
    expect(await subscribe('reader@bücher.example')).not.toEqual(first);
    const hook = (url: string) => topic.subscribe('w', 'immediate', { kind: 'webhook', url });
    const second = await hook('https://Example.org/hook?a=1#here');
    expect(await hook('https://example.org:443/hook?a=1')).toEqual(second);
    expect(await topic.subscriptions('w')).toHaveLength(3);
  });

  test.each([
    'reader',
    '@example.org',
    'reader@',
    'a b@example.org',
    'Reader <reader@example.org>',
    'a@example.org,b@example.org',
    '.a@example.org',
    'a..b@example.org',
    'a@example..org',
    'a@-x.org',
    'a@x.org/path',
    'a@127.0.0.1',
    'a@2130706433',
    'a@[::1]',
    'a@x.org\r\nBcc: b@x.org',
    'a@\u202egro.elpmaxe',
    'a@exam\u200bple.org',
    'ü@example.org',
    `${'x'.repeat(65)}@example.org`,
    `a@${'x'.repeat(64)}.org`,
    `a@${'x.'.repeat(130)}org`,
  ])('%j is no mail address', async (address) => {
    const { topic } = world();
    await expect(topic.subscribe('w', 'immediate', { kind: 'email', address })).rejects.toThrow(BadInputError);
  });

  test.each([
    'ftp://example.org/',
    'example.org',
    'https://user:secret@example.org/',
    `https://example.org/${'x'.repeat(2_048)}`,
  ])('%j is no webhook address', async (url) => {
    const { topic } = world();
    await expect(topic.subscribe('w', 'immediate', { kind: 'webhook', url })).rejects.toThrow(BadInputError);
  });

  test('nobody subscribes to all releases on this machine', async () => {
    const { topic, deliveries } = world();
    expect(await topic.publish({ kind: 'releases' }, message)).toEqual({ kind: 'no-subscriber' });
    expect(deliveries.bodies()).toEqual([]);
  });

  test('a publish that the spool does not take is not accepted', async () => {
    const { topic } = world((queue) => ({ ...queue, send: async () => [{ index: 0, reason: 'no space' }] }));
    await expect(topic.publish(immediate, message)).rejects.toMatchObject({ code: 'E_SEND' });
  });

  test('a webhook gets a secret that stays and that the port does not tell', async () => {
    const { topic, objects } = world();
    const { id } = await topic.subscribe('cybercrime', 'immediate', webhook);
    const secret = await webhookSecret(objects, id);
    await topic.subscribe('cybercrime', 'immediate', webhook);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32,88}=*$/);
    expect(await webhookSecret(objects, id)).toBe(secret);
    expect(JSON.stringify(await topic.subscriptions('cybercrime'))).not.toContain('whsec_');
  });

  test('subscriptions made at the same time are all kept', async () => {
    const { topic, objects } = world();
    const addresses = Array.from({ length: 5 }, (_, i) => `reader${i}@example.org`);
    await Promise.all(addresses.map((address) => topic.subscribe('w', 'immediate', { kind: 'email', address })));
    expect(await readSubscriptions(objects)).toHaveLength(5);
  });

  test.each<Endpoint>([
    { kind: 'email', address: 'nobody' },
    { kind: 'email', address: 'a@b@c' },
    { kind: 'email', address: 'reader@example.org\r\nBcc: all@example.org' },
    { kind: 'email', address: 'Reader <reader@example.org>' },
    { kind: 'email', address: 'a@example.org,b@example.org' },
    { kind: 'webhook', url: 'file:///etc/passwd' },
    { kind: 'webhook', url: 'example.org/hook' },
  ])('refuses the endpoint $address$url', async (endpoint) => {
    const { topic, objects } = world();
    await expect(topic.subscribe('w', 'immediate', endpoint)).rejects.toThrow(BadInputError);
    expect(objects.keys()).toEqual([]);
  });

  test('says that queues and telephones are subscribed on a deployed stack', async () => {
    const { topic } = world();
    const arn = 'arn:aws:sqs:eu-west-1:000000000000:q';
    await expect(topic.subscribe('w', 'immediate', { kind: 'sqs', arn })).rejects.toMatchObject({
      code: 'E_ENDPOINT',
      hint: expect.stringContaining('--target aws'),
    });
  });

  test('a subscriptions file of another shape is named as corrupt', async () => {
    const { topic, objects } = world();
    await objects.put('state/subscriptions.json', Buffer.from('[]'), {
      condition: { kind: 'create-once' },
      contentType: 'application/json',
    });
    await expect(topic.publish(immediate, message)).rejects.toThrow(CorruptDataError);
  });
});
