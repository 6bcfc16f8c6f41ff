/** The text of a message cut to what a queue or a topic takes: in its middle, so that how to stop it stays. */
import { limits } from '../limits.ts';

/** Begins the last lines of a message to people (RFC 3676 has a space behind it, which plain text loses). */
export const footMark = '--';

/** Made at first need: making it takes 9 ms, which no start should pay. */
let segmenter: Intl.Segmenter | null = null;

/** How far around a cut the edges of graphemes are looked for: segmenting a long text takes quadratic time in V8. */
const edgeWindow = 256;

/** The last edge of a grapheme at or before `index`. */
function graphemeEdge(text: string, index: number): number {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  const start = Math.max(0, index - edgeWindow);
  let edge = start;
  for (const { index: offset } of segmenter.segment(text.slice(start, index + edgeWindow))) {
    if (start + offset > index) break;
    edge = start + offset;
  }
  return edge;
}

export const jsonSize = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The text with as much of its beginning as fits into `bytesMax` bytes as a JSON string, a mark of the cut, and its foot. */
export function cutText(text: string, bytesMax: number = limits.messageTextBytesMax): string {
  if (jsonSize(text) <= bytesMax) return text;
  const foot = text.lastIndexOf(`\n${footMark}\n`);
  const rest = foot === -1 ? '\n[…]' : `\n[…]\n${text.slice(foot)}`;
  let used = jsonSize(rest);
  let end = 0;
  for (const character of text.slice(0, foot === -1 ? text.length : foot)) {
    used += jsonSize(character) - 2;
    if (used > bytesMax) break;
    end += character.length;
  }
  return `${text.slice(0, graphemeEdge(text, end)).trimEnd()}${rest}`;
}
