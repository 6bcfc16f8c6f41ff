/** A matched sentence on one line of a terminal: cut around the first match, the matches in bold. */
import pc from 'picocolors';
import type { MatchedSentence } from '../shared/watch/matched-sentence.ts';

/** At most `width` characters of the text, beginning a third of the width before the first match. */
export function excerpt({ text, marks }: MatchedSentence, width: number): string {
  const first = marks[0]?.start ?? 0;
  const from = text.length <= width ? 0 : Math.max(0, Math.min(first - Math.floor(width / 3), text.length - width + 1));
  const to = Math.min(text.length, from + width - (from > 0 ? 1 : 0));
  const end = to < text.length ? to - 1 : to;
  let out = from > 0 ? '…' : '';
  let at = from;
  for (const mark of marks) {
    const start = Math.max(mark.start, at);
    const stop = Math.min(mark.end, end);
    if (stop <= start) continue;
    out += pc.dim(text.slice(at, start)) + pc.bold(text.slice(start, stop));
    at = stop;
  }
  return `${out}${pc.dim(text.slice(at, end))}${end < text.length ? '…' : ''}`;
}
