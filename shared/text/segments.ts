/** Counts and cuts words: one definition for the record, the language check and the comparison of revisions. */
import { unitAt } from './units.ts';

const wordPattern = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’.,:/-](?=[\p{L}\p{N}]))*/gu;
const surrogate = /[\ud800-\udfff]/;

/** What a UTF-16 unit is in a word: found by the pattern's own classes, once for each unit that is met. */
const unitKinds = { unknown: 0, none: 1, letter: 2, mark: 3, joiner: 4 } as const;
const kindOfUnit = new Uint8Array(0x10000);

function unitKind(unit: number): number {
  const known = kindOfUnit[unit];
  if (known !== undefined && known !== unitKinds.unknown) return known;
  const char = String.fromCharCode(unit);
  const kind = /[\p{L}\p{N}]/u.test(char)
    ? unitKinds.letter
    : /\p{M}/u.test(char)
      ? unitKinds.mark
      : "'’.,:/-".includes(char)
        ? unitKinds.joiner
        : unitKinds.none;
  kindOfUnit[unit] = kind;
  return kind;
}

/** Hands over where each word begins and ends, up to `most` of them; the text has no surrogates. */
function scanWords(text: string, most: number, visit: (start: number, end: number) => void): number {
  const { length } = text;
  let count = 0;
  for (let at = 0; at < length && count < most; at += 1) {
    if (unitKind(unitAt(text, at)) !== unitKinds.letter) continue;
    const start = at;
    for (at += 1; at < length; at += 1) {
      const kind = unitKind(unitAt(text, at));
      if (kind === unitKinds.letter || kind === unitKinds.mark) continue;
      if (kind !== unitKinds.joiner || at + 1 >= length) break;
      if (unitKind(unitAt(text, at + 1)) !== unitKinds.letter) break;
    }
    visit(start, at);
    count += 1;
  }
  return count;
}
const beyondSpacedScripts = /[\u0e00-\u1fff\u2e80-\uffff]/;
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The first `most` words in order, as printed: runs of letters and digits, with marks between them ("I-24/7", "9.087", "l’avenir") kept. */
export function words(text: string, most = Number.POSITIVE_INFINITY): string[] {
  if (surrogate.test(text)) return (text.match(wordPattern) ?? []).slice(0, most);
  const found: string[] = [];
  scanWords(text, most, (start, end) => found.push(text.slice(start, end)));
  return found;
}

/** Made at first need, once: its tables are large. */
let segmenter: Intl.Segmenter | null = null;

/** How many words the text has; scripts without spaces are counted by the platform's word segmentation. */
export function countWords(text: string): number {
  // A plain class is searched for much faster than scripts are, and most texts have nothing of either.
  if (!beyondSpacedScripts.test(text) || !unspacedScript.test(text)) {
    return surrogate.test(text) ? words(text).length : scanWords(text, Number.POSITIVE_INFINITY, () => {});
  }
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  let count = 0;
  for (const run of runsOf(text)) {
    for (const segment of segmenter.segment(run)) if (segment.isWordLike === true) count += 1;
  }
  return count;
}

/** The platform's segmentation takes the square of a run's length: text is given to it in pieces that end where words do. */
const RUN_CHARACTERS_MIN = 200;
const RUN_CHARACTERS_MAX = 1_000;
const runEnd = /[\s。！？，、；：]/;

function* runsOf(text: string): Generator<string> {
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const length = at + 1 - start;
    if (length < RUN_CHARACTERS_MIN || (length < RUN_CHARACTERS_MAX && !runEnd.test(text.charAt(at)))) continue;
    yield text.slice(start, at + 1);
    start = at + 1;
  }
  yield text.slice(start);
}
