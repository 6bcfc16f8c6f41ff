/** Watches in the archive: add, read, list and remove. A removed watch stays as an object that says so. */
import { keys, prefixes } from '../archive/keys.ts';
import { listKeys } from '../archive/list.ts';
import { jsonBytes, jsonContentType, parseJson, swapJson } from '../archive/objects.ts';
import { CorruptDataError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Clock, Objects } from '../ports.ts';
import { checkQuery } from '../query/check.ts';
import type { Problem, QueryCheck } from '../query/types.ts';
import { type Watch, watchIdOf, watchSchema } from './schema.ts';

export type AddWatchOutcome =
  | { readonly kind: 'added'; readonly watch: Watch; readonly check: QueryCheck }
  /** A watch with this name and query was there already. */
  | { readonly kind: 'same'; readonly watch: Watch; readonly check: QueryCheck }
  /** The name is empty or too long. */
  | { readonly kind: 'bad-name'; readonly message: string }
  | { readonly kind: 'bad-query'; readonly errors: readonly Problem[] }
  /** The id belongs to a watch with another query. */
  | { readonly kind: 'taken'; readonly watch: Watch };

function sameQuery(one: string, other: string): boolean {
  return one === other || checkQuery(one).canonical === checkQuery(other).canonical;
}

/** Adds a watch; the same name and query again give the same watch. Throws DependencyError. */
export async function addWatch(
  objects: Objects,
  clock: Clock,
  input: { readonly name: string; readonly query: string },
): Promise<AddWatchOutcome> {
  const name = input.name.trim();
  if (name === '') return { kind: 'bad-name', message: 'the name of the watch is empty' };
  if (name.length > limits.watchNameCharactersMax) {
    const message = `the name of the watch has more than ${limits.watchNameCharactersMax} characters`;
    return { kind: 'bad-name', message };
  }
  const check = checkQuery(input.query);
  if (!check.ok) return { kind: 'bad-query', errors: check.errors };
  const createdAt = new Date(clock.nowMs()).toISOString();
  const watch: Watch = { version: 1, id: watchIdOf(name), name, query: input.query, createdAt, removedAt: null };

  const created = await objects.put(keys.watch(watch.id), jsonBytes(watch), {
    condition: { kind: 'create-once' },
    contentType: jsonContentType,
  });
  if (created.kind === 'stored') return { kind: 'added', watch, check };

  const standing = await swapJson<Watch>(objects, keys.watch(watch.id), watch, (holder) =>
    holder.removedAt === null ? undefined : watch,
  );
  if (standing === watch) return { kind: 'added', watch, check };
  return sameQuery(standing.query, watch.query)
    ? { kind: 'same', watch: standing, check }
    : { kind: 'taken', watch: standing };
}

function readWatch(key: string, body: Uint8Array): Watch {
  const parsed = watchSchema.safeParse(parseJson(key, body));
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

/** Removes the watch; answers false when there was none. Its topics and subscriptions are the Topic port's to end. */
export async function removeWatch(objects: Objects, clock: Clock, id: string): Promise<boolean> {
  if ((await getWatch(objects, id)) === null) return false;
  const removedAt = new Date(clock.nowMs()).toISOString();
  await swapJson<Watch | null>(objects, keys.watch(id), null, (watch) =>
    watch === null || watch.removedAt !== null ? undefined : { ...watch, removedAt },
  );
  return true;
}

/** What was read of each watch object, by key, so that only changed ones are read again. */
export type WatchCache = Map<string, { readonly etag: string; readonly watch: Watch }>;

/**
 * All watches, in the order of their ids. With a `cache`, only objects whose ETag changed are read: one LIST a call.
 * A watch object that cannot be read is a fault: matching without it would lose its alerts silently.
 */
export async function listWatches(objects: Objects, cache: WatchCache = new Map()): Promise<readonly Watch[]> {
  const seen = new Set<string>();
  for await (const head of listKeys(objects, prefixes.watches)) {
    seen.add(head.key);
    if (cache.get(head.key)?.etag === head.etag) continue;
    const stored = await objects.get(head.key);
    if (stored !== null) cache.set(head.key, { etag: stored.etag, watch: readWatch(head.key, stored.body) });
  }
  for (const key of cache.keys()) if (!seen.has(key)) cache.delete(key);
  return [...cache.values()]
    .map(({ watch }) => watch)
    .filter((watch) => watch.removedAt === null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
