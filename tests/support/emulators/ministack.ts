/**
 * MiniStack: the emulator for the contract suites (plain) and, with `auth`, for the deployed stack, where it enforces
 * role policies, queue policies and the TLS-only denies.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { emulatorCommand } from './install.ts';
import { type Emulator, region, startServer } from './server.ts';

const accountId = '000000000000';
const healthPath = '/_ministack/health';
const healthMsMax = 2_000;

/** A certificate for loopback, valid two days. Bucket policies deny plain HTTP, so enforcement needs TLS. */
function makeCertificate(scratch: string): void {
  const args = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
    '-days',
    '2',
  ];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const run = spawnSync('openssl', [...args, ...subject, '-addext', 'basicConstraints=critical,CA:FALSE'], {
    cwd: scratch,
    encoding: 'utf8',
  });
  if (run.error !== undefined) {
    throw new Error(
      'openssl was not found: it makes the certificate of the emulator. Install it (apt-get install openssl).',
    );
  }
  if (run.status !== 0) throw new Error(`openssl could not make a certificate: ${run.stderr.trim()}`);
}

async function answersHttp(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(`${endpoint}${healthPath}`, { signal: AbortSignal.timeout(healthMsMax) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function answersHttps(endpoint: string, ca: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request(`${endpoint}${healthPath}`, { ca, timeout: healthMsMax, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(false));
    asked.end();
  });
}

/**
 * Starts MiniStack (`installEmulators` first). `auth: true` adds IAM enforcement over TLS with a certificate of its own:
 * clients must be processes started with `environment`, since Node reads NODE_EXTRA_CA_CERTS at its start only.
 */
export function startMiniStack(options: {
  readonly auth: boolean;
  /** Where the Python modules of DuckDB lie: it answers queries of Athena by them. */
  readonly duckdbModules?: string;
}): Promise<Emulator> {
  const { auth, duckdbModules } = options;
  const certificate = (scratch: string): string => path.join(scratch, 'cert.pem');
  // Under AUTH clients must show the very key the server was started with; otherwise the key names the account.
  const keys = auth ? { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' } : {};
  return startServer({
    name: 'ministack',
    command: emulatorCommand('ministack'),
    args: () => [],
    scheme: auth ? 'https' : 'http',
    accountId,
    prepare: (scratch) => {
      for (const folder of ['tmp', 'state', 'home']) mkdirSync(path.join(scratch, folder));
      if (auth) makeCertificate(scratch);
    },
    environment: (port, scratch) => ({
      // Lambdas run on the first `node` of this path: the one that runs the tests.
      PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? '/usr/bin:/bin'}`,
      HOME: path.join(scratch, 'home'),
      TMPDIR: path.join(scratch, 'tmp'),
      STATE_DIR: path.join(scratch, 'state'),
      LANG: 'C.UTF-8',
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      MINISTACK_REGION: region,
      IOT_MTLS_ENABLED: '0',
      ...(duckdbModules === undefined ? {} : { PYTHONPATH: duckdbModules }),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...(auth
        ? {
            AUTH: 'true',
            USE_SSL: '1',
            MINISTACK_SSL_CERT: certificate(scratch),
            MINISTACK_SSL_KEY: path.join(scratch, 'key.pem'),
            NODE_EXTRA_CA_CERTS: certificate(scratch),
            ...keys,
          }
        : {}),
    }),
    isReady: (endpoint, scratch) =>
      auth ? answersHttps(endpoint, readFileSync(certificate(scratch))) : answersHttp(endpoint),
    clientEnvironment: (scratch) =>
      auth ? { ...keys, NODE_EXTRA_CA_CERTS: certificate(scratch), AWS_CA_BUNDLE: certificate(scratch) } : {},
  });
}
