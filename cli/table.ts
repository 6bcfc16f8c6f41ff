/** Aligned columns for people: safe text only, the last column cut to the width of the terminal. */
import { safeLine, truncate } from '../shared/watch/safe-text.ts';

const gap = 2;
const lastColumnMin = 20;

/** A line each; `widths` limits columns by their index. The last column takes what is left of `columns`. */
export function tableLines(
  rows: readonly (readonly string[])[],
  columns: number,
  widths: Readonly<Record<number, number>> = {},
): readonly string[] {
  const cells = rows.map((row) =>
    row.map((cell, index) => {
      const clean = safeLine(cell);
      const max = widths[index];
      return max === undefined ? clean : truncate(clean, max);
    }),
  );
  const last = Math.max(0, ...cells.map((row) => row.length)) - 1;
  const width = (index: number): number => Math.max(0, ...cells.map((row) => row[index]?.length ?? 0));
  const before = Array.from({ length: Math.max(0, last) }, (_, index) => width(index));
  const left = columns - before.reduce((sum, one) => sum + one + gap, 0);
  return cells.map((row) =>
    row
      .map((cell, index) =>
        index === last ? truncate(cell, Math.max(lastColumnMin, left)) : cell.padEnd((before[index] ?? 0) + gap),
      )
      .join('')
      .trimEnd(),
  );
}
