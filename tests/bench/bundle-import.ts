/**
 * What a cold start of each function costs before its handler runs: the size of its bundle, and the CPU time of a fresh
 * process that imports it, less that of one that imports an empty module.
 * Usage: node --import tsx tests/bench/bundle-import.ts [function ...]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { esbuildOptions, nothingCompiledIn } from '../../infra/aws/bundling.ts';
import { stepNames } from '../../infra/aws/steps.ts';

const rounds = 7;

/** Prints the CPU time that the process has used, user and system, in milliseconds. */
const importer = `await import(process.argv[2]);
const { user, system } = process.cpuUsage();
process.stdout.write(String((user + system) / 1000), () => process.exit(0));
`;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const folder = mkdtempSync(join(tmpdir(), 'dateline-bundles-'));
try {
  const wanted = process.argv.slice(2);
  const steps = wanted.length === 0 ? stepNames : stepNames.filter((step) => wanted.includes(step));
  const fileOf = (name: string): string => join(folder, `${name}.mjs`);
  writeFileSync(fileOf('importer'), importer);
  writeFileSync(fileOf('empty'), 'export {};\n');
  for (const step of steps) {
    await build({
      ...esbuildOptions(step, nothingCompiledIn),
      sourcemap: false,
      outfile: fileOf(step),
      logLevel: 'error',
    });
  }

  const names = ['empty', ...steps];
  const cpuMs = new Map(names.map((name) => [name, [] as number[]]));
  // In turns, so that another program's load falls on all of them alike.
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const answer = execFileSync(process.execPath, [fileOf('importer'), pathToFileURL(fileOf(name)).href], {
        encoding: 'utf8',
      });
      cpuMs.get(name)?.push(Number(answer));
    }
  }

  const emptyMs = median(cpuMs.get('empty') ?? []);
  console.log(`node ${process.version}, median of ${rounds}; an empty module takes ${emptyMs.toFixed(0)} ms`);
  console.log(`${'function'.padEnd(10)}${'bytes'.padStart(12)}${'import, CPU ms'.padStart(16)}`);
  for (const step of steps) {
    const importMs = median(cpuMs.get(step) ?? []) - emptyMs;
    const bytes = statSync(fileOf(step)).size.toLocaleString('en');
    console.log(`${step.padEnd(10)}${bytes.padStart(12)}${importMs.toFixed(0).padStart(16)}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
