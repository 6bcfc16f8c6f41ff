/**
 * How fast `dateline verify` reads an archive of files, whole and kind by kind, beside `sha256sum` over the same files in the
 * same run: its files are small, so that the machine's own cost of a file decides.
 */
import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { folderReader } from '../../infra/local/verify/folder-reader.ts';
import { filesInspector } from '../../infra/local/verify/inspect-files.ts';
import { keepCapture } from '../../shared/archive/capture.ts';
import { appendChanges } from '../../shared/archive/changes.ts';
import { claimIdentity } from '../../shared/archive/claims.ts';
import { compactDay, followDays, recordDay } from '../../shared/archive/daily.ts';
import { keys } from '../../shared/archive/keys.ts';
import { jsonBytes, jsonContentType } from '../../shared/archive/objects.ts';
import { createRelease } from '../../shared/archive/release-object.ts';
import { verifyArchive } from '../../shared/archive/verify/archive.ts';
import { newProgress } from '../../shared/archive/verify/finding.ts';
import { mapConcurrently } from '../../shared/concurrently.ts';
import { alertId } from '../../shared/ids.ts';
import type { Objects } from '../../shared/ports.ts';
import { memoryLog } from '../support/memory/log.ts';
import { makeRelease } from '../support/releases.ts';
import { generatedDocuments } from './generated-releases.ts';

const run = promisify(execFile);
const nowMs = Date.parse('2026-03-02T09:00:00Z');
const log = memoryLog();
/** What the record keeps of a page's text. */
const recordCharacters = 5_000;

/** A page around the text: what newsrooms print is half navigation, and shrinks to about a fifth. */
function pageOf(headline: string, body: string, n: number): string {
  const navigation = Array.from(
    { length: 200 },
    (_, at) => `<li class="menu-item level-${at % 4}"><a href="/section/${at}?page=${n}">Section ${at * 7919}</a></li>`,
  ).join('\n');
  const text = body.replaceAll('\n\n', '</p>\n<p class="text">');
  return `<!doctype html><html><body><ul>${navigation}</ul><h1>${headline}</h1><p class="text">${text}</p></body></html>`;
}

/** Records, their segments and the files of their day alone: what a mirror for a data team holds. */
async function fillTables(objects: Objects, count: number): Promise<void> {
  const documents = [...generatedDocuments(count, 7, 900)].map((document, n) => ({ document, n }));
  for (let at = 0; at < count; at += 1_000) {
    const logged = await mapConcurrently(documents.slice(at, at + 1_000), 16, async ({ document, n }) => {
      const one = makeRelease({ slug: `item-${n}`, headline: document.headline, body: document.body });
      const key = keys.release(one.newsroom, '2026-03-01', one.id, 1);
      await createRelease(objects, key, one);
      return key;
    });
    await appendChanges(objects, nowMs + at, logged);
  }
  const date = '2026-03-01';
  // Late items give a day further versions, which stay.
  for (let version = 1; version <= 4; version += 1) {
    const day = (await followDays(objects, log)).days[date];
    if (day !== undefined) await recordDay(objects, date, day, await compactDay(objects, log, date, day, nowMs));
    const late = makeRelease({ slug: `late-${version}` });
    const key = keys.release(late.newsroom, date, late.id, 1);
    await createRelease(objects, key, late);
    await appendChanges(objects, nowMs + count + version, [key]);
  }
}

/** As the pipeline keeps each: capture and head, two claims, the record, its ledger, its line in the log. */
async function fill(objects: Objects, count: number, wordsOnPage: number): Promise<void> {
  for (let at = 0; at < count; at += 1_000) {
    const portion = [...generatedDocuments(Math.min(1_000, count - at), 7 + at, wordsOnPage)];
    const documents = portion.map((document, n) => ({ document, n: at + n }));
    const logged = await mapConcurrently(documents, 16, async ({ document, n }) => {
      const { headline, body } = document;
      const newsroom = `agency-${n % 40}`;
      const url = `https://agency.example.org/news/${n}`;
      const page = Buffer.from(pageOf(headline, body, n));
      const headers = { 'content-type': 'text/html; charset=utf-8', server: 'nginx', etag: `"${n}"` };
      const response = { kind: 'response', status: 200, headers, body: page, finalUrl: url, redirects: [] } as const;
      const capture = await keepCapture(objects, newsroom, response, nowMs);
      const identity = {
        newsroom,
        canonicalUrl: url,
        otherUrls: [],
        guid: `guid-${n}`,
        headline,
        datePublished: '2026-03-01',
      };
      const { id, key } = await claimIdentity({ objects, log }, identity);
      await createRelease(
        objects,
        key,
        makeRelease({ id, newsroom, url, canonicalUrl: url, headline, body: body.slice(0, recordCharacters), capture }),
      );
      const entries = ['one', 'two'].map((watch) => ({
        watch,
        alertId: alertId(watch, id, 1),
        kind: 'new',
        state: 'silent',
      }));
      const ledger = { version: 1, key, release: id, revision: 1, newsroom, origin: 'live', entries };
      const options = { condition: { kind: 'create-once' }, contentType: jsonContentType } as const;
      await objects.put(keys.ledger('2026-03-01', id, 1), jsonBytes(ledger), options);
      return key;
    });
    await appendChanges(objects, nowMs + at, logged);
  }
}

