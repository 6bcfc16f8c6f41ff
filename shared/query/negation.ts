/** Finds NOTs that exclude without anything that must be there: NOT alone, a OR NOT b, title:(NOT a). */
import type { QueryNode } from './ast.ts';
import type { FoundProblem, Repair } from './problems.ts';

/** Whether a node only excludes. */
function isPureNegation(node: QueryNode): boolean {
  if (node.kind === 'not') return true;
  return node.kind === 'and' && node.children.every((child) => child.kind === 'not');
}

/** The E_NOT_ONLY problems of a tree. */
export function negationProblems(tree: QueryNode, text: string): FoundProblem[] {
  const problems: FoundProblem[] = [];
  const report = (node: QueryNode, repairs: Repair[]): void => {
    problems.push({
      code: 'E_NOT_ONLY',
      start: node.start,
      end: node.end,
      message: 'NOT excludes here, but nothing says what to find: nearly every release would match.',
      hint: 'Say what must be there, for example: ransomware NOT drill.',
      repairs,
    });
  };
  const visit = (node: QueryNode, isInsideAnd: boolean): void => {
    if (isPureNegation(node) && !isInsideAnd) report(node, [positive(node)]);
    switch (node.kind) {
      case 'and':
        for (const child of node.children) visit(child.kind === 'not' ? child.child : child, false);
        break;
      case 'or':
        node.children.forEach((child, index) => {
          if (!isPureNegation(child)) {
            visit(child, false);
            return;
          }
          const before = node.children[index - 1];
          report(child, [...(before === undefined ? [] : [excludeInstead(before, child, text)]), positive(child)]);
        });
        break;
      case 'not':
        visit(node.child, false);
        break;
      case 'near':
      case 'within':
        visit(node.left, true);
        visit(node.right, true);
        break;
      case 'field':
      case 'atleast':
        visit(node.child, false);
        break;
      default:
    }
  };
  visit(tree, false);
  return problems;
}

/** Searches for what is excluded. */
function positive(node: QueryNode): Repair {
  const nots = node.kind === 'and' ? node.children : [node];
  const edits = nots.flatMap((not) =>
    not.kind === 'not' ? [{ start: not.start, end: not.child.start, text: '' }] : [],
  );
  return { label: 'Search for it instead', edits };
}

/** a OR NOT b → a NOT b. */
function excludeInstead(before: QueryNode, node: QueryNode, text: string): Repair {
  const closing = text.slice(before.end, node.start).includes(')') ? ') ' : ' ';
  return { label: 'Exclude it from what comes before', edits: [{ start: before.end, end: node.start, text: closing }] };
}
