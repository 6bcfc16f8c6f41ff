/** `dateline newsroom probe` against a server on this machine. */
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { askHost } from '../../../cli/verbs/newsroom/ask-once.ts';
import { holdHost } from '../../../shared/archive/host-state.ts';
import { parseNewsroomFile } from '../../../shared/newsrooms/parse.ts';
import type { FetchRequest } from '../../../shared/ports.ts';
import { testClock } from '../../support/memory/clock.ts';
import { memoryFetcher, respond } from '../../support/memory/fetcher.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { memoryObjects } from '../../support/memory/objects.ts';
import { archiveOf, call, onTerminal } from './call.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const feed = `<rss version="2.0"><channel><title>Harbour</title>
<item><title>Pier open</title><link>/news/pier</link><pubDate>Thu, 13 Nov 2025 09:00:00 GMT</pubDate></item>
<item><title>Buoy lit</title><link>/news/buoy</link><pubDate>Fri, 14 Nov 2025 09:00:00 GMT</pubDate></item>
<item><title>Timetable</title><link>/news/timetable</link></item>
</channel></rss>`;

/** What the server answers by path: status, content type, body. */
const answers: Readonly<Record<string, readonly [number, string, string]>> = {
  '/robots.txt': [200, 'text/plain', 'User-agent: *\nDisallow: /private/\n'],
  '/rss': [200, 'application/rss+xml; charset=utf-8', feed],
  '/private/rss': [200, 'application/rss+xml', feed],
  '/turned': [200, 'text/html', '<!doctype html><html><body><h1>Welcome</h1></body></html>'],
  '/wall': [200, 'text/html', '<!doctype html><html><title>Access Denied</title><body>Access denied</body></html>'],
  '/empty': [200, 'application/rss+xml', '<rss version="2.0"><channel><title>Harbour</title></channel></rss>'],
  '/forbidden': [403, 'text/html', 'no'],
  '/maps': [
    200,
    'application/xml',
    '<sitemapindex><sitemap><loc>/map-1</loc><lastmod>2025-11-14</lastmod></sitemap><sitemap><loc>/private/map</loc></sitemap></sitemapindex>',
  ],
  '/map-1': [
    200,
    'application/xml',
    '<urlset><url><loc>/news/pier</loc><lastmod>2025-11-14</lastmod></url><url><loc>/news/buoy</loc></url></urlset>',
  ],
  '/busy': [429, 'text/html', 'later'],
};

interface Place {
  readonly host: string;
  readonly asked: string[];
}

async function serve(): Promise<Place> {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const [status, type, body] = answers[path] ?? [404, 'text/plain', 'none'];
    response.writeHead(status, { 'content-type': type }).end(body);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A folder of newsroom files, each with channels at these paths. */
async function files(host: string, newsrooms: Readonly<Record<string, readonly string[]>>, enabled = false) {
  const folder = await temporaryFolder();
  for (const [id, paths] of Object.entries(newsrooms)) {
    const channels = paths.map((path) => `  - { kind: rss, url: "http://${host}${path}" }`);
    const head = [
      `id: ${id}`,
      `organization: ${id}`,
      'country: FR',
      `homepage: http://${host}/`,
      `enabled: ${enabled}`,
    ];
    await writeFile(join(folder, `${id}.yaml`), [...head, 'channels:', ...channels].join('\n'));
  }
  return folder;
}

async function probe(place: Place, folder: string, data: string, ...ids: string[]) {
  return call(
    'newsroom',
    'probe',
    ...ids,
    '--newsrooms',
    folder,
    '--allow-hosts',
    place.host,
    '--data',
    data,
    '--json',
  );
}

