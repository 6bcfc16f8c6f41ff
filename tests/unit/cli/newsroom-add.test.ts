/** `dateline newsroom add` against sites on this machine. */
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { parseNewsroomFile } from '../../../shared/newsrooms/parse.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { call, onTerminal } from './call.ts';

type Answer = readonly [status: number, type: string, body: string, headers?: Readonly<Record<string, string>>];
type Site = Readonly<Record<string, Answer | ((host: string) => Answer)>>;

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(site: Site): Promise<{ readonly host: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  let host = '';
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const found = site[path];
    const answer = typeof found === 'function' ? found(host) : found;
    const [status, type, body, headers = {}] = answer ?? [404, 'text/plain', 'none'];
    response.writeHead(status, { 'content-type': type, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  stops.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { host, asked };
}

const day = (ago: number): Date => new Date(Date.now() - ago * 86_400_000);
const iso = (ago: number): string => day(ago).toISOString().slice(0, 10);
const subjects = ['pier', 'buoy', 'ferry', 'crane', 'quay', 'lock', 'tug', 'dredger'];

const rss = (title: string): string =>
  `<rss version="2.0"><channel><title>${title}</title><link>/</link>${subjects
    .map(
      (word, at) =>
        `<item><title>New ${word} for the harbour</title><link>/news/${word}</link><pubDate>${day(at * 3 + 1).toUTCString()}</pubDate></item>`,
    )
    .join('')}</channel></rss>`;

const shell = (head: string, body: string): string =>
  `<!doctype html><html lang="fr-CH"><head><meta charset="utf-8"><title>Accueil | Autorité du port</title>${head}</head><body>${body}</body></html>`;

const listing = shell(
  '',
  `<main><h1>Communiqués</h1><ul class="items">${subjects
    .map(
      (word, at) =>
        `<li class="teaser"><time datetime="${iso(at * 5 + 1)}">${iso(at * 5 + 1)}</time> <h3><a href="/presse/${word}">Le port reçoit une nouvelle installation: ${word}</a></h3></li>`,
    )
    .join('')}</ul></main>`,
);

async function add(site: Site, path = '/', ...more: string[]) {
  const { host, asked } = await serve(site);
  const data = await temporaryFolder();
  const called = await call(
    ...['newsroom', 'add', `http://${host}${path}`, '--data', data, '--allow-hosts', host, '--yes', ...more],
  );
  const files = await readdir(join(data, 'newsrooms')).catch(() => []);
  const [name] = files;
  const text = name === undefined ? null : await readFile(join(data, 'newsrooms', name), 'utf8');
  return { ...called, host, asked, data, files, newsroom: text === null ? null : parseNewsroomFile(text, name ?? '') };
}

const html = 'text/html; charset=utf-8';

describe('a site that declares its feed', () => {
  const site: Site = {
    '/': [
      200,
      html,
      shell(
        '<link rel="alternate" type="application/rss+xml" href="/comments.xml" title="Comments"><link rel="alternate" type="application/rss+xml" href="/news.xml" title="News"><link rel="alternate" type="application/rss+xml" href="/press.xml">',
        '<a href="/jobs">Jobs</a>',
      ),
    ],
    '/news.xml': [200, 'application/rss+xml', rss('Harbour news')],
    '/press.xml': [200, 'application/rss+xml', rss('Harbour')],
    '/comments.xml': [200, 'application/rss+xml', rss('Comments')],
  };

  test('is written as a newsroom with that feed, its language, its hosts and bounds', async () => {
    const { code, newsroom, lines, host } = await add(site);
    expect(code).toBe(0);
    expect(newsroom).toMatchObject({
      organization: 'Autorité du port',
      homepage: `http://${host}/`,
      enabled: true,
      language: 'fr-CH',
      channels: [{ kind: 'rss', url: `http://${host}/news.xml` }],
      expect: { itemsMin: 2, itemsMax: 50, silentAfter: '9d' },
    });
    const told = lines.find(({ channel }) => channel === `http://${host}/news.xml`);
    expect(told).toMatchObject({ ok: true, kind: 'rss', status: 200, items: 8, dated: 8 });
    expect(told?.['releases']).toContainEqual(
      expect.objectContaining({ url: `http://${host}/news/pier`, title: 'New pier for the harbour' }),
    );
  });

  test('is watched from then on: listed, and polled by the next pass', async () => {
    const { data, host, newsroom } = await add(site);
    const listed = await call('newsroom', 'list', '--enabled', '--data', data, '--json');
    expect(listed.lines).toMatchObject([{ id: newsroom?.id, enabled: true }]);
    const pass = await call('run', '--once', '--data', data, '--allow-hosts', host, '--json');
    expect(pass.lines.at(-1)).toMatchObject({ event: 'done', polled: 1, candidates: 8 });
  });

  test('can be looked at without saving', async () => {
    const { code, lines, files } = await add(site, '/', '--json', '--dry-run');
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatchObject({ file: null, yaml: expect.stringContaining('/news.xml') });
    expect(files).toEqual([]);
  });

  test('is saved at once where nobody can be asked, as a watch is', async () => {
    const { host } = await serve(site);
    const data = await temporaryFolder();
    const { lines } = await call(
      ...['newsroom', 'add', `http://${host}/`, '--data', data, '--allow-hosts', host, '--json'],
    );
    expect(await readdir(join(data, 'newsrooms'))).toHaveLength(1);
    expect(lines.at(-1)?.['file']).toContain(join(data, 'newsrooms'));
  });

  test('is written to the folder of --newsrooms, which is made', async () => {
    const folder = join(await temporaryFolder(), 'mine');
    const { code, host, data, newsroom } = await add(site, '/', '--newsrooms', folder);
    expect(code).toBe(0);
    expect(newsroom).toBeNull();
    const [name = ''] = await readdir(folder);
    const { id } = parseNewsroomFile(await readFile(join(folder, name), 'utf8'), name);
    const { code: probed } = await call(
      ...['newsroom', 'probe', id, '--newsrooms', folder, '--data', data, '--allow-hosts', host, '--json'],
    );
    expect(probed).toBe(0);
  });

  test('can have several of its channels in one newsroom', async () => {
    const { newsroom, host } = await add(site, '/', '--channel', '2,1');
    expect(newsroom?.channels.map(({ url }) => url)).toEqual([`http://${host}/press.xml`, `http://${host}/news.xml`]);
  });

  test('shows people the releases before the file', async () => {
    const { host } = await serve(site);
    const data = await temporaryFolder();
    const { stdout } = await onTerminal(
      ...['newsroom', 'add', `http://${host}/`, '--data', data, '--allow-hosts', host, '--yes'],
    );
    expect(stdout).toContain('New pier for the harbour');
    expect(stdout).toContain('organization: Autorité du port');
    expect(stdout).toMatch(/Saved as .*newsrooms/u);
  });

  test('takes another of its channels, and another id, on demand', async () => {
    const { host } = await serve(site);
    const data = await temporaryFolder();
    const common = ['newsroom', 'add', `http://${host}/`, '--data', data, '--allow-hosts', host, '--id', 'port'];
    const refused = await call(...common, '--channel', 'http://elsewhere.example.org/');
    expect(refused.code).toBe(2);
    const { code } = await call(...common, '--yes', '--channel', `http://${host}/press.xml`);
    expect(code).toBe(0);
    const { channels } = parseNewsroomFile(await readFile(join(data, 'newsrooms', 'port.yaml'), 'utf8'), 'port.yaml');
    expect(channels[0]?.url).toBe(`http://${host}/press.xml`);
    const again = await call(...common);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('there is a newsroom port already');
  });

  test('is not taken twice, and not asked again', async () => {
    const { host, data, asked, newsroom } = await add(site);
    const before = asked.length;
    const common = ['newsroom', 'add', `http://${host}/`, '--data', data, '--allow-hosts', host, '--json'];
    const again = await call(...common);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('E_KNOWN');
    expect(again.stderr).toContain(`newsroom enable ${newsroom?.id}`);
    expect(asked).toHaveLength(before);
    const other = await call(...common, '--id', 'other', '--yes');
    expect(other.stderr).toContain('reads');
    expect(other.code).toBe(1);
  });
});

describe('a site without feeds', () => {
  test('is read by the page that lists its releases, with selectors that find them', async () => {
    const { newsroom, host } = await add({
      '/': [
        200,
        html,
        shell('', '<nav><a href="/contact">Contact</a> <a href="/presse">Communiqués de presse</a></nav>'),
      ],
      '/presse': [200, html, listing],
    });
    const [channel] = newsroom?.channels ?? [];
    expect(channel).toMatchObject({ kind: 'listing', url: `http://${host}/presse` });
    expect(channel?.listing).toMatchObject({ item: expect.any(String), date: 'time' });
  });

  test('is read with the order of its dates and its next page, where the page shows them', async () => {
    const label = (ago: number): string => iso(ago).split('-').reverse().join('/');
    const rows = Array.from(
      { length: 12 },
      (_, at) =>
        `<div class="row-item"><span class="when">${label(at * 4)}</span><h3><a href="/n/${at}">Le port ouvre son installation ${at}</a></h3></div>`,
    ).join('');
    const { newsroom } = await add({
      '/': [200, html, shell('', `<main>${rows}</main><ul class="pager"><li><a href="?page=1">2</a></li></ul>`)],
    });
    expect(newsroom).toMatchObject({ uiLanguage: 'fr-CH', dateOrder: 'day-first' });
    expect(newsroom?.timeZone).toBeUndefined();
    expect(newsroom?.channels[0]?.listing).toMatchObject({ next: '?page={+1}', pagesMax: 2 });
  });

  test('is read by the API that its publishing software has, and polled by it', async () => {
    const posts = subjects.map((word, at) => ({
      link: `/news/${word}`,
      guid: { rendered: `?p=${at}` },
      date_gmt: `${iso(at)}T08:00:00`,
      title: { rendered: `New ${word}` },
      content: { rendered: '<p>Text.</p>' },
    }));
    const { newsroom, host, data } = await add({
      '/': [200, html, shell('<link rel="https://api.w.org/" href="/wp-json/">', '<p>Bienvenue</p>')],
      '/wp-json/wp/v2/posts?per_page=20': [200, 'application/json', JSON.stringify(posts)],
    });
    expect(newsroom?.channels[0]).toMatchObject({ kind: 'json-api', json: { url: 'link' } });
    const { lines } = await call(
      ...['newsroom', 'probe', newsroom?.id ?? '', '--data', data, '--allow-hosts', host, '--json'],
    );
    expect(lines).toMatchObject([{ ok: true, items: 8, dated: 8, newest: `${iso(0)}T08:00:00Z` }]);
  });

  test('is read by the news sitemap that its robots.txt names', async () => {
    const entries = subjects
      .map(
        (word, at) =>
          `<url><loc>http://127.0.0.1/news/${word}</loc><n:news><n:publication_date>${iso(at)}</n:publication_date><n:title>New ${word}</n:title></n:news></url>`,
      )
      .join('');
    const { newsroom, host } = await add({
      '/': [200, html, shell('', '<p>Bienvenue</p>')],
      '/robots.txt': (self) => [
        200,
        'text/plain',
        `User-agent: *\nDisallow: /private\nSitemap: http://${self}/news-map.xml\n`,
      ],
      '/news-map.xml': [
        200,
        'application/xml',
        `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">${entries}</urlset>`,
      ],
    });
    expect(newsroom?.channels[0]).toMatchObject({ kind: 'sitemap', url: `http://${host}/news-map.xml` });
  });
});

test('a built-in newsroom is named by its host, and nothing is asked', async () => {
  const { code, stderr } = await call(
    ...['newsroom', 'add', 'interpol.int', '--data', await temporaryFolder(), '--yes', '--json'],
  );
  expect(code).toBe(1);
  expect(stderr).toContain('newsroom enable interpol');
});

test('an id that no newsroom can have is refused before anything is asked', async () => {
  const { code, stderr } = await call(
    ...['newsroom', 'add', 'http://127.0.0.1:1/', '--id', 'Two Words', '--data', await temporaryFolder(), '--json'],
  );
  expect(code).toBe(2);
  expect(stderr).toContain('--id cannot be');
});

describe('a site with a sitemap alone', () => {
  const sitemap = (paths: readonly string[]): string =>
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${paths
      .map((path) => `<url><loc>https://www.harbour.example.org${path}</loc><lastmod>2026-11-20</lastmod></url>`)
      .join('')}</urlset>`;
  const releases = ['one', 'two', 'three', 'four'].map((slug) => `/press/releases/${slug}`);
  const site = (paths: readonly string[]): Site => ({
    '/': [200, html, shell('', '<p>Bienvenue</p>')],
    '/sitemap.xml': [200, 'application/xml', sitemap(paths)],
  });

  test('is watched by it where nearly all its addresses are of news', async () => {
    const { code, newsroom } = await add(site([...releases, '/about']));
    expect(code).toBe(0);
    expect(newsroom?.channels).toMatchObject([{ kind: 'sitemap' }]);
  });

  test('gives nothing where it names the whole site', async () => {
    const { code, lines } = await add(site([...releases, '/about', '/port', '/fees']));
    expect(code).toBe(1);
    const reasons = lines.map(({ reason }) => reason);
    expect(reasons).toContain('a sitemap of all pages, which does not say what is news');
  });
});

describe('what gives nothing', () => {
  test.each([
    ['no-address at all', 1, 'E_URL'],
    ['ftp://www.example.org/', 1, 'E_URL'],
    ['http://127.0.0.1:1/', 1, 'E_UNREACHABLE'],
  ])('%s is named', async (address, status, fault) => {
    const { code, stderr } = await call('newsroom', 'add', address, '--data', await temporaryFolder(), '--json');
    expect(stderr).toContain(fault);
    expect(code).toBe(status);
  });

  test('is a host that does not answer: another time it may', async () => {
    const { host } = await serve({});
    for (const stop of stops.splice(0)) await stop();
    const data = await temporaryFolder();
    const { code, stderr } = await call(
      'newsroom',
      'add',
      `http://${host}/`,
      '--data',
      data,
      '--allow-hosts',
      host,
      '--json',
    );
    expect(stderr).toContain('E_UNREACHABLE');
    expect(code).toBe(3);
  });

  test('is a site without news, of which all that was tried is told', async () => {
    const { code, stderr, lines, asked, files } = await add(
      { '/': [200, html, shell('', '<p>Bienvenue</p>')] },
      '/',
      '--json',
    );
    expect(code).toBe(1);
    expect(files).toEqual([]);
    expect(stderr).toContain('E_NO_CHANNEL');
    expect(stderr).toContain(`(${lines.length} addresses tried)`);
    expect(lines.map(({ channel }) => new URL(String(channel)).pathname)).toContain('/sitemap.xml');
    expect(asked.length).toBeLessThanOrEqual(limits.discoveryRequestsMax + 1);
  });

  test('is a wall, which is named', async () => {
    const { code, stderr } = await add({
      '/': [
        200,
        html,
        '<!doctype html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>',
      ],
    });
    expect(code).toBe(1);
    expect(stderr).toContain('a wall stands in the way');
  });

  test('is a wall that refuses by its status, which is named too', async () => {
    const { code, stderr, asked } = await add({
      '/': [403, html, '<html><head><title>Access Denied</title></head><body>Access denied</body></html>'],
    });
    expect(code).toBe(1);
    expect(stderr).toContain('a wall stands in the way ("access denied", HTTP 403)');
    expect(asked).toEqual(['/robots.txt', '/']);
  });

  test('is a declared feed that turned into a page', async () => {
    const { code, lines } = await add({
      '/': [200, html, shell('<link rel="alternate" type="application/rss+xml" href="/feed">', '<p>Bienvenue</p>')],
      '/feed': [200, html, shell('', '<h1>Page introuvable</h1>')],
    });
    expect(code).toBe(1);
    const feed = lines.find(({ channel }) => String(channel).endsWith('/feed'));
    expect(feed).toMatchObject({ ok: false, reason: 'an HTML page, not a feed' });
  });

  test('is a page of more than ten megabytes', async () => {
    const { code, stderr } = await add({ '/': [200, html, shell('', '<p>Bienvenue '.repeat(900_000))] });
    expect(code).toBe(1);
    expect(stderr).toContain('larger than');
  });

  test('is a private address that a redirect leads to', async () => {
    const { code, stderr } = await add({ '/': [302, html, '', { location: 'http://10.0.0.1/' }] });
    expect(code).toBe(1);
    expect(stderr).toContain('not a public address');
  });

  test('is another host that a redirect leads to and whose robots.txt forbids it', async () => {
    const other = await serve({
      '/robots.txt': [200, 'text/plain', 'User-agent: *\nDisallow: /news\n'],
      '/news': [200, html, listing],
    });
    const { host } = await serve({ '/': [302, html, '', { location: `http://${other.host}/news` }] });
    const { code, stderr } = await call(
      ...['newsroom', 'add', `http://${host}/`, '--data', await temporaryFolder(), '--json'],
      ...['--allow-hosts', `${host},${other.host}`],
    );
    expect(code).toBe(1);
    expect(stderr).toContain('Disallow: /news');
    expect(other.asked).toEqual(['/robots.txt']);
  });

  test('is a site whose robots.txt forbids it, and its page is not asked', async () => {
    const { code, stderr, asked } = await add({
      '/robots.txt': [200, 'text/plain', 'User-agent: *\nDisallow: /\n'],
      '/': [200, html, listing],
    });
    expect(code).toBe(1);
    expect(stderr).toContain('robots.txt forbids it');
    expect(stderr).toContain('Dateline keeps to robots.txt');
    expect(asked).toEqual(['/robots.txt']);
  });
});
