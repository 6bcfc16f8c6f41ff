/** What DuckDB makes of the tables, and the queries of docs/guides as they stand there. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys, partitionOf } from '../../shared/archive/keys.ts';
import { createRelease } from '../../shared/archive/release-object.ts';
import { type ColumnType, columns, type TableRow, type TableWriter } from '../../shared/archive/table/columns.ts';
import { csvTable } from '../../shared/archive/table/csv.ts';
import { ndjsonTable } from '../../shared/archive/table/ndjson.ts';
import { parquetTable } from '../../shared/archive/table/parquet.ts';
import type { Release } from '../../shared/release/schema.ts';
import { publish } from '../../shared/steps/publish.ts';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { memoryPorts } from '../support/memory/ports.ts';
import { quietConfig } from '../support/pipeline.ts';
import { makeRelease, reviseRelease } from '../support/releases.ts';
import { archiveOf } from '../unit/cli/call.ts';

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

describe('the queries of the guide', () => {
  const guide = readFileSync(
    fileURLToPath(new URL('../../docs/guides/reading-the-archive.md', import.meta.url)),
    'utf8',
  );
  const blocks = (language: string): readonly string[] =>
    [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);

  it('answer on an archive of files what they promise', async () => {
    const data = join(folder, 'data');
    const objects = await archiveOf(data);
    const ports = { ...memoryPorts({ startMs: Date.parse('2026-03-02T09:00:00Z') }), objects };
    const put = async (release: Release): Promise<void> => {
      const key = keys.release(release.newsroom, partitionOf(release.datePublished), release.id, release.revision);
      await createRelease(objects, key, release);
      await ports.queues.changed.send([{ body: JSON.stringify({ key }) }]);
    };
    const speaker = (name: string) => ({ text: 'So', speaker: name, start: 0, end: 2 });
    const first = makeRelease({ slug: 'one', quotes: [speaker('Ann'), speaker('Bob')] });
    await put(first);
    await put(makeRelease({ slug: 'two', newsroom: 'bank', datePublished: '2026-02-27', quotes: [speaker('Ann')] }));
    await put(makeRelease({ slug: 'three', datePublished: null }));
    await publish(ports, quietConfig)();
    await put(reviseRelease(first, true, { headline: 'Mended', status: 'withdrawn' }));
    ports.clock.set(Date.parse('2026-03-03T09:00:00Z'));
    await publish(ports, quietConfig)();

    const answers: (readonly Record<string, unknown>[])[] = [];
    for (const block of blocks('sql')) {
      for (const statement of block.split(';').filter((one) => one.trim() !== '')) {
        const rows = await duck.query(
          statement.replaceAll('ARCHIVE', join(data, 'archive')).replaceAll('YOURS', folder),
        );
        if (!/SET VARIABLE|CREATE VIEW|^\s*COPY/.test(statement)) answers.push(rows);
      }
    }
    expect(answers).toEqual([
      [
        { newsroom: 'bank', releases: '1', first: '2026-02-27', last: '2026-02-27' },
        { newsroom: 'harbour', releases: '2', first: '2026-03-01', last: '2026-03-01' },
      ],
      [
        { speaker: 'Ann', quotes: '2' },
        { speaker: 'Bob', quotes: '1' },
      ],
      expect.arrayContaining([
        { id: first.id, newsroom: 'harbour', headline: 'Mended', status: 'withdrawn', revision: '2' },
      ]),
      [
        { op: 'ADD', changes: '3', first: '1', last: '3' },
        { op: 'WITHDRAW', changes: '1', first: '4', last: '4' },
      ],
    ]);
    expect(answers[2]).toHaveLength(3);
    // The list that Athena reads: of each day the version that the catalog names, and no other.
    const listed = (await readFile(join(folder, 'days.txt'), 'utf8')).trimEnd().split('\n');
    const names = ['2026-02-27/releases.parquet', '2026-03-01/releases.v2.parquet', '2026-03-02/releases.parquet'];
    expect(listed).toEqual(names.map((name) => `${join(data, 'archive')}/daily/date=${name}`));
    const files = `[${listed.map((file) => `'${file}'`).join(', ')}]`;
    expect(
      await duck.query(`SELECT count(*)::INTEGER AS n, count(DISTINCT id)::INTEGER AS ids FROM read_parquet(${files})`),
    ).toEqual([{ n: 3, ids: 3 }]);
  });

  it('name fields for Athena that the record has', () => {
    const fields = new Set(Object.keys(makeRelease()).map((name) => name.toLowerCase()));
    const ddl = blocks('athena').find((block) => block.includes('dateline_releases'));
    const named = [...ddl!.split('PARTITIONED BY')[0]!.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => !fields.has(name))).toEqual([]);
  });

  it('give Athena the columns of the daily files, with the types they have', () => {
    const types: Readonly<Record<ColumnType, string>> = {
      string: 'string',
      json: 'string',
      integer: 'int',
      boolean: 'boolean',
      date: 'date',
      timestamp: 'timestamp',
    };
    const ddl = blocks('athena').find((block) => block.includes('TABLE dateline_daily'));
    const named = [...ddl!.matchAll(/^ {2}`([a-z]+)` ([a-z]+),?$/gm)].map(([, name, type]) => [name, type]);
    expect(named).toEqual(columns.map(({ name, type }) => [name.toLowerCase(), types[type]]));
  });
});
