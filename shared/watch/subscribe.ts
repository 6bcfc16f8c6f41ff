/** Subscribing to a watch and ending it, with the note on the watch of which rates are in use: only those are published. */
import type { Endpoint, Objects, Rate, Subscription, Topic } from '../ports.ts';
import type { Watch } from './schema.ts';
import { noteRate, setRates } from './store.ts';

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
