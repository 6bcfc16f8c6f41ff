/** The stored words that are written most like a given one: for "did you mean". */
import type { Segment } from './segment.ts';
import { termKinds } from './terms.ts';

export interface NearWord {
  readonly word: string;
  readonly edits: number;
  /** How many releases have it, about. */
  readonly releases: number;
}

const shortLetters = 3;
const mediumLetters = 7;

/** How many edits a word of so many letters may be away; 0 for words too short to guess at. */
function editsMax(letters: number): number {
  return letters <= shortLetters ? 0 : letters < mediumLetters ? 1 : 2;
}

/** Of two the better one: fewer edits, then more releases. */
export function nearer(one: NearWord | null, other: NearWord | null): NearWord | null {
  if (one === null || other === null) return one ?? other;
  if (one.edits !== other.edits) return one.edits < other.edits ? one : other;
  return one.releases >= other.releases ? one : other;
}

/** The nearest word of a segment's dictionary. */
export function nearestIn(segment: Segment, word: string): NearWord | null {
  const max = editsMax(word.length);
  if (max === 0) return null;
  const letters = letterSet(word);
  let best: NearWord | null = null;
  const [first, end] = segment.range(termKinds.token);
  for (let term = first; term < end; term++) {
    const bytes = segment.termBytes(term);
    // A letter takes at least one byte, at most three.
    if (bytes.length - 1 < word.length - max || bytes.length - 1 > (word.length + max) * 3) continue;
    if (isAscii(bytes) && (bytes.length - 1 > word.length + max || tooFar(bytes, letters, max))) continue;
    const text = segment.termText(term).slice(1);
    const edits = Math.abs(text.length - word.length) > max ? max + 1 : boundedEdits(text, word, max);
    if (edits > 0 && edits <= max) best = nearer(best, { word: text, edits, releases: segment.frequency(term) });
  }
  return best;
}

/** The nearest of some words, each of one release. */
export function nearestOf(words: Iterable<string>, word: string): NearWord | null {
  const max = editsMax(word.length);
  let best: NearWord | null = null;
  for (const text of words) {
    const edits = boundedEdits(text, word, max);
    if (edits > 0 && edits <= max) best = nearer(best, { word: text, edits, releases: 1 });
  }
  return best;
}

function isAscii(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index++) if ((bytes[index] ?? 0) >= 0x80) return false;
  return true;
}

/** A bit for each letter that occurs, by its last five bits. */
function letterSet(word: string): number {
  let set = 0;
  for (let index = 0; index < word.length; index++) set |= 1 << (word.charCodeAt(index) & 31);
  return set;
}

/** Each edit changes at most two bits. The first byte is the kind. */
function tooFar(bytes: Uint8Array, letters: number, max: number): boolean {
  let set = 0;
  for (let index = 1; index < bytes.length; index++) set |= 1 << ((bytes[index] ?? 0) & 31);
  let differing = set ^ letters;
  let count = 0;
  for (; differing !== 0; count++) differing &= differing - 1;
  return count > 2 * max;
}

/** Edits between two words, a swap of neighbours being one; `max` + 1 when there are more. */
function boundedEdits(one: string, other: string, max: number): number {
  if (Math.abs(one.length - other.length) > max) return max + 1;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min((row[j - 1] ?? 0) + (same ? 0 : 1), (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > max) return max + 1;
    before = row;
    row = next;
  }
  return row[other.length] ?? max + 1;
}
