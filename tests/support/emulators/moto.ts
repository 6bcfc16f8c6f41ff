/** moto: the second, independent emulator for the contract suites, so that we do not code to one emulator's bugs. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { emulatorCommand } from './install.ts';
import { type Emulator, startServer } from './server.ts';

const healthMsMax = 2_000;

async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}/moto-api/data.json`, { signal: AbortSignal.timeout(healthMsMax) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Starts moto's server (`installEmulators` first). It knows one account, whatever key the client shows. */
export function startMoto(): Promise<Emulator> {
  return startServer({
    name: 'moto',
    command: emulatorCommand('moto'),
    args: (port) => ['-H', '127.0.0.1', '-p', String(port)],
    scheme: 'http',
    accountId: '123456789012',
    prepare: (scratch) => mkdirSync(path.join(scratch, 'tmp')),
    environment: (_port, scratch) => ({
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: scratch,
      TMPDIR: path.join(scratch, 'tmp'),
      LANG: 'C.UTF-8',
    }),
    isReady: answers,
    clientEnvironment: () => ({}),
  });
}
