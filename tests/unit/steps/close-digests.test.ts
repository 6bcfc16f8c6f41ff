/** Daily and weekly digests, and the one that ends a pause: from the hit to the message and its ledgers. */
import { describe, expect, it } from 'vitest';
import type { DigestLedger } from '../../../shared/archive/digest-ledger.ts';
import { deliveryKeys, keys } from '../../../shared/archive/keys.ts';
import { type Ledger, readLedger } from '../../../shared/archive/ledger.ts';
import { readJson, swapJson } from '../../../shared/archive/objects.ts';
import { alertId, digestAlertId } from '../../../shared/ids.ts';
import { deliveryLimits, limits, units } from '../../../shared/limits.ts';
import type { Rate, Topic } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { alert } from '../../../shared/steps/alert.ts';
import { closeDigests, scanAgain } from '../../../shared/steps/close-digests.ts';
import { getWatch } from '../../../shared/watch/read.ts';
import { slowedWatches } from '../../../shared/watch/slowed.ts';
import { addWatch, editWatch, removeWatch } from '../../../shared/watch/store.ts';
import { endSubscription, subscribeTo } from '../../../shared/watch/subscribe.ts';
import { unheardRates } from '../../../shared/watch/unheard.ts';
import { emptyWindow, type WindowState } from '../../../shared/watch/window.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease, reviseRelease, storeRelease } from '../../support/releases.ts';

const at = (iso: string): number => Date.parse(iso);
const monday = '2026-03-02';

async function watching(rates: readonly Rate[], timeZone = 'UTC'): Promise<MemoryPorts> {
  const ports = memoryPorts({ startMs: at(`${monday}T09:00:00Z`) });
  await addWatch(ports.objects, ports.clock, { name: 'cybercrime', query: 'cybercrime', timeZone });
  for (const rate of rates) {
    const watch = (await getWatch(ports.objects, 'cybercrime'))!;
    await subscribeTo(ports, watch, rate, { kind: 'email', address: 'watcher@example.org' });
  }
  return ports;
}

async function hit(ports: MemoryPorts, slug: string, when: string, fields: Partial<Release> = {}): Promise<Release> {
  ports.clock.set(at(when));
  const release = makeRelease({ slug, headline: `Headline ${slug}`, ...fields });
  await storeRelease(ports.objects, release);
  expect(await pumpAlerts(ports)).toEqual([]);
  return release;
}

const tick = async (ports: MemoryPorts, when: string) => {
  ports.clock.set(at(when));
  return closeDigests(ports, quietConfig)();
};
const told = (ports: MemoryPorts, rate: Rate) =>
  ports.topic.published
    .filter(({ target, outcome }) => target.kind === 'watch' && target.rate === rate && outcome.kind === 'accepted')
    .map(({ message }) => message);
const stateOf = async (ports: MemoryPorts, release: Release) =>
  (await readLedger(ports.objects, keys.ledger('2026-03-01', release.id, release.revision)))!.entries[0]!.state;
const ledgerAt = async (ports: MemoryPorts, rate: Rate, end: string) =>
  (await readJson<DigestLedger | null>(ports.objects, deliveryKeys.digestLedger('cybercrime', rate, end), null)).value;

