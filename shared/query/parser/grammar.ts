/**
 * The grammar: a descent over the tokens of a query, from what binds least to what binds most (AND, OR and NOT; proximity;
 * fields, counts, groups; words). It goes on after an error, so that all problems of a query are told at once.
 */
import { limits } from '../../limits.ts';
import type { Place, QueryNode } from '../ast.ts';
import { deletion, insertion, replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import { readAtLeast } from './at-least.ts';
import { reportDangling } from './dangling.ts';
import { readField } from './field.ts';
import { readCall } from './foreign-calls.ts';
import { levelItem } from './level-item.ts';
import { buildLevel, type Connector, type LevelItem } from './levels.ts';
import type { QueryToken } from './lexer.ts';
import { withoutEmptyNesting } from './limit-repairs.ts';
import { readPhrase } from './phrase.ts';
import { readProximity } from './proximity.ts';
import { isJoining, type Reading } from './reading.ts';
import { readWord, warnOfPlus } from './word.ts';

/** Items joined by AND, OR, NOT and spaces, up to the closing parenthesis or the end; null when there are none. */
export function readLevel(reading: Reading, isOutermost: boolean): QueryNode | null {
  const items: LevelItem[] = [];
  let connector: { readonly kind: Connector; readonly token: QueryToken } | null = null;
  let negations: QueryToken[] = [];
  let butStart: number | null = null;
  for (let token = reading.peek(); token !== null; token = reading.peek()) {
    if (token.type === 'close') {
      if (!isOutermost) break;
      reportClose(reading, token);
      reading.skip();
      continue;
    }
    const kind = reading.operator()?.kind;
    if (kind === 'and' || kind === 'or') {
      if (items.length === 0 || connector !== null || negations.length > 0) reportDangling(reading, token);
      else connector = { kind, token };
      reading.skip();
    } else if (kind === 'not' && items.length > 0 && isNearness(reading, 1)) {
      readNotNear(reading, items.at(-1)?.node ?? token);
    } else if (kind === 'not') {
      negations.push(butStart === null ? token : { ...token, start: butStart });
      butStart = null;
      reading.skip();
    } else if (kind === 'but' && reading.operator(1)?.kind === 'not') {
      butStart = token.start;
      reading.skip();
    } else {
      const node = readProximity(reading, readOperand);
      if (node === null) continue;
      items.push(levelItem(reading, node, negations, connector?.kind ?? null));
      connector = null;
      if (negations.length > 0) negations = [];
    }
  }
  const left = negations.at(-1) ?? connector?.token;
  if (left !== undefined) reportDangling(reading, left);
  const built = buildLevel(items, reading.text);
  for (const problem of built.problems) reading.add(problem);
  return built.node;
}

function isNearness(reading: Reading, ahead: number): boolean {
  const kind = reading.operator(ahead)?.kind;
  return kind === 'near' || kind === 'within';
}

/** fraud NOT w/5 bank: told, and the right side left out. */
function readNotNear(reading: Reading, left: Place): void {
  const not = reading.peek();
  const nearness = reading.peek(1);
  reading.skip();
  reading.skip();
  if (not === null || nearness === null) return;
  const place = { start: not.start, end: nearness.end };
  const right = reading.operandFollows() ? readOperand(reading) : null;
  const clause = `NOT (${reading.written(left)} ${reading.written(nearness)}`;
  const edits = right === null ? [] : [replacement(place, clause), insertion(Math.max(right.end, reading.passed), ')')];
  const repairs = [{ label: 'Leave it out', edits: [deletion(place)] }];
  if (right !== null) repairs.unshift({ label: 'Exclude the nearness', edits });
  reading.report(place, problemTexts.notNear, repairs);
}

function reportClose(reading: Reading, token: Place): void {
  reading.report(token, problemTexts.closeParenthesis, [
    { label: 'Leave it out', edits: [deletion(token)] },
    { label: 'Open one at the start', edits: [insertion(0, '(')] },
  ]);
}

/** A word, a phrase, a group, a count or a field with its value; null when the next token is none of these. */
function readOperand(reading: Reading): QueryNode | null {
  const token = reading.peek();
  if (token === null) return null;
  reading.skip();
  switch (token.type) {
    case 'open':
      return readGroup(reading, token);
    case 'phrase':
      return readPhrase(reading, token);
    case 'field':
      return readField(reading, token, readOperand);
    case 'plus':
      warnOfPlus(reading, token.start);
      return reading.operandFollows() ? readOperand(reading) : null;
    case 'word':
      if (token.operator?.kind === 'atleast') return readAtLeast(reading, token, token.operator, readOperand);
      if (reading.peek()?.type === 'open' && reading.peek()?.start === token.end) {
        const called = readCall(reading, token, readOperand);
        if (called !== null) return called;
      }
      if (!isJoining(token)) return readWord(reading, token);
      reportDangling(reading, token);
      return null;
    default:
      return null;
  }
}

function readGroup(reading: Reading, open: Place): QueryNode | null {
  if (reading.depth >= limits.queryDepthMax) {
    reading.stop(open, problemTexts.tooDeep, withoutEmptyNesting(reading.text));
    return null;
  }
  reading.depth++;
  const inner = readLevel(reading, false);
  reading.depth--;
  if (reading.stopped) return null;
  const close = reading.peek();
  const place = { start: open.start, end: close?.end ?? reading.text.length };
  if (close === null) {
    reading.report(open, problemTexts.openParenthesis, [
      { label: 'Close it at the end', edits: [insertion(reading.text.length, ')')] },
      { label: 'Leave it out', edits: [deletion(open)] },
    ]);
  } else reading.skip();
  if (inner === null) {
    const repairs = [{ label: 'Leave them out', edits: [deletion(place)] }];
    if (close !== null) reading.report(place, problemTexts.emptyParentheses, repairs);
    return null;
  }
  // A NOT keeps its own place, which begins at the word NOT.
  return inner.kind === 'not' ? inner : { ...inner, ...place };
}
