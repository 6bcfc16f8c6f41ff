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
  return {
    ports,
    files,
    problems,
    index: open(),
    reopened: open,
    store: async (...releases) => {
      const stored: string[] = [];
      for (const release of releases) stored.push(await put(ports, release));
      for (let start = 0; start < stored.length; start += 500) {
        await appendChanges(ports.objects, ports.clock.nowMs(), stored.slice(start, start + 500));
      }
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
