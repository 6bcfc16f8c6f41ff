/** JSON Lines: the whole record a line, nested as it is, with the key of its object in front. */
import type { TableRow, TableWriter } from './columns.ts';

export function ndjsonLine({ key, release }: TableRow): string {
  return `${JSON.stringify({ key, ...release })}\n`;
}

export function ndjsonTable(): TableWriter {
  return {
    begin: () => new Uint8Array(),
    add: (rows) => Buffer.from(rows.map(ndjsonLine).join(''), 'utf8'),
    end: () => new Uint8Array(),
  };
}
