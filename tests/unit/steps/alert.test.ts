import { describe, expect, it } from 'vitest';
import { claimIdentity } from '../../../shared/archive/claims.ts';
import { keys } from '../../../shared/archive/keys.ts';
import { readLedger } from '../../../shared/archive/ledger.ts';
import { limits } from '../../../shared/limits.ts';
import type { TopicMessage } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { closeWindows } from '../../../shared/steps/digest.ts';
import { addWatch, removeWatch } from '../../../shared/watch/store.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { makeNewsroom } from '../../support/newsrooms.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease, reviseRelease, storeRelease } from '../../support/releases.ts';

async function watched(...queries: readonly string[]): Promise<MemoryPorts> {
  const ports = memoryPorts();
  for (const query of queries) {
    const { kind } = await addWatch(ports.objects, ports.clock, { name: query, query });
    expect(kind).toBe('added');
    const id = query.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    await ports.topic.subscribe(id, 'immediate', { kind: 'email', address: 'watcher@example.org' });
  }
  return ports;
}

const told = (ports: MemoryPorts): TopicMessage[] =>
  ports.topic.published.filter(({ outcome }) => outcome.kind === 'accepted').map(({ message }) => message);
const kinds = (ports: MemoryPorts): string[] =>
  told(ports).flatMap(({ alerts }) => alerts.map(({ watch, revision, kind }) => `${watch} r${revision} ${kind}`));
const ledgerOf = (ports: MemoryPorts, release: Release) =>
  readLedger(ports.objects, keys.ledger('2026-03-01', release.id, release.revision));

