/** `audit` and `redrive` on a data folder that a real pass has worked on. */
import { readdir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { eventStream } from '../../../infra/local/events.ts';
import { dataFolder } from '../../../infra/local/folder.ts';
import { type LocalPipeline, openPipeline } from '../../../infra/local/open.ts';
import { runOnce } from '../../../infra/local/run-once.ts';
import { keys, parseReleaseKey } from '../../../shared/archive/keys.ts';
import type { Ledger } from '../../../shared/archive/ledger.ts';
import { swapJson } from '../../../shared/archive/objects.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { memoryLog } from '../../support/memory/log.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';
import { call, onTerminal } from './call.ts';

let data: string;
let releaseKey: string;
let ledgerKey: string;

async function withPipeline<T>(work: (pipeline: LocalPipeline) => Promise<T>): Promise<T> {
  const pipeline = await openPipeline({ data, log: memoryLog() });
  return work(pipeline).finally(pipeline.close);
}

const throwing = (damage: Error): never => {
  throw damage;
};
const pass = () => withPipeline((pipeline) => runOnce(pipeline, eventStream(), throwing));
const mails = () => readdir(join(dataFolder(data).mailbox, 'new'));
const audited = (...flags: string[]) => call('audit', '--data', data, ...flags);

beforeEach(async () => {
  data = await temporaryFolder();
  await withPipeline(async ({ ports }) => {
    await addWatch(ports.objects, ports.clock, { name: 'cybercrime', query: 'cybercrime' });
    await addWatch(ports.objects, ports.clock, { name: 'ferries', query: 'ferry' });
    releaseKey = await storeRelease(ports.objects, makeRelease({ slug: 'one' }));
    await storeRelease(ports.objects, makeRelease({ slug: 'old', origin: 'baseline' }));
  });
  await pass();
  const { partition, release, revision } = parseReleaseKey(releaseKey)!;
  ledgerKey = keys.ledger(partition, release, revision);
});

describe('audit', () => {
  test('gives a line for every hit, and 0 when each came to its end', async () => {
    const { code, lines } = await audited();
    expect(code).toBe(0);
    expect(lines.map(({ watch, state, delivery, gap }) => ({ watch, state, delivery, gap }))).toEqual([
      { watch: 'cybercrime', state: 'accepted', delivery: 'delivered', gap: null },
      { watch: 'cybercrime', state: 'silent', delivery: null, gap: null },
    ]);
    expect(lines[0]).toMatchObject({ release: makeRelease({ slug: 'one' }).id, revision: 1 });
    expect((await mails())[0]).toContain(String(lines[0]!['messageId']));
    expect((await onTerminal('audit', '--data', data)).stdout).toContain('No gap');
  });

  test('finds a release that was never matched, and has it sent', async () => {
    await unlink(join(dataFolder(data).archive, ledgerKey));
    await rm(join(dataFolder(data).mailbox, 'new'), { recursive: true });
    const { code, lines } = await audited();
    expect(code).toBe(1);
    expect(lines[0]).toMatchObject({ watch: 'cybercrime', state: 'no-ledger', gap: 'no-ledger', repaired: false });
    const repair = await audited('--repair');
    expect(repair.code).toBe(0);
    expect(repair.lines[0]).toMatchObject({ gap: 'no-ledger', repaired: true });
    expect(repair.stderr).toContain('sent again');
    await pass();
    expect(await mails()).toHaveLength(1);
    expect((await audited()).code).toBe(0);
  });

  test('finds a hit that the ledger does not have, and one that stayed pending', async () => {
    await withPipeline(({ ports }) =>
      swapJson<Ledger | null>(ports.objects, ledgerKey, null, (ledger) => ({ ...ledger!, entries: [] })),
    );
    const missed = await audited('--repair');
    expect(missed.lines[0]).toMatchObject({ watch: 'cybercrime', state: 'missed', gap: 'missed' });
    await pass();
    expect((await audited()).lines[0]).toMatchObject({ state: 'accepted', gap: null });
    await withPipeline(({ ports }) =>
      swapJson<Ledger | null>(ports.objects, ledgerKey, null, (ledger) => ({
        ...ledger!,
        // A killed process leaves its lease.
        leaseUntil: new Date(Date.now() + 60_000).toISOString(),
        entries: ledger!.entries.map((entry) => ({ ...entry, state: 'pending' as const })),
      })),
    );
    expect((await audited()).lines[0]).toMatchObject({ state: 'pending', gap: 'pending' });
  });

  test('leaves a watch alone that was made, or changed, after the release', async () => {
    await withPipeline(async ({ ports }) => {
      await addWatch(ports.objects, ports.clock, { name: 'officers', query: 'officers' });
    });
    expect((await audited()).code).toBe(0);
  });

  test('finds a mail that is neither in the mailbox nor on its way, and sends it once more', async () => {
    const [mail] = await mails();
    await unlink(join(dataFolder(data).mailbox, 'new', mail!));
    const lost = await audited();
    expect(lost.code).toBe(1);
    expect(lost.lines[0]).toMatchObject({ state: 'accepted', delivery: 'lost', gap: 'undelivered' });
    await audited('--repair');
    expect((await audited()).lines[0]).toMatchObject({ delivery: 'on-its-way', gap: null });
    await pass();
    expect(await mails()).toEqual([mail]);
    expect((await audited()).code).toBe(0);
  });

  test('sends the mail of a group again as the one that it was', async () => {
    await withPipeline(async ({ ports }) => {
      for (const slug of ['two', 'three', 'four']) await storeRelease(ports.objects, makeRelease({ slug }));
    });
    await pass();
    const before = await mails();
    const { lines } = await audited();
    const ids = lines.map(({ messageId }) => messageId).filter((id) => id !== null);
    const group = ids.find((id, index) => ids.indexOf(id) !== index);
    const mail = before.find((name) => name.startsWith(`${String(group)}.`))!;
    await unlink(join(dataFolder(data).mailbox, 'new', mail));
    expect((await audited()).lines.filter(({ gap }) => gap === 'undelivered')).toHaveLength(
      ids.filter((id) => id === group).length,
    );
    expect((await audited('--repair')).code).toBe(0);
    await pass();
    expect((await mails()).sort()).toEqual([...before].sort());
    expect((await audited()).code).toBe(0);
  });

  test('names a watch whose subscribers have vanished', async () => {
    await call('subscribe', 'ferries', '--email', 'a@example.org', '--data', data);
    expect((await audited()).stderr).toBe('');
    await unlink(join(dataFolder(data).archive, 'state', 'subscriptions.json'));
    const { code, stderr } = await audited();
    expect(code).toBe(0);
    expect(stderr).toContain('Nobody hears the immediate messages of ferries any more');
  });

  test('is heard by a pass whose clock is behind', async () => {
    const [mail] = await mails();
    await unlink(join(dataFolder(data).mailbox, 'new', mail!));
    await audited('--repair');
    const past = await openPipeline({ data, atMs: Date.UTC(2026, 2, 2), log: memoryLog() });
    await runOnce(past, eventStream(), throwing).finally(past.close);
    expect(await mails()).toEqual([mail]);
  });

  test('names a release that the change log does not, and one that nobody can read', async () => {
    await withPipeline(async ({ ports, queues }) => {
      await storeRelease(ports.objects, makeRelease({ slug: 'unlogged' }));
      for (const name of ['stored', 'changed'] as const) {
        const received = await queues[name].queue.receive({ max: 10, visibilitySeconds: 60 });
        await queues[name].queue.delete(received.map(({ receipt }) => receipt));
      }
      const bad = keys.release('harbour', '2026-03-01', makeRelease({ slug: 'bad' }).id, 1);
      await ports.objects.put(bad, new TextEncoder().encode('{'), {
        condition: { kind: 'create-once' },
        contentType: 'application/json',
      });
    });
    const { code, lines } = await audited('--repair');
    expect(code).toBe(1);
    expect(
      lines
        .map(({ gap }) => gap)
        .filter(Boolean)
        .sort(),
    ).toEqual(['no-ledger', 'unlogged', 'unreadable']);
    await pass();
    expect((await audited()).lines.map(({ gap }) => gap).filter(Boolean)).toEqual(['unreadable']);
  });
});

describe('redrive', () => {
  async function bury(name: 'stored', body: string): Promise<void> {
    await withPipeline(async ({ queues }) => {
      await queues[name].queue.send([{ body }]);
      for (let receive = 0; receive < 6; receive += 1) {
        for (const { receipt } of await queues[name].queue.receive({ max: 10, visibilitySeconds: 60 })) {
          await queues[name].queue.changeVisibility(receipt, 0);
        }
      }
    });
  }

  test('lists what the queues gave up with the reason, and puts it back', async () => {
    await bury('stored', JSON.stringify({ key: releaseKey }));
    await bury('stored', '{"no":"key"}');
    const { code, lines } = await call('redrive', '--list', '--data', data);
    expect(code).toBe(0);
    expect(lines.map(({ queue, reason }) => [queue, reason])).toEqual([
      ['stored', expect.stringContaining('failed as often as it may')],
      ['stored', expect.stringContaining('wrong shape')],
    ]);
    const health = await onTerminal('health', '--data', data);
    expect(health.stdout).toContain(
      `2 of the queue stored failed every try: npx dateline redrive stored --list --data`,
    );
    const { stdout } = await onTerminal('redrive', 'stored', '--data', data);
    expect(stdout).toContain('2 put back');
    expect((await call('redrive', '--list', '--data', data)).lines).toEqual([]);
    await withPipeline(async ({ queues }) => expect((await queues.stored.queue.counts()).visible).toBe(2));
  });

  test('names a queue that is not there', async () => {
    const { code, stderr } = await call('redrive', 'storde', '--data', data);
    expect(code).toBe(1);
    expect(stderr).toContain('stored');
  });
});
