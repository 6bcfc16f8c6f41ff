/**
 * The ledger of one release revision: which watches it matched and what became of each, written before and after every
 * publish. A claim holds a lease and a nonce; the set of hits is fixed at the first claim, so that a retry after a watch
 * was edited does not change it silently.
 */

import { mapConcurrently } from '../concurrently.ts';
import { DependencyError } from '../errors.ts';
import { deliveryLimits, limits } from '../limits.ts';
import type { AlertKind, Objects, Ports } from '../ports.ts';
import { type LedgerPart, type PartDocument, partOf, putParts, readParts, type StandingParts } from './ledger-parts.ts';
import { persistently, readJson, recordOutcome, swapJson, type Versioned, writeJson } from './objects.ts';

/**
 * `silent`: matched, but nobody is told (baseline, or an immaterial revision). `pending`: not yet published.
 * `grouped`: waits in the group window of its watch. `waiting`: waits for a digest. `accepted`: the topic took it.
 * `no-subscriber`: nobody listens.
 */
export type LedgerState = 'silent' | 'pending' | 'grouped' | 'waiting' | 'accepted' | 'no-subscriber';

export interface LedgerEntry {
  readonly watch: string;
  readonly alertId: string;
  readonly kind: AlertKind;
  readonly state: LedgerState;
  readonly messageId: string | null;
  /** ISO 8601 UTC of the last change of state. */
  readonly at: string;
}

export interface Ledger {
  readonly version: 1;
  /** Key of the release object. */
  readonly key: string;
  readonly release: string;
  readonly revision: number;
  readonly newsroom: string;
  readonly origin: string;
  readonly claimedAt: string;
  /** Which set of watches was matched. */
  readonly watchesVersion: string;
  readonly nonce: string | null;
  /** ISO 8601 UTC; null when nobody works on it. */
  readonly leaseUntil: string | null;
  /** What became of the publish to the `releases` topic. */
  readonly releasesTopic: LedgerState;
  /** Of a ledger in parts only those that were added since; as `readLedger` answers it, all. */
  readonly entries: readonly LedgerEntry[];
  /** Where the entries of a large one lie. */
  readonly parts?: readonly LedgerPart[];
}

/** A ledger as somebody read or wrote it last: the object itself, and what is known of its parts. */
export interface StandingLedger {
  readonly head: Versioned<Ledger | null>;
  readonly parts: StandingParts;
}

export type LedgerClaim =
  /** `ledger`: with the entries of its parts. */
  | { readonly kind: 'claimed'; readonly ledger: Ledger; readonly standing: StandingLedger }
  /** Nothing is left to publish. */
  | { readonly kind: 'settled'; readonly ledger: Ledger }
  | { readonly kind: 'leased'; readonly untilMs: number };

/** Whether every entry has come to an end or waits in a window that will send it. */
function isSettled(ledger: Ledger): boolean {
  return ledger.releasesTopic !== 'pending' && ledger.entries.every((entry) => entry.state !== 'pending');
}

/** The ledger with the entries of its parts. */
function whole(head: Ledger, parts: StandingParts): Ledger {
  if (parts.size === 0) return head;
  return { ...head, entries: [...[...parts.values()].flatMap(({ value }) => value?.entries ?? []), ...head.entries] };
}

const readHead = (objects: Objects, key: string): Promise<Versioned<Ledger | null>> =>
  readJson<Ledger | null>(objects, key, null);

/** Null when there is none. Throws CorruptDataError, DependencyError. */
export async function readLedger(objects: Objects, key: string): Promise<Ledger | null> {
  const { value } = await readHead(objects, key);
  return value === null ? null : whole(value, await readParts(objects, value.parts ?? []));
}

/** One entry, without reading all of a large ledger. Null when there is none. Throws as `readLedger`. */
export async function readLedgerEntry(objects: Objects, key: string, alertId: string): Promise<LedgerEntry | null> {
  const { value } = await readHead(objects, key);
  if (value === null) return null;
  const here = (entry: LedgerEntry): boolean => entry.alertId === alertId;
  const found = value.entries.find(here);
  const part = found === undefined ? partOf(value.parts ?? [], alertId) : null;
  if (part === null) return found ?? null;
  return whole(value, await readParts(objects, [part])).entries.find(here) ?? null;
}

