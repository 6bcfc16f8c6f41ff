/** The watch: a standing query with a name (`watches/<watch>.json`), and how often it speaks. */
import { sha256Hex, type WatchId } from '../ids.ts';
import type { Rate } from '../ports.ts';
import * as z from '../zod.ts';

/** How often a subscriber is told. `off`: subscribed, and not told. */
export const rates = ['immediate', 'daily', 'weekly', 'off'] as const satisfies readonly Rate[];
const rateSchema = z.enum(rates);

export const watchSchema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  name: z.string(),
  query: z.string(),
  createdAt: z.iso.datetime(),
  /** Set when the watch was removed: objects are never deleted, so that old ledgers stay readable. */
  removedAt: z.nullable(z.iso.datetime()),
  /** The rate of a subscription that names none, and of the machine's own mailbox while nobody has subscribed. */
  rate: z._default(rateSchema, 'immediate'),
  /** IANA name: days and weeks of its digests begin at midnight there. */
  timeZone: z._default(z.string(), 'UTC'),
  /** Rates that somebody subscribed at: only these are published. Empty: nobody has subscribed. */
  subscribedRates: z._default(z.array(rateSchema), []),
  /** While set, hits wait; the end of the pause is `resumedAt`, and what waited goes out as one digest. */
  pausedAt: z._default(z.nullable(z.iso.datetime()), null),
  resumedAt: z._default(z.nullable(z.iso.datetime()), null),
  /** When its query was changed last: what was matched before was matched by another. */
  queryChangedAt: z._default(z.nullable(z.iso.datetime()), null),
});

export type Watch = Omit<z.infer<typeof watchSchema>, 'id'> & { readonly id: WatchId };

/** Which messages a hit of the watch leads to. */
export interface Route {
  /** A message at once, or with those of the same minute. */
  readonly immediate: boolean;
  /** The digests that it waits for; `immediate` stands for the one that ends a pause. */
  readonly digests: readonly Rate[];
}

export function routeOf(watch: Pick<Watch, 'rate' | 'subscribedRates' | 'pausedAt'>): Route {
  const used = watch.subscribedRates.length === 0 ? [watch.rate] : watch.subscribedRates;
  const told = used.filter((rate) => rate !== 'off');
  if (watch.pausedAt !== null) return { immediate: false, digests: told };
  return { immediate: told.includes('immediate'), digests: told.filter((rate) => rate !== 'immediate') };
}

const slugCharactersMax = 60;

/** Id of a watch: the slug of its name; a name without Latin letters or digits gets a hash of itself. */
export function watchIdOf(name: string): WatchId {
  const folded = name.normalize('NFKD').toLowerCase();
  let slug = '';
  for (const character of folded) {
    if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) slug += character;
    else if (/\p{Mark}/u.test(character)) continue;
    else if (!slug.endsWith('-')) slug += '-';
  }
  let start = 0;
  let end = Math.min(slug.length, slugCharactersMax);
  while (start < end && slug[start] === '-') start += 1;
  while (end > start && slug[end - 1] === '-') end -= 1;
  const trimmed = slug.slice(start, end);
  return (trimmed === '' ? `watch-${sha256Hex(name).slice(0, 12)}` : trimmed) as WatchId;
}
