/** One key for queries that mean the same: children sorted, words folded, repetitions dropped. For deduplication only. */
import type { QueryNode } from './ast.ts';
import { fold } from './fold.ts';
import { wordOf } from './query-word.ts';

function keyOf(node: QueryNode, isCode: boolean): string {
  switch (node.kind) {
    case 'term':
      return isCode ? `c${fold(node.text)}${node.prefix ? '*' : ''}` : `t${wordOf(node).id}`;
    case 'phrase': {
      const words = node.words.map((word) => keyOf(word, isCode));
      return words.length === 1 ? (words[0] ?? '') : `"${words.join('\u0001')}"${node.slop ?? ''}`;
    }
    case 'and':
    case 'or': {
      const children = [...new Set(node.children.map((child) => keyOf(child, isCode)))].sort();
      return children.length === 1 ? (children[0] ?? '') : `${node.kind}(${children.join('\u0002')})`;
    }
    case 'not':
      return `not(${keyOf(node.child, isCode)})`;
    case 'near':
    case 'within': {
      const sides = [keyOf(node.left, isCode), keyOf(node.right, isCode)];
      if (!node.ordered && node.left.kind === 'term' && node.right.kind === 'term') sides.sort();
      const operator = node.kind === 'near' ? `n${node.distance}` : node.unit;
      return `${operator}${node.ordered ? '+' : ''}(${sides.join('\u0003')})`;
    }
    case 'atleast':
      return `${node.count}(${keyOf(node.child, isCode)})`;
    case 'field':
      return `${node.field}:(${keyOf(node.child, node.field === 'lang' || node.field === 'country')})`;
    case 'date':
      return `d${node.from ?? ''}..${node.to ?? ''}`;
  }
}

/** Equal for queries that match alike. */
export function canonicalKey(tree: QueryNode): string {
  return keyOf(tree, false);
}
