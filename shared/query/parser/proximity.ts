/** Reads operands joined by NEAR, PRE, /s, /p and their kin, from left to right. */
import type { NearNode, Place, QueryNode, WithinNode } from '../ast.ts';
import { deletion, insertion, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import { reportDangling } from './dangling.ts';
import { checkOperands } from './operands.ts';
import type { Operator } from './operators.ts';
import type { Reading } from './reading.ts';

type ProximityOperator = Extract<Operator, { kind: 'near' | 'within' }>;

/** An operand, or several in proximity; null when there is none. */
export function readProximity(reading: Reading, readOperand: (reading: Reading) => QueryNode | null): QueryNode | null {
  let left = readOperand(reading);
  while (left !== null) {
    const token = reading.peek();
    const operator = reading.operator();
    if (token === null || (operator?.kind !== 'near' && operator?.kind !== 'within')) break;
    reading.skip();
    if (operator.kind === 'near' && operator.distance === null) {
      const repairs = [{ label: operator.nearest, edits: [replacement(token, operator.nearest)] }];
      reading.report(token, problemTexts.noDistance(reading.written(token)), repairs);
    }
    if (reading.operator()?.kind === 'not') skipNot(reading, left);
    const right = reading.operandFollows() ? readOperand(reading) : null;
    if (right === null) {
      reportDangling(reading, token);
      break;
    }
    const node = proximityNode(operator, left, right);
    const problem = checkOperands(node, token, reading.text);
    if (problem !== null) reading.add(problem);
    left = node;
  }
  return left;
}

function proximityNode(operator: ProximityOperator, left: QueryNode, right: QueryNode): NearNode | WithinNode {
  const { ordered } = operator;
  const place = { start: left.start, end: right.end };
  if (operator.kind === 'within') return { kind: 'within', unit: operator.unit, ordered, left, right, ...place };
  return { kind: 'near', ordered, distance: operator.distance ?? 1, left, right, ...place };
}

/** a NEAR/3 NOT b: told, and read as if NOT were not there. */
function skipNot(reading: Reading, left: Place): void {
  const not = reading.peek();
  if (not === null) return;
  const edits = [
    insertion(left.start, `${reading.written(left)} NOT (`),
    deletion(not),
    insertion(reading.peek(1)?.end ?? not.end, ')'),
  ];
  reading.report(not, problemTexts.absentOperand, [{ label: 'Exclude the nearness', edits }]);
  reading.skip();
}
