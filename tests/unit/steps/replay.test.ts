import { beforeEach, describe, expect, it } from 'vitest';
import { keepCapture } from '../../../shared/archive/capture.ts';
import { keys } from '../../../shared/archive/keys.ts';
import { createRelease, createRevision, latestRevision } from '../../../shared/archive/release-object.ts';
import { releaseId } from '../../../shared/ids.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { publish } from '../../../shared/steps/publish.ts';
import {
  commitReplayed,
  newSummary,
  type ReplayChoice,
  type Replayed,
  replay,
  summarize,
} from '../../../shared/steps/replay.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { harbour, harbourFeed, harbourPage } from '../../support/harbour.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease, reviseRelease } from '../../support/releases.ts';

const url = harbourPage('ferry');
const page = `<!doctype html><html lang="en"><head><title>Ferry line renewed</title></head><body>
<main><h1>Ferry line renewed</h1><p class="date">1 March 2026</p>
<p>DOVER, United Kingdom – The Harbour Authority has renewed the ferry line after Operation Blue Harbour, with 4 new vessels.</p>
<p>The vessels were built in the yard of the town and will carry passengers between the two ports on every day of the week.</p>
</main></body></html>`;
const all: ReplayChoice = { sinceMs: Date.parse('2026-01-01'), newsroom: null };
const key = keys.release('harbour', '2026-03-01', releaseId('harbour', url), 1);

let ports: MemoryPorts;

beforeEach(() => {
  ports = memoryPorts();
});

/** A record as earlier code would have made it of the page. */
async function store(fields: Partial<Release> = {}, bytes: string = page): Promise<void> {
  const response = respond(200, bytes, { 'content-type': 'text/html' })({
    url,
    headers: {},
    bodyBytesMax: 1,
    deadlineMs: 1,
  });
  const capture = await keepCapture(ports.objects, 'harbour', response, ports.clock.nowMs());
  const channel = { kind: 'rss', url: harbourFeed };
  const release = makeRelease({
    id: releaseId('harbour', url),
    url,
    canonicalUrl: url,
    capture,
    channel,
    body: 'Old body.',
    ...fields,
  });
  await createRelease(ports.objects, key, release);
  await publish(ports, quietConfig)();
}

async function run(choice: ReplayChoice = all, known = [harbour]): Promise<readonly Replayed[]> {
  const newsrooms = new Map(known.map((newsroom) => [newsroom.id, newsroom]));
  const source = { objects: ports.objects, newsrooms, nowMs: ports.clock.nowMs() };
  const results: Replayed[] = [];
  for await (const one of replay(source, choice)) results.push(one);
  return results;
}

async function write(): Promise<Release> {
  for (const one of await run()) if (one.kind === 'changed') await commitReplayed(ports.objects, ports.log, one);
  await publish(ports, quietConfig)();
  return (await latestRevision(ports.objects, key))!.release;
}

