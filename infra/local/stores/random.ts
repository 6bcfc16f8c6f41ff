/** Unguessable randomness from the system. */
import { randomBytes, randomInt } from 'node:crypto';
import { base32 } from '../../../shared/ids.ts';
import type { Random } from '../../../shared/ports.ts';

const FRACTION_STEPS = 2 ** 47;

export function cryptoRandom(): Random {
  return {
    nonce: () => base32(randomBytes(17)).slice(0, 26),
    fraction: () => randomInt(FRACTION_STEPS) / FRACTION_STEPS,
  };
}
