/** Finds words in any order with a limited number of other words between the first and the last: "a b c"~n. */
import { limits } from '../limits.ts';
import type { Occurrence } from './occurrences.ts';

interface Candidate {
  /** All words that have this place; a word written twice has its places once. */
  readonly words: readonly number[];
  readonly place: Occurrence;
}

/** A place in the text, the words that could stand there, and the last token it reaches. */
interface Slot {
  readonly start: number;
  readonly end: number;
  readonly words: number[];
}

/**
 * Regions in which every word has an occurrence of its own. `lists` are the occurrences of each word, `lengths` how many
 * tokens each takes; a region is at most as long as all words and `slop` others together. The smallest for each start.
 */
export function findAnyOrder(
  lists: readonly (readonly Occurrence[])[],
  lengths: readonly number[],
  slop: number,
): readonly Occurrence[] {
  const candidates: Candidate[] = [];
  for (const [places, words] of wordsByList(lists)) {
    for (const place of places) candidates.push({ words, place });
  }
  candidates.sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end);
  const span = slop + lengths.reduce((sum, length) => sum + length, 0);
  const regions: Occurrence[] = [];
  const budget = { steps: limits.anyOrderStepsMax };
  const cursors: number[] = lists.map(() => 0);
  let lastStart = -1;
  for (let first = 0; first < candidates.length && budget.steps > 0; first++) {
    const start = candidates[first]?.place.start ?? 0;
    if (start === lastStart) continue;
    lastStart = start;
    if (!allWithin(lists, cursors, start, start + span - 1)) continue;
    const end = smallestEnd(candidates, first, start + span - 1, lists.length, budget);
    if (end === null) continue;
    // A region that begins earlier and ends at the same word only has more other words in it.
    if (regions.at(-1)?.end === end) regions.pop();
    regions.push({ start, end, parts: null });
  }
  return regions;
}

/** The words that share a list of places: lists of equal words are the same object. */
function wordsByList(lists: readonly (readonly Occurrence[])[]): ReadonlyMap<readonly Occurrence[], number[]> {
  const words = new Map<readonly Occurrence[], number[]>();
  lists.forEach((places, word) => {
    const same = words.get(places);
    if (same === undefined) words.set(places, [word]);
    else same.push(word);
  });
  return words;
}

/** Whether each word has an occurrence that starts from `from` to `to`; `cursors` only move on, for `from` only rises. */
function allWithin(lists: readonly (readonly Occurrence[])[], cursors: number[], from: number, to: number): boolean {
  return lists.every((places, word) => {
    let cursor = cursors[word] ?? 0;
    while (cursor < places.length && (places[cursor]?.start ?? 0) < from) cursor++;
    cursors[word] = cursor;
    const place = places[cursor];
    return place !== undefined && place.start <= to;
  });
}

/** Last token of the first region from candidate `first` on that holds all words on separate places, or null. */
function smallestEnd(
  candidates: readonly Candidate[],
  first: number,
  endMax: number,
  words: number,
  budget: { steps: number },
): number | null {
  const slots: Slot[] = [];
  const slotOfWord: (number | undefined)[] = new Array(words).fill(undefined);
  let matched = 0;
  let index = first;
  while (index < candidates.length) {
    const place = candidates[index]?.place;
    if (place === undefined || place.start > endMax) return null;
    const slot: Slot = { start: place.start, end: place.end, words: [] };
    for (; candidates[index]?.place.start === place.start; index++) {
      const candidate = candidates[index];
      if (candidate?.place.end === place.end && place.end <= endMax) slot.words.push(...candidate.words);
    }
    slots.push(slot);
    budget.steps -= 1 + slot.words.length;
    if (takeWord(slots.length - 1, slots, slotOfWord, new Set(), budget)) matched++;
    if (matched === words) return slots.reduce((end, { end: other }) => Math.max(end, other), 0);
  }
  return null;
}

/** Bipartite matching: gives the slot one of its words, moving that word's holder to another word where needed. */
function takeWord(
  slot: number,
  slots: readonly Slot[],
  slotOfWord: (number | undefined)[],
  tried: Set<number>,
  budget: { steps: number },
): boolean {
  const words = slots[slot]?.words ?? [];
  budget.steps -= words.length;
  if (budget.steps <= 0) return false;
  for (const word of words) {
    if (slotOfWord[word] === undefined) {
      slotOfWord[word] = slot;
      return true;
    }
  }
  for (const word of words) {
    if (tried.has(word)) continue;
    tried.add(word);
    const holder = slotOfWord[word];
    if (holder !== undefined && takeWord(holder, slots, slotOfWord, tried, budget)) {
      slotOfWord[word] = slot;
      return true;
    }
  }
  return false;
}
