/**
 * audit: every hit and what became of it, from the change log, the ledgers and the windows, held against what the
 * evaluator finds now. A gap is what should have come to an end and did not; repair sends it through the normal steps.
 */
import { parseSegment } from '../archive/changes.ts';
import type { DigestLedger } from '../archive/digest-ledger.ts';
import { keys, parseReleaseKey, prefixes, type ReleaseKeyParts, segmentDay } from '../archive/keys.ts';
import { addEntries, type Ledger, type LedgerEntry, type LedgerState } from '../archive/ledger.ts';
import { headsUnder } from '../archive/list.ts';
import { readJson } from '../archive/objects.ts';
import { parseRelease } from '../archive/release-object.ts';
import { CorruptDataError } from '../errors.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import { sharersOf } from '../newsrooms/shared-pages.ts';
import type { AlertKind, Objects, Queues } from '../ports.ts';
import type { Release } from '../release/schema.ts';
import { compiledAll, type ListedWatches } from '../watch/compiled.ts';
import { queryDocument } from '../watch/document.ts';
import type { Watch } from '../watch/schema.ts';
import { firstEntries } from '../watch/told.ts';
import { type Gap, type GapKind, isYoung, type Patience, unfinishedOf } from '../watch/unfinished.ts';
import { scanAgain } from './close-digests.ts';
import type { LostAlert } from './republish.ts';
import { resend } from './resend.ts';
import { sendAll } from './send.ts';

/**
 * Beside those of the ledger: `no-ledger`: the release was never matched. `missed`: it matches the watch, and its ledger
 * does not say so. `unlogged`: the change log does not name it. `unreadable`: it is no release
 * record, or what its ledger says cannot be read.
 */
export type AuditState = LedgerState | 'no-ledger' | 'missed' | 'unlogged' | 'unreadable';

/** Why a line is a gap. `undelivered`: accepted, and neither in the mailbox nor on its way. */
export type AuditGap = GapKind | 'missed' | 'unlogged' | 'unreadable' | 'undelivered' | 'digest';

/** What became of a message behind the topic, where this machine delivers it. */
export type Delivery = 'delivered' | 'on-its-way' | 'given-up' | 'lost';

export interface AuditLine {
  /** Null for a release as a whole. */
  readonly alertId: string | null;
  readonly watch: string | null;
  /** Null for a digest. */
  readonly release: string | null;
  readonly revision: number | null;
  readonly state: AuditState;
  readonly kind: AlertKind | null;
  readonly messageId: string | null;
  /** ISO 8601 UTC of the last change of state; null where nothing was recorded. */
  readonly at: string | null;
  /** Null where the protocol does not tell. */
  readonly delivery: Delivery | null;
  readonly gap: AuditGap | null;
  /** Key of the release object, or of the digest's ledger. */
  readonly key: string;
  /** The gap was sent again. */
  readonly repaired: boolean;
}

export interface AuditPorts {
  readonly objects: Objects;
  readonly queues: Pick<Queues, 'stored' | 'changed' | 'windows'>;
  /** What became of an accepted message; null where nobody can tell. */
  deliveryOf(entry: LedgerEntry, watch: Watch | null): Promise<Delivery | null>;
  /** Publishes alerts again whose messages were lost behind the topic. */
  republish(lost: readonly LostAlert[]): Promise<void>;
}

export interface AuditOptions {
  readonly patience: Patience;
  /** Only what the change log named from this day (UTC) on. */
  readonly sinceMs: number | null;
  readonly repair: boolean;
  /** All that are known: some publish the same pages. */
  readonly newsrooms: readonly Newsroom[];
}

interface Audited {
  readonly ports: AuditPorts;
  readonly options: AuditOptions;
  readonly watches: ListedWatches;
  /** What was lost behind the topic: published at the end, since a message may hold alerts of many releases. */
  readonly lost: LostAlert[];
}

const nowOf = ({ patience }: AuditOptions): string => new Date(patience.nowMs).toISOString();

function lineOf(
  key: string,
  parts: ReleaseKeyParts,
  entry: LedgerEntry | null,
  more: Partial<AuditLine> & Pick<AuditLine, 'state'>,
): AuditLine {
  return {
    alertId: entry?.alertId ?? null,
    watch: entry?.watch ?? null,
    release: parts.release,
    revision: parts.revision,
    kind: entry?.kind ?? null,
    messageId: entry?.messageId ?? null,
    at: entry?.at ?? null,
    delivery: null,
    gap: null,
    key,
    repaired: false,
    ...more,
  };
}

/** Whether the watch stood, with its query, when the ledger was made: an equal set of watches says so, else their times. */
function stoodThen(watch: Watch, ledger: Ledger, watches: ListedWatches): boolean {
  if (watches.versions.has(ledger.watchesVersion)) return true;
  const since = watch.queryChangedAt ?? watch.createdAt;
  return Date.parse(since) + clocksDifferMs < Date.parse(ledger.claimedAt);
}

/** A watch that is made on one machine and read by another may seem so much older than it is. */
const clocksDifferMs = 5 * 60_000;

/** Hits that the evaluator finds now, that somebody should have been told of, and that the ledger does not have. */
async function missedHits(audited: Audited, parts: ReleaseKeyParts, release: Release, ledger: Ledger | null) {
  const { ports, options, watches } = audited;
  const recorded = new Set(ledger?.entries.map(({ watch }) => watch));
  const hits = watches.compiled.matcher.match(queryDocument(release)).filter(({ watch }) => {
    if (ledger === null) return true;
    const standing = watches.watches.get(watch);
    return !recorded.has(watch) && standing !== undefined && stoodThen(standing, ledger, watches);
  });
  return firstEntries(ports.objects, {
    release,
    parts,
    watches: hits.map(({ watch }) => watch),
    sharers: sharersOf(release.newsroom, options.newsrooms),
    at: nowOf(options),
  });
}

