/** What a revision changed, in few words: the places that differ with a little of what stands around them. */
import type { Release } from '../release/schema.ts';
import { headlineOf, safeLine, truncate } from './safe-text.ts';

export interface ChangedPart {
  readonly field: 'headline' | 'body';
  /** Null: it was added. */
  readonly before: string | null;
  /** Null: it was removed. */
  readonly after: string | null;
}

const partsMax = 3;
/** Words on either side of a place. */
const contextWords = 4;
const partCharactersMax = 160;

/** Around a place in a script without spaces. */
const contextCharacters = 16;
const unspaced = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]/;

/** What a text is cut into: words, or the characters of a script that has no spaces between them. */
interface Cut {
  readonly pieces: readonly string[];
  readonly joint: '' | ' ';
}

function cut(text: string, byCharacter: boolean): Cut {
  const line = safeLine(text);
  return byCharacter ? { pieces: [...line], joint: '' } : { pieces: line.split(' ').filter(Boolean), joint: ' ' };
}

/** The words that differ with their context; an ellipsis stands for what was left out. */
function place({ pieces: all, joint }: Cut, start: number, end: number): string {
  const context = joint === '' ? contextCharacters : contextWords;
  const from = Math.max(0, start - context);
  const to = Math.min(all.length, end + context);
  const text = all.slice(from, to).join(joint);
  return truncate(`${from > 0 ? '… ' : ''}${text}${to < all.length ? ' …' : ''}`, partCharactersMax);
}

function changedWords(before: string, after: string): { readonly before: string; readonly after: string } {
  const byCharacter = unspaced.test(before) && unspaced.test(after);
  const [left, right] = [cut(before, byCharacter), cut(after, byCharacter)];
  const [old, young] = [left.pieces, right.pieces];
  const shorter = Math.min(old.length, young.length);
  let start = 0;
  while (start < shorter && old[start] === young[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && old[old.length - 1 - tail] === young[young.length - 1 - tail]) tail += 1;
  return { before: place(left, start, old.length - tail), after: place(right, start, young.length - tail) };
}

/** At most three places, the headline first. Paragraphs are told apart by their text; linear in both texts. */
export function changedParts(before: Release, after: Release): readonly ChangedPart[] {
  const parts: ChangedPart[] = [];
  if (before.headline !== after.headline) {
    parts.push({ field: 'headline', before: headlineOf(before), after: headlineOf(after) });
  }
  const [old, young] = [before.body.split('\n\n'), after.body.split('\n\n')];
  const [known, now] = [new Set(old), new Set(young)];
  const removed = old.filter((paragraph) => !now.has(paragraph));
  const added = young.filter((paragraph) => !known.has(paragraph));
  for (let i = 0; i < Math.max(removed.length, added.length) && parts.length < partsMax; i += 1) {
    const [gone, come] = [removed[i], added[i]];
    if (gone !== undefined && come !== undefined) parts.push({ field: 'body', ...changedWords(gone, come) });
    else if (gone !== undefined)
      parts.push({ field: 'body', before: truncate(safeLine(gone), partCharactersMax), after: null });
    else if (come !== undefined)
      parts.push({ field: 'body', before: null, after: truncate(safeLine(come), partCharactersMax) });
  }
  return parts;
}
