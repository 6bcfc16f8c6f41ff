/** The meaning of a query: whether a document meets it, and by which of its clauses. Simple on purpose. */
import type { FieldNode, QueryNode } from './ast.ts';
import { isValueField, meetsValue } from './field-value.ts';
import { find } from './find.ts';
import { printQuery } from './print.ts';
import type { Scope, SearchedDocument } from './scope.ts';

/** Whether a document meets a query. */
export function meets(node: QueryNode, document: SearchedDocument): boolean {
  const scope = document.texts();
  for (const text of scope) text.resetPairs();
  return meetsIn(node, scope, document);
}

/** Whether a clause is met in these texts of a document. */
export function meetsIn(node: QueryNode, scope: Scope, document: SearchedDocument): boolean {
  switch (node.kind) {
    case 'and':
      return node.children.every((child) => meetsIn(child, scope, document));
    case 'or':
      return node.children.some((child) => meetsIn(child, scope, document));
    case 'not':
      return !meetsIn(node.child, scope, document);
    case 'field':
      return meetsField(node, document);
    case 'atleast': {
      let count = 0;
      for (const text of scope) count += find(node.child, text).length;
      return count >= node.count;
    }
    case 'date':
      return false;
    default:
      return scope.some((text) => find(node, text).length > 0);
  }
}

function meetsField(node: FieldNode, document: SearchedDocument): boolean {
  if (isValueField(node.field)) return meetsValue(node.child, node.field, document.document);
  return meetsIn(node.child, document.scope(node.field), document);
}

/** The clauses that made the match: the smallest parts joined by AND and OR that the document meets, NOT left out. */
function metClauses(node: QueryNode, document: SearchedDocument): readonly QueryNode[] {
  if (node.kind === 'not' || !meetsIn(node, document.texts(), document)) return [];
  if (node.kind === 'and' || node.kind === 'or')
    return node.children.flatMap((child) => [...metClauses(child, document)]);
  return [node];
}

/** The clauses that made the match, as the canonical query writes them, each once. */
export function clausesOf(node: QueryNode, document: SearchedDocument): readonly string[] {
  return [...new Set(metClauses(node, document).map(printQuery))];
}
