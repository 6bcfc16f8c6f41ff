/** Starts one emulator process on a free port of loopback, waits until it answers, and stops it by its own pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Emulator {
  /** Such as `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  readonly accountId: string;
  readonly region: string;
  /**
   * The whole environment for a client process or the cdk command: ours without any AWS setting of the machine,
   * plus endpoint, key, region and, under TLS, the certificate. Node reads the certificate only when it starts.
   */
  readonly environment: Readonly<Record<string, string>>;
  readonly pid: number;
  /** What the emulator has printed so far. */
  log(): string;
  /** SIGTERM, wait, SIGKILL; then its folder goes. Idempotent. */
  stop(): Promise<void>;
}

export interface Launch {
  readonly name: string;
  readonly command: string;
  /** The only environment the process gets: what leaks into MiniStack leaks into every Lambda. */
  readonly environment: (port: number, scratch: string) => Readonly<Record<string, string>>;
  readonly args: (port: number) => readonly string[];
  readonly scheme: 'http' | 'https';
  /** True once the server at this endpoint answers. */
  readonly isReady: (endpoint: string, scratch: string) => Promise<boolean>;
  readonly accountId: string;
  /** Additional variables for clients. */
  readonly clientEnvironment: (scratch: string) => Readonly<Record<string, string>>;
  /** Runs in the fresh scratch folder before the start. */
  readonly prepare?: (scratch: string) => void;
}

export const region = 'us-east-1';
const startAttempts = 3;
const readyMsMax = 60_000;
const readyPollMs = 100;
const termMsMax = 5_000;

/** A port that was free a moment ago; the start is retried in case somebody was faster. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function waitForEnd(child: ChildProcess, msMax: number): Promise<boolean> {
  const deadline = performance.now() + msMax;
  while (!hasEnded(child) && performance.now() < deadline) await sleep(20);
  return hasEnded(child);
}

async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill('SIGTERM');
  if (await waitForEnd(child, termMsMax)) return;
  // A server with a hung custom resource ignores SIGTERM and lives on without listening.
  child.kill('SIGKILL');
  await waitForEnd(child, termMsMax);
}

/** Variables of this machine that would send a client to real AWS, a proxy or another account. */
function isForeign(name: string): boolean {
  return /^(AWS_|CDK_|AMAZON_)/.test(name) || /^(https?|all|no)_proxy$/i.test(name);
}

function clientEnvironment(endpoint: string, accountId: string, extra: Readonly<Record<string, string>>) {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !isForeign(name)) inherited[name] = value;
  }
  return {
    ...inherited,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    // Files that cannot exist: the machine's own profiles and keys stay unread.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: '1',
    ...extra,
  };
}

function tail(text: string): string {
  return text.trim().split('\n').slice(-20).join('\n');
}

async function tryStart(launch: Launch): Promise<Emulator | string> {
  const scratch = mkdtempSync(path.join(tmpdir(), `dateline-${launch.name}-`));
  const logFile = path.join(scratch, 'server.log');
  const log = (): string => readFileSync(logFile, 'utf8');
  try {
    launch.prepare?.(scratch);
    const port = await freePort();
    const endpoint = `${launch.scheme}://127.0.0.1:${port}`;
    const output = openSync(logFile, 'a');
    const child = spawn(launch.command, launch.args(port), {
      cwd: scratch,
      env: launch.environment(port, scratch),
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    let spawnError: Error | null = null;
    child.once('error', (error) => {
      spawnError = error;
    });
    const killOnExit = (): void => {
      child.kill('SIGKILL');
      rmSync(scratch, { recursive: true, force: true });
    };
    process.once('exit', killOnExit);

    const deadline = performance.now() + readyMsMax;
    let ready = false;
    while (!ready && spawnError === null && !hasEnded(child) && performance.now() < deadline) {
      ready = await launch.isReady(endpoint, scratch);
      if (!ready) await sleep(readyPollMs);
    }
    if (!ready) {
      const why = spawnError === null ? tail(log()) : String(spawnError);
      await endChild(child);
      process.off('exit', killOnExit);
      rmSync(scratch, { recursive: true, force: true });
      return why === '' ? `no answer within ${readyMsMax / 1000} s` : why;
    }
    let lastLog: string | null = null;
    let stopping: Promise<void> | null = null;
    const stop = async (): Promise<void> => {
      await endChild(child);
      process.off('exit', killOnExit);
      lastLog = log();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
    };
    return {
      endpoint,
      accountId: launch.accountId,
      region,
      environment: clientEnvironment(endpoint, launch.accountId, launch.clientEnvironment(scratch)),
      pid: child.pid ?? 0,
      log: () => lastLog ?? log(),
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (cause) {
    rmSync(scratch, { recursive: true, force: true });
    throw cause;
  }
}

/** Starts the server, on another port when the first was taken meanwhile. Throws with the end of its output. */
export async function startServer(launch: Launch): Promise<Emulator> {
  let why = '';
  for (let attempt = 0; attempt < startAttempts; attempt += 1) {
    const started = await tryStart(launch);
    if (typeof started !== 'string') return started;
    why = started;
  }
  throw new Error(`the emulator ${launch.name} did not start in ${startAttempts} attempts: ${why}`);
}
