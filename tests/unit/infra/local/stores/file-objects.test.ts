import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskError } from '../../../../../infra/local/stores/disk-errors.ts';
import { openFileObjects } from '../../../../../infra/local/stores/file-objects.ts';
import { nameLocks } from '../../../../../infra/local/stores/name-lock.ts';
import { BadInputError, DependencyError } from '../../../../../shared/errors.ts';
import type { Objects } from '../../../../../shared/ports.ts';
import { testClock } from '../../../../support/memory/clock.ts';
import { temporaryFolder } from '../../../../support/memory/folder.ts';

const body = Buffer.from('{"a":1}\n');
const createOnce = { condition: { kind: 'create-once' }, contentType: 'application/json; charset=utf-8' } as const;
const deadIdentity = '999999999-0123456789ab';

async function open(fsync = false): Promise<{ objects: Objects; root: string; archive: string; temporary: string }> {
  const root = await temporaryFolder();
  const [archive, temporary] = [join(root, 'archive'), join(root, 'tmp')];
  return {
    objects: await openFileObjects({ archive, temporary, clock: testClock(), fsync }),
    root,
    archive,
    temporary,
  };
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('objects on files', () => {
  test('the archive folder holds exactly the keys, with their bytes', async () => {
    const { objects, archive, temporary } = await open(true);
    const key = 'releases/newsroom=interpol/date=2017-05-13/aaaaaaaaaaaaaaaaaaaa.json';
    await objects.put(key, body, createOnce);
    await objects.put(key, body, createOnce);
    const etag = (await objects.get(key))?.etag ?? '';
    await objects.put(key, Buffer.from('2'), { ...createOnce, condition: { kind: 'compare-and-swap', etag } });
    expect(await filesUnder(archive)).toEqual(['aaaaaaaaaaaaaaaaaaaa.json']);
    expect(await readFile(join(archive, key), 'utf8')).toBe('2');
    expect(await filesUnder(temporary)).toEqual([]);
  });

  test('the time of an object is the time of the clock, so that --at holds', async () => {
    const { objects } = await open();
    await objects.put('state/a.json', body, createOnce);
    expect((await objects.get('state/a.json'))?.lastModifiedMs).toBe(testClock().nowMs());
  });

  test.each(['../a', 'a/../../b', '/etc/passwd', 'a//b', 'a/', '', 'a/./b', 'a\0b', '..'])(
    'refuses the key %j',
    async (key) => {
      const { objects } = await open();
      await expect(objects.put(key, body, createOnce)).rejects.toThrow(BadInputError);
      await expect(objects.get(key)).rejects.toMatchObject({ code: 'E_KEY' });
    },
  );

  test('lists nothing outside the archive', async () => {
    const { objects, root } = await open();
    await writeFile(join(root, 'secret.json'), 'x');
    expect((await objects.list('../')).objects).toEqual([]);
    expect((await objects.list('x/../../')).objects).toEqual([]);
    expect((await objects.list('')).objects).toEqual([]);
  });

  test('temporary files of dead processes are swept at the start, those of live ones are not', async () => {
    const { objects, archive, temporary } = await open();
    await objects.put('a.json', body, createOnce);
    await writeFile(join(temporary, `${deadIdentity}-0123456789abcdef.part`), 'half');
    const { ownIdentity } = await import('../../../../../infra/local/stores/process-identity.ts');
    const alive = `${ownIdentity()}-0123456789abcdef.part`;
    await writeFile(join(temporary, alive), 'half');
    await openFileObjects({ archive, temporary, clock: testClock() });
    expect((await readdir(temporary)).filter((name) => name.endsWith('.part'))).toEqual([alive]);
  });

  test('the lock of a dead process does not block a swap', async () => {
    const { objects, temporary } = await open();
    await objects.put('a.json', body, createOnce);
    await mkdir(join(temporary, 'locks'), { recursive: true });
    const lock = `${createHash('sha256').update('a.json').digest('hex').slice(0, 32)}.${deadIdentity}-0123456789ab`;
    await writeFile(join(temporary, 'locks', lock), '');
    const etag = (await objects.get('a.json'))?.etag ?? '';
    const outcome = await objects.put('a.json', Buffer.from('2'), {
      ...createOnce,
      condition: { kind: 'compare-and-swap', etag },
    });
    expect(outcome.kind).toBe('stored');
    expect(await readdir(join(temporary, 'locks'))).toEqual([]);
  });

  test('a lock that stays taken is given up after the wait', async () => {
    const folder = await temporaryFolder();
    const name = createHash('sha256').update('k').digest('hex').slice(0, 32);
    // The parent process lives as long as this test, and is another one.
    const { identityOf } = await import('../../../../../infra/local/stores/process-identity.ts');
    await writeFile(join(folder, `${name}.${identityOf(process.ppid)}-0123456789ab`), '');
    expect(await nameLocks(folder).withLock('k', 30, async () => 1)).toBeNull();
    expect(await readdir(folder)).toHaveLength(1);
  });

  test('a write that fails leaves no file behind and names the path', async () => {
    const { objects, archive, temporary } = await open();
    await writeFile(join(archive, 'file'), 'in the way');
    const failure = objects.put('file/below.json', body, createOnce);
    await expect(failure).rejects.toThrow(DependencyError);
    await expect(failure).rejects.toThrow(join(archive, 'file/below.json'));
    expect(await filesUnder(temporary)).toEqual([]);
  });

  test.each([
    ['ENOSPC', 'E_DISK_FULL', 'free space'],
    ['EDQUOT', 'E_DISK_FULL', 'quota'],
    ['EACCES', 'E_PERMISSION', 'read and write access'],
    ['EROFS', 'E_READ_ONLY', 'writable'],
    ['EMFILE', 'E_TOO_MANY_FILES', 'ulimit'],
  ])('%s becomes %s with the path and a remedy', (code, expected, remedy) => {
    const fault = diskError('write', '/data/a.json', Object.assign(new Error(code), { code }));
    expect(fault).toMatchObject({ code: expected, input: '/data/a.json', retryable: true });
    expect(fault.message).toContain('/data/a.json');
    expect(fault.hint).toContain(remedy);
  });

  test('listing a page of many keys opens only the folders it needs', async () => {
    const { objects, archive } = await open();
    const days = Array.from({ length: 30 }, (_, i) => `date=2026-01-${String(i + 1).padStart(2, '0')}`);
    for (const day of days) {
      const folder = join(archive, 'releases/newsroom=interpol', day);
      await mkdir(folder, { recursive: true });
      for (let i = 0; i < 5; i += 1) await writeFile(join(folder, `${i}.json`), '{}');
      // A folder that was read has a later access time than this one (where the disk keeps it).
      await utimes(folder, new Date(0), new Date(1));
    }
    const startAfter = `releases/newsroom=interpol/${days[9]}/4.json`;
    const page = await objects.list('releases/', { startAfter, limit: 7 });
    expect(page.objects.map(({ key }) => key.slice(-22))).toEqual(
      [0, 1, 2, 3, 4]
        .map((i) => `date=2026-01-11/${i}.json`)
        .concat([0, 1].map((i) => `date=2026-01-12/${i}.json`))
        .map((key) => key.slice(-22)),
    );
    expect(page.next).toBe(page.objects.at(-1)?.key);
    const read = await Promise.all(
      days.map(async (day) => (await stat(join(archive, 'releases/newsroom=interpol', day))).atimeMs > 0),
    );
    expect(read.filter(Boolean).length).toBeLessThanOrEqual(3);
  });
});
