/** What a rule finds in a query. */
import type { QueryNode, TermNode } from '../ast.ts';
import type { ProblemText } from '../problems.ts';

/** A warning at `node`; its fix is the query without `removed`, or with `by` for `node` (nodes compared by identity). */
export interface Finding {
  readonly text: ProblemText;
  readonly node: QueryNode;
  readonly removed: QueryNode | null;
  readonly by?: TermNode | null;
}
