/** The Topic of one machine: a publish is accepted once a delivery for each subscriber lies durably in the spool. */
import type { Clock, Objects, PublishOutcome, Queue, Random, Topic, TopicMessage } from '../../../shared/ports.ts';
import { webhookBody } from '../../../shared/steps/deliver.ts';
import { sendAll } from '../../../shared/steps/send.ts';
import {
  addSubscription,
  type OwnEndpoint,
  readSubscriptions,
  removeSubscriptions,
  toSubscription,
} from '../../../shared/watch/subscriptions.ts';
import type { Delivery } from './delivery.ts';
import { checkEndpoint } from './endpoint.ts';
import { ownMailbox } from './notice.ts';

export interface LocalTopicOptions {
  readonly objects: Objects;
  /** Mails; takes messages of up to `deliveryMessageBytesMax`. */
  readonly deliveries: Queue;
  /** Messages to webhooks, by themselves: an endpoint that hangs keeps no mail waiting. */
  readonly webhooks: Queue;
  readonly clock: Clock;
  readonly random: Random;
  /** Where programs lie, when it is not PATH. */
  readonly path?: string;
  /** Whom the mails of watches without any subscription are addressed to. */
  readonly mailboxAddress?: string;
}

/** Loaded at need: no other subscription asks for it. Throws BadInputError E_DESKTOP where nothing here shows notifications. */
async function requireDesktop(path: string | undefined): Promise<void> {
  const { findNotifier } = await import('./desktop.ts');
  await findNotifier(path === undefined ? {} : { path });
}

/** Subscriptions stand in `state/subscriptions.json` and are confirmed at once. */
export function localTopic(options: LocalTopicOptions): Topic {
  const { objects, deliveries, webhooks, clock, random, mailboxAddress = ownMailbox, path } = options;

  const ownEndpoint = { kind: 'mailbox', address: mailboxAddress } as const;
  const receiverOf = (endpoint: Exclude<OwnEndpoint, { kind: 'webhook' }>): Delivery['endpoint'] => {
    if (endpoint.kind === 'email') return endpoint;
    return endpoint.kind === 'mailbox' ? ownEndpoint : { kind: endpoint.kind };
  };

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
      const receivers: Pick<Delivery, 'subscription' | 'endpoint'>[] = [];
      const hooks: string[] = [];
      for (const { id, endpoint } of ofWatch.filter((subscription) => subscription.rate === rate)) {
        if (endpoint.kind === 'webhook') hooks.push(webhookBody(id, message.messageId, message.json));
        else receivers.push({ subscription: id, endpoint: receiverOf(endpoint) });
      }
      // A newcomer's watch is heard before anybody has subscribed to it, and each alert once.
      if (ofWatch.length === 0) {
        receivers.push({ subscription: null, endpoint: ownEndpoint });
      }
      if (receivers.length === 0 && hooks.length === 0) return { kind: 'no-subscriber' };
      await sendAll(
        deliveries,
        receivers.map((receiver) => ({ body: JSON.stringify(delivery(watch, message, receiver)) })),
      );
      await sendAll(
        webhooks,
        hooks.map((body) => ({ body })),
      );
      return { kind: 'accepted', messageId: message.messageId };
    },

    async subscribe(watch, rate, requested) {
      const endpoint = checkEndpoint(requested);
      if (endpoint.kind === 'desktop') await requireDesktop(path);
      return toSubscription(await addSubscription({ objects, random }, watch, rate, endpoint));
    },

    async subscriptions(watch) {
      return (await readSubscriptions(objects))
        .filter((subscription) => subscription.watch === watch)
        .map(toSubscription);
    },

    unsubscribe: (id) => removeSubscriptions(objects, (subscription) => subscription.id === id),
    removeWatch: (watch) => removeSubscriptions(objects, (subscription) => subscription.watch === watch),
  };
}
