import { describe, expect, it } from 'vitest';
import { keys, parseReleaseKey } from '../../../shared/archive/keys.ts';
import { type Ledger, readLedger } from '../../../shared/archive/ledger.ts';
import { jsonBytes, swapJson } from '../../../shared/archive/objects.ts';
import { verifyArchive } from '../../../shared/archive/verify/archive.ts';
import { newProgress } from '../../../shared/archive/verify/finding.ts';
import { publish } from '../../../shared/steps/publish.ts';
import { alertGaps, sweep } from '../../../shared/steps/sweep.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { emptyWindow, type WindowState } from '../../../shared/watch/window.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

async function world(): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await addWatch(ports.objects, ports.clock, { name: 'cybercrime', query: 'cybercrime' });
  await ports.topic.subscribe('cybercrime', 'immediate', { kind: 'email', address: 'a@example.org' });
  return ports;
}

/** Takes every message out of a queue, as if it had never come. */
async function lose(ports: MemoryPorts, name: 'stored' | 'changed' | 'windows'): Promise<void> {
  ports.clock.advance(minute);
  for (;;) {
    const batch = await ports.queues[name].receive({ max: 10, visibilitySeconds: 30 });
    if (batch.length === 0) return;
    await ports.queues[name].delete(batch.map(({ receipt }) => receipt));
  }
}

const accepted = (ports: MemoryPorts): number =>
  ports.topic.published.filter(({ outcome }) => outcome.kind === 'accepted').length;

function ledgerKey(releaseKey: string): string {
  const { partition, release, revision } = parseReleaseKey(releaseKey)!;
  return keys.ledger(partition, release, revision);
}

