/** The right key nearest to a mistyped one, for messages about newsroom files. */
import { editDistance } from '../text/edit-distance.ts';

/** Keys longer than this are compared by their start. */
const keyCharactersMax = 40;

/** The nearest of `keys` that is at most a third of the word away; null when none is near. */
export function nearestKey(typed: string, keys: readonly string[]): string | null {
  const word = typed.slice(0, keyCharactersMax).toLowerCase();
  let best: { readonly key: string; readonly cost: number } | null = null;
  for (const key of keys) {
    const cost = editDistance(word, key.toLowerCase());
    if (best === null || cost < best.cost) best = { key, cost };
  }
  return best !== null && best.cost <= Math.max(1, Math.floor(word.length / 3)) ? best.key : null;
}
