/** The rolling hash of folded units: that of a beginning is there while a word is read, and two hashes make a third. */

export const hashSeed = 0x811c9dc5 | 0;
export const hashFactor = 0x01000193;
/** Times `hashFactor`, in 32 bits, 1: takes the last unit out again. */
export const hashFactorInverse = 0x359c449b;

/** Spreads a rolling hash over all bits. */
export function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return bits ^ (bits >>> 15);
}

/** The hash of two numbers in order. */
export function hashOfPair(left: number, right: number): number {
  return mixed((Math.imul(left, 0x9e3779b1) + Math.imul(right, 0x85ebca6b)) | 0);
}
