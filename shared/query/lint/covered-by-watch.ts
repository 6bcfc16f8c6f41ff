/** W_COVERED by a watch that stands: everybody whom it tells is told of all that this query finds. */
import type { QueryNode } from '../ast.ts';
import { canonicalKey } from '../canonical-key.ts';
import { problemTexts } from '../problem-texts.ts';
import type { ArchiveFinding, ArchiveStatistics } from './archive.ts';
import { coversPart } from './covered.ts';

export async function coveredByWatch(
  tree: QueryNode,
  statistics: ArchiveStatistics,
): Promise<readonly ArchiveFinding[]> {
  const by = (await statistics.watches()).find((watch) => coversAll(watch.tree, tree));
  if (by === undefined) return [];
  const isSame = canonicalKey(by.tree) === canonicalKey(tree);
  return [{ text: problemTexts.coveredByWatch(by.name, isSame), node: tree, fix: null }];
}

/** Whether one query finds all that another finds, as far as their form tells. When in doubt, no. */
function coversAll(wide: QueryNode, narrow: QueryNode): boolean {
  if (canonicalKey(wide) === canonicalKey(narrow)) return true;
  if (narrow.kind === 'or') return narrow.children.every((child) => coversAll(wide, child));
  if (wide.kind === 'or') return wide.children.some((child) => coversAll(child, narrow));
  if (wide.kind === 'and') return wide.children.every((child) => holdsIn(child, narrow));
  if (narrow.kind === 'and') return narrow.children.some((child) => child.kind !== 'not' && coversAll(wide, child));
  return coversPart(wide, narrow);
}

/** What the narrow query excludes must be told by the same words. */
function holdsIn(child: QueryNode, narrow: QueryNode): boolean {
  if (child.kind !== 'not') return coversAll(child, narrow);
  const key = canonicalKey(child);
  return narrow.kind === 'and' && narrow.children.some((other) => canonicalKey(other) === key);
}
