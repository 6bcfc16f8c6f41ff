/** `npm run test:deploy`: starts an emulator that enforces IAM over TLS, runs the test beside it, and leaves nothing behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installEmulators } from '../../support/emulators/install.ts';
import { startMiniStack } from '../../support/emulators/ministack.ts';

/** Ends the test and every command it started: they are one process group. */
function endGroup(test: ChildProcess): void {
  if (test.pid === undefined || test.exitCode !== null || test.signalCode !== null) return;
  process.kill(-test.pid, 'SIGTERM');
}

const started = performance.now();
await installEmulators({ which: ['ministack'] });
const emulator = await startMiniStack({ auth: true });
const scratch = mkdtempSync(join(tmpdir(), 'dateline-deploy-'));
try {
  // A process of its own: Node reads the emulator's certificate only when it starts.
  const test = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./drive.ts', import.meta.url))], {
    env: { ...emulator.environment, TMPDIR: scratch },
    stdio: 'inherit',
    detached: true,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => endGroup(test));
  process.exitCode = await new Promise<number>((resolve) => test.once('exit', (code) => resolve(code ?? 1)));
  if (process.exitCode !== 0) process.stderr.write(`--- end of the emulator's log\n${emulator.log().slice(-6_000)}\n`);
} finally {
  await emulator.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.stderr.write(`the whole took ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
}