describe('a daily digest', () => {
  it('tells at the end of the day what matched in it, once, under an alert id of its window', async () => {
    const ports = await watching(['daily']);
    const one = await hit(ports, 'one', `${monday}T10:00:00Z`);
    await hit(ports, 'two', `${monday}T23:59:59.999Z`);
    expect(await stateOf(ports, one)).toBe('waiting');
    await tick(ports, `${monday}T23:59:59.999Z`);
    expect(told(ports, 'daily')).toEqual([]);

    const end = '2026-03-03T00:00:00.000Z';
    await hit(ports, 'three', end);
    await tick(ports, '2026-03-03T00:00:00Z');
    await tick(ports, '2026-03-03T00:20:00Z');
    const [message, ...more] = told(ports, 'daily');
    expect(more).toEqual([]);
    expect(message!.subject).toBe('Daily digest, 2 March 2026: 2 releases [cybercrime]');
    for (const slug of ['one', 'two']) expect(message!.text).toContain(`Headline ${slug}\nHarbour Authority`);
    expect(message!.text).not.toContain('Headline three');
    expect(message!.text).toContain('*cybercrime*');
    const alertId = digestAlertId('cybercrime', 'daily', end);
    expect(message!.alerts.map((alert) => [alert.alertId, alert.kind])).toEqual([
      [alertId, 'digest'],
      [alertId, 'digest'],
    ]);
    expect(JSON.parse(message!.json)).toMatchObject({
      version: 1,
      rate: 'daily',
      digest: { alertId, from: '2026-03-02T00:00:00.000Z', to: end },
      alerts: [{ kind: 'new', why: { spans: [{ field: 'body' }] } }, { kind: 'new' }],
    });
    expect(await stateOf(ports, one)).toBe('accepted');
    expect(await ledgerAt(ports, 'daily', end)).toMatchObject({ state: 'accepted', alertId, nonce: null });
    expect([...ports.objects.keys()].filter((key) => key.startsWith('ledger/digest/'))).toEqual([
      'ledger/digest/cybercrime.daily/20260303T000000Z.json',
    ]);
  });

  it('shows a release once, at its latest revision', async () => {
    const ports = await watching(['daily']);
    const one = await hit(ports, 'one', `${monday}T10:00:00Z`);
    ports.clock.set(at(`${monday}T12:00:00Z`));
    await storeRelease(ports.objects, reviseRelease(one, true, { headline: 'Corrected headline' }));
    await pumpAlerts(ports);
    await tick(ports, '2026-03-03T00:01:00Z');
    const [message] = told(ports, 'daily');
    expect(message!.alerts).toMatchObject([{ release: one.id, revision: 2 }]);
    expect(message!.text).toContain('Corrected headline');
    expect(message!.text).not.toContain('Headline one');
    expect(message!.text).not.toContain('Kind: revised');
  });

  it('shows a later revision that was too small to be told by itself', async () => {
    const ports = await watching(['daily']);
    const one = await hit(ports, 'one', `${monday}T10:00:00Z`);
    await storeRelease(ports.objects, reviseRelease(one, false, { headline: 'Headline without the typo' }));
    await pumpAlerts(ports);
    await tick(ports, '2026-03-03T00:01:00Z');
    const [message] = told(ports, 'daily');
    expect(message!.alerts).toMatchObject([{ release: one.id, revision: 2 }]);
    expect(message!.text).toContain('Headline without the typo');
    expect(JSON.parse(message!.json).alerts).toMatchObject([
      { alertId: alertId('cybercrime', one.id, 1), revision: 2, kind: 'new', headline: 'Headline without the typo' },
    ]);
    expect(await stateOf(ports, one)).toBe('accepted');
  });

  it('shows the revision that matched when the latest does not any more', async () => {
    const ports = await watching(['daily']);
    const one = await hit(ports, 'one', `${monday}T10:00:00Z`);
    await storeRelease(ports.objects, reviseRelease(one, false, { headline: 'Another', body: 'Nothing of it.' }));
    await pumpAlerts(ports);
    await tick(ports, '2026-03-03T00:01:00Z');
    const [message] = told(ports, 'daily');
    expect(message!.alerts).toMatchObject([{ release: one.id, revision: 1 }]);
    expect(message!.text).toContain('*cybercrime*');
  });

  it('that is empty is not sent', async () => {
    const ports = await watching(['daily']);
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    await tick(ports, '2026-03-03T00:01:00Z');
    await tick(ports, '2026-03-04T00:01:00Z');
    await tick(ports, '2026-03-05T00:01:00Z');
    expect(told(ports, 'daily')).toHaveLength(1);
  });

  it('whose end passed while nothing ran is found and sent by the next scan, each window by itself', async () => {
    const ports = await watching(['daily']);
    await tick(ports, `${monday}T09:00:00Z`);
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    await hit(ports, 'two', '2026-03-03T10:00:00Z');
    await tick(ports, '2026-03-06T15:00:00Z');
    expect(told(ports, 'daily').map(({ subject }) => subject)).toEqual([
      'Daily digest, 2 March 2026: 1 release [cybercrime]',
      'Daily digest, 3 March 2026: 1 release [cybercrime]',
    ]);
  });

  it('ends at midnight where the watch says that days begin', async () => {
    const ports = await watching(['daily'], 'Asia/Kathmandu');
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    await tick(ports, `${monday}T18:14:59Z`);
    expect(told(ports, 'daily')).toEqual([]);
    await tick(ports, `${monday}T18:15:00Z`);
    expect(told(ports, 'daily')).toHaveLength(1);
  });

  it('counts what is more than it lists', async () => {
    const ports = await watching(['daily']);
    const key = keys.window('cybercrime');
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    const { value: state } = await readJson<{ boxes: { daily: { waiting: object[] } } }>(ports.objects, key, {
      boxes: { daily: { waiting: [] } },
    });
    const [first] = state.boxes.daily.waiting;
    state.boxes.daily.waiting = Array.from({ length: deliveryLimits.digestWaitingMax }, (_, index) =>
      index === 0 ? first! : { ...first!, alertId: `a${index}` },
    );
    const stored = (await ports.objects.get(key))!;
    await ports.objects.put(key, new TextEncoder().encode(JSON.stringify(state)), {
      condition: { kind: 'compare-and-swap', etag: stored.etag },
      contentType: 'application/json',
    });
    expect(await stateOf(ports, await hit(ports, 'two', `${monday}T11:00:00Z`))).toBe('silent');
    await tick(ports, '2026-03-03T00:01:00Z');
    expect(told(ports, 'daily')[0]!.text).toContain('1 more matched and are not listed');
  });
});

