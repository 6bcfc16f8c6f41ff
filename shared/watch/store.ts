/** Watches in the archive: add, edit and remove. A removed watch stays as an object that says so. */
import { keys } from '../archive/keys.ts';
import { jsonBytes, jsonContentType, swapJson } from '../archive/objects.ts';
import { limits } from '../limits.ts';
import type { Clock, Objects, Rate } from '../ports.ts';
import { checkQuery } from '../query/check.ts';
import type { Problem, QueryCheck } from '../query/types.ts';
import { isTimeZone } from '../text/zones.ts';
import { journaled } from './journal.ts';
import { checkedWatch, getWatch } from './read.ts';
import { rates, type Watch, watchIdOf } from './schema.ts';

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

/** What is wrong with a name, or null. */
function problemOfName(name: string): string | null {
  if (name === '') return 'the name of the watch is empty';
  if (name.length <= limits.watchNameCharactersMax) return null;
  return `the name of the watch has more than ${limits.watchNameCharactersMax} characters`;
}

/** Adds a watch; the same name and query again give the same watch. Throws DependencyError. */
export async function addWatch(
  objects: Objects,
  clock: Clock,
  input: {
    readonly name: string;
    readonly query: string;
    readonly rate?: Rate | undefined;
    readonly timeZone?: string | undefined;
  },
): Promise<AddWatchOutcome> {
  const name = input.name.trim();
  const badName = problemOfName(name);
  if (badName !== null) return { kind: 'bad-name', message: badName };
  const check = checkQuery(input.query);
  if (!check.ok) return { kind: 'bad-query', errors: check.errors };
  const createdAt = new Date(clock.nowMs()).toISOString();
  const watch: Watch = {
    version: 1,
    id: watchIdOf(name),
    name,
    query: input.query,
    createdAt,
    removedAt: null,
    rate: input.rate ?? 'immediate',
    timeZone: input.timeZone ?? 'UTC',
    subscribedRates: [],
    pausedAt: null,
    resumedAt: null,
    queryChangedAt: null,
  };

  // Journaled also where the watch stands: whoever wrote it may have died before saying so.
  const standing = await journaled(objects, clock, watch.id, async () => {
    const created = await objects.put(keys.watch(watch.id), jsonBytes(watch), {
      condition: { kind: 'create-once' },
      contentType: jsonContentType,
    });
    if (created.kind === 'stored') return watch;
    return swapJson<Watch>(objects, keys.watch(watch.id), watch, (holder) =>
      holder.removedAt === null ? undefined : watch,
    );
  });
  if (standing === watch) return { kind: 'added', watch, check };
  return sameQuery(standing.query, watch.query)
    ? { kind: 'same', watch: standing, check }
    : { kind: 'taken', watch: standing };
}

/** Removes the watch; answers false when there was none. Its topics and subscriptions are the Topic port's to end. */
export async function removeWatch(objects: Objects, clock: Clock, id: string): Promise<boolean> {
  if ((await getWatch(objects, id)) === null) return false;
  const removedAt = new Date(clock.nowMs()).toISOString();
  await journaled(objects, clock, id, () =>
    swapJson<Watch | null>(objects, keys.watch(id), null, (watch) =>
      watch === null || watch.removedAt !== null ? undefined : { ...watch, removedAt },
    ),
  );
  return true;
}

export interface WatchEdit {
  readonly name?: string | undefined;
  readonly query?: string | undefined;
  readonly rate?: Rate | undefined;
  readonly timeZone?: string | undefined;
  /** True: hits wait from now on. False: what waited goes out as one digest. */
  readonly paused?: boolean | undefined;
}

export type EditWatchOutcome =
  | { readonly kind: 'edited'; readonly watch: Watch }
  | { readonly kind: 'missing' }
  | { readonly kind: 'bad-name' | 'bad-zone'; readonly message: string }
  | { readonly kind: 'bad-query'; readonly errors: readonly Problem[] };

function edited(watch: Watch, edit: WatchEdit, now: string): Watch {
  const { name, query, rate, timeZone, paused } = edit;
  return {
    ...watch,
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(query === undefined || query === watch.query ? {} : { query, queryChangedAt: now }),
    ...(rate === undefined ? {} : { rate }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(paused === true && watch.pausedAt === null ? { pausedAt: now } : {}),
    ...(paused === false && watch.pausedAt !== null ? { pausedAt: null, resumedAt: now } : {}),
  };
}

/** Changes a watch; its id stays, whatever it is called. Throws DependencyError. */
export async function editWatch(
  objects: Objects,
  clock: Clock,
  id: string,
  edit: WatchEdit,
): Promise<EditWatchOutcome> {
  const badName = edit.name === undefined ? null : problemOfName(edit.name.trim());
  if (badName !== null) return { kind: 'bad-name', message: badName };
  if (edit.timeZone !== undefined && !isTimeZone(edit.timeZone)) {
    return { kind: 'bad-zone', message: `${JSON.stringify(edit.timeZone)} is no time zone` };
  }
  if (edit.query !== undefined) {
    const check = checkQuery(edit.query);
    if (!check.ok) return { kind: 'bad-query', errors: check.errors };
  }
  const now = new Date(clock.nowMs()).toISOString();
  const swap = () => swapWatch(objects, id, (current) => edited(current, edit, now));
  // Only what is matched is journaled: all else is read of each watch that a release meets.
  const isMatched = edit.query !== undefined && (await getWatch(objects, id)) !== null;
  const watch = isMatched ? await journaled(objects, clock, id, swap) : await swap();
  return watch === null ? { kind: 'missing' } : { kind: 'edited', watch };
}

/** Notes that somebody subscribed at this rate, before the subscription is made: no hit between the two is missed. */
export async function noteRate(objects: Objects, id: string, rate: Rate, others: readonly Rate[]): Promise<void> {
  await swapWatch(objects, id, (watch) => ({
    ...watch,
    subscribedRates: rates.filter((one) => one === rate || others.includes(one) || watch.subscribedRates.includes(one)),
  }));
}

/** Notes at which rates somebody is still subscribed. */
export async function setRates(objects: Objects, id: string, subscribed: readonly Rate[]): Promise<void> {
  await swapWatch(objects, id, (watch) => ({
    ...watch,
    subscribedRates: rates.filter((one) => subscribed.includes(one)),
  }));
}

/** Null when there is no such watch. A change that changes nothing writes nothing. */
async function swapWatch(objects: Objects, id: string, change: (watch: Watch) => Watch): Promise<Watch | null> {
  const key = keys.watch(id);
  if ((await getWatch(objects, id)) === null) return null;
  let result: Watch | null = null;
  await swapJson<unknown>(objects, key, null, (value) => {
    const current = value === null ? null : checkedWatch(key, value);
    if (current === null || current.removedAt !== null) {
      result = null;
      return undefined;
    }
    result = change(current);
    return JSON.stringify(result) === JSON.stringify(current) ? undefined : result;
  });
  return result;
}
