/** Who is told of which revision: what a watch was told before, by this newsroom or another, and what a hit of it becomes first. */
import { readClaim } from '../archive/claims.ts';
import { keys, parseReleaseKey, type ReleaseKeyParts } from '../archive/keys.ts';
import { type Ledger, type LedgerEntry, type LedgerState, readLedger } from '../archive/ledger.ts';
import { alertId } from '../ids.ts';
import type { AlertKind, Objects } from '../ports.ts';
import type { Release } from '../release/schema.ts';

/** Of these a watch was told, or will be. */
const toldStates: ReadonlySet<LedgerState> = new Set(['accepted', 'grouped', 'waiting']);
/** What is pending is published in the end, whoever dies on the way. */
const toldInTheEnd: ReadonlySet<LedgerState> = new Set([...toldStates, 'pending']);

/** The watches that were told of an earlier revision of a release, or will be. */
async function toldBefore(objects: Objects, parts: ReleaseKeyParts): Promise<ReadonlySet<string>> {
  const told = new Set<string>();
  for (let revision = 1; revision < parts.revision; revision += 1) {
    addTold(told, await readLedger(objects, keys.ledger(parts.partition, parts.release, revision)), toldStates);
  }
  return told;
}

function addTold(told: Set<string>, ledger: Ledger | null, states: ReadonlySet<LedgerState>): void {
  for (const entry of ledger?.entries ?? []) if (states.has(entry.state)) told.add(entry.watch);
}

/**
 * The watches that one of these newsrooms told of the same page, or is about to. What two tell at the same moment may be told
 * twice, never not at all: only what stands in a ledger counts.
 */
async function toldElsewhere(
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
      addTold(told, ledger, toldInTheEnd);
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

/** A release revision, and the hits that somebody makes entries of. */
interface Hits {
  readonly release: Release;
  readonly parts: ReleaseKeyParts;
  /** Ids of the watches that match. */
  readonly watches: readonly string[];
  /** Ids of the newsrooms that publish the same pages. */
  readonly sharers: readonly string[];
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** The entries that hits begin as, by what each watch was told of the page before. */
export async function firstEntries(objects: Objects, hits: Hits): Promise<readonly LedgerEntry[]> {
  const { release, parts, watches, sharers, at } = hits;
  if (watches.length === 0) return [];
  const told = await toldBefore(objects, parts);
  const elsewhere = await toldElsewhere(objects, release, sharers);
  return watches.map((watch): LedgerEntry => {
    const id = alertId(watch, release.id, release.revision);
    const { kind, state } = firstState(release, told.has(watch));
    const isToldByOther = elsewhere.has(watch) && !told.has(watch);
    return { watch, alertId: id, kind, state: isToldByOther ? 'silent' : state, messageId: null, at };
  });
}
