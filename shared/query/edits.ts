/** Edits of the written query, the stuff that fixes are made of. */
import type { Place } from './ast.ts';

/** Replaces [start, end) by `text`; start = end inserts. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const GAP = ' ';
const OPENERS = ' (:\uFF08\u3000';

/** Takes a place out and leaves one space where words would run together. */
export function deletion({ start, end }: Place): Edit {
  return { start, end, text: GAP };
}

export function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

export function replacement({ start, end }: Place, text: string): Edit {
  return { start, end, text };
}

/** The text after all edits that do not overlap an earlier one; insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, order) => ({ edit, order }));
  ordered.sort((a, b) => a.edit.start - b.edit.start || a.order - b.order);
  let result = '';
  let cursor = 0;
  const append = (part: string): void => {
    const follows = result === '' || OPENERS.includes(result.at(-1) ?? GAP);
    result += follows ? part.trimStart() : part;
  };
  for (const { edit } of ordered) {
    if (edit.start < cursor) continue;
    append(text.slice(cursor, edit.start));
    const next = text[edit.end] ?? GAP;
    if (edit.text === GAP && (next === ')' || next === GAP)) result = result.trimEnd();
    else append(edit.text);
    cursor = edit.end;
  }
  append(text.slice(cursor));
  return result.trim();
}

export function overlaps(one: readonly Edit[], others: readonly Edit[]): boolean {
  return one.some((a) => others.some((b) => a.start < b.end && b.start < a.end));
}
