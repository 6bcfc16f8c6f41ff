/** Who is told of which revision (INTERFACES): what a watch was told before, and what a hit of it becomes first. */
import { keys, type ReleaseKeyParts } from '../archive/keys.ts';
import { type LedgerEntry, type LedgerState, readLedger } from '../archive/ledger.ts';
import { alertId } from '../ids.ts';
import type { AlertKind, Objects } from '../ports.ts';
import type { Release } from '../release/schema.ts';

/** Of these a watch was told, or will be. */
const toldStates: ReadonlySet<LedgerState> = new Set(['accepted', 'grouped', 'waiting']);

/** The watches that were told of an earlier revision of a release, or will be. */
export async function toldBefore(objects: Objects, parts: ReleaseKeyParts): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  for (let revision = 1; revision < parts.revision; revision += 1) {
    const ledger = await readLedger(objects, keys.ledger(parts.partition, parts.release, revision));
    for (const entry of ledger?.entries ?? []) if (toldStates.has(entry.state)) told.add(entry.watch);
  }
  return told;
}

function firstState(release: Release, told: boolean): { readonly kind: AlertKind; readonly state: LedgerState } {
  if (release.status === 'withdrawn') {
    // What was withdrawn before and is read by better code is no news.
    return { kind: 'withdrawn', state: told && release.origin !== 'reprocessed' ? 'pending' : 'silent' };
  }
  if (release.origin !== 'live') return { kind: told ? 'revised' : 'new', state: 'silent' };
  if (!told) return { kind: 'new', state: 'pending' };
  return { kind: 'revised', state: release.change?.material === false ? 'silent' : 'pending' };
}

/** The entry that a hit begins as. `at`: ISO 8601 UTC. */
export function firstEntry(release: Release, watch: string, told: ReadonlySet<string>, at: string): LedgerEntry {
  const id = alertId(watch, release.id, release.revision);
  return { watch, alertId: id, ...firstState(release, told.has(watch)), messageId: null, at };
}
