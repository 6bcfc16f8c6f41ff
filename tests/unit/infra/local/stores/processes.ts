/** Starts worker/run.ts as real processes, and ends them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** Builds the worker before the tests of a file; `start` runs it, and ends it when the test is over. */
export function useWorker(): { readonly start: (job: string, folder: string, amount: number) => ChildProcess } {
  let scriptFolder: string;
  let script: string;

  // One file that starts in a tenth of a second: compiling in each of the processes would take most of the test.
  beforeAll(async () => {
    scriptFolder = await mkdtemp(join(tmpdir(), 'dateline-worker-'));
    script = join(scriptFolder, 'worker.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('worker/run.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      outfile: script,
    });
  });
  afterAll(() => rm(scriptFolder, { recursive: true, force: true }));

  return {
    start(job, folder, amount) {
      const child = spawn(process.execPath, [script, job, folder, String(amount)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => {
        child.kill('SIGKILL');
      });
      return child;
    },
  };
}

/** Kills as `kill -9` does, and waits until the process is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** What the process printed as its first line, as JSON. */
export async function firstLine(child: ChildProcess): Promise<unknown> {
  let output = '';
  for await (const chunk of child.stdout!) {
    output += String(chunk);
    if (output.includes('\n')) return JSON.parse(output);
  }
  throw new Error(`the process ended without an answer: ${output}`);
}
