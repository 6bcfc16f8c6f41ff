/** Makes an operand and the NOTs before it one item of its level; more than one NOT is refused. */
import type { Place, QueryNode } from '../ast.ts';
import { replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import type { Connector, LevelItem } from './levels.ts';
import type { Reading } from './reading.ts';

export function levelItem(
  reading: Reading,
  node: QueryNode,
  negations: readonly Place[],
  connector: Connector | null,
): LevelItem {
  const first = negations[0];
  const last = negations.at(-1);
  if (first === undefined || last === undefined) {
    // A group may be a NOT: (NOT a) is NOT a.
    if (node.kind === 'not') return { node: node.child, start: node.start, negated: true, connector };
    return { node, start: node.start, negated: false, connector };
  }
  if (negations.length > 1) {
    const isEven = negations.length % 2 === 0;
    const place = { start: first.start, end: last.end };
    if (isEven) {
      const edits = [replacement({ start: first.start, end: node.start }, '')];
      reading.report(place, problemTexts.evenNots, [{ label: 'Leave both out', edits }]);
    } else {
      const edits = [replacement({ start: first.start, end: last.start }, '')];
      reading.report(place, problemTexts.oddNots, [{ label: 'Write it once', edits }]);
    }
    return { node, start: isEven ? node.start : first.start, negated: !isEven, connector };
  }
  if (node.kind === 'not') {
    // The place of a NOT ends before the parenthesis around it.
    const place = { start: first.start, end: Math.max(node.end, reading.passed) };
    const edits = [replacement(place, reading.written(node.child))];
    reading.report(place, problemTexts.evenNots, [{ label: 'Leave both out', edits }]);
    return { node: node.child, start: first.start, negated: false, connector };
  }
  return { node, start: first.start, negated: true, connector };
}
