/** What a paragraph is told again by on a sibling page: its words and numbers without case and punctuation, as a short hash. */
import { sha256Hex } from '../../ids.ts';

/** A shorter line repeats by chance ("Berlin", "12 May"). */
const CHARACTERS_MIN = 12;
/** 12 hex digits: among the few thousand paragraphs of a template two different ones do not meet. */
const DIGITS = 12;

/** Null for what is too short to be told again. Another number makes another paragraph: figures are what series differ in. */
export function fingerprint(text: string): string | null {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return words.length < CHARACTERS_MIN ? null : sha256Hex(words).slice(0, DIGITS);
}
