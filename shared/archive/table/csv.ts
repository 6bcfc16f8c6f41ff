/**
 * CSV as RFC 4180 has it: a header, UTF-8, CRLF, quotes where they are needed. Absent values are empty, nested ones JSON. The
 * texts are strangers': what a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection).
 */
import { columns, type TableRow, type TableWriter } from './columns.ts';

const lineEnd = '\r\n';
const formula = /^[=+\-@\t\r]/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const plain = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const text = typeof value === 'string' && formula.test(plain) ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function line(row: TableRow): string {
  return columns.map((column) => cell(column.value(row))).join(',') + lineEnd;
}

export function csvTable(): TableWriter {
  return {
    begin: () => Buffer.from(columns.map(({ name }) => name).join(',') + lineEnd, 'utf8'),
    add: (rows) => Buffer.from(rows.map(line).join(''), 'utf8'),
    end: () => new Uint8Array(),
  };
}
