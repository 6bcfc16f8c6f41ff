/**
 * closeDigests: sends the digests whose windows have ended: daily, weekly, and the one that ends a pause. It looks for
 * ends since its last good scan, so that a window that ended while nothing ran is found by the next one.
 */
import { claimDigest, type DigestLedger, markDigest } from '../archive/digest-ledger.ts';
import { deliveryKeys, keys, parseReleaseKey, prefixes } from '../archive/keys.ts';
import { type LedgerState, readLedger } from '../archive/ledger.ts';
import { listKeys } from '../archive/list.ts';
import { readJson, swapJson, writeJson } from '../archive/objects.ts';
import { requireRelease } from '../archive/release-object.ts';
import { CorruptDataError, DatelineError } from '../errors.ts';
import { digestAlertId } from '../ids.ts';
import { deliveryLimits } from '../limits.ts';
import type { ObjectHead, Objects, Ports, Rate } from '../ports.ts';
import { type CompiledWatches, compiledAlone } from '../watch/compiled.ts';
import { type BoxedHit, type DigestBox, emptied } from '../watch/digest-box.ts';
import { type DueWindow, dueWindow, firstEnd, quarterOf } from '../watch/digest-window.ts';
import { getWatch } from '../watch/read.ts';
import type { AlertItem } from '../watch/render.ts';
import { renderDigest } from '../watch/render-digest.ts';
import { whereTheRestIs } from '../watch/rest.ts';
import { routeOf, type Watch } from '../watch/schema.ts';
import { emptyWindow, type WindowState } from '../watch/window.ts';
import type { PipelineConfig } from './config.ts';
import { markGroup } from './digest.ts';
import { done, later, type StepResult } from './messages.ts';
import { hitOf, loadItems, publishMessage } from './publish-alerts.ts';

type DigestPorts = Pick<Ports, 'objects' | 'topic' | 'clock' | 'random' | 'log'>;

interface DigestScan {
  /** ISO 8601 UTC: the end of every window up to here was looked for. */
  readonly scannedUntil: string | null;
  /** How often another scan was asked for: a scan under way then cannot record that it has seen everything. */
  readonly asked?: number;
}

const neverScanned: DigestScan = { scannedUntil: null };
const digestRates = ['immediate', 'daily', 'weekly'] as const satisfies readonly Rate[];
const iso = (ms: number): string => new Date(ms).toISOString();

/** The next scan looks at every watch: after a pause has ended. */
export async function scanAgain(objects: Objects): Promise<void> {
  await swapJson<DigestScan>(objects, deliveryKeys.digests, neverScanned, ({ asked = 0 }) => ({
    scannedUntil: null,
    asked: asked + 1,
  }));
}

/** Each release once, at its latest revision: new unless it was told before, withdrawn when it is gone. */
function oncePerRelease(items: readonly BoxedHit[]): readonly BoxedHit[] {
  const latest = new Map<string, BoxedHit>();
  for (const item of items) {
    const known = latest.get(item.release);
    if (known === undefined) {
      latest.set(item.release, item);
      continue;
    }
    const [older, newer] = known.revision <= item.revision ? [known, item] : [item, known];
    latest.set(item.release, { ...newer, kind: newer.kind === 'withdrawn' ? 'withdrawn' : older.kind });
  }
  return [...latest.values()];
}

/** The last of the revisions behind a hit that this watch is told of nowhere else: too small, or not matching any more. */
async function latestUntold(objects: Objects, { key, watch }: Pick<BoxedHit, 'key' | 'watch'>): Promise<string> {
  const parts = parseReleaseKey(key);
  if (parts === null) return key;
  const { newsroom, partition, release } = parts;
  for (let { revision } = parts; ; revision += 1) {
    const ledger = await readLedger(objects, keys.ledger(partition, release, revision + 1));
    const entry = ledger?.entries.find((one) => one.watch === watch);
    if (ledger === null || (entry !== undefined && entry.state !== 'silent')) {
      return keys.release(newsroom, partition, release, revision);
    }
  }
}

/** A hit as the digest shows it: the release as it stands now, as long as that matches. */
async function itemOf(ports: DigestPorts, compiled: CompiledWatches, hit: BoxedHit): Promise<readonly AlertItem[]> {
  const found = await loadItems(ports, compiled, [hit]);
  const latest = await latestUntold(ports.objects, hit);
  if (latest === hit.key) return found;
  const { release } = await requireRelease(ports.objects, latest);
  const stillHit = hitOf(compiled, hit.watch, release);
  if (stillHit === null) return found;
  return found.map((item) => ({ ...item, revision: release.revision, releaseRecord: release, hit: stillHit }));
}

