/** All watches, compiled for matching: what alert asks about each release. Compiled again only when a watch changed. */
import { sha256Hex } from '../ids.ts';
import type { Objects } from '../ports.ts';
import { compileQueries } from '../query/compile.ts';
import type { CompiledQueries } from '../query/types.ts';
import type { Watch } from './schema.ts';
import { listWatches, type WatchCache } from './store.ts';

export interface CompiledWatches {
  readonly watches: ReadonlyMap<string, Watch>;
  readonly compiled: CompiledQueries;
  /** Changes with the set of watches; recorded in the ledger. */
  readonly version: string;
}

/** A loader that keeps what it compiled between calls. */
export function watchIndex(): (objects: Objects) => Promise<CompiledWatches> {
  const cache: WatchCache = new Map();
  let current: Omit<CompiledWatches, 'watches'> | null = null;
  return async (objects) => {
    const watches = await listWatches(objects, cache);
    const version = sha256Hex(watches.map((watch) => `${watch.id}\n${watch.query}`).join('\n\n')).slice(0, 16);
    if (current?.version !== version) {
      current = { compiled: compileQueries(watches.map(({ id, query }) => ({ id, query }))), version };
    }
    // A rate or a pause may have changed where no query did.
    return { ...current, watches: new Map(watches.map((watch) => [watch.id, watch])) };
  };
}

/** One watch compiled alone: to find again what matched in releases that are known to be its hits. */
export function compiledAlone(watch: Watch): CompiledWatches {
  const compiled = compileQueries([{ id: watch.id, query: watch.query }]);
  return { watches: new Map([[watch.id, watch]]), compiled, version: '' };
}