/** What is put at the ledger's own key: the entries of a large one lie in parts, which are put first. */
async function inParts(
  objects: Objects,
  key: string,
  ledger: Ledger,
  attempt: string,
): Promise<{ readonly head: Ledger; readonly standing: StandingParts }> {
  const { entries } = ledger;
  if (entries.length <= deliveryLimits.ledgerEntriesUndividedMax) return { head: ledger, standing: new Map() };
  const { parts, standing } = await putParts(objects, { ledgerKey: key, releaseKey: ledger.key, entries }, attempt);
  return { head: { ...ledger, entries: [], parts }, standing };
}

/**
 * Claims the ledger at `key` for `alertLeaseMs`. `first` makes its content when there is none yet. No exception for the
 * holder of an old lease: two copies of one message would overlap.
 */
export async function claimLedger(
  objects: Objects,
  key: string,
  now: { readonly ms: number; readonly nonce: string },
  first: () => Promise<Ledger>,
): Promise<LedgerClaim> {
  const lease = { nonce: now.nonce, leaseUntil: new Date(now.ms + limits.alertLeaseMs).toISOString() };
  /** Its parts are read behind the claim: before it they may be another holder's, whose head looked the same. */
  const claimed = async (head: Ledger, etag: string, parts: StandingParts | null): Promise<LedgerClaim> => {
    const standing = { head: { value: head, etag }, parts: parts ?? (await readParts(objects, head.parts ?? [])) };
    return { kind: 'claimed', ledger: whole(head, standing.parts), standing };
  };
  for (let attempt = 0; attempt < limits.swapAttemptsMax; attempt += 1) {
    const { value, etag } = await readHead(objects, key);
    let made: StandingParts | null = null;
    let base = value;
    if (base === null) {
      ({ head: base, standing: made } = await inParts(objects, key, await first(), `${now.nonce} ${attempt}`));
    } else {
      const ledger = whole(base, await readParts(objects, base.parts ?? []));
      if (isSettled(ledger)) return { kind: 'settled', ledger };
      const heldUntil = base.leaseUntil === null ? 0 : Date.parse(base.leaseUntil);
      if (heldUntil > now.ms) return { kind: 'leased', untilMs: heldUntil };
    }
    const head: Ledger = { ...base, ...lease };
    const outcome = await writeJson(objects, key, head, etag);
    if (outcome.kind === 'stored') return claimed(head, outcome.etag, made);
    // A retry inside the adapter may have landed: then the object carries our nonce, and it is ours.
    const standing = await readHead(objects, key);
    if (standing.value?.nonce === now.nonce && standing.etag !== null) {
      return claimed(standing.value, standing.etag, null);
    }
  }
  throw new DependencyError('E_CONTENDED', `the ledger ${key} was claimed by others again and again`, { input: key });
}

export interface LedgerUpdate {
  readonly state: LedgerState;
  readonly messageId: string | null;
}

const rank: Readonly<Record<LedgerState, number>> = {
  pending: 0,
  grouped: 1,
  waiting: 2,
  'no-subscriber': 3,
  silent: 3,
  accepted: 4,
};

export interface LedgerMark {
  /** By alert id. */
  readonly updates: ReadonlyMap<string, LedgerUpdate>;
  /** Only entries in these states are updated; absent: in any. */
  readonly from?: ReadonlySet<LedgerState>;
  readonly releasesTopic?: LedgerState;
  /** Ends the lease, if it is still the one with this nonce. */
  readonly releaseLeaseOf?: string;
}

function markedEntries(entries: readonly LedgerEntry[], at: string, mark: LedgerMark): readonly LedgerEntry[] {
  return entries.map((entry) => {
    const update = mark.updates.get(entry.alertId);
    if (update === undefined || mark.from?.has(entry.state) === false) return entry;
    return rank[update.state] <= rank[entry.state] ? entry : { ...entry, ...update, at };
  });
}

