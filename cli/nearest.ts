/** The nearest known word to a mistyped one, for "did you mean". */

import { editDistance } from '../shared/text/edit-distance.ts';

const wordCharactersMax = 40;

interface Candidate {
  readonly candidate: string;
  readonly cost: number;
}

function best(word: string, candidates: readonly string[]): Candidate | null {
  const typed = word.slice(0, wordCharactersMax);
  let found: Candidate | null = null;
  for (const candidate of candidates) {
    const cost = candidate.startsWith(typed) ? 0.5 : editDistance(typed, candidate);
    if (found === null || cost < found.cost) found = { candidate, cost };
  }
  return found;
}

/** The candidate nearest to `word`, or null when there is none to choose from. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  return best(word, candidates)?.candidate ?? null;
}

/** Like `nearest`, but null when more than half of the word would have to change: for names that people choose freely. */
export function similar(word: string, candidates: readonly string[]): string | null {
  const found = best(word, candidates);
  return found === null || found.cost > Math.max(1, word.length / 2) ? null : found.candidate;
}
