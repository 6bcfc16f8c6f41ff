/**
 * The parts of a large ledger: its entries in the order of their alert ids, some in each object, so that a record rewrites a
 * part and not the whole. They are put before the ledger that names them, under keys of their own attempt: parts that no
 * ledger names are those of an attempt that ended in between, or that came second.
 */
import { mapConcurrently } from '../concurrently.ts';
import { CorruptDataError, DependencyError } from '../errors.ts';
import { base32, sha256Hex } from '../ids.ts';
import { deliveryLimits, limits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import { ledgerPartKey } from './keys.ts';
import type { LedgerEntry } from './ledger.ts';
import { readJson, type Versioned, writeJson } from './objects.ts';

/** What the ledger says of a part. */
export interface LedgerPart {
  readonly key: string;
  /** Alert id of its first entry; those from here to the next part's are in it. */
  readonly first: string;
}

/** The object of a part. */
export interface PartDocument {
  readonly version: 1;
  /** Key of the release object. */
  readonly key: string;
  readonly entries: readonly LedgerEntry[];
}

export type StandingPart = Versioned<PartDocument | null>;

/** Parts by their keys, in their order. */
export type StandingParts = ReadonlyMap<string, StandingPart>;

const attemptCharacters = 10;

const byAlertId = (a: LedgerEntry, b: LedgerEntry): number => (a.alertId < b.alertId ? -1 : 1);

/**
 * Puts the entries into parts of at most `ledgerEntriesPerPartMax`. `attempt`: told apart from every other. Throws
 * DependencyError.
 */
export async function putParts(
  objects: Objects,
  ledger: { readonly ledgerKey: string; readonly releaseKey: string; readonly entries: readonly LedgerEntry[] },
  attempt: string,
): Promise<{ readonly parts: readonly LedgerPart[]; readonly standing: StandingParts }> {
  const sorted = ledger.entries.toSorted(byAlertId);
  const tag = base32(Buffer.from(sha256Hex(attempt), 'hex')).slice(0, attemptCharacters);
  const parts: { part: LedgerPart; document: PartDocument }[] = [];
  for (let at = 0; at < sorted.length; at += deliveryLimits.ledgerEntriesPerPartMax) {
    const entries = sorted.slice(at, at + deliveryLimits.ledgerEntriesPerPartMax);
    const part = { key: ledgerPartKey(ledger.ledgerKey, tag, parts.length), first: entries[0]?.alertId ?? '' };
    parts.push({ part, document: { version: 1, key: ledger.releaseKey, entries } });
  }
  const put = await mapConcurrently(parts, limits.archiveReadsConcurrentMax, async ({ part: { key }, document }) => {
    const outcome = await writeJson(objects, key, document, null);
    if (outcome.kind === 'stored') return [key, { value: document, etag: outcome.etag }] as const;
    // Taken by this very attempt, whose first write landed though the adapter sent it again.
    const standing = outcome.kind === 'exists' ? await readJson<PartDocument | null>(objects, key, null) : null;
    if (standing !== null) return [key, standing] as const;
    throw new DependencyError('E_CONTENDED', `the part ${key} of a ledger is being written`, { input: key });
  });
  return { parts: parts.map(({ part }) => part), standing: new Map(put) };
}

/** Reads parts, in their order. Throws CorruptDataError for one that is gone. */
export async function readParts(objects: Objects, parts: readonly LedgerPart[]): Promise<StandingParts> {
  const read = await mapConcurrently(parts, limits.archiveReadsConcurrentMax, async ({ key }) => {
    const standing = await readJson<PartDocument | null>(objects, key, null);
    if (standing.value !== null) return [key, standing] as const;
    throw new CorruptDataError('E_CORRUPT', `the part ${key} of a ledger is gone`, {
      input: key,
      hint: 'restore an earlier version of it',
    });
  });
  return new Map(read);
}

/** The part that an alert lies in, if it lies in any: the last one that begins no later. */
export function partOf(parts: readonly LedgerPart[], alertId: string): LedgerPart | null {
  return parts.findLast(({ first }) => first <= alertId) ?? null;
}
