/** Settings of one machine: what cannot be used is named with its line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readNewsroomFiles } from '../../../infra/local/newsroom-files.ts';
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
  expect(problems[1]).toContain('c.yml');
});

test('a folder that is not there is named', async () => {
  await expect(readNewsroomFiles(join(folder, 'none'))).rejects.toThrow(/none/);
});
