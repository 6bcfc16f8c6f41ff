/**
 * Finds words that look like operators and are read as words: and, or, not in small letters, operators of other systems and
 * languages (UND, n5), and not before a nearness.
 */
import { replacement } from '../edits.ts';
import { problemTexts } from '../problem-texts.ts';
import { type FoundProblem, problemAt } from '../problems.ts';
import { foreignOperator } from './foreign-operators.ts';
import type { LevelItem } from './levels.ts';

/** The W_LOWERCASE_OPERATOR problems of the items of one level. */
export function unreadOperators(items: readonly LevelItem[], text: string): FoundProblem[] {
  const problems: FoundProblem[] = [];
  addLowerCaseOperators(items, text, problems);
  addForeignOperators(items, text, problems);
  addSmallNotsBeforeNearness(items, text, problems);
  return problems;
}

/** fraud not w/5 bank: NOT in small letters before a nearness. */
function addSmallNotsBeforeNearness(items: readonly LevelItem[], text: string, problems: FoundProblem[]): void {
  for (let index = 1; index < items.length; index++) {
    const before = items[index - 1]?.node;
    const item = items[index];
    if (before === undefined || item === undefined || item.connector !== null || item.negated) continue;
    const { node } = item;
    if ((node.kind !== 'near' && node.kind !== 'within') || node.left.kind !== 'term') continue;
    const written = text.slice(node.left.start, node.left.end);
    if (written !== 'not') continue;
    const rest = text.slice(node.left.end, node.end).trimStart();
    const excluded = `NOT (${text.slice(before.start, before.end)} ${rest})`;
    const repairs = [{ label: 'Exclude the nearness', edits: [replacement(node, excluded)] }];
    problems.push(problemAt(node.left, problemTexts.lowercaseOperator(written, 'NOT'), repairs));
  }
}

const OPERATOR_WORDS = new Set(['and', 'or', 'not']);

/** Operators of other systems and languages between two items (UND, n5). */
function addForeignOperators(items: readonly LevelItem[], text: string, problems: FoundProblem[]): void {
  for (let index = 1; index < items.length - 1; index++) {
    const item = items[index];
    if (item?.node.kind !== 'term' || item.negated || item.connector !== null) continue;
    if (items[index + 1]?.connector !== null) continue;
    const written = text.slice(item.node.start, item.node.end);
    const operator = foreignOperator(written);
    if (operator === null) continue;
    const repairs = [{ label: `${operator} as an operator`, edits: [replacement(item.node, operator)] }];
    problems.push(problemAt(item.node, problemTexts.lowercaseOperator(written, operator), repairs));
  }
}

/** The small-letter word that an item is and that could have been an operator, or "but"; null for others. */
function smallWord(item: LevelItem | undefined, text: string): string | null {
  if (item?.node.kind !== 'term' || item.negated || item.connector !== null) return null;
  const written = text.slice(item.node.start, item.node.end);
  const small = written.toLowerCase();
  return written !== written.toUpperCase() && (small === 'but' || OPERATOR_WORDS.has(small)) ? small : null;
}

function addLowerCaseOperators(items: readonly LevelItem[], text: string, problems: FoundProblem[]): void {
  for (let index = 1; index < items.length - 1; index++) {
    const item = items[index];
    const next = items[index + 1];
    const word = smallWord(item, text);
    if (item === undefined || next?.connector !== null || word === null) continue;
    const written = text.slice(item.node.start, item.node.end);
    const capital = written.toUpperCase();
    // "and not" and "but not" are one operator.
    const isBeforeNot = word !== 'or' && smallWord(next, text) === 'not' && index + 2 < items.length;
    const isAfterJoint =
      word === 'not' && ['and', 'but'].includes(smallWord(items[index - 1], text) ?? '') && index > 1;
    if (isAfterJoint || (word === 'but' && !isBeforeNot)) continue;
    const place = isBeforeNot && word !== 'not' ? { start: item.node.start, end: next.node.end } : item.node;
    const operator = place === item.node ? capital : 'NOT';
    const repairs = [{ label: `${operator} as an operator`, edits: [replacement(place, operator)] }];
    problems.push(
      problemAt(place, problemTexts.lowercaseOperator(text.slice(place.start, place.end), operator), repairs),
    );
  }
}
