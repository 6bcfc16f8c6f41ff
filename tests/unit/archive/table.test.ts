import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { columns, type TableRow, type TableWriter } from '../../../shared/archive/table/columns.ts';
import { csvTable } from '../../../shared/archive/table/csv.ts';
import { ndjsonTable } from '../../../shared/archive/table/ndjson.ts';
import { parquetTable } from '../../../shared/archive/table/parquet.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { makeRelease } from '../../support/releases.ts';

const row = (overrides: Parameters<typeof makeRelease>[0] = {}): TableRow => {
  const release = makeRelease(overrides);
  return { key: `releases/newsroom=harbour/date=2026-03-01/${release.id}.json`, release };
};

function written(table: TableWriter, ...portions: readonly (readonly TableRow[])[]): Buffer {
  return Buffer.concat([table.begin(), ...portions.map((portion) => table.add(portion)), table.end()]);
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

describe('the table of releases', () => {
  it('has these types: readers build on them', () => {
    const types = Object.fromEntries(
      columns.map(({ name, type, nullable }) => [name, `${type}${nullable ? '?' : ''}`]),
    );
    expect(types).toMatchObject({
      key: 'string',
      publishedOn: 'date?',
      id: 'string',
      newsroom: 'string',
      headline: 'string',
      datePublished: 'string?',
      inLanguage: 'string?',
      dateline: 'json?',
      body: 'string',
      quotes: 'json',
      topics: 'json',
      wordCount: 'integer',
      revision: 'integer',
      status: 'string',
      change: 'json?',
      firstSeenAt: 'timestamp',
    });
  });

  it('has a column for every field of the record', () => {
    const names = new Set(columns.map(({ name }) => name));
    expect(Object.keys(makeRelease()).filter((field) => !names.has(field))).toEqual([]);
  });
});

describe('Parquet', () => {
  const quotes: Release['quotes'] = [{ text: 'Quoted', speaker: null, start: 0, end: 6 }];
  const rows = [
    row({ slug: 'one', quotes, headline: 'Größe “I‑24/7” 🚢' }),
    row({ slug: 'two', newsroom: 'bank', datePublished: null, dateSource: null, dateConfidence: null }),
    row({ slug: 'three', datePublished: '2022-01-28T11:05:37+01:00', status: 'withdrawn' }),
  ];

  it('gives back every value, of several portions', async () => {
    const file = arrayBuffer(written(parquetTable(), rows.slice(0, 2), rows.slice(2)));
    const read = await parquetReadObjects({ file });
    expect(read).toHaveLength(3);
    for (const [index, { key, release }] of rows.entries()) {
      const { publishedOn, firstSeenAt, ...rest } = read[index]!;
      const { firstSeenAt: seen, ...record } = release;
      expect(rest).toEqual({ key, ...record });
      expect((firstSeenAt as Date).toISOString()).toBe(new Date(seen).toISOString());
      expect((publishedOn as Date | null)?.toISOString().slice(0, 10) ?? null).toBe(
        release.datePublished?.slice(0, 10) ?? null,
      );
    }
  });

  it('says the least and the greatest of short columns, so that readers skip what they do not want', () => {
    const { row_groups: groups } = parquetMetadata(arrayBuffer(written(parquetTable(), rows)));
    const of = (name: string) =>
      groups[0]!.columns.find(({ meta_data: data }) => data!.path_in_schema[0] === name)!.meta_data!.statistics;
    expect(of('newsroom')).toMatchObject({ min_value: 'bank', max_value: 'harbour', null_count: 0n });
    expect(of('datePublished')).toMatchObject({ null_count: 1n });
    expect(of('body')).toBeUndefined();
  });

  it('is a file with columns and no rows when there is nothing', async () => {
    const file = arrayBuffer(written(parquetTable()));
    expect(await parquetReadObjects({ file })).toEqual([]);
    expect(parquetMetadata(file).schema).toHaveLength(columns.length + 1);
  });
});

describe('CSV', () => {
  it('quotes what needs it, leaves absent values empty, and writes nested ones as JSON', () => {
    const text = written(csvTable(), [
      row({ headline: 'He said "no", twice', body: 'One\n\nTwo', topics: ['a', 'b'] }),
    ]).toString();
    const [header, ...lines] = text.split('\r\n');
    expect(header!.split(',')).toEqual(columns.map(({ name }) => name));
    const line = lines.join('\r\n');
    expect(line).toContain('"He said ""no"", twice"');
    expect(line).toContain('"One\n\nTwo"');
    expect(line).toContain('"[""a"",""b""]"');
    expect(line).toMatch(/^releases\/newsroom=harbour\/.*\.json,2026-03-01,1,/);
  });
});

describe('CSV that a spreadsheet opens', () => {
  it.each(['=HYPERLINK("http://x")', '+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])('runs no formula of %j', (headline) => {
    const text = written(csvTable(), [row({ headline, wordCount: 3 })]).toString();
    expect(text).toContain(`'${headline}`.replaceAll('"', '""'));
    expect(text).toContain(',3,');
  });
});

describe('JSON Lines', () => {
  it('are the whole records with their keys', () => {
    const one = row();
    expect(JSON.parse(written(ndjsonTable(), [one]).toString())).toEqual({ key: one.key, ...one.release });
  });
});
