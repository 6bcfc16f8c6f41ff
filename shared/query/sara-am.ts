/**
 * The Thai and Lao vowel am, which is written as one character or as a ring and an a, with a tone mark before, between, or
 * behind them. All of these are one spelling: the tone mark, the ring, the a.
 */

const WHOLE_TO_RING = 0x1a;
const RING_TO_A = -0x1b;
const THAI_RING = 0xe4d;
const LAO_RING = 0xecd;

/** Whether the vowel may begin with this character. */
export function beginsSaraAm(code: number): boolean {
  return isRing(code) || isRing(code + WHOLE_TO_RING);
}

function isRing(code: number): boolean {
  return code === THAI_RING || code === LAO_RING;
}

function isToneMark(code: number): boolean {
  return (code >= 0xe48 && code <= 0xe4b) || (code >= 0xec8 && code <= 0xecb);
}

/** The characters of the vowel that begins at `start`, in one order, and where it ends; null when none begins there. */
export function readSaraAm(text: string, start: number): { readonly characters: string; readonly end: number } | null {
  const first = text.charCodeAt(start);
  if (isRing(first + WHOLE_TO_RING)) return { characters: spelled(first + WHOLE_TO_RING), end: start + 1 };
  if (!isRing(first)) return null;
  let end = start + 1;
  while (isToneMark(text.charCodeAt(end))) end++;
  if (text.charCodeAt(end) !== first + RING_TO_A) return null;
  return { characters: text.slice(start + 1, end) + spelled(first), end: end + 1 };
}

function spelled(ring: number): string {
  return String.fromCharCode(ring, ring + RING_TO_A);
}
