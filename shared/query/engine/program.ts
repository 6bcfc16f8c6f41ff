/**
 * The bytecode of a query: nodes one after the other, each an operation with a number above it. AND, OR, NOT, NEAR of more
 * than two words and the scopes carry their whole length in numbers, so that what is not needed is skipped.
 */

export const operation = {
  /** word */
  term: 0,
  /** length; children */
  and: 1,
  /** length; children */
  or: 2,
  /** length; child */
  not: 3,
  /** number of words; the words */
  phrase: 4,
  /** length; distance × 2 + ordered; left operand; right operand. An operand: number of items; each its words' number and the words */
  near: 5,
  /** length; child: in the headline only */
  title: 6,
  /** length; child: in the body only */
  body: 7,
  /** condition, which the evaluator answers */
  condition: 8,
  /** distance × 2 + ordered; two words: most proximities have no more */
  nearWords: 9,
  shift: 4,
  mask: 15,
} as const;

/** How many numbers the node at `at` takes. */
export function nodeLength(code: Int32Array, at: number): number {
  const head = code[at] as number;
  const operand = head >>> operation.shift;
  switch (head & operation.mask) {
    case operation.term:
    case operation.condition:
      return 1;
    case operation.phrase:
      return 1 + operand;
    case operation.nearWords:
      return 3;
    default:
      return operand;
  }
}

/** How many numbers the operand of a proximity at `at` takes. */
export function operandLength(code: Int32Array, at: number): number {
  const items = code[at] as number;
  let length = 1;
  for (let item = 0; item < items; item++) length += 1 + (code[at + length] as number);
  return length;
}

/** Tells where in a query's bytecode its words stand, and whether their places are looked at. */
export function eachWord(code: Int32Array, at: number, tell: (index: number, isPlaced: boolean) => void): void {
  const head = code[at] as number;
  const operand = head >>> operation.shift;
  const tellAll = (from: number, words: number): void => {
    for (let index = from; index < from + words; index++) tell(index, true);
  };
  switch (head & operation.mask) {
    case operation.term:
      tell(at, false);
      return;
    case operation.phrase:
      tellAll(at + 1, operand);
      return;
    case operation.nearWords:
      tellAll(at + 1, 2);
      return;
    case operation.near:
      for (let item = at + 2; item < at + operand; ) {
        const items = code[item++] as number;
        for (let index = 0; index < items; index++) {
          const words = code[item] as number;
          tellAll(item + 1, words);
          item += words + 1;
        }
      }
      return;
    case operation.condition:
      return;
    default:
      for (let child = at + 1; child < at + operand; child += nodeLength(code, child)) eachWord(code, child, tell);
  }
}
