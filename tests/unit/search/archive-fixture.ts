/** An archive in memory with its change log, and its search index. */
import { appendChanges } from '../../../shared/archive/changes.ts';
import { keys, partitionOf } from '../../../shared/archive/keys.ts';
import { jsonBytes, jsonContentType } from '../../../shared/archive/objects.ts';
import { parseQuery } from '../../../shared/query/check.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { ArchiveIndex } from '../../../shared/search/archive-index.ts';
import { memoryFiles, type SearchFiles } from '../../../shared/search/files.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';

export interface ArchiveFixture {
  readonly ports: MemoryPorts;
  readonly files: SearchFiles;
  readonly problems: string[];
  readonly index: ArchiveIndex;
  /** Puts releases at their keys and into the change log. */
  store(...releases: readonly Release[]): Promise<readonly string[]>;
  put(release: Release): Promise<string>;
  log(...keys: readonly string[]): Promise<void>;
  /** Another process: an index over the same archive and files. */
  reopened(): ArchiveIndex;
}

/** As ingest would, in the partition of its own day or of `partition`. */
async function put({ objects }: MemoryPorts, release: Release): Promise<string> {
  const partition = release.revision === 1 ? partitionOf(release.datePublished) : '2026-03-01';
  const key = keys.release(release.newsroom, partition, release.id, release.revision);
  await objects.put(key, jsonBytes(release), { condition: { kind: 'create-once' }, contentType: jsonContentType });
  return key;
}

export function archiveFixture(): ArchiveFixture {
  const ports = memoryPorts();
  const files = memoryFiles();
  const problems: string[] = [];
  const open = () =>
    new ArchiveIndex({ objects: ports.objects, files, onProblem: (problem) => problems.push(problem) });
  const log = async (...keysToLog: readonly string[]): Promise<void> => {
    for (let start = 0; start < keysToLog.length; start += 500) {
      await appendChanges(ports.objects, ports.clock.nowMs(), keysToLog.slice(start, start + 500));
    }
  };
  return {
    ports,
    put: (release) => put(ports, release),
    log,
    files,
    problems,
    index: open(),
    reopened: open,
    store: async (...releases) => {
      const stored: string[] = [];
      for (const release of releases) stored.push(await put(ports, release));
      await log(...stored);
      return stored;
    },
  };
}

/** Ids of what a query finds, in the order of their changes. */
export async function idsOf(index: ArchiveIndex, query: string): Promise<readonly string[]> {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(`${query} does not parse`);
  const found = await index.search(parsed.tree);
  return found.flatMap(({ source, documents }) => [...documents].map((document) => source.row(document).id));
}
