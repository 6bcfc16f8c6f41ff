/** W_BROAD: everything the query asks for is a word that nearly every text has. */
import type { QueryNode } from '../ast.ts';
import { stopWords } from '../data/common-words.ts';
import { fold } from '../fold.ts';
import { problemTexts } from '../problem-texts.ts';
import { asksForCapitals } from '../smart-case.ts';
import type { Finding } from './finding.ts';

export function broad(tree: QueryNode): readonly Finding[] {
  return isBroad(tree) ? [{ text: problemTexts.broad, node: tree, removed: null }] : [];
}

function isBroad(node: QueryNode): boolean {
  switch (node.kind) {
    case 'term':
      return node.mode !== 'exact' && !node.prefix && stopWords.has(fold(node.text)) && !asksForCapitals(node);
    case 'or':
      return node.children.some(isBroad);
    case 'and':
      return node.children.every((child) => child.kind === 'not' || isBroad(child));
    case 'atleast':
      return isBroad(node.child);
    default:
      return false;
  }
}
