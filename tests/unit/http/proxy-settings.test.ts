/** The proxy as a person sets it: on this machine, for a stack, and what doctor says of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterEach, expect, test, vi } from 'vitest';
import { checkSettings } from '../../../cli/doctor/settings.ts';
import { readSettings as readContext } from '../../../infra/aws/settings.ts';
import { dataFolder } from '../../../infra/local/folder.ts';
import { newsroomFetcher } from '../../../infra/local/newsroom-fetcher.ts';
import { readSettings } from '../../../infra/local/settings.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';

afterEach(() => vi.unstubAllEnvs());

const proxy = 'http://proxy.example.org:3128';

test('settings.yaml names it, as an http address only', async () => {
  const file = join(await temporaryFolder(), 'settings.yaml');
  await writeFile(file, `proxy: ${proxy}\n`);
  expect(await readSettings(file)).toEqual({ proxy });
  await writeFile(file, 'proxy: socks5://proxy.example.org\n');
  await expect(readSettings(file)).rejects.toThrow('settings.yaml:1: proxy');
});

test('the context of the stack names it, without a password, which everybody could read there', () => {
  const context = (value: string) => readContext(new App({ context: { proxy: value } }).node).proxy;
  expect(context(proxy)).toBe(proxy);
  expect(readContext(new App().node).proxy).toBeNull();
  for (const bad of ['proxy.example.org:3128', 'https://proxy.example.org', 'http://a:b@proxy.example.org']) {
    expect(() => context(bad), bad).toThrow('proxy=');
  }
});

test('doctor says whether it is gone through', async () => {
  const folder = dataFolder(await temporaryFolder());
  const found = async (environment: Record<string, string>) =>
    (await checkSettings(folder, environment)).find(({ check }) => check === 'proxy');
  expect(await found({})).toMatchObject({ status: 'ok' });
  expect(await found({ HTTPS_PROXY: proxy })).toMatchObject({
    status: 'warn',
    message: expect.stringContaining(`proxy: ${proxy}`),
  });
  await writeFile(folder.settings, `proxy: ${proxy}\n`);
  expect(await found({ HTTPS_PROXY: proxy })).toMatchObject({
    status: 'ok',
    message: expect.stringContaining('proxy.example.org:3128'),
  });
});

test('a proxy of the environment that the settings do not name is told once and not gone through', async () => {
  vi.stubEnv('HTTPS_PROXY', proxy);
  const warnings: unknown[] = [];
  const log = { info: () => {}, warn: (event: string) => void warnings.push(event), error: () => {} };
  const fetcher = await newsroomFetcher({}, new Set(), log);
  const ask = { url: 'https://localhost:9/', headers: {}, bodyBytesMax: 1, deadlineMs: 500 };
  for (let i = 0; i < 2; i += 1) expect(await fetcher.fetch(ask)).toMatchObject({ kind: 'refused', reason: 'port' });
  await fetcher.close();
  expect(warnings).toEqual(['proxy-not-used']);
});
