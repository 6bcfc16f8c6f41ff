/** Messages to webhooks: signed, tried again, parked, and sent again when somebody enables the webhook. */
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { deliveryKeys } from '../../../shared/archive/keys.ts';
import { BadInputError } from '../../../shared/errors.ts';
import { deliveryLimits } from '../../../shared/limits.ts';
import { deliver, type Notice, type Post, webhookBody } from '../../../shared/steps/deliver.ts';
import { enableWebhook } from '../../../shared/steps/enable-webhook.ts';
import {
  addSubscription,
  findSubscription,
  removeSubscriptions,
  rotateSecret,
  signingSecrets,
} from '../../../shared/watch/subscriptions.ts';
import type { WebhookState } from '../../../shared/watch/webhook-state.ts';
import { testClock } from '../../support/memory/clock.ts';
import { memoryLog } from '../../support/memory/log.ts';
import { memoryObjects } from '../../support/memory/objects.ts';
import { memoryQueue } from '../../support/memory/queue.ts';
import { seededRandom } from '../../support/memory/random.ts';
import { pump } from '../../support/pipeline.ts';

type Request = Parameters<Post>[0];
type Answer = Awaited<ReturnType<Post>>;

const answered = (status: number, text = ''): Answer => ({ kind: 'response', status, body: Buffer.from(text) });
const json = '{"version":1,"messageId":"mmm","watch":"w","rate":"immediate","alerts":[]}';
const hourMs = 3_600_000;

async function world(rate: 'immediate' | 'daily' = 'immediate') {
  // Signatures are verified against the real time.
  const clock = testClock(Date.now());
  const objects = memoryObjects({ clock });
  const random = seededRandom();
  const deliveries = memoryQueue({ clock, receivesMax: deliveryLimits.webhookReceivesMax });
  const requests: Request[] = [];
  const notices: Notice[] = [];
  let answer: Answer = answered(204);
  let refusesNotices = false;
  const log = memoryLog();
  const url = 'https://hooks.example.org/in?token=hidden';
  const { id } = await addSubscription({ objects, random }, 'w', rate, { kind: 'webhook', url });
  const step = deliver(
    {
      objects,
      clock,
      log,
      deliveries,
      post: async (request) => {
        requests.push(request);
        return answer;
      },
      notify: async (notice) => {
        if (refusesNotices) throw new Error('no such topic');
        notices.push(notice);
      },
    },
    { target: 'Press' },
  );
  return {
    clock,
    objects,
    random,
    deliveries,
    requests,
    notices,
    log,
    id,
    step,
    refuseNotices: (refuses: boolean) => {
      refusesNotices = refuses;
    },
    answers: (next: Answer) => {
      answer = next;
    },
    send: (messageId: string) => deliveries.send([{ body: webhookBody(id, messageId, json) }]),
    run: () => pump(deliveries, step),
    /** Runs whatever becomes visible in so many hours, in steps of ten minutes. */
    async pass(hours: number) {
      for (let minute = 0; minute < hours * 60; minute += 10) {
        clock.advance(600_000);
        expect(await pump(deliveries, step)).toEqual([]);
      }
    },
    state: () => objects.json(deliveryKeys.webhook(id)) as WebhookState,
    parked: () => objects.keys().filter((key) => key.startsWith('state/parked/')),
  };
}

const verified = (secret: string, { body, headers }: Request): unknown =>
  new Webhook(secret).verify(body, { ...headers });

