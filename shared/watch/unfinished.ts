/**
 * What of a release's alerts has not come to an end: the one judgement that the sweeper, `audit` and the simulation's
 * promise share. A ledger is complete when every entry went out, was not to go out, or waits where something sends it.
 */
import { keys, parseReleaseKey } from '../archive/keys.ts';
import { type Ledger, type LedgerEntry, readLedger } from '../archive/ledger.ts';
import { readJson } from '../archive/objects.ts';
import { sweepLimits } from '../limits.ts';
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

async function entryGap(objects: Objects, entry: LedgerEntry, nowMs: number): Promise<Gap | null> {
  if (entry.state === 'pending') return { kind: 'pending', entry };
  if (entry.state !== 'grouped' && entry.state !== 'waiting') return null;
  if (nowMs - Date.parse(entry.at) < sweepLimits.afterMs) return null;
  // Read behind the ledger: whoever sends from a window marks the ledger before it takes the alert out.
  const { value } = await readJson<WindowState>(objects, keys.window(entry.watch), emptyWindow);
  if (!holds(value, entry.alertId)) return { kind: 'lost', entry };
  return entry.state === 'grouped' ? { kind: 'late', entry } : null;
}

/** Looks at the alerts of one release object that is older than `sweepLimits.afterMs`. Throws DependencyError. */
export async function unfinishedOf(objects: Objects, releaseKey: string, nowMs: number): Promise<ReleaseAlerts> {
  const parts = parseReleaseKey(releaseKey);
  if (parts === null) return { ledger: null, isWorkedOn: false, gaps: [] };
  const ledger = await readLedger(objects, keys.ledger(parts.partition, parts.release, parts.revision));
  if (ledger === null) return { ledger, isWorkedOn: false, gaps: [{ kind: 'no-ledger', entry: null }] };
  if (ledger.leaseUntil !== null && Date.parse(ledger.leaseUntil) > nowMs) {
    return { ledger, isWorkedOn: true, gaps: [] };
  }
  const gaps: Gap[] = ledger.releasesTopic === 'pending' ? [{ kind: 'pending', entry: null }] : [];
  for (const entry of ledger.entries) {
    const gap = await entryGap(objects, entry, nowMs);
    if (gap !== null) gaps.push(gap);
  }
  return { ledger, isWorkedOn: false, gaps };
}
