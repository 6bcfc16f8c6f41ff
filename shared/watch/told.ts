/** Who is told of which revision: what a watch was told before, by this newsroom or another, and what a hit of it becomes first. */
import { readClaim } from '../archive/claims.ts';
import { keys, parseReleaseKey, type ReleaseKeyParts } from '../archive/keys.ts';
import { type Ledger, type LedgerEntry, type LedgerState, readLedger } from '../archive/ledger.ts';
import { alertId } from '../ids.ts';
import type { AlertKind, Objects } from '../ports.ts';
import type { Release } from '../release/schema.ts';

/** Of these a watch was told, or will be. */
const toldStates: ReadonlySet<LedgerState> = new Set(['accepted', 'grouped', 'waiting']);

/** The watches that were told of an earlier revision of a release, or will be. */
export async function toldBefore(objects: Objects, parts: ReleaseKeyParts): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  for (let revision = 1; revision < parts.revision; revision += 1) {
    addTold(told, await readLedger(objects, keys.ledger(parts.partition, parts.release, revision)));
  }
  return told;
}

function addTold(told: Set<string>, ledger: Ledger | null): void {
  for (const entry of ledger?.entries ?? []) if (toldStates.has(entry.state)) told.add(entry.watch);
}

/**
 * The watches that one of these newsrooms told of the same page. What two tell at the same moment may be told twice, never not
 * at all: only what a ledger has as told counts.
 */
export async function toldElsewhere(
  objects: Objects,
  release: Release,
  newsrooms: readonly string[],
): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  for (const newsroom of newsrooms) {
    const claim = await readClaim(objects, newsroom, release.canonicalUrl);
    const parts = claim === null ? null : parseReleaseKey(claim.key);
    if (parts === null) continue;
    let ledger = await readLedger(objects, keys.ledger(parts.partition, parts.release, 1));
    // Each revision has its ledger before the next is matched.
    for (let revision = 2; ledger !== null; revision += 1) {
      addTold(told, ledger);
      ledger = await readLedger(objects, keys.ledger(parts.partition, parts.release, revision));
    }
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
