/** The sentence an alert shows: the one around what matched, cut to a readable length at the edges of words. */
import { limits } from '../limits.ts';
import { characterClass, classOf } from './characters.ts';
import { sentencesOf } from './sentences.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The sentence of `text` with the most spans in it (the first of equals), at most `sentenceCharactersMax` UTF-16 units.
 * A longer one is cut around its spans, at spaces. Without spans it is the first sentence; an empty text gives {0, 0}.
 */
export function bestSentence(text: string, spans: readonly Range[]): { start: number; end: number } {
  const sentences = sentencesOf(text);
  let best: Range = sentences[0] ?? { start: 0, end: text.length };
  let bestCount = 0;
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  let current = 0;
  for (const sentence of sentences) {
    let count = 0;
    while (current < ordered.length && (ordered[current]?.start ?? 0) < sentence.end) {
      if ((ordered[current]?.start ?? 0) >= sentence.start) count++;
      current++;
    }
    if (count > bestCount) {
      best = sentence;
      bestCount = count;
    }
  }
  const first = ordered.find((span) => span.start >= best.start && span.start < best.end);
  // A phrase may run on into the next sentence; what matched is shown whole.
  const end = first === undefined ? best.end : Math.max(best.end, Math.min(first.end, text.length));
  return cut(text, { start: best.start, end }, first ?? null);
}

function cut(text: string, range: Range, span: Range | null): { start: number; end: number } {
  const charactersMax = limits.sentenceCharactersMax;
  if (range.end - range.start <= charactersMax) return { start: range.start, end: range.end };
  const focus = span ?? { start: range.start, end: range.start };
  const room = Math.max(charactersMax - (focus.end - focus.start), 0);
  let start = Math.max(range.start, focus.start - Math.floor(room / 2));
  let end = Math.min(range.end, start + charactersMax);
  start = Math.max(range.start, end - charactersMax);
  if (start > range.start) start = wordStart(text, start, Math.min(focus.start, end));
  if (end < range.end) end = wordEnd(text, end, Math.min(Math.max(focus.end, start), end));
  return { start, end };
}

function isSpace(text: string, index: number): boolean {
  return classOf(text.charCodeAt(index)) === characterClass.space;
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}

/** The first start of a word at or after `from`, not beyond `limit`; without a space in between a whole character. */
function wordStart(text: string, from: number, limit: number): number {
  if (isSpace(text, from - 1)) return from;
  for (let index = from; index < limit; index++) {
    if (!isSpace(text, index)) continue;
    while (index < limit && isSpace(text, index)) index++;
    return index;
  }
  return isLowSurrogate(text, from) ? from + 1 : from;
}

/** The last end of a word at or before `from`, not before `limit`; without a space in between a whole character. */
function wordEnd(text: string, from: number, limit: number): number {
  if (isSpace(text, from)) return from;
  for (let index = from; index > limit; index--) {
    if (!isSpace(text, index - 1)) continue;
    while (index > limit && isSpace(text, index - 1)) index--;
    return index;
  }
  return isLowSurrogate(text, from) ? from - 1 : from;
}
