/** What the command line tells of an archive: releases, health, verify. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { keepCapture } from '../../../shared/archive/capture.ts';
import { keys, partitionOf } from '../../../shared/archive/keys.ts';
import { jsonBytes, jsonContentType } from '../../../shared/archive/objects.ts';
import type { Objects } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { publish } from '../../../shared/steps/publish.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { memoryPorts } from '../../support/memory/ports.ts';
import { quietConfig } from '../../support/pipeline.ts';
import { makeRelease, reviseRelease } from '../../support/releases.ts';
import { archiveOf, call, onTerminal } from './call.ts';

let data: string;
let firstKey: string;

/** At the key of its own day, as ingest would. */
async function store(objects: Objects, release: Release): Promise<string> {
  const key = keys.release(release.newsroom, partitionOf(release.datePublished), release.id, release.revision);
  await objects.put(key, jsonBytes(release), { condition: { kind: 'create-once' }, contentType: jsonContentType });
  return key;
}

beforeEach(async () => {
  data = await temporaryFolder();
  const objects = await archiveOf(data);
  const ports = { ...memoryPorts(), objects };
  const first = makeRelease({ slug: 'one' });
  const releases = [
    first,
    makeRelease({
      slug: 'two',
      newsroom: 'bank',
      headline: 'Rates stay',
      body: 'The bank met.',
      datePublished: '2026-04-01',
    }),
    reviseRelease(first, true, { headline: 'Harbour police leave the network' }),
  ];
  for (const release of releases) {
    const key = await store(objects, release);
    if (release === first) firstKey = key;
    await ports.queues.changed.send([{ body: JSON.stringify({ key }) }]);
  }
  await publish(ports, quietConfig)();
});

describe('releases', () => {
  test('gives whole records, each release in its latest revision', async () => {
    const { code, lines } = await call('releases', '--data', data);
    expect(code).toBe(0);
    expect(lines.map(({ headline }) => headline).sort()).toEqual(['Harbour police leave the network', 'Rates stay']);
    expect(lines[0]).toMatchObject({ id: expect.any(String), newsroom: expect.any(String), body: expect.any(String) });
  });

  test('--grep asks as a watch does, --newsroom, --since and --limit choose', async () => {
    const headlines = async (...flags: string[]) =>
      (await call('releases', '--data', data, ...flags)).lines.map(({ headline }) => headline);
    expect(await headlines('--grep', 'cybercrime')).toEqual(['Harbour police leave the network']);
    expect(await headlines('--newsroom', 'bank')).toEqual(['Rates stay']);
    expect(await headlines('--since', '2026-03-15')).toEqual(['Rates stay']);
    expect(await headlines('--limit', '1')).toHaveLength(1);
  });

  test('people see a table with the sentence that matched', async () => {
    const { stdout } = await onTerminal('releases', '--grep', 'cybercrime', '--data', data);
    expect(stdout).toContain('2026-03-01');
    expect(stdout).toContain('revision 2');
    expect(stdout).toContain('unit was formed');
  });

  test.each([
    [['--grep', 'a (b'], 1, 'E_OPEN_PAREN'],
    [['--since', '2026-02-31'], 2, '--since'],
    [['--since', 'yesterday'], 2, '7d'],
    [['--newsroom', 'banc'], 1, 'newsroom list'],
  ])('refuses %j with exit code %i', async (flags, exit, said) => {
    const { code, stderr, stdout } = await call('releases', '--data', data, ...flags);
    expect({ code, stdout }).toEqual({ code: exit, stdout: '' });
    expect(stderr).toContain(said);
  });
});

describe('export', () => {
  test('writes a row a release in its latest revision, in all three formats', async () => {
    for (const format of ['ndjson', 'csv', 'parquet']) {
      const file = join(data, `releases.${format}`);
      const { code, lines } = await call('export', '--format', format, '--out', file, '--data', data, '--json');
      expect(code).toBe(0);
      const { size } = await stat(file);
      expect(lines).toEqual([{ file, format, rows: 2, bytes: size, unreadable: 0 }]);
    }
    const records = (await readFile(join(data, 'releases.ndjson'), 'utf8')).trim().split('\n');
    expect(records.map((line) => JSON.parse(line))).toMatchObject([
      { headline: 'Harbour police leave the network', revision: 2, newsroom: 'harbour' },
      { headline: 'Rates stay', datePublished: '2026-04-01', body: 'The bank met.' },
    ]);
    expect((await readFile(join(data, 'releases.csv'), 'utf8')).split('\r\n')).toHaveLength(4);
    const parquet = await readFile(join(data, 'releases.parquet'));
    expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
  });

  test('--since, --newsroom and --query choose; - is standard output', async () => {
    const headlines = async (...flags: string[]) =>
      (await call('export', '--format', 'ndjson', '--out', '-', '--data', data, ...flags)).lines.map(
        (one) => one['headline'],
      );
    expect(await headlines('--query', 'cybercrime')).toEqual(['Harbour police leave the network']);
    expect(await headlines('--newsroom', 'bank')).toEqual(['Rates stay']);
    expect(await headlines('--since', '2026-03-15')).toEqual(['Rates stay']);
  });

  test('names an object that cannot be read, and writes the rest', async () => {
    const { stdout } = await call('follow', '--data', data);
    const { key } = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string })
      .find((one) => one.key.includes('bank'))!;
    await writeFile(join(data, 'archive', key), '{');
    const { code, stderr, lines } = await call('export', '--format', 'ndjson', '--out', '-', '--data', data);
    expect(code).toBe(1);
    expect(stderr).toContain(key);
    expect(lines).toHaveLength(1);
  });

  test.each([
    [['--format', 'xls', '--out', 'x'], 2, 'parquet'],
    [['--out', 'x'], 2, '--format'],
    [['--format', 'csv'], 2, '--out'],
    [['--format', 'csv', '--out', '/nowhere/at/all.csv'], 1, '/nowhere/at/all.csv'],
    [['--format', 'csv', '--out', 'x', '--query', 'a (b'], 1, 'parenthesis'],
    [['--format', 'csv', '--out', 'x', '--newsroom', 'banc'], 1, 'newsroom list'],
  ])('refuses %j with exit code %i', async (flags, exit, said) => {
    const { code, stderr } = await call('export', '--data', data, ...flags);
    expect(code).toBe(exit);
    expect(stderr).toContain(said);
  });
});

