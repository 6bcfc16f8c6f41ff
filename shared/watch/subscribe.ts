/** Subscribing to a watch and ending it, with the note on the watch of which rates are in use: only those are published. */
import type { Clock, Endpoint, Objects, Rate, Subscription, Topic } from '../ports.ts';
import { carryWaiting } from './carry-waiting.ts';
import type { Watch } from './schema.ts';
import { noteRate, setRates } from './store.ts';
import { changeRate, findSubscription, toSubscription } from './subscriptions.ts';

/** Without a rate the watch's own is taken. Throws BadInputError for an address that is none, DependencyError. */
export async function subscribeTo(
  ports: { readonly objects: Objects; readonly topic: Topic },
  watch: Watch,
  rate: Rate | null,
  endpoint: Endpoint,
): Promise<Subscription> {
  const { objects, topic } = ports;
  const others = (await topic.subscriptions(watch.id)).map((one) => one.rate);
  await noteRate(objects, watch.id, rate ?? watch.rate, others);
  try {
    return await topic.subscribe(watch.id, rate ?? watch.rate, endpoint);
  } catch (fault) {
    await setRates(objects, watch.id, others);
    throw fault;
  }
}

/** Ends a subscription of the watch. */
export async function endSubscription(
  ports: { readonly objects: Objects; readonly topic: Topic },
  watch: string,
  subscription: string,
): Promise<void> {
  const { objects, topic } = ports;
  await topic.unsubscribe(subscription);
  const left = (await topic.subscriptions(watch)).filter(({ id }) => id !== subscription);
  await setRates(
    objects,
    watch,
    left.map(({ rate }) => rate),
  );
}

/**
 * Tells a subscriber at another rate. Where SNS holds the subscription it is another topic, which the address has to confirm
 * first: until then both are answered as they stand, and the old one goes on. What waited at the old rate waits at the new one.
 */
export async function changeSubscriptionRate(
  ports: { readonly objects: Objects; readonly topic: Topic; readonly clock: Clock },
  subscription: Subscription,
  rate: Rate,
): Promise<Subscription> {
  const { objects, topic } = ports;
  const { watch, id } = subscription;
  const before = await topic.subscriptions(watch);
  await noteRate(
    objects,
    watch,
    rate,
    before.map((one) => one.rate),
  );
  const isHeardByOthersAt = (at: Rate): boolean => before.some((other) => other.rate === at && other.id !== id);
  const carry = (): Promise<void> =>
    carryWaiting(objects, watch, {
      from: subscription.rate,
      to: rate,
      othersAtFrom: isHeardByOthersAt(subscription.rate),
      othersAtTo: isHeardByOthersAt(rate),
      nowMs: ports.clock.nowMs(),
    });
  // Before the change where that is a write of our own: behind it nobody would know what had waited.
  if ((await findSubscription(objects, id)) !== null) await carry();
  const own = await changeRate(objects, id, rate);
  let changed = own === null ? null : toSubscription(own);
  if (changed === null) {
    changed = await topic.subscribe(watch, rate, subscription.endpoint);
    if (changed.state === 'confirmed' && changed.id !== id && subscription.state === 'confirmed') {
      await carry();
      await topic.unsubscribe(id);
    }
  }
  const after = (await topic.subscriptions(watch)).map((one) => one.rate);
  await setRates(objects, watch, after);
  return changed;
}
