/** What proximity may join: terms, phrases, prefixes, OR groups of these, and other proximities. Fields and AND are refused. */
import type { FieldName, FieldNode, NearNode, Place, QueryNode, WithinNode } from './ast.ts';
import type { FoundProblem, Repair } from './problems.ts';

type Proximity = NearNode | WithinNode;

function alternatives(node: QueryNode): readonly QueryNode[] {
  return node.kind === 'or' ? node.children.flatMap(alternatives) : [node];
}

function hasPlace(node: QueryNode): boolean {
  return node.kind === 'term' || node.kind === 'phrase' || node.kind === 'near' || node.kind === 'within';
}

/** The problem of a proximity whose operator is `operator`, or null when it can be evaluated. */
export function checkOperands(node: Proximity, operator: Place, text: string): FoundProblem | null {
  const parts = [...alternatives(node.left), ...alternatives(node.right)];
  const fields = parts.filter((part): part is FieldNode => part.kind === 'field');
  if (fields.length > 0) {
    return {
      code: 'E_FIELD_IN_NEAR',
      start: node.start,
      end: node.end,
      message: 'Both sides of a proximity stand in one field; the field belongs around them.',
      hint: 'Write title:(a NEAR/3 b).',
      repairs: [fieldRepair(node, fields, operator)],
    };
  }
  if (parts.every(hasPlace)) return null;
  return {
    code: 'E_OPERAND',
    start: node.start,
    end: node.end,
    message: 'Only words, phrases and OR groups can be near each other.',
    hint: 'Write each nearness by itself and join them with AND.',
    repairs: operandRepairs(node, operator, text),
  };
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

function fieldRepair(node: Proximity, fields: readonly FieldNode[], operator: Place): Repair {
  const field = fields[0]?.field ?? 'body';
  if (TEXT_FIELDS.has(field) && fields.every((other) => other.field === field)) {
    const edits = fields.map((other) => ({ start: other.start, end: other.child.start, text: '' }));
    return {
      label: `${field}: around both`,
      edits: [
        { start: node.start, end: node.start, text: `${field}:(` },
        ...edits,
        { start: node.end, end: node.end, text: ')' },
      ],
    };
  }
  return withAnd(node, operator);
}

function withAnd(node: Proximity, operator: Place): Repair {
  return {
    label: 'AND, without nearness',
    edits: [
      { start: node.start, end: node.start, text: '(' },
      { start: operator.start, end: operator.end, text: 'AND' },
      { start: node.end, end: node.end, text: ')' },
    ],
  };
}

function operandRepairs(node: Proximity, operator: Place, text: string): Repair[] {
  const source = (part: QueryNode): string => text.slice(part.start, part.end);
  const written = text.slice(operator.start, operator.end);
  const lefts = node.left.kind === 'and' ? node.left.children : [node.left];
  const rights = node.right.kind === 'and' ? node.right.children : [node.right];
  const repairs: Repair[] = [];
  if ([...lefts, ...rights].every((part) => alternatives(part).every(hasPlace))) {
    const each = lefts.flatMap((left) => rights.map((right) => `${source(left)} ${written} ${source(right)}`));
    repairs.push({
      label: 'Each of them near',
      edits: [{ start: node.start, end: node.end, text: `(${each.join(' AND ')})` }],
    });
  }
  for (const side of [node.left, node.right]) {
    if (side.kind !== 'and' || !side.children.every((part) => part.kind === 'term')) continue;
    const phrase = side.children.map(source).join(' ');
    repairs.push({ label: 'As a phrase', edits: [{ start: side.start, end: side.end, text: `"${phrase}"` }] });
  }
  repairs.push(withAnd(node, operator));
  return repairs;
}
