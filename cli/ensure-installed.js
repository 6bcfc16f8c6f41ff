/**
 * Installs what is missing before `npm start` (`runtime`) and `npm test` (`development`), from the lockfile and without
 * install scripts. Plain JavaScript without packages: it runs in a clone that has no node_modules yet.
 * Everything it or npm prints goes to stderr, so that stdout belongs to the program that follows.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeComplaint } from './node-version.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The `packages` of a lockfile, or null when there is none that can be read. */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/**
 * The first wanted package that is not there in the wanted version, or null. Optional packages (those of other
 * platforms) may be absent.
 */
export function firstMissing(folder, mode) {
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  if (wanted === null) return 'package-lock.json';
  const installed = packagesOf(join(folder, 'node_modules', '.package-lock.json')) ?? {};
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.optional || entry.link) continue;
    if (mode === 'runtime' && (entry.dev || entry.devOptional)) continue;
    const there = installed[path];
    if (there?.version !== entry.version || there?.integrity !== entry.integrity) return path;
    if (!existsSync(join(folder, path, 'package.json'))) return path;
  }
  return null;
}

function install(mode) {
  const flags = ['ci', ...(mode === 'runtime' ? ['--omit=dev'] : []), '--ignore-scripts', '--no-audit', '--no-fund'];
  const packages = mode === 'runtime' ? 'the packages it runs with' : 'its packages, those for development too';
  process.stderr.write(`Dateline installs ${packages} (npm ${flags.join(' ')}). This happens once.\n`);
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const npm = process.env['npm_execpath'];
  const outcome = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...flags], options)
    : spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' });
  if (outcome.status === 0) return 0;
  const reason = outcome.error?.message ?? (outcome.signal ? `ended by ${outcome.signal}` : `exit ${outcome.status}`);
  process.stderr.write(
    `The installation did not succeed (${reason}).\n` +
      `Check the network, the free space and the permissions of ${root}, then run the same command again.\n`,
  );
  return 3;
}

function main(mode) {
  const complaint = nodeComplaint(process.versions.node);
  if (complaint !== null) {
    process.stderr.write(`${complaint}\n`);
    return 3;
  }
  if (mode !== 'runtime' && mode !== 'development') {
    process.stderr.write('Say what is to be installed: node cli/ensure-installed.js runtime|development\n');
    return 2;
  }
  return firstMissing(root, mode) === null ? 0 : install(mode);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv[2]);
