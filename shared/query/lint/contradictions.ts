/** W_CONTRADICTION: parts that cannot be met together: fraud NOT fraud, two dates apart, two languages. */
import type { AndNode, DateNode, FieldNode, QueryNode } from '../ast.ts';
import { fold } from '../fold.ts';
import { printQuery } from '../print.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Finding } from './finding.ts';
import { findsAll } from './finds-all.ts';

export function contradictions(node: AndNode): readonly Finding[] {
  return [
    ...wantedAndExcluded(node),
    ...exclusiveDates(node),
    ...exclusiveCodes(node, 'lang'),
    ...exclusiveCodes(node, 'country'),
  ];
}

/** date:(2025 2026), lang:(en fr). */
export function exclusiveValues(node: FieldNode): readonly Finding[] {
  if (node.child.kind !== 'and' || (node.field !== 'lang' && node.field !== 'country' && node.field !== 'date'))
    return [];
  const children = node.child.children.map(
    (child): QueryNode => (child.kind === 'not' ? child : { ...node, child, start: child.start, end: child.end }),
  );
  return contradictions({ ...node.child, children }).map((finding) => ({ ...finding, removed: null }));
}

function wantedAndExcluded(node: AndNode): readonly Finding[] {
  const wanted = node.children.filter((child) => child.kind !== 'not');
  const findings: Finding[] = [];
  for (const child of node.children) {
    if (child.kind !== 'not' || !wanted.some((other) => findsAll(child.child, other))) continue;
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

/** The first code that is no kin of the code of this field before all others. */
function exclusiveCodes(node: AndNode, field: 'lang' | 'country'): readonly Finding[] {
  const [first, ...others] = node.children.filter(
    (child): child is FieldNode => child.kind === 'field' && child.field === field,
  );
  const code = first === undefined ? null : codeOf(first);
  if (code === null) return [];
  const clash = others.find((other) => {
    const otherCode = codeOf(other);
    return otherCode !== null && !areKin(code, otherCode);
  });
  return clash === undefined ? [] : [exclusive(clash)];
}

/** Null for groups and prefixes. */
function codeOf(node: FieldNode): string | null {
  const code = node.child.kind === 'term' && !node.child.prefix ? fold(node.child.text) : '';
  return code === '' ? null : code;
}

function areKin(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
}

function exclusive(node: QueryNode): Finding {
  return { text: problemTexts.exclusive(printQuery(node)), node, removed: node };
}
