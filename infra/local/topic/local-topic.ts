/** The Topic of one machine: a publish is accepted once a delivery for each subscriber lies durably in the spool. */
import { keys } from '../../../shared/archive/keys.ts';
import type { Clock, Objects, PublishOutcome, Queue, Random, Topic, TopicMessage } from '../../../shared/ports.ts';
import { sendAll } from '../../../shared/steps/send.ts';
import type { Delivery } from './delivery.ts';
import { checkEndpoint } from './endpoint.ts';
import {
  changeSubscriptions,
  readSubscriptions,
  type StoredSubscription,
  subscriptionId,
  toSubscription,
} from './subscriptions.ts';

export interface LocalTopicOptions {
  readonly objects: Objects;
  /** Takes messages of up to `deliveryMessageBytesMax`. */
  readonly deliveries: Queue;
  readonly clock: Clock;
  readonly random: Random;
  /** Whom the mails of watches without any subscription are addressed to. */
  readonly mailboxAddress?: string;
}

const defaultMailboxAddress = 'you@localhost';

/** Subscriptions stand in `state/subscriptions.json` and are confirmed at once. */
export function localTopic(options: LocalTopicOptions): Topic {
  const { objects, deliveries, clock, random, mailboxAddress = defaultMailboxAddress } = options;

  function delivery(
    watch: string,
    { messageId, subject, text, json, alerts }: TopicMessage,
    receiver: Pick<Delivery, 'subscription' | 'endpoint'>,
  ): Delivery {
    return {
      ...receiver,
      watch,
      publishedAtMs: clock.nowMs(),
      message: { messageId, subject, text, json, alerts: [...alerts] },
    };
  }

  return {
    async publish(target, message): Promise<PublishOutcome> {
      // Machines on this computer read the archive itself: nobody can subscribe to `releases` here.
      if (target.kind === 'releases') return { kind: 'no-subscriber' };
      const { watch, rate } = target;
      const ofWatch = (await readSubscriptions(objects)).filter((subscription) => subscription.watch === watch);
      const receivers: Pick<Delivery, 'subscription' | 'endpoint'>[] = ofWatch
        .filter((subscription) => subscription.rate === rate)
        .map(({ id, endpoint }) => ({ subscription: id, endpoint }));
      // A newcomer's watch is heard before anybody has subscribed to it, and each alert once.
      if (ofWatch.length === 0) {
        receivers.push({ subscription: null, endpoint: { kind: 'mailbox', address: mailboxAddress } });
      }
      if (receivers.length === 0) return { kind: 'no-subscriber' };
      await sendAll(
        deliveries,
        receivers.map((receiver) => ({ body: JSON.stringify(delivery(watch, message, receiver)) })),
      );
      return { kind: 'accepted', messageId: message.messageId };
    },

    async subscribe(watch, rate, requested) {
      const endpoint = checkEndpoint(requested);
      const id = subscriptionId(watch, rate, endpoint);
      const secret = endpoint.kind === 'webhook' ? newSecret(random) : null;
      const made: StoredSubscription = { id, watch, rate, endpoint, secret };
      const all = await changeSubscriptions(objects, (subscriptions) =>
        subscriptions.some((subscription) => subscription.id === id) ? undefined : [...subscriptions, made],
      );
      return toSubscription(all.find((subscription) => subscription.id === id) ?? made);
    },

    async subscriptions(watch) {
      return (await readSubscriptions(objects))
        .filter((subscription) => subscription.watch === watch)
        .map(toSubscription);
    },

    unsubscribe: (id) => removeWhere(objects, (subscription) => subscription.id === id),
    removeWatch: (watch) => removeWhere(objects, (subscription) => subscription.watch === watch),
  };
}

/** standardwebhooks: `whsec_` and the base64 of 24 to 64 bytes. */
function newSecret(random: Random): string {
  return `whsec_${Buffer.from(random.nonce() + random.nonce()).toString('base64')}`;
}

async function removeWhere(objects: Objects, ends: (subscription: StoredSubscription) => boolean): Promise<void> {
  if ((await objects.get(keys.subscriptions)) === null) return;
  await changeSubscriptions(objects, (subscriptions) =>
    subscriptions.some(ends) ? subscriptions.filter((subscription) => !ends(subscription)) : undefined,
  );
}
