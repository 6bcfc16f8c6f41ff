/** A topic in memory: subscriptions in a list, publishes recorded. */
import type {
  Endpoint,
  PublishOutcome,
  Subscription,
  Topic,
  TopicMessage,
  TopicTarget,
} from '../../../shared/ports.ts';

interface RecordedPublish {
  readonly target: TopicTarget;
  readonly message: TopicMessage;
  readonly outcome: PublishOutcome;
}

export interface MemoryTopic extends Topic {
  /** Every publish, those that found no subscriber too, in order. */
  readonly published: readonly RecordedPublish[];
}

function endpointText(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'email':
      return endpoint.address;
    case 'webhook':
      return endpoint.url;
    case 'sqs':
      return endpoint.arn;
    case 'sms':
      return endpoint.number;
    default:
      return endpoint.kind;
  }
}

/** `releasesSubscribed`: whether a publish to `releases` finds a subscriber (default: none). */
export function memoryTopic(options: { readonly releasesSubscribed?: boolean } = {}): MemoryTopic {
  const subscriptions = new Map<string, Subscription>();
  const published: RecordedPublish[] = [];

  const heard = (target: TopicTarget): boolean =>
    target.kind === 'releases'
      ? options.releasesSubscribed === true
      : [...subscriptions.values()].some(
          ({ watch, rate, state }) => watch === target.watch && rate === target.rate && state === 'confirmed',
        );

  return {
    published,

    async publish(target, message) {
      const outcome: PublishOutcome = heard(target)
        ? { kind: 'accepted', messageId: message.messageId }
        : { kind: 'no-subscriber' };
      published.push({ target, message, outcome });
      return outcome;
    },

    async subscribe(watch, rate, endpoint) {
      const id = [watch, rate, endpoint.kind, endpointText(endpoint)].join('|');
      const subscription = subscriptions.get(id) ?? { id, watch, rate, endpoint, state: 'confirmed' };
      subscriptions.set(id, subscription);
      return subscription;
    },

    async subscriptions(watch) {
      return [...subscriptions.values()].filter((subscription) => subscription.watch === watch);
    },

    async unsubscribe(id) {
      subscriptions.delete(id);
    },

    async removeWatch(watch) {
      for (const subscription of subscriptions.values()) {
        if (subscription.watch === watch) subscriptions.delete(subscription.id);
      }
    },
  };
}