function filesUnder(folder: string, below: string): readonly string[] {
  return readdirSync(join(folder, below), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

type Row = (name: string, value: string, note?: string) => void;
const mb = (bytes: number): string => (bytes / 1e6).toFixed(0);

async function sha256sum(folder: string, below: string, row: Row, bytes: number): Promise<void> {
  const started = performance.now();
  const command = `find '${join(folder, below)}' -type f -print0 | xargs -0 -n 500 -P ${availableParallelism()} sha256sum > /dev/null`;
  const { stderr } = await run('bash', ['-c', `TIMEFORMAT='%U %S'; time (${command})`]);
  const seconds = (performance.now() - started) / 1000;
  const cpuSeconds = stderr
    .trim()
    .split(' ')
    .reduce((sum, text) => sum + Number(text), 0);
  row(
    `anchor: sha256sum of ${below === '' ? 'all' : below}, MB/s`,
    mb(bytes / seconds),
    `${mb(bytes / cpuSeconds)} MB per CPU second`,
  );
}

function eachKind(folder: string, row: Row): void {
  const inspect = filesInspector(folder);
  const isCapture = (key: string): boolean => key.startsWith('raw/') && key.endsWith('.gz');
  const none = new Map<string, string>();
  const packed = new Map<string, string>();
  const logged = new Map<string, string>();
  const kinds: readonly (readonly [string, (key: string) => boolean, ReadonlyMap<string, string>])[] = [
    ['releases, parsed', (key) => key.startsWith('releases/'), none],
    ['releases, by the logged hash', (key) => key.startsWith('releases/'), logged],
    ['captures, by the packed hash', isCapture, packed],
    ['captures, unpacked', isCapture, none],
    ['heads of captures', (key) => key.endsWith('.head.json'), none],
    ['claims', (key) => key.startsWith('claims/'), none],
    ['ledgers', (key) => key.startsWith('ledger/'), none],
    ['daily files', (key) => key.startsWith('daily/'), none],
  ];
  const all = filesUnder(folder, '');
  for (const [name, isOf, expected] of kinds) {
    const own = all.filter(isOf);
    if (own.length === 0) continue;
    let bytes = 0;
    const cpu = process.cpuUsage();
    for (let at = 0; at < own.length; at += 256) {
      const portion = own.slice(at, at + 256);
      for (const one of inspect(
        portion,
        portion.map((key) => expected.get(key) ?? null),
        null,
      )) {
        if ('left' in one) continue;
        bytes += one.sizeBytes;
        if (one.packed !== undefined) packed.set(one.packed.key, one.packed.sha256);
        if (one.sha256 !== null) logged.set(one.key, one.sha256);
      }
    }
    const { user, system } = process.cpuUsage(cpu);
    const micros = (user + system) / own.length;
    row(
      `one thread, ${name}, MB per CPU second`,
      mb((bytes / (user + system)) * 1e6),
      `${own.length} files of ${(bytes / own.length / 1000).toFixed(1)} kB, ${micros.toFixed(0)} µs each`,
    );
  }
}

async function whole(objects: Objects, folder: string, threads: number, row: Row): Promise<void> {
  const reader = folderReader(folder, { threads });
  const progress = newProgress();
  const cpu = process.cpuUsage();
  const started = performance.now();
  for await (const { key, problem } of verifyArchive(objects, progress, { reader }))
    throw new Error(`${key}: ${problem}`);
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await reader.close();
  const { releases, others, bytes } = progress;
  row(
    `verified, ${threads} threads, MB/s`,
    mb(bytes / seconds),
    `${releases + others} objects, ${mb(bytes)} MB, ${seconds.toFixed(2)} s; ${mb((bytes / (user + system)) * 1e6)} MB and ${(((releases + others) / (user + system)) * 1e6).toFixed(0)} objects per CPU second`,
  );
}

/** `folder`: of the keys, empty. */
export async function benchVerify(
  objects: Objects,
  folder: string,
  mix: { readonly releases: number; readonly wordsOnPage: number | null },
  row: Row,
): Promise<void> {
  if (mix.wordsOnPage === null) await fillTables(objects, mix.releases);
  else await fill(objects, mix.releases, mix.wordsOnPage);
  const bytes = filesUnder(folder, '').reduce((sum, key) => sum + statSync(join(folder, key)).size, 0);
  for (let round = 0; round < 2; round += 1) {
    await sha256sum(folder, '', row, bytes);
    await whole(objects, folder, 1, row);
    await whole(objects, folder, availableParallelism(), row);
  }
  eachKind(folder, row);
}