/** The releases of a digest; one that nobody can read any more is named in the log and left out. */
async function readableItems(
  ports: DigestPorts,
  watch: Watch,
  hits: readonly BoxedHit[],
): Promise<readonly AlertItem[]> {
  const compiled = compiledAlone(watch);
  const items: AlertItem[] = [];
  for (const hit of hits) {
    try {
      items.push(...(await itemOf(ports, compiled, hit)));
    } catch (fault) {
      if (!(fault instanceof CorruptDataError)) throw fault;
      ports.log.error('digest-item-unreadable', { watch: watch.id, key: hit.key, message: fault.message });
    }
  }
  return items;
}

const waitingOnly: ReadonlySet<LedgerState> = new Set(['waiting']);
const waitingOrPending: ReadonlySet<LedgerState> = new Set(['waiting', 'pending']);

/**
 * The states that a digest brings to an end. An alert that also goes at once is not settled by a digest that lists it: it
 * is pending or grouped until its own message has gone.
 */
function settledBy(watch: Watch, rate: Rate): ReadonlySet<LedgerState> {
  return routeOf(watch).immediate && rate !== 'immediate' ? waitingOnly : waitingOrPending;
}

/** Sends one window of a watch. `leased`: another worker is at it. */
async function closeWindow(
  ports: DigestPorts,
  config: PipelineConfig,
  watch: Watch,
  rate: Rate,
  box: DigestBox,
  { fromMs, toMs }: DueWindow,
): Promise<'leased' | number> {
  const { objects, clock, random } = ports;
  const [from, to] = [iso(fromMs), iso(toMs)];
  const key = deliveryKeys.digestLedger(watch.id, rate, to);
  const alertId = digestAlertId(watch.id, rate, to);
  const now = { ms: clock.nowMs(), nonce: random.nonce() };
  const first: DigestLedger = {
    version: 1,
    watch: watch.id,
    rate,
    from,
    to,
    alertId,
    state: 'pending',
    messageId: null,
    at: iso(now.ms),
    items: box.waiting.filter(({ at }) => Date.parse(at) < toMs),
    unlisted: box.unlisted,
    nonce: null,
    leaseUntil: null,
  };
  const claim = await claimDigest(objects, key, now, first);
  if (claim.kind === 'leased') return 'leased';
  let { ledger } = claim;
  if (claim.kind === 'claimed') {
    const items = await readableItems(ports, watch, oncePerRelease(ledger.items));
    const afterPause = watch.resumedAt === to;
    const where = ledger.unlisted === 0 ? '' : await whereTheRestIs(ports, watch, config);
    const isGathered = !afterPause && ledger.items.some((item) => item.isGathered === true);
    const message = renderDigest(watch, items, { ...ledger, afterPause, isGathered, where }, config);
    const outcome =
      items.length === 0 ? ({ kind: 'no-subscriber' } as const) : await publishMessage(ports, { watch, rate }, message);
    const became = { state: outcome.kind, messageId: outcome.kind === 'accepted' ? outcome.messageId : null };
    await markDigest(ports, key, became, { value: ledger, etag: claim.etag });
    ledger = { ...ledger, ...became };
  }
  const state = ledger.state === 'accepted' ? 'accepted' : 'no-subscriber';
  await markGroup(ports, ledger.items, { state, messageId: ledger.messageId }, settledBy(watch, rate));
  const gone = new Set(ledger.items.map((item) => item.alertId));
  await swapJson<WindowState>(objects, keys.window(watch.id), emptyWindow, (current) => {
    const standing = current.boxes?.[rate];
    if (standing === undefined) return undefined;
    return { ...current, boxes: { ...current.boxes, [rate]: emptied(standing, to, gone, ledger.unlisted) } };
  });
  return claim.kind === 'claimed' && state === 'accepted' ? oncePerRelease(ledger.items).length : 0;
}