describe('the scan for digests', () => {
  it('reads again only what was touched, or is due', async () => {
    const ports = await watching(['daily']);
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    const reads: string[] = [];
    const objects: MemoryPorts['objects'] = {
      ...ports.objects,
      get: (key, options) => {
        reads.push(key);
        return ports.objects.get(key, options);
      },
    };
    const step = closeDigests({ ...ports, objects }, quietConfig);
    const readsOf = async (when: string): Promise<number> => {
      reads.length = 0;
      ports.clock.set(at(when));
      await step();
      return reads.filter((key) => key.startsWith('state/windows/')).length;
    };
    expect(await readsOf(`${monday}T10:00:00Z`)).toBeGreaterThan(0);
    expect(await readsOf(`${monday}T10:14:00Z`)).toBe(0);
    expect(await readsOf(`${monday}T10:15:00Z`)).toBe(0);
    expect(await readsOf('2026-03-03T00:00:00Z')).toBeGreaterThan(0);
    expect(told(ports, 'daily')).toHaveLength(1);
    await readsOf('2026-03-03T00:15:00Z');
    expect(await readsOf('2026-03-03T00:30:00Z')).toBe(0);
  });

  it('is held up by no window that cannot be read', async () => {
    const ports = await watching(['daily']);
    await ports.objects.put('state/windows/aaa.json', Buffer.from('{'), {
      condition: { kind: 'create-once' },
      contentType: 'application/json',
    });
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    expect(await tick(ports, '2026-03-03T00:00:00Z')).toEqual({ kind: 'done', counts: { alerts: 1 } });
    expect(ports.log.events.some(({ event }) => event === 'digest-failed')).toBe(true);
  });
});

