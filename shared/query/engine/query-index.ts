/** A compiled index of standing queries: typed arrays and the texts of its conditions, nothing else. */
import type { FieldName } from '../ast.ts';
import type { KeyTableData } from './key-table.ts';

/** What a posting says, in its low bits. */
export const posting = {
  /** query: it matches */
  match: 0,
  /** query, which has further anchors: it matches */
  matchOnce: 1,
  /** query; a word: it matches when the word is there too */
  both: 2,
  /** program; a word without which it cannot match */
  guarded: 3,
  /** program */
  program: 4,
  shift: 3,
  mask: 7,
} as const;

/**
 * Keys and the words that can be found under each (word-entry.ts). What stands beside a key in the table is its entry, as it is
 * for most; or -1 - i, when its entries stand in `lists` from i + 1 on and their number at i.
 */
export interface WordKeys {
  readonly table: KeyTableData;
  readonly lists: Int32Array;
}

export interface QueryIndex {
  readonly words: number;
  /** Distinct queries. */
  readonly queries: number;
  readonly keys: WordKeys;
  readonly prefixes: WordKeys;
  /** Two words by pair; the anchor of pair p is `words + p`. */
  readonly pairs: Int32Array;
  /** Postings of anchor a from `postingStarts[a]` to `postingStarts[a + 1]`, by kind. */
  readonly postingStarts: Int32Array;
  readonly postings: Int32Array;
  /** Programs, each after the number of its query × 2 + whether it has further anchors. */
  readonly programs: Int32Array;
  /** Programs that are tried on every document. */
  readonly always: Int32Array;
  /**
   * Watches are numbers below this. The number of a query is that of its watch; or, when it has several, `watches` + i: their
   * number stands in `watchLists` at i, and they from i + 1 on.
   */
  readonly watches: number;
  readonly watchLists: Int32Array;
  /** Canonical queries that the evaluator answers. */
  readonly conditions: readonly string[];
  /** Fields whose values have anchors. */
  readonly fields: readonly FieldName[];
}

/** Tells the watches of a query, each once, in rising order. */
export function eachWatch({ watches, watchLists }: QueryIndex, query: number, tell: (watch: number) => void): void {
  if (query < watches) {
    tell(query);
    return;
  }
  const list = query - watches;
  const last = list + (watchLists[list] as number);
  for (let at = list + 1; at <= last; at++) tell(watchLists[at] as number);
}

/** How many watches have a query. */
export function watchCount({ queries, watchLists }: QueryIndex): number {
  let count = queries;
  for (let list = 0; list < watchLists.length; list += 1 + (watchLists[list] as number)) {
    count += (watchLists[list] as number) - 1;
  }
  return count;
}
