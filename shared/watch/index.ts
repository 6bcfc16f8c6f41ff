/** All watches, compiled for matching: what alert asks about each release. Compiled again only when a watch changed. */
import { sha256Hex } from '../ids.ts';
import { limits } from '../limits.ts';
import type { Objects } from '../ports.ts';
import { compileQueries } from '../query/compile.ts';
import type { CompiledQueries } from '../query/types.ts';
import type { Watch } from './schema.ts';
import { announcedChanges, listWatches, type WatchCache } from './store.ts';

export interface CompiledWatches {
  readonly watches: ReadonlyMap<string, Watch>;
  readonly compiled: CompiledQueries;
  /** Changes with the set of watches; recorded in the ledger. */
  readonly version: string;
}

interface LoadedWatches {
  readonly watches: CompiledWatches;
  /** Announced when they were listed; null where that was not asked for. */
  readonly changes: number | null;
  readonly listedAtMs: number;
}

function isFresh({ changes, listedAtMs }: LoadedWatches, announced: number | null, nowMs: number): boolean {
  return announced !== null && changes === announced && nowMs - listedAtMs < limits.watchesListedAgainMs;
}

/**
 * A loader that keeps what it compiled between calls. Few watches are listed each time; above `watchesListedAlwaysMax` they
 * are listed when a change was announced since the last call, and after `watchesListedAgainMs` all the same: whoever wrote
 * one may have died before announcing it.
 */
export function watchIndex(): (objects: Objects, nowMs: number) => Promise<CompiledWatches> {
  const cache: WatchCache = new Map();
  let current: LoadedWatches | null = null;
  return async (objects, nowMs) => {
    // Read before the list, so that a change that comes meanwhile is seen by the next call; few watches need none.
    const isFew = current !== null && current.watches.watches.size <= limits.watchesListedAlwaysMax;
    const changes = isFew ? null : await announcedChanges(objects);
    if (current !== null && isFresh(current, changes, nowMs)) return current.watches;
    const watches = await listWatches(objects, cache);
    const version = sha256Hex(watches.map((watch) => `${watch.id}\n${watch.query}`).join('\n\n')).slice(0, 16);
    const compiled =
      current?.watches.version === version
        ? current.watches.compiled
        : compileQueries(watches.map(({ id, query }) => ({ id, query })));
    // A rate or a pause may have changed where no query did.
    const loaded = { compiled, version, watches: new Map(watches.map((watch) => [watch.id, watch])) };
    current = { watches: loaded, changes, listedAtMs: nowMs };
    return loaded;
  };
}

/** One watch compiled alone: to find again what matched in releases that are known to be its hits. */
export function compiledAlone(watch: Watch): CompiledWatches {
  const compiled = compileQueries([{ id: watch.id, query: watch.query }]);
  return { watches: new Map([[watch.id, watch]]), compiled, version: '' };
}
