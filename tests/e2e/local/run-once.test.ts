/** `dateline run --once` against a newsroom on loopback, under a clock that stands still. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPipeline } from '../../../infra/local/open.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { memoryLog } from '../../support/memory/log.ts';
import { dateline, type Finished } from './dateline.ts';

let folder: string;
let server: Server;
let host: string;
const items = ['old-one', 'old-two'];
/** Pages that are not there any more. */
const gone = new Set<string>();

const page = (slug: string) => `<!doctype html><html lang="en"><head><title>${slug}</title></head><body><main>
<h1>The harbour reports on ${slug}</h1><p class="date">12 May 2026</p>
<p>NORTHHAVEN – The harbour authority reported on ${slug} today. The trawler was seized by the coast guard at dawn.</p>
<p>The crew of nine was brought ashore. The investigation goes on, and the authority will report again next week.</p>
</main></body></html>`;
const feed = () => `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>http://${host}/</link>
${items.map((slug) => `<item><title>The harbour reports on ${slug}</title><link>http://${host}/${slug}</link><guid>http://${host}/${slug}</guid></item>`).join('')}
</channel></rss>`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dateline-once-'));
  server = createServer((request, response) => {
    if (gone.has(request.url ?? '')) response.writeHead(404, { 'content-type': 'text/html' }).end('not here');
    else if (request.url === '/feed.xml')
      response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(feed());
    else response.writeHead(200, { 'content-type': 'text/html' }).end(page(request.url?.slice(1) ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  mkdirSync(join(folder, 'newsrooms'));
  newsroom('harbour', `http://${host}/feed.xml`);
  const pipeline = await openPipeline({ data: join(folder, 'data'), log: memoryLog() });
  await addWatch(pipeline.ports.objects, pipeline.ports.clock, { name: 'Trawler', query: 'trawler' });
  await pipeline.close();
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

function newsroom(id: string, url: string): void {
  writeFileSync(
    join(folder, 'newsrooms', `${id}.yaml`),
    `id: ${id}\norganization: Harbour\ncountry: EU\nhomepage: http://${host}/\nenabled: true\nlanguage: en\nchannels:\n  - kind: rss\n    url: ${url}\n    every: 1m\n`,
  );
}

function pass(at: string, ...more: string[]): Promise<Finished> {
  const all = [
    'run',
    '--once',
    '--json',
    '--data',
    join(folder, 'data'),
    '--newsrooms',
    join(folder, 'newsrooms'),
    '--at',
    at,
  ];
  return dateline([...all, ...more]).finished;
}
const allow = () => ['--allow-hosts', host];

test('the first pass stores a baseline in silence, and the same time again does nothing', async () => {
  const first = await pass('2026-05-12T09:00:00Z', ...allow());
  expect(first.code, first.stderr).toBe(0);
  expect(first.lines.filter(({ event }) => event === 'release')).toHaveLength(2);
  expect(first.lines.at(-1)).toMatchObject({
    event: 'done',
    polled: 1,
    notModified: 0,
    candidates: 2,
    releases: 2,
    revisions: 0,
    alerts: 0,
    failed: 0,
    seconds: expect.any(Number),
  });
  const again = await pass('2026-05-12T09:00:00Z', ...allow());
  expect(again.lines).toEqual([
    expect.objectContaining({ event: 'done', polled: 0, candidates: 0, releases: 0, hits: 0, alerts: 0, failed: 0 }),
  ]);
}, 20_000);

test('what is published later is alerted once, delivered, and in the change log and the catalog', async () => {
  items.unshift('new-one');
  const second = await pass('2026-05-12T09:05:00Z', ...allow());
  expect(second.lines.map(({ event }) => event)).toEqual(['release', 'alert', 'done']);
  expect(second.lines.at(-1)).toMatchObject({ candidates: 1, releases: 1, hits: 1, alerts: 1 });
  expect(readdirSync(join(folder, 'data', 'mailbox', 'new'))).toHaveLength(1);
  const archive = join(folder, 'data', 'archive');
  const head = JSON.parse(readFileSync(join(archive, 'changes', 'head.json'), 'utf8')) as { seq: number };
  expect(head.seq).toBe(3);
  const catalog = JSON.parse(readFileSync(join(archive, 'catalog.json'), 'utf8')) as { newsrooms: unknown[] };
  expect(catalog.newsrooms).toMatchObject([{ id: 'harbour', releases: 3 }]);
}, 20_000);

test('alerts of one burst are sent as a group before the pass ends', async () => {
  items.unshift('third', 'fourth', 'fifth');
  const { lines } = await pass('2026-05-12T09:10:00Z', ...allow());
  expect(lines.at(-1)).toMatchObject({ releases: 3, hits: 3, alerts: 3 });
  expect(readdirSync(join(folder, 'data', 'mailbox', 'new'))).toHaveLength(3);
}, 20_000);

test('a release whose page is gone twice is withdrawn, in the change log too, and those who were told are told', async () => {
  gone.add('/new-one');
  const once = await pass('2026-05-12T10:30:00Z', ...allow());
  expect(once.lines.at(-1)).toMatchObject({ revisions: 0, alerts: 0 });
  const twice = await pass('2026-05-12T15:30:00Z', ...allow());
  expect(twice.lines).toContainEqual(expect.objectContaining({ event: 'alert', revision: 2, kind: 'withdrawn' }));
  expect(twice.lines.at(-1)).toMatchObject({ releases: 0, revisions: 1, alerts: 1 });
  const changes = await dateline(['follow', '--data', join(folder, 'data'), '--json']).finished;
  expect(changes.lines.map(({ op }) => op).at(-1)).toBe('WITHDRAW');
}, 20_000);

test('a newsroom that fails and a file that cannot be used leave the others to go on', async () => {
  newsroom('closed', 'http://127.0.0.1:9/feed.xml');
  writeFileSync(join(folder, 'newsrooms', 'bad.yaml'), 'id: bad\nnonsense: true\n');
  const failing = await pass('2026-05-12T15:45:00Z', ...allow());
  expect(failing.lines.at(-1)).toMatchObject({ polled: 2, failed: 1 });
  // The file is bad input: exit 1, and it is named.
  expect(failing.code).toBe(1);
  expect(failing.stderr).toContain('bad.yaml:');
  rmSync(join(folder, 'newsrooms', 'bad.yaml'));
}, 20_000);

test('a private address that was not allowed is never asked, which fails the pass only when it is strict', async () => {
  const lenient = await pass('2026-05-13T09:00:00Z');
  expect(lenient.lines.at(-1)).toMatchObject({ candidates: 0, releases: 0, failed: 2 });
  expect(lenient.code).toBe(0);
  expect((await pass('2026-05-15T09:00:00Z', '--strict')).code).toBe(1);
}, 20_000);

test('verify finds nothing in the archive that all this left, and its days are compacted', async () => {
  const verified = await dateline(['verify', '--data', join(folder, 'data'), '--json']).finished;
  expect(verified.lines).toEqual([]);
  expect(verified.code).toBe(0);
  const catalog = JSON.parse(readFileSync(join(folder, 'data', 'archive', 'catalog.json'), 'utf8')) as {
    days: { date: string; rows: number | null }[];
  };
  expect(catalog.days).toMatchObject([{ date: '2026-05-12', rows: 6 }]);
}, 20_000);
