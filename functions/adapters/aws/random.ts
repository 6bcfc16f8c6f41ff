/** Randomness that nobody can guess. */
import { randomBytes, randomInt } from 'node:crypto';
import { base32 } from '../../../shared/ids.ts';
import type { Random } from '../../../shared/ports.ts';

const nonceCharacters = 26;
/** 17 bytes are 28 characters of base32; 16 would leave the last character half empty. */
const nonceBytes = 17;
const fractionSteps = 2 ** 47;

export function cryptoRandom(): Random {
  return {
    nonce: () => base32(randomBytes(nonceBytes)).slice(0, nonceCharacters),
    fraction: () => randomInt(fractionSteps) / fractionSteps,
  };
}
