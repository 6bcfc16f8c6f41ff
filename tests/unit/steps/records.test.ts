/** What stands between a publish and its record: as little as can be, so that few alerts can come twice. */
import { describe, expect, it } from 'vitest';
import { keys } from '../../../shared/archive/keys.ts';
import { readLedger } from '../../../shared/archive/ledger.ts';
import { limits } from '../../../shared/limits.ts';
import type { Objects } from '../../../shared/ports.ts';
import { closeDigests } from '../../../shared/steps/close-digests.ts';
import { closeWindows } from '../../../shared/steps/digest.ts';
import { watchIdOf } from '../../../shared/watch/schema.ts';
import { addWatch, editWatch } from '../../../shared/watch/store.ts';
import type { WindowState } from '../../../shared/watch/window.ts';
import { testClock } from '../../support/memory/clock.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';

async function watching(ports: MemoryPorts, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await addWatch(ports.objects, ports.clock, { name: `watch ${index}`, query: 'cybercrime' });
    await ports.topic.subscribe(`watch-${index}`, 'immediate', { kind: 'email', address: 'watcher@example.org' });
  }
}

const told = (ports: MemoryPorts): string[] =>
  ports.topic.published
    .filter(({ outcome }) => outcome.kind === 'accepted')
    .flatMap(({ message }) => message.alerts.map(({ alertId }) => alertId));

/** The names of the calls that change something outside, in order. */
function traced(ports: MemoryPorts): string[] {
  const calls: string[] = [];
  const put = ports.objects.put.bind(ports.objects);
  const get = ports.objects.get.bind(ports.objects);
  const publish = ports.topic.publish.bind(ports.topic);
  ports.objects.put = (key, body, options) => {
    calls.push(`put ${key.split('/')[0]}`);
    return put(key, body, options);
  };
  ports.objects.get = (key, options) => {
    calls.push(`get ${key.split('/')[0]}`);
    return get(key, options);
  };
  ports.topic.publish = (target, message) => {
    if (target.kind === 'watch') calls.push('publish');
    return publish(target, message);
  };
  return calls;
}

describe('a publish is recorded', () => {
  it('by one write right behind it, without a read in between, while the hits are few', async () => {
    const ports = memoryPorts();
    await watching(ports, limits.publishesInTurnMax);
    await storeRelease(ports.objects, makeRelease());
    const calls = traced(ports);
    await pumpAlerts(ports);
    const first = calls.indexOf('publish');
    const behind = calls.slice(first, first + 2 * limits.publishesInTurnMax);
    expect(behind).toEqual(Array.from({ length: limits.publishesInTurnMax }, () => ['publish', 'put ledger']).flat());
  });

  it('with few others beside it when the hits are many', async () => {
    const ports = memoryPorts();
    await watching(ports, 12);
    await storeRelease(ports.objects, makeRelease());
    const calls = traced(ports);
    await pumpAlerts(ports);
    const runs = calls.join(' ').match(/(?:publish ?)+/g)!;
    expect(runs.map((run) => run.trim().split(' ').length)).toEqual([3, 3, 3, 3]);
    expect(new Set(told(ports)).size).toBe(12);
  });

  it('after a pause when the store refuses for some seconds, and nothing is sent twice', async () => {
    const clock = testClock(undefined, { advanceOnWait: true });
    const ports = memoryPorts({ clock });
    await watching(ports, 1);
    await storeRelease(ports.objects, makeRelease());
    let refusesUntil = Number.POSITIVE_INFINITY;
    const publish = ports.topic.publish.bind(ports.topic);
    ports.topic.publish = (target, message) => {
      if (target.kind === 'watch') refusesUntil = clock.elapsedMs() + 4_000;
      return publish(target, message);
    };
    const put: Objects['put'] = ports.objects.put.bind(ports.objects);
    ports.objects.put = (key, body, options) =>
      refusesUntil !== Number.POSITIVE_INFINITY && clock.elapsedMs() < refusesUntil
        ? Promise.reject(new Error('slow down'))
        : put(key, body, options);
    expect(await pumpAlerts(ports)).toEqual([]);
    expect(told(ports)).toHaveLength(1);
    const ledger = await readLedger(ports.objects, keys.ledger('2026-03-01', makeRelease().id, 1));
    expect(ledger).toMatchObject({ leaseUntil: null, entries: [{ state: 'accepted' }] });
  });
});

