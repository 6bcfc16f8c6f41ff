/** The readers printed in docs/guides work as they stand there, on an archive of files. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { appendChanges } from '../../shared/archive/changes.ts';
import { temporaryFolder } from '../support/memory/folder.ts';
import { makeRelease, storeRelease } from '../support/releases.ts';
import { archiveOf } from '../unit/cli/call.ts';

const run = promisify(execFile);
const guide = readFileSync(fileURLToPath(new URL('../../docs/guides/reading-the-archive.md', import.meta.url)), 'utf8');

/** The first block of a language in the guide. */
function block(language: string): string {
  const text = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(guide)?.[1];
  if (text === undefined) throw new Error(`the guide has no ${language} block`);
  return text;
}

let archive: string;
let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  const objects = await archiveOf(folder);
  archive = join(folder, 'archive');
  const nowMs = Date.parse('2026-03-02T09:00:00Z');
  for (const [minute, slugs] of [['a', 'b'], ['c'], ['d', 'e']].entries()) {
    const logged: string[] = [];
    for (const slug of slugs) logged.push(await storeRelease(objects, makeRelease({ slug })));
    await appendChanges(objects, nowMs + minute * 60_000, logged);
  }
});

describe('the readers of the guide', () => {
  it('in Python, gives every change after a cursor once and in order, and refuses what was altered', async (context) => {
    try {
      await run('python3', ['--version']);
    } catch {
      context.skip('there is no python3 on this machine');
    }
    const script = `${block('python')}
import pathlib, sys
get = lambda key: pathlib.Path(${JSON.stringify(archive)}, key).read_bytes()
print(json.dumps([[c["seq"] for c in follow(get)], [c["seq"] for c in follow(get, 1)], [c["seq"] for c in follow(get, 5)]]))
try:
    list(follow(lambda key: get(key).replace(b"ADD", b"REV")))
except ValueError as error:
    print(error)
`;
    const { stdout } = await run('python3', ['-c', script]);
    const [seqs, refused] = stdout.trim().split('\n');
    expect(JSON.parse(seqs!)).toEqual([[1, 2, 3, 4, 5], [2, 3, 4, 5], []]);
    expect(refused).toMatch(/^changes\/2026\/.* is not what the chain says$/);
  });

  it('in TypeScript, does the same', async () => {
    await mkdir(join(folder, 'reader'));
    const file = join(folder, 'reader', 'follow.ts');
    await writeFile(file, block('typescript'));
    const { follow } = (await import(pathToFileURL(file).href)) as {
      follow: (get: (key: string) => Promise<Buffer>, seq?: number) => Promise<readonly { seq: number }[]>;
    };
    const get = (key: string): Promise<Buffer> => readFile(join(archive, key));
    const seqs = async (seq?: number) => (await follow(get, seq)).map((change) => change.seq);
    expect([await seqs(), await seqs(1), await seqs(5)]).toEqual([[1, 2, 3, 4, 5], [2, 3, 4, 5], []]);
    const altered = async (key: string) => Buffer.from((await get(key)).toString().replaceAll('ADD', 'REV'));
    await expect(follow(altered)).rejects.toThrow('is not what the chain says');
  });
});
