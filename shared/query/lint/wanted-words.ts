/** The words of headline and body that a query asks for; what it excludes, and values of other fields, are none. */
import type { QueryNode, TermNode } from '../ast.ts';

export function wantedWords(node: QueryNode): readonly TermNode[] {
  switch (node.kind) {
    case 'term':
      return [node];
    case 'phrase':
      return node.words;
    case 'and':
    case 'or':
      return node.children.flatMap(wantedWords);
    case 'near':
    case 'within':
      return [node.left, node.right].flatMap(wantedWords);
    case 'atleast':
      return wantedWords(node.child);
    case 'field':
      return node.field === 'title' || node.field === 'body' ? wantedWords(node.child) : [];
    default:
      return [];
  }
}
