/** The latest alerts: what the ledgers of the last changed releases say was accepted. */
import { keys, parseReleaseKey } from '../../../shared/archive/keys.ts';
import { type Ledger, readLedger } from '../../../shared/archive/ledger.ts';
import type { AlertReference, Objects } from '../../../shared/ports.ts';
import type { ArchiveIndex } from '../../../shared/search/archive-index.ts';
import type { ReleaseRow } from '../../../shared/search/row.ts';

export interface AcceptedAlert extends AlertReference {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly newsroom: string;
  readonly key: string;
}

/** How many of the last changed releases are asked for their ledgers. */
const releasesLookedAtMax = 300;
/** How many revisions of one release are looked at, the last ones. */
const revisionsLookedAtMax = 5;

function isFinal(ledger: Ledger): boolean {
  return ledger.entries.every((entry) => entry.state !== 'pending' && entry.state !== 'grouped');
}

function acceptedIn(ledger: Ledger): readonly AcceptedAlert[] {
  const { release, revision, newsroom, key } = ledger;
  return ledger.entries
    .filter((entry) => entry.state === 'accepted')
    .map(({ alertId, watch, kind, at }) => ({ alertId, watch, release, revision, kind, at, newsroom, key }));
}

function ledgerKeys({ partition, id, revision }: ReleaseRow): readonly string[] {
  const first = Math.max(1, revision - revisionsLookedAtMax + 1);
  return Array.from({ length: revision - first + 1 }, (_, index) => keys.ledger(partition, id, first + index));
}

/** A reader that remembers ledgers in which nothing is open any more. */
export function alertReader(objects: Objects, index: ArchiveIndex): () => Promise<readonly AcceptedAlert[]> {
  let settled = new Map<string, Ledger>();
  return async () => {
    await index.refresh();
    const looked = index.lastChanged(releasesLookedAtMax).flatMap(ledgerKeys);
    const kept = new Map<string, Ledger>();
    const alerts: AcceptedAlert[] = [];
    for (const key of looked) {
      const ledger = settled.get(key) ?? (await readLedger(objects, key));
      if (ledger === null || parseReleaseKey(ledger.key) === null) continue;
      if (isFinal(ledger)) kept.set(key, ledger);
      alerts.push(...acceptedIn(ledger));
    }
    settled = kept;
    return alerts.sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1));
  };
}
