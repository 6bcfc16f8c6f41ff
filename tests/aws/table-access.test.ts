/** The archive on S3 as data teams read it: followed, verified, and its daily files in DuckDB, without a LIST of the bucket. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { s3Objects } from '../../functions/adapters/aws/objects.ts';
import type { Catalog } from '../../shared/archive/catalog-schema.ts';
import { beginning, readChanges } from '../../shared/archive/follow.ts';
import { keys } from '../../shared/archive/keys.ts';
import { readJson } from '../../shared/archive/objects.ts';
import { verifyArchive } from '../../shared/archive/verify/archive.ts';
import { newProgress } from '../../shared/archive/verify/finding.ts';
import type { Objects } from '../../shared/ports.ts';
import { publish } from '../../shared/steps/publish.ts';
import { type Duck, openDuck } from '../support/duckdb.ts';
import { memoryPorts } from '../support/memory/ports.ts';
import { quietConfig } from '../support/pipeline.ts';
import { makeRelease, reviseRelease, storeRelease } from '../support/releases.ts';
import { makeBucket, s3 } from './emulator.ts';

/** The extension that reads s3:// is no part of the package: it is fetched once from DuckDB's own server. */
async function readsS3(duck: Duck, bucket: string): Promise<boolean> {
  const { endpoint } = s3.config;
  const address = endpoint === undefined ? null : await endpoint();
  try {
    await duck.query('INSTALL httpfs');
    await duck.query('LOAD httpfs');
    await duck.query(
      `CREATE SECRET (TYPE s3, KEY_ID 'test', SECRET 'test', REGION 'us-east-1', USE_SSL false, URL_STYLE 'path'` +
        `${address === null ? '' : `, ENDPOINT '${address.hostname}:${address.port}'`}, SCOPE 's3://${bucket}')`,
    );
    return true;
  } catch {
    return false;
  }
}

test('a day on S3 is followed, verified, and read by DuckDB with equal counts', async () => {
  const bucket = await makeBucket();
  const objects = s3Objects({ client: s3, bucket });
  const ports = { ...memoryPorts({ startMs: Date.parse('2026-03-02T09:00:00Z') }), objects };
  const first = makeRelease({ slug: 'one' });
  for (const release of [first, makeRelease({ slug: 'two' }), reviseRelease(first, true, { headline: 'Mended' })]) {
    await ports.queues.changed.send([{ body: JSON.stringify({ key: await storeRelease(objects, release) }) }]);
  }
  await publish(ports, quietConfig)();

  const noLists: Objects = { ...objects, list: () => Promise.reject(new Error('a LIST')) };
  const changes: string[] = [];
  for await (const { lines } of readChanges(noLists, beginning)) changes.push(...lines.map(({ op }) => op));
  expect(changes).toEqual(['ADD', 'ADD', 'REVISE']);
  for await (const finding of verifyArchive(objects, newProgress())) expect(finding).toBeUndefined();

  const { value: catalog } = await readJson<Catalog | null>(objects, keys.catalog, null);
  const [day] = catalog!.days;
  expect(day).toMatchObject({ date: '2026-03-01', rows: 2, version: 1 });
  const folder = await mkdtemp(join(tmpdir(), 'dateline-s3-'));
  const duck = await openDuck();
  try {
    const direct = await readsS3(duck, bucket);
    if (!direct) process.stdout.write('DuckDB has no httpfs here: the daily file is fetched by its key instead\n');
    const local = join(folder, 'releases.parquet');
    if (!direct) await writeFile(local, (await objects.get(day!.parquet!.key))!.body);
    const source = direct ? `s3://${bucket}/${day!.parquet!.key}` : local;
    const rows = await duck.query(`SELECT headline, revision FROM read_parquet('${source}') ORDER BY revision`);
    expect(rows).toEqual([
      { headline: 'Harbour police join the network', revision: 1 },
      { headline: 'Mended', revision: 2 },
    ]);
  } finally {
    duck.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);
