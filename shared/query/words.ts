/** Says a query back in plain English, so that whoever wrote it sees how it was read. */
import type { QueryNode, TermNode } from './ast.ts';
import { fieldOf } from './fields.ts';
import { isPattern } from './pattern.ts';
import { asksForCapitals } from './smart-case.ts';

function sayTerm(term: TermNode): string {
  const beginning = term.prefix ? 'words that begin with ' : '';
  const pattern = isPattern(term.text) ? ', where ? is any one character' : '';
  const mode =
    term.mode === 'exact'
      ? ' exactly as written'
      : term.mode === 'bare'
        ? ' in this form only'
        : asksForCapitals(term)
          ? ' in capitals'
          : '';
  return `${beginning}“${term.text}”${mode}${pattern}`;
}

function sayPhrase(words: readonly TermNode[], slop: number | null): string {
  const texts = words.map((word) => `${word.text}${word.prefix ? '…' : ''}`).join(' ');
  const mode = words[0]?.mode ?? 'plain';
  const suffix = mode === 'exact' ? ' exactly as written' : mode === 'bare' ? ' in this form only' : '';
  if (words.length === 1 && words[0] !== undefined) return sayTerm(words[0]);
  if (slop === null) return `the phrase “${texts}”${suffix}`;
  return `the words “${texts}”${suffix} in any order with at most ${slop} other ${slop === 1 ? 'word' : 'words'} between them`;
}

function sayDate(from: string | null, to: string | null): string {
  if (from !== null && from === to) return `on ${from}`;
  if (from === null) return `on or before ${to}`;
  return to === null ? `on or after ${from}` : `from ${from} to ${to}`;
}

function isSimple(node: QueryNode): boolean {
  return (
    node.kind === 'term' ||
    node.kind === 'phrase' ||
    node.kind === 'date' ||
    node.kind === 'field' ||
    node.kind === 'atleast'
  );
}

function part(node: QueryNode): string {
  return isSimple(node) ? sayQuery(node) : `(${sayQuery(node)})`;
}

function sayAnd(children: readonly QueryNode[]): string {
  const wanted = children.filter((child) => child.kind !== 'not').map(part);
  const excluded = children.flatMap((child) => (child.kind === 'not' ? [part(child.child)] : []));
  return `${wanted.join(' and ')}${excluded.length === 0 ? '' : `, but not ${excluded.join(' and not ')}`}`;
}

function sayNear(node: Extract<QueryNode, { kind: 'near' | 'within' }>): string {
  const left = part(node.left);
  const right = part(node.right);
  if (node.kind === 'within') return `${left} ${node.ordered ? 'before' : 'and'} ${right} in the same ${node.unit}`;
  const words = node.distance === 1 ? '1 word' : `${node.distance} words`;
  return node.ordered ? `${left} at most ${words} before ${right}` : `${left} within ${words} of ${right}`;
}

/** The query in plain English. */
export function sayQuery(node: QueryNode): string {
  switch (node.kind) {
    case 'term':
      return sayTerm(node);
    case 'phrase':
      return sayPhrase(node.words, node.slop);
    case 'date':
      return sayDate(node.from, node.to);
    case 'or':
      return node.children.map(part).join(' or ');
    case 'and':
      return sayAnd(node.children);
    case 'not':
      return `not ${part(node.child)}`;
    case 'near':
    case 'within':
      return sayNear(node);
    case 'field':
      return `${fieldOf(node.field)?.words ?? node.field} ${part(node.child)}`;
    case 'atleast':
      return `at least ${node.count} times ${part(node.child)}`;
  }
}
