/** Takes one part out of a query. */
import type { QueryNode } from '../ast.ts';

/** The tree without `gone` (compared by identity); null when nothing that must be there is left. */
export function without(node: QueryNode, gone: QueryNode): QueryNode | null {
  if (node === gone) return null;
  switch (node.kind) {
    case 'and':
    case 'or': {
      const children = node.children.map((child) => without(child, gone)).filter((child) => child !== null);
      const only = children[0];
      if (only === undefined || children.every(({ kind }) => kind === 'not')) return null;
      return children.length === 1 ? only : { ...node, children };
    }
    case 'not':
    case 'field':
    case 'atleast': {
      const child = without(node.child, gone);
      return child === null ? null : { ...node, child };
    }
    case 'near':
    case 'within': {
      const left = without(node.left, gone);
      const right = without(node.right, gone);
      return left === null || right === null ? (left ?? right) : { ...node, left, right };
    }
    default:
      return node;
  }
}