describe('rates beside one another', () => {
  it('are each told: at once, each day and each week', async () => {
    const ports = await watching(['immediate', 'daily', 'weekly', 'off']);
    const release = await hit(ports, 'one', `${monday}T10:00:00Z`);
    expect(told(ports, 'immediate')).toHaveLength(1);
    expect(await stateOf(ports, release)).toBe('accepted');
    await tick(ports, '2026-03-03T00:01:00Z');
    expect([told(ports, 'daily').length, told(ports, 'weekly').length]).toEqual([1, 0]);
    await tick(ports, '2026-03-09T00:01:00Z');
    expect(told(ports, 'weekly')[0]!.subject).toBe('Weekly digest, 2–8 March 2026: 1 release [cybercrime]');
    expect(told(ports, 'off')).toEqual([]);
  });

  it('are published only where somebody subscribed', async () => {
    const ports = await watching(['daily']);
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    expect(ports.topic.published.filter(({ target }) => target.kind === 'watch')).toEqual([]);
    const [subscription] = await ports.topic.subscriptions('cybercrime');
    await endSubscription(ports, 'cybercrime', subscription!.id);
    expect((await getWatch(ports.objects, 'cybercrime'))!.subscribedRates).toEqual([]);
  });
});

describe('a digest of a watch that also speaks at once', () => {
  it('does not take the place of the message that an interrupted alert still owes', async () => {
    const ports = await watching(['immediate', 'daily']);
    await hit(ports, 'first', '2026-03-02T23:59:40Z');
    // The second one waits in the group window over midnight.
    const second = await hit(ports, 'second', '2026-03-02T23:59:50Z');
    await tick(ports, '2026-03-03T00:00:10Z');
    expect(told(ports, 'daily')).toHaveLength(1);
    expect(await stateOf(ports, second)).toBe('grouped');
    ports.clock.set(at('2026-03-03T00:01:00Z'));
    await pumpAlerts(ports);
    expect(told(ports, 'immediate')).toHaveLength(2);
    expect(await stateOf(ports, second)).toBe('accepted');
  });
});

describe('a topic that is dead', () => {
  it('is named in the log and in health, and its hits stay in the ledger', async () => {
    const ports = await watching(['immediate', 'daily']);
    const topic = await ports.topic.subscriptions('cybercrime');
    for (const { id, rate } of topic) if (rate === 'immediate') await ports.topic.unsubscribe(id);
    const release = await hit(ports, 'one', `${monday}T10:00:00Z`);
    expect(ports.log.events).toContainEqual(
      expect.objectContaining({
        event: 'topic-without-subscribers',
        fields: { watch: 'cybercrime', rate: 'immediate' },
      }),
    );
    expect(await unheardRates(ports)).toEqual({ rates: [{ watch: 'cybercrime', rate: 'immediate' }], notAsked: 0 });
    expect(await stateOf(ports, release)).toBe('waiting');
    await tick(ports, '2026-03-03T00:00:00Z');
    expect(await stateOf(ports, release)).toBe('accepted');
  });
});

describe('a pause', () => {
  it('sends nothing, and when it ends one digest of what was missed to every rate', async () => {
    const ports = await watching(['immediate', 'daily']);
    ports.clock.set(at(`${monday}T09:30:00Z`));
    await editWatch(ports.objects, ports.clock, 'cybercrime', { paused: true });
    const one = await hit(ports, 'one', `${monday}T10:00:00Z`);
    await hit(ports, 'two', '2026-03-04T10:00:00Z');
    await tick(ports, '2026-03-05T00:01:00Z');
    expect(ports.topic.published.filter(({ target }) => target.kind === 'watch')).toEqual([]);

    ports.clock.set(at('2026-03-05T12:34:56Z'));
    await editWatch(ports.objects, ports.clock, 'cybercrime', { paused: false });
    await scanAgain(ports.objects);
    await tick(ports, '2026-03-05T12:35:00Z');
    for (const rate of ['immediate', 'daily'] as const) {
      expect(told(ports, rate).map(({ subject }) => subject)).toEqual(['While paused: 2 releases [cybercrime]']);
    }
    expect(await stateOf(ports, one)).toBe('accepted');
    await hit(ports, 'three', '2026-03-05T13:00:00Z');
    expect(told(ports, 'immediate')).toHaveLength(2);
    await tick(ports, '2026-03-06T00:01:00Z');
    expect(told(ports, 'daily')).toHaveLength(2);
  });
});

