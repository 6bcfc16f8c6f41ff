/**
 * `npm run sim:alerts [-- --seeds 100000 --from 1]`: every planted fault within 400 seeds, then so many seeds that must be
 * clean. Each 500th seed runs twice. Exit code 1 when a promise was broken, or when one seed gave two histories.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { evenMix } from './faults.ts';
import { findPlanted, optionsOf, plantedFaults } from './planted.ts';
import { type RunOptions, type RunReport, runSeed } from './run.ts';
import { parsePlan, replayText, shrink } from './shrink.ts';

const help = `npm run sim:alerts [-- OPTIONS]

  --seeds N       so many seeds (100000), each of which must be clean
  --from N        the first of them (1)
  --seeds-only    without the planted faults before
  --record        only the planted faults: the first seed that finds each
  --indexed       worlds of many watches that are edited meanwhile
  --flood N       so many releases at once
  --faulty RATE   an even rate of faulty calls: measures duplicates by cause
  --processes N   as many as there are cores
  --seed N        replays one; with --planted NAME, --faults PLAN, --indexed, and --log for what every step said

For example: npm run sim:alerts -- --seed 131974 --log`;

/** Of so many seeds one is run twice: what a seed does not decide would make every other finding worthless. */
const twiceEach = 500;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly faulty: number | null;
  readonly indexed: boolean;
  readonly flood: number | null;
}

const optionsFor = (
  seed: number,
  { faulty, indexed, flood }: Pick<Chunk, 'faulty' | 'indexed' | 'flood'>,
): RunOptions => ({
  seed,
  ...(indexed ? { world: { indexed } } : {}),
  ...(flood === null ? {} : { world: { half: 'archive', flood } }),
  ...(faulty === null ? {} : { mix: evenMix(faulty) }),
});

interface Sums {
  seeds: number;
  alerts: number;
  /** By cause. */
  duplicates: Record<string, number>;
  calls: number;
  faults: number;
  failing: number[];
  /** Seeds that were run twice, and those of them whose two histories differ. */
  twice: number;
  differing: number[];
  combinations: string[];
}

const noSums = (): Sums => ({
  seeds: 0,
  alerts: 0,
  duplicates: {},
  calls: 0,
  faults: 0,
  failing: [],
  twice: 0,
  differing: [],
  combinations: [],
});

function addCauses(total: Record<string, number>, more: Iterable<readonly [string, number]>): void {
  for (const [cause, count] of more) total[cause] = (total[cause] ?? 0) + count;
}

async function runChunk(chunk: Chunk): Promise<Sums> {
  const { from, to } = chunk;
  const sums = noSums();
  const seen = new Set<string>();
  for (let seed = from; seed < to; seed += 1) {
    const report = await runSeed(optionsFor(seed, chunk));
    sums.seeds += 1;
    sums.alerts += report.alerts;
    addCauses(sums.duplicates, report.duplicates);
    sums.calls += report.calls;
    sums.faults += report.suffered.size;
    for (const combination of report.combinations) seen.add(combination);
    if (report.violations.length > 0) sums.failing.push(seed);
    if (seed === from || seed % twiceEach === 0) {
      sums.twice += 1;
      if ((await runSeed(optionsFor(seed, chunk))).hash !== report.hash) sums.differing.push(seed);
    }
  }
  sums.combinations = [...seen];
  return sums;
}

/** The seeds in chunks over the cores. */
async function runSeeds(
  first: number,
  count: number,
  kind: Pick<Chunk, 'faulty' | 'indexed' | 'flood'>,
  processes: number,
): Promise<Sums> {
  const total = noSums();
  const seen = new Set<string>();
  const size = Math.max(kind.flood === null ? 50 : 1, Math.min(1_000, Math.ceil(count / 20)));
  let next = first;
  const end = first + count;
  const work = async (): Promise<void> => {
    const worker = fork(fileURLToPath(import.meta.url), ['--chunks'], { execArgv: ['--import', 'tsx'] });
    while (next < end) {
      const chunk: Chunk = { from: next, to: Math.min(end, next + size), ...kind };
      next = chunk.to;
      const sums = await new Promise<Sums>((resolve, reject) => {
        worker.once('message', (answer) => resolve(answer as Sums));
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('a worker ended')));
        worker.send(chunk);
      });
      worker.removeAllListeners();
      for (const name of ['seeds', 'alerts', 'calls', 'faults', 'twice'] as const) total[name] += sums[name];
      addCauses(total.duplicates, Object.entries(sums.duplicates));
      total.failing.push(...sums.failing);
      total.differing.push(...sums.differing);
      for (const combination of sums.combinations) seen.add(combination);
      process.stderr.write(`\r${total.seeds} of ${count} seeds, ${total.failing.length} failing`);
    }
    worker.removeAllListeners();
    worker.disconnect();
  };
  await Promise.all(Array.from({ length: processes }, work));
  process.stderr.write('\n');
  total.combinations = [...seen];
  return total;
}

