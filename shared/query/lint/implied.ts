/** W_REDUNDANT: what must be there anyway because of another part: fraud AND "fraud ring". */
import type { AndNode } from '../ast.ts';
import { printQuery } from '../print.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Finding } from './finding.ts';
import { findsAll, isSame } from './finds-all.ts';

export function implied(node: AndNode): readonly Finding[] {
  const wanted = node.children.filter((child) => child.kind !== 'not');
  const findings: Finding[] = [];
  for (const child of wanted) {
    const by = wanted.find((other) => other !== child && !isSame(other, child) && findsAll(child, other));
    if (by === undefined) continue;
    findings.push({ text: problemTexts.implied(printQuery(child), printQuery(by)), node: child, removed: child });
  }
  return findings;
}
