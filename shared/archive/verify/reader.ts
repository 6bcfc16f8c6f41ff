/** How verification reads an archive: its keys, and what their objects say. Through the Objects port here; a folder has a faster way. */
import { mapConcurrently } from '../../concurrently.ts';
import { limits } from '../../limits.ts';
import type { ObjectHead, Objects } from '../../ports.ts';
import { prefixes } from '../keys.ts';
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

/** Beside each key the SHA-256 that another object names of its bytes, where one is known. */
export type Expected = readonly (string | null)[];

export interface ArchiveReader {
  /** Every key, each once, in portions; those of releases first, and no portion holds both. */
  keys(): AsyncIterable<readonly string[]>;
  /**
   * In the order of the keys. Of those whose kind skips by time, what was not changed since is left out. Throws
   * DependencyError.
   */
  inspect(keys: readonly string[], expected: Expected, sinceMs: number | null): Promise<readonly Inspected[]>;
  /** Portions that are worth having under way. */
  readonly portionsConcurrent: number;
}

/** Whether a portion of releases ends in front of this key. */
export const isEndOfReleases = (portion: readonly string[], key: string): boolean =>
  portion[0] !== undefined && portion[0].startsWith(prefixes.releases) !== key.startsWith(prefixes.releases);

export function objectsReader(objects: Objects): ArchiveReader {
  const changedMs = new Map<string, number>();

  async function* heads(): AsyncGenerator<ObjectHead> {
    yield* headsUnder(objects, prefixes.releases);
    for await (const head of headsUnder(objects, '')) {
      if (head.key >= prefixes.releases) break;
      yield head;
    }
    yield* headsUnder(objects, '', `${prefixes.releases}\u{10ffff}`);
  }

  async function inspectOne(key: string, expected: string | null, sinceMs: number | null): Promise<Inspected> {
    const kind = kindOf(key);
    const lastModifiedMs = changedMs.get(key) ?? 0;
    changedMs.delete(key);
    if (kind === null) return strayInspection(key);
    if (kind.skipsBy === 'time' && sinceMs !== null && lastModifiedMs < sinceMs) return { key, left: 'skipped' };
    try {
      const stored = await objects.get(key);
      return stored === null ? { key, left: 'gone' } : inspectBody(kind, key, stored.body, expected);
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
      for await (const { key, lastModifiedMs } of heads()) {
        changedMs.set(key, lastModifiedMs);
        if (portion.length === limits.verifyPortion || isEndOfReleases(portion, key)) {
          yield portion;
          portion = [];
        }
        portion.push(key);
      }
      yield portion;
    },
    inspect: (keys, expected, sinceMs) =>
      mapConcurrently(
        keys.map((key, at) => ({ key, named: expected[at] ?? null })),
        limits.archiveReadsConcurrentMax,
        ({ key, named }) => inspectOne(key, named, sinceMs),
      ),
  };
}
