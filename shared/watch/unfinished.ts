/**
 * What of a release's alerts has not come to an end: the one judgement that the sweeper, `audit` and the simulation's
 * promise share. A ledger is complete when every entry went out, was not to go out, or waits where something sends it.
 */
import { keys, parseReleaseKey } from '../archive/keys.ts';
import { type Ledger, type LedgerEntry, readLedger } from '../archive/ledger.ts';
import { readJson } from '../archive/objects.ts';
import type { Objects } from '../ports.ts';
import { isBoxed } from './digest-box.ts';
import { emptyWindow, type WindowState } from './window.ts';

/**
 * `no-ledger`: never matched. `pending`: matched, not sent, and nobody works on it. `late`: its group window should have
 * been closed. `lost`: its ledger says that it waits, and no window holds it.
 */
export type GapKind = 'no-ledger' | 'pending' | 'late' | 'lost';

export interface Gap {
  readonly kind: GapKind;
  /** Null for a release without a ledger, and for its notice to the `releases` topic. */
  readonly entry: LedgerEntry | null;
}

export interface ReleaseAlerts {
  /** Null when there is none, or the key is none of a release. */
  readonly ledger: Ledger | null;
  /** A worker holds the ledger: it is too early to say. */
  readonly isWorkedOn: boolean;
  readonly gaps: readonly Gap[];
}

/** Whether the window holds the alert, or remembers that it went out. */
function holds(state: WindowState, alertId: string): boolean {
  const here = (item: { readonly alertId: string }): boolean => item.alertId === alertId;
  return (
    state.waiting.some(here) ||
    state.sending?.items.some(here) === true ||
    state.sent.some(here) ||
    isBoxed(state.boxes, alertId)
  );
}

/** From when on something counts as unfinished. */
export interface Patience {
  readonly nowMs: number;
  /** What is younger is on its way. What seems to lie in the future was recorded by another clock, and is not young. */
  readonly graceMs: number;
  /** Nobody works: a lease is what a killed process left. */
  readonly ignoresLeases: boolean;
}

export const isYoung = (at: string, { nowMs, graceMs }: Patience): boolean => {
  const ageMs = nowMs - Date.parse(at);
  return ageMs >= 0 && ageMs < graceMs;
};

async function entryGap(objects: Objects, entry: LedgerEntry, patience: Patience): Promise<Gap | null> {
  if (entry.state === 'pending') return { kind: 'pending', entry };
  if (entry.state !== 'grouped' && entry.state !== 'waiting') return null;
  if (isYoung(entry.at, patience)) return null;
  // Read behind the ledger: whoever sends from a window marks the ledger before it takes the alert out.
  const { value } = await readJson<WindowState>(objects, keys.window(entry.watch), emptyWindow);
  if (!holds(value, entry.alertId)) return { kind: 'lost', entry };
  return entry.state === 'grouped' ? { kind: 'late', entry } : null;
}

/** Looks at the alerts of one release object that is itself not young any more. Throws DependencyError. */
export async function unfinishedOf(objects: Objects, releaseKey: string, patience: Patience): Promise<ReleaseAlerts> {
  const parts = parseReleaseKey(releaseKey);
  if (parts === null) return { ledger: null, isWorkedOn: false, gaps: [] };
  const ledger = await readLedger(objects, keys.ledger(parts.partition, parts.release, parts.revision));
  if (ledger === null) return { ledger, isWorkedOn: false, gaps: [{ kind: 'no-ledger', entry: null }] };
  const leased = ledger.leaseUntil !== null && Date.parse(ledger.leaseUntil) > patience.nowMs;
  if (leased && !patience.ignoresLeases) {
    return { ledger, isWorkedOn: true, gaps: [] };
  }
  const gaps: Gap[] = ledger.releasesTopic === 'pending' ? [{ kind: 'pending', entry: null }] : [];
  for (const entry of ledger.entries) {
    const gap = await entryGap(objects, entry, patience);
    if (gap !== null) gaps.push(gap);
  }
  return { ledger, isWorkedOn: false, gaps };
}
