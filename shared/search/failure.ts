/** Why a release does not meet a query: the first clause that fails, and what is there instead. */
import type { NearNode, QueryNode, WithinNode } from '../query/ast.ts';
import { meetsIn } from '../query/evaluate.ts';
import { find } from '../query/find.ts';
import { firstFrom } from '../query/occurrences.ts';
import { printQuery } from '../query/print.ts';
import { type Scope, SearchedDocument } from '../query/scope.ts';
import type { QueryDocument } from '../query/types.ts';
import { sayQuery } from '../query/words.ts';
import { parsedTree } from './hits.ts';

export interface FailedClause {
  /** As the canonical query writes it. */
  readonly clause: string;
  /** In plain English. */
  readonly words: string;
  /** A sentence about this release. */
  readonly reason: string;
}

/** Null when the document meets the query, which is known to parse. */
export function firstFailureOf(query: string, document: QueryDocument): FailedClause | null {
  return firstFailure(parsedTree(query), new SearchedDocument(document));
}

function firstFailure(tree: QueryNode, document: SearchedDocument): FailedClause | null {
  for (const text of document.texts()) text.resetPairs();
  return failureIn(tree, document.texts(), document);
}

function failureIn(node: QueryNode, scope: Scope, document: SearchedDocument): FailedClause | null {
  if (meetsIn(node, scope, document)) return null;
  if (node.kind === 'and') {
    for (const child of node.children) {
      const failed = failureIn(child, scope, document);
      if (failed !== null) return failed;
    }
  }
  return { clause: printQuery(node), words: sayQuery(node), reason: reasonOf(node, scope, document) };
}

function reasonOf(node: QueryNode, scope: Scope, document: SearchedDocument): string {
  switch (node.kind) {
    case 'not':
      return `${printQuery(node.child)} is in it.`;
    case 'phrase': {
      const missing = node.words.filter((word) => !meetsIn(word, scope, document)).map(printQuery);
      if (missing.length > 0) return `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not in it.`;
      return node.slop === null ? 'Its words are there, but not side by side.' : 'Its words are too far apart.';
    }
    case 'near':
    case 'within':
      return proximityReason(node, scope, document);
    case 'atleast': {
      const count = scope.reduce((sum, text) => sum + find(node.child, text).length, 0);
      return `It is there ${count === 0 ? 'not at all' : count === 1 ? 'only once' : `only ${count} times`}.`;
    }
    case 'or':
      return 'None of these is in it.';
    case 'field':
      return fieldReason(node.field, node.child, document);
    default:
      return `${printQuery(node)} is not in it.`;
  }
}

function proximityReason(node: NearNode | WithinNode, scope: Scope, document: SearchedDocument): string {
  const missing = [node.left, node.right].filter((side) => !meetsIn(side, scope, document)).map(printQuery);
  if (missing.length > 0) return `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not in it.`;
  if (node.kind === 'within') {
    return `Both sides are there, but never in one ${node.unit}${node.ordered ? ' in this order' : ''}.`;
  }
  const distance = nearest(node, scope);
  const order = node.ordered ? ' in this order' : '';
  return distance === null
    ? `Both sides are there, but never in one text${order}.`
    : `Both sides are there, at the nearest ${distance} words apart${order}.`;
}

/** Distance in words of the nearest ends of both sides, 1 is side by side; null when they are never in one text. */
function nearest({ left, right, ordered }: NearNode, scope: Scope): number | null {
  let best: number | null = null;
  for (const text of scope) {
    const rights = find(right, text);
    for (const one of find(left, text)) {
      const next = firstFrom(rights, one.end + 1);
      const after = rights[next];
      const before = ordered ? undefined : rights[firstFrom(rights, one.start) - 1];
      const distances = [
        after === undefined ? null : after.start - one.end,
        before === undefined || before.end >= one.start ? null : one.start - before.end,
      ];
      for (const distance of distances) {
        if (distance !== null && (best === null || distance < best)) best = distance;
      }
    }
  }
  return best;
}

function fieldReason(field: string, child: QueryNode, { document }: SearchedDocument): string {
  const values: Readonly<Record<string, string | null | undefined>> = valuesOf(document);
  if (!(field in values)) return `${printQuery(child)} is not in its ${fieldWords[field] ?? field}.`;
  const value = values[field];
  const name = fieldWords[field] ?? field;
  return value === null || value === undefined || value === ''
    ? `Its ${name} is not known.`
    : `Its ${name} is ${value}.`;
}

const fieldWords: Readonly<Record<string, string>> = {
  title: 'headline',
  body: 'body',
  org: 'organization',
  lang: 'language',
  country: 'country',
  date: 'printed day',
  topic: 'topics',
  url: 'address',
  quote: 'quotes',
  speaker: 'speakers',
  dateline: 'dateline',
};

function valuesOf(document: QueryDocument): Readonly<Record<string, string | null | undefined>> {
  const { organization, newsroom, language, country, date, url, dateline } = document;
  return { org: organization ?? newsroom, lang: language, country, date, url, dateline };
}