describe('alert', () => {
  it('tells each watch that matches, once, with the sentence and its match marked', async () => {
    const ports = await watched('I-24/7', 'cybercrime', 'ferry');
    const release = makeRelease();
    await storeRelease(ports.objects, release);
    await pumpAlerts(ports);

    expect(kinds(ports).sort()).toEqual(['cybercrime r1 new', 'i-24-7 r1 new']);
    const message = told(ports).find(({ attributes }) => attributes['watch'] === 'i-24-7')!;
    expect(message.text).toContain('Officers queried the *I-24/7* network.');
    expect(message.text).toContain('https://harbour.example.org/news/one');
    expect(message.text).toContain('Harbour Authority · 1 March 2026');
    expect(message.text).toContain(`Alert id: ${message.alerts[0]!.alertId}`);
    expect(message.text).toContain('npx dateline watch rm i-24-7');
    expect(JSON.parse(message.json)).toMatchObject({
      version: 1,
      messageId: message.messageId,
      watch: 'i-24-7',
      alerts: [
        {
          release: release.id,
          revision: 1,
          kind: 'new',
          organization: 'Harbour Authority',
          why: { spans: [{ field: 'body' }] },
        },
      ],
    });
    expect(await ledgerOf(ports, release)).toMatchObject({
      leaseUntil: null,
      entries: [{ state: 'accepted' }, { state: 'accepted' }],
    });
  });

  it('publishes nothing again when the message, or the same event, comes twice', async () => {
    const ports = await watched('cybercrime');
    const key = await storeRelease(ports.objects, makeRelease());
    await pumpAlerts(ports);
    await ports.queues.stored.send([{ body: JSON.stringify({ key }) }]);
    await pumpAlerts(ports);
    expect(told(ports)).toHaveLength(1);
  });

  it('records a baseline as silent and tells nobody', async () => {
    const ports = await watched('cybercrime');
    const release = makeRelease({ origin: 'baseline' });
    await storeRelease(ports.objects, release);
    await pumpAlerts(ports);
    expect(told(ports)).toEqual([]);
    expect((await ledgerOf(ports, release))!.entries).toMatchObject([{ watch: 'cybercrime', state: 'silent' }]);
  });

  it('tells a watch once of a page that two newsrooms share, whichever is first', async () => {
    const port = makeNewsroom('port', { sharesPagesWith: ['harbour'] });
    const config = { ...quietConfig, newsrooms: [port, makeNewsroom('harbour'), makeNewsroom('other')] };
    for (const order of [
      ['harbour', 'port'],
      ['port', 'harbour'],
    ]) {
      const ports = await watched('cybercrime', 'org:port');
      for (const newsroom of [...order, 'other']) {
        const organization = newsroom === 'port' ? 'Port' : 'Harbour Authority';
        const release = makeRelease({ newsroom, organization });
        const { canonicalUrl, headline, datePublished } = release;
        await claimIdentity(ports, { newsroom, canonicalUrl, headline, datePublished, otherUrls: [], guid: null });
        await storeRelease(ports.objects, release);
        await pumpAlerts(ports, config);
        ports.clock.advance(2 * limits.groupWindowSeconds * 1000);
      }
      // Who names one of them is told by that one; "other" only happens to have the same page.
      expect(kinds(ports).sort()).toEqual(['cybercrime r1 new', 'cybercrime r1 new', 'org-port r1 new']);
      const last = makeRelease({ newsroom: order[1]! });
      expect((await ledgerOf(ports, last))!.entries.find(({ watch }) => watch === 'cybercrime')).toMatchObject({
        state: 'silent',
      });
    }
  });

  it('tells a watch of a revision as revised when it is material, and not at all for a typo', async () => {
    const ports = await watched('cybercrime');
    const first = makeRelease();
    const typo = reviseRelease(first, false);
    const figures = reviseRelease(typo, true);
    for (const release of [first, typo, figures]) {
      await storeRelease(ports.objects, release);
      await pumpAlerts(ports);
      ports.clock.advance(120_000);
    }
    expect(kinds(ports)).toEqual(['cybercrime r1 new', 'cybercrime r3 revised']);
  });

  it('tells a watch that was never told as new, though it is a revision', async () => {
    const ports = await watched('ferry');
    const first = makeRelease();
    await storeRelease(ports.objects, first);
    await pumpAlerts(ports);
    await storeRelease(ports.objects, reviseRelease(first, true, { headline: 'Ferry police join the network' }));
    await pumpAlerts(ports);
    expect(kinds(ports)).toEqual(['ferry r2 new']);
  });

  it('completes the earlier revisions first, when the events come out of order', async () => {
    const ports = await watched('cybercrime');
    const first = makeRelease();
    await storeRelease(ports.objects, first);
    const later = await storeRelease(ports.objects, reviseRelease(first, true));
    const waiting = await ports.queues.stored.receive({ max: 10, visibilitySeconds: 30 });
    await ports.queues.stored.delete(waiting.map(({ receipt }) => receipt));
    await ports.queues.stored.send([{ body: JSON.stringify({ key: later }) }]);
    await pumpAlerts(ports);
    await closeWindows(ports, quietConfig)();
    expect(kinds(ports)).toEqual(['cybercrime r1 new', 'cybercrime r2 revised']);
  });

  it('groups hits within a minute into one message when the minute ends', async () => {
    const ports = await watched('cybercrime');
    for (const slug of ['one', 'two', 'three'])
      await storeRelease(ports.objects, makeRelease({ slug, headline: `Unit ${slug}` }));
    await pumpAlerts(ports);
    expect(told(ports)).toHaveLength(1);
    ports.clock.advance(61_000);
    await pumpAlerts(ports);
    expect(told(ports)).toHaveLength(2);
    const group = told(ports)[1]!;
    expect(group.alerts).toHaveLength(2);
    expect(group.subject).toMatch(/^2 releases: Unit .* \[cybercrime\]$/);
    expect(group.text).toContain('Unit two');
    expect(group.text).toContain('Unit three');
    ports.clock.advance(61_000);
    await pumpAlerts(ports);
    expect(told(ports)).toHaveLength(2);
  });

  it('names every release of a large group, the first ones in full, and says where all of them are to be seen', async () => {
    const flood = limits.groupedAlertsPerMessageMax + 3;
    const groupOf = async (consoleAddress: string | null) => {
      const ports = await watched('cybercrime');
      for (let n = 0; n <= flood; n += 1) {
        await storeRelease(ports.objects, makeRelease({ slug: `s${n}`, headline: `Unit number ${n}.` }));
      }
      await pumpAlerts(ports);
      ports.clock.advance(61_000);
      await pumpAlerts(ports, { ...quietConfig, consoleAddress });
      return told(ports)[1]!;
    };
    const group = await groupOf(null);
    expect(group.alerts).toHaveLength(limits.groupedAlertsPerMessageMax);
    for (const item of JSON.parse(group.json).alerts) expect(group.text).toContain(item.headline);
    expect(group.text.split('  “').length - 1).toBe(limits.groupedAlertsInFullMax);
    expect(group.text).toContain('3 more matched within the same minute and follow in the next message.');
    expect(group.text).toContain('All that this watch found: npx dateline releases --grep cybercrime\n');
    expect((await groupOf('https://alerts.example.org')).text).toMatch(
      /All that this watch found: https:\/\/alerts\.example\.org\/feeds\/cybercrime\.html\?key=\S{32}\n/,
    );
  });

  it('says no-subscriber where nobody listens', async () => {
    const ports = memoryPorts();
    await addWatch(ports.objects, ports.clock, { name: 'cybercrime', query: 'cybercrime' });
    const release = makeRelease();
    await storeRelease(ports.objects, release);
    await pumpAlerts(ports);
    expect((await ledgerOf(ports, release))!.entries).toMatchObject([{ state: 'no-subscriber' }]);
  });

  it('does not match a watch that was removed', async () => {
    const ports = await watched('cybercrime');
    await removeWatch(ports.objects, ports.clock, 'cybercrime');
    await storeRelease(ports.objects, makeRelease());
    await pumpAlerts(ports);
    expect(told(ports)).toEqual([]);
  });

  it('waits while another worker holds the ledger, and resumes when its lease has ended', async () => {
    const ports = await watched('cybercrime', 'network');
    let dying = true;
    const publish = ports.topic.publish.bind(ports.topic);
    ports.topic.publish = async (target, message) => {
      if (dying && message.attributes['watch'] === 'network') throw new Error('the process died');
      return publish(target, message);
    };
    await storeRelease(ports.objects, makeRelease());
    expect(await pumpAlerts(ports)).toHaveLength(1);
    dying = false;
    ports.clock.advance(31_000);
    expect(await pumpAlerts(ports)).toEqual([]);
    expect(kinds(ports)).toEqual(['cybercrime r1 new']);
    ports.clock.advance(120_000);
    await pumpAlerts(ports);
    ports.clock.advance(120_000);
    await pumpAlerts(ports);
    expect(kinds(ports)).toEqual(['cybercrime r1 new', 'network r1 new']);
  });

  it('matches a record that another writer put with fewer fields', async () => {
    const ports = await watched('cybercrime');
    const key = 'releases/newsroom=elsewhere/date=2026-03-01/abcdefghijklmnopqrst.json';
    const body = new TextEncoder().encode(
      JSON.stringify({ id: 'abcdefghijklmnopqrst', headline: 'A cybercrime unit', body: 'Text.' }),
    );
    await ports.objects.put(key, body, { condition: { kind: 'create-once' }, contentType: 'application/json' });
    await pumpAlerts(ports);
    expect(kinds(ports)).toEqual(['cybercrime r1 new']);
  });
});

