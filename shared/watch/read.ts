/** Reading watches: one, or all of them. Apart from store.ts, so that alerting does not carry what checks a new query. */
import { keys, prefixes } from '../archive/keys.ts';
import { headsUnder, listKeys } from '../archive/list.ts';
import { parseJson } from '../archive/objects.ts';
import { mapConcurrently } from '../concurrently.ts';
import { CorruptDataError } from '../errors.ts';
import { indexLimits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import { type Watch, watchSchema } from './schema.ts';

export function readWatch(key: string, body: Uint8Array): Watch {
  return checkedWatch(key, parseJson(key, body));
}

/** Throws CorruptDataError for a value that is no watch. */
export function checkedWatch(key: string, value: unknown): Watch {
  const parsed = watchSchema.safeParse(value);
  if (!parsed.success) {
    throw new CorruptDataError('E_CORRUPT', `the watch ${key} does not have the shape of a watch`, {
      cause: parsed.error,
      input: key,
    });
  }
  return parsed.data as Watch;
}

/** Null when there is no such watch, or it was removed. */
export async function getWatch(objects: Objects, id: string): Promise<Watch | null> {
  const stored = await objects.get(keys.watch(id));
  if (stored === null) return null;
  const watch = readWatch(keys.watch(id), stored.body);
  return watch.removedAt === null ? watch : null;
}

/** What was read of each watch object, by key, so that only changed ones are read again. */
export type WatchCache = Map<string, { readonly etag: string; readonly watch: Watch }>;

/**
 * All watches, in the order of their ids. With a `cache`, only objects whose ETag changed are read: one LIST a call.
 * A watch object that cannot be read is a fault: matching without it would lose its alerts silently.
 */
export async function listWatches(objects: Objects, cache: WatchCache = new Map()): Promise<readonly Watch[]> {
  const seen = new Set<string>();
  const unread: string[] = [];
  // Where nothing was read before, no ETag tells anything.
  const heads = cache.size === 0 ? headsUnder(objects, prefixes.watches) : listKeys(objects, prefixes.watches);
  for await (const head of heads) {
    seen.add(head.key);
    if (head.etag === '' || cache.get(head.key)?.etag !== head.etag) unread.push(head.key);
  }
  await mapConcurrently(unread, indexLimits.watchReadsConcurrentMax, async (key) => {
    const stored = await objects.get(key);
    if (stored !== null) cache.set(key, { etag: stored.etag, watch: readWatch(key, stored.body) });
  });
  for (const key of cache.keys()) if (!seen.has(key)) cache.delete(key);
  return [...cache.values()]
    .map(({ watch }) => watch)
    .filter((watch) => watch.removedAt === null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
