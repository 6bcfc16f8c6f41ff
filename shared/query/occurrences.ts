/** Places of query parts in a text, and lists of them in order. */

/** Tokens `start` to `end` inclusive. `parts` are the operands of a proximity, null for a word or phrase. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly Occurrence[] | null;
}

/** Sorted by start, then end; each place once. */
export function sortedUnique(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  if (occurrences.length < 2) return occurrences;
  const sorted = [...occurrences].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.filter((occurrence, index) => {
    const last = sorted[index - 1];
    return last === undefined || last.start !== occurrence.start || last.end !== occurrence.end;
  });
}

/** First index whose occurrence starts at or after `token`. */
export function firstFrom(occurrences: readonly Occurrence[], token: number): number {
  let low = 0;
  let high = occurrences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((occurrences[middle]?.start ?? 0) < token) low = middle + 1;
    else high = middle;
  }
  return low;
}
