/** Why a query matched a document or did not: its clauses as a tree, each with hit or miss. */
import type { QueryNode } from './ast.ts';
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
  /** What AND, OR and NOT join. */
  readonly clauses: readonly ExplainedClause[];
}

export type MatchExplanation =
  | { readonly ok: true; readonly explained: ExplainedClause }
  | { readonly ok: false; readonly errors: readonly Problem[] };

function explain(node: QueryNode, document: SearchedDocument): ExplainedClause {
  const hit = meets(node, document);
  const children = node.kind === 'and' || node.kind === 'or' ? node.children : node.kind === 'not' ? [node.child] : [];
  return {
    clause: printQuery(node),
    words: sayQuery(node),
    hit,
    spans: hit ? spansOf(node, document) : [],
    clauses: children.map((child) => explain(child, document)),
  };
}

/** Explains one query on one document; a query that does not parse gives its errors. */
export function explainMatch(query: string, document: QueryDocument): MatchExplanation {
  const parsed = parseQuery(query);
  if (!parsed.ok) return { ok: false, errors: parsed.errors };
  return { ok: true, explained: explain(parsed.tree, new SearchedDocument(document)) };
}
