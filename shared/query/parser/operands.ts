/** What proximity may join: terms, phrases, prefixes, OR groups of these, and other proximities. Fields and AND are refused. */
import type { FieldName, FieldNode, NearNode, Place, QueryNode, WithinNode } from '../ast.ts';
import { insertion, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import { type FoundProblem, problemAt, type Repair } from '../problems.ts';

type Proximity = NearNode | WithinNode;

/** The problem of a proximity whose operator is `operator`, or null when it can be evaluated. */
export function checkOperands(node: Proximity, operator: Place, text: string): FoundProblem | null {
  const parts = [...alternatives(node.left), ...alternatives(node.right)];
  const fields = parts.filter((part): part is FieldNode => part.kind === 'field');
  if (fields.length > 0) return problemAt(node, problemTexts.fieldOperand, [fieldRepair(node, fields, operator)]);
  if (parts.every(hasPlace)) return null;
  return problemAt(node, problemTexts.placelessOperand, operandRepairs(node, operator, text));
}

function alternatives(node: QueryNode): readonly QueryNode[] {
  return node.kind === 'or' ? node.children.flatMap(alternatives) : [node];
}

function hasPlace(node: QueryNode): boolean {
  return node.kind === 'term' || node.kind === 'phrase' || node.kind === 'near' || node.kind === 'within';
}

const TEXT_FIELDS: ReadonlySet<FieldName> = new Set([
  'title',
  'body',
  'quote',
  'speaker',
  'dateline',
  'topic',
  'url',
  'org',
]);

/** title:a NEAR/3 title:b → title:(a NEAR/3 b). */
function fieldRepair(node: Proximity, fields: readonly FieldNode[], operator: Place): Repair {
  const field = fields[0]?.field ?? 'body';
  if (!TEXT_FIELDS.has(field) || fields.some((other) => other.field !== field)) return withAnd(node, operator);
  return {
    label: `${field}: around both`,
    edits: [
      insertion(node.start, `${field}:(`),
      ...fields.map((other) => replacement({ start: other.start, end: other.child.start }, '')),
      insertion(node.end, ')'),
    ],
  };
}

function withAnd(node: Proximity, operator: Place): Repair {
  return {
    label: 'AND, without nearness',
    edits: [insertion(node.start, '('), replacement(operator, 'AND'), insertion(node.end, ')')],
  };
}

function operandRepairs(node: Proximity, operator: Place, text: string): readonly Repair[] {
  const source = ({ start, end }: Place): string => text.slice(start, end);
  const lefts = node.left.kind === 'and' ? node.left.children : [node.left];
  const rights = node.right.kind === 'and' ? node.right.children : [node.right];
  const repairs: Repair[] = [];
  if ([...lefts, ...rights].every((part) => alternatives(part).every(hasPlace))) {
    const each = lefts.flatMap((left) => rights.map((right) => `${source(left)} ${source(operator)} ${source(right)}`));
    repairs.push({ label: 'Each of them near', edits: [replacement(node, `(${each.join(' AND ')})`)] });
  }
  for (const side of [node.left, node.right]) {
    if (side.kind !== 'and' || !side.children.every((part) => part.kind === 'term')) continue;
    const phrase = side.children.map(source).join(' ');
    repairs.push({ label: 'As a phrase', edits: [replacement(side, `"${phrase}"`)] });
  }
  repairs.push(withAnd(node, operator));
  return repairs;
}
