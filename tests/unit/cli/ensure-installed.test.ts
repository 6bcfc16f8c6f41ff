/** What counts as installed, for `npm start` and for `npm test`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// Plain JavaScript without types: imported by address, with the types that it documents.
const script = (name: string) => import(new URL(`../../../cli/${name}`, import.meta.url).href);
const { firstMissing } = (await script('ensure-installed.js')) as {
  firstMissing(folder: string, mode: 'runtime' | 'development'): string | null;
};
const { nodeComplaint } = (await script('node-version.js')) as { nodeComplaint(version: string): string | null };

interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

const wanted: Record<string, Entry> = {
  'node_modules/runs': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/tests': { version: '2.0.0', integrity: 'sha512-b', dev: true },
  'node_modules/elsewhere': { version: '3.0.0', integrity: 'sha512-c', optional: true },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dateline-installed-'));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(packages: Record<string, Entry>): void {
  for (const path of Object.keys(packages)) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'package.json'), '{}');
  }
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

const onlyRuntime = { 'node_modules/runs': wanted['node_modules/runs']! };

test('a bare clone misses its first package', () => {
  expect(firstMissing(folder, 'runtime')).toBe('node_modules/runs');
});

test('a run-time installation is enough to start and not enough to test', () => {
  install(onlyRuntime);
  expect(firstMissing(folder, 'runtime')).toBeNull();
  expect(firstMissing(folder, 'development')).toBe('node_modules/tests');
});

test('a full installation is enough for both, without the packages of other platforms', () => {
  install({ ...onlyRuntime, 'node_modules/tests': wanted['node_modules/tests']! });
  expect(firstMissing(folder, 'runtime')).toBeNull();
  expect(firstMissing(folder, 'development')).toBeNull();
});

test('another version than the locked one is missing', () => {
  install({ 'node_modules/runs': { version: '1.0.1', integrity: 'sha512-a' } });
  expect(firstMissing(folder, 'runtime')).toBe('node_modules/runs');
});

test('a package whose folder was removed by hand is missing', () => {
  install(onlyRuntime);
  rmSync(join(folder, 'node_modules', 'runs'), { recursive: true });
  expect(firstMissing(folder, 'runtime')).toBe('node_modules/runs');
});

test.each([
  ['18.20.4', true],
  ['20.18.3', true],
  ['20.19.0', false],
  ['20.20.2', false],
  ['22.1.0', false],
  ['24.0.0', false],
])('Node.js %s is too old: %s', (version, tooOld) => {
  expect(nodeComplaint(version) !== null).toBe(tooOld);
});
