/** Joins the items of one level of parentheses: all by AND, or all by OR; a mixture is refused with both readings. */
import type { QueryNode } from '../ast.ts';
import { type Edit, insertion } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import { type FoundProblem, problemAt } from '../problems.ts';
import { unreadOperators } from './unread-operators.ts';

export type Connector = 'and' | 'or';

export interface LevelItem {
  readonly node: QueryNode;
  /** Where the item begins, NOT included. */
  readonly start: number;
  readonly negated: boolean;
  /** What is written between this item and the one before it; null is a space. */
  readonly connector: Connector | null;
}

export interface BuiltLevel {
  /** Null without items. */
  readonly node: QueryNode | null;
  readonly problems: readonly FoundProblem[];
}

export function buildLevel(items: readonly LevelItem[], text: string): BuiltLevel {
  const first = items[0];
  if (first === undefined) return { node: null, problems: [] };
  if (items.length === 1) return { node: negate(first), problems: [] };
  const problems = unreadOperators(items, text);
  const hasOr = items.some((item) => item.connector === 'or');
  const hasAnd = items.some((item, index) => index > 0 && item.connector !== 'or');
  if (!hasOr) return { node: joinItems('and', items), problems };
  if (!hasAnd) return { node: joinItems('or', items), problems };
  problems.push(mixed(items));
  const runs = runsBetween(items, 'or');
  const parts = runs.map((run) => joinItems('and', run));
  return { node: flat('or', parts), problems };
}

function negate(item: LevelItem): QueryNode {
  return item.negated ? { kind: 'not', child: item.node, start: item.start, end: item.node.end } : item.node;
}

function joinItems(kind: Connector, items: readonly LevelItem[]): QueryNode {
  return flat(kind, items.map(negate));
}

/** A node of this kind over these parts; parts of the same kind are taken in, so that (a OR b) OR c is a OR b OR c. */
function flat(kind: Connector, parts: readonly QueryNode[]): QueryNode {
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  const isNested = parts.some((part) => part.kind === kind);
  const children = isNested ? parts.flatMap((part) => (part.kind === kind ? part.children : [part])) : parts;
  const start = parts[0]?.start ?? 0;
  const end = parts.at(-1)?.end ?? start;
  return { kind, children, start, end };
}

/** The items cut into runs before each item joined by OR (or by anything else than OR). */
function runsBetween(items: readonly LevelItem[], cut: Connector): LevelItem[][] {
  const runs: LevelItem[][] = [];
  for (const item of items) {
    const isOr = item.connector === 'or';
    const last = runs.at(-1);
    if (last === undefined || isOr === (cut === 'or')) runs.push([item]);
    else last.push(item);
  }
  return runs;
}

function mixed(items: readonly LevelItem[]): FoundProblem {
  const grouped = (cut: Connector): Edit[] =>
    runsBetween(items, cut).flatMap((run) => {
      const first = run[0];
      const last = run.at(-1);
      if (run.length < 2 || first === undefined || last === undefined) return [];
      // NOT before an OR group excludes the whole group.
      const start = cut === 'or' ? first.start : first.node.start;
      return [insertion(start, '('), insertion(last.node.end, ')')];
    });
  const place = { start: items[0]?.start ?? 0, end: items.at(-1)?.node.end ?? 0 };
  return problemAt(place, problemTexts.mixedOperators, [
    { label: 'What AND joins belongs together', edits: grouped('or') },
    { label: 'What OR joins belongs together', edits: grouped('and') },
  ]);
}
