/** W_REDUNDANT: one part says what another has said: fraud AND fraud. */
import type { AndNode, OrNode } from '../ast.ts';
import { canonicalKey } from '../canonical-key.ts';
import { printQuery } from '../print.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Finding } from './finding.ts';

export function repeated(node: AndNode | OrNode): readonly Finding[] {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const child of node.children) {
    const key = canonicalKey(child);
    if (seen.has(key)) {
      findings.push({ text: problemTexts.repeated(printQuery(child)), node: child, removed: child });
    }
    seen.add(key);
  }
  return findings;
}
