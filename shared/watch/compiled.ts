/** Watches compiled to be looked at themselves: one alone, or all of them as they were listed. */
import type { Objects } from '../ports.ts';
import { compileQueries } from '../query/compile.ts';
import type { CompiledQueries } from '../query/types.ts';
import { readJournal } from './journal.ts';
import { listWatches } from './read.ts';
import type { Watch } from './schema.ts';
import { versionOf, versionOfListed } from './standing/load.ts';

export interface CompiledWatches {
  readonly watches: ReadonlyMap<string, Watch>;
  readonly compiled: CompiledQueries;
}

export interface ListedWatches extends CompiledWatches {
  /** What a ledger calls this set of watches, by a list or by the index. */
  readonly versions: ReadonlySet<string>;
}

function compiled(watches: readonly Watch[]): CompiledWatches {
  return {
    watches: new Map(watches.map((watch) => [watch.id, watch])),
    compiled: compileQueries(watches.map(({ id, query }) => ({ id, query }))),
  };
}

/** All watches, without any index: to hold against what was matched by one. Throws DependencyError. */
export async function compiledAll(objects: Objects): Promise<ListedWatches> {
  const before = versionOf(await readJournal(objects));
  const watches = await listWatches(objects);
  const after = versionOf(await readJournal(objects));
  const versions = new Set([versionOfListed(watches)]);
  if (before !== null && before === after) versions.add(before);
  return { ...compiled(watches), versions };
}

/** One watch compiled alone: to find again what matched in releases that are known to be its hits. */
export function compiledAlone(watch: Watch): CompiledWatches {
  return compiled([watch]);
}