async function tell(options: RunOptions, planted: string | null): Promise<void> {
  const failing = await runSeed(options);
  const rules = new Set(failing.violations.map(({ rule }) => rule));
  const shrunk = await shrink(options, failing, ({ violations }) => violations.some(({ rule }) => rules.has(rule)));
  print(replayText(options, shrunk, planted));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100000' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      planted: { type: 'string' },
      faults: { type: 'string' },
      faulty: { type: 'string' },
      indexed: { type: 'boolean', default: false },
      flood: { type: 'string' },
      log: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
      processes: { type: 'string' },
      'seeds-only': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(help);
    return;
  }
  if (values.seed !== undefined) {
    const fault = plantedFaults.find(({ name }) => name === values.planted);
    const options: RunOptions = {
      ...(fault === undefined
        ? optionsFor(Number(values.seed), { faulty: null, indexed: values.indexed, flood: null })
        : optionsOf(fault, Number(values.seed))),
      ...(values.faults === undefined ? {} : { plan: parsePlan(values.faults) }),
      ...(values.log ? { listen: (at, event, fields) => print(`${at} ${event} ${JSON.stringify(fields)}`) } : {}),
    };
    const report: RunReport = await runSeed(options);
    if (report.violations.length > 0 && values.faults === undefined) await tell(options, values.planted ?? null);
    else for (const { rule, what } of report.violations) print(`${rule}: ${what}`);
    print(`trace ${report.hash}, ${report.calls} calls, ${report.suffered.size} faulty, ${report.alerts} alerts`);
    if (report.violations.length > 0) process.exitCode = 1;
    return;
  }
  const faulty = values.faulty === undefined ? null : Number(values.faulty);
  const flood = values.flood === undefined ? null : Number(values.flood);
  const kind = { faulty, indexed: values.indexed, flood };
  if (faulty === null && flood === null && !values['seeds-only']) {
    for (const fault of plantedFaults) {
      const seed = await findPlanted(fault);
      print(`planted ${fault.name}: ${seed === null ? 'NOT FOUND' : `found by seed ${seed}`}`);
      if (seed === null) process.exitCode = 1;
    }
    if (values.record) return;
  }
  const processes = values.processes === undefined ? availableParallelism() : Number(values.processes);
  const startedMs = performance.now();
  const sums = await runSeeds(Number(values.from), Number(values.seeds), kind, processes);
  const seconds = (performance.now() - startedMs) / 1000;
  print(`${sums.seeds} seeds, ${sums.failing.length} with a broken promise`);
  print(`${sums.twice} seeds run twice, ${sums.differing.length} with two histories`);
  if (sums.differing.length > 0) {
    print(
      `NOT DETERMINISTIC: seeds ${sums.differing.join(', ')} gave two histories; no replay and no shrinking can be trusted`,
    );
    process.exitCode = 1;
  }
  print(`${sums.calls} calls, ${sums.faults} faulty in ${sums.combinations.length} combinations`);
  const causes = Object.entries(sums.duplicates).sort(([, a], [, b]) => b - a);
  const duplicates = causes.reduce((sum, [, count]) => sum + count, 0);
  const share = sums.alerts === 0 ? 0 : (100 * duplicates) / sums.alerts;
  print(`${sums.alerts} alerts, ${duplicates} explained duplicates (${share.toFixed(3)} %)`);
  for (const [cause, count] of causes) print(`  ${count} ${cause}`);
  print(`${(sums.seeds / seconds).toFixed(0)} seeds a second in ${processes} processes, ${seconds.toFixed(0)} s`);
  for (const seed of sums.failing.slice(0, 10)) await tell(optionsFor(seed, kind), null);
  if (sums.failing.length > 0) process.exitCode = 1;
}

if (process.argv[2] === '--chunks') {
  process.on('message', (chunk) => {
    runChunk(chunk as Chunk).then((sums) => process.send?.(sums));
  });
} else await main();
