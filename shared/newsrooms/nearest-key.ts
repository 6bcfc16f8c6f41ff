/** The right key nearest to a mistyped one, for messages about newsroom files. */

/** Keys longer than this are compared by their start. */
const keyCharactersMax = 40;

/** The nearest of `keys` that is at most a third of the word away; null when none is near. */
export function nearestKey(typed: string, keys: readonly string[]): string | null {
  const word = typed.slice(0, keyCharactersMax).toLowerCase();
  let best: { readonly key: string; readonly cost: number } | null = null;
  for (const key of keys) {
    const cost = distance(word, key.toLowerCase());
    if (best === null || cost < best.cost) best = { key, cost };
  }
  return best !== null && best.cost <= Math.max(1, Math.floor(word.length / 3)) ? best.key : null;
}

/** Edit distance (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