describe('the sweeper', () => {
  it('sends a release to alert whose event never came', async () => {
    const ports = await world();
    const run = sweep(ports);
    await storeRelease(ports.objects, makeRelease());
    await lose(ports, 'stored');
    await publish(ports, quietConfig)();
    expect(await run()).toMatchObject({ counts: { resent: 0 } });
    ports.clock.advance(20 * minute);
    expect(await run()).toMatchObject({ counts: { resent: 1, gaps: 0 } });
    await pumpAlerts(ports);
    expect(accepted(ports)).toBe(1);
    ports.clock.advance(20 * minute);
    expect(await run()).toMatchObject({ counts: { resent: 0, logged: 0, gaps: 0 } });
    expect(ports.objects.json('state/sweep.json')).toMatchObject({ open: {} });
  });

  it('sends an interrupted release to alert once its lease has run out', async () => {
    const ports = await world();
    const key = await storeRelease(ports.objects, makeRelease());
    await pumpAlerts(ports);
    await publish(ports, quietConfig)();
    ports.clock.advance(20 * minute);
    await swapJson<Ledger | null>(ports.objects, ledgerKey(key), null, (ledger) => ({
      ...ledger!,
      leaseUntil: new Date(ports.clock.nowMs() + minute).toISOString(),
      entries: ledger!.entries.map((entry) => ({ ...entry, state: 'pending' as const })),
    }));
    const run = sweep(ports);
    expect(await run()).toMatchObject({ counts: { resent: 0 } });
    ports.clock.advance(2 * minute);
    expect(await run()).toMatchObject({ counts: { resent: 1 } });
  });

  it('sends a release to publish that the change log does not name, once', async () => {
    const ports = await world();
    await storeRelease(ports.objects, makeRelease());
    await pumpAlerts(ports);
    await lose(ports, 'changed');
    const run = sweep(ports);
    ports.clock.advance(20 * minute);
    expect(await run()).toMatchObject({ counts: { logged: 1 } });
    await publish(ports, quietConfig)();
    ports.clock.advance(day + minute);
    expect(await run()).toMatchObject({ counts: { logged: 0 } });
    const findings: unknown[] = [];
    for await (const finding of verifyArchive(ports.objects, newProgress())) findings.push(finding);
    expect(findings).toEqual([]);
  });

  it('closes a group window whose message never came', async () => {
    const ports = await world();
    for (const slug of ['one', 'two']) await storeRelease(ports.objects, makeRelease({ slug }));
    await pumpAlerts(ports);
    await publish(ports, quietConfig)();
    await lose(ports, 'windows');
    ports.clock.advance(20 * minute);
    await sweep(ports)();
    await pumpAlerts(ports);
    expect(accepted(ports)).toBe(2);
  });

  it('opens an alert again that its window has lost', async () => {
    const ports = await world();
    const [, key] = [
      await storeRelease(ports.objects, makeRelease({ slug: 'one' })),
      await storeRelease(ports.objects, makeRelease({ slug: 'two' })),
    ];
    await pumpAlerts(ports);
    await publish(ports, quietConfig)();
    await swapJson<WindowState>(ports.objects, keys.window('cybercrime'), emptyWindow, () => emptyWindow);
    await lose(ports, 'windows');
    ports.clock.advance(20 * minute);
    await sweep(ports)();
    await pumpAlerts(ports);
    expect(accepted(ports)).toBe(2);
    expect((await readLedger(ports.objects, ledgerKey(key)))!.entries[0]!.state).toBe('accepted');
  });

  it('says after three tries that a release stays unfinished, and goes on with the others', async () => {
    const ports = await world();
    const bad = keys.release('harbour', '2026-03-01', makeRelease({ slug: 'bad' }).id, 1);
    await ports.objects.put(bad, new TextEncoder().encode('{'), {
      condition: { kind: 'create-once' },
      contentType: 'application/json',
    });
    await publish(ports, quietConfig)();
    const run = sweep(ports);
    const gaps: unknown[] = [];
    for (let hour = 0; hour < 8; hour += 1) {
      ports.clock.advance(61 * minute);
      const result = await run();
      await lose(ports, 'stored');
      if (result.kind === 'done') gaps.push([result.counts['resent'], result.counts['gaps']]);
    }
    expect(gaps).toEqual([
      [1, 0],
      [1, 0],
      [0, 0],
      [1, 1],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(ports.log.events.filter(({ event }) => event === 'alert-gap')).toHaveLength(5);
    const good = await storeRelease(ports.objects, makeRelease({ slug: 'good' }));
    await lose(ports, 'stored');
    await publish(ports, quietConfig)();
    ports.clock.advance(20 * minute);
    expect(await run()).toMatchObject({ counts: { resent: 1 } });
    expect(ports.queues.stored.bodies()).toEqual([JSON.stringify({ key: good })]);
  });

  it('names a release whose ledger is damaged, and goes on with the others', async () => {
    const ports = await world();
    const damaged = await storeRelease(ports.objects, makeRelease());
    await pumpAlerts(ports);
    const { body, etag } = (await ports.objects.get(ledgerKey(damaged)))!;
    const half = { condition: { kind: 'compare-and-swap', etag }, contentType: 'application/json' } as const;
    await ports.objects.put(ledgerKey(damaged), body.subarray(0, 40), half);
    const other = await storeRelease(ports.objects, makeRelease({ slug: 'other' }));
    await lose(ports, 'stored');
    await publish(ports, quietConfig)();
    ports.clock.advance(20 * minute);
    const run = sweep(ports);
    expect(await run()).toMatchObject({ counts: { resent: 1, gaps: 1 } });
    expect(await alertGaps(ports.objects)).toMatchObject([{ key: damaged }]);
    expect(ports.log.events).toContainEqual(expect.objectContaining({ event: 'ledger-unreadable' }));
    await pumpAlerts(ports);
    expect((await readLedger(ports.objects, ledgerKey(other)))!.entries[0]!.state).toBe('accepted');

    const broken = (await ports.objects.get(ledgerKey(damaged)))!;
    await ports.objects.put(ledgerKey(damaged), body, { ...half, condition: { ...half.condition, etag: broken.etag } });
    ports.clock.advance(20 * minute);
    expect(await run()).toMatchObject({ counts: { resent: 0, gaps: 0 } });
  });

  it('goes on in the next pass where its time was up', async () => {
    const ports = await world();
    for (const slug of ['one', 'two', 'three']) {
      await storeRelease(ports.objects, makeRelease({ slug }));
      ports.clock.advance(minute);
      await publish(ports, quietConfig)();
    }
    await lose(ports, 'stored');
    ports.clock.advance(20 * minute);
    // Every look at the clock takes two minutes.
    const elapsedMs = (): number => {
      ports.clock.advance(2 * minute);
      return ports.clock.elapsedMs();
    };
    const slow = { ...ports.clock, elapsedMs };
    const run = sweep({ ...ports, clock: slow });
    for (let pass = 0; pass < 4; pass += 1) await run();
    expect(new Set(ports.queues.stored.bodies()).size).toBe(3);
    expect(ports.objects.json('state/sweep.json')).toMatchObject({ fullThrough: null });
  });

  it('leaves objects alone that are no releases', async () => {
    const ports = await world();
    await ports.objects.put('releases/notes.json', jsonBytes({}), {
      condition: { kind: 'create-once' },
      contentType: 'application/json',
    });
    await lose(ports, 'changed');
    ports.clock.advance(20 * minute);
    expect(await sweep(ports)()).toMatchObject({ counts: { logged: 0, gaps: 0 } });
  });
});