describe('a message to a webhook', () => {
  test('is posted once, with a signature that its receiver can verify', async () => {
    const { send, run, requests, objects, id, deliveries } = await world();
    await send('mmm');
    await run();
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ url: 'https://hooks.example.org/in?token=hidden', body: json });
    expect(requests[0]!.headers['webhook-id']).toBe('mmm');
    const secret = (await findSubscription(objects, id))!.secret!;
    expect(verified(secret, requests[0]!)).toEqual(JSON.parse(json));
    expect(() => verified(secret, { ...requests[0]!, body: `${json} ` })).toThrow();
    expect(deliveries.bodies()).toEqual([]);
    expect(objects.keys()).toEqual(['state/subscriptions.json']);
  });

  test('of a topic becomes one for each webhook of the watch at the rate', async () => {
    const { step, objects, random, deliveries, id } = await world('daily');
    await addSubscription({ objects, random }, 'w', 'immediate', { kind: 'webhook', url: 'https://a.example.org/' });
    await addSubscription({ objects, random }, 'x', 'daily', { kind: 'webhook', url: 'https://b.example.org/' });
    await addSubscription({ objects, random }, 'w', 'daily', { kind: 'email', address: 'a@example.org' });
    const published = json.replace('immediate', 'daily');
    expect(await step(published)).toEqual({ kind: 'done', counts: { sent: 1 } });
    expect(deliveries.bodies()).toEqual([webhookBody(id, 'mmm', published)]);
  });

  test('that is neither is a poison message', async () => {
    const { step } = await world();
    await expect(step('{"version":1}')).rejects.toThrow(BadInputError);
    await expect(step('no JSON')).rejects.toThrow(BadInputError);
  });

  test('for a subscription that has ended is dropped', async () => {
    const { send, run, requests, objects, log } = await world();
    await send('mmm');
    await removeSubscriptions(objects, () => true);
    await run();
    expect(requests).toEqual([]);
    expect(log.events.map(({ event }) => event)).toEqual(['delivery-dropped']);
  });
});

describe('a webhook that fails', () => {
  test.each([
    ['a redirect', answered(302)],
    ['an error of the server', answered(500, 'out of order')],
    ['a private address', { kind: 'refused', message: '10.0.0.1 is not a public address' }],
    ['a server that hangs', { kind: 'failed', message: 'no answer in 10 s' }],
  ] as const)('is tried again later: %s', async (_, answer) => {
    const { send, run, answers, requests, clock, state } = await world();
    answers(answer);
    await send('mmm');
    await run();
    expect(state()).toMatchObject({ failures: 1, lastAnswer: { status: 'status' in answer ? answer.status : null } });
    answers(answered(200));
    clock.advance(239_000);
    await run();
    expect(requests).toHaveLength(1);
    clock.advance(1_000);
    await run();
    expect(requests).toHaveLength(2);
    expect(requests[1]!.headers['webhook-id']).toBe(requests[0]!.headers['webhook-id']);
    expect(state()).toMatchObject({ failures: 0, nextAt: null, tries: {} });
  });

  test('is tried eight times in about 54 hours; its owner is told at the first, the fifth, and the end', async () => {
    const { send, run, pass, answers, requests, notices, state, parked, deliveries, log } = await world();
    answers(answered(503, `away${' '.repeat(10)}`));
    await send('mmm');
    await run();
    await pass(54);
    expect(requests).toHaveLength(7);
    await pass(2);
    expect(requests).toHaveLength(8);
    expect(notices.map(({ subject }) => subject)).toEqual([
      'Webhook failing: https://hooks.example.org/in?…',
      'Webhook failing: https://hooks.example.org/in?…',
      'Webhook disabled: https://hooks.example.org/in?…',
    ]);
    expect(new Set(notices.map(({ id }) => id)).size).toBe(3);
    expect(notices[2]!.text).toContain(
      "npx dateline subscribe w --webhook 'https://hooks.example.org/in?…' --rate immediate --target aws --stack Press",
    );
    for (const { text } of notices) expect(text).not.toContain('hidden');
    expect(state().disabledAt).not.toBeNull();
    expect(state().lastAnswer).toMatchObject({ status: 503 });
    expect(parked()).toHaveLength(1);
    expect(deliveries.bodies()).toEqual([]);
    expect(log.events.some(({ level, event }) => level === 'error' && event === 'webhook-message-parked')).toBe(true);
  });

  test('keeps the other messages waiting without asking it for each', async () => {
    const { send, run, pass, answers, requests, deliveries } = await world();
    answers(answered(500));
    for (const id of ['a', 'b', 'c', 'd', 'e']) await send(id);
    await run();
    expect(requests).toHaveLength(1);
    await pass(1);
    expect(requests.length).toBeLessThanOrEqual(4);
    answers(answered(200));
    await pass(3);
    expect(deliveries.bodies()).toEqual([]);
    expect(new Set(requests.slice(-5).map(({ headers }) => headers['webhook-id'])).size).toBe(5);
  });

  test('is disabled at once when it says that it is gone', async () => {
    const { send, run, answers, notices, parked } = await world();
    answers(answered(410));
    await send('mmm');
    await run();
    expect(notices.map(({ subject }) => subject)).toEqual(['Webhook disabled: https://hooks.example.org/in?…']);
    expect(parked()).toHaveLength(1);
  });

  test('stays in the queue when the store was busy and did not keep it', async () => {
    const { send, run, clock, answers, parked, objects, deliveries } = await world();
    const { put } = objects;
    let refusals = 2;
    objects.put = async (key, body, options) => {
      if (!key.startsWith('state/parked/') || refusals === 0) return put(key, body, options);
      refusals -= 1;
      return { kind: 'conflict' };
    };
    answers(answered(410));
    await send('mmm');
    await run();
    expect(parked()).toEqual([]);
    expect(deliveries.bodies()).toHaveLength(1);
    for (let round = 0; round < 3; round += 1) {
      clock.advance(hourMs);
      await run();
    }
    expect(parked()).toHaveLength(1);
    expect(deliveries.bodies()).toEqual([]);
  });

  test('parks a message that it alone refuses, and goes on with the others', async () => {
    const { send, run, requests, parked, clock, objects, deliveries, log, id } = await world();
    const picky = deliver(
      {
        objects,
        clock,
        log,
        deliveries,
        post: async (request) => {
          requests.push(request);
          return answered(request.headers['webhook-id'] === 'bad' ? 400 : 200);
        },
        notify: async () => undefined,
      },
      { target: 'Press' },
    );
    await send('bad');
    for (let minute = 0; minute < 60 * 60; minute += 1) {
      await pump(deliveries, picky);
      clock.advance(60_000);
      if (minute % 30 === 0) await send(`good ${minute}`);
    }
    expect(requests.filter(({ headers }) => headers['webhook-id'] === 'bad')).toHaveLength(8);
    expect(parked()).toHaveLength(1);
    expect((objects.json(deliveryKeys.webhook(id)) as WebhookState).disabledAt).toBeNull();
    await run();
  });
});

