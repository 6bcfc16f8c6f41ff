/**
 * Kills the real local process at random moments while a newsroom on loopback publishes, and starts it again, then holds
 * what lies in the data folder against what was published: nothing lost, nothing torn.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { seededRandom } from '../../support/memory/random.ts';
import { dateline } from './dateline.ts';

export interface KillReport {
  readonly kills: number;
  readonly published: number;
  /** Published and not in the archive, or not in the mailbox. */
  readonly lost: readonly string[];
  /** What `verify` and `audit` say at the end, and mails that are not whole. */
  readonly torn: readonly string[];
  /** Alerts that are in more than one mail, each with these mails. */
  readonly duplicates: readonly string[];
}

interface Item {
  readonly slug: string;
  readonly publishedAt: Date;
}

const text = (slug: string): string => `<!doctype html><html lang="en"><head><title>Notice ${slug}</title></head><body>
<main><h1>Notice ${slug}</h1><p class="date">2 March 2026</p>
<p>LYON, France – The harbour police have formed a cybercrime unit which will work with all ports of the coast.</p>
<p>This is edition ${slug} of the notice, printed for the readers of the coast, and it is led by an officer.</p></main></body></html>`;

function feed(base: string, items: readonly Item[]): string {
  const rows = items.map(
    ({ slug, publishedAt }) =>
      `<item><title>Notice ${slug}</title><link>${base}/news/${slug}</link><guid isPermaLink="false">${slug}</guid><pubDate>${publishedAt.toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Notices</title><link>${base}/</link><description>Notices</description>${rows.join('')}</channel></rss>`;
}

const listedMin = 200;
/** Between what the newsroom and the poll call the time of an answer. */
const answerMsMax = 5_000;

/** When the last poll committed what its feed had shown; 0 when none did. */
function lastGoodPollMs(data: string): number {
  const folder = join(data, 'archive', 'state', 'shards');
  if (!existsSync(folder)) return 0;
  const states = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { channels: { lastGoodAt: string | null }[] },
  );
  return Math.max(
    0,
    ...states.flatMap(({ channels }) =>
      channels.map(({ lastGoodAt }) => (lastGoodAt === null ? 0 : Date.parse(lastGoodAt))),
    ),
  );
}

