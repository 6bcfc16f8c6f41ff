import { expect, it } from 'vitest';
import { tableLines, wrappedTable } from '../../../cli/table.ts';

const rows = [
  ['gone', 'harbour', 'the server says that the channel is gone for good'],
  ['ok', 'port', 'fine'],
];

it('cuts the last column of a table to the width', () => {
  expect(tableLines(rows, 50)).toEqual(['gone  harbour  the server says that the channel i…', 'ok    port     fine']);
});

it('tells the last column whole, beside its line or beneath it', () => {
  expect(wrappedTable(rows, 80).flat()).toEqual([
    'gone  harbour  the server says that the channel is gone for good',
    'ok    port     fine',
  ]);
  expect(wrappedTable(rows, 60)).toEqual([
    ['gone  harbour  the server says that the channel is gone for', '               good'],
    ['ok    port     fine'],
  ]);
  expect(wrappedTable(rows, 40)).toEqual([
    ['gone  harbour', '    the server says that the channel is', '    gone for good'],
    ['ok    port     fine'],
  ]);
});
