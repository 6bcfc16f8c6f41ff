/** Rates that somebody subscribed at and nobody hears any more: a topic that was removed, an address that vanished. */
import { deliveryLimits } from '../limits.ts';
import type { Objects, Rate, Topic } from '../ports.ts';
import { listWatches } from './read.ts';

export interface UnheardRate {
  readonly watch: string;
  readonly rate: Rate;
}

export interface Unheard {
  readonly rates: readonly UnheardRate[];
  /** Watches that were not asked about, since there are too many. */
  readonly notAsked: number;
}

/** Asks the topics of the watches that somebody subscribed to. Throws DependencyError. */
export async function unheardRates(ports: { readonly objects: Objects; readonly topic: Topic }): Promise<Unheard> {
  const subscribed = (await listWatches(ports.objects)).filter((watch) => watch.subscribedRates.length > 0);
  const asked = subscribed.slice(0, deliveryLimits.unheardWatchesMax);
  const rates: UnheardRate[] = [];
  for (const { id, subscribedRates } of asked) {
    const heard = new Set((await ports.topic.subscriptions(id)).map((subscription) => subscription.rate));
    for (const rate of subscribedRates) if (!heard.has(rate)) rates.push({ watch: id, rate });
  }
  return { rates, notAsked: subscribed.length - asked.length };
}
