import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { deliver } from '../../../../../infra/local/topic/deliver.ts';
import type { Deliverers, Delivery, DeliveryOutcome } from '../../../../../infra/local/topic/delivery.ts';
import { localTopic } from '../../../../../infra/local/topic/local-topic.ts';
import { stdoutDeliverer } from '../../../../../infra/local/topic/stdout.ts';
import { webhookSecret } from '../../../../../infra/local/topic/subscriptions.ts';
import { type Post, type PostRequest, webhookDeliverer } from '../../../../../infra/local/topic/webhook.ts';
import { BadInputError } from '../../../../../shared/errors.ts';
import { deliveryLimits, limits } from '../../../../../shared/limits.ts';
import type { Endpoint } from '../../../../../shared/ports.ts';
import { testClock } from '../../../../support/memory/clock.ts';
import { memoryLog } from '../../../../support/memory/log.ts';
import { memoryObjects } from '../../../../support/memory/objects.ts';
import { memoryQueue } from '../../../../support/memory/queue.ts';
import { seededRandom } from '../../../../support/memory/random.ts';
import { delivery, message } from './samples.ts';

function world(outcome: DeliveryOutcome = { kind: 'delivered' }, answer: Awaited<ReturnType<Post>> = ok) {
  // Signatures are verified against the real time.
  const clock = testClock(Date.now());
  const objects = memoryObjects({ clock });
  const queue = memoryQueue({ clock });
  const log = memoryLog();
  const topic = localTopic({ objects, deliveries: queue, clock, random: seededRandom() });
  const seen: Delivery[] = [];
  const posts: PostRequest[] = [];
  const record = async (one: Delivery): Promise<DeliveryOutcome> => {
    seen.push(one);
    return outcome;
  };
  const post: Post = async (request) => {
    posts.push(request);
    return answer;
  };
  const deliverers: Deliverers = {
    mailbox: record,
    email: record,
    webhook: webhookDeliverer({ objects, clock, post }),
  };
  const publishTo = async (endpoint: Endpoint): Promise<string> => {
    await topic.subscribe('cybercrime', 'immediate', endpoint);
    await topic.publish({ kind: 'watch', watch: 'cybercrime', rate: 'immediate' }, message);
    return queue.bodies().at(-1)!;
  };
  return { objects, topic, log, seen, posts, publishTo, step: deliver({ objects, log }, deliverers) };
}

const ok = { kind: 'response', status: 204 } as const;
const email: Endpoint = { kind: 'email', address: 'reader@example.org' };
const webhook: Endpoint = { kind: 'webhook', url: 'https://example.org/hook' };

describe('deliver', () => {
  test('brings what the topic published to the address', async () => {
    const { publishTo, step, seen } = world();
    const body = await publishTo(email);
    expect(await step({ body, receiveCount: 1 })).toEqual({ kind: 'done', counts: { delivered: 1 } });
    expect(seen).toMatchObject([{ endpoint: email, message: { text: message.text, alerts: message.alerts } }]);
  });

  test('drops what was meant for a subscription that has ended', async () => {
    const { publishTo, step, seen, topic, log } = world();
    const body = await publishTo(email);
    await topic.removeWatch('cybercrime');
    expect(await step({ body, receiveCount: 1 })).toEqual({ kind: 'done', counts: { dropped: 1 } });
    expect(seen).toEqual([]);
    expect(log.events.map(({ event }) => event)).toEqual(['delivery-dropped']);
  });

  test('tries again with gaps that grow, until the queue gives up after a day', async () => {
    const { publishTo, step } = world({ kind: 'failed', message: 'the server is away' });
    const body = await publishTo(email);
    const gaps: number[] = [];
    for (let receiveCount = 1; receiveCount <= deliveryLimits.deliveryReceivesMax; receiveCount += 1) {
      const result = await step({ body, receiveCount });
      if (result.kind === 'later') gaps.push(result.afterSeconds);
      expect(result).toMatchObject({ kind: 'later', reason: 'the server is away' });
    }
    expect(gaps).toHaveLength(deliveryLimits.deliveryReceivesMax);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(limits.queueVisibilitySecondsMax);
    expect(gaps.slice(0, -1).reduce((sum, gap) => sum + gap, 0)).toBeGreaterThan(20 * 3_600);
  });

  test('a body that is no delivery is a poison message', async () => {
    const { step } = world();
    await expect(step({ body: '{"half":', receiveCount: 1 })).rejects.toThrow(BadInputError);
    await expect(step({ body: JSON.stringify({ ...delivery, watch: 7 }), receiveCount: 1 })).rejects.toThrow('watch');
  });
});

describe('delivery to a webhook', () => {
  test('posts the JSON for machines with a signature that the receiver can verify', async () => {
    const { publishTo, step, posts, topic, objects } = world();
    const body = await publishTo(webhook);
    expect(await step({ body, receiveCount: 1 })).toMatchObject({ kind: 'done' });
    const [request] = posts;
    expect(request).toMatchObject({ url: 'https://example.org/hook', body: message.json });
    expect(request?.headers['webhook-id']).toBe(message.messageId);
    const [subscription] = await topic.subscriptions('cybercrime');
    const verifier = new Webhook((await webhookSecret(objects, subscription!.id))!);
    expect(verifier.verify(request!.body, { ...request!.headers })).toEqual(JSON.parse(message.json));
    expect(() => verifier.verify(`${request!.body} `, { ...request!.headers })).toThrow();
  });

  test.each([
    { kind: 'response', status: 301 },
    { kind: 'response', status: 404 },
    { kind: 'response', status: 500 },
    { kind: 'refused', message: 'a private address' },
    { kind: 'failed', message: 'timeout' },
  ] as const)('comes later after $kind $status $message', async (answer) => {
    const { publishTo, step } = world({ kind: 'delivered' }, answer);
    const body = await publishTo(webhook);
    expect(await step({ body, receiveCount: 2 })).toMatchObject({ kind: 'later', afterSeconds: 30 });
  });
});

describe('delivery to the terminal', () => {
  test('shows subject and text with nothing that moves the terminal', async () => {
    let shown = '';
    const output = { write: (line: string) => (shown += line) };
    const attack = { ...delivery.message, subject: 'a\nb', text: 'red \u001b[31m\u009b31m\ntext' };
    await stdoutDeliverer(output)({ ...delivery, message: attack });
    expect(shown).toMatch(/^a b\n\nred /);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
