/**
 * Measures search and backtest over an archive of made-up releases: building the index, queries warm in this process, the
 * cold command line, and the ratio against asking every release one by one. Usage: npm run bench:search [-- RELEASES]
 * (100,000 unless told otherwise); prints one JSON line each. Nothing of it stays on the disk.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataFolder } from '../../infra/local/folder.ts';
import { fixedClock } from '../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../infra/local/stores/file-objects.ts';
import { folderSearchFiles } from '../../infra/local/stores/search-files.ts';
import type { ChangeLine } from '../../shared/archive/changes.ts';
import { keys } from '../../shared/archive/keys.ts';
import { releaseId, sha256Hex } from '../../shared/ids.ts';
import { parseQuery } from '../../shared/query/check.ts';
import { meets } from '../../shared/query/evaluate.ts';
import { SearchedDocument } from '../../shared/query/scope.ts';
import type { QueryDocument } from '../../shared/query/types.ts';
import { ArchiveIndex } from '../../shared/search/archive-index.ts';
import { backtest } from '../../shared/search/backtest.ts';
import { makeRelease } from '../support/releases.ts';
import { generatedDocuments } from './generated-releases.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const count = Number(process.argv[2] ?? 100_000);
const rounds = 5;
/** How many releases are asked one by one for the ratio. */
const askedOneByOne = 2_000;
const segmentLines = 1_000;

const queries = [
  'phishing',
  'ransomware',
  'police',
  'cybercrime NEAR/5 arrest*',
  '"money laundering"',
  '"law enforcement" AND (bank OR border)',
  'WHO AND sanctions',
  '=Interpol',
  'police NOT exercise',
  'fraud /s bank',
  'org:agency-3 AND (ransomware OR "I-24/7")',
  'title:police',
  'police NEAR/3 investigation',
  'cybercrime AND "of the"',
];

const cpuSeconds = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / 1_000) / 1_000;
};
const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;

/** Writes an archive as the pipeline would, without its claims, captures and ledgers. */
function writeArchive(archive: string): readonly QueryDocument[] {
  const kept: QueryDocument[] = [];
  const made = new Set<string>();
  const base = JSON.stringify(makeRelease());
  let lines: string[] = [];
  let previous: string | null = null;
  let previousKey: string | null = null;
  let seq = 0;
  const put = (key: string, body: string): void => {
    const folder = dirname(join(archive, key));
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(join(archive, key), body);
  };
  for (const document of generatedDocuments(count, 1)) {
    if (kept.length < askedOneByOne) kept.push(document);
    const newsroom = document.newsroom ?? 'agency';
    const date = document.date ?? '2026-01-01';
    const id = releaseId(newsroom, document.url ?? '');
    const record = {
      ...JSON.parse(base),
      id,
      newsroom,
      organization: document.organization,
      country: document.country,
      url: document.url,
      canonicalUrl: document.url,
      headline: document.headline,
      body: document.body,
      inLanguage: document.language,
      datePublished: date,
      firstSeenAt: `${date}T09:00:00.000Z`,
    };
    const key = keys.release(newsroom, date, id, 1);
    const body = JSON.stringify(record);
    put(key, body);
    seq += 1;
    const line: ChangeLine = { seq, op: 'ADD', key, sha256: sha256Hex(body), size: body.length, previous, previousKey };
    lines.push(JSON.stringify(line));
    if (lines.length < segmentLines && seq < count) continue;
    const segment = `${lines.join('\n')}\n`;
    previousKey = keys.changeSegment(Date.UTC(2026, 0, 1) + seq * 60, seq - lines.length + 1);
    previous = sha256Hex(segment);
    put(previousKey, segment);
    lines = [];
  }
  put(keys.changesHead, JSON.stringify({ key: previousKey, sha256: previous, seq }));
  return kept;
}

const data = mkdtempSync(join(tmpdir(), 'dateline-bench-'));
try {
  const folder = dataFolder(data);
  const documents = writeArchive(folder.archive);
  const clock = fixedClock(Date.UTC(2026, 0, 5));
  const objects = await openFileObjects({ archive: folder.archive, temporary: folder.temporary, clock });
  const files = folderSearchFiles(folder.search, folder.temporary);
  const building = process.cpuUsage();
  const buildingSince = performance.now();
  await new ArchiveIndex({ objects, files }).refresh();
  const sizes = readdirSync(folder.search).map((name) => statSync(join(folder.search, name)).size);
  console.log(
    JSON.stringify({
      releases: count,
      buildCpuSeconds: cpuSeconds(building),
      buildSeconds: Math.round((performance.now() - buildingSince) / 100) / 10,
      indexMegabytes: megabytes(sizes.reduce((sum, size) => sum + size, 0)),
      segments: sizes.length - 1,
    }),
  );

  const index = new ArchiveIndex({ objects, files });
  const opening = process.cpuUsage();
  await index.refresh();
  console.log(
    JSON.stringify({ openCpuSeconds: cpuSeconds(opening), rssMegabytes: megabytes(process.memoryUsage().rss) }),
  );
  for (const query of queries) {
    const parsed = parseQuery(query);
    if (!parsed.ok) throw new Error(query);
    const best = { search: Number.POSITIVE_INFINITY, backtest: Number.POSITIVE_INFINITY };
    let matches = 0;
    for (let round = 0; round < rounds; round++) {
      const searching = process.cpuUsage();
      await index.search(parsed.tree);
      best.search = Math.min(best.search, cpuSeconds(searching));
      const testing = process.cpuUsage();
      matches = (await backtest(index, query, { nowMs: clock.nowMs(), sinceMs: null })).matches;
      best.backtest = Math.min(best.backtest, cpuSeconds(testing));
    }
    const asking = process.cpuUsage();
    for (const document of documents) meets(parsed.tree, new SearchedDocument(document));
    const oneByOne = (cpuSeconds(asking) / documents.length) * count;
    console.log(
      JSON.stringify({
        query,
        matches,
        searchCpuSeconds: best.search,
        backtestCpuSeconds: best.backtest,
        oneByOneCpuSeconds: Math.round(oneByOne * 10) / 10,
        ratio: Math.round(oneByOne / Math.max(best.search, 0.001)),
      }),
    );
  }
  console.log(JSON.stringify({ rssMegabytesAfter: megabytes(process.memoryUsage().rss) }));

  for (const query of ['ransomware', 'cybercrime NEAR/5 arrest*']) {
    const cold: number[] = [];
    for (let round = 0; round < 3; round++) {
      const started = performance.now();
      const args = ['cli/dateline.js', 'query', 'backtest', query, '--data', data, '--json'];
      const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
      cold.push((performance.now() - started) / 1_000);
    }
    console.log(JSON.stringify({ coldCommandLine: query, seconds: Math.round(Math.min(...cold) * 100) / 100 }));
  }
} finally {
  rmSync(data, { recursive: true, force: true });
}
