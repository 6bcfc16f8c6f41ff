/** The archive on S3 as data teams read it: followed, verified, and its daily files in DuckDB, without a LIST of the bucket. */
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { checkArchive } from '../../cli/doctor/archive.ts';
import { s3Objects } from '../../functions/adapters/aws/objects.ts';
import { keepCapture } from '../../shared/archive/capture.ts';
import type { Catalog } from '../../shared/archive/catalog-schema.ts';
import { beginning, readChanges } from '../../shared/archive/follow.ts';
import { keys } from '../../shared/archive/keys.ts';
import { listKeys } from '../../shared/archive/list.ts';
import { readJson } from '../../shared/archive/objects.ts';
import { createRelease } from '../../shared/archive/release-object.ts';
import { verifyArchive } from '../../shared/archive/verify/archive.ts';
import { newProgress } from '../../shared/archive/verify/finding.ts';
import type { Objects } from '../../shared/ports.ts';
import { publish } from '../../shared/steps/publish.ts';
import { memoryPorts } from '../support/memory/ports.ts';
import { quietConfig } from '../support/pipeline.ts';
import { makeRelease, reviseRelease, storeRelease } from '../support/releases.ts';
import { makeBucket, s3 } from './emulator.ts';
import { followedInPython, followedInTypeScript, guideStatements, openDuckOnS3 } from './guide.ts';

test('doctor finds nothing wrong with a bucket, and names one that is not there', async () => {
  const objects = s3Objects({ client: s3, bucket: await makeBucket() });
  for (const { status, message } of await checkArchive(objects)) expect([status, message]).toEqual(['ok', message]);
  const gone = await checkArchive(s3Objects({ client: s3, bucket: 'no-such-bucket-of-ours' }));
  expect(gone.map(({ check, status }) => [check, status])).toEqual([
    ['reads', 'fail'],
    ['lists', 'fail'],
    ['writes', 'fail'],
  ]);
});

test('objects say what they are, and whether a cache may keep them', async () => {
  const bucket = await makeBucket();
  const objects = s3Objects({ client: s3, bucket });
  const ports = { ...memoryPorts({ startMs: Date.parse('2026-03-02T09:00:00Z') }), objects };
  const page = { kind: 'response', status: 200, finalUrl: 'https://harbour.example/one', redirects: [] } as const;
  const body = Buffer.from('<p>One</p>');
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  const capture = await keepCapture(objects, 'harbour', { ...page, headers, body }, ports.clock.nowMs());
  // A type that is no header value does not keep the page from being kept.
  const odd = { 'content-type': 'text/html; charset=\u00e9' };
  const other = await keepCapture(
    objects,
    'harbour',
    { ...page, headers: odd, body: Buffer.from('2') },
    ports.clock.nowMs(),
  );
  const release = { ...makeRelease({ slug: 'one' }), capture };
  const releaseKey = keys.release(release.newsroom, '2026-03-01', release.id, 1);
  await createRelease(objects, releaseKey, release);
  await ports.queues.changed.send([{ body: JSON.stringify({ key: releaseKey }) }]);
  await publish(ports, quietConfig)();

  const forGood = 'public, max-age=31536000, immutable';
  const expected: readonly (readonly [RegExp, string, string | undefined, string])[] = [
    [/^raw\/.*\.html\.gz$/, 'text/html; charset=utf-8', 'gzip', forGood],
    [/^raw\/.*\.head\.json$/, 'application/json; charset=utf-8', undefined, forGood],
    [/^releases\//, 'application/json; charset=utf-8', undefined, forGood],
    [/^changes\/2.*\.ndjson$/, 'application/x-ndjson; charset=utf-8', undefined, forGood],
    [/^daily\/.*\.parquet$/, 'application/vnd.apache.parquet', undefined, forGood],
    [/^daily\/.*\.ndjson\.gz$/, 'application/gzip', undefined, forGood],
    [/^(changes\/head|catalog)\.json$/, 'application/json; charset=utf-8', undefined, 'no-cache'],
    [/^schema\/.*\.json$/, 'application/schema+json', undefined, 'no-cache'],
    [/^index\.html$/, 'text/html; charset=utf-8', undefined, 'no-cache'],
  ];
  const seen = new Set<RegExp>();
  for await (const { key } of listKeys(objects, '')) {
    if (key.startsWith('state/') || key === other.key) continue;
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    const [pattern, ...said] = expected.find(([one]) => one.test(key)) ?? [];
    expect([key, head.ContentType, head.ContentEncoding, head.CacheControl]).toEqual([key, ...said]);
    if (pattern !== undefined) seen.add(pattern);
  }
  expect(seen.size).toBe(expected.length);
  expect((await objects.get(other.key))?.contentType).toBe('application/octet-stream');
});

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
  expect(await followedInPython(bucket)).toEqual([1, 2, 3]);
  expect(await followedInTypeScript(async (key) => Buffer.from((await objects.get(key))!.body))).toEqual([1, 2, 3]);
  for await (const finding of verifyArchive(objects, newProgress())) expect(finding).toBeUndefined();

  const { value: catalog } = await readJson<Catalog | null>(objects, keys.catalog, null);
  const [day] = catalog!.days;
  expect(day).toMatchObject({ date: '2026-03-01', rows: 2, version: 1 });
  const archive = `s3://${bucket}`;
  const yours = await makeBucket();
  const duck = await openDuckOnS3();
  try {
    const answers: (readonly Record<string, unknown>[])[] = [];
    for (const statement of guideStatements('sql')) {
      const rows = await duck.query(statement.replaceAll('ARCHIVE', archive).replaceAll('YOURS', `s3://${yours}`));
      if (!/SET VARIABLE|CREATE VIEW|^\s*COPY/.test(statement)) answers.push(rows);
    }
    expect(answers).toEqual([
      [{ newsroom: 'harbour', releases: '2', first: '2026-03-01', last: '2026-03-01' }],
      expect.any(Array),
      expect.arrayContaining([expect.objectContaining({ headline: 'Mended', revision: '2' })]),
      [
        { op: 'ADD', changes: '2', first: '1', last: '2' },
        { op: 'REVISE', changes: '1', first: '3', last: '3' },
      ],
    ]);
    expect(answers[2]).toHaveLength(2);
    const list = await s3Objects({ client: s3, bucket: yours }).get('days.txt');
    expect(Buffer.from(list!.body).toString()).toBe(`${archive}/${day!.parquet!.key}\n`);
  } finally {
    duck.close();
  }
}, 60_000);
