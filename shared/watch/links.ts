/**
 * Signed links: who holds one may do what it names, without a login. The key lies under state/ and never leaves it; a
 * signature is over the purpose, so that a feed's key opens no subscription.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { deliveryKeys } from '../archive/keys.ts';
import { readJson, writeJson } from '../archive/objects.ts';
import { DependencyError } from '../errors.ts';
import type { Objects, Random } from '../ports.ts';
import type { Watch } from './schema.ts';

interface SigningKey {
  readonly version: 1;
  readonly key: string;
}

export type SigningPorts = { readonly objects: Objects; readonly random: Random };

/** The key of this archive, made at first need. Throws DependencyError. */
export async function signingKey({ objects, random }: SigningPorts): Promise<string> {
  for (const last of [false, true]) {
    const { value } = await readJson<SigningKey | null>(objects, deliveryKeys.signing, null);
    if (value !== null) return value.key;
    if (last) break;
    await writeJson(objects, deliveryKeys.signing, { version: 1, key: random.nonce() + random.nonce() }, null);
  }
  throw new DependencyError('E_MISSING', `the key ${deliveryKeys.signing} was written and cannot be read`, {
    input: deliveryKeys.signing,
  });
}

const signatureCharacters = 32;

function signature(key: string, purpose: string, parts: readonly string[]): string {
  const mac = createHmac('sha256', key)
    .update([purpose, ...parts].join('\n'))
    .digest('base64url');
  return mac.slice(0, signatureCharacters);
}

function isSigned(key: string, purpose: string, parts: readonly string[], given: string): boolean {
  const expected = Buffer.from(signature(key, purpose, parts));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

const link = (base: string, path: string, parameters: Readonly<Record<string, string>>): string =>
  new URL(`${path}?${new URLSearchParams(parameters).toString()}`, base).href;

export interface SubscriberLinks {
  /** Shows the subscription; its forms change it. */
  readonly manage: string;
  /** A POST ends it (RFC 8058); a GET asks first. */
  readonly unsubscribe: string;
}

/** The links of one subscription. `base`: where people reach the console. */
export function subscriberLinks(key: string, base: string, subscription: string): SubscriberLinks {
  const parameters = { s: subscription, t: signature(key, 'subscription', [subscription]) };
  return { manage: link(base, '/manage', parameters), unsubscribe: link(base, '/unsubscribe', parameters) };
}

export function opensSubscription(key: string, subscription: string, token: string): boolean {
  return isSigned(key, 'subscription', [subscription], token);
}

/** Sent to a new address: whoever opens it reads the mail there. `until`: ISO 8601 UTC. */
export function addressLink(key: string, base: string, subscription: string, address: string, until: string): string {
  const t = signature(key, 'address', [subscription, address, until]);
  return link(base, '/confirm-address', { s: subscription, a: address, u: until, t });
}

/** False when it is not ours, or its time has passed. */
export function confirmsAddress(
  key: string,
  { subscription, address, until }: { readonly subscription: string; readonly address: string; readonly until: string },
  token: string,
  nowMs: number,
): boolean {
  return isSigned(key, 'address', [subscription, address, until], token) && Date.parse(until) > nowMs;
}

/** The key of a watch's feed. A watch that is removed and made again has another. */
export function feedKey(key: string, watch: Pick<Watch, 'id' | 'createdAt'>): string {
  return signature(key, 'feed', [watch.id, watch.createdAt]);
}

export function opensFeed(key: string, watch: Pick<Watch, 'id' | 'createdAt'>, given: string): boolean {
  return isSigned(key, 'feed', [watch.id, watch.createdAt], given);
}

/** The address of a watch's feed; `html` is the page of all that it found, for people. */
export function feedLink(key: string, base: string, watch: Watch, format: 'rss' | 'json' | 'html'): string {
  return link(base, `/feeds/${watch.id}.${format}`, { key: feedKey(key, watch) });
}
