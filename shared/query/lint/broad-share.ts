/** W_BROAD by what is stored: the share of the last releases that a query finds. */
import type { QueryNode } from '../ast.ts';
import { problemTexts } from '../problem-texts.ts';
import type { ArchiveFinding, ArchiveStatistics } from './archive.ts';

/** Of fewer releases no share is told. */
const releasesMin = 20;
const shareMin = 0.25;

export async function broadShare(tree: QueryNode, statistics: ArchiveStatistics): Promise<readonly ArchiveFinding[]> {
  const { matches, releases } = await statistics.countOfLast(tree);
  if (releases < releasesMin || matches < releases * shareMin) return [];
  return [{ text: problemTexts.broadShare(Math.round((100 * matches) / releases), releases), node: tree, fix: null }];
}