describe('adding a watch', () => {
  it('gives the same watch for the same name and query, and refuses another query under the name', async () => {
    const { objects, clock } = memoryPorts();
    const first = await addWatch(objects, clock, { name: 'Ports', query: 'harbour OR port' });
    expect(await addWatch(objects, clock, { name: 'ports', query: 'harbour OR port' })).toMatchObject({ kind: 'same' });
    expect(await addWatch(objects, clock, { name: 'Ports', query: 'ferry' })).toMatchObject({
      kind: 'taken',
      watch: { query: 'harbour OR port' },
    });
    expect(first.kind).toBe('added');
  });

  it('refuses a query that does not parse, with the reason', async () => {
    const { objects, clock } = memoryPorts();
    expect(await addWatch(objects, clock, { name: 'x', query: '(ferry' })).toMatchObject({
      kind: 'bad-query',
      errors: [{ code: 'E_OPEN_PAREN' }],
    });
  });

  it('takes a removed name again', async () => {
    const { objects, clock } = memoryPorts();
    await addWatch(objects, clock, { name: 'Ports', query: 'harbour' });
    expect(await removeWatch(objects, clock, 'ports')).toBe(true);
    expect(await removeWatch(objects, clock, 'ports')).toBe(false);
    expect(await addWatch(objects, clock, { name: 'Ports', query: 'ferry' })).toMatchObject({
      kind: 'added',
      watch: { query: 'ferry' },
    });
  });
});
