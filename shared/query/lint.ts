/** Warnings about queries that parse: what says nothing new, can never match, or finds nearly everything. A rule a file in lint/. */
import type { QueryNode } from './ast.ts';
import { broad } from './lint/broad.ts';
import { contradictions, exclusiveValues } from './lint/contradictions.ts';
import { covered } from './lint/covered.ts';
import type { Finding } from './lint/finding.ts';
import { takesForms } from './lint/finds-all.ts';
import { implied } from './lint/implied.ts';
import { repeated } from './lint/repeated.ts';
import { without } from './lint/without.ts';
import { printQuery } from './print.ts';
import type { Problem } from './types.ts';

export function lint(tree: QueryNode): readonly Problem[] {
  const findings: Finding[] = [...broad(tree)];
  visit(tree, findings);
  return findings.map(({ text, node, removed }) => {
    const rest = removed === null ? null : without(tree, removed);
    return {
      code: text.code,
      message: text.message,
      start: node.start,
      end: node.end,
      hint: text.hint,
      fixes: rest === null ? [] : [{ label: 'Leave it out', query: printQuery(rest) }],
    };
  });
}

function visit(node: QueryNode, findings: Finding[]): void {
  switch (node.kind) {
    case 'and':
      findings.push(...repeated(node), ...implied(node), ...contradictions(node));
      for (const child of node.children) visit(child, findings);
      break;
    case 'or':
      findings.push(...repeated(node), ...covered(node));
      for (const child of node.children) visit(child, findings);
      break;
    case 'field':
      findings.push(...exclusiveValues(node));
      if (takesForms(node.field)) visit(node.child, findings);
      break;
    case 'not':
    case 'atleast':
      visit(node.child, findings);
      break;
    case 'near':
    case 'within':
      visit(node.left, findings);
      visit(node.right, findings);
      break;
    default:
  }
}
