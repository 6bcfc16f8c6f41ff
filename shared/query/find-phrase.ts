/** Finds phrases in a text: words side by side, or with `~n` in any order. */
import type { PhraseNode } from './ast.ts';
import { findWord } from './find-word.ts';
import { firstFrom, type Occurrence, sortedUnique } from './occurrences.ts';
import { wordOf } from './query-word.ts';
import type { SearchText } from './search-text.ts';
import { findAnyOrder } from './slop.ts';

/** From so many places of every word on, whole lists are not copied for each word of a phrase. */
const LONG_LIST = 1_000;

/** Occurrences in order of their place. */
export function findPhrase(node: PhraseNode, text: SearchText): readonly Occurrence[] {
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
