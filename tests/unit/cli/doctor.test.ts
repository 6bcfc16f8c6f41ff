/** `dateline doctor`: each line says what it found and what to do. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkClock } from '../../../cli/doctor/clock.ts';
import { checkNetwork } from '../../../cli/doctor/network.ts';
import { dataFolder } from '../../../infra/local/folder.ts';
import { acquireDataLock } from '../../../infra/local/stores/lock.ts';
import { repositoryAddress } from '../../../shared/newsrooms/contact.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { call, onTerminal } from './call.ts';

const statusOf = async (data: string, ...flags: string[]) => {
  const { code, lines } = await call('doctor', '--data', data, '--json', ...flags);
  return { code, of: (check: string) => lines.filter((line) => line['check'] === check) };
};

describe('doctor', () => {
  test('finds nothing to fix on a fresh folder, and leaves none behind', async () => {
    const data = await temporaryFolder();
    const { code, of } = await statusOf(join(data, 'fresh'));
    expect(code).toBe(0);
    for (const check of ['node', 'disk', 'space', 'clock', 'lock', 'settings', 'mail', 'registry', 'network']) {
      expect(of(check)).toMatchObject([{ status: 'ok', remedy: null }]);
    }
    expect(await readdir(data)).toEqual([]);
    expect((await onTerminal('doctor', '--data', data)).stdout).toContain('can be written');
  });

  test('names bad settings and bad newsroom files with their line, and exits 1', async () => {
    const data = await temporaryFolder();
    await writeFile(join(data, 'settings.yaml'), 'contact: me\nsmpt: x\n');
    await mkdir(join(data, 'files'));
    await writeFile(join(data, 'files', 'bad.yaml'), 'id: [');
    const { code, of } = await statusOf(data, '--newsrooms', join(data, 'files'));
    expect(code).toBe(1);
    expect(of('settings')).toMatchObject([{ status: 'fail', message: expect.stringContaining('settings.yaml:2') }]);
    expect(of('newsrooms')[1]).toMatchObject({ status: 'fail', message: expect.stringContaining('bad.yaml:1') });
  });

  test('tells the default contact from one that leads to somebody', async () => {
    const data = await temporaryFolder();
    const settings = join(data, 'settings.yaml');
    for (const text of ['', `contact: ${repositoryAddress}\n`]) {
      await writeFile(settings, text);
      expect((await statusOf(data)).of('contact')).toMatchObject([
        {
          status: 'warn',
          message: expect.stringContaining(repositoryAddress),
          remedy: expect.stringContaining(settings),
        },
      ]);
    }
    await writeFile(settings, 'contact: desk@example.org\n');
    expect((await statusOf(data)).of('contact')).toMatchObject([{ status: 'ok', remedy: null }]);
  });

  test('says who holds the data folder', async () => {
    const data = await temporaryFolder();
    const lock = await acquireDataLock(data);
    expect((await statusOf(data)).of('lock')).toMatchObject([
      { message: expect.stringContaining(String(process.pid)) },
    ]);
    await lock.release();
  });

  test('a file where the data folder should be is a fault', async () => {
    const data = join(await temporaryFolder(), 'file');
    await writeFile(data, '');
    const { code, of } = await statusOf(data);
    expect(code).toBe(1);
    expect(of('disk')).toMatchObject([{ status: 'fail' }]);
  });
});

test('the clock is doubted when it cannot be right or is behind the archive', async () => {
  const data = await temporaryFolder();
  const folder = dataFolder(data);
  expect(await checkClock(folder, 0)).toMatchObject([{ status: 'fail' }]);
  await mkdir(folder.archive);
  await writeFile(join(folder.archive, 'catalog.json'), '{"updatedAt":"2027-01-01T00:00:00.000Z"}');
  expect(await checkClock(folder, Date.UTC(2026, 11, 31))).toMatchObject([{ status: 'warn' }]);
  expect(await checkClock(folder, Date.UTC(2027, 0, 2))).toMatchObject([{ status: 'ok' }]);
});

test('names of newsrooms are looked up only when asked; those not found are out of reach', async () => {
  const folder = dataFolder(await temporaryFolder());
  const looked: string[] = [];
  const resolve = async (host: string) => {
    looked.push(host);
    if (host === 'www.bis.org') throw new Error('ENOTFOUND');
  };
  expect(await checkNetwork(folder, false, resolve)).toMatchObject([{ status: 'ok' }]);
  expect(looked).toEqual([]);
  expect(await checkNetwork(folder, true, resolve)).toMatchObject([
    { status: 'unreachable', message: expect.stringContaining('www.bis.org') },
  ]);
});
