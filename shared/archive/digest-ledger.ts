/**
 * The ledger of one digest: its items are fixed when its window is claimed, before anything is published, so that a retry
 * sends the same digest; what is recorded later waits for the next window.
 */
import { DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Objects, Ports, Rate } from '../ports.ts';
import type { BoxedHit } from '../watch/digest-box.ts';
import { readJson, recordOutcome, type Versioned, writeJson } from './objects.ts';

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
  | { readonly kind: 'claimed'; readonly ledger: DigestLedger; readonly etag: string }
  | { readonly kind: 'settled'; readonly ledger: DigestLedger }
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
    if (base.nonce === now.nonce && current.etag !== null) {
      return { kind: 'claimed', ledger: base, etag: current.etag };
    }
    if (heldUntil > now.ms) return { kind: 'leased', untilMs: heldUntil };
    const claimed: DigestLedger = { ...base, nonce: now.nonce, leaseUntil };
    const outcome = await writeJson(objects, key, claimed, current.etag);
    if (outcome.kind === 'stored') return { kind: 'claimed', ledger: claimed, etag: outcome.etag };
  }
  throw new DependencyError('E_CONTENDED', `the ledger ${key} was claimed by others again and again`, { input: key });
}

/** Records what became of the digest; what was recorded first stays. `known`: as in `markLedger`. */
export async function markDigest(
  ports: Pick<Ports, 'objects' | 'clock' | 'random'>,
  key: string,
  outcome: { readonly state: 'accepted' | 'no-subscriber'; readonly messageId: string | null },
  known: Versioned<DigestLedger | null>,
): Promise<void> {
  const at = new Date(ports.clock.nowMs()).toISOString();
  await recordOutcome<DigestLedger | null>(ports, key, null, known, (ledger) =>
    ledger === null || ledger.state !== 'pending'
      ? undefined
      : { ...ledger, ...outcome, at, nonce: null, leaseUntil: null },
  );
}
