/** Counts and cuts words: one definition for the record, the language check and the comparison of revisions. */

const wordPattern = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’.,:/-](?=[\p{L}\p{N}]))*/gu;
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Words in order, as printed: runs of letters and digits, with marks between them ("I-24/7", "9.087", "l’avenir") kept. */
export function words(text: string): string[] {
  return text.match(wordPattern) ?? [];
}

/** How many words the text has; scripts without spaces are counted by the platform's word segmentation. */
export function countWords(text: string): number {
  if (!unspacedScript.test(text)) return words(text).length;
  let count = 0;
  for (const segment of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)) {
    if (segment.isWordLike === true) count += 1;
  }
  return count;
}
