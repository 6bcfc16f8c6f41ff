/**
 * How fast the archive is on the files of one machine: commits, following, compaction, verification. Figures are per second
 * of real time where the disk decides and per second of CPU elsewhere; an anchor (SHA-256 of a large buffer) is measured in
 * the same run. `npm run bench:archive [commits|follow|daily|verify] [--folder DIR]`.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedClock } from '../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../infra/local/stores/file-objects.ts';
import { withCreatedEvents } from '../../infra/local/stores/outbox.ts';
import { openSpoolQueue } from '../../infra/local/stores/spool-queue.ts';
import { appendChanges } from '../../shared/archive/changes.ts';
import { compactDay, followDays } from '../../shared/archive/daily.ts';
import { beginning, readChanges } from '../../shared/archive/follow.ts';
import { keys, partitionOf } from '../../shared/archive/keys.ts';
import { createRelease } from '../../shared/archive/release-object.ts';
import { mapConcurrently } from '../../shared/concurrently.ts';
import type { Objects } from '../../shared/ports.ts';
import type { Release } from '../../shared/release/schema.ts';
import { memoryLog } from '../support/memory/log.ts';
import { makeRelease } from '../support/releases.ts';
import { benchVerify } from './archive-verify.ts';

const nowMs = Date.parse('2026-03-02T09:00:00Z');
const clock = fixedClock(nowMs);
const MIB = 1024 * 1024;
const words =
  'harbour police customs officers seized a vessel and goods in the northern port after a long inquiry'.split(' ');

/** About as long as a press release is, of words that differ from one to the next. */
function release(n: number): Release {
  const paragraph = (p: number): string =>
    Array.from({ length: 90 }, (_, w) => words[(n * 7 + p * 13 + w * (1 + (n % 5))) % words.length]).join(' ');
  const body = Array.from({ length: 8 }, (_, p) => `${paragraph(p)} ${n}-${p}.`).join('\n\n');
  return makeRelease({ slug: `item-${n}`, newsroom: `newsroom-${n % 50}`, body, datePublished: '2026-03-01' });
}

const keyOf = (one: Release): string =>
  keys.release(one.newsroom, partitionOf(one.datePublished), one.id, one.revision);

function row(name: string, value: string, note = ''): void {
  process.stdout.write(`${name.padEnd(44)} ${value.padStart(12)}  ${note}\n`);
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; cpuSeconds: number }> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { result, seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
}

function anchorMibPerSecond(): number {
  const buffer = Buffer.alloc(64 * MIB, 1);
  const started = process.cpuUsage();
  for (let n = 0; n < 4; n += 1) createHash('sha256').update(buffer).digest();
  const { user, system } = process.cpuUsage(started);
  return (4 * 64) / ((user + system) / 1e6);
}

/** What the disk gives: a small new file written and synced, so many at a time. A commit syncs three files and their folders, and a line of the intent log. */
async function syncsPerSecond(folder: string, concurrency: number): Promise<number> {
  const all = Array.from({ length: 400 }, (_, n) => join(folder, `sync-${concurrency}-${n}`));
  const { seconds } = await timed(() =>
    mapConcurrently(all, concurrency, async (path) => {
      const handle = await open(path, 'wx');
      await handle.writeFile('x'.repeat(5_000));
      await handle.sync();
      await handle.close();
    }),
  );
  return all.length / seconds;
}

async function openStore(folder: string, fsync: boolean): Promise<Objects> {
  return openFileObjects({ archive: join(folder, 'archive'), temporary: join(folder, 'tmp'), clock, fsync });
}

