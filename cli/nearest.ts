/** The nearest known word to a mistyped one, for "did you mean". */

/** Edit distance (Levenshtein) between two short words. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

const wordCharactersMax = 40;

interface Candidate {
  readonly candidate: string;
  readonly cost: number;
}

function best(word: string, candidates: readonly string[]): Candidate | null {
  const typed = word.slice(0, wordCharactersMax);
  let found: Candidate | null = null;
  for (const candidate of candidates) {
    const cost = candidate.startsWith(typed) ? 0.5 : distance(typed, candidate);
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
