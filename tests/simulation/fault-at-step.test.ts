/**
 * Fail the Nth call to the outside, for every N, in every way, and check that nothing is lost: the way SQLite is tested.
 * The pipeline is ingest → stored → alert → digest, and publish, on memory ports.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { keys, parseReleaseKey } from '../../shared/archive/keys.ts';
import { readLedger } from '../../shared/archive/ledger.ts';
import { listKeys } from '../../shared/archive/list.ts';
import { verifyArchive } from '../../shared/archive/verify/archive.ts';
import { newProgress } from '../../shared/archive/verify/finding.ts';
import type { Candidate } from '../../shared/channels/candidate.ts';
import { deliveryLimits } from '../../shared/limits.ts';
import type { Ports } from '../../shared/ports.ts';
import { resendDeferred } from '../../shared/steps/deferred.ts';
import { closeWindows } from '../../shared/steps/digest.ts';
import { ingest } from '../../shared/steps/ingest.ts';
import { publish } from '../../shared/steps/publish.ts';
import { addWatch } from '../../shared/watch/store.ts';
import { harbourConfig as config, harbourCandidate, harbourHost, harbourPage } from '../support/harbour.ts';
import { respond } from '../support/memory/fetcher.ts';
import { type MemoryPorts, memoryPorts } from '../support/memory/ports.ts';
import { pump, pumpAlerts } from '../support/pipeline.ts';
import { knowRobots } from '../support/robots.ts';
import { attempt, Failing, type Fault, failEachCall, objectCalls, queueCalls } from './failing.ts';

const page = (title: string): string => `<!doctype html><html lang="en"><head><title>${title}</title></head><body>
<main><h1>${title}</h1><p class="date">2 March 2026</p>
<p>LYON, France – The harbour police have formed a cybercrime unit which will work with all ports of the coast, and will be led by an officer of long standing.</p>
<p>The unit will be connected to the I-24/7 network, and its officers will begin their training in the spring of this year, the authority said in a statement.</p></main></body></html>`;

const slugs = ['unit', 'second-unit'];

const titleOf = (slug: string): string => `A new ${slug}`;

function faulty(ports: MemoryPorts, failing: Failing): MemoryPorts {
  const { due, found, stored, changed, windows } = ports.queues;
  return {
    ...ports,
    objects: failing.wrap(ports.objects, objectCalls),
    topic: failing.wrap(ports.topic, ['publish']),
    fetcher: failing.wrap(ports.fetcher, ['fetch']),
    queues: {
      due,
      found: failing.wrap(found, queueCalls),
      stored: failing.wrap(stored, queueCalls),
      changed: failing.wrap(changed, queueCalls),
      windows: failing.wrap(windows, queueCalls),
    },
  };
}

/** One pass of everything that is visible; faults end only what they hit. */
async function pass(ports: MemoryPorts): Promise<void> {
  const onFound = ingest(ports as Ports, config);
  await attempt(() => resendDeferred(ports as Ports));
  await attempt(() => pump(ports.queues.found, (body) => onFound(JSON.parse(body) as Candidate)));
  await attempt(() => pumpAlerts(ports, config));
  await attempt(publish(ports as Ports, config));
}

async function world(): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await knowRobots(ports, harbourHost);
  for (const slug of slugs) {
    ports.fetcher.route(harbourPage(slug), respond(200, page(titleOf(slug)), { 'content-type': 'text/html' }));
  }
  for (const query of ['cybercrime', 'I-24/7', 'ferry']) {
    const added = await addWatch(ports.objects, ports.clock, { name: query, query });
    if (added.kind !== 'added') throw new Error(added.kind);
    await ports.topic.subscribe(added.watch.id, 'immediate', { kind: 'email', address: 'watcher@example.org' });
  }
  await ports.queues.found.send(
    slugs.map((slug) => ({
      body: JSON.stringify(harbourCandidate(slug, { title: titleOf(slug) })),
      group: harbourHost,
      deduplicationId: slug,
    })),
  );
  return ports;
}

async function run(failing: Failing): Promise<MemoryPorts> {
  const ports = await world();
  await pass(faulty(ports, failing));
  // Calm: visibility ends, leases end, windows end, retries come due.
  for (let round = 0; round < 6; round += 1) {
    ports.clock.advance(150_000);
    await pass(ports);
  }
  for (let round = 0; round < 3; round += 1) {
    ports.clock.advance(30 * 60_000);
    await pass(ports);
  }
  await closeWindows(ports as Ports, config)();
  return ports;
}

async function expectNothingLost(ports: MemoryPorts, publishFault: boolean): Promise<void> {
  const releases: string[] = [];
  for await (const { key } of listKeys(ports.objects, 'releases/')) releases.push(key);
  expect(releases).toHaveLength(slugs.length);

  const alerts = ports.topic.published
    .filter(({ outcome }) => outcome.kind === 'accepted')
    .flatMap(({ message }) => message.alerts.map(({ alertId }) => alertId));
  expect(new Set(alerts).size).toBe(4);
  if (!publishFault) expect(alerts).toHaveLength(4);

  for (const key of releases) {
    const { partition, release, revision } = parseReleaseKey(key)!;
    const ledger = await readLedger(ports.objects, keys.ledger(partition, release, revision));
    expect(ledger!.entries.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  }
  const findings: unknown[] = [];
  for await (const finding of verifyArchive(ports.objects, newProgress())) findings.push(finding);
  expect(findings).toEqual([]);
  for (const queue of Object.values(ports.queues)) {
    expect(await queue.receive({ max: 10, visibilitySeconds: 1 })).toEqual([]);
  }
}

const undivided = { ...deliveryLimits };

describe('when one call to the outside fails', () => {
  afterEach(() => {
    Object.assign(deliveryLimits, undivided);
  });

  it('is clean without a fault', async () => {
    const failing = new Failing(0, 'before');
    const ports = await run(failing);
    expect(failing.calls).toBeGreaterThan(60);
    await expectNothingLost(ports, false);
  });

  it.each<Fault>(['before', 'after'])('nothing is lost, whichever call fails %s its effect', async (fault) => {
    // A duplicate is allowed only where a publish landed and its answer or its record was lost.
    await failEachCall(fault, async (failing) => expectNothingLost(await run(failing), fault === 'after'));
  });

  it.each<Fault>(['before', 'after'])(
    'nothing is lost from ledgers in parts, whichever fails %s its effect',
    async (fault) => {
      Object.assign(deliveryLimits, { ledgerEntriesUndividedMax: 0, ledgerEntriesPerPartMax: 1 });
      await failEachCall(fault, async (failing) => expectNothingLost(await run(failing), fault === 'after'));
    },
  );
});
