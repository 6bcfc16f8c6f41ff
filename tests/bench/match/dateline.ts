/**
 * Dateline's side of the bench, each part in a process of its own; prints one JSON line.
 * `store WATCHES FOLDER`: compiles and stores the index as the step compile does. `first FOLDER RELEASES`: loads it as the step
 * alert does, from a fresh process to its first match.
 * `build WATCHES SNAPSHOT`: parses and compiles, and writes the snapshot. `match SNAPSHOT RELEASES WARM SECONDS HASHED`:
 * from a fresh process to its first match, then documents a CPU second after warming up, and the hash over the first HASHED.
 */
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '../../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../../infra/local/stores/file-objects.ts';
import { indexKeys } from '../../../shared/archive/keys.ts';
import { writeJson } from '../../../shared/archive/objects.ts';
import type { QueryNode } from '../../../shared/query/ast.ts';
import { COMPILER_VERSION } from '../../../shared/query/compiler-version.ts';
import { IndexBuilder } from '../../../shared/query/engine/index-builder.ts';
import { IndexMatcher } from '../../../shared/query/engine/index-matcher.ts';
import { Scanner } from '../../../shared/query/engine/scanner.ts';
import { readSnapshot, writeSnapshot } from '../../../shared/query/engine/snapshot.ts';
import { HitCounter, readReleaseLine, readWatchLine } from '../../../shared/query/match-file.ts';
import { parseFound } from '../../../shared/query/parser.ts';
import type { QueryDocument } from '../../../shared/query/types.ts';
import type { IndexManifest } from '../../../shared/watch/standing/manifest.ts';
import { compileSegment } from '../../../shared/watch/standing/segment.ts';
import type { SourceRow } from '../../../shared/watch/standing/sources.ts';
import { loadIndex, storeSegment } from '../../../shared/watch/standing/stored.ts';

const watchesAtATime = 2_000;

function cpuSeconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));
const megabytes = (bytes: number): number => rounded(bytes / 1e6, 1);

async function build(watches: string, snapshot: string): Promise<object> {
  let parseSeconds = 0;
  let buildSeconds = 0;
  const builder = new IndexBuilder();
  let queries: string[] = [];
  let count = 0;
  const compile = (): void => {
    let trees: (QueryNode | null)[] = [];
    parseSeconds += cpuSeconds(() => {
      trees = queries.map((query) => parseFound(query).tree);
    });
    buildSeconds += cpuSeconds(() => {
      for (const tree of trees) if (tree !== null) builder.add(tree, count++);
    });
    queries = [];
  };
  for await (const line of createInterface({ input: createReadStream(watches) })) {
    const reading = readWatchLine(line, 0);
    if (reading.kind === 'read') queries.push(reading.value.query);
    if (queries.length === watchesAtATime) compile();
  }
  compile();
  let bytes = new Uint8Array(0);
  let distinctQueries = 0;
  buildSeconds += cpuSeconds(() => {
    const index = builder.finish();
    distinctQueries = index.queries;
    bytes = Uint8Array.from(writeSnapshot(index));
  });
  writeFileSync(snapshot, bytes);
  return {
    watches: count,
    distinctQueries,
    queriesParsedPerSecond: Math.round(count / parseSeconds),
    buildSeconds: rounded(buildSeconds),
    snapshotMegabytes: megabytes(bytes.byteLength),
    bytesPerQuery: rounded(bytes.byteLength / count, 1),
    buildRssMegabytes: rounded(process.resourceUsage().maxRSS / 1_000, 0),
  };
}