describe('replay', () => {
  const page = `<html><body><main><h1>Rates stay</h1><p class="date">1 April 2026</p>
<p>FRANKFURT – The bank met today and left the rates where they are, after a long discussion of what the winter brought.</p>
<p>The next meeting is in six weeks, and until then the bank will look at prices in all the countries of the union.</p></main></body></html>`;

  beforeEach(async () => {
    const objects = await archiveOf(data);
    const url = 'https://harbour.example.org/news/read';
    const response = respond(200, page, { 'content-type': 'text/html' })({
      url,
      headers: {},
      bodyBytesMax: 1,
      deadlineMs: 1,
    });
    const capture = await keepCapture(objects, 'bank', response, Date.parse('2026-04-01'));
    const read = makeRelease({
      slug: 'read',
      newsroom: 'bank',
      body: 'Old.',
      datePublished: '2026-04-01',
      url,
      capture,
    });
    const ports = { ...memoryPorts(), objects };
    await ports.queues.changed.send([{ body: JSON.stringify({ key: await store(objects, read) }) }]);
    await publish(ports, quietConfig)();
  });

  test('shows what would change, writes it when it may, and brings it into the change log', async () => {
    const dry = await call('replay', '--since', '2026-04-01', '--dry-run', '--data', data);
    expect(dry.code).toBe(0);
    expect(dry.lines.at(-1)).toEqual({ releases: 2, changed: 1, written: 0, withoutCapture: 1, unreadable: 0 });
    expect(dry.lines).toContainEqual(expect.objectContaining({ field: 'body', count: 1 }));
    expect((await onTerminal('replay', '--since', '2026-04-01', '--dry-run', '--data', data)).stdout).toContain(
      '+ FRANKFURT',
    );
    const done = await call('replay', '--since', '2026-04-01', '--data', data);
    expect(done.lines.at(-1)).toMatchObject({ changed: 1, written: 1 });
    const { lines } = await call('follow', '--data', data);
    expect(lines.at(-1)).toMatchObject({ op: 'REVISE', key: expect.stringContaining('.r2.json') });
    expect((await call('verify', '--data', data)).lines).toEqual([]);
    expect((await call('replay', '--since', '2026-04-01', '--data', data)).lines.at(-1)).toMatchObject({ changed: 0 });
  });

  test.each([
    [['--dry-run'], 2, '--since'],
    [['--since', '7d', '--newsroom', 'banc'], 1, 'newsroom list'],
  ])('refuses %j with exit code %i', async (flags, exit, said) => {
    const { code, stderr } = await call('replay', '--data', data, ...flags);
    expect(code).toBe(exit);
    expect(stderr).toContain(said);
  });
});

describe('verify', () => {
  test('finds nothing in a whole archive', async () => {
    expect(await call('verify', '--data', data)).toMatchObject({ code: 0, stdout: '' });
    expect((await onTerminal('verify', '--data', data)).stdout).toContain('3 release objects');
  });

  test('names an object whose bytes changed, with exit code 1', async () => {
    await writeFile(join(data, 'archive', firstKey), '{}');
    const { code, lines } = await call('verify', '--data', data);
    expect(code).toBe(1);
    expect(lines).toEqual([{ key: firstKey, problem: expect.stringContaining('bytes') }]);
    expect((await onTerminal('verify', '--data', data)).stdout).toContain('→ restore its bytes from a copy');
  });

  test('--since reads only what was logged from then on', async () => {
    await writeFile(join(data, 'archive', firstKey), '{}');
    expect((await call('verify', '--since', '2200-01-01', '--data', data)).code).toBe(0);
  });

  test('a folder without an archive is no whole archive', async () => {
    const { code, stderr } = await call('verify', '--data', join(data, 'nowhere'));
    expect(code).toBe(1);
    expect(stderr).toContain('nowhere');
  });
});

test('health says nothing of newsrooms that are not watched, unless it is asked', async () => {
  expect((await call('health', '--data', data)).lines).toEqual([]);
  expect((await onTerminal('health', '--data', data)).stdout).toContain('enable --recommended');
  await call('newsroom', 'enable', 'interpol', '--data', data);
  expect((await call('health', '--data', data)).lines).toEqual([
    expect.objectContaining({ id: 'interpol', status: 'new', reason: 'not polled yet' }),
  ]);
  expect((await call('health', '--all', '--data', data)).lines.length).toBeGreaterThan(10);
});
