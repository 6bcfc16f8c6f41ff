/** The subscriptions of this machine: one JSON object, changed by compare-and-swap alone. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { keys } from '../../../shared/archive/keys.ts';
import { parseJson, swapJson } from '../../../shared/archive/objects.ts';
import { CorruptDataError } from '../../../shared/errors.ts';
import { base32 } from '../../../shared/ids.ts';
import type { Objects, Rate, Subscription } from '../../../shared/ports.ts';

/** The kinds of endpoint that this machine can deliver to. */
export type LocalEndpoint =
  | { readonly kind: 'email'; readonly address: string }
  | { readonly kind: 'webhook'; readonly url: string };

const storedSchema = z.strictObject({
  id: z.string(),
  watch: z.string(),
  rate: z.enum(['immediate', 'daily', 'weekly', 'off']),
  endpoint: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('email'), address: z.string() }),
    z.strictObject({ kind: z.literal('webhook'), url: z.string() }),
  ]),
  /** Signs the deliveries of a webhook (standardwebhooks: `whsec_` and base64); null for others. */
  secret: z.string().nullable(),
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

/** `change` answers the new list, or `undefined` to leave it as it is; it must be pure. */
export async function changeSubscriptions(
  objects: Objects,
  change: (subscriptions: readonly StoredSubscription[]) => readonly StoredSubscription[] | undefined,
): Promise<readonly StoredSubscription[]> {
  const document = await swapJson<SubscriptionsDocument>(objects, keys.subscriptions, emptyDocument, (value) => {
    const next = change(checked(value).subscriptions);
    return next === undefined ? undefined : { version: 1, subscriptions: [...next] };
  });
  return checked(document).subscriptions;
}

/** The same watch, rate and endpoint give the same id: 26 characters of [a-z2-7]. */
export function subscriptionId(watch: string, rate: Rate, endpoint: LocalEndpoint): string {
  const address = endpoint.kind === 'email' ? endpoint.address : endpoint.url;
  const hash = createHash('sha256').update([watch, rate, endpoint.kind, address].join('\n')).digest();
  return base32(hash).slice(0, 26);
}

/** What the port tells of a subscription: everything but the secret. On one machine all are confirmed. */
export function toSubscription({ id, watch, rate, endpoint }: StoredSubscription): Subscription {
  return { id, watch, rate, endpoint, state: 'confirmed' };
}

/** The secret that a webhook's receiver verifies signatures with; null when there is no such webhook. */
export async function webhookSecret(objects: Objects, id: string): Promise<string | null> {
  return (await readSubscriptions(objects)).find((subscription) => subscription.id === id)?.secret ?? null;
}
