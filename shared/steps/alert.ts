/**
 * alert: one stored release object against all watches at once. It claims the ledger, publishes, marks; a retry resumes
 * where the ledger stands. Driven by the archive's own event, so an alert can never precede the release.
 */

import { keys, parseReleaseKey, type ReleaseKeyParts } from '../archive/keys.ts';
import {
  claimLedger,
  type Ledger,
  type LedgerClaim,
  type LedgerEntry,
  type LedgerMark,
  type LedgerUpdate,
  markLedger,
} from '../archive/ledger.ts';
import { swapJson } from '../archive/objects.ts';
import { type ReadRelease, requireRelease } from '../archive/release-object.ts';
import { mapConcurrently } from '../concurrently.ts';
import { limits } from '../limits.ts';
import { sharersOf } from '../newsrooms/shared-pages.ts';
import type { Ports } from '../ports.ts';
import { type Arrived, arrive, type Fate } from '../watch/arrival.ts';
import { queryDocument } from '../watch/document.ts';
import { renderReleaseNotice } from '../watch/render.ts';
import { routeOf, type Watch } from '../watch/schema.ts';
import { standingWatches } from '../watch/standing/load.ts';
import type { StandingWatches, WatchHit } from '../watch/standing/standing.ts';
import { firstEntries } from '../watch/told.ts';
import { emptyWindow, type WaitingAlert, type WindowState } from '../watch/window.ts';
import type { PipelineConfig } from './config.ts';
import { done, later, type ObjectMessage, type StepResult } from './messages.ts';
import { changesOf, publishToWatch } from './publish-alerts.ts';
import { sendAll } from './send.ts';

type AlertPorts = Pick<Ports, 'objects' | 'queues' | 'topic' | 'clock' | 'random' | 'log'>;

function isoNow(ports: AlertPorts): string {
  return new Date(ports.clock.nowMs()).toISOString();
}

interface Work {
  readonly parts: ReleaseKeyParts;
  readonly read: ReadRelease;
  readonly ledgerKey: string;
  readonly watches: StandingWatches;
  readonly hits: ReadonlyMap<string, WatchHit>;
}

async function firstLedger(ports: AlertPorts, config: PipelineConfig, work: Work): Promise<Ledger> {
  const { release, key } = work.read;
  const at = isoNow(ports);
  const sharers = sharersOf(release.newsroom, config.newsrooms);
  const watches = [...work.hits.keys()];
  const entries = await firstEntries(ports.objects, { release, parts: work.parts, watches, sharers, at });
  return {
    version: 1,
    key,
    release: release.id,
    revision: release.revision,
    newsroom: release.newsroom,
    origin: release.origin,
    claimedAt: at,
    watchesVersion: work.watches.version,
    nonce: null,
    leaseUntil: null,
    releasesTopic: 'pending',
    entries,
  };
}

/** Swaps the hit into the window of its watch. */
async function swapIntoWindow(ports: AlertPorts, watch: Watch, waiting: WaitingAlert, at: string): Promise<Fate> {
  const arrival = { at, route: routeOf(watch), timeZone: watch.timeZone };
  const arrivedIn = (state: WindowState): Arrived => arrive(state, waiting, { ...arrival, nowMs: ports.clock.nowMs() });
  let arrived = arrivedIn(emptyWindow);
  await swapJson<WindowState>(ports.objects, keys.window(watch.id), emptyWindow, (state) => {
    arrived = arrivedIn(state);
    return arrived.next === state ? undefined : arrived.next;
  });
  const { fate, slowedUntil } = arrived;
  if (slowedUntil !== null) ports.log.warn('watch-slowed', { watch: watch.id, until: slowedUntil });
  return fate;
}

/** `settled`: no message of its own goes out. `ready`: nothing is left to do but to publish it. */
type Prepared =
  | { readonly kind: 'settled'; readonly update: LedgerUpdate }
  | { readonly kind: 'ready'; readonly publish: () => Promise<LedgerUpdate> };

