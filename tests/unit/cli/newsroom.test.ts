/** The registry on the command line: list, show, enable, disable. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseNewsroomFile } from '../../../shared/newsrooms/parse.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { call, onTerminal } from './call.ts';

const watched = async (data: string) =>
  (await call('newsroom', 'list', '--enabled', '--data', data)).lines.map(({ id }) => id);

test('newsroom list gives a line each with its channels; a fresh folder watches none', async () => {
  const data = await temporaryFolder();
  const { code, lines } = await call('newsroom', 'list', '--data', data);
  expect(code).toBe(0);
  expect(lines.find(({ id }) => id === 'europol')).toMatchObject({
    organization: expect.any(String),
    enabled: false,
    recommended: true,
    channels: [{ kind: expect.any(String), url: expect.any(String) }],
  });
  expect((await onTerminal('newsroom', 'list', '--data', data)).stdout).toContain('enable --recommended');
});

describe('newsroom enable', () => {
  test('--recommended begins with all recommended ones, and disable takes one out', async () => {
    const data = await temporaryFolder();
    expect(
      (await call('newsroom', 'enable', '--recommended', '--data', data, '--json')).lines.length,
    ).toBeGreaterThanOrEqual(20);
    expect(await watched(data)).toContain('europol');
    expect((await call('newsroom', 'disable', 'europol', '--data', data)).code).toBe(0);
    expect(await watched(data)).not.toContain('europol');
  });

  test('an unknown id is named with the nearest one, and the others are enabled', async () => {
    const data = await temporaryFolder();
    const { code, stderr, lines } = await call('newsroom', 'enable', 'interpl', 'europol', '--data', data, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stderr).error).toMatchObject({
      input: 'interpl',
      hint: expect.stringContaining('did you mean interpol?'),
    });
    expect(lines).toEqual([{ id: 'europol', enabled: true }]);
    expect(await watched(data)).toEqual(['europol']);
  });

  test('nothing to enable is wrong usage', async () => {
    const { code, stderr } = await call('newsroom', 'enable');
    expect(code).toBe(2);
    expect(stderr).toContain('--recommended');
  });

  test('takes files of one’s own by --newsrooms; a bad one is named and the rest goes on', async () => {
    const data = await temporaryFolder();
    const folder = join(data, 'files');
    await mkdir(folder);
    const file = [
      'id: harbour',
      'organization: Harbour Authority',
      'country: FR',
      'homepage: https://harbour.example.org/',
      'enabled: false',
      'channels:',
      '  - kind: rss',
      '    url: https://harbour.example.org/rss',
    ];
    await writeFile(join(folder, 'harbour.yaml'), file.join('\n'));
    await writeFile(join(folder, 'bad.yaml'), 'id: [');
    const { code, stderr } = await call('newsroom', 'enable', 'harbour', '--newsrooms', folder, '--data', data);
    expect(code).toBe(0);
    expect(stderr).toContain('bad.yaml:1');
    const missing = await call('newsroom', 'list', '--newsrooms', join(data, 'nowhere'), '--data', data);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('nowhere');
  });
});

test('newsroom show prints a file that can be read again', async () => {
  const data = await temporaryFolder();
  const { stdout } = await onTerminal('newsroom', 'show', 'interpol', '--data', data);
  expect(parseNewsroomFile(stdout, 'shown.yaml')).toMatchObject({ id: 'interpol', enabled: false });
  await call('newsroom', 'enable', 'interpol', '--data', data);
  expect((await call('newsroom', 'show', 'interpol', '--data', data, '--json')).lines[0]).toMatchObject({
    enabled: true,
  });
});
