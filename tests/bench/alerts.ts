/**
 * `npm run bench:alerts [-- WATCHES [SECONDS]]`: from the commit of a release to the publish that the topic accepted, on one
 * machine with real files: ten releases a second, many watches of which at most ten match a release. Prints the latency of
 * first hits (p50, p99; the promise is under 1 s and 5 s) and the CPU time. Not part of the tests.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHost } from '../../infra/local/host.ts';
import { openPipeline } from '../../infra/local/open.ts';
import { keys, prefixes } from '../../shared/archive/keys.ts';
import { jsonBytes } from '../../shared/archive/objects.ts';
import type { Log } from '../../shared/ports.ts';
import { compile } from '../../shared/steps/compile.ts';
import { watchIdOf } from '../../shared/watch/schema.ts';
import { standingWatches } from '../../shared/watch/standing/load.ts';
import { makeRelease, storeRelease } from '../support/releases.ts';

const watchCount = Number(process.argv[2] ?? 100_000);
const seconds = Number(process.argv[3] ?? 20);
const releasesPerSecond = 10;
const matchesMax = 10;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const data = mkdtempSync(join(tmpdir(), 'dateline-bench-alerts-'));
const committedAt = new Map<string, number>();
const latencies: number[] = [];
const nothing = (): void => undefined;
const log: Log = {
  info: (event, fields = {}) => {
    const at = committedAt.get(String(fields['release']));
    if (event === 'alert-accepted' && at !== undefined) latencies.push(performance.now() - at);
  },
  warn: nothing,
  error: (event, fields) => print(`${event} ${JSON.stringify(fields)}`),
};
const pipeline = await openPipeline({ data, log });
try {
  const { objects } = pipeline.ports;
  const total = seconds * releasesPerSecond;
  const madeMs = performance.now();
  mkdirSync(join(pipeline.folder.archive, prefixes.watches), { recursive: true });
  // Each release names words of its own, which at most ten watches ask for; the rest ask for words of their own.
  for (let index = 0; index < watchCount; index += 1) {
    const query = index < total * matchesMax ? `topic${Math.floor(index / matchesMax)}` : `subject${index}`;
    const name = `watch ${index}`;
    const id = watchIdOf(name);
    const made = { version: 1, id, name, query, createdAt: '2026-01-01T00:00:00.000Z', removedAt: null };
    // Without a sync of each: not what is measured.
    writeFileSync(join(pipeline.folder.archive, keys.watch(id)), jsonBytes(made));
  }
  print(`${watchCount} watches written in ${((performance.now() - madeMs) / 1000).toFixed(1)} s`);
  const compiledMs = performance.now();
  const compileCpu = process.cpuUsage();
  await compile(pipeline.ports)();
  const { user: compileUser } = process.cpuUsage(compileCpu);
  print(`index compiled in ${((performance.now() - compiledMs) / 1000).toFixed(1)} s, ${compileUser / 1e6} s CPU`);
  const loadMs = performance.now();
  const standing = await standingWatches(pipeline.ports)();
  await standing.match({ headline: '', body: 'topic0' });
  print(`index loaded to the first match in ${(performance.now() - loadMs).toFixed(0)} ms`);
  const host = await startHost(pipeline);
  // The first release pays for loading the index: what a start costs, and no latency of a running pipeline.
  const firstMs = performance.now();
  const warm = makeRelease({ slug: 'warm', body: 'topic0 is the subject of the first notice.' });
  committedAt.set(warm.id, performance.now());
  await storeRelease(objects, warm);
  while (latencies.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  print(`first alert after a start: ${((performance.now() - firstMs) / 1000).toFixed(2)} s`);
  while (latencies.length < Math.min(watchCount, matchesMax)) await new Promise((resolve) => setTimeout(resolve, 20));
  latencies.length = 0;
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  for (let index = 1; index < total; index += 1) {
    const dueMs = startedMs + (index * 1000) / releasesPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueMs - performance.now())));
    const release = makeRelease({ slug: `r${index}`, body: `topic${index} is the subject of notice ${index}.` });
    await storeRelease(objects, release);
    committedAt.set(release.id, performance.now());
  }
  const expected = Math.min(watchCount, total * matchesMax) - matchesMax;
  const deadline = performance.now() + 120_000;
  while (latencies.length < expected && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { user, system } = process.cpuUsage(cpu);
  await host.stop();
  const sorted = latencies.toSorted((a, b) => a - b);
  print(
    `${total - 1} releases at ${releasesPerSecond} a second, ${sorted.length} of ${expected} first alerts accepted`,
  );
  print(
    `commit to accepted: p50 ${percentile(sorted, 0.5).toFixed(0)} ms, p99 ${percentile(sorted, 0.99).toFixed(0)} ms`,
  );
  print(`${((user + system) / 1000 / (total - 1)).toFixed(1)} ms CPU a release`);
} finally {
  await pipeline.close();
  rmSync(data, { recursive: true, force: true });
}
