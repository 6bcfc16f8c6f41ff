/**
 * Dateline's side of the bench, each part in a process of its own; prints one JSON line.
 * `build WATCHES SNAPSHOT`: parses and compiles, and writes the snapshot. `match SNAPSHOT RELEASES WARM SECONDS HASHED`:
 * from a fresh process to its first match, then documents a CPU second after warming up, and the hash over the first HASHED.
 */
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { QueryNode } from '../../../shared/query/ast.ts';
import { IndexBuilder } from '../../../shared/query/engine/index-builder.ts';
import { IndexMatcher } from '../../../shared/query/engine/index-matcher.ts';
import { Scanner } from '../../../shared/query/engine/scanner.ts';
import { readSnapshot, writeSnapshot } from '../../../shared/query/engine/snapshot.ts';
import { HitCounter, readReleaseLine, readWatchLine } from '../../../shared/query/match-file.ts';
import { parseFound } from '../../../shared/query/parser.ts';
import type { QueryDocument } from '../../../shared/query/types.ts';

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

const [part, ...rest] = process.argv.slice(2);
const [first = '', second = '', warm = '1', seconds = '3', hashed = '0'] = rest;
const answer =
  part === 'build' ? await build(first, second) : match(first, second, Number(warm), Number(seconds), Number(hashed));
console.log(JSON.stringify(answer));