/** As ingest commits: the record, and the created-event to both queues. */
async function commits(folder: string): Promise<void> {
  for (const concurrency of [1, 16]) {
    row(`anchor: files synced/s, ${concurrency} at a time`, (await syncsPerSecond(folder, concurrency)).toFixed(0));
  }
  for (const fsync of [true, false]) {
    for (const concurrency of [1, 4, 16, 64]) {
      const own = join(folder, `commits-${fsync}-${concurrency}`);
      const queue = (name: string) => openSpoolQueue({ folder: join(own, name), clock, receivesMax: 5, fsync });
      const [stored, changed] = await Promise.all([queue('stored'), queue('changed')]);
      const { objects } = withCreatedEvents(await openStore(own, fsync), {
        stored,
        changed,
        outboxFolder: join(own, 'outbox'),
        fsync,
      });
      const all = Array.from({ length: 1_000 }, (_, n) => release(n));
      const { seconds } = await timed(() =>
        mapConcurrently(all, concurrency, (one) => createRelease(objects, keyOf(one), one)),
      );
      row(`commits/s, ${concurrency} at a time${fsync ? '' : ', without fsync'}`, (all.length / seconds).toFixed(0));
    }
  }
}

/** Releases in the log, a segment of 1,000 each. */
async function logged(objects: Objects, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1_000) {
    const portion = Array.from({ length: Math.min(1_000, count - at) }, (_, n) => release(at + n));
    await mapConcurrently(portion, 16, (one) => createRelease(objects, keyOf(one), one));
    await appendChanges(objects, nowMs + at, portion.map(keyOf));
  }
}

async function follow(folder: string): Promise<void> {
  const objects = await openStore(join(folder, 'follow'), false);
  const count = 20_000;
  await logged(objects, count);
  const { seconds, result } = await timed(async () => {
    let changes = 0;
    for await (const { lines } of readChanges(objects, beginning)) changes += lines.length;
    return changes;
  });
  row('changes followed/s', (result / seconds).toFixed(0), `${result} changes`);
}

async function daily(folder: string): Promise<void> {
  const objects = await openStore(join(folder, 'daily'), false);
  await logged(objects, 10_000);
  const log = memoryLog();
  let day = (await followDays(objects, log)).days['2026-03-01'];
  for (let n = 0; n < 3; n += 1) day = (await followDays(objects, log)).days['2026-03-01'];
  if (day === undefined) throw new Error('the day is not there');
  const built = day;
  globalThis.gc?.();
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const { seconds, result, cpuSeconds } = await timed(() => compactDay(objects, log, '2026-03-01', built, nowMs));
  clearInterval(watch);
  peak = Math.max(peak, process.resourceUsage().maxRSS * 1024);
  const size = ((result.parquet.size + result.ndjson.size) / MIB).toFixed(1);
  row(
    'a day of 10,000 releases compacted, seconds',
    seconds.toFixed(2),
    `${cpuSeconds.toFixed(2)} CPU, ${result.rows} rows, ${size} MiB`,
  );
  row('peak memory of this process, MiB', (peak / MIB).toFixed(0));
}

async function verify(folder: string): Promise<void> {
  for (const [name, mix] of Object.entries({
    // Captures of 24 kB: the mean of the pages of newsrooms that were looked at (150 kB before gzip, the median 85 kB).
    'as the pipeline keeps them': { releases: 4_000, wordsOnPage: 8_100 },
    'the same of small pages': { releases: 6_000, wordsOnPage: 900 },
    'records, segments and daily files alone': { releases: 6_000, wordsOnPage: null },
  })) {
    const own = join(folder, `verify-${mix.wordsOnPage}`);
    row(`-- ${name}`, '');
    await benchVerify(await openStore(own, false), join(own, 'archive'), mix, row);
  }
}

const parts = { commits, follow, daily, verify };
const argv = process.argv.slice(2);
const at = argv.indexOf('--folder');
const base = at < 0 ? tmpdir() : (argv[at + 1] ?? tmpdir());
const wanted = argv.filter((word) => word in parts);
const folder = await mkdtemp(join(base, 'dateline-bench-'));
try {
  row('anchor: SHA-256, MiB per CPU second', anchorMibPerSecond().toFixed(0));
  for (const [name, run] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await run(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
