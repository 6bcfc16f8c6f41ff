/**
 * Measures `npm start`'s figures on this machine: time to the console, to the first alert of each demo watch, memory and
 * processor use when idle. Usage: npm run bench:start [-- SECONDS_IDLE SECONDS_BEFORE]; prints one JSON line. Linux only (/proc).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const idleSeconds = Number(process.argv[2] ?? 60);
/** The story of the demo begins with several releases within the first minutes. */
const beforeSeconds = Number(process.argv[3] ?? 90);
const ticksPerSecond = 100;

/** The process and its descendants: tsx may keep a helper process. */
function family(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const pids = [pid];
  for (const parent of pids) pids.push(...[...parents].filter(([, of]) => of === parent).map(([child]) => child));
  return pids;
}

function rssMegabytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(line?.[1] ?? 0) / 1024;
}

function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

const sum = (pids: readonly number[], of: (pid: number) => number): number =>
  pids.reduce((total, pid) => total + of(pid), 0);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const data = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
const startedAt = performance.now();
const child = spawn(process.execPath, ['cli/dateline.js', 'start', '--json', '--data', data, '--port', '0'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const seconds: Record<string, number> = {};
const watches = new Set<string>();
const bothAlerts = new Promise<void>((resolve) => {
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as { event: string; watch?: string };
    const elapsed = (performance.now() - startedAt) / 1000;
    seconds[event.event] ??= elapsed;
    if (event.event === 'alert' && event.watch !== undefined) watches.add(event.watch);
    if (watches.size === 2) {
      seconds['bothAlerts'] ??= elapsed;
      resolve();
    }
  });
});

try {
  await Promise.race([
    bothAlerts,
    sleep(60_000).then(() => {
      throw new Error('no alerts within 60 s');
    }),
  ]);
  await sleep(beforeSeconds * 1000);
  const pids = family(child.pid ?? 0);
  const cpuBefore = sum(pids, cpuSeconds);
  await sleep(idleSeconds * 1000);
  const cpuShare = (sum(pids, cpuSeconds) - cpuBefore) / idleSeconds;
  console.log(
    JSON.stringify({
      secondsToConsole: Number((seconds['ready'] ?? 0).toFixed(2)),
      secondsToFirstAlert: Number((seconds['alert'] ?? 0).toFixed(2)),
      secondsToBothAlerts: Number((seconds['bothAlerts'] ?? 0).toFixed(2)),
      rssMegabytes: Math.round(sum(pids, rssMegabytes)),
      processes: pids.length,
      cpuPercent: Number((cpuShare * 100).toFixed(2)),
    }),
  );
} finally {
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(data, { recursive: true, force: true });
}
