/** W_CONTRADICTION: parts that cannot be met together: fraud NOT fraud, two dates apart, two languages. */
import type { AndNode, DateNode, FieldNode, QueryNode } from '../ast.ts';
import { canonicalKey } from '../canonical-key.ts';
import { fold } from '../fold.ts';
import { printQuery } from '../print.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Finding } from './finding.ts';

export function contradictions(node: AndNode): readonly Finding[] {
  return [...wantedAndExcluded(node), ...exclusiveDates(node), ...exclusiveLanguages(node)];
}

function wantedAndExcluded(node: AndNode): readonly Finding[] {
  const wanted = new Set(node.children.filter((child) => child.kind !== 'not').map(canonicalKey));
  const findings: Finding[] = [];
  for (const child of node.children) {
    if (child.kind !== 'not' || !wanted.has(canonicalKey(child.child))) continue;
    findings.push({ text: problemTexts.wantedAndExcluded(printQuery(child.child)), node: child, removed: child });
  }
  return findings;
}

/** The first date that lies apart from the date before all others. */
function exclusiveDates(node: AndNode): readonly Finding[] {
  const [first, ...others] = node.children.flatMap((child) =>
    child.kind === 'field' && child.child.kind === 'date' ? [{ node: child, date: child.child }] : [],
  );
  const clash = first === undefined ? undefined : others.find(({ date }) => areApart(first.date, date));
  return clash === undefined ? [] : [exclusive(clash.node)];
}

function areApart(one: DateNode, other: DateNode): boolean {
  return (
    (one.to !== null && other.from !== null && one.to < other.from) ||
    (other.to !== null && one.from !== null && other.to < one.from)
  );
}

/** The first language that is no kin of the language before all others. */
function exclusiveLanguages(node: AndNode): readonly Finding[] {
  const [first, ...others] = node.children.filter(
    (child): child is FieldNode => child.kind === 'field' && child.field === 'lang',
  );
  const code = first === undefined ? null : codeOf(first);
  if (code === null) return [];
  const clash = others.find((other) => {
    const otherCode = codeOf(other);
    return otherCode !== null && !areKin(code, otherCode);
  });
  return clash === undefined ? [] : [exclusive(clash)];
}

/** Null for groups of languages. */
function codeOf(node: FieldNode): string | null {
  const code = node.child.kind === 'term' ? fold(node.child.text) : '';
  return code === '' ? null : code;
}

function areKin(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
}

function exclusive(node: QueryNode): Finding {
  return { text: problemTexts.exclusive(printQuery(node)), node, removed: node };
}
