/** Edits of the written query, the stuff that fixes are made of. */

/** Replaces [start, end) by `text`; start = end inserts. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after all edits that do not overlap an earlier one; insertions at one place keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, order) => ({ edit, order }));
  ordered.sort((a, b) => a.edit.start - b.edit.start || a.order - b.order);
  let result = '';
  let cursor = 0;
  for (const { edit } of ordered) {
    if (edit.start < cursor) continue;
    result += text.slice(cursor, edit.start) + edit.text;
    cursor = edit.end;
  }
  return (result + text.slice(cursor)).trim();
}

export function overlaps(one: readonly Edit[], others: readonly Edit[]): boolean {
  return one.some((a) => others.some((b) => a.start < b.end && b.start < a.end));
}