describe('replay', () => {
  it('shows which fields would change, how often and how, and writes nothing', async () => {
    await store();
    const before = ports.objects.keys();
    const summary = newSummary();
    for (const one of await run()) summarize(summary, one);
    expect(summary).toMatchObject({ releases: 1, changed: 1, withoutCapture: 0, unreadable: [] });
    expect(summary.fields.get('body')).toMatchObject({
      count: 1,
      examples: [{ key, before: 'Old body.', after: expect.stringContaining('4 new vessels') }],
    });
    expect(ports.objects.keys()).toEqual(before);
  });

  it('writes a revision that is marked as reprocessed and says what differs', async () => {
    await store();
    const release = await write();
    expect(release).toMatchObject({
      revision: 2,
      origin: 'reprocessed',
      status: 'current',
      body: expect.stringContaining('4 new vessels'),
      change: { material: false, fields: expect.arrayContaining(['body']) },
    });
    expect(release.capture).toEqual((await latestRevision(ports.objects, key))!.release.capture);
    expect(
      ports.objects.text(
        ports.objects
          .keys()
          .filter((one) => one.endsWith('.ndjson'))
          .at(-1)!,
      ),
    ).toContain('"REVISE"');
    expect(await run()).toEqual([{ kind: 'same', key: expect.stringContaining('.r2.json') }]);
  });

  it('fills in a field that the record did not have', async () => {
    await store();
    await write();
    const { key: standing, release } = (await latestRevision(ports.objects, key))!;
    const { operations: _missing, ...older } = release;
    const { etag } = (await ports.objects.get(standing))!;
    await ports.objects.put(standing, Buffer.from(JSON.stringify(older)), {
      condition: { kind: 'compare-and-swap', etag },
      contentType: 'application/json',
    });
    expect(await run()).toMatchObject([{ kind: 'changed', differences: [{ field: 'operations' }] }]);
    expect((await write()).operations).toEqual(['Operation Blue Harbour']);
  });

  it('keeps a date that only the channel had', async () => {
    await store({ datePublished: '2026-03-01T08:30:00Z', dateSource: 'feed' });
    expect((await write()).datePublished).toMatch(/^2026-03-01/);
  });

  it('keeps the dates of a newsroom that no file names any more, and reads its text all the same', async () => {
    await store({ datePublished: '2026-03-01T10:30:00+01:00', dateModified: '2026-03-01T11:30:00+01:00' });
    const [one] = await run(all, []);
    expect(one).toMatchObject({ kind: 'changed', next: { datePublished: '2026-03-01T10:30:00+01:00' } });
    const fields = one?.kind === 'changed' ? one.differences.map(({ field }) => field) : [];
    expect(fields).toContain('body');
    expect(fields).not.toContain('dateModified');
    expect(fields).not.toContain('inLanguage');
  });

  it.each(['current', 'withdrawn'] as const)(
    'alerts nobody of a release that is %s, though all were told before',
    async (status) => {
      await addWatch(ports.objects, ports.clock, { name: 'Network', query: 'network OR ferry' });
      await ports.topic.subscribe('network', 'immediate', { kind: 'email', address: 'reader@example.org' });
      await store({ body: 'The network.' });
      await pumpAlerts(ports);
      if (status === 'withdrawn') {
        const standing = (await latestRevision(ports.objects, key))!;
        await createRevision(ports.objects, standing, reviseRelease(standing.release, true, { status }));
        await pumpAlerts(ports);
      }
      ports.clock.advance(120_000);
      await pumpAlerts(ports);
      const told = () => ports.topic.published.filter(({ target }) => target.kind === 'watch').length;
      const before = told();
      expect(before).toBeGreaterThan(0);
      expect(await write()).toMatchObject({ origin: 'reprocessed', status });
      await pumpAlerts(ports);
      ports.clock.advance(120_000);
      await pumpAlerts(ports);
      expect(told()).toBe(before);
    },
  );

  it('chooses by day and by newsroom', async () => {
    await store();
    expect(await run({ ...all, newsroom: 'bank' })).toEqual([]);
    expect(await run({ ...all, sinceMs: Date.parse('2026-03-02') })).toEqual([]);
    expect(await run({ sinceMs: Date.parse('2026-03-01'), newsroom: 'harbour' })).toHaveLength(1);
  });

  it('leaves alone, and names, what has no capture or can be read no more', async () => {
    await store({ capture: null });
    expect(await run()).toEqual([{ kind: 'no-capture', key }]);
    ports = memoryPorts();
    await store({}, '<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>');
    expect(await run()).toEqual([{ kind: 'unreadable', key, reason: expect.any(String) }]);
    ports = memoryPorts();
    await store();
    const capture = ports.objects.keys().find((one) => one.endsWith('.html.gz'))!;
    const { etag } = (await ports.objects.get(capture))!;
    await ports.objects.put(capture, Buffer.from('x'), {
      condition: { kind: 'compare-and-swap', etag },
      contentType: 'x',
    });
    expect(await run()).toEqual([{ kind: 'unreadable', key, reason: expect.stringContaining(capture) }]);
  });
});
