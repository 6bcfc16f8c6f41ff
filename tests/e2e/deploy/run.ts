/** `npm run test:deploy`: starts an emulator that enforces IAM over TLS, runs the test beside it, and leaves nothing behind. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installEmulators } from '../../support/emulators/install.ts';
import { startMiniStack } from '../../support/emulators/ministack.ts';

const started = performance.now();
await installEmulators({ which: ['ministack'] });
const emulator = await startMiniStack({ auth: true });
try {
  // A process of its own: Node reads the emulator's certificate only when it starts.
  const test = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./drive.ts', import.meta.url))], {
    env: emulator.environment,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => test.kill(signal));
  process.exitCode = await new Promise<number>((resolve) => test.once('exit', (code) => resolve(code ?? 1)));
  if (process.exitCode !== 0) process.stderr.write(`--- end of the emulator's log\n${emulator.log().slice(-6_000)}\n`);
} finally {
  await emulator.stop();
  process.stderr.write(`the whole took ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
}
