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
  let current: CompiledWatches | null = null;
  return async (objects) => {
    const watches = await listWatches(objects, cache);
    const version = sha256Hex(watches.map((watch) => `${watch.id}\n${watch.query}`).join('\n\n')).slice(0, 16);
    if (current?.version !== version) {
      current = {
        watches: new Map(watches.map((watch) => [watch.id, watch])),
        compiled: compileQueries(watches.map(({ id, query }) => ({ id, query }))),
        version,
      };
    }
    return current;
  };
}
