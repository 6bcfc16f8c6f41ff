/** How an extraction is scored: text snippets that must and must not occur, shingles of four words, exact titles and days. */

/** Counts of one page or many; rates are made of sums. */
export interface Counts {
  truePositive: number;
  falsePositive: number;
  falseNegative: number;
}

export const noCounts = (): Counts => ({ truePositive: 0, falsePositive: 0, falseNegative: 0 });

export function addCounts(sum: Counts, more: Counts): void {
  sum.truePositive += more.truePositive;
  sum.falsePositive += more.falsePositive;
  sum.falseNegative += more.falseNegative;
}

export interface Rates {
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
}

export function ratesOf({ truePositive, falsePositive, falseNegative }: Counts): Rates {
  const precision = truePositive / Math.max(1e-9, truePositive + falsePositive);
  const recall = truePositive / Math.max(1e-9, truePositive + falseNegative);
  return { f1: (2 * precision * recall) / Math.max(1e-9, precision + recall), precision, recall };
}

/** One kind of white space, no soft hyphens: the same on both sides of every comparison. */
export function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\u00ad/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Snippets that must (`wanted`) and must not (`unwanted`) stand in the text, white space aside. */
export function countSnippets(text: string, wanted: readonly string[], unwanted: readonly string[]): Counts {
  const body = plain(text);
  const found = wanted.filter((snippet) => body.includes(plain(snippet))).length;
  return {
    truePositive: found,
    falsePositive: unwanted.filter((snippet) => body.includes(plain(snippet))).length,
    falseNegative: wanted.length - found,
  };
}

const SHINGLE_WORDS = 4;

function shinglesOf(text: string): Map<string, number> {
  const words = plain(text).match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  const counts = new Map<string, number>();
  const last = Math.max(words.length - SHINGLE_WORDS, words.length > 0 ? 0 : -1);
  for (let at = 0; at <= last; at += 1) {
    const shingle = words.slice(at, at + SHINGLE_WORDS).join(' ');
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  return counts;
}

/** Shingles of four words that both texts share, each page weighing one whatever its length. */
export function countShingles(text: string, expected: string): Counts {
  const found = shinglesOf(text);
  const wanted = shinglesOf(expected);
  const counts = noCounts();
  for (const shingle of new Set([...found.keys(), ...wanted.keys()])) {
    const ours = found.get(shingle) ?? 0;
    const theirs = wanted.get(shingle) ?? 0;
    counts.truePositive += Math.min(ours, theirs);
    counts.falsePositive += Math.max(0, ours - theirs);
    counts.falseNegative += Math.max(0, theirs - ours);
  }
  const sum = Math.max(1, counts.truePositive + counts.falsePositive + counts.falseNegative);
  return {
    truePositive: counts.truePositive / sum,
    falsePositive: counts.falsePositive / sum,
    falseNegative: counts.falseNegative / sum,
  };
}

/** Equal but for white space, case and the form of quotation marks and dashes. */
export function sameTitle(found: string | null, expected: string): boolean {
  return found !== null && titleKey(found) === titleKey(expected);
}

function titleKey(title: string): string {
  return plain(title)
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‐‑‒–—]/g, '-')
    .toLowerCase();
}
