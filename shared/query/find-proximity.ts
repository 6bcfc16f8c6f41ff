/** Finds what stands near each other: NEAR/n and PRE/n by words, /s and /p by sentences and paragraphs. */
import { limits } from '../limits.ts';
import type { NearNode, WithinNode } from './ast.ts';
import { firstFrom, type Occurrence } from './occurrences.ts';
import type { SearchText } from './search-text.ts';

/** Pairs of a left and a right operand at most so many words apart. */
export function findNear(
  node: NearNode,
  lefts: readonly Occurrence[],
  rights: readonly Occurrence[],
  text: SearchText,
): readonly Occurrence[] {
  const regions = new Regions();
  const reach = longest(rights) - 1 + node.distance;
  for (const left of lefts) {
    if (hasEnough(regions, text)) break;
    const fits = (right: Occurrence): boolean => {
      if (right.start > left.end) return right.start - left.end <= node.distance;
      if (node.ordered) return false;
      if (right.end < left.start) return left.start - right.end <= node.distance;
      return gapBetween(left, right) <= node.distance;
    };
    const from = node.ordered ? left.end + 1 : left.start - reach;
    pair(left, rights, from, left.end + node.distance, fits, text, regions);
  }
  return regions.sorted();
}

/** Pairs of a left and a right operand in one sentence or paragraph. */
export function findWithin(
  node: WithinNode,
  lefts: readonly Occurrence[],
  rights: readonly Occurrence[],
  text: SearchText,
): readonly Occurrence[] {
  const units = text.unitNumbers(node.unit);
  const bounds = unitBounds(units);
  const regions = new Regions();
  for (const left of lefts) {
    if (hasEnough(regions, text)) break;
    const unit = units[left.start] ?? 0;
    if (units[left.end] !== unit) continue;
    const fits = (right: Occurrence): boolean => {
      if (units[right.end] !== unit) return false;
      if (right.start > left.end) return true;
      return !node.ordered && (right.end < left.start || gapBetween(left, right) < Number.POSITIVE_INFINITY);
    };
    const [first, last] = bounds.get(unit) ?? [left.start, left.end];
    pair(left, rights, node.ordered ? left.end + 1 : first, last, fits, text, regions);
  }
  return regions.sorted();
}

/** Whether the pairs of the query are spent and this proximity has its first regions: they are enough to go on with. */
function hasEnough(regions: Regions, text: SearchText): boolean {
  return text.pairsLeft <= -limits.proximityNearestMax && regions.size >= limits.proximityRegionsMin;
}

function longest(occurrences: readonly Occurrence[]): number {
  let length = 0;
  for (const { start, end } of occurrences) length = Math.max(length, end - start + 1);
  return length;
}

/** The words and phrases of an operand: of a proximity those of its first pair, which stands first among its parts. */
function leavesOf(operand: Occurrence): readonly Occurrence[] {
  return operand.parts === null ? [operand] : operand.parts.slice(0, 2).flatMap(leavesOf);
}

/** How far apart the nearest words of two overlapping operands stand; no distance when they share one. */
function gapBetween(left: Occurrence, right: Occurrence): number {
  if (left.parts === null && right.parts === null) return Number.POSITIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  const others = leavesOf(right);
  for (const one of leavesOf(left)) {
    for (const other of others) {
      if (one.start <= other.end && other.start <= one.end) return Number.POSITIVE_INFINITY;
      nearest = Math.min(nearest, Math.max(other.start - one.end, one.start - other.end));
    }
  }
  return nearest;
}

/** First and last token of each sentence or paragraph. */
function unitBounds(units: Int32Array): ReadonlyMap<number, readonly [number, number]> {
  const bounds = new Map<number, [number, number]>();
  for (let token = 0; token < units.length; token++) {
    const unit = units[token] ?? 0;
    const before = bounds.get(unit);
    if (before === undefined) bounds.set(unit, [token, token]);
    else before[1] = token;
  }
  return bounds;
}

/** More tokens than any text can have: two token numbers make one exact number. */
const BOUNDS_FACTOR = 2 ** 26;

/** Collects the pairs of a proximity; pairs over the same region are one region with more parts. */
class Regions {
  private readonly byBounds = new Map<number, { start: number; end: number; parts: Set<Occurrence> }>();

  add(left: Occurrence, right: Occurrence): void {
    const start = Math.min(left.start, right.start);
    const end = Math.max(left.end, right.end);
    const key = start * BOUNDS_FACTOR + end;
    const region = this.byBounds.get(key) ?? { start, end, parts: new Set<Occurrence>() };
    region.parts.add(left).add(right);
    this.byBounds.set(key, region);
  }

  get size(): number {
    return this.byBounds.size;
  }

  sorted(): readonly Occurrence[] {
    const regions = [...this.byBounds.values()].map(({ start, end, parts }) => ({ start, end, parts: [...parts] }));
    return regions.sort((a, b) => a.start - b.start || a.end - b.end);
  }
}

/**
 * Pairs `left` with right operands that start from `from` to `to`; `fits` has the last word. When the pairs have run out,
 * only with the nearest on each side, none of them inside it.
 */
function pair(
  left: Occurrence,
  rights: readonly Occurrence[],
  from: number,
  to: number,
  fits: (right: Occurrence) => boolean,
  text: SearchText,
  regions: Regions,
): void {
  const addIfFits = (index: number): boolean => {
    const right = rights[index];
    if (right === undefined || !fits(right)) return false;
    text.pairsLeft--;
    regions.add(left, right);
    return true;
  };
  const isOrdered = from > left.start;
  const first = isOrdered ? rights.length : firstFrom(rights, from);
  for (let index = firstFrom(rights, left.start) - 1; index >= first; index--) {
    if (addIfFits(index) && text.pairsLeft <= 0) break;
  }
  // Between the words of a proximity others may stand: each look there counts, since most may be too far from them.
  if (left.parts !== null && !isOrdered) {
    for (let index = firstFrom(rights, left.start); text.pairsLeft > 0; index++) {
      if ((rights[index]?.start ?? left.end + 1) > left.end) break;
      if (!addIfFits(index)) text.pairsLeft--;
    }
  }
  for (let index = firstFrom(rights, left.end + 1); index < rights.length; index++) {
    if ((rights[index]?.start ?? 0) > to) break;
    if (addIfFits(index) && text.pairsLeft <= 0) break;
  }
}
