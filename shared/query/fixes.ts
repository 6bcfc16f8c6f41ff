/** Turns repairs into fixes: whole queries that have been tried and do parse. */
import { limits } from '../limits.ts';
import { applyEdits, type Edit, overlaps } from './edits.ts';
import { parseFound } from './parser.ts';
import type { FoundProblem, Repair } from './problems.ts';
import type { Fix } from './types.ts';

const ROUNDS_MAX = 8;
const FIXES_MAX = 4;

/** Counts trial readings, so that a query full of errors is answered in bounded time. */
export interface RepairBudget {
  readings: number;
}

export function repairBudget(): RepairBudget {
  return { readings: limits.queryRepairReadingsMax };
}

/** The first repair of every other problem that does not touch the same place. */
function otherRepairs(edits: readonly Edit[], problem: FoundProblem, errors: readonly FoundProblem[]): Edit[] {
  const chosen: Edit[] = [...edits];
  for (const other of errors) {
    const repair = other.repairs[0];
    if (other !== problem && repair !== undefined && !overlaps(chosen, repair.edits)) chosen.push(...repair.edits);
  }
  return chosen;
}

/** Repairs `text` until it parses; where a repair leaves a choice, every reading of it. Empty when nothing helps. */
function untilParsed(text: string, rounds: number, budget: RepairBudget): string[] {
  if (rounds === 0 || budget.readings <= 0 || text === '') return [];
  budget.readings--;
  const { errors, tree } = parseFound(text);
  if (tree !== null) return [text];
  const first = errors[0];
  if (first === undefined) return [];
  const repairs = first.code === 'E_MIXED' && errors.length === 1 ? first.repairs : first.repairs.slice(0, 1);
  return repairs.flatMap((repair) => {
    const repaired = applyEdits(text, otherRepairs(repair.edits, first, errors));
    return repaired === text ? [] : untilParsed(repaired, rounds - 1, budget);
  });
}

/** The fixes of one problem of `text`, whose errors are `errors`. */
export function fixesOf(
  text: string,
  problem: FoundProblem,
  errors: readonly FoundProblem[],
  budget: RepairBudget,
): readonly Fix[] {
  const labels = new Map<string, string>();
  for (const repair of problem.repairs) {
    // Where two repairs come to the same query, the one that needs no other repair says what was done.
    const alone = applyEdits(text, repair.edits);
    for (const query of tryRepair(text, problem, repair, errors, budget)) {
      if (query !== text && (query === alone || !labels.has(query))) labels.set(query, repair.label);
    }
  }
  return [...labels].slice(0, FIXES_MAX).map(([query, label]) => ({ label, query }));
}

function tryRepair(
  text: string,
  problem: FoundProblem,
  repair: Repair,
  errors: readonly FoundProblem[],
  budget: RepairBudget,
): string[] {
  const together = untilParsed(applyEdits(text, otherRepairs(repair.edits, problem, errors)), ROUNDS_MAX, budget);
  if (together.length > 0) return together;
  return untilParsed(applyEdits(text, repair.edits), ROUNDS_MAX, budget);
}