describe('a webhook that is enabled again', () => {
  test('gets what it missed, under the same ids, and nothing twice', async () => {
    const { send, run, pass, answers, requests, parked, objects, deliveries, id } = await world();
    answers(answered(500));
    await send('one');
    await run();
    await pass(56);
    for (const message of ['two', 'three']) await send(message);
    await run();
    expect(parked()).toHaveLength(3);

    answers(answered(200));
    requests.length = 0;
    expect(await enableWebhook({ objects, deliveries }, id)).toBe(3);
    await run();
    expect(requests.map(({ headers }) => headers['webhook-id']).sort()).toEqual(['one', 'three', 'two']);
    expect(await enableWebhook({ objects, deliveries }, id)).toBe(0);
  });
});

describe('a secret that is rotated', () => {
  test('signs beside the old one for a day', async () => {
    const { send, run, requests, objects, random, id, clock } = await world();
    const old = (await findSubscription(objects, id))!.secret!;
    const rotated = (await rotateSecret({ objects, random }, id, clock.nowMs()))!;
    expect(rotated.secret).not.toBe(old);
    await send('mmm');
    await run();
    expect(requests[0]!.headers['webhook-signature']!.split(' ')).toHaveLength(2);
    for (const secret of [old, rotated.secret!]) expect(verified(secret, requests[0]!)).toEqual(JSON.parse(json));
    expect(signingSecrets(rotated, clock.nowMs() + 24 * hourMs)).toEqual([rotated.secret]);
  });
});

describe('the owner of a webhook', () => {
  test('who could not be told that it was disabled is told later, and other messages are not held up by it', async () => {
    const { send, pass, answers, notices, refuseNotices, parked, deliveries, requests } = await world();
    answers(answered(410));
    refuseNotices(true);
    await send('mmm');
    await pass(1);
    expect(requests).toHaveLength(1);
    expect([notices, parked()]).toEqual([[], []]);
    expect(deliveries.bodies()).toHaveLength(1);
    refuseNotices(false);
    await pass(1);
    expect(notices.map(({ subject }) => subject)).toEqual(['Webhook disabled: https://hooks.example.org/in?…']);
    expect(parked()).toHaveLength(1);
    expect(deliveries.bodies()).toEqual([]);
  });
});
