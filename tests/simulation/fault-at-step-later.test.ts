/**
 * Fail the Nth call to the outside, for every N, in the steps behind an alert: webhooks that fail, are disabled and enabled
 * again; pauses and weekly digests; pages that change or go.
 */
import { describe, expect, it } from 'vitest';
import { listKeys } from '../../shared/archive/list.ts';
import { parseRelease } from '../../shared/archive/release-object.ts';
import { deliveryLimits, limits, units } from '../../shared/limits.ts';
import type { Ports, Rate } from '../../shared/ports.ts';
import type { Release } from '../../shared/release/schema.ts';
import { closeDigests, scanAgain } from '../../shared/steps/close-digests.ts';
import { deliver, type Post, webhookBody } from '../../shared/steps/deliver.ts';
import { enableWebhook } from '../../shared/steps/enable-webhook.ts';
import { publish } from '../../shared/steps/publish.ts';
import { recheck } from '../../shared/steps/recheck.ts';
import { getWatch } from '../../shared/watch/read.ts';
import { addWatch, editWatch } from '../../shared/watch/store.ts';
import { subscribeTo } from '../../shared/watch/subscribe.ts';
import { addSubscription } from '../../shared/watch/subscriptions.ts';
import { harbourConfig as config, harbourHost, harbourPage } from '../support/harbour.ts';
import { testClock } from '../support/memory/clock.ts';
import { respond } from '../support/memory/fetcher.ts';
import { memoryLog } from '../support/memory/log.ts';
import { memoryObjects } from '../support/memory/objects.ts';
import { type MemoryPorts, memoryPorts } from '../support/memory/ports.ts';
import { memoryQueue } from '../support/memory/queue.ts';
import { seededRandom } from '../support/memory/random.ts';
import { pump, pumpAlerts, quietConfig } from '../support/pipeline.ts';
import { makeRelease, storeRelease } from '../support/releases.ts';
import { knowRobots } from '../support/robots.ts';
import { attempt, type Failing, type Fault, failEachCall, objectCalls, queueCalls } from './failing.ts';

const { MINUTE_MS, HOUR_MS, DAY_MS } = units;
const faults: readonly Fault[] = ['before', 'after'];
Object.assign(deliveryLimits, { webhookGapsSeconds: [60, 120], webhookOthersFirstSeconds: 10 });

async function deliveries(failing: Failing): Promise<void> {
  const clock = testClock();
  const objects = memoryObjects({ clock });
  const queue = memoryQueue({ clock, receivesMax: deliveryLimits.webhookReceivesMax });
  const { id } = await addSubscription({ objects, random: seededRandom() }, 'w', 'immediate', {
    kind: 'webhook',
    url: 'https://hooks.example.org/in',
  });
  const taken = new Set<string>();
  const notices = new Set<string>();
  let repaired = false;
  const answer: Post = async ({ headers }) => {
    if (!repaired) return { kind: 'response', status: 500, body: new Uint8Array() };
    taken.add(headers['webhook-id'] ?? '');
    return { kind: 'response', status: 204, body: new Uint8Array() };
  };
  const ports = {
    objects: failing.wrap(objects, objectCalls),
    clock,
    log: memoryLog(),
    deliveries: failing.wrap(queue, queueCalls),
    post: ((request) =>
      failing.call(
        'post',
        () => answer(request),
        () => ({ kind: 'failed', message: 'no answer' }),
      )) satisfies Post,
    notify: ({ subject }: { subject: string }) =>
      failing.call('notify', async () => void notices.add(subject.split(':')[0] ?? '')),
  };
  const pass = async (minutes: number): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      clock.advance(MINUTE_MS);
      await attempt(() => pump(ports.deliveries, deliver(ports, quietConfig)));
    }
  };
  await queue.send(['one', 'two'].map((message) => ({ body: webhookBody(id, message, `{"n":"${message}"}`) })));
  await pass(20);
  expect([...taken]).toEqual([]);
  expect([...notices].sort()).toEqual(['Webhook disabled', 'Webhook failing']);
  repaired = true;
  // Its owner repeats the command when it failed.
  while (!(await attempt(() => enableWebhook(ports, id))));
  await pass(20);
  expect([...taken].sort()).toEqual(['one', 'two']);
  expect(queue.bodies()).toEqual([]);
}

const monday = Date.parse('2026-03-02T09:00:00Z');

