/**
 * `npm run bench:match`: Dateline's engine against Lucene Monitor, on the same documents and queries in the same run. Speeds
 * are documents per CPU second (Lucene: of its matching thread alone; Dateline: of the whole process). Usage:
 *   npm run bench:match [-- --sizes 1000,10000,100000 --sets dense,sparse --texts FILE.ndjson --no-lucene --keywords 100000]
 *   npm run bench:match -- --hostile   (only queries and texts made to hurt: time, growth, memory)
 * Keywords alone are given to daachorse and hyperscan too, where python3 has them (`--keywords 0` leaves them out).
 * Lucene comes from Maven Central into the folder `dateline-bench-lucene` of the machine's temporary folder.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hostileRows } from './hostile.ts';
import { writeKeywords } from './keywords.ts';
import { type Density, densities, type WorkloadFiles, writeWorkload } from './workload.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const warmSeconds = 1.5;
const measuredSeconds = 3;
const luceneSeconds = 12;
/** Few enough for a million queries, enough to compare hashes. */
const luceneDocumentsMin = 40;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    sets: { type: 'string', default: 'dense,sparse' },
    texts: { type: 'string' },
    keywords: { type: 'string', default: '100000' },
    'no-lucene': { type: 'boolean', default: false },
    hostile: { type: 'boolean', default: false },
  },
});

type Numbers = Readonly<Record<string, number>>;
interface Answer extends Numbers {
  readonly hashed: never;
}

function answerOf(command: string, args: readonly string[]): Record<string, unknown> {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1e8 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr.slice(-2_000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

/** The class path of the compiled anchor, or why there is none. */
function prepareLucene(): { readonly classPath: string } | { readonly reason: string } {
  const folder = join(tmpdir(), 'dateline-bench-lucene');
  const jars = join(folder, 'jars');
  const classes = join(folder, 'classes');
  mkdirSync(classes, { recursive: true });
  if (!existsSync(jars) || readdirSync(jars).length === 0) {
    const pom = join(here, 'lucene', 'pom.xml');
    const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
    const { status, error } = spawnSync('mvn', args, { encoding: 'utf8' });
    if (error !== undefined) return { reason: 'there is no Maven (mvn) on this machine' };
    if (status !== 0) return { reason: 'Maven could not fetch Lucene Monitor 9.11.1' };
  }
  const classPath = `${jars}/*:${classes}`;
  const source = join(here, 'lucene', 'LuceneMonitor.java');
  const { status, error, stderr } = spawnSync('javac', ['-cp', classPath, '-d', classes, source], { encoding: 'utf8' });
  if (error !== undefined) return { reason: 'there is no Java compiler (javac) on this machine' };
  return status === 0 ? { classPath } : { reason: `javac refuses the anchor: ${stderr.slice(0, 500)}` };
}

function runLucene(classPath: string, files: WorkloadFiles, count: number): Answer {
  const heap = count > 200_000 ? '6g' : '3g';
  const warm = count > 200_000 ? 10 : 60;
  const args = ['LuceneMonitor', files.documents, files.queries, files.training, String(warm)];
  return answerOf('java', [
    `-Xmx${heap}`,
    '-XX:+UseSerialGC',
    '-cp',
    classPath,
    ...args,
    String(luceneSeconds),
    String(luceneDocumentsMin),
  ]) as unknown as Answer;
}

if (values.hostile) {
  for (const row of hostileRows()) console.log(JSON.stringify(row));
  process.exit(0);
}

const times = (own: unknown, other: unknown): number => Number((Number(own) / Number(other)).toFixed(1));

const lucene = values['no-lucene'] ? { reason: 'left out by --no-lucene' } : prepareLucene();
if ('reason' in lucene) console.log(JSON.stringify({ lucene: null, reason: lucene.reason }));
for (const set of values.sets.split(',')) {
  if (!(set in densities)) throw new Error(`${set} is no set: ${Object.keys(densities).join(', ')}`);
  for (const size of values.sizes.split(',').map(Number)) {
    const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-match-'));
    try {
      const files = await writeWorkload(folder, set as Density, size, values.texts ?? null);
      const node = (...args: string[]) =>
        answerOf(process.execPath, ['--import', 'tsx', join(here, 'dateline.ts'), ...args]);
      const snapshot = join(folder, 'snapshot');
      const built = node('build', files.watches, snapshot);
      const anchor = 'reason' in lucene ? null : runLucene(lucene.classPath, files, size);
      const hashed = String(anchor?.['documents'] ?? 0);
      const matched = node('match', snapshot, files.releases, String(warmSeconds), String(measuredSeconds), hashed);
      const { hashed: own, ...speeds } = matched as Record<string, unknown> & { hashed: Numbers };
      const stored = join(folder, 'stored');
      const kept = { ...node('store', files.watches, stored), ...node('first', stored, files.releases) };
      console.log(JSON.stringify({ set, ...built, ...speeds, ...kept }));
      if (anchor === null) continue;
      const documentsPerSecond = Number(anchor['documents']) / Number(anchor['matchSeconds']);
      console.log(
        JSON.stringify({
          set,
          watches: size,
          lucene: { documentsPerSecond: Number(documentsPerSecond.toFixed(1)), ...anchor },
          timesFaster: times(speeds['documentsPerSecond'], documentsPerSecond),
          timesSmaller: times(anchor['heapMegabytes'], speeds['residentMegabytes']),
          timesFasterToBuild: times(anchor['buildSeconds'], built['buildSeconds']),
          sameHits: own['hits'] === anchor['hits'] && own['hitsHash'] === anchor['hitsHash'],
        }),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Keywords alone: the engine beside what only scans for them, on the same texts. */
async function compareScanners(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-bench-keywords-'));
  try {
    const { workload, keywords, watches } = await writeKeywords(folder, count);
    const snapshot = join(folder, 'snapshot');
    const node = (...args: string[]) =>
      answerOf(process.execPath, ['--import', 'tsx', join(here, 'dateline.ts'), ...args]);
    node('build', watches, snapshot);
    const numbers = ['match', snapshot, workload.releases, String(warmSeconds), String(measuredSeconds), '1000000'];
    const own = node(...numbers) as Record<string, unknown> & { hashed: Numbers };
    console.log(
      JSON.stringify({ keywords: count, documentsPerSecond: own['documentsPerSecond'], hits: own.hashed['hits'] }),
    );
    const script = join(here, 'scanners', 'scanners.py');
    const args = [script, keywords, workload.documents, String(measuredSeconds)];
    const { status, error, stdout, stderr } = spawnSync('python3', args, { encoding: 'utf8' });
    if (error !== undefined) console.log(JSON.stringify({ scanners: null, reason: 'there is no python3 here' }));
    else if (status !== 0) console.log(JSON.stringify({ scanners: null, reason: stderr.slice(-500) }));
    for (const line of (stdout ?? '').trim().split('\n')) {
      if (line === '') continue;
      const other = JSON.parse(line) as Record<string, unknown>;
      const timesFaster = Number((Number(own['documentsPerSecond']) / Number(other['documentsPerSecond'])).toFixed(2));
      const sameHits = other['hits'] === own.hashed['hits'];
      console.log(JSON.stringify('reason' in other ? other : { ...other, timesFaster, sameHits }));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const keywordCount = Number(values.keywords);
if (keywordCount > 0) await compareScanners(keywordCount);
