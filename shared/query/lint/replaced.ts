/** Puts another part in the place of one. */
import type { QueryNode, TermNode } from '../ast.ts';

/** The tree with `by` where `gone` stood (compared by identity). A word inside a phrase gives way to a word only. */
export function replaced(node: QueryNode, gone: QueryNode, by: QueryNode): QueryNode {
  if (node === gone) return by;
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, children: node.children.map((child) => replaced(child, gone, by)) };
    case 'not':
    case 'field':
    case 'atleast':
      return { ...node, child: replaced(node.child, gone, by) };
    case 'near':
    case 'within':
      return { ...node, left: replaced(node.left, gone, by), right: replaced(node.right, gone, by) };
    case 'phrase':
      return { ...node, words: node.words.map((word): TermNode => (word === gone && by.kind === 'term' ? by : word)) };
    default:
      return node;
  }
}
