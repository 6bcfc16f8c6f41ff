/** Verification of a folder, in this thread and in others: the same findings as through the Objects port. */
import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { folderReader } from '../../../../../infra/local/verify/folder-reader.ts';
import { keepCapture } from '../../../../../shared/archive/capture.ts';
import { verifyArchive } from '../../../../../shared/archive/verify/archive.ts';
import { newProgress } from '../../../../../shared/archive/verify/finding.ts';
import type { ArchiveReader } from '../../../../../shared/archive/verify/reader.ts';
import type { Objects } from '../../../../../shared/ports.ts';
import { publish } from '../../../../../shared/steps/publish.ts';
import { respond } from '../../../../support/memory/fetcher.ts';
import { temporaryFolder } from '../../../../support/memory/folder.ts';
import { memoryPorts } from '../../../../support/memory/ports.ts';
import { quietConfig } from '../../../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../../../support/releases.ts';
import { archiveOf } from '../../../cli/call.ts';

let objects: Objects;
let archive: string;
let releaseKeys: string[];
let captureKeys: string[];

beforeEach(async () => {
  const data = await temporaryFolder();
  chmodSync(data, 0o755);
  archive = join(data, 'archive');
  objects = await archiveOf(data);
  const ports = { ...memoryPorts({ startMs: Date.parse('2026-03-03T09:00:00Z') }), objects };
  releaseKeys = [];
  captureKeys = [];
  for (const slug of ['one', 'two', 'three', 'four']) {
    const request = { url: `https://a.example/${slug}`, headers: {}, bodyBytesMax: 1, deadlineMs: 1 };
    const response = respond(200, `<p>${slug.repeat(2_000)}</p>`, { 'content-type': 'text/html' })(request);
    const capture = await keepCapture(objects, 'harbour', response, ports.clock.nowMs());
    const key = await storeRelease(objects, makeRelease({ slug, capture }));
    releaseKeys.push(key);
    captureKeys.push(capture.key);
    await ports.queues.changed.send([{ body: JSON.stringify({ key }) }]);
  }
  await publish(ports, quietConfig)();
});

async function findings(reader?: ArchiveReader): Promise<readonly string[]> {
  const found: string[] = [];
  const options = reader === undefined ? {} : { reader };
  for await (const { key, problem } of verifyArchive(objects, newProgress(), options)) found.push(`${key}: ${problem}`);
  return found.sort();
}

async function inThreads<T>(work: (reader: ArchiveReader) => Promise<T>): Promise<T> {
  const reader = folderReader(archive, { threads: 2, aloneMs: 0 });
  try {
    // The first portions are read here until a thread has started: read until one answers.
    for (await reader.inspect([], [], null); !reader.isThreaded(); ) await setTimeout(10);
    return await work(reader);
  } finally {
    await reader.close();
  }
}

