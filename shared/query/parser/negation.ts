/** Finds NOTs that exclude without anything that must be there: NOT alone, a OR NOT b, title:(NOT a). */
import type { OrNode, QueryNode } from '../ast.ts';
import { replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import { type FoundProblem, problemAt, type Repair } from '../problems.ts';

/** The E_NOT_ONLY problems of a tree. */
export function negationProblems(tree: QueryNode, text: string): readonly FoundProblem[] {
  const problems: FoundProblem[] = [];
  check(tree, text, problems);
  return problems;
}

function check(node: QueryNode, text: string, problems: FoundProblem[]): void {
  if (isPureNegation(node)) problems.push(problemAt(node, problemTexts.onlyNegation, [positive(node)]));
  checkBelow(node, text, problems);
}

/** Whether a node only excludes. */
function isPureNegation(node: QueryNode): boolean {
  if (node.kind === 'not') return true;
  return node.kind === 'and' && node.children.every(({ kind }) => kind === 'not');
}

function checkBelow(node: QueryNode, text: string, problems: FoundProblem[]): void {
  switch (node.kind) {
    case 'and':
      for (const child of node.children) check(child.kind === 'not' ? child.child : child, text, problems);
      break;
    case 'or':
      checkAlternatives(node, text, problems);
      break;
    case 'near':
    case 'within':
      // That a side itself only excludes is told as an operand without a place.
      checkBelow(node.left, text, problems);
      checkBelow(node.right, text, problems);
      break;
    case 'not':
    case 'field':
    case 'atleast':
      check(node.child, text, problems);
      break;
    default:
  }
}

function checkAlternatives(node: OrNode, text: string, problems: FoundProblem[]): void {
  node.children.forEach((child, index) => {
    if (!isPureNegation(child)) {
      checkBelow(child, text, problems);
      return;
    }
    const before = node.children[index - 1];
    const repairs = before === undefined ? [positive(child)] : [excludeInstead(before, child, text), positive(child)];
    problems.push(problemAt(child, problemTexts.onlyNegation, repairs));
  });
}

/** Searches for what is excluded. */
function positive(node: QueryNode): Repair {
  const nots = node.kind === 'and' ? node.children : [node];
  const edits = nots.flatMap((not) =>
    not.kind === 'not' ? [replacement({ start: not.start, end: not.child.start }, '')] : [],
  );
  return { label: 'Search for it instead', edits };
}

/** a OR NOT b → a NOT b. */
function excludeInstead(before: QueryNode, node: QueryNode, text: string): Repair {
  const between = { start: before.end, end: node.start };
  const closing = text.slice(between.start, between.end).includes(')') ? ') ' : ' ';
  return { label: 'Exclude it from what comes before', edits: [replacement(between, closing)] };
}
