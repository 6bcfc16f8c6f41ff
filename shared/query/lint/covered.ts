/** W_COVERED: alternatives that another one finds anyway: cyber* OR cybercrime, fraud OR "fraud ring". */
import type { OrNode } from '../ast.ts';
import { printQuery } from '../print.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Finding } from './finding.ts';
import { findsAll, isSame } from './finds-all.ts';

export function covered(node: OrNode): readonly Finding[] {
  const findings: Finding[] = [];
  for (const child of node.children) {
    const by = node.children.find((other) => other !== child && !isSame(other, child) && findsAll(other, child));
    if (by === undefined) continue;
    const text = problemTexts.covered(printQuery(by), printQuery(child));
    findings.push({ text, node: child, removed: child });
  }
  return findings;
}
