/** What DuckDB makes of the tables: the same rows and the types that the columns promise. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ColumnType, columns, type TableRow, type TableWriter } from '../../shared/archive/table/columns.ts';
import { csvTable } from '../../shared/archive/table/csv.ts';
import { ndjsonTable } from '../../shared/archive/table/ndjson.ts';
import { parquetTable } from '../../shared/archive/table/parquet.ts';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { makeRelease } from '../support/releases.ts';

const duckTypes: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  integer: 'INTEGER',
  boolean: 'BOOLEAN',
  json: 'JSON',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

let folder: string;
let duck: Duck;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dateline-duckdb-'));
  duck = await openDuck();
});
afterAll(async () => {
  duck.close();
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, table: TableWriter, rows: readonly TableRow[]): Promise<string> {
  const file = join(folder, name);
  await writeFile(
    file,
    Buffer.concat([table.begin(), table.add(rows.slice(0, 3)), table.add(rows.slice(3)), table.end()]),
  );
  return file;
}

describe('the tables in DuckDB', () => {
  const rows = Array.from({ length: 7 }, (_, n) => {
    const release = makeRelease({
      slug: `item-${n}`,
      headline: `Größe ${n}, "zitiert"\n🚢`,
      datePublished: n === 0 ? null : `2026-03-0${n}`,
      topics: n % 2 === 0 ? [] : ['one', 'two'],
    });
    return { key: `releases/newsroom=harbour/date=2026-03-01/${release.id}.json`, release };
  });

  it('Parquet has the types that the columns promise', async () => {
    const file = await write('types.parquet', parquetTable(), rows);
    const described = await duck.query(`DESCRIBE SELECT * FROM read_parquet('${file}')`);
    expect(described.map((one) => [one['column_name'], one['column_type']])).toEqual(
      columns.map(({ name, type }) => [name, duckTypes[type]]),
    );
  });

  it('Parquet, CSV and JSON Lines have equal rows', async () => {
    const parquet = await write('rows.parquet', parquetTable(), rows);
    const csv = await write('rows.csv', csvTable(), rows);
    const ndjson = await write('rows.ndjson', ndjsonTable(), rows);
    const pick = 'key, id, headline, datePublished, body, revision, status, to_json(topics)::VARCHAR AS topics';
    const from = async (source: string) => duck.query(`SELECT ${pick} FROM ${source} ORDER BY id`);
    const expected = [...rows]
      .sort((a, b) => (a.release.id < b.release.id ? -1 : 1))
      .map(({ key, release: { id, headline, datePublished, body, revision, status, topics } }) => ({
        key,
        id,
        headline,
        datePublished,
        body,
        revision,
        status,
        topics: JSON.stringify(topics),
      }));
    expect(await from(`read_parquet('${parquet}')`)).toEqual(expected);
    const csvTypes = "types = {'datePublished': 'VARCHAR', 'topics': 'JSON', 'revision': 'INTEGER'}";
    expect(await from(`read_csv('${csv}', header = true, ${csvTypes})`)).toEqual(expected);
    const counted = await duck.query(
      `SELECT count(*)::INTEGER AS n, count(datePublished)::INTEGER AS dated FROM read_json('${ndjson}')`,
    );
    expect(counted).toEqual([{ n: 7, dated: 6 }]);
  });
});
