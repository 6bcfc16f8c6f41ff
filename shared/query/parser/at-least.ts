/** Reads ATLEAST/n(…): how often one thing has to be there. */
import type { Place, QueryNode } from '../ast.ts';
import { deletion, insertion, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Repair } from '../problems.ts';
import type { WordToken } from './lexer.ts';
import type { AtLeastOperator } from './operators.ts';
import type { Reading } from './reading.ts';

/** Null when nothing follows that could be counted. */
export function readAtLeast(
  reading: Reading,
  token: WordToken,
  operator: AtLeastOperator,
  readOperand: (reading: Reading) => QueryNode | null,
): QueryNode | null {
  const spelling = `ATLEAST/${operator.nearest}`;
  if (!reading.operandFollows()) {
    const repairs = [
      { label: 'Leave it out', edits: [deletion(token)] },
      { label: 'Search for it as a word', edits: [replacement(token, `"${token.text}"`)] },
    ];
    reading.report(token, problemTexts.nothingToCount(token.text), repairs);
    return null;
  }
  if (operator.count === null) reportCount(reading, token, spelling);
  const isGroup = reading.peek()?.type === 'open';
  const child = readOperand(reading);
  if (child === null) return null;
  // The place of a NOT ends before the parenthesis around it.
  const place = { start: token.start, end: isGroup ? Math.max(child.end, reading.passed) : child.end };
  if (!isGroup) {
    const edits = [insertion(child.start, '('), insertion(child.end, ')')];
    reading.report(token, problemTexts.ungroupedCount(token.text), [{ label: 'Put it in parentheses', edits }]);
  } else if (!isCountable(child)) {
    reading.report(place, problemTexts.uncountable, repairsOf(reading, token, child, spelling));
  }
  return { kind: 'atleast', count: operator.count ?? operator.nearest, child, ...place };
}

/** Tells of a count that is none. In ATLEAST 5 (fraud) it stands apart. */
function reportCount(reading: Reading, token: WordToken, spelling: string): void {
  const next = reading.peek();
  const digits = next?.type === 'word' && /^\d{1,2}$/.test(next.text) ? next.text : null;
  const counted = reading.peek(1);
  if (digits === null || next === null || counted === null) {
    const repairs = [{ label: spelling, edits: [replacement(token, spelling)] }];
    reading.report(token, problemTexts.noCount(token.text), repairs);
    return;
  }
  reading.skip();
  const whole = { start: token.start, end: counted.type === 'open' ? counted.start : next.end };
  const joined = `ATLEAST/${digits}`;
  reading.report(whole, problemTexts.noCount(token.text), [{ label: joined, edits: [replacement(whole, joined)] }]);
}

/** A word, a prefix, a phrase, or an OR group of these. */
function isCountable(node: QueryNode): boolean {
  if (node.kind === 'or') return node.children.every(isCountable);
  return node.kind === 'term' || node.kind === 'phrase';
}

/** What can be counted instead of `child`, which cannot. */
function repairsOf(reading: Reading, token: Place, child: QueryNode, spelling: string): readonly Repair[] {
  const place = { start: token.start, end: child.end };
  const counted = (node: QueryNode): string => `${spelling}(${reading.written(node)})`;
  if (child.kind === 'and' && child.children.every(isCountable)) {
    const each = child.children.map(counted).join(' AND ');
    const repairs: Repair[] = [{ label: 'Each of them so often', edits: [replacement(place, `(${each})`)] }];
    if (child.children.every(({ kind }) => kind === 'term')) {
      const phrase = child.children.map((word) => reading.written(word)).join(' ');
      repairs.push({ label: 'The phrase so often', edits: [replacement(place, `${spelling}("${phrase}")`)] });
    }
    return repairs;
  }
  if (child.kind === 'field' && isCountable(child.child)) {
    const inside = `${child.field}:${counted(child.child)}`;
    return [{ label: `Inside ${child.field}:`, edits: [replacement(place, inside)] }];
  }
  return [{ label: 'Without counting', edits: [replacement(token, '')] }];
}
