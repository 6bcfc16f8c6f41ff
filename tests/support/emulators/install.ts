/**
 * Installs the AWS emulators into `.emulators/`, one Python virtual environment each, at pinned versions; and DuckDB with its
 * extension for S3, which is no part of the package for Node, and by which MiniStack answers queries of Athena.
 * A stamp file makes a second call cost nothing; all installer output goes to stderr.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from './python.ts';

export type EmulatorName = 'ministack' | 'moto';
type PackageName = EmulatorName | 'duckdb';

interface Pin {
  readonly requirement: string;
  /** A command in the environment's bin folder. */
  readonly command: string;
}

/** MiniStack without boto3 and without cryptography: with the latter it opens an MQTT port on all interfaces. */
const pins: Readonly<Record<PackageName, Pin>> = {
  ministack: { requirement: 'ministack==1.5.33', command: 'ministack' },
  moto: { requirement: 'moto[server]==5.2.5', command: 'moto_server' },
  // The version of @duckdb/node-api: an extension is for one version alone. DuckDB checks its signature as it loads it.
  duckdb: { requirement: 'duckdb-extension-httpfs==1.5.5', command: 'python' },
};

const here = path.dirname(fileURLToPath(import.meta.url));
const home = path.resolve(here, '../../../.emulators');
const installSecondsMax = 600;
const lockPollMs = 500;

const constraintsFile = (name: PackageName): string => path.join(here, `${name}.constraints.txt`);
const folderOf = (name: PackageName): string => path.join(home, name);
const stampOf = (name: PackageName): string => path.join(home, `${name}.stamp`);

const commandOf = (name: PackageName): string => path.join(folderOf(name), 'bin', pins[name].command);

/** The path of the emulator's start command; `installEmulators` puts it there. */
export const emulatorCommand = (name: EmulatorName): string => commandOf(name);

/** The Python of its environment, with the packages that it needs. */
export const pythonOf = (name: EmulatorName): string => path.join(folderOf(name), 'bin', 'python');

/** Where DuckDB's Python modules lie, and the file of its extension for S3; `installEmulators` puts them there. */
export function duckdbFiles(): { readonly modules: string; readonly httpfs: string } {
  const libraries = path.join(folderOf('duckdb'), 'lib');
  const python = readdirSync(libraries).find((name) => name.startsWith('python3')) ?? '';
  const modules = path.join(libraries, python, 'site-packages');
  const extensions = path.join(modules, 'duckdb_extension_httpfs/extensions');
  const [version = ''] = readdirSync(extensions);
  return { modules, httpfs: path.join(extensions, version, 'httpfs.duckdb_extension') };
}

function expectedStamp(name: PackageName): string {
  const constraints = createHash('sha256')
    .update(readFileSync(constraintsFile(name)))
    .digest('hex');
  return `${pins[name].requirement}\n${constraints}\n`;
}

function isInstalled(name: PackageName): boolean {
  const stamp = stampOf(name);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === expectedStamp(name) && existsSync(commandOf(name));
}

/** Runs an installer with its stdout on our stderr: our own stdout belongs to whoever reads results. */
function runInstaller(command: string, args: readonly string[], purpose: string): void {
  const run = spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: installSecondsMax * 1000 });
  if (run.error !== undefined) throw new Error(`${purpose} failed: ${run.error.message}`);
  if (run.status !== 0) {
    throw new Error(
      `${purpose} failed with exit code ${run.status}: see the output above (${command} ${args.join(' ')})`,
    );
  }
}

function installOne(name: PackageName): void {
  const started = performance.now();
  process.stderr.write(`installing ${name} into ${folderOf(name)} …\n`);
  rmSync(stampOf(name), { force: true });
  rmSync(folderOf(name), { recursive: true, force: true });
  runInstaller(findPython(), ['-m', 'venv', folderOf(name)], 'making a Python virtual environment');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
  const python = path.join(folderOf(name), 'bin', 'python');
  runInstaller(
    python,
    [...pip, pins[name].requirement, '--constraint', constraintsFile(name)],
    `installing ${pins[name].requirement} with pip (it needs the package index, or its mirror in pip's configuration)`,
  );
  writeFileSync(stampOf(name), expectedStamp(name));
  process.stderr.write(`installed ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Takes the install lock, waiting for a live holder; the lock of a dead process is taken over. */
async function withInstallLock(work: () => void): Promise<void> {
  mkdirSync(home, { recursive: true });
  const lock = path.join(home, 'install.lock');
  const deadline = performance.now() + installSecondsMax * 1000;
  while (true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
    if (performance.now() > deadline)
      throw new Error(`another process (${holder}) holds ${lock}: end it or delete the file`);
    await new Promise((resolve) => setTimeout(resolve, lockPollMs));
  }
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Installs the named emulators where they are not yet. Throws an Error that says what is missing and what to do. */
export async function installEmulators(options: { readonly which: readonly PackageName[] }): Promise<void> {
  if (options.which.every(isInstalled)) return;
  await withInstallLock(() => {
    for (const name of options.which) {
      if (!isInstalled(name)) installOne(name);
    }
  });
}
