/** Finds where a part of a query stands in a text: words, phrases, OR groups of them, and what stands near each other. */
import type { NearNode, QueryNode, WithinNode } from './ast.ts';
import { findPhrase } from './find-phrase.ts';
import { findNear, findWithin } from './find-proximity.ts';
import { findWord } from './find-word.ts';
import { type Occurrence, sortedUnique } from './occurrences.ts';
import { wordOf } from './query-word.ts';
import type { SearchText } from './search-text.ts';

/** Occurrences in order of their place; none for parts without a place (AND, NOT, fields). */
export function find(node: QueryNode, text: SearchText): readonly Occurrence[] {
  switch (node.kind) {
    case 'term':
      return findWord(wordOf(node), text);
    case 'phrase':
      return findPhrase(node, text);
    case 'or':
      return sortedUnique(node.children.flatMap((child) => [...find(child, text)]));
    case 'near':
    case 'within':
      return findProximity(node, text);
    default:
      return [];
  }
}

function findProximity(node: NearNode | WithinNode, text: SearchText): readonly Occurrence[] {
  const lefts = find(node.left, text);
  const rights = lefts.length === 0 ? [] : find(node.right, text);
  if (rights.length === 0) return [];
  return node.kind === 'near' ? findNear(node, lefts, rights, text) : findWithin(node, lefts, rights, text);
}
