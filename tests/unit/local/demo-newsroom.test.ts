/** The demo newsroom: two old items first, then the sample, and nothing that a newcomer's two watches would match. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { interpolStories } from '../../../infra/local/demo/sample.ts';
import { type DemoNewsroom, startDemo } from '../../../infra/local/demo/server.ts';
import { harbourStories, observatoryStories, waterStories } from '../../../infra/local/demo/stories.ts';

let folder: string;
let nowMs: number;
let demo: DemoNewsroom | null = null;
const sampleUrl = '/es/News-and-media/News/2017/N2017-063';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dateline-demo-'));
  nowMs = Date.UTC(2026, 4, 13, 9);
});
afterEach(async () => {
  await demo?.stop();
  demo = null;
  rmSync(folder, { recursive: true });
});

async function start(): Promise<DemoNewsroom> {
  demo = await startDemo(join(folder, 'demo.json'), () => nowMs);
  return demo;
}

const listing = '/es/News-and-media/News';
function ask(path: string, etag?: string | null): Promise<Response> {
  const send = () => fetch(demo!.origin + path, { headers: etag == null ? {} : { 'if-none-match': etag } });
  // The connection kept from before a restart is closed: once more, on a new one.
  return send().catch(send);
}

/** Reads a channel as a poller does that keeps validators: twice, so that its clock runs. */
async function readTwice(path: string): Promise<string> {
  const first = await ask(path);
  await first.text();
  return (await ask(path, first.headers.get('etag'))).text();
}

test('the first reading shows two old items, however often it is asked without a validator', async () => {
  await start();
  for (let i = 0; i < 3; i += 1) {
    const text = await (await ask(listing)).text();
    expect(text.match(/class="item"/g)).toHaveLength(2);
    expect(text).not.toContain('N2017-063');
  }
  expect((await ask(sampleUrl)).status).toBe(404);
});

test('a reader that comes back with the validator finds the sample, as INTERPOL printed it', async () => {
  await start();
  expect(await readTwice(listing)).toContain(sampleUrl);
  const page = await (await ask(sampleUrl)).text();
  expect(page).toContain('<html lang="es">');
  expect(page).toContain('13 mayo 2017');
  expect(page).toContain('<p>BEIJING, China – A new declaration of intent between INTERPOL and China');
});

test('a reader that knows everything is answered with 304', async () => {
  await start();
  await readTwice(listing);
  const current = await ask(listing);
  await current.text();
  expect((await ask(listing, current.headers.get('etag'))).status).toBe(304);
});

test('what was published stays over a restart, at the same address', async () => {
  const { origin } = await start();
  await readTwice(listing);
  await demo?.stop();
  nowMs += 3_600_000;
  expect((await start()).origin).toBe(origin);
  expect(await (await ask(listing)).text()).toContain(sampleUrl);
});

test('a port that is taken meanwhile is replaced by another', async () => {
  const { host } = await start();
  await demo?.stop();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(Number(host.split(':')[1]), '127.0.0.1', resolve));
  try {
    expect((await start()).host).not.toBe(`127.0.0.1:${(taken.address() as AddressInfo).port}`);
  } finally {
    await new Promise((resolve) => taken.close(resolve));
  }
});

test('a correction changes the figures and the time of the same item', async () => {
  await start();
  await readTwice('/water/news.atom');
  nowMs += 30_000;
  const before = await (await ask('/water/news.atom')).text();
  nowMs += 125_000;
  const after = await (await ask('/water/news.atom')).text();
  const id = '<id>urn:dateline-demo:/water/releases/trinkwasser</id>';
  expect(before).toContain(id);
  expect(after).toContain(id);
  expect(before).toContain('212 von 230');
  expect(after).toContain('207 von 230');
});

test('only the sample says what the two demo watches ask for', () => {
  for (const story of [...harbourStories, ...waterStories, ...observatoryStories, ...interpolStories]) {
    const text = JSON.stringify(story.states).toLowerCase();
    const matches = text.includes('cybercrime') || text.includes('24/7');
    expect(matches, story.path).toBe(story.path === sampleUrl);
  }
});

test('a server that is told when the next release comes is left alone until then', async () => {
  await start();
  await readTwice('/harbour/news.rss');
  const cacheControl = (await ask('/harbour/news.rss')).headers.get('cache-control');
  expect(cacheControl).toBe('max-age=12');
  await readTwice(listing);
  expect((await ask(listing)).headers.get('cache-control')).toBe('max-age=60');
});

test('every address that is no address is answered, not thrown', async () => {
  await start();
  for (const path of ['//', '/%', '/nothing', '/harbour/../..']) {
    expect([200, 404]).toContain((await ask(path)).status);
  }
});
