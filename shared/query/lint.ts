/** Warnings about queries that parse: what says nothing new, can never match, or finds nearly everything. A rule a file in lint/. */
import type { QueryNode } from './ast.ts';
import { broad } from './lint/broad.ts';
import { contradictions, exclusiveValues } from './lint/contradictions.ts';
import { covered } from './lint/covered.ts';
import type { Finding } from './lint/finding.ts';
import { takesForms } from './lint/finds-all.ts';
import { implied } from './lint/implied.ts';
import { repeated } from './lint/repeated.ts';
import { replaced } from './lint/replaced.ts';
import { valueCodes } from './lint/value-codes.ts';
import { without } from './lint/without.ts';
import { printQuery } from './print.ts';
import type { Fix, Problem } from './types.ts';

export function lint(tree: QueryNode): readonly Problem[] {
  const findings: Finding[] = [...broad(tree)];
  visit(tree, findings);
  return findings.map((finding) => {
    const { text, node } = finding;
    const { code, message, hint } = text;
    return { code, message, start: node.start, end: node.end, hint, fixes: fixesOf(tree, finding) };
  });
}

function fixesOf(tree: QueryNode, { node, removed, by }: Finding): readonly Fix[] {
  if (by) return [{ label: `Ask for ${by.text}`, query: printQuery(replaced(tree, node, by)) }];
  const rest = removed === null ? null : without(tree, removed);
  return rest === null ? [] : [{ label: 'Leave it out', query: printQuery(rest) }];
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
      findings.push(...exclusiveValues(node), ...valueCodes(node));
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
