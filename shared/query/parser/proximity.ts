/** Reads operands joined by NEAR, PRE, /s, /p and their kin, from left to right. */
import type { NearNode, Place, QueryNode, WithinNode } from '../ast.ts';
import { deletion, insertion, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import { reportDangling } from './dangling.ts';
import { checkOperands } from './operands.ts';
import { nearestSpelling, type Operator } from './operators.ts';
import type { Reading } from './reading.ts';

type ProximityOperator = Extract<Operator, { kind: 'near' | 'within' }>;

/** An operand, or several in proximity; null when there is none. */
export function readProximity(reading: Reading, readOperand: (reading: Reading) => QueryNode | null): QueryNode | null {
  let left = readOperand(reading);
  while (left !== null) {
    const token = reading.peek();
    if (token === null) break;
    const operator = reading.operator() ?? foreignNearness(reading);
    if (operator?.kind !== 'near' && operator?.kind !== 'within') break;
    reading.skip();
    if (operator.kind === 'near' && operator.distance === null) {
      const number = readNumberBehind(reading, token);
      const nearest = number === null ? operator.nearest : nearestSpelling(operator.ordered, number.digits);
      const place = { start: token.start, end: number?.end ?? token.end };
      const repairs = [{ label: nearest, edits: [replacement(place, nearest)] }];
      reading.report(place, problemTexts.noDistance(reading.written(place)), repairs);
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

/** AROUND(5), WITHIN 5, ADJ 5 of other systems: operators only with a number behind them. */
const FOREIGN_NAMES: ReadonlyMap<string, boolean> = new Map([
  ['AROUND', false],
  ['WITHIN', false],
  ['ONEAR', true],
  ['ADJ', true],
]);

function foreignNearness(reading: Reading): ProximityOperator | null {
  const token = reading.peek();
  if (token?.type !== 'word') return null;
  const next = reading.peek(1);
  const isGlued = next?.type === 'open' && next.start === token.end;
  const mayBeNumber = next?.type === 'word' && /^\d/.test(next.text);
  if (!isGlued && !mayBeNumber) return null;
  const ordered = FOREIGN_NAMES.get(isGlued ? token.text.toUpperCase() : token.text);
  if (ordered === undefined || numberBehind(reading, token, 1) === null) return null;
  return { kind: 'near', ordered, distance: null, nearest: '' };
}

interface NumberBehind {
  readonly digits: string;
  readonly end: number;
  readonly tokens: number;
}

/** The number behind an operator that should have it: 5, (5) or (n=5). `ahead` is the first token behind it. */
function numberBehind(reading: Reading, operator: Place, ahead: number): NumberBehind | null {
  const first = reading.peek(ahead);
  const digitsOf = (token: typeof first): string | null =>
    token?.type === 'word' ? (/^(?:n=)?(\d{1,6})$/.exec(token.text)?.[1] ?? null) : null;
  const bare = digitsOf(first);
  if (bare !== null && first !== null && reading.peek(ahead + 1) !== null) {
    return { digits: bare, end: first.end, tokens: 1 };
  }
  const close = reading.peek(ahead + 2);
  const inner = digitsOf(reading.peek(ahead + 1));
  if (first?.type !== 'open' || first.start !== operator.end || inner === null || close?.type !== 'close') return null;
  return { digits: inner, end: close.end, tokens: 3 };
}

function readNumberBehind(reading: Reading, operator: Place): NumberBehind | null {
  const number = numberBehind(reading, operator, 0);
  for (let token = 0; token < (number?.tokens ?? 0); token++) reading.skip();
  return number;
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
