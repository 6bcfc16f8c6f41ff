/** W_COVERED: alternatives that another one finds anyway: cyber* OR cybercrime, fraud OR "fraud ring". */
import type { OrNode, QueryNode, TermNode } from '../ast.ts';
import { canonicalKey } from '../canonical-key.ts';
import { fold } from '../fold.ts';
import { printQuery } from '../print.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Finding } from './finding.ts';

export function covered(node: OrNode): readonly Finding[] {
  const findings: Finding[] = [];
  for (const child of node.children) {
    const by = node.children.find((other) => other !== child && coversPart(other, child));
    if (by === undefined) continue;
    const text = problemTexts.covered(printQuery(by), printQuery(child));
    findings.push({ text, node: child, removed: child });
  }
  return findings;
}

const SIMPLE_WORD = /^[\p{L}\p{N}]+$/u;

/** Whether a plain word or prefix finds all that another part finds. When in doubt, no. */
export function coversPart(wide: QueryNode, narrow: QueryNode): boolean {
  if (wide.kind !== 'term' || wide.mode !== 'plain' || !SIMPLE_WORD.test(wide.text)) return false;
  const wideKey = canonicalKey(wide);
  const isWide = (part: QueryNode): boolean => canonicalKey(part) === wideKey;
  switch (narrow.kind) {
    case 'term':
      return wide.prefix && prefixCovers(wide, narrow);
    case 'phrase':
      return (
        narrow.slop === null && narrow.words.some((word) => isWide(word) || (wide.prefix && prefixCovers(wide, word)))
      );
    case 'and':
      return narrow.children.some((child) => isWide(child) || coversPart(wide, child));
    default:
      return false;
  }
}

function prefixCovers(wide: TermNode, narrow: TermNode): boolean {
  if (narrow.mode === 'exact') return false;
  if (narrow.text === wide.text) return !narrow.prefix;
  return SIMPLE_WORD.test(narrow.text) && fold(narrow.text).startsWith(fold(wide.text));
}
