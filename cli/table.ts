/** Aligned columns for people: safe text only, the last column cut or wrapped to the width of the terminal. */
import { safeLine, truncate } from '../shared/watch/safe-text.ts';

const gap = 2;
const lastColumnMin = 20;

/** Below this a last column is wrapped beneath its line rather than beside it. */
const wrappedColumnMin = 40;
const indent = 4;

type Widths = Readonly<Record<number, number>>;

interface Layout {
  /** Cells without the last, padded to their columns. */
  readonly heads: readonly string[];
  readonly lasts: readonly string[];
  /** Characters before the last column. */
  readonly before: number;
}

function layoutOf(rows: readonly (readonly string[])[], widths: Widths): Layout {
  const cells = rows.map((row) =>
    row.map((cell, index) => {
      const clean = safeLine(cell);
      const max = widths[index];
      return max === undefined ? clean : truncate(clean, max);
    }),
  );
  const last = Math.max(0, ...cells.map((row) => row.length)) - 1;
  const width = (index: number): number => Math.max(0, ...cells.map((row) => row[index]?.length ?? 0)) + gap;
  const columns = Array.from({ length: Math.max(0, last) }, (_, index) => width(index));
  return {
    heads: cells.map((row) => columns.map((size, index) => (row[index] ?? '').padEnd(size)).join('')),
    lasts: cells.map((row) => row[last] ?? ''),
    before: columns.reduce((sum, size) => sum + size, 0),
  };
}

/** A line each; `widths` limits columns by their index. The last column takes what is left of `columns`. */
export function tableLines(
  rows: readonly (readonly string[])[],
  columns: number,
  widths: Widths = {},
): readonly string[] {
  const { heads, lasts, before } = layoutOf(rows, widths);
  const left = Math.max(lastColumnMin, columns - before);
  return heads.map((head, index) => `${head}${truncate(lasts[index] ?? '', left)}`.trimEnd());
}

/** The lines of each row: as `tableLines`, but the last column is told whole, on further lines where it has to be. */
export function wrappedTable(
  rows: readonly (readonly string[])[],
  columns: number,
  widths: Widths = {},
): readonly (readonly string[])[] {
  const { heads, lasts, before } = layoutOf(rows, widths);
  const left = columns - before;
  return heads.map((head, index) => {
    const last = lasts[index] ?? '';
    if (last.length <= left) return [`${head}${last}`.trimEnd()];
    const beside = left >= wrappedColumnMin;
    const [first = '', ...more] = wrap(last, beside ? left : columns - indent);
    const hanging = ' '.repeat(beside ? before : indent);
    return beside
      ? [head + first, ...more.map((line) => hanging + line)]
      : [head.trimEnd(), ...[first, ...more].map((line) => hanging + line)];
  });
}

/** Between words; a word that is longer than a line stands alone. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
