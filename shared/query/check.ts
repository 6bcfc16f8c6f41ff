/** Checks a query: its canonical form, its meaning in words, and every error and warning with fixes that parse. */
import { limits } from '../limits.ts';
import type { QueryNode } from './ast.ts';
import { fixesOf, type RepairBudget, repairBudget } from './fixes.ts';
import { lint } from './lint.ts';
import { parseFound } from './parser.ts';
import { printQuery } from './print.ts';
import type { FoundProblem } from './problems.ts';
import type { Problem, QueryCheck } from './types.ts';
import { sayQuery } from './words.ts';

function told(
  text: string,
  problems: readonly FoundProblem[],
  errors: readonly FoundProblem[],
  budget: RepairBudget,
): readonly Problem[] {
  return problems.slice(0, limits.queryProblemsMax).map((problem) => ({
    code: problem.code,
    message: problem.message,
    start: problem.start,
    end: problem.end,
    hint: problem.hint,
    fixes: fixesOf(text, problem, errors, budget),
  }));
}

/** Reads a query for people. Never throws, whatever the text. */
export function checkQuery(text: string): QueryCheck {
  const { tree, errors, warnings } = parseFound(text);
  const budget = repairBudget();
  const lintProblems = tree === null ? [] : lint(tree);
  const allWarnings = [...told(text, warnings, errors, budget), ...lintProblems.slice(0, limits.queryProblemsMax)].sort(
    (a, b) => a.start - b.start,
  );
  return {
    ok: tree !== null,
    canonical: tree === null ? null : printQuery(tree),
    words: tree === null ? null : sayQuery(tree),
    errors: told(text, errors, errors, budget),
    warnings: allWarnings,
  };
}

export type ParsedTree =
  | { readonly ok: true; readonly tree: QueryNode }
  | { readonly ok: false; readonly errors: readonly Problem[] };

/** The tree of a query, or its errors as `checkQuery` tells them. */
export function parseQuery(text: string): ParsedTree {
  const { tree } = parseFound(text);
  return tree === null ? { ok: false, errors: checkQuery(text).errors } : { ok: true, tree };
}
