/**
 * The subscriptions that we deliver ourselves: all of one machine, and the webhooks of a stack (SNS holds the others). One
 * JSON object, changed by compare-and-swap alone; it holds addresses and secrets, so it lies under state/.
 */
import { createHash } from 'node:crypto';
import { keys } from '../archive/keys.ts';
import { parseJson, swapJson } from '../archive/objects.ts';
import { CorruptDataError } from '../errors.ts';
import { base32 } from '../ids.ts';
import { deliveryLimits, units } from '../limits.ts';
import {
  type MachineEndpointKind,
  machineEndpointKinds,
  type Objects,
  type Random,
  type Rate,
  type Subscription,
} from '../ports.ts';
import * as z from '../zod.ts';
import { sameMailAddress } from './mail-address.ts';
import { rates } from './schema.ts';

const { DAY_MS } = units;

/** The kinds of endpoint that we deliver to ourselves. */
export type OwnEndpoint =
  | { readonly kind: MachineEndpointKind }
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'webhook'; readonly url: string };

const storedSchema = z.strictObject({
  id: z.string(),
  watch: z.string(),
  rate: z.enum(rates),
  endpoint: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.enum(machineEndpointKinds) }),
    z.strictObject({ kind: z.literal('email'), address: z.string() }),
    z.strictObject({ kind: z.literal('webhook'), url: z.string() }),
  ]),
  /** Signs the deliveries of a webhook (standardwebhooks: `whsec_` and base64); null for others. */
  secret: z.nullable(z.string()),
  /** The secret before the last rotation: it signs beside the new one until `until` (ISO 8601 UTC). */
  previousSecret: z._default(z.nullable(z.strictObject({ secret: z.string(), until: z.string() })), null),
  /** When links to a new address were sent, of the last day (ISO 8601 UTC). */
  addressAskedAt: z._default(z.array(z.string()), []),
});

const documentSchema = z.strictObject({ version: z.literal(1), subscriptions: z.array(storedSchema) });

export type StoredSubscription = z.infer<typeof storedSchema>;
type SubscriptionsDocument = z.infer<typeof documentSchema>;

const emptyDocument: SubscriptionsDocument = { version: 1, subscriptions: [] };

function checked(value: unknown): SubscriptionsDocument {
  const parsed = documentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CorruptDataError('E_CORRUPT', `the object ${keys.subscriptions} has the wrong shape`, {
    cause: parsed.error,
    input: keys.subscriptions,
    hint: 'repair the file or restore an earlier version of it',
  });
}

/** All subscriptions of all watches, in the order they were made. */
export async function readSubscriptions(objects: Objects): Promise<readonly StoredSubscription[]> {
  const stored = await objects.get(keys.subscriptions);
  return stored === null ? [] : checked(parseJson(keys.subscriptions, stored.body)).subscriptions;
}

export async function findSubscription(objects: Objects, id: string): Promise<StoredSubscription | null> {
  return (await readSubscriptions(objects)).find((subscription) => subscription.id === id) ?? null;
}

/** `change` answers the new list, or `undefined` to leave it as it is; it must be pure. */
async function changeSubscriptions(
  objects: Objects,
  change: (subscriptions: readonly StoredSubscription[]) => readonly StoredSubscription[] | undefined,
): Promise<readonly StoredSubscription[]> {
  const document = await swapJson<SubscriptionsDocument>(objects, keys.subscriptions, emptyDocument, (value) => {
    const next = change(checked(value).subscriptions);
    return next === undefined ? undefined : { version: 1, subscriptions: [...next] };
  });
  return checked(document).subscriptions;
}

/** The same watch, rate and endpoint give the same id: 26 characters of [a-z2-7]. It outlives a change of rate or address. */
function subscriptionId(watch: string, rate: Rate, endpoint: OwnEndpoint): string {
  const { kind, ...address } = endpoint;
  const hash = createHash('sha256')
    .update(
      [watch, rate, kind, ...Object.values(address).map((part) => (kind === 'email' ? part.toLowerCase() : part))].join(
        '\n',
      ),
    )
    .digest();
  return base32(hash).slice(0, 26);
}

