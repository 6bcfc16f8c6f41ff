import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { firstAfter, sortedFolders } from '../../../../../infra/local/stores/sorted-folder.ts';

const many = 1_200;
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dateline-folder-'));
  mkdirSync(join(root, 'watches'));
  for (let at = 0; at < many; at += 1) writeFileSync(join(root, 'watches', `w${at}.json`), '');
  settle();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** As if nothing had been changed for a minute. */
function settle(folder = 'watches'): void {
  const then = Date.now() / 1000 - 60;
  utimesSync(join(root, folder), then, then);
}

describe('the entries of a large folder', () => {
  it('are kept while nothing changes in it', async () => {
    const read = sortedFolders(root);
    const entries = await read('watches/');
    expect(entries).toHaveLength(many);
    expect(entries.slice(0, 3)).toEqual(['watches/w0.json', 'watches/w1.json', 'watches/w10.json']);
    expect(await read('watches/')).toBe(entries);
  });

  it('are kept beside those of the large folder that holds it, and no more than a few', async () => {
    const read = sortedFolders(root);
    const inner = await read('watches/');
    for (let at = 0; at < many; at += 1) mkdirSync(join(root, 'large', `f${at}`), { recursive: true });
    settle('large');
    const outer = await read('large/');
    expect(await read('watches/')).toBe(inner);
    expect(await read('large/')).toBe(outer);
    for (const name of ['a', 'b', 'c']) {
      renameSync(join(root, 'large'), join(root, name));
      settle(name);
      await read(`${name}/`);
      renameSync(join(root, name), join(root, 'large'));
    }
    expect(await read('watches/')).not.toBe(inner);
  });

  it.each<[string, () => void]>([
    ['added', () => writeFileSync(join(root, 'watches', 'new.json'), '')],
    ['removed', () => unlinkSync(join(root, 'watches', 'w7.json'))],
    ['renamed', () => renameSync(join(root, 'watches', 'w7.json'), join(root, 'watches', 'other.json'))],
  ])('are read again at once when one was %s', async (_, change) => {
    const read = sortedFolders(root);
    const before = await read('watches/');
    change();
    expect(await read('watches/')).not.toEqual(before);
  });

  it('are not kept right after a change, when another one might not show', async () => {
    const read = sortedFolders(root);
    writeFileSync(join(root, 'watches', 'new.json'), '');
    const before = await read('watches/');
    expect(await read('watches/')).not.toBe(before);
  });

  it('are none where there is no folder, or a file', async () => {
    writeFileSync(join(root, 'file'), '');
    const read = sortedFolders(root);
    expect(await read('nowhere/')).toEqual([]);
    expect(await read('file/')).toEqual([]);
  });
});

describe('the page after a key', () => {
  it('begins with the folder that holds the key, else behind it', () => {
    const entries = ['a.json', 'a/', 'b.json', 'c/'];
    expect(entries.slice(firstAfter(entries, 'a/x.json'))).toEqual(['a/', 'b.json', 'c/']);
    expect(entries.slice(firstAfter(entries, 'b.json'))).toContain('c/');
    expect(firstAfter(entries, '')).toBe(0);
  });
});