describe('a pause that begins while a group is being sent', () => {
  it('leaves its alerts to that group: a retry puts them into no box that the end of the pause would tell of', async () => {
    const ports = await watching(['immediate', 'daily']);
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    const two = await hit(ports, 'two', `${monday}T10:00:30Z`);
    const window = keys.window('cybercrime');
    const leaseUntil = `${monday}T10:10:00.000Z`;
    // Its sender has taken the group, and the ledger does not say yet that the alert waited in one.
    await swapJson<WindowState>(ports.objects, window, emptyWindow, ({ waiting, ...state }) => ({
      ...state,
      waiting: [],
      sending: { nonce: 'under-way', leaseUntil, items: waiting },
    }));
    const ledgerKey = keys.ledger('2026-03-01', two.id, 1);
    await swapJson<Ledger | null>(ports.objects, ledgerKey, null, (ledger) => ({
      ...ledger!,
      leaseUntil: null,
      entries: ledger!.entries.map((entry) => ({ ...entry, state: 'pending' })),
    }));
    ports.clock.set(at(`${monday}T10:01:00Z`));
    await editWatch(ports.objects, ports.clock, 'cybercrime', { paused: true });
    await alert(ports, quietConfig)({ key: keys.release('harbour', '2026-03-01', two.id, 1) });

    const { value } = await readJson<WindowState>(ports.objects, window, emptyWindow);
    expect(value.boxes?.immediate).toBeUndefined();
    expect(await stateOf(ports, two)).toBe('grouped');
  });
});

