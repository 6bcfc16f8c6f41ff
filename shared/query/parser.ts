/** Reads a query into its tree, and finds all that is wrong with it at once. The grammar is in parser/grammar.ts. */
import { limits } from '../limits.ts';
import type { QueryNode } from './ast.ts';
import { readLevel } from './parser/grammar.ts';
import { splitAtOr } from './parser/limit-repairs.ts';
import { withoutFullWidth } from './parser/marks.ts';
import { negationProblems } from './parser/negation.ts';
import { Reading } from './parser/reading.ts';
import { problemTexts } from './problem-texts.ts';
import { type FoundProblem, isError, problemAt } from './problems.ts';

export interface ParsedQuery {
  /** Null when there is an error. */
  readonly tree: QueryNode | null;
  readonly errors: readonly FoundProblem[];
  readonly warnings: readonly FoundProblem[];
}

/** Reads a query. Never throws; time is linear in its length, which is limited. */
export function parseFound(written: string): ParsedQuery {
  const text = withoutFullWidth(written);
  if (text.length > limits.queryCharactersMax) {
    const rest = { start: limits.queryCharactersMax, end: text.length };
    return { tree: null, errors: [problemAt(rest, problemTexts.queryTooLong, splitAtOr(text))], warnings: [] };
  }
  const reading = new Reading(text);
  const tree = readWhole(reading);
  if (reading.problems.length === 0) return { tree, errors: [], warnings: [] };
  const sorted = [...reading.problems].sort((a, b) => a.start - b.start);
  const errors = sorted.filter(({ code }) => isError(code));
  return {
    tree: errors.length === 0 ? tree : null,
    errors,
    warnings: sorted.filter(({ code }) => !isError(code)),
  };
}

function readWhole(reading: Reading): QueryNode | null {
  const tree = readLevel(reading, true);
  if (reading.stopped) return null;
  if (tree === null) {
    if (!reading.hasErrors) reading.report({ start: 0, end: reading.text.length }, problemTexts.nothing);
    return null;
  }
  for (const problem of negationProblems(tree, reading.text)) reading.add(problem);
  return tree;
}
