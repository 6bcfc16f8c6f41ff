/** Finds where a query part with a place stands in a text: words, phrases, OR groups, proximity, same sentence or paragraph. */
import { limits } from '../limits.ts';
import type { NearNode, PhraseNode, QueryNode, WithinNode } from './ast.ts';
import { findWord, sortedUnique } from './find-word.ts';
import { wordOf } from './query-word.ts';
import type { Occurrence, SearchText } from './search-text.ts';
import { findAnyOrder } from './slop.ts';

/** Occurrences in order of their place; none for parts without a place (AND, NOT, fields). */
export function find(node: QueryNode, text: SearchText): readonly Occurrence[] {
  switch (node.kind) {
    case 'term':
      return findWord(wordOf(node), text);
    case 'phrase':
      return findPhrase(node, text);
    case 'or':
      return sortedUnique(node.children.flatMap((child) => [...find(child, text)]));
    case 'near':
      return findNear(node, text);
    case 'within':
      return findWithin(node, text);
    default:
      return [];
  }
}

function findPhrase(node: PhraseNode, text: SearchText): readonly Occurrence[] {
  const lists: (readonly Occurrence[])[] = [];
  for (const term of node.words) {
    const places = findWord(wordOf(term), text);
    if (places.length === 0) return [];
    lists.push(places);
  }
  if (node.slop !== null) {
    const lengths = node.words.map((term) => wordOf(term).segments.length);
    return findAnyOrder(lists, lengths, node.slop);
  }
  const shortest = Math.min(...lists.map((places) => places.length));
  if (shortest > LONG_LIST && lists.every((places) => places.every(isSingle))) return stepByStep(lists, text);
  let reached = lists[0] ?? [];
  for (const places of lists.slice(1)) {
    reached = follow(reached, places);
    if (reached.length === 0) return [];
  }
  return reached;
}

/** From so many places of every word on, whole lists are not copied for each word of a phrase. */
const LONG_LIST = 1_000;

function isSingle(place: Occurrence): boolean {
  return place.start === place.end;
}

/** Phrases of words of one token each: looks at the token after the token, for each place of the first word. */
function stepByStep(lists: readonly (readonly Occurrence[])[], text: SearchText): readonly Occurrence[] {
  const marksOf = new Map<readonly Occurrence[], Uint8Array>();
  const steps = lists.map((places) => {
    const marks = marksOf.get(places) ?? new Uint8Array(text.stream.keys.length);
    for (const place of places) marks[place.start] = 1;
    marksOf.set(places, marks);
    return marks;
  });
  const found: Occurrence[] = [];
  for (const { start } of lists[0] ?? []) {
    if (steps.every((marks, step) => marks[start + step] === 1)) {
      found.push({ start, end: start + steps.length - 1, parts: null });
    }
  }
  return found;
}

/** The regions of `before` that a place of `places` directly follows, grown by it. */
function follow(before: readonly Occurrence[], places: readonly Occurrence[]): readonly Occurrence[] {
  const grown: Occurrence[] = [];
  let cursor = 0;
  for (const region of before) {
    const wanted = region.end + 1;
    // Regions mostly end in the order they begin in: go on from the last place, and search only after a step back.
    if ((places[cursor - 1]?.start ?? -1) >= wanted) cursor = firstFrom(places, wanted);
    while (cursor < places.length && (places[cursor]?.start ?? 0) < wanted) cursor++;
    for (let index = cursor; places[index]?.start === wanted; index++) {
      grown.push({ start: region.start, end: places[index]?.end ?? wanted, parts: null });
    }
  }
  return inOrder(grown);
}

/** The same occurrences, sorted when they are not yet. */
function inOrder(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  for (let index = 1; index < occurrences.length; index++) {
    const before = occurrences[index - 1];
    const here = occurrences[index];
    if (before === undefined || here === undefined) continue;
    if (here.start < before.start || (here.start === before.start && here.end <= before.end))
      return sortedUnique(occurrences);
  }
  return occurrences;
}

/** First index whose occurrence starts at or after `token`. */
function firstFrom(occurrences: readonly Occurrence[], token: number): number {
  let low = 0;
  let high = occurrences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((occurrences[middle]?.start ?? 0) < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

function longest(occurrences: readonly Occurrence[]): number {
  let length = 0;
  for (const { start, end } of occurrences) length = Math.max(length, end - start + 1);
  return length;
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

  sorted(): readonly Occurrence[] {
    const regions = [...this.byBounds.values()].map(({ start, end, parts }) => ({ start, end, parts: [...parts] }));
    return regions.sort((a, b) => a.start - b.start || a.end - b.end);
  }
}

/**
 * Pairs `left` with right operands that start from `from` to `to` and do not begin inside it; `fits` has the last word. When
 * the pairs have run out, only the nearest on each side.
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
  const first = from < left.start ? firstFrom(rights, from) : rights.length;
  for (let index = firstFrom(rights, left.start) - 1; index >= first; index--) {
    if (addIfFits(index) && text.pairsLeft <= 0) break;
  }
  for (let index = firstFrom(rights, left.end + 1); index < rights.length; index++) {
    if ((rights[index]?.start ?? 0) > to) break;
    if (addIfFits(index) && text.pairsLeft <= 0) break;
  }
}

function findNear(node: NearNode, text: SearchText): readonly Occurrence[] {
  const lefts = find(node.left, text);
  const rights = lefts.length === 0 ? [] : find(node.right, text);
  if (rights.length === 0) return [];
  const regions = new Regions();
  const reach = longest(rights) - 1 + node.distance;
  for (const left of lefts) {
    const fits = (right: Occurrence): boolean => {
      if (right.start > left.end) return right.start - left.end <= node.distance;
      return !node.ordered && right.end < left.start && left.start - right.end <= node.distance;
    };
    const from = node.ordered ? left.end + 1 : left.start - reach;
    pair(left, rights, from, left.end + node.distance, fits, text, regions);
  }
  return regions.sorted();
}

function findWithin(node: WithinNode, text: SearchText): readonly Occurrence[] {
  const lefts = find(node.left, text);
  const rights = lefts.length === 0 ? [] : find(node.right, text);
  if (rights.length === 0) return [];
  const units = text.unitNumbers(node.unit);
  const bounds = unitBounds(units);
  const regions = new Regions();
  for (const left of lefts) {
    const unit = units[left.start] ?? 0;
    if (units[left.end] !== unit) continue;
    const fits = (right: Occurrence): boolean => {
      if (units[right.end] !== unit) return false;
      return right.start > left.end || (!node.ordered && right.end < left.start);
    };
    const [first, last] = bounds.get(unit) ?? [left.start, left.end];
    pair(left, rights, node.ordered ? left.end + 1 : first, last, fits, text, regions);
  }
  return regions.sorted();
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

/** Gives a query its full share of pairs before it is evaluated on a text. */
export function resetPairs(text: SearchText): void {
  text.pairsLeft = limits.proximityPairsMax;
}
