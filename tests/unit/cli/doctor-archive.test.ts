/** `dateline doctor` on an archive: what is wrong with it is named with the remedy, and left as it is. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkArchive } from '../../../cli/doctor/archive.ts';
import { appendChanges } from '../../../shared/archive/changes.ts';
import { keys } from '../../../shared/archive/keys.ts';
import { DependencyError } from '../../../shared/errors.ts';
import type { Objects } from '../../../shared/ports.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';
import { archiveOf, call } from './call.ts';

const nowMs = Date.parse('2026-03-02T09:00:00Z');
let ports: MemoryPorts;
let objects: Objects;

beforeEach(async () => {
  ports = memoryPorts({ startMs: nowMs });
  objects = ports.objects;
  await log('one', nowMs);
  await log('two', nowMs + 60_000);
});

async function log(slug: string, ms: number): Promise<void> {
  const firstSeenAt = new Date(ms).toISOString();
  await appendChanges(objects, ms, [await storeRelease(objects, makeRelease({ slug, firstSeenAt }))]);
}

async function overwrite(key: string, text: string): Promise<void> {
  const standing = await objects.get(key);
  const condition =
    standing === null
      ? ({ kind: 'create-once' } as const)
      : ({ kind: 'compare-and-swap', etag: standing.etag } as const);
  await objects.put(key, Buffer.from(text), { condition, contentType: 'application/json' });
}

async function wrong(of = objects, atMs = nowMs + 120_000): Promise<readonly string[]> {
  const found = await checkArchive(of, atMs);
  for (const { status, remedy } of found) expect(remedy === null).toBe(status === 'ok');
  return found
    .filter(({ status }) => status !== 'ok')
    .map((one) => `${one.status} ${one.check}: ${one.message} → ${one.remedy}`);
}

const denied = (action: string) => (): Promise<never> =>
  Promise.reject(
    new DependencyError('E_ACCESS', `${action} on archive failed: access is denied`, { hint: `grant ${action} to it` }),
  );

describe('doctor on an archive', () => {
  it('finds nothing wrong with one in order, and in an empty one', async () => {
    expect(await wrong()).toEqual([]);
    expect(await wrong(memoryPorts().objects)).toEqual([]);
  });

  it.each([
    ['get', 's3:GetObject', 'reads'],
    ['list', 's3:ListBucket', 'lists'],
    ['put', 's3:PutObject', 'writes'],
  ] as const)('names the right that is missing when %s is denied', async (call, action, check) => {
    const of = { get: objects.get, put: objects.put, list: objects.list, [call]: denied(action) };
    expect(await wrong(of)).toContain(
      `fail ${check}: ${action} on archive failed: access is denied → grant ${action} to it`,
    );
  });

  it('names a store that takes no conditions', async () => {
    const { put } = objects;
    const careless: Objects = {
      ...objects,
      put: async (key, body, options) => {
        await put(key, body, options);
        return { kind: 'stored', etag: '"x"' };
      },
    };
    expect(await wrong(careless)).toEqual([expect.stringMatching(/^fail writes: .* created twice → use a store/)]);
  });

  it.each([
    [keys.changesHead, '{"key":', 'move it out of the archive: the next pass writes it anew'],
    [keys.changes, '{"pending":', 'move state/changes.json out of the archive: the next pass makes it anew'],
    [keys.catalog, '', 'move it out of the archive: the next pass makes it anew'],
    [keys.shards, '{', 'restore it from a copy'],
  ])('names %s cut in the middle, and leaves it', async (key, text, remedy) => {
    await overwrite(key, text);
    expect(await wrong()).toEqual([expect.stringMatching(new RegExp(`^fail .*${key}.*${remedy}`))]);
    expect(Buffer.from((await objects.get(key))!.body).toString()).toBe(text);
  });

  it('names a head that is behind, and a state that is', async () => {
    const { body: head } = (await objects.get(keys.changesHead))!;
    const { body: state } = (await objects.get(keys.changes))!;
    await log('three', nowMs + 120_000);
    const { body: newest } = (await objects.get(keys.changesHead))!;
    await overwrite(keys.changesHead, Buffer.from(head).toString());
    expect(await wrong()).toEqual([expect.stringContaining('changes/head.json ends at 2, and the log at 3')]);
    await overwrite(keys.changesHead, Buffer.from(newest).toString());
    await overwrite(keys.changes, Buffer.from(state).toString());
    expect(await wrong()).toEqual([
      expect.stringContaining('a copy that is too old was restored → move state/changes.json'),
    ]);
  });

  it('names a segment that waits to be written longer than any pass', async () => {
    const state = JSON.parse(Buffer.from((await objects.get(keys.changes))!.body).toString());
    const pending = { key: 'changes/2026/03/02/0901-000000000003.ndjson', body: '', lastSeq: 3 };
    await overwrite(keys.changes, JSON.stringify({ ...state, pending }));
    expect(await wrong(objects, nowMs + 5 * 60_000)).toEqual([]);
    expect(await wrong(objects, nowMs + 60 * 60_000)).toEqual([
      expect.stringMatching(/^warn changes: .*nothing publishes/),
    ]);
  });

  it('names a clock that was ahead, by the last segment and by what it saw', async () => {
    await log('later', nowMs + 30 * 24 * 60 * 60_000);
    expect(await wrong()).toEqual([
      expect.stringMatching(
        /^warn times: the last segment is of 2026-04-01 09:00 UTC, .*1 of its last releases were first seen/,
      ),
    ]);
  });

  it('names what somebody put beside the folders of the archive', async () => {
    await overwrite('backup/2026/all.zip', 'x');
    await overwrite('notes.txt', 'x');
    expect(await wrong()).toEqual([
      expect.stringMatching(/^warn keys: .*backup\/2026\/all\.zip, notes\.txt → move them/),
    ]);
  });
});

describe('doctor on the folder of an archive', () => {
  it('tells what it found, and leaves what is no file of its own', async () => {
    const data = await temporaryFolder();
    await archiveOf(data);
    await mkdir(join(data, 'archive', 'changes'));
    await writeFile(join(data, 'archive', 'changes', 'head.json'), '{"ke');
    const { code, lines } = await call('doctor', '--data', data, '--json');
    expect(code).toBe(1);
    expect(lines.filter(({ status }) => status === 'fail')).toMatchObject([{ check: 'changes' }]);
  });
});
