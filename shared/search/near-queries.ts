/** Queries that ask a little less than a given one: what they find beyond it are its near misses. */
import type { AndNode, QueryNode } from '../query/ast.ts';
import { without } from '../query/lint/without.ts';

export interface NearQuery {
  readonly tree: QueryNode;
  /** The clause that is left out or asked less strictly. */
  readonly clause: QueryNode;
}

/** In the order of the clauses; for one clause first what relaxes it, then what leaves it out. At most `max`. */
export function nearQueries(tree: QueryNode, max: number): readonly NearQuery[] {
  if (tree.kind !== 'and') {
    const relaxed = relax(tree);
    return relaxed === null ? [] : [{ tree: relaxed, clause: tree }];
  }
  const found: NearQuery[] = [];
  for (const clause of tree.children) {
    const relaxed = relax(clause);
    if (relaxed !== null) found.push({ tree: replaced(tree, clause, relaxed), clause });
    const rest = without(tree, clause);
    if (rest !== null) found.push({ tree: rest, clause });
  }
  return found.slice(0, max);
}

function replaced(tree: AndNode, clause: QueryNode, by: QueryNode): QueryNode {
  return { ...tree, children: tree.children.map((child) => (child === clause ? by : child)) };
}

/** The same words without what binds them: together instead of near, anywhere instead of in the headline. */
function relax(node: QueryNode): QueryNode | null {
  switch (node.kind) {
    case 'term':
      return node.mode === 'plain' ? null : { ...node, mode: 'plain' };
    case 'phrase':
      return node.words.length < 2 ? null : { kind: 'and', children: node.words, start: node.start, end: node.end };
    case 'near':
    case 'within':
      return { kind: 'and', children: [node.left, node.right], start: node.start, end: node.end };
    case 'atleast':
      return node.child;
    case 'field':
      return node.field === 'title' || node.field === 'body' ? node.child : null;
    case 'or': {
      const children = node.children.map((child) => relax(child) ?? child);
      return children.every((child, index) => child === node.children[index]) ? null : { ...node, children };
    }
    default:
      return null;
  }
}
