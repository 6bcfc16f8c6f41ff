/**
 * The ledger of one digest: its items are fixed when its window is claimed, before anything is published, so that a retry
 * sends the same digest; what is recorded later waits for the next window.
 */
import { DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Objects, Rate } from '../ports.ts';
import type { BoxedHit } from '../watch/digest-box.ts';
import { readJson, swapJson, writeJson } from './objects.ts';

export interface DigestLedger {
  readonly version: 1;
  readonly watch: string;
  readonly rate: Rate;
  /** ISO 8601 UTC; half-open: a hit at `to` belongs to the next window. */
  readonly from: string;
  readonly to: string;
  readonly alertId: string;
  readonly state: 'pending' | 'accepted' | 'no-subscriber';
  readonly messageId: string | null;
  /** ISO 8601 UTC of the last change of state. */
  readonly at: string;
  readonly items: readonly BoxedHit[];
  /** Further hits that it counts and does not list. */
  readonly unlisted: number;
  readonly nonce: string | null;
  readonly leaseUntil: string | null;
}

export type DigestClaim =
  | { readonly kind: 'claimed' | 'settled'; readonly ledger: DigestLedger }
  | { readonly kind: 'leased'; readonly untilMs: number };

/** Claims the digest at `key`, made of `first` when there is none yet. Throws E_CONTENDED, DependencyError. */
export async function claimDigest(
  objects: Objects,
  key: string,
  now: { readonly ms: number; readonly nonce: string },
  first: DigestLedger,
): Promise<DigestClaim> {
  const leaseUntil = new Date(now.ms + limits.alertLeaseMs).toISOString();
  for (let attempt = 0; attempt < limits.swapAttemptsMax; attempt += 1) {
    const current = await readJson<DigestLedger | null>(objects, key, null);
    const base = current.value ?? first;
    if (base.state !== 'pending') return { kind: 'settled', ledger: base };
    const heldUntil = base.leaseUntil === null ? 0 : Date.parse(base.leaseUntil);
    // A retry inside the adapter may have landed: then the object carries our nonce, and it is ours.
    if (base.nonce === now.nonce) return { kind: 'claimed', ledger: base };
    if (heldUntil > now.ms) return { kind: 'leased', untilMs: heldUntil };
    const claimed: DigestLedger = { ...base, nonce: now.nonce, leaseUntil };
    const outcome = await writeJson(objects, key, claimed, current.etag);
    if (outcome.kind === 'stored') return { kind: 'claimed', ledger: claimed };
  }
  throw new DependencyError('E_CONTENDED', `the ledger ${key} was claimed by others again and again`, { input: key });
}

/** Records what became of the digest; what was recorded first stays. Tried again before it throws, as in `markLedger`. */
export async function markDigest(
  objects: Objects,
  key: string,
  at: string,
  outcome: { readonly state: 'accepted' | 'no-subscriber'; readonly messageId: string | null },
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await swapJson<DigestLedger | null>(objects, key, null, (ledger) =>
        ledger === null || ledger.state !== 'pending'
          ? undefined
          : { ...ledger, ...outcome, at, nonce: null, leaseUntil: null },
      );
      return;
    } catch (fault) {
      if (attempt >= limits.ledgerMarkAttemptsMax) throw fault;
    }
  }
}
