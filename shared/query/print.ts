/** Prints a tree as the canonical query: operators in capitals, * for prefixes, parentheses only where they are needed. */
import type { QueryNode, TermNode } from './ast.ts';

const MODE_MARKS = { plain: '', bare: '#', exact: '=' } as const;

function printTerm(term: TermNode): string {
  return `${MODE_MARKS[term.mode]}${term.text}${term.prefix ? '*' : ''}`;
}

function printPhrase(words: readonly TermNode[], slop: number | null): string {
  const mode = words[0]?.mode ?? 'plain';
  const shared = words.every((word) => word.mode === mode);
  const printed = words.map((word) => printTerm(shared ? { ...word, mode: 'plain' } : word)).join(' ');
  return `${shared ? MODE_MARKS[mode] : ''}"${printed}"${slop === null ? '' : `~${slop}`}`;
}

function grouped(node: QueryNode, needsGroup: boolean): string {
  return needsGroup ? `(${printQuery(node)})` : printQuery(node);
}

function isJoined(node: QueryNode): boolean {
  return node.kind === 'and' || node.kind === 'or' || node.kind === 'not';
}

function isNear(node: QueryNode): boolean {
  return node.kind === 'near' || node.kind === 'within';
}

function operator(node: QueryNode): string {
  if (node.kind === 'near') return `${node.ordered ? 'PRE' : 'NEAR'}/${node.distance}`;
  if (node.kind === 'within') return `${node.ordered ? '+' : '/'}${node.unit === 'sentence' ? 's' : 'p'}`;
  return '';
}

/** The canonical query of a tree; it parses to the same tree. */
export function printQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'term':
      return printTerm(node);
    case 'phrase':
      return printPhrase(node.words, node.slop);
    case 'date':
      return node.text;
    case 'or':
      return node.children.map((child) => grouped(child, child.kind === 'and' || child.kind === 'or')).join(' OR ');
    case 'and': {
      let printed = '';
      node.children.forEach((child, index) => {
        if (index > 0) printed += child.kind === 'not' ? ' ' : ' AND ';
        printed += grouped(child, child.kind === 'and' || child.kind === 'or');
      });
      return printed;
    }
    case 'not':
      return `NOT ${grouped(node.child, isJoined(node.child))}`;
    case 'near':
    case 'within':
      return `${grouped(node.left, isJoined(node.left))} ${operator(node)} ${grouped(node.right, isJoined(node.right) || isNear(node.right))}`;
    case 'field':
      return `${node.field}:${grouped(node.child, isJoined(node.child) || isNear(node.child))}`;
    case 'atleast':
      return `ATLEAST/${node.count}(${printQuery(node.child)})`;
  }
}
