/**
 * Verification's way to read an archive that is a folder: the keys by one walk, the files in threads, one a core. A small
 * archive is read in this thread: it is done before another one would have started.
 */
import { type Dirent, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { prefixes } from '../../../shared/archive/keys.ts';
import { type ArchiveReader, isEndOfReleases } from '../../../shared/archive/verify/reader.ts';
import { limits } from '../../../shared/limits.ts';
import { diskError } from '../stores/disk-errors.ts';
import { filesInspector } from './inspect-files.ts';
import { type InspectThreads, inspectThreads } from './thread-pool.ts';

export interface FolderReader extends ArchiveReader {
  /** Whether other threads read. */
  isThreaded(): boolean;
  /** Ends the threads. */
  close(): Promise<void>;
}

type Order = (a: Dirent, b: Dirent) => number;

const byName: Order = (a, b) => (a.name < b.name ? -1 : 1);
const isReleases = ({ name }: Dirent): boolean => `${name}/` === prefixes.releases;
const releasesFirst: Order = (a, b) => Number(isReleases(b)) - Number(isReleases(a)) || byName(a, b);

/** Every file below, folder by folder; whatever is no folder counts as a file, so that what was put by hand is met. */
function* filesUnder(archive: string, prefix: string, order: Order = byName): Generator<string> {
  let entries: Dirent[];
  try {
    entries = readdirSync(`${archive}/${prefix}`, { withFileTypes: true }).sort(order);
  } catch (cause) {
    throw diskError('list', `${archive}/${prefix}`, cause);
  }
  for (const entry of entries) {
    if (entry.isDirectory()) yield* filesUnder(archive, `${prefix}${entry.name}/`);
    else yield `${prefix}${entry.name}`;
  }
}

export interface FolderReaderOptions {
  /** Default: the cores of this machine. One reads in this thread alone. */
  readonly threads?: number;
  /** How long this thread reads before it starts others. */
  readonly aloneMs?: number;
}

export function folderReader(
  archive: string,
  { threads = availableParallelism(), aloneMs = limits.verifyAloneMs }: FolderReaderOptions = {},
): FolderReader {
  const inspectHere = filesInspector(archive);
  const begunMs = performance.now();
  let pool: InspectThreads | null = null;

  return {
    portionsConcurrent: 2 * threads,
    async *keys() {
      let portion: string[] = [];
      for (const key of filesUnder(archive, '', releasesFirst)) {
        if (portion.length === limits.verifyPortion || isEndOfReleases(portion, key)) {
          yield portion;
          portion = [];
        }
        portion.push(key);
      }
      yield portion;
    },
    async inspect(keys, expected, sinceMs) {
      if (pool === null && threads > 1 && performance.now() - begunMs >= aloneMs)
        pool = inspectThreads(archive, threads);
      // Until they are ready this thread reads on; between portions it hears of them, and of timers.
      await setImmediate();
      return pool?.isReady() === true ? pool.inspect(keys, expected, sinceMs) : inspectHere(keys, expected, sinceMs);
    },
    isThreaded: () => pool?.isReady() === true,
    close: async () => pool?.close(),
  };
}