async function readRecord(objects: Objects, key: string): Promise<Release | null> {
  const stored = await objects.get(key);
  if (stored === null) return null;
  try {
    return parseRelease(key, stored.body);
  } catch (fault) {
    if (fault instanceof CorruptDataError) return null;
    throw fault;
  }
}

/** As `linesOf`; a release whose ledger or windows cannot be read is a line, and stops no other. */
async function auditRelease(audited: Audited, key: string, unlogged: boolean): Promise<readonly AuditLine[]> {
  try {
    return await linesOf(audited, key, unlogged);
  } catch (fault) {
    const parts = parseReleaseKey(key);
    if (!(fault instanceof CorruptDataError) || parts === null) throw fault;
    return [lineOf(key, parts, null, { state: 'unreadable', gap: 'unreadable' })];
  }
}

/** The lines of one release object, and its repair. */
async function linesOf(audited: Audited, key: string, unlogged: boolean): Promise<readonly AuditLine[]> {
  const { ports, options, watches } = audited;
  const { objects } = ports;
  const parts = parseReleaseKey(key);
  if (parts === null) return [];
  const release = await readRecord(objects, key);
  // Nothing can be sent of it: `verify` says what is wrong with its bytes.
  if (release === null) return [lineOf(key, parts, null, { state: 'unreadable', gap: 'unreadable' })];
  const repaired = options.repair;
  const lines: AuditLine[] = [];
  if (unlogged) {
    lines.push(lineOf(key, parts, null, { state: 'unlogged', gap: 'unlogged', repaired }));
    if (repaired) await sendAll(ports.queues.changed, [{ body: JSON.stringify({ key }) }]);
  }
  const { ledger, gaps } = await unfinishedOf(objects, key, options.patience);
  const missed = (await missedHits(audited, parts, release, ledger)).filter(({ state }) => state === 'pending');
  const more: Gap[] = [];
  if (ledger === null) {
    const state = 'no-ledger';
    if (missed.length === 0) lines.push(lineOf(key, parts, null, { state, gap: 'no-ledger', repaired }));
    for (const entry of missed) lines.push(lineOf(key, parts, entry, { state, at: null, gap: 'no-ledger', repaired }));
  } else if (missed.length > 0) {
    for (const entry of missed)
      lines.push(lineOf(key, parts, entry, { state: 'missed', at: null, gap: 'missed', repaired }));
    more.push({ kind: 'pending', entry: null });
    if (repaired) await addEntries(objects, keys.ledger(parts.partition, parts.release, parts.revision), missed);
  }
  for (const entry of ledger?.entries ?? []) {
    const gap = gaps.find((one) => one.entry?.alertId === entry.alertId)?.kind ?? null;
    const watch = watches.watches.get(entry.watch) ?? null;
    const tellable = entry.state === 'accepted' && !isYoung(entry.at, options.patience);
    const delivery = tellable ? await ports.deliveryOf(entry, watch) : null;
    const isLost = delivery === 'lost';
    if (isLost) audited.lost.push({ entry, key });
    const found = gap ?? (isLost ? ('undelivered' as const) : null);
    lines.push(
      lineOf(key, parts, entry, { state: entry.state, delivery, gap: found, repaired: repaired && found !== null }),
    );
  }
  if (repaired) await resend(ports, key, [...gaps, ...more], nowOf(options));
  return lines;
}

/** Digests that were begun and not ended. */
async function* auditDigests({ ports, options }: Audited): AsyncGenerator<AuditLine> {
  for await (const { key } of headsUnder(ports.objects, 'ledger/digest/')) {
    const { value } = await readJson<DigestLedger | null>(ports.objects, key, null);
    if (value === null || value.state !== 'pending' || isYoung(value.at, options.patience)) continue;
    if (options.repair) await scanAgain(ports.objects);
    const { alertId, watch, messageId, at } = value;
    const fixed = { release: null, revision: null, kind: 'digest', delivery: null, gap: 'digest', key } as const;
    yield { alertId, watch, state: 'pending', messageId, at, ...fixed, repaired: options.repair };
  }
}

/** Yields a line for every hit, in the order of the change log, then for release objects that it does not name, then digests. */
export async function* audit(ports: AuditPorts, options: AuditOptions): AsyncGenerator<AuditLine> {
  const { objects } = ports;
  const { patience, sinceMs } = options;
  const audited: Audited = { ports, options, watches: await compiledAll(objects), lost: [] };
  const since = sinceMs === null ? null : new Date(sinceMs).toISOString().slice(0, 10);
  const named = new Set<string>();
  for await (const { key: segment, lastModifiedMs } of headsUnder(objects, prefixes.changes)) {
    const day = segmentDay(segment);
    if (day === null) continue;
    const stored = await objects.get(segment);
    if (stored === null) continue;
    const young = isYoung(new Date(lastModifiedMs).toISOString(), patience);
    for (const { key } of parseSegment(segment, stored.body)) {
      named.add(key);
      if (young || (since !== null && day < since)) continue;
      yield* await auditRelease(audited, key, false);
    }
  }
  for await (const { key, lastModifiedMs } of headsUnder(objects, prefixes.releases)) {
    if (named.has(key) || parseReleaseKey(key) === null) continue;
    if (isYoung(new Date(lastModifiedMs).toISOString(), patience)) continue;
    yield* await auditRelease(audited, key, true);
  }
  yield* auditDigests(audited);
  if (options.repair) await ports.republish(audited.lost);
}
