/** How verification reads an archive: its keys, and what their objects say. Through the Objects port here; a folder has a faster way. */
import { mapConcurrently } from '../../concurrently.ts';
import { limits } from '../../limits.ts';
import type { Objects } from '../../ports.ts';
import { headsUnder } from '../list.ts';
import { isDenied } from './finding.ts';
import { type Inspection, inspectBody, kindOf, type Problem, strayInspection } from './inspection.ts';

/**
 * Why nothing is said of an object. `skipped`: it is older than asked for. `gone`: it was removed since it was listed.
 * `unread`: it is denied; the others are checked all the same.
 */
export type Left =
  | { readonly key: string; readonly left: 'skipped' | 'gone' }
  | { readonly key: string; readonly left: 'unread'; readonly problem: Problem };

export type Inspected = Inspection | Left;

export interface ArchiveReader {
  /** Every key, each once, in portions. */
  keys(): AsyncIterable<readonly string[]>;
  /** In the order of the keys. Of those whose kind skips by time, what was not changed since is left out. Throws DependencyError. */
  inspect(keys: readonly string[], sinceMs: number | null): Promise<readonly Inspected[]>;
  /** Portions that are worth having under way. */
  readonly portionsConcurrent: number;
}

export function objectsReader(objects: Objects): ArchiveReader {
  const changedMs = new Map<string, number>();

  async function inspectOne(key: string, sinceMs: number | null): Promise<Inspected> {
    const kind = kindOf(key);
    const lastModifiedMs = changedMs.get(key) ?? 0;
    changedMs.delete(key);
    if (kind === null) return strayInspection(key);
    if (kind.skipsBy === 'time' && sinceMs !== null && lastModifiedMs < sinceMs) return { key, left: 'skipped' };
    try {
      const stored = await objects.get(key);
      return stored === null ? { key, left: 'gone' } : inspectBody(kind, key, stored.body);
    } catch (fault) {
      // A disk or a bucket that fails is another thing than one object that is denied.
      if (!isDenied(fault)) throw fault;
      return { key, left: 'unread', problem: { problem: fault.message, remedy: 'permission' } };
    }
  }

  return {
    portionsConcurrent: 1,
    async *keys() {
      let portion: string[] = [];
      for await (const { key, lastModifiedMs } of headsUnder(objects, '')) {
        changedMs.set(key, lastModifiedMs);
        if (portion.push(key) < limits.verifyPortion) continue;
        yield portion;
        portion = [];
      }
      yield portion;
    },
    inspect: (keys, sinceMs) =>
      mapConcurrently(keys, limits.archiveReadsConcurrentMax, (key) => inspectOne(key, sinceMs)),
  };
}
