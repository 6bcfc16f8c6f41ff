/** Settings of one machine: what cannot be used is named with its line. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFolder } from '../../../infra/local/folder.ts';
import { ownNewsroomFiles, readNewsroomFiles } from '../../../infra/local/newsroom-files.ts';
import { readSettings } from '../../../infra/local/settings.ts';
import { BadInputError } from '../../../shared/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dateline-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const settings = (text: string) => {
  const file = join(folder, 'settings.yaml');
  writeFileSync(file, text);
  return readSettings(file);
};

test('no file and an empty file are no settings', async () => {
  expect(await readSettings(join(folder, 'settings.yaml'))).toEqual({});
  expect(await settings('# nothing yet\n')).toEqual({});
});

test('what is set is read', async () => {
  expect(await settings('from: Press <press@example.org>\nsmtp: smtp://mail.example.org:587\n')).toEqual({
    from: 'Press <press@example.org>',
    smtp: 'smtp://mail.example.org:587',
  });
});

test.each([
  ['contact: a\nfrm: b\n', ':2:', 'frm'],
  ['contact: a\n\nsmtp: mail.example.org\n', ':3:', 'smtp'],
  ['contact: [a\n', ':', 'settings.yaml'],
  ['consoleAddress: ftp://x\n', ':1:', 'consoleAddress'],
])('%j is refused with its line', async (text, line, word) => {
  const fault = await settings(text).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(BadInputError);
  expect((fault as BadInputError).message).toContain(line);
  expect((fault as BadInputError).message).toContain(word);
});

const good = (id: string) => `id: ${id}
organization: Test
country: INT
homepage: https://example.org/
enabled: true
channels: [{ kind: rss, url: https://example.org/${id}.xml }]
`;

test('a newsroom file that cannot be used is named, and the others are read', async () => {
  writeFileSync(join(folder, 'a.yaml'), good('one'));
  writeFileSync(join(folder, 'b.yaml'), 'id: two\nnonsense: true\n');
  writeFileSync(join(folder, 'c.yml'), good('one'));
  writeFileSync(join(folder, 'notes.txt'), 'no newsroom');
  const { newsrooms, problems } = await readNewsroomFiles(folder);
  expect(newsrooms.map(({ id }) => id)).toEqual(['one']);
  expect(problems).toHaveLength(2);
  expect(problems[0]).toContain('b.yaml:');
  expect(problems[1]).toContain(`${join(folder, 'c.yml')}: the id one is that of ${join(folder, 'a.yaml')} already`);
});

test('an id that a file of --newsrooms and one of the data folder have is named with both, and the former counts', async () => {
  const data = dataFolder(join(folder, 'data'));
  mkdirSync(data.newsrooms, { recursive: true });
  writeFileSync(join(folder, 'given.yaml'), good('one'));
  writeFileSync(join(data.newsrooms, 'own.yaml'), good('one').replace('Test', 'Own'));
  writeFileSync(join(data.newsrooms, 'two.yaml'), good('two'));
  const { newsrooms, problems } = await ownNewsroomFiles(data, folder);
  expect(newsrooms.map(({ id, organization }) => [id, organization])).toEqual([
    ['one', 'Test'],
    ['two', 'Test'],
  ]);
  expect(problems).toEqual([expect.stringMatching(/own\.yaml: the id one is that of .*given\.yaml already/u)]);
});

test('a folder that is not there is named', async () => {
  await expect(readNewsroomFiles(join(folder, 'none'))).rejects.toThrow(/none/);
});
