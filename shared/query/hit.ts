/** Why a document meets a query: where, and by which of its clauses. */
import type { QueryNode } from './ast.ts';
import { clausesOf, meets } from './evaluate.ts';
import { parseFound } from './parser.ts';
import type { SearchedDocument } from './scope.ts';
import { spansOf } from './spans.ts';
import type { QueryHit } from './types.ts';

/** Of a document that meets the query. */
export function hitOf(watch: string, tree: QueryNode, searched: SearchedDocument): QueryHit {
  return { watch, spans: spansOf(tree, searched), clauses: clausesOf(tree, searched) };
}

/** Null when the document does not meet the query, or it does not parse. `isMet`: an index says that it does. */
export function findHit(
  { id, query }: { readonly id: string; readonly query: string },
  searched: SearchedDocument,
  isMet: boolean,
): QueryHit | null {
  const { tree } = parseFound(query);
  return tree !== null && (isMet || meets(tree, searched)) ? hitOf(id, tree, searched) : null;
}