function readReleases(file: string): readonly QueryDocument[] {
  const documents: QueryDocument[] = [];
  for (const [number, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const reading = readReleaseLine(line, number);
    if (reading.kind === 'read') documents.push(reading.value.document);
  }
  return documents;
}

function match(snapshot: string, releases: string, warm: number, seconds: number, hashed: number): object {
  const documents = readReleases(releases);
  const memoryBefore = process.memoryUsage().arrayBuffers;
  const start = performance.now();
  const matcher = new IndexMatcher(readSnapshot(readFileSync(snapshot)));
  for (const document of documents.slice(0, 1)) matcher.match(document);
  const millisecondsToFirstMatch = performance.now() - start;

  const counter = new HitCounter();
  for (const [number, document] of documents.entries()) {
    if (number >= hashed) break;
    matcher.match(document);
    const watches = matcher.matchedWatches();
    counter.addAll(watches.values, watches.length, number);
  }
  const matchAll = (secondsMin: number): { matched: number; cpu: number; hits: number } => {
    const counted = new HitCounter();
    let matched = 0;
    let cpu = 0;
    while (cpu < secondsMin) {
      cpu += cpuSeconds(() => {
        for (const [number, document] of documents.entries()) {
          matcher.match(document);
          const watches = matcher.matchedWatches();
          counted.addAll(watches.values, watches.length, number);
        }
      });
      matched += documents.length;
    }
    return { matched, cpu, hits: counted.hits };
  };
  matchAll(warm);
  const { matched, cpu, hits } = matchAll(seconds);

  const scanner = new Scanner();
  const scanAll = (): void => {
    for (const { headline, body } of documents) {
      scanner.reset();
      scanner.scan(headline, 'en');
      scanner.scan(body, 'en');
    }
  };
  const characters = documents.reduce((sum, { headline, body }) => sum + headline.length + body.length, 0);
  for (let round = 0; round < 5; round++) scanAll();
  const scanSeconds = cpuSeconds(() => {
    for (let round = 0; round < 10; round++) scanAll();
  });
  return {
    documentsPerSecond: rounded(matched / cpu, 1),
    hitsPerDocument: rounded(hits / matched, 1),
    hashed: { hits: counter.hits, hitsHash: counter.hitsHash },
    residentMegabytes: megabytes(process.memoryUsage().arrayBuffers - memoryBefore),
    millisecondsToFirstMatch: Math.round(millisecondsToFirstMatch),
    tokenizedMegabytesPerSecond: rounded((characters * 10) / 1e6 / scanSeconds, 1),
  };
}

const storeOf = (folder: string) =>
  openFileObjects({ archive: join(folder, 'archive'), temporary: join(folder, 'tmp'), clock: systemClock() });

async function store(watches: string, folder: string): Promise<object> {
  const rows: SourceRow[] = [];
  for await (const line of createInterface({ input: createReadStream(watches) })) {
    const reading = readWatchLine(line, 0);
    if (reading.kind === 'read') rows.push({ id: reading.value.id, etag: '', query: reading.value.query });
  }
  const objects = await storeOf(folder);
  const start = process.cpuUsage();
  const compiled = await compileSegment(rows, { rows: watchesAtATime, pause: () => Promise.resolve() });
  const base = await storeSegment(objects, 'bench', compiled, rows);
  const { user, system } = process.cpuUsage(start);
  const listedAt = new Date().toISOString();
  const fixed = { version: 1, compiler: COMPILER_VERSION, changes: 0, delta: null, lease: null } as const;
  const manifest: IndexManifest = { ...fixed, base, listedAt };
  await writeJson(objects, indexKeys.manifest, manifest, null);
  return {
    storeSeconds: rounded((user + system) / 1e6),
    storedMegabytes: megabytes(base.queriesBytes + base.tableBytes),
    storedBytesPerQuery: rounded(base.queriesBytes / rows.length, 1),
    tableBytesPerWatch: rounded(base.tableBytes / rows.length, 1),
  };
}

async function first(folder: string, releases: string): Promise<object> {
  const [document] = readReleases(releases);
  const start = performance.now();
  const index = await loadIndex(await storeOf(folder), { info() {}, warn() {}, error() {} });
  const loaded = performance.now();
  const hits = index?.segments.flatMap((segment) => (document === undefined ? [] : segment.match(document).matches));
  return {
    storedToFirstMatchMilliseconds: Math.round(performance.now() - start),
    storedLoadedMilliseconds: Math.round(loaded - start),
    storedFirstHits: hits?.length ?? 0,
    storedRssMegabytes: rounded(process.memoryUsage().rss / 1e6, 0),
  };
}

const [part, ...rest] = process.argv.slice(2);
const [one = '', other = '', warm = '1', seconds = '3', hashed = '0'] = rest;
const parts: Readonly<Record<string, () => object | Promise<object>>> = {
  build: () => build(one, other),
  match: () => match(one, other, Number(warm), Number(seconds), Number(hashed)),
  store: () => store(one, other),
  first: () => first(one, other),
};
console.log(JSON.stringify(await parts[part ?? '']?.()));
