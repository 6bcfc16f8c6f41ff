import { describe, expect, test } from 'vitest';
import { deliver } from '../../../../../infra/local/topic/deliver.ts';
import type { Deliverers, Delivery, DeliveryOutcome } from '../../../../../infra/local/topic/delivery.ts';
import { localTopic } from '../../../../../infra/local/topic/local-topic.ts';
import { type PrintedMessage, stdoutDeliverer } from '../../../../../infra/local/topic/stdout.ts';
import { BadInputError, DependencyError } from '../../../../../shared/errors.ts';
import { deliveryLimits, limits } from '../../../../../shared/limits.ts';
import type { Endpoint } from '../../../../../shared/ports.ts';
import { testClock } from '../../../../support/memory/clock.ts';
import { memoryLog } from '../../../../support/memory/log.ts';
import { memoryObjects } from '../../../../support/memory/objects.ts';
import { memoryQueue } from '../../../../support/memory/queue.ts';
import { seededRandom } from '../../../../support/memory/random.ts';
import { delivery, message, plain } from './samples.ts';

function world(outcome: DeliveryOutcome | Error = { kind: 'delivered' }) {
  const clock = testClock();
  const objects = memoryObjects({ clock });
  const queue = memoryQueue({ clock });
  const log = memoryLog();
  const topic = localTopic({ objects, deliveries: queue, webhooks: queue, clock, random: seededRandom() });
  const seen: Delivery[] = [];
  const record = async (one: Delivery): Promise<DeliveryOutcome> => {
    seen.push(one);
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const deliverers: Deliverers = {
    mailbox: record,
    email: record,
    desktop: record,
    stdout: record,
  };
  const publishTo = async (endpoint: Endpoint): Promise<string> => {
    await topic.subscribe('cybercrime', 'immediate', endpoint);
    await topic.publish({ kind: 'watch', watch: 'cybercrime', rate: 'immediate' }, message);
    return queue.bodies().at(-1)!;
  };
  return { topic, log, seen, publishTo, step: deliver({ objects, log }, deliverers) };
}

const email: Endpoint = { kind: 'email', address: 'reader@example.org' };

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

  test('waits for a full disk as for a mail server that is away', async () => {
    const { publishTo, step, log } = world(new DependencyError('E_DISK_FULL', 'the disk is full'));
    const body = await publishTo(email);
    expect(await step({ body, receiveCount: 3 })).toMatchObject({ kind: 'later', afterSeconds: 120 });
    expect(log.events.at(-1)).toMatchObject({ event: 'delivery-failed', fields: { reason: 'the disk is full' } });
  });

  test('a body that is no delivery is a poison message', async () => {
    const { step } = world();
    await expect(step({ body: '{"half":', receiveCount: 1 })).rejects.toThrow(BadInputError);
    await expect(step({ body: JSON.stringify({ ...delivery, watch: 7 }), receiveCount: 1 })).rejects.toThrow('watch');
  });
});

describe('delivery to the terminal', () => {
  test('shows subject and text with nothing that moves the terminal', async () => {
    const attack = { ...delivery.message, subject: 'a\nb', text: 'red \u001b[31m\u009b31m\ntext' };
    const shown: PrintedMessage[] = [];
    await stdoutDeliverer((one) => shown.push(one), plain)({ ...delivery, message: attack });
    expect(shown).toMatchObject([{ watch: 'cybercrime', subject: 'a b', text: 'red  [31m31m\ntext' }]);
  });

  test('waits where nobody reads the terminal', async () => {
    expect(await stdoutDeliverer(null, plain)(delivery)).toMatchObject({ kind: 'failed' });
  });
});