function newsroom(listed: () => readonly Item[]): Promise<Server> {
  const server = createServer((request, response) => {
    const base = `http://${request.headers.host}`;
    const slug = /^\/news\/(.+)$/.exec(request.url ?? '')?.[1];
    const [status, type, body] =
      request.url === '/feed.xml'
        ? [200, 'application/rss+xml', feed(base, listed())]
        : slug === undefined
          ? [404, 'text/plain', '']
          : [200, 'text/html', text(slug)];
    response.writeHead(status as number, { 'content-type': type as string }).end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface KillOptions {
  readonly kills: number;
  readonly seed?: number;
  /** Longest life of a process after it is ready. */
  readonly lifeMsMax?: number;
  /** A line for each kill. */
  readonly onKill?: (kill: number) => void;
}

export async function runKills({ kills, seed = 1, lifeMsMax = 700, onKill }: KillOptions): Promise<KillReport> {
  const data = mkdtempSync(join(tmpdir(), 'dateline-kill-'));
  const newsrooms = mkdtempSync(join(tmpdir(), 'dateline-kill-newsrooms-'));
  const items: Item[] = [];
  /** Items that a committed poll has shown: only these may leave the feed, since nobody can tell of what was never seen. */
  let seen = 0;
  const server = await newsroom(() => items.slice(Math.max(0, Math.min(seen, items.length - listedMin))));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const draw = seededRandom(seed).fraction;
  const publish = (count: number): void => {
    for (let i = 0; i < count; i += 1) items.push({ slug: `n${items.length}`, publishedAt: new Date() });
  };
  writeFileSync(
    join(newsrooms, 'harbour.yaml'),
    `id: harbour\norganization: Harbour Authority\ncountry: FR\nhomepage: http://${host}/\nenabled: true\nlanguage: en\nchannels:\n  - { kind: rss, url: 'http://${host}/feed.xml', every: 1s }\n`,
  );
  const common = ['--data', data, '--newsrooms', newsrooms, '--allow-hosts', host];
  const once = (...more: readonly string[]) => dateline(['run', '--once', '--json', ...common, ...more]).finished;
  try {
    await dateline(['watch', 'add', 'cybercrime', 'cybercrime', '--json', '--data', data]).finished;
    // What is there at first sight is the baseline, of which nobody is told.
    publish(1);
    await once();
    for (let kill = 0; kill < kills; kill += 1) {
      publish(1 + Math.floor(draw() * 3));
      const running = dateline(['start', '--no-demo', '--json', '--port', '0', ...common]);
      // Now and then while it is still starting.
      if (draw() < 0.1) await pause(draw() * 400);
      else {
        await running.seen(({ event }) => event === 'ready');
        await pause(draw() * lifeMsMax);
        if (draw() < 0.3) publish(1);
      }
      running.child.kill('SIGKILL');
      await running.finished;
      const goodMs = lastGoodPollMs(data) - answerMsMax;
      while ((items[seen]?.publishedAt.getTime() ?? Number.POSITIVE_INFINITY) < goodMs) seen += 1;
      onKill?.(kill + 1);
    }
    // In peace: what was under way is taken up, and what waits for its minute goes out.
    for (let pass = 0; pass < 3; pass += 1) {
      await once();
      await pause(1_100);
    }
    // A page that a busy machine could not have in time is asked again after 10 and 30 minutes.
    for (const minutes of [11, 45]) await once('--at', new Date(Date.now() + minutes * 60_000).toISOString());
    return { kills, published: items.length, ...(await inspect(data, items)) };
  } finally {
    server.close();
    server.closeAllConnections();
    for (const folder of [data, newsrooms]) rmSync(folder, { recursive: true, force: true });
  }
}

/** What is known of an item that is not in the archive: in which file of the data folder its address stands. */
function whereabouts(data: string, slug: string): string {
  const files = ['spool', 'archive/state', 'archive/claims'].flatMap((folder) =>
    readdirSync(join(data, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const about = files.filter((file) => readFileSync(file, 'utf8').includes(`/news/${slug}"`));
  return about.length === 0 ? 'no trace of it' : about.map((file) => relative(data, file)).join(', ');
}

async function inspect(data: string, items: readonly Item[]): Promise<Omit<KillReport, 'kills' | 'published'>> {
  const lost: string[] = [];
  const torn: string[] = [];
  const releases = readdirSync(join(data, 'archive', 'releases'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map(
      (file) => JSON.parse(readFileSync(join(data, 'archive', 'releases', file), 'utf8')) as Record<string, unknown>,
    );
  const told = new Map<string, string[]>();
  const mails = join(data, 'mailbox', 'new');
  for (const file of readdirSync(mails)) {
    const mail = readFileSync(join(mails, file), 'utf8');
    const ids = [...mail.matchAll(/^X-Dateline-Release: (.*)$/gim)].map(([, id]) => id ?? '');
    if (ids.length === 0 || !/^X-Dateline-Alert-Id: /im.test(mail) || !mail.includes('To change or stop it')) {
      torn.push(`mail ${file}`);
    }
    for (const id of ids) told.set(id, [...(told.get(id) ?? []), `${file} (${ids.length} alerts)`]);
  }
  for (const [index, { slug }] of items.entries()) {
    const found = releases.filter(({ url }) => String(url).endsWith(`/${slug}`));
    if (found.length === 0) lost.push(`release ${slug} (${whereabouts(data, slug)})`);
    if (found.length > 1) torn.push(`release ${slug} is there ${found.length} times`);
    const id = String(found[0]?.['id']);
    if (index > 0 && found.length > 0 && !told.has(id)) lost.push(`alert of ${slug}`);
  }
  for (const verb of ['verify', 'audit']) {
    const { code, lines, stderr } = await dateline([verb, '--json', '--data', data]).finished;
    const wrong = verb === 'verify' ? lines : lines.filter((line) => line['gap'] !== null);
    if (code === 0) continue;
    torn.push(
      ...wrong.slice(0, 5).map((line) => `${verb}: ${JSON.stringify(line)}`),
      `${verb}: exit ${code} ${stderr}`,
    );
  }
  const duplicates = [...told].flatMap(([id, files]) => (files.length > 1 ? [`${id}: ${files.join(', ')}`] : []));
  return { lost, torn, duplicates };
}
