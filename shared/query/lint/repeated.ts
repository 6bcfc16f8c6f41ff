/** W_REDUNDANT: one part says what another has said: fraud AND fraud, arrest OR arrests. */
import type { AndNode, OrNode, QueryNode } from '../ast.ts';
import { canonicalKey } from '../canonical-key.ts';
import { printQuery } from '../print.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Finding } from './finding.ts';
import { isSame } from './finds-all.ts';

export function repeated(node: AndNode | OrNode): readonly Finding[] {
  const findings: Finding[] = [];
  node.children.forEach((child, index) => {
    const before = node.children.slice(0, index).find((other) => isSame(other, child));
    if (before !== undefined) findings.push({ text: textOf(before, child), node: child, removed: child });
  });
  return findings;
}

function textOf(before: QueryNode, child: QueryNode): ReturnType<typeof problemTexts.repeated> {
  if (canonicalKey(before) === canonicalKey(child)) return problemTexts.repeated(printQuery(child));
  return problemTexts.otherNumber(printQuery(before), printQuery(child));
}