describe('a watch that matches everything', () => {
  const messagesMax = limits.messagesAtOncePerDayMax;
  const minute = (n: number): string => new Date(at(`${monday}T09:00:00Z`) + 2 * n * units.MINUTE_MS).toISOString();

  /** A watch that has told of one hit and is taken to have told of as many as may be. */
  async function flooded(rates: readonly Rate[], timeZone?: string): Promise<MemoryPorts> {
    const ports = await watching(rates, timeZone);
    await hit(ports, 'first', minute(0));
    await swapJson<WindowState>(ports.objects, keys.window('cybercrime'), emptyWindow, (state) => ({
      ...state,
      pace: { ...state.pace!, messages: messagesMax },
    }));
    return ports;
  }

  it('tells so many at once in a day, and gathers the others by the hour until the day ends', async () => {
    const ports = await watching(['immediate']);
    for (let n = 0; n < messagesMax; n += 1) await hit(ports, `r${n}`, minute(n));
    expect(told(ports, 'immediate')).toHaveLength(messagesMax);
    // The last one went at 12:18.
    const gathered = await hit(ports, 'gathered', `${monday}T12:20:00Z`);
    await hit(ports, 'another', `${monday}T12:59:00Z`);
    expect(await stateOf(ports, gathered)).toBe('waiting');
    expect(ports.log.events.filter(({ event }) => event === 'watch-slowed')).toMatchObject([
      { fields: { watch: 'cybercrime', until: '2026-03-03T00:00:00.000Z' } },
    ]);
    expect(await slowedWatches(ports.objects, ports.clock.nowMs())).toEqual([
      { watch: 'cybercrime', until: '2026-03-03T00:00:00.000Z', waiting: 2 },
    ]);
    await tick(ports, `${monday}T12:59:59Z`);
    expect(told(ports, 'immediate')).toHaveLength(messagesMax);

    await tick(ports, `${monday}T13:00:00Z`);
    const digest = told(ports, 'immediate')[messagesMax]!;
    expect(digest.subject).toBe('Digest, 2 March 2026: 2 releases [cybercrime]');
    expect(digest.text).toContain(`This watch has sent ${messagesMax} messages today`);
    for (const slug of ['gathered', 'another']) expect(digest.text).toContain(`Headline ${slug}`);
    expect(await stateOf(ports, gathered)).toBe('accepted');

    await hit(ports, 'late', `${monday}T23:50:00Z`);
    const next = await hit(ports, 'next', '2026-03-03T00:00:00Z');
    expect(await stateOf(ports, next)).toBe('accepted');
    await tick(ports, '2026-03-03T00:00:00Z');
    expect(told(ports, 'immediate')).toHaveLength(messagesMax + 3);
    expect(await slowedWatches(ports.objects, ports.clock.nowMs())).toEqual([]);
  });

  it('has a day that ends at midnight where the watch says', async () => {
    const ports = await flooded(['immediate'], 'Asia/Kathmandu');
    expect(await stateOf(ports, await hit(ports, 'before', `${monday}T18:14:00Z`))).toBe('waiting');
    expect(await stateOf(ports, await hit(ports, 'after', `${monday}T18:15:00Z`))).toBe('accepted');
  });

  it('still tells its digests of everything, and a gathered hit once at each rate', async () => {
    const ports = await flooded(['immediate', 'daily']);
    const gathered = await hit(ports, 'gathered', `${monday}T12:20:00Z`);
    await tick(ports, `${monday}T13:00:00Z`);
    await tick(ports, '2026-03-03T00:00:00Z');
    const of = (rate: Rate) =>
      told(ports, rate).filter(({ alerts }) => alerts.some(({ release }) => release === gathered.id));
    expect([of('immediate').length, of('daily').length]).toEqual([1, 1]);
    expect(told(ports, 'daily')[0]!.alerts).toHaveLength(2);
  });

  it('is told once of a hit whose attempt died behind the box', async () => {
    const ports = await flooded(['immediate']);
    ports.clock.set(at(`${monday}T12:20:00Z`));
    const release = makeRelease({ slug: 'gathered' });
    const key = await storeRelease(ports.objects, release);
    const dying: MemoryPorts['objects'] = {
      ...ports.objects,
      put: async (name, ...rest) => {
        const outcome = await ports.objects.put(name, ...rest);
        if (name.startsWith('state/windows/')) throw new Error('died');
        return outcome;
      },
    };
    await expect(alert({ ...ports, objects: dying }, quietConfig)({ key })).rejects.toThrow();
    // The next day its pace begins anew, and the box has told of it by then.
    await tick(ports, `${monday}T13:00:00Z`);
    ports.clock.set(at('2026-03-03T08:00:00Z'));
    await alert(ports, quietConfig)({ key });
    expect(told(ports, 'immediate').filter(({ alerts }) => alerts[0]!.release === release.id)).toHaveLength(1);
    expect(await stateOf(ports, release)).toBe('accepted');
  });
});

