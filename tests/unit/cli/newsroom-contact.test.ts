/** Enabling newsrooms settles whom they may write to. */
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../../cli/main.ts';
import { readSettings } from '../../../infra/local/settings.ts';
import { repositoryAddress } from '../../../shared/newsrooms/contact.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { call } from './call.ts';

/** A person at a terminal, who types `typed`; null: who closes it. */
async function enableAt(data: string, typed: string | null) {
  let stderr = '';
  async function* input() {
    if (typed !== null) yield typed;
  }
  const code = await main(['newsroom', 'enable', 'europol', '--data', data], {
    stdin: Object.assign(input(), { isTTY: true }),
    stdout: { write: () => true, isTTY: true, columns: 100 },
    stderr: { write: (text) => (stderr += text) },
  });
  return { code, stderr };
}

test('the repository’s address is the one that package.json gives, once it gives one', () => {
  const { repository } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const address = (repository?.url ?? repository ?? repositoryAddress).replace(/^git\+/, '').replace(/\.git$/, '');
  expect(address).toBe(repositoryAddress);
});

const contactOf = async (data: string) => (await readSettings(join(data, 'settings.yaml'))).contact;

describe('newsroom enable at a terminal', () => {
  test('asks once whom newsrooms may write to', async () => {
    const data = await temporaryFolder();
    const first = await enableAt(data, 'desk@example.org\n');
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('write to');
    expect(await contactOf(data)).toBe('desk@example.org');
    expect((await enableAt(data, 'other@example.org\n')).stderr).toBe('');
    expect(await contactOf(data)).toBe('desk@example.org');
  });

  test('takes Enter for the repository’s address, and a closed terminal for no answer', async () => {
    const data = await temporaryFolder();
    expect((await enableAt(data, null)).code).toBe(0);
    expect(await contactOf(data)).toBeUndefined();
    await enableAt(data, '\n');
    expect(await contactOf(data)).toBe(repositoryAddress);
  });

  test.each(['# ours\nfrom: alerts@example.org # the desk\n', 'from:   alerts@example.org', '\n\n', '# nothing yet\n'])(
    'keeps the other lines of the settings: %j',
    async (before) => {
      const data = await temporaryFolder();
      await writeFile(join(data, 'settings.yaml'), before);
      await enableAt(data, 'https://example.org/about: us\n');
      expect(await contactOf(data)).toBe('https://example.org/about: us');
      expect((await readFile(join(data, 'settings.yaml'), 'utf8')).startsWith(before)).toBe(true);
    },
  );

  test.each(['(me)\n', 'desk@exämple.org\n'])(
    'refuses %j, which no header carries, and enables nothing',
    async (typed) => {
      const data = await temporaryFolder();
      const { code, stderr } = await enableAt(data, typed);
      expect(code).toBe(1);
      expect(stderr).toContain('cannot stand in a request');
      expect(await contactOf(data)).toBeUndefined();
      expect((await call('newsroom', 'list', '--enabled', '--data', data)).lines).toEqual([]);
    },
  );

  test('leaves settings alone that take no further line', async () => {
    const data = await temporaryFolder();
    await writeFile(join(data, 'settings.yaml'), '{ from: alerts@example.org }\n');
    const { code, stderr } = await enableAt(data, 'desk@example.org\n');
    expect(code).toBe(1);
    expect(stderr).toContain('by hand');
    expect(await readFile(join(data, 'settings.yaml'), 'utf8')).toBe('{ from: alerts@example.org }\n');
  });
});

test('newsroom enable in a pipe says how to set the contact, and with --json says nothing', async () => {
  const data = await temporaryFolder();
  expect((await call('newsroom', 'enable', 'europol', '--data', data)).stderr).toContain('contact: you@example.org');
  expect((await call('newsroom', 'enable', 'europol', '--data', data, '--json')).stderr).toBe('');
});