/** Everything about one pending entry that can fail without anybody hearing of it. */
async function prepareEntry(
  ports: AlertPorts,
  config: PipelineConfig,
  work: Work,
  entry: LedgerEntry,
): Promise<Prepared> {
  const found = work.hits.get(entry.watch);
  const watch = found?.watch ?? (await work.watches.get(entry.watch));
  if (watch === null) return { kind: 'settled', update: { state: 'no-subscriber', messageId: null } };
  const { release, key } = work.read;
  const reference = {
    alertId: entry.alertId,
    watch: entry.watch,
    release: release.id,
    revision: release.revision,
    kind: entry.kind,
  };
  const waiting = { ...reference, key, ledgerKey: work.ledgerKey };
  const fate = await swapIntoWindow(ports, watch, waiting, entry.at);
  if (fate.kind === 'settled') return fate;
  if (fate.kind === 'grouped') {
    // Sent even when the alert waited already: an earlier attempt may have ended between the two.
    await sendAll(ports.queues.windows, [
      { body: JSON.stringify({ watch: entry.watch }), delaySeconds: limits.groupWindowSeconds },
    ]);
    return { kind: 'settled', update: { state: 'grouped', messageId: null } };
  }
  const changes = entry.kind === 'revised' ? await changesOf(ports.objects, key, release) : [];
  const item = { ...reference, releaseRecord: release, hit: found?.hit ?? null, changes };
  const publish = async (): Promise<LedgerUpdate> => {
    const outcome = await publishToWatch(ports, config, { watch, rate: 'immediate' }, [item]);
    return outcome.kind === 'accepted'
      ? { state: 'accepted', messageId: outcome.messageId }
      : { state: fate.unheard, messageId: null };
  };
  return { kind: 'ready', publish };
}

/** What became of work on entries: one that failed does not keep the others from being recorded. */
interface Results<T> {
  readonly done: readonly { readonly entry: LedgerEntry; readonly result: T }[];
  readonly faults: readonly unknown[];
}

async function tryEach<T extends { readonly entry: LedgerEntry }, R>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<R>,
): Promise<Results<R>> {
  const done: { entry: LedgerEntry; result: R }[] = [];
  const faults: unknown[] = [];
  await mapConcurrently(items, concurrency, async (item) => {
    try {
      done.push({ entry: item.entry, result: await work(item) });
    } catch (fault) {
      faults.push(fault);
    }
  });
  return { done, faults };
}

interface Published {
  /** False when the lease ran short first. */
  readonly finished: boolean;
  readonly alerts: number;
  readonly grouped: number;
}

/**
 * Publishes what is pending in a claimed ledger. All that may fail comes before the publish, and the record right behind
 * it, so that little can end an attempt in between; few are published side by side, since all of them would come again.
 */
