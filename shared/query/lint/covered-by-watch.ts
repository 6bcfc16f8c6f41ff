/** W_COVERED by a watch that stands: everybody whom it tells is told of all that this query finds. */
import type { QueryNode } from '../ast.ts';
import { canonicalKey } from '../canonical-key.ts';
import { problemTexts } from '../problem-texts.ts';
import type { ArchiveFinding, ArchiveStatistics } from './archive.ts';
import { findsAll } from './finds-all.ts';

export async function coveredByWatch(
  tree: QueryNode,
  statistics: ArchiveStatistics,
): Promise<readonly ArchiveFinding[]> {
  const by = (await statistics.watches()).find((watch) => findsAll(watch.tree, tree));
  if (by === undefined) return [];
  const isSame = canonicalKey(by.tree) === canonicalKey(tree);
  return [{ text: problemTexts.coveredByWatch(by.name, isSame), node: tree, fix: null }];
}
