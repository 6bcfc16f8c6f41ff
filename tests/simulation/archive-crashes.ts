/**
 * `npm run sim:archive [CRASHES]`: a process that commits and publishes on one data folder is killed (SIGKILL) at moments of
 * no one's choosing, 100 times. Afterwards every release object is in the change log exactly once, in an unbroken chain, a
 * follower that read along between the crashes has each change exactly once, and verify finds nothing.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { systemClock } from '../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../infra/local/stores/file-objects.ts';
import { beginning, type ChangeCursor, cursorAfter, readChanges } from '../../shared/archive/follow.ts';
import { parseReleaseKey, prefixes } from '../../shared/archive/keys.ts';
import { headsUnder } from '../../shared/archive/list.ts';
import { verifyArchive } from '../../shared/archive/verify/archive.ts';
import { newProgress } from '../../shared/archive/verify/finding.ts';

const crashes = Number(process.argv[2] ?? 100);
const root = fileURLToPath(new URL('../..', import.meta.url));
// Inside the checkout, so that packages left outside the bundle are found.
const folder = await mkdtemp(join(tmpdir(), 'dateline-crashes-'));
const built = await mkdtemp(join(root, 'node_modules', '.dateline-crashes-'));
const data = join(folder, 'data');
const clock = systemClock();

async function start(round: number, mode: 'write' | 'finish'): Promise<ChildProcess> {
  const args = [join(built, 'writer.mjs'), data, String(round), mode];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

try {
  await build({
    entryPoints: [join(root, 'tests/simulation/archive-writer.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    outfile: join(built, 'writer.mjs'),
  });
  const objects = await openFileObjects({ archive: join(data, 'archive'), temporary: join(data, 'tmp'), clock });
  let cursor: ChangeCursor = beginning;
  const followed: string[] = [];
  const readAlong = async (): Promise<void> => {
    for await (const segment of readChanges(objects, cursor)) {
      for (const line of segment.lines) {
        followed.push(line.key);
        cursor = cursorAfter(segment, line);
      }
    }
  };

  for (let round = 0; round < crashes; round += 1) {
    const child = await start(round, 'write');
    await clock.wait(20 + Math.random() * 400);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await readAlong();
  }
  const last = await start(crashes, 'finish');
  const [code] = (await once(last, 'exit')) as [number | null];
  await readAlong();

  const stored: string[] = [];
  for await (const { key } of headsUnder(objects, prefixes.releases))
    if (parseReleaseKey(key) !== null) stored.push(key);
  const logged = new Set(followed);
  const problems: string[] = [];
  for await (const { key, problem } of verifyArchive(objects, newProgress())) problems.push(`${key}: ${problem}`);
  const result = {
    crashes,
    lastExit: code,
    stored: stored.length,
    followed: followed.length,
    lost: stored.filter((key) => !logged.has(key)).length,
    doubled: followed.length - logged.size,
    findings: problems.length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  for (const problem of problems.slice(0, 20)) process.stdout.write(`${problem}\n`);
  process.exitCode = result.lost + result.doubled + result.findings === 0 && code === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
  await rm(built, { recursive: true, force: true });
}
