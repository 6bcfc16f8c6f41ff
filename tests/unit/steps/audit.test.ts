/** Audit of newsrooms that publish the same pages: a hit that the other one told of is no gap, and its repair tells once. */
import { expect, it } from 'vitest';
import { claimIdentity } from '../../../shared/archive/claims.ts';
import { keys } from '../../../shared/archive/keys.ts';
import type { Ledger } from '../../../shared/archive/ledger.ts';
import { swapJson } from '../../../shared/archive/objects.ts';
import { limits } from '../../../shared/limits.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { type AuditLine, audit } from '../../../shared/steps/audit.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { makeNewsroom } from '../../support/newsrooms.ts';
import { pumpAlerts, quietConfig } from '../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';

const newsrooms = [makeNewsroom('port', { sharesPagesWith: ['harbour'] }), makeNewsroom('harbour')];
const config = { ...quietConfig, newsrooms };
const releases = newsrooms.map(({ id }) => makeRelease({ newsroom: id }));

async function toldOf(...told: readonly Release[]): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await addWatch(ports.objects, ports.clock, { name: 'cybercrime', query: 'cybercrime' });
  await ports.topic.subscribe('cybercrime', 'immediate', { kind: 'email', address: 'watcher@example.org' });
  for (const release of told) {
    const { newsroom, canonicalUrl, headline, datePublished } = release;
    await claimIdentity(ports, { newsroom, canonicalUrl, headline, datePublished, otherUrls: [], guid: null });
    await storeRelease(ports.objects, release);
    await pumpAlerts(ports, config);
    ports.clock.advance(2 * limits.groupWindowSeconds * 1000);
  }
  return ports;
}

/** A ledger that lost its hits, as a broken index would leave it. */
const forget = (ports: MemoryPorts, release: Release) =>
  swapJson<Ledger | null>(
    ports.objects,
    keys.ledger('2026-03-01', release.id, release.revision),
    null,
    (ledger) => ledger && { ...ledger, entries: [] },
  );

async function repair(ports: MemoryPorts): Promise<readonly AuditLine[]> {
  const lines: AuditLine[] = [];
  const deliveryOf = async () => null;
  const options = {
    patience: { nowMs: ports.clock.nowMs(), graceMs: 0, ignoresLeases: true },
    sinceMs: null,
    repair: true,
    newsrooms,
  };
  for await (const line of audit({ ...ports, deliveryOf, republish: async () => undefined }, options)) lines.push(line);
  await pumpAlerts(ports, config);
  return lines;
}

const toldCount = ({ topic }: MemoryPorts): number =>
  topic.published.filter(({ outcome }) => outcome.kind === 'accepted').flatMap(({ message }) => message.alerts).length;

it('does not miss a hit that a newsroom with the same pages told of', async () => {
  const ports = await toldOf(...releases);
  expect(toldCount(ports)).toBe(1);
  await forget(ports, releases[1]!);
  expect((await repair(ports)).filter(({ gap }) => gap === 'missed')).toEqual([]);
  expect(toldCount(ports)).toBe(1);
});

it('tells once of a page whose hit both newsrooms have lost', async () => {
  const ports = await toldOf(...releases);
  for (const release of releases) await forget(ports, release);
  expect((await repair(ports)).filter(({ gap }) => gap === 'missed')).toHaveLength(1);
  expect(toldCount(ports)).toBe(2);
  expect((await repair(ports)).filter(({ gap }) => gap === 'missed')).toEqual([]);
});