/** All windows of one watch that have ended, the earliest first. */
async function closeWatch(ports: DigestPorts, config: PipelineConfig, watch: Watch): Promise<'leased' | number> {
  let alerts = 0;
  for (const rate of digestRates) {
    for (;;) {
      const { value: state } = await readJson<WindowState>(ports.objects, keys.window(watch.id), emptyWindow);
      const box = state.boxes?.[rate];
      const due = box === undefined ? null : dueWindow(watch, rate, box, ports.clock.nowMs());
      if (box === undefined || due === null) break;
      const closed = await closeWindow(ports, config, watch, rate, box, due);
      if (closed === 'leased') return 'leased';
      alerts += closed;
    }
  }
  return alerts;
}

/** What waits for a watch that was removed goes to nobody: its ledgers say so. */
async function dropBoxes(ports: DigestPorts, id: string, state: WindowState): Promise<void> {
  const waiting = Object.values(state.boxes ?? {}).flatMap((box) => box.waiting);
  await markGroup(ports, waiting, { state: 'no-subscriber', messageId: null });
  await swapJson<WindowState>(ports.objects, keys.window(id), emptyWindow, (current) =>
    current.boxes === undefined ? undefined : { ...current, boxes: {} },
  );
}

/** When the boxes of a window object, as it was listed, can first be due; infinite when nothing waits in them. */
interface Known {
  readonly etag: string;
  readonly dueMs: number;
}

/**
 * Makes the step; `all` looks at every watch, whatever was scanned before. Counts: alerts (releases in digests). A watch
 * that fails stops no other; a fault that may pass is thrown at the end and the next scan begins where this one did.
 */
export function closeDigests(
  ports: DigestPorts,
  config: PipelineConfig,
): (options?: { readonly all?: boolean }) => Promise<StepResult> {
  const known = new Map<string, Known>();
  const { objects, clock, log } = ports;

  /** Closes what is due in one window object. */
  const look = async ({ key, etag }: ObjectHead): Promise<'leased' | number> => {
    const id = key.slice(prefixes.windows.length, -'.json'.length);
    const { value: state } = await readJson<WindowState>(objects, key, emptyWindow);
    if (!Object.values(state.boxes ?? {}).some(({ waiting }) => waiting.length > 0)) {
      known.set(key, { etag, dueMs: Number.POSITIVE_INFINITY });
      return 0;
    }
    const watch = await getWatch(objects, id);
    if (watch === null) {
      await dropBoxes(ports, id, state);
      return 0;
    }
    const closed = await closeWatch(ports, config, watch);
    // What was closed changed the object: it is read again at the next scan.
    if (closed === 0) known.set(key, { etag, dueMs: firstEnd(watch, state.boxes ?? {}) });
    return closed;
  };

  return async ({ all = false } = {}) => {
    const nowMs = clock.nowMs();
    const scan = await readJson<DigestScan>(objects, deliveryKeys.digests, neverScanned);
    const scanned = scan.value.scannedUntil === null ? null : Date.parse(scan.value.scannedUntil);
    if (!all && scanned !== null && scanned >= quarterOf(nowMs)) return done({ alerts: 0 });
    const everything = all || scanned === null;
    const faults: unknown[] = [];
    let alerts = 0;
    let leased = false;
    const startedMs = clock.elapsedMs();
    for await (const head of listKeys(objects, prefixes.windows)) {
      const before = known.get(head.key);
      const notDue = before !== undefined && before.etag === head.etag && before.dueMs > nowMs;
      // A box that is due holds a hit of the last week: whatever waits longer waits for the end of a pause.
      const old = scanned !== null && head.lastModifiedMs < scanned - deliveryLimits.digestLooksBackMs;
      if (!everything && (notDue || old)) continue;
      if (clock.elapsedMs() - startedMs > deliveryLimits.digestScanLastsMsMax) {
        return later(1, 'more digests than one pass sends');
      }
      try {
        const closed = await look(head);
        if (closed === 'leased') leased = true;
        else alerts += closed;
      } catch (fault) {
        const message = fault instanceof Error ? fault.message : String(fault);
        log.error('digest-failed', { window: head.key, message });
        // What no retry cures is told and holds nothing up.
        if (!(fault instanceof DatelineError) || fault.retryable) faults.push(fault);
      }
    }
    if (faults.length > 0) throw faults[0];
    if (leased) return later(1, 'another worker is sending a digest');
    const scannedUntil = iso(quarterOf(nowMs));
    // Without its etag the mark is not moved: somebody asked for another scan meanwhile.
    if (scannedUntil !== scan.value.scannedUntil) {
      await writeJson(objects, deliveryKeys.digests, { ...scan.value, scannedUntil }, scan.etag);
    }
    return done({ alerts });
  };
}
