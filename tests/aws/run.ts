/**
 * `npm run test:aws`: installs both emulators where they are missing, runs the tests of the AWS adapters against each,
 * and closes with one line of counts over both. Exit code 1 when a test failed, 3 when an emulator cannot be had.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { duckdbFiles, type EmulatorName, installEmulators } from '../support/emulators/install.ts';
import { startMiniStack } from '../support/emulators/ministack.ts';
import { startMoto } from '../support/emulators/moto.ts';
import type { Emulator } from '../support/emulators/server.ts';

interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

interface Outcome {
  readonly name: EmulatorName;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  readonly output: string;
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const starts: Readonly<Record<EmulatorName, () => Promise<Emulator>>> = {
  ministack: () => startMiniStack({ auth: false, duckdbModules: duckdbFiles().modules }),
  moto: startMoto,
};

const running = new Set<ChildProcess>();
const emulators: Emulator[] = [];
const reports = mkdtempSync(path.join(tmpdir(), 'dateline-aws-tests-'));

function runVitest(environment: Readonly<Record<string, string>>, reportFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ['run', '--config', 'tests/aws/vitest.config.ts', '--reporter=default', '--reporter=json'];
    const child = spawn(process.execPath, [vitest, ...args, `--outputFile.json=${reportFile}`], {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', () => {
      running.delete(child);
      resolve(output);
    });
  });
}

/** Counts of one run; a run that ended without a report, or failed outside any test, counts as one failure. */
function count(name: EmulatorName, reportFile: string, output: string): Outcome {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8')) as Report;
  } catch {
    return { name, passed: 0, failed: 1, skipped: [], output };
  }
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    name,
    passed: report.numPassedTests,
    failed: report.success ? report.numFailedTests : Math.max(1, report.numFailedTests),
    skipped: tests.filter(({ status }) => status === 'pending' || status === 'skipped').map(({ fullName }) => fullName),
    output,
  };
}

/** The last lines of an emulator's log without one line a request. */
function withoutRequests(log: string): string {
  const lines = log.split('\n').filter((line) => !/HTTP\/1\.1"? (?:[234]\d\d)/.test(line));
  return lines.slice(-30).join('\n');
}

async function testAgainst(name: EmulatorName): Promise<Outcome> {
  const emulator = await starts[name]();
  emulators.push(emulator);
  const reportFile = path.join(reports, `${name}.json`);
  const environment = {
    ...emulator.environment,
    DATELINE_TEST_EMULATOR: name,
    DATELINE_TEST_HTTPFS: duckdbFiles().httpfs,
  };
  const outcome = count(name, reportFile, await runVitest(environment, reportFile));
  const log = outcome.failed === 0 ? '' : `\nend of the log of ${name}:\n${withoutRequests(emulator.log())}\n`;
  await emulator.stop();
  return { ...outcome, output: `\n=== ${name} at ${emulator.endpoint}\n${outcome.output}${log}` };
}

async function main(): Promise<number> {
  const names: readonly EmulatorName[] = ['ministack', 'moto'];
  try {
    await installEmulators({ which: [...names, 'duckdb'] });
    const outcomes = await Promise.all(names.map((name) => testAgainst(name)));
    for (const { output } of outcomes) process.stdout.write(output);
    const skipped = outcomes.flatMap((outcome) =>
      outcome.skipped.map((title) => `skipped on ${outcome.name}: ${title}`),
    );
    for (const line of skipped) process.stdout.write(`${line}\n`);
    const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
    const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
    const tail = skipped.length === 0 ? '' : `, ${skipped.length} skipped`;
    process.stdout.write(`${passed} passed, ${failed} failed${tail}\n`);
    return failed === 0 && passed > 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 3;
  } finally {
    await Promise.all(emulators.map((emulator) => emulator.stop()));
  }
}

process.once('exit', () => {
  for (const child of running) child.kill();
  rmSync(reports, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
process.exitCode = await main();