describe('a digest that is interrupted', () => {
  /** Fails the nth write after `begin` was called. */
  function failing(ports: MemoryPorts, n: number, when: 'before' | 'after'): MemoryPorts {
    let calls = 0;
    const put: MemoryPorts['objects']['put'] = async (...call) => {
      calls += 1;
      if (calls === n && when === 'before') throw new Error('lost');
      const outcome = await ports.objects.put(...call);
      if (calls === n) throw new Error('lost');
      return outcome;
    };
    return { ...ports, objects: { ...ports.objects, put } as MemoryPorts['objects'] };
  }

  it('is sent, and sent again only where nothing recorded that it went out', async () => {
    for (const when of ['before', 'after'] as const) {
      for (let n = 1; n <= 6; n += 1) {
        const ports = await watching(['daily']);
        const release = await hit(ports, 'one', `${monday}T10:00:00Z`);
        ports.clock.set(at('2026-03-03T00:01:00Z'));
        await closeDigests(failing(ports, n, when), quietConfig)().catch(() => undefined);
        // After the lease of the one that died.
        await tick(ports, '2026-03-03T00:16:00Z');
        await tick(ports, '2026-03-03T00:31:00Z');
        const ids = told(ports, 'daily').map(({ messageId }) => messageId);
        expect(new Set(ids).size, `${when} write ${n}`).toBe(1);
        expect(ids, `${when} write ${n}`).toHaveLength(1);
        expect(await stateOf(ports, release)).toBe('accepted');
      }
    }
  });

  it('keeps its items: what is recorded meanwhile goes with the next window', async () => {
    const ports = await watching(['daily']);
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    ports.clock.set(at('2026-03-03T00:01:00Z'));
    const dying: Topic = { ...ports.topic, publish: () => Promise.reject(new Error('died')) };
    await closeDigests({ ...ports, topic: dying }, quietConfig)().catch(() => undefined);
    await hit(ports, 'late', '2026-03-03T00:02:00Z');
    await tick(ports, '2026-03-03T00:16:00Z');
    expect(told(ports, 'daily').map(({ alerts }) => alerts.length)).toEqual([1]);
    await tick(ports, '2026-03-04T00:01:00Z');
    expect(told(ports, 'daily').map(({ alerts }) => alerts.length)).toEqual([1, 1]);
  });

  it('of one watch does not hold up the others', async () => {
    const ports = await watching(['daily']);
    await addWatch(ports.objects, ports.clock, { name: 'aaa', query: 'network' });
    await subscribeTo(ports, (await getWatch(ports.objects, 'aaa'))!, 'daily', {
      kind: 'email',
      address: 'a@example.org',
    });
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    ports.clock.set(at('2026-03-03T00:01:00Z'));
    const { publish } = ports.topic;
    const half: Topic = {
      ...ports.topic,
      publish: (target, message) =>
        target.kind === 'watch' && target.watch === 'aaa'
          ? Promise.reject(new Error('dead'))
          : publish(target, message),
    };
    await expect(closeDigests({ ...ports, topic: half }, quietConfig)()).rejects.toThrow('dead');
    expect(told(ports, 'daily')).toHaveLength(1);
    expect(ports.log.events.some(({ event }) => event === 'digest-failed')).toBe(true);
  });

  it('of a watch that was removed is not sent', async () => {
    const ports = await watching(['daily']);
    const release = await hit(ports, 'one', `${monday}T10:00:00Z`);
    await removeWatch(ports.objects, ports.clock, 'cybercrime');
    await tick(ports, '2026-03-03T00:01:00Z');
    expect(told(ports, 'daily')).toEqual([]);
    expect(await stateOf(ports, release)).toBe('no-subscriber');
  });
});

describe('a scan that is under way when a pause ends', () => {
  it('does not keep the next one from looking again', async () => {
    const ports = await watching(['immediate']);
    await editWatch(ports.objects, ports.clock, 'cybercrime', { paused: true });
    await hit(ports, 'one', `${monday}T10:00:00Z`);
    // The same process scans on: what it knows of the window, it knows from the pause.
    const scan = closeDigests(ports, quietConfig);
    const put = ports.objects.put.bind(ports.objects);
    ports.objects.put = async (key, body, options) => {
      ports.objects.put = put;
      await editWatch(ports.objects, ports.clock, 'cybercrime', { paused: false });
      await scanAgain(ports.objects);
      return put(key, body, options);
    };
    await scan();
    expect(told(ports, 'immediate')).toEqual([]);
    ports.clock.set(at(`${monday}T10:20:00Z`));
    await scan();
    expect(told(ports, 'immediate')).toHaveLength(1);
  });
});