/** As a user whom modes bind, whoever runs the tests. */
async function asSomebody<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe('verification of a folder', () => {
  it('reads every object and finds nothing in what the pipeline wrote', async () => {
    const progress = newProgress();
    for await (const finding of verifyArchive(objects, progress, { reader: folderReader(archive) })) {
      expect(finding).toBeUndefined();
    }
    const through = newProgress();
    for await (const finding of verifyArchive(objects, through)) expect(finding).toBeUndefined();
    expect(progress).toEqual(through);
    expect(progress.releases).toBe(4);
  });

  it('names the same faults here, in threads, and through the port', async () => {
    const release = join(archive, releaseKeys[1]!);
    await writeFile(release, (await readFile(release, 'utf8')).replace('Officers', 'officers'));
    await truncate(join(archive, captureKeys[0]!), 20);
    await writeFile(join(archive, captureKeys[2]!), await readFile(join(archive, captureKeys[3]!)));
    await mkdir(join(archive, 'backup'));
    await writeFile(join(archive, 'backup', 'all.zip'), 'x');
    const daily = join(archive, 'daily', 'date=2026-03-01', 'releases.parquet');
    await truncate(daily, 10);
    const here = await findings(folderReader(archive, { threads: 1 }));
    expect(here).toHaveLength(5);
    expect(await inThreads(findings)).toEqual(here);
    expect(await findings()).toEqual(here);
    for (const key of [releaseKeys[1]!, captureKeys[0]!, captureKeys[2]!, 'backup/all.zip']) {
      expect(here).toContainEqual(expect.stringContaining(key));
    }
  });

  it('reads releases first, and so checks captures without unpacking them', async () => {
    const portions: (readonly string[])[] = [];
    for await (const portion of folderReader(archive).keys()) portions.push(portion);
    expect(portions[0]).toEqual([...releaseKeys].sort());
    const bytes = await readFile(join(archive, captureKeys[0]!));
    // RFC 1952, 2.3: the system that packed it; the unpacked bytes are the same.
    bytes[9] = 3 + bytes[9]!;
    await writeFile(join(archive, captureKeys[0]!), bytes);
    const expected = [
      `${captureKeys[0]}: unpacks to the bytes that its name says, but is not packed as its release says`,
    ];
    expect(await findings(folderReader(archive, { threads: 1 }))).toEqual(expected);
    expect(await inThreads(findings)).toEqual(expected);
    expect(await findings()).toEqual(expected);
  });

  it('meets what is neither a file nor a folder', async () => {
    await symlink('/nowhere', join(archive, 'elsewhere'));
    await symlink('/nowhere', join(archive, 'releases', 'elsewhere'));
    expect(await findings(folderReader(archive))).toEqual([
      'elsewhere: no key of the archive: somebody put it there by hand',
      'releases/elsewhere: no key of a release: somebody put it there by hand',
    ]);
  });

  it('names a folder, a pipe, and a link that leads nowhere or to a folder in the place of a file, and goes on', async () => {
    const [one, two, three, four] = releaseKeys.map((key) => join(archive, key));
    for (const path of [one!, two!, three!, four!]) await rm(path);
    await symlink(archive, one!);
    await symlink(join(archive, 'nowhere'), two!);
    await symlink(three!, three!);
    execFileSync('mkfifo', [four!]);
    const reader = folderReader(archive);
    const inspected = await reader.inspect([...releaseKeys, captureKeys[0]!], [], null);
    const noFile = { problems: [{ problem: expect.stringMatching(/^no file, nor a link to one/), remedy: 'remove' }] };
    expect(inspected).toMatchObject([noFile, noFile, noFile, noFile, { problems: [] }]);
    expect(await findings(reader)).toHaveLength(releaseKeys.length);
  });

  it('leaves out, by the time of change, what was asked for since then', async () => {
    const old = new Date('2026-01-01T00:00:00Z');
    const heads = (await readdir(join(archive, 'raw', 'harbour', '2026', '03'))).filter((name) => name.endsWith('.gz'));
    for (const name of heads) await utimes(join(archive, 'raw', 'harbour', '2026', '03', name), old, old);
    const reader = folderReader(archive);
    const sinceMs = Date.parse('2026-02-01T00:00:00Z');
    expect(await reader.inspect([captureKeys[0]!], [], sinceMs)).toEqual([{ key: captureKeys[0]!, left: 'skipped' }]);
    expect(await reader.inspect([captureKeys[0]!], [], null)).toMatchObject([{ key: captureKeys[0]!, problems: [] }]);
    expect(await reader.inspect(['claims/harbour/none.json'], [], null)).toMatchObject([{ left: 'gone' }]);
  });

  it('names a file that is denied, and goes on', async () => {
    const denied = join(archive, releaseKeys[2]!);
    chmodSync(denied, 0o000);
    const reader = folderReader(archive);
    const found = await asSomebody(async () => reader.inspect([releaseKeys[2]!, releaseKeys[3]!], [], null));
    chmodSync(denied, 0o644);
    expect(found).toMatchObject([
      { left: 'unread', problem: { problem: expect.stringContaining('access is denied'), remedy: 'permission' } },
      { key: releaseKeys[3]!, problems: [] },
    ]);
  });
});
