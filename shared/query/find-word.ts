/** Finds a query word in a text, in all its forms. */
import { findCompound } from './find-compound.ts';
import { type Occurrence, sortedUnique } from './occurrences.ts';
import type { QueryWord } from './query-word.ts';
import type { SearchText } from './search-text.ts';
import { keysIn, tokenFits } from './token-fits.ts';

/** Occurrences in order of their place. Remembered per text. */
export function findWord(word: QueryWord, text: SearchText): readonly Occurrence[] {
  const before = text.found.get(word.id);
  if (before !== undefined) return before;
  const places = word.segments.length === 1 ? findSingle(word, text) : findCompound(word, text);
  const occurrences = sortedUnique(places);
  text.found.set(word.id, occurrences);
  return occurrences;
}

function findSingle(word: QueryWord, text: SearchText): Occurrence[] {
  const { index, alternates } = text.stream;
  const places: Occurrence[] = [];
  for (const key of new Set(keysIn(word, 0, 0, text))) {
    for (const token of index.get(key) ?? [])
      if (tokenFits(word, text, token, 0)) places.push({ start: token, end: token, parts: null });
    if (word.term.mode !== 'plain' || word.asksForCapitals) continue;
    for (const { start, end } of alternates.get(key) ?? []) places.push({ start, end, parts: null });
  }
  return places;
}