function sameReceiver(one: OwnEndpoint, other: OwnEndpoint): boolean {
  if (one.kind === 'email' && other.kind === 'email') return sameMailAddress(one.address, other.address);
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What the port tells of a subscription: everything but the secrets. All are confirmed. */
export function toSubscription({ id, watch, rate, endpoint }: StoredSubscription): Subscription {
  return { id, watch, rate, endpoint, state: 'confirmed' };
}

/** standardwebhooks: `whsec_` and the base64 of 24 to 64 bytes. */
function newSecret(random: Random): string {
  return `whsec_${Buffer.from(random.nonce() + random.nonce()).toString('base64')}`;
}

/** Makes the subscription, or answers the one that is there. */
export async function addSubscription(
  ports: { readonly objects: Objects; readonly random: Random },
  watch: string,
  rate: Rate,
  endpoint: OwnEndpoint,
): Promise<StoredSubscription> {
  const { objects, random } = ports;
  const secret = endpoint.kind === 'webhook' ? newSecret(random) : null;
  const nonce = random.nonce();
  const isIt = (one: StoredSubscription): boolean =>
    one.watch === watch && one.rate === rate && sameReceiver(one.endpoint, endpoint);
  const plainId = subscriptionId(watch, rate, endpoint);
  const all = await changeSubscriptions(objects, (subscriptions) => {
    if (subscriptions.some(isIt)) return undefined;
    // The plain id may belong to one whose rate was changed since.
    const id = subscriptions.some((one) => one.id === plainId) ? nonce : plainId;
    return [...subscriptions, { id, watch, rate, endpoint, secret, previousSecret: null, addressAskedAt: [] }];
  });
  const made = all.find(isIt);
  if (made === undefined) throw new CorruptDataError('E_CORRUPT', `the subscription to ${watch} was not kept`);
  return made;
}

/** Ends those for which `ends` is true. */
export async function removeSubscriptions(
  objects: Objects,
  ends: (subscription: StoredSubscription) => boolean,
): Promise<void> {
  if ((await objects.get(keys.subscriptions)) === null) return;
  await changeSubscriptions(objects, (all) => (all.some(ends) ? all.filter((one) => !ends(one)) : undefined));
}

/** Changes one subscription; null when there is none. One that would be another's double ends instead. */
async function changeOne(
  objects: Objects,
  id: string,
  change: (subscription: StoredSubscription) => StoredSubscription,
): Promise<StoredSubscription | null> {
  const all = await changeSubscriptions(objects, (subscriptions) => {
    const before = subscriptions.find((one) => one.id === id);
    if (before === undefined) return undefined;
    const after = change(before);
    const others = subscriptions.filter(
      (one) =>
        one.id === id ||
        one.watch !== after.watch ||
        one.rate !== after.rate ||
        !sameReceiver(one.endpoint, after.endpoint),
    );
    return others.map((one) => (one.id === id ? after : one));
  });
  return all.find((one) => one.id === id) ?? null;
}

export function changeRate(objects: Objects, id: string, rate: Rate): Promise<StoredSubscription | null> {
  return changeOne(objects, id, (one) => ({ ...one, rate }));
}

/** Only for an address whose owner has confirmed it. */
export function changeAddress(objects: Objects, id: string, address: string): Promise<StoredSubscription | null> {
  return changeOne(objects, id, (one) =>
    one.endpoint.kind === 'email' ? { ...one, endpoint: { kind: 'email', address } } : one,
  );
}

/** Notes that a link to a new address is about to be sent; false when too many were sent today. */
export async function noteAddressAsked(objects: Objects, id: string, nowMs: number): Promise<boolean> {
  const since = new Date(nowMs - DAY_MS).toISOString();
  let may = false;
  await changeOne(objects, id, (one) => {
    const today = one.addressAskedAt.filter((at) => at > since);
    may = today.length < deliveryLimits.addressLinksADayMax;
    return may ? { ...one, addressAskedAt: [...today, new Date(nowMs).toISOString()] } : one;
  });
  return may;
}

/** A new secret; the one before signs beside it for `secretOverlapMs`, so that the receiver can change over. */
export function rotateSecret(
  ports: { readonly objects: Objects; readonly random: Random },
  id: string,
  nowMs: number,
): Promise<StoredSubscription | null> {
  const secret = newSecret(ports.random);
  const until = new Date(nowMs + deliveryLimits.secretOverlapMs).toISOString();
  return changeOne(ports.objects, id, (one) =>
    one.secret === null ? one : { ...one, secret, previousSecret: { secret: one.secret, until } },
  );
}

/** The secret that a webhook's receiver verifies signatures with; null when there is no such webhook. */
export async function webhookSecret(objects: Objects, id: string): Promise<string | null> {
  return (await findSubscription(objects, id))?.secret ?? null;
}

/** The secrets that sign a delivery now, the newest first. */
export function signingSecrets({ secret, previousSecret }: StoredSubscription, nowMs: number): readonly string[] {
  const previous = previousSecret !== null && Date.parse(previousSecret.until) > nowMs ? [previousSecret.secret] : [];
  return secret === null ? [] : [secret, ...previous];
}