describe('newsroom probe', () => {
  test('says of each channel what it answers and whether a poll would take it, and asks each once', async () => {
    const place = await serve();
    const data = await temporaryFolder();
    const paths = ['/rss', '/turned', '/wall', '/empty', '/missing', '/forbidden', '/private/rss'];
    const { code, lines } = await probe(place, await files(place.host, { harbour: paths }), data, 'harbour');
    expect(code).toBe(1);
    expect(lines[0]).toEqual({
      newsroom: 'harbour',
      channel: `http://${place.host}/rss`,
      kind: 'rss',
      status: 200,
      contentType: 'application/rss+xml; charset=utf-8',
      items: 3,
      dated: 2,
      newest: '2025-11-14T09:00:00Z',
      ok: true,
      reason: null,
    });
    expect(lines.slice(1).map(({ status, ok, reason }) => [status, ok, reason])).toEqual([
      [200, false, expect.stringContaining('no rss')],
      [200, false, expect.stringContaining('stands in the way')],
      [200, false, 'no items'],
      [404, false, 'HTTP 404'],
      [403, false, 'HTTP 403'],
      [null, false, expect.stringContaining('robots.txt forbids it')],
    ]);
    expect(place.asked).toEqual(['/robots.txt', '/rss', '/turned', '/wall', '/empty', '/missing', '/forbidden']);
  });

  test('follows a sitemap index as a poll does, within robots.txt', async () => {
    const place = await serve();
    const data = await temporaryFolder();
    const folder = await temporaryFolder();
    const lines = [
      ...['id: harbour', 'organization: Harbour', 'country: FR', `homepage: http://${place.host}/`, 'enabled: false'],
      ...['channels:', `  - { kind: sitemap, url: "http://${place.host}/maps" }`],
    ];
    await writeFile(join(folder, 'harbour.yaml'), lines.join('\n'));
    const probed = await probe(place, folder, data, 'harbour');
    expect(probed.lines).toMatchObject([
      { kind: 'sitemap', status: 200, items: 2, dated: 1, newest: '2025-11-14', ok: true },
    ]);
    expect(place.asked).toEqual(['/robots.txt', '/maps', '/map-1']);
  });

  test('exits 0 when all answer, and leaves no trace', async () => {
    const place = await serve();
    const data = await temporaryFolder();
    const folder = await files(place.host, { harbour: ['/rss'] });
    expect((await probe(place, folder, data, 'harbour')).code).toBe(0);
    expect(await readdir(data)).toEqual([]);
  });

  test('without ids asks those that are watched', async () => {
    const place = await serve();
    const data = await temporaryFolder();
    const folder = await files(place.host, { harbour: ['/rss'], light: ['/rss?light'] }, true);
    const { lines } = await probe(place, folder, data);
    expect(lines.map(({ newsroom }) => newsroom)).toEqual(['harbour', 'light']);
  });

  test('stops asking a host that says it is busy, and asks none that wants to be left alone', async () => {
    const place = await serve();
    const data = await temporaryFolder();
    const folder = await files(place.host, { harbour: ['/busy', '/rss'] });
    const { code, lines } = await probe(place, folder, data, 'harbour');
    expect(code).toBe(1);
    expect(lines.map(({ status }) => status)).toEqual([429, null]);
    expect(lines[1]).toMatchObject({ reason: expect.stringContaining('left alone') });

    await holdHost(await archiveOf(data), place.host, Date.now() + 60_000, 'HTTP 429');
    place.asked.length = 0;
    expect((await probe(place, folder, data, 'harbour')).lines.map(({ status }) => status)).toEqual([null, null]);
    expect(place.asked).toEqual([]);
  });

  test('exits 3 when nothing can be reached', async () => {
    const place = await serve();
    const data = await temporaryFolder();
    const folder = await files(place.host, { harbour: ['/rss'] });
    for (const stop of stops.splice(0)) await stop();
    const { code, lines, stderr } = await probe(place, folder, data, 'harbour');
    expect(code).toBe(3);
    expect(lines).toMatchObject([{ status: null, ok: false, reason: expect.stringContaining('connect') }]);
    expect(stderr).toContain('could be reached');
  });

  test('names an unknown id with the nearest one, and asks the others', async () => {
    const place = await serve();
    const folder = await files(place.host, { harbour: ['/rss'] });
    const { code, lines, stderr } = await probe(place, folder, await temporaryFolder(), 'harbor', 'harbour');
    expect(code).toBe(1);
    expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '').error.hint).toContain('did you mean harbour?');
    expect(lines).toMatchObject([{ newsroom: 'harbour', ok: true }]);
  });

  test('shows people a table', async () => {
    const place = await serve();
    const folder = await files(place.host, { harbour: ['/rss', '/turned'] });
    const argv = ['harbour', '--newsrooms', folder, '--allow-hosts', place.host, '--data', await temporaryFolder()];
    const { stdout } = await onTerminal('newsroom', 'probe', ...argv);
    expect(stdout).toMatch(/ok\s+harbour\s+rss\s+200\s+application\/rss\+xml\s+3\s+2\s+2025-11-14T09:00/);
    expect(stdout).toContain('1 of 2 give nothing');
  });
});

test('a host of the outside is asked one request at a time, with the pause of its robots.txt', async () => {
  const clock = testClock(undefined, { advanceOnWait: true });
  const times: number[] = [];
  const at = (status: number, body: string) => (request: FetchRequest) => {
    times.push(clock.elapsedMs());
    return respond(status, body)(request);
  };
  const fetcher = memoryFetcher({
    'https://harbour.example.org/robots.txt': at(200, 'User-agent: dateline\nCrawl-delay: 5\n'),
    'https://harbour.example.org/rss': at(200, feed),
    'https://harbour.example.org/more': at(200, feed),
  });
  const channels = ['/rss', '/more'].map((path) => ({
    kind: 'rss' as const,
    url: `https://harbour.example.org${path}`,
  }));
  const newsroom = parseNewsroomFile(
    'id: harbour\norganization: Harbour\ncountry: FR\nhomepage: https://harbour.example.org/\nenabled: false\nchannels: [{ kind: rss, url: https://harbour.example.org/rss }]\n',
    'harbour.yaml',
  );
  const objects = memoryObjects({ clock });
  const asked = channels.map((channel) => ({ newsroom, channel }));
  const probed = await askHost({ objects, fetcher, clock }, 'harbour.example.org:443', asked, false);
  expect(probed.map(({ line }) => line.ok)).toEqual([true, true]);
  expect(times).toEqual([0, 5_000, 10_000]);
  expect((await objects.list('state/')).objects).toEqual([]);
});