describe('a group of alerts', () => {
  it('is recorded as a whole before its ledgers, so that a successor marks them and sends nothing', async () => {
    const ports = memoryPorts();
    await watching(ports, 1);
    const slugs = ['one', 'two', 'three'];
    for (const slug of slugs) await storeRelease(ports.objects, makeRelease({ slug, headline: `Unit ${slug}` }));
    await pumpAlerts(ports);
    expect(told(ports)).toHaveLength(1);
    ports.clock.advance(61_000);
    const put: Objects['put'] = ports.objects.put.bind(ports.objects);
    let dead = false;
    ports.objects.put = (key, body, options) => {
      if (key.startsWith('ledger/')) dead = true;
      return dead ? Promise.reject(new Error('the process died')) : put(key, body, options);
    };
    expect(await pumpAlerts(ports)).toHaveLength(1);
    expect(told(ports)).toHaveLength(3);

    dead = false;
    ports.objects.put = put;
    ports.clock.advance(limits.alertLeaseMs + 60_000);
    expect(await pumpAlerts(ports)).toEqual([]);
    expect(told(ports)).toHaveLength(3);
    for (const slug of slugs) {
      const ledger = await readLedger(ports.objects, keys.ledger('2026-03-01', makeRelease({ slug }).id, 1));
      expect(ledger!.entries).toMatchObject([{ state: 'accepted' }]);
    }
  });
});

describe('an alert that was put into a group by an attempt that died', () => {
  it('is told by the end of a pause alone, when the next attempt finds its watch paused', async () => {
    const ports = memoryPorts();
    await watching(ports, 1);
    await storeRelease(ports.objects, makeRelease({ slug: 'one' }));
    await pumpAlerts(ports);
    await storeRelease(ports.objects, makeRelease({ slug: 'two', headline: 'Unit two' }));
    const send = ports.queues.windows.send.bind(ports.queues.windows);
    ports.queues.windows.send = () => Promise.reject(new Error('the process died'));
    expect(await pumpAlerts(ports)).toHaveLength(1);
    ports.queues.windows.send = send;

    await editWatch(ports.objects, ports.clock, 'watch-0', { paused: true });
    ports.clock.advance(limits.alertLeaseMs + 60_000);
    expect(await pumpAlerts(ports)).toEqual([]);
    await editWatch(ports.objects, ports.clock, 'watch-0', { paused: false });
    ports.clock.advance(60_000);
    await closeDigests(ports, quietConfig)();
    await closeWindows(ports, quietConfig)();
    expect(told(ports)).toHaveLength(2);
    expect(ports.topic.published.at(-1)!.message.alerts).toMatchObject([{ kind: 'digest' }]);
    const window = ports.objects.json(keys.window(watchIdOf('watch 0'))) as WindowState;
    expect(window.waiting).toEqual([]);
  });
});

describe('an alert that was put by for the end of a pause by an attempt that died', () => {
  it('is told by that digest alone, when the next attempt finds its watch going on', async () => {
    const ports = memoryPorts();
    await watching(ports, 1);
    await editWatch(ports.objects, ports.clock, 'watch-0', { paused: true });
    await storeRelease(ports.objects, makeRelease());
    const put: Objects['put'] = ports.objects.put.bind(ports.objects);
    let boxed = false;
    ports.objects.put = async (key, body, options) => {
      if (boxed) throw new Error('the process died');
      boxed = key.startsWith('state/windows/');
      return put(key, body, options);
    };
    expect(await pumpAlerts(ports)).toHaveLength(1);
    ports.objects.put = put;

    await editWatch(ports.objects, ports.clock, 'watch-0', { paused: false });
    ports.clock.advance(limits.alertLeaseMs + 60_000);
    expect(await pumpAlerts(ports)).toEqual([]);
    expect(told(ports)).toEqual([]);
    await closeDigests(ports, quietConfig)();
    expect(
      ports.topic.published.map(({ message }) => message.alerts[0]?.kind).filter((kind) => kind !== undefined),
    ).toEqual(['digest']);
    const ledger = await readLedger(ports.objects, keys.ledger('2026-03-01', makeRelease().id, 1));
    expect(ledger!.entries).toMatchObject([{ state: 'accepted' }]);
  });
});
