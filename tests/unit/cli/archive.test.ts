/** What the command line tells of an archive: releases, health, verify. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { keys, partitionOf } from '../../../shared/archive/keys.ts';
import { jsonBytes, jsonContentType } from '../../../shared/archive/objects.ts';
import type { Objects } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { publish } from '../../../shared/steps/publish.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { memoryPorts } from '../../support/memory/ports.ts';
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
  await publish(ports, {
    newsrooms: [],
    allowedHosts: new Set(),
    alertNewest: 0,
    consoleAddress: null,
    target: 'local',
  })();
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
