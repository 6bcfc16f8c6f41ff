/** Branded ids and the one way they are made: base32 of SHA-256 over the fewest raw, stable fields. */
import { hash } from 'node:crypto';

export type ReleaseId = string & { readonly __brand: 'ReleaseId' };
export type WatchId = string & { readonly __brand: 'WatchId' };
export type AlertId = string & { readonly __brand: 'AlertId' };

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32 in lower case, without padding. */
export function base32(bytes: Uint8Array): string {
  let out = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += BASE32.charAt((buffer >> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? out + BASE32.charAt((buffer << (5 - bits)) & 31) : out;
}

/** SHA-256 as lower-case hex. */
export function sha256Hex(data: Uint8Array | string): string {
  return hash('sha256', data, 'hex');
}

function hashed(parts: readonly string[], length: number): string {
  return base32(hash('sha256', parts.join('\n'), 'buffer')).slice(0, length);
}

/**
 * Release id: first 20 characters of base32(sha256(newsroom + "\n" + canonical item URL, else raw guid)).
 * Raw on purpose: cleaning the input first would silently re-key releases when the cleaning changes.
 */
export function releaseId(newsroom: string, canonicalUrlOrGuid: string): ReleaseId {
  return hashed([newsroom, canonicalUrlOrGuid], 20) as ReleaseId;
}

/** Alert id: first 24 characters over (watch, release, revision); equal for every subscriber and protocol. */
export function alertId(watch: string, release: string, revision: number): AlertId {
  return hashed([watch, release, String(revision)], 24) as AlertId;
}

/** Alert id of a digest: over the watch, the rate and the end of its window (ISO 8601 UTC). */
export function digestAlertId(watch: string, rate: string, windowEnd: string): AlertId {
  return hashed([watch, rate, windowEnd], 24) as AlertId;
}

/** Message id of one publish: made of its alert ids, in order. */
export function messageId(alertIds: readonly string[]): string {
  return hashed(alertIds, 24);
}

/** Name of a claim: the hash of a guid or canonical URL. */
export function claimHash(guidOrUrl: string): string {
  return hashed([guidOrUrl], 32);
}

/** Hash of a candidate's identity and state, for "seen" and for queue deduplication. */
export function candidateHash(parts: readonly (string | null)[]): string {
  return hashed(
    parts.map((part) => part ?? ''),
    26,
  );
}
