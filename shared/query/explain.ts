/** Why a query matched a document or did not: its clauses as a tree, each with hit or miss. */
import type { FieldNode, QueryNode } from './ast.ts';
import { parseQuery } from './check.ts';
import { meets } from './evaluate.ts';
import { printQuery } from './print.ts';
import { SearchedDocument } from './scope.ts';
import { spansOf } from './spans.ts';
import type { MatchSpan, Problem, QueryDocument } from './types.ts';
import { sayQuery } from './words.ts';

export interface ExplainedClause {
  /** As the canonical query writes it. */
  readonly clause: string;
  /** In plain English. */
  readonly words: string;
  /** Whether the document meets this clause by itself; of NOT, whether what it excludes is absent. */
  readonly hit: boolean;
  /** Where, of a clause that is met. */
  readonly spans: readonly MatchSpan[];
  /** What AND, OR and NOT join; of another clause that is not met, its parts by themselves. */
  readonly clauses: readonly ExplainedClause[];
}

export type MatchExplanation =
  | { readonly ok: true; readonly explained: ExplainedClause }
  | { readonly ok: false; readonly errors: readonly Problem[] };

function explain(node: QueryNode, document: SearchedDocument): ExplainedClause {
  const hit = meets(node, document);
  return {
    clause: printQuery(node),
    words: sayQuery(node),
    hit,
    spans: hit ? spansOf(node, document) : [],
    clauses: partsOf(node, hit).map((part) => explain(part, document)),
  };
}

/** The clauses that a clause is made of. What is met tells all by its places; what is not may have parts that are. */
function partsOf(node: QueryNode, hit: boolean): readonly QueryNode[] {
  if (node.kind === 'and' || node.kind === 'or') return node.children;
  if (node.kind === 'not') return [node.child];
  if (hit) return [];
  switch (node.kind) {
    case 'near':
    case 'within':
      return [node.left, node.right];
    case 'phrase':
      return node.words.length > 1 ? node.words : [];
    case 'atleast':
      return [node.child];
    case 'field':
      return partsOf(node.child, hit).map((child) =>
        child.kind === 'not' ? excludedIn(node, child) : inField(node, child),
      );
    default:
      return [];
  }
}

function inField(field: FieldNode, child: QueryNode): FieldNode {
  return { ...field, child };
}

/** title:(a NOT b) has the part NOT title:b. */
function excludedIn(field: FieldNode, not: Extract<QueryNode, { kind: 'not' }>): QueryNode {
  return { ...not, child: inField(field, not.child) };
}

/** Explains one query on one document; a query that does not parse gives its errors. */
export function explainMatch(query: string, document: QueryDocument): MatchExplanation {
  const parsed = parseQuery(query);
  if (!parsed.ok) return { ok: false, errors: parsed.errors };
  return { ok: true, explained: explain(parsed.tree, new SearchedDocument(document)) };
}
