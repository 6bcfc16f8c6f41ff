/** One delivery: one message to one receiver that is no webhook. Its queue message, and what a deliverer of each kind is. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { base32 } from '../../../shared/ids.ts';
import type { SubscriberLinks } from '../../../shared/watch/links.ts';

const alertSchema = z.strictObject({
  alertId: z.string(),
  watch: z.string(),
  release: z.string(),
  revision: z.number().int().positive(),
  kind: z.enum(['new', 'revised', 'withdrawn', 'digest']),
});

export const deliverySchema = z.strictObject({
  /** Null: the machine's own mailbox, since nobody has subscribed to the watch. */
  subscription: z.string().nullable(),
  endpoint: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('mailbox'), address: z.string() }),
    z.strictObject({ kind: z.literal('email'), address: z.string() }),
    z.strictObject({ kind: z.literal('desktop') }),
    z.strictObject({ kind: z.literal('stdout') }),
  ]),
  watch: z.string(),
  /** When it was published, milliseconds since the epoch: the date of the mail, however late it goes out. */
  publishedAtMs: z.number().int(),
  message: z.strictObject({
    messageId: z.string(),
    subject: z.string(),
    text: z.string(),
    json: z.string(),
    alerts: z.array(alertSchema),
  }),
});

export type Delivery = z.infer<typeof deliverySchema>;

/** The same on every retry, also of the publish: 32 characters of [a-z2-7]. Names the mail file and the Message-ID. */
export function deliveryId({ message, subscription, endpoint }: Delivery): string {
  const receiver = subscription ?? `mailbox ${endpoint.kind === 'mailbox' ? endpoint.address : ''}`;
  return base32(createHash('sha256').update(`${message.messageId}\n${receiver}`).digest()).slice(0, 32);
}

/** Who is written to, of a delivery that is a mail. */
export function mailAddressOf({ endpoint }: Delivery): string {
  if ('address' in endpoint) return endpoint.address;
  throw new TypeError(`a delivery to ${endpoint.kind} is no mail`);
}

export type DeliveryOutcome = { readonly kind: 'delivered' } | { readonly kind: 'failed'; readonly message: string };

/** Brings one delivery to its address. A failure may pass later. */
export type Deliverer = (delivery: Delivery) => Promise<DeliveryOutcome>;

/** What a delivery says to its receiver alone. */
export interface Personal {
  readonly text: string;
  /** How the subscription is changed and ended; null for the machine's own mailbox, and without a fixed console address. */
  readonly links: SubscriberLinks | null;
}

export type PersonalOf = (delivery: Delivery) => Promise<Personal>;

/** One deliverer for each kind of endpoint. Without SMTP the mailbox serves for `email`. */
export interface Deliverers {
  readonly mailbox: Deliverer;
  readonly email: Deliverer;
  readonly desktop: Deliverer;
  readonly stdout: Deliverer;
}
