/**
 * The ledger of one release revision: which watches it matched and what became of each, written before and after every
 * publish. A claim holds a lease and a nonce; the set of hits is fixed at the first claim, so that a retry after a watch
 * was edited does not change it silently.
 */

import { DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { AlertKind, Objects, Ports } from '../ports.ts';
import { readJson, recordOutcome, swapJson, type Versioned, writeJson } from './objects.ts';

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
  readonly entries: readonly LedgerEntry[];
}

export type LedgerClaim =
  | { readonly kind: 'claimed'; readonly ledger: Ledger; readonly etag: string }
  /** Nothing is left to publish. */
  | { readonly kind: 'settled'; readonly ledger: Ledger }
  | { readonly kind: 'leased'; readonly untilMs: number };

/** Whether every entry has come to an end or waits in a window that will send it. */
function isSettled(ledger: Ledger): boolean {
  return ledger.releasesTopic !== 'pending' && ledger.entries.every((entry) => entry.state !== 'pending');
}

export async function readLedger(objects: Objects, key: string): Promise<Ledger | null> {
  return (await readJson<Ledger | null>(objects, key, null)).value;
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
  const leaseUntil = new Date(now.ms + limits.alertLeaseMs).toISOString();
  for (let attempt = 0; attempt < limits.swapAttemptsMax; attempt += 1) {
    const current = await readJson<Ledger | null>(objects, key, null);
    const base = current.value ?? (await first());
    if (current.value !== null) {
      if (isSettled(base)) return { kind: 'settled', ledger: base };
      const heldUntil = base.leaseUntil === null ? 0 : Date.parse(base.leaseUntil);
      if (heldUntil > now.ms) return { kind: 'leased', untilMs: heldUntil };
    }
    const claimed: Ledger = { ...base, nonce: now.nonce, leaseUntil };
    const outcome = await writeJson(objects, key, claimed, current.etag);
    if (outcome.kind === 'stored') return { kind: 'claimed', ledger: claimed, etag: outcome.etag };
    // A retry inside the adapter may have landed: then the object carries our nonce, and it is ours.
    const standing = await readJson<Ledger | null>(objects, key, null);
    if (standing.value?.nonce === now.nonce && standing.etag !== null) {
      return { kind: 'claimed', ledger: standing.value, etag: standing.etag };
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

function marked(ledger: Ledger, at: string, mark: LedgerMark): Ledger {
  const entries = ledger.entries.map((entry) => {
    const update = mark.updates.get(entry.alertId);
    if (update === undefined || mark.from?.has(entry.state) === false) return entry;
    return rank[update.state] <= rank[entry.state] ? entry : { ...entry, ...update, at };
  });
  const ends = mark.releaseLeaseOf !== undefined && mark.releaseLeaseOf === ledger.nonce;
  return {
    ...ledger,
    entries,
    releasesTopic: mark.releasesTopic ?? ledger.releasesTopic,
    nonce: ends ? null : ledger.nonce,
    leaseUntil: ends ? null : ledger.leaseUntil,
  };
}

/**
 * Records what became of entries and of the `releases` topic. States only move forward, so that a late writer can never
 * take back what another one recorded. `known`: the ledger as the caller read or wrote it last. Answers it as it stands.
 */
export function markLedger(
  ports: Pick<Ports, 'objects' | 'clock' | 'random'>,
  key: string,
  mark: LedgerMark,
  known: Versioned<Ledger | null> | null = null,
): Promise<Versioned<Ledger | null>> {
  const at = new Date(ports.clock.nowMs()).toISOString();
  return recordOutcome<Ledger | null>(ports, key, null, known, (ledger) =>
    ledger === null ? undefined : marked(ledger, at, mark),
  );
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
  await swapJson<Ledger | null>(objects, key, null, (ledger) => {
    if (ledger === null) return undefined;
    const lost = (entry: LedgerEntry): boolean =>
      alertIds.has(entry.alertId) && (entry.state === 'grouped' || entry.state === 'waiting');
    if (!ledger.entries.some(lost)) return undefined;
    return {
      ...ledger,
      entries: ledger.entries.map((entry) => (lost(entry) ? { ...entry, state: 'pending', at } : entry)),
    };
  });
}

/** Adds entries that an audit found missing; those that stand stay as they are. */
export async function addEntries(objects: Objects, key: string, entries: readonly LedgerEntry[]): Promise<void> {
  await swapJson<Ledger | null>(objects, key, null, (ledger) => {
    if (ledger === null) return undefined;
    const standing = new Set(ledger.entries.map(({ alertId }) => alertId));
    const missing = entries.filter(({ alertId }) => !standing.has(alertId));
    return missing.length === 0 ? undefined : { ...ledger, entries: [...ledger.entries, ...missing] };
  });
}