async function publishPending(
  ports: AlertPorts,
  config: PipelineConfig,
  work: Work,
  claim: LedgerClaim & { readonly kind: 'claimed' },
  lease: { readonly nonce: string; readonly startedMs: number },
): Promise<Published> {
  const { nonce, startedMs } = lease;
  const counts = { alerts: 0, grouped: 0 };
  const { ledger } = claim;
  const pending = ledger.entries.filter((entry) => entry.state === 'pending');
  let left = pending.length;
  let { standing } = claim;

  const record = async (updates: Map<string, LedgerUpdate>, mark: Partial<LedgerMark> = {}): Promise<void> => {
    left -= updates.size;
    // The last record ends the lease with it.
    const end = left === 0 ? { releaseLeaseOf: nonce } : {};
    standing = await markLedger(ports, work.ledgerKey, { updates, ...mark, ...end }, standing);
    for (const { state } of updates.values()) {
      if (state === 'accepted') counts.alerts += 1;
      if (state === 'grouped') counts.grouped += 1;
    }
  };
  // What is left when the lease runs short is for the next attempt: two publishers must never overlap.
  const isShort = (): boolean => ports.clock.elapsedMs() - startedMs > limits.alertLeaseMs - limits.alertLeaseMarginMs;
  const endLease = async (): Promise<Published> => {
    await markLedger(ports, work.ledgerKey, { updates: new Map(), releaseLeaseOf: nonce }, standing);
    return { finished: false, ...counts };
  };

  if (ledger.releasesTopic === 'pending') {
    const notice = renderReleaseNotice(work.read.key, work.read.release);
    const { kind } = await ports.topic.publish({ kind: 'releases' }, notice);
    await record(new Map(), { releasesTopic: kind === 'accepted' ? 'accepted' : 'no-subscriber' });
  }
  for (let i = 0; i < pending.length; i += limits.ledgerEntriesPerSwapMax) {
    if (isShort()) return endLease();
    const some = pending.slice(i, i + limits.ledgerEntriesPerSwapMax).map((entry) => ({ entry }));
    const prepared = await tryEach(some, limits.publishConcurrencyMax, ({ entry }) =>
      prepareEntry(ports, config, work, entry),
    );
    const updates = new Map<string, LedgerUpdate>();
    const ready: { readonly entry: LedgerEntry; readonly publish: () => Promise<LedgerUpdate> }[] = [];
    for (const { entry, result } of prepared.done) {
      if (result.kind === 'settled') updates.set(entry.alertId, result.update);
      else ready.push({ entry, publish: result.publish });
    }
    if (updates.size > 0) await record(updates);
    const sideBySide = Math.min(limits.publishConcurrencyMax, Math.ceil(ready.length / limits.publishesInTurnMax));
    for (let from = 0; from < ready.length; from += sideBySide) {
      if (isShort()) return endLease();
      const published = await tryEach(ready.slice(from, from + sideBySide), sideBySide, ({ publish }) => publish());
      // Those that went out are recorded even when another one failed.
      await record(new Map(published.done.map(({ entry, result }) => [entry.alertId, result])));
      if (published.faults.length > 0) throw published.faults[0];
    }
    if (prepared.faults.length > 0) throw prepared.faults[0];
  }
  return { finished: true, ...counts };
}

/**
 * Message: the key of a created release object. Counts: hits, alerts (published now), grouped. Throws DependencyError
 * when the object, the ledger or the topic cannot be had; `later` while another worker holds the ledger.
 */
export function alert(ports: AlertPorts, config: PipelineConfig): (message: ObjectMessage) => Promise<StepResult> {
  const loadWatches = standingWatches(ports);

  const alertOne = async (key: string): Promise<StepResult> => {
    const parts = parseReleaseKey(key);
    if (parts === null) {
      ports.log.warn('foreign-object', { key });
      return done({ foreign: 1 });
    }
    // The earlier revisions first, so that this one knows who was told of them.
    for (let revision = 1; revision < parts.revision; revision += 1) {
      const earlier = await alertRevision(keys.release(parts.newsroom, parts.partition, parts.release, revision));
      if (earlier.kind === 'later') return earlier;
    }
    return alertRevision(key);
  };

  const alertRevision = async (key: string): Promise<StepResult> => {
    const parts = parseReleaseKey(key);
    if (parts === null) return done();
    const read = await requireRelease(ports.objects, key);
    const watches = await loadWatches();
    const found = await watches.match(queryDocument(read.release));
    const hits = new Map(found.map((hit) => [hit.watch.id as string, hit]));
    const ledgerKey = keys.ledger(parts.partition, parts.release, parts.revision);
    const work: Work = { parts, read, ledgerKey, watches, hits };

    const now = { ms: ports.clock.nowMs(), nonce: ports.random.nonce() };
    // The lease counts from here, however long the claim takes.
    const startedMs = ports.clock.elapsedMs();
    let isFirst = false;
    const claim = await claimLedger(ports.objects, ledgerKey, now, () => {
      isFirst = true;
      return firstLedger(ports, config, work);
    });
    if (claim.kind === 'settled') return done();
    if (claim.kind === 'leased') {
      return later(Math.max(1, Math.ceil((claim.untilMs - now.ms) / 1000)), 'another worker holds the ledger');
    }
    const { finished, alerts, grouped } = await publishPending(ports, config, work, claim, {
      nonce: now.nonce,
      startedMs,
    });
    if (!finished) return later(1, 'more alerts than one lease allows');
    return done({ hits: isFirst ? claim.ledger.entries.length : 0, alerts, grouped });
  };

  return (message) => alertOne(message.key);
}
