/** What the rules of lint ask of an archive, answered by its search index. */
import type { Objects } from '../ports.ts';
import type { QueryNode } from '../query/ast.ts';
import { checkQuery, parseQuery } from '../query/check.ts';
import { type ArchiveStatistics, lintArchive } from '../query/lint/archive.ts';
import type { Problem, QueryCheck } from '../query/types.ts';
import { listWatches } from '../watch/read.ts';
import type { ArchiveIndex } from './archive-index.ts';

/** The last releases of which a share is told. */
const lastReleases = 500;

/** `exceptWatch`: the watch that the query is of. The index must be up to date. */
function archiveStatistics(index: ArchiveIndex, objects: Objects, exceptWatch: string | null): ArchiveStatistics {
  return {
    releases: index.size,
    count: async (tree) => (await index.search(tree)).reduce((sum, { documents }) => sum + documents.length, 0),
    countOfLast: async (tree) => {
      const releases = Math.min(index.size, lastReleases);
      const firstSeq = index.lastChanged(releases).at(-1)?.seq ?? 0;
      let matches = 0;
      for (const { source, documents } of await index.search(tree)) {
        for (const document of documents) if (source.seqOf(document) >= firstSeq) matches++;
      }
      return { matches, releases };
    },
    nearestWord: (word) => index.nearestWord(word),
    hasWord: (word) => index.hasWord(word),
    watches: async () => {
      const trees: { name: string; tree: QueryNode }[] = [];
      for (const { id, name, query } of await listWatches(objects)) {
        const parsed = parseQuery(query);
        if (parsed.ok && id !== exceptWatch) trees.push({ name, tree: parsed.tree });
      }
      return trees;
    },
  };
}

/** A query checked, with the warnings that the archive gives. The index must be up to date. Throws DependencyError. */
export async function checkWithArchive(
  query: string,
  index: ArchiveIndex,
  objects: Objects,
  exceptWatch: string | null = null,
): Promise<QueryCheck> {
  const check = checkQuery(query);
  const parsed = parseQuery(query);
  if (!parsed.ok) return check;
  const more = await lintArchive(parsed.tree, archiveStatistics(index, objects, exceptWatch));
  return { ...check, warnings: combined(check.warnings, more) };
}

/** A share that was counted stands for the guess that a query is broad. */
function combined(own: readonly Problem[], more: readonly Problem[]): readonly Problem[] {
  const isCounted = more.some(({ code }) => code === 'W_BROAD');
  const kept = own.filter(({ code }) => code !== 'W_BROAD' || !isCounted);
  return [...kept, ...more].sort((a, b) => a.start - b.start);
}
