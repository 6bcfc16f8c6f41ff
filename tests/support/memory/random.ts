/** Repeatable randomness: the same seed gives the same nonces and fractions. */
import type { Random } from '../../../shared/ports.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** Mulberry32, a 32-bit generator that is good enough for tests. */
export function seededRandom(seed = 1): Random {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    fraction,
    nonce: () => Array.from({ length: 26 }, () => ALPHABET.charAt(Math.floor(fraction() * 32))).join(''),
  };
}