async function pauses(failing: Failing): Promise<void> {
  const ports = memoryPorts({ startMs: monday });
  await addWatch(ports.objects, ports.clock, { name: 'cybercrime', query: 'cybercrime' });
  for (const rate of ['immediate', 'weekly'] as const) {
    const watch = (await getWatch(ports.objects, 'cybercrime'))!;
    await subscribeTo(ports, watch, rate, { kind: 'email', address: 'watcher@example.org' });
  }
  const broken = {
    ...ports,
    objects: failing.wrap(ports.objects, objectCalls),
    topic: failing.wrap(ports.topic, ['publish']),
    queues: {
      ...ports.queues,
      stored: failing.wrap(ports.queues.stored, queueCalls),
      windows: failing.wrap(ports.queues.windows, queueCalls),
    },
  } as MemoryPorts;
  const closeWhatIsDue = closeDigests(broken as Ports, quietConfig);
  const pass = async (): Promise<void> => {
    await attempt(() => pumpAlerts(broken));
    await attempt(() => closeWhatIsDue());
  };
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 4; round += 1) {
      ports.clock.advance(8 * MINUTE_MS);
      await pass();
    }
  };
  const { objects, clock } = ports;
  await editWatch(objects, clock, 'cybercrime', { paused: true });
  const slugs = ['one', 'two'];
  for (const slug of slugs) await storeRelease(objects, makeRelease({ slug, headline: `Unit ${slug}` }));
  await settle();
  await editWatch(objects, clock, 'cybercrime', { paused: false });
  await scanAgain(objects);
  await settle();
  ports.clock.set(monday + 7 * DAY_MS);
  await settle();

  const shown = (rate: Rate): readonly string[] =>
    ports.topic.published
      .filter(({ target, outcome }) => target.kind === 'watch' && target.rate === rate && outcome.kind === 'accepted')
      .flatMap(({ message }) => message.alerts.map(({ alertId, release }) => `${alertId} ${release}`));
  for (const rate of ['immediate', 'weekly'] as const) {
    // Each release in one digest, however often that came.
    const releases = [...new Set(shown(rate))].map((one) => one.split(' ')[1]).sort();
    expect({ rate, releases }).toEqual({ rate, releases: slugs.map((slug) => makeRelease({ slug }).id).sort() });
  }
}

const page = (officers: number): string => `<!doctype html><html lang="en"><head><title>A new unit</title></head><body>
<main><h1>A new unit</h1><p class="date">1 March 2026</p>
<p>LYON, France – The harbour police have formed a cybercrime unit of ${officers} officers which will work with all ports of the coast.</p>
<p>The unit will begin its work in the spring of this year, the authority said in a statement, and asked for patience.</p></main></body></html>`;

async function rechecks(failing: Failing): Promise<void> {
  const ports = memoryPorts({ clock: testClock(monday, { advanceOnWait: true }) });
  const { objects, clock, fetcher } = ports;
  await knowRobots(ports, harbourHost);
  const urls = ['changed', 'gone'].map(harbourPage);
  for (const url of urls) {
    const slug = url.split('/').at(-1) ?? '';
    await storeRelease(
      objects,
      makeRelease({ slug, url, canonicalUrl: url, firstSeenAt: new Date(monday).toISOString() }),
    );
  }
  await publish(ports, config)();
  fetcher.route(urls[0]!, respond(200, page(40), { 'content-type': 'text/html' }));
  fetcher.route(urls[1]!, respond(404, ''));
  const broken = {
    ...ports,
    objects: failing.wrap(objects, objectCalls),
    fetcher: {
      fetch: (request: Parameters<typeof fetcher.fetch>[0]) =>
        failing.call(
          'fetch',
          () => fetcher.fetch(request),
          () => ({ kind: 'failed', reason: 'timeout', message: 'no answer' }) as const,
        ),
    },
  } as Ports;
  for (const hours of [1, 2, 6, 7, 25, 49]) {
    clock.set(monday + hours * HOUR_MS + MINUTE_MS);
    await attempt(recheck(broken, config));
    clock.advance(limits.recheckLeaseMs);
    await attempt(recheck(broken, config));
  }
  const stored: Release[] = [];
  for await (const { key } of listKeys(objects, 'releases/'))
    stored.push(parseRelease(key, (await objects.get(key))!.body));
  const last = (url: string) => stored.filter((one) => one.url === url).at(-1)!;
  expect(last(urls[0]!)).toMatchObject({ revision: 2, status: 'current' });
  expect(last(urls[0]!).body).toContain('40 officers');
  expect(last(urls[1]!)).toMatchObject({ revision: 2, status: 'withdrawn' });
}

describe('when one call to the outside fails', () => {
  it.each(faults)('%s its effect, a webhook gets what it missed and its owner is told', async (fault) => {
    expect(await failEachCall(fault, deliveries)).toBeGreaterThan(40);
  });

  it.each(faults)('%s its effect, the end of a pause and of a week tell of each release', async (fault) => {
    expect(await failEachCall(fault, pauses)).toBeGreaterThan(60);
  });

  it.each(faults)('%s its effect, a page that changed is a revision and one that went is withdrawn', async (fault) => {
    expect(await failEachCall(fault, rechecks)).toBeGreaterThan(30);
  });
});