function marked(ledger: Ledger, at: string, mark: LedgerMark): Ledger {
  const ends = mark.releaseLeaseOf !== undefined && mark.releaseLeaseOf === ledger.nonce;
  return {
    ...ledger,
    entries: markedEntries(ledger.entries, at, mark),
    releasesTopic: mark.releasesTopic ?? ledger.releasesTopic,
    nonce: ends ? null : ledger.nonce,
    leaseUntil: ends ? null : ledger.leaseUntil,
  };
}

/** Keys of the parts that hold these alerts. */
function partsWith({ parts = [], entries }: Ledger, alertIds: Iterable<string>): readonly string[] {
  const added = new Set(entries.map(({ alertId }) => alertId));
  const found = new Set<string>();
  for (const alertId of alertIds) {
    const part = added.has(alertId) ? null : partOf(parts, alertId);
    if (part !== null) found.add(part.key);
  }
  return [...found];
}

/**
 * Records what became of entries and of the `releases` topic. States only move forward, so that a late writer can never
 * take back what another one recorded. `known`: the ledger as the caller read or wrote it last. Answers it as it stands.
 */
export async function markLedger(
  ports: Pick<Ports, 'objects' | 'clock' | 'random'>,
  key: string,
  mark: LedgerMark,
  known: StandingLedger | null = null,
): Promise<StandingLedger> {
  const at = new Date(ports.clock.nowMs()).toISOString();
  const { objects } = ports;
  const head = known?.head ?? (await persistently(ports, () => readHead(objects, key)));
  const parts = new Map(known?.parts);
  const touched = head.value === null ? [] : partsWith(head.value, mark.updates.keys());
  // Side by side: what went out together is recorded within the time of one write.
  await mapConcurrently(touched, limits.publishConcurrencyMax, async (part) => {
    const before = parts.get(part) ?? null;
    const standing = await recordOutcome<PartDocument | null>(ports, part, null, before, (document) =>
      document === null ? undefined : { ...document, entries: markedEntries(document.entries, at, mark) },
    );
    parts.set(part, standing);
  });
  const isOfHead =
    touched.length === 0 ||
    mark.releasesTopic !== undefined ||
    mark.releaseLeaseOf !== undefined ||
    head.value?.entries.some(({ alertId }) => mark.updates.has(alertId)) === true;
  if (!isOfHead) return { head, parts };
  // Behind the parts: the lease ends when all that was done under it is recorded.
  const standing = await recordOutcome<Ledger | null>(ports, key, null, head, (ledger) =>
    ledger === null ? undefined : marked(ledger, at, mark),
  );
  return { head: standing, parts };
}

/**
 * Entries that were grouped, or that waited for a digest, and that no window holds any more are pending again. Only for a
 * caller who looked into the window after it read the ledger. What went out meanwhile stays as it is.
 */
export async function reopenEntries(
  objects: Objects,
  key: string,
  at: string,
  alertIds: ReadonlySet<string>,
): Promise<void> {
  const lost = (entry: LedgerEntry): boolean =>
    alertIds.has(entry.alertId) && (entry.state === 'grouped' || entry.state === 'waiting');
  const reopened = <T extends { readonly entries: readonly LedgerEntry[] }>(value: T | null): T | undefined =>
    value?.entries.some(lost) === true
      ? { ...value, entries: value.entries.map((entry) => (lost(entry) ? { ...entry, state: 'pending', at } : entry)) }
      : undefined;
  const head = await swapJson<Ledger | null>(objects, key, null, reopened);
  if (head === null) return;
  for (const part of partsWith(head, alertIds)) await swapJson<PartDocument | null>(objects, part, null, reopened);
}

/** Adds entries that an audit found missing; those that stand stay as they are. */
export async function addEntries(objects: Objects, key: string, entries: readonly LedgerEntry[]): Promise<void> {
  // What lies in its parts is fixed: only what its own object holds may have grown meanwhile.
  const known = (await readLedger(objects, key))?.entries ?? [];
  await swapJson<Ledger | null>(objects, key, null, (ledger) => {
    if (ledger === null) return undefined;
    const standing = new Set([...known, ...ledger.entries].map(({ alertId }) => alertId));
    const missing = entries.filter(({ alertId }) => !standing.has(alertId));
    return missing.length === 0 ? undefined : { ...ledger, entries: [...ledger.entries, ...missing] };
  });
}
