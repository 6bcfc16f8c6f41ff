import { describe, expect, it } from 'vitest';
import { holdHost, keepRobots } from '../../../shared/archive/host-state.ts';
import { type Candidate, candidateSchema } from '../../../shared/channels/candidate.ts';
import { limits } from '../../../shared/limits.ts';
import { readHealth } from '../../../shared/newsrooms/health.ts';
import type { Channel, Newsroom } from '../../../shared/newsrooms/schema.ts';
import { hostOf } from '../../../shared/politeness/host.ts';
import { readShardState } from '../../../shared/politeness/shard-state.ts';
import { assignShards } from '../../../shared/politeness/shards.ts';
import type { Objects } from '../../../shared/ports.ts';
import type { PipelineConfig } from '../../../shared/steps/config.ts';
import { poll } from '../../../shared/steps/poll.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SHARD = 'shard-0001';
const FEED = 'https://news.example/feed';

function newsroom(id: string, overrides: Partial<Newsroom> = {}, ...channels: Partial<Channel>[]): Newsroom {
  return {
    id,
    organization: id,
    country: 'INT',
    homepage: 'https://news.example/',
    enabled: true,
    channels: (channels.length === 0 ? [{}] : channels).map((channel) => ({
      kind: 'rss',
      url: FEED,
      every: '15m',
      ...channel,
    })),
    ...overrides,
  };
}

function config(newsrooms: readonly Newsroom[], overrides: Partial<PipelineConfig> = {}): PipelineConfig {
  return {
    newsrooms,
    allowedHosts: new Set(),
    alertNewest: 0,
    consoleAddress: null,
    target: 'local',
    ...overrides,
  };
}

interface FeedItem {
  readonly id: string;
  readonly date?: string;
  readonly link?: string;
}

function rss(items: readonly (FeedItem | string)[], origin = 'https://news.example'): string {
  const rows = items.map((entry) => {
    const { id, date, link } = typeof entry === 'string' ? ({ id: entry } as FeedItem) : entry;
    const published = date === undefined ? '' : `<pubDate>${new Date(date).toUTCString()}</pubDate>`;
    return `<item><guid isPermaLink="false">${id}</guid><title>Item ${id}</title><link>${link ?? `${origin}/${id}`}</link>${published}</item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${rows.join('')}</channel></rss>`;
}

const feed = (items: readonly (FeedItem | string)[], headers: Record<string, string> = {}) =>
  respond(200, rss(items), { 'content-type': 'application/rss+xml', ...headers });

const numbered = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => `n${from + index}`);

/** A pipeline of memory ports with its newsrooms assigned. */
async function world(settings: PipelineConfig, ports: MemoryPorts = memoryPorts()) {
  await assignShards(ports.objects, settings.newsrooms);
  // What robots.txt says is known, so that a pass under a clock that stands still need not wait after asking for it.
  for (const { url } of settings.newsrooms.flatMap(({ channels }) => channels)) {
    const at = new Date(ports.clock.nowMs()).toISOString();
    const nextAt = new Date(ports.clock.nowMs() + 7 * 24 * HOUR).toISOString();
    const unknown = { rules: [], crawlDelayMs: null, sitemaps: [], reason: null, unreachableSince: null, failures: 0 };
    await keepRobots(ports.objects, hostOf(url) ?? '', { ...unknown, askedAt: at, nextAt, result: 'none' });
  }
  const step = poll(ports, settings);
  const pass = async (overridden: Partial<MemoryPorts> = {}): Promise<Record<string, number>> => {
    const run = Object.keys(overridden).length === 0 ? step : poll({ ...ports, ...overridden }, settings);
    const result = await run({ shard: SHARD });
    return result.kind === 'done' ? { ...result.counts } : {};
  };
  const sent = (): Candidate[] => ports.queues.found.bodies().map((body) => candidateSchema.parse(JSON.parse(body)));
  const guids = (): (string | null)[] => sent().map(({ guid }) => guid);
  const channels = async () => (await readShardState(ports.objects, SHARD)).value.channels;
  const health = () => readHealth(ports.objects, settings.newsrooms, ports.clock.nowMs());
  return { ports, pass, sent, guids, channels, health };
}

describe('polling a channel', () => {
  it('takes the first poll as the baseline and later ones as news', async () => {
    const { ports, pass, sent } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['one', 'two']));
    expect(await pass()).toMatchObject({ polled: 1, candidates: 2, failed: 0 });
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, feed(['three', 'one', 'two']));
    expect(await pass()).toMatchObject({ polled: 1, candidates: 1 });
    expect(sent().map(({ guid, origin, host }) => [guid, origin, host])).toEqual([
      ['one', 'baseline', 'news.example:443'],
      ['two', 'baseline', 'news.example:443'],
      ['three', 'live', 'news.example:443'],
    ]);
  });

  it('stores at most thirty of a first poll, the newest of them live when asked for', async () => {
    const { ports, pass, sent } = await world(config([newsroom('a')], { alertNewest: 1 }));
    ports.fetcher.route(FEED, feed(numbered(100)));
    expect(await pass()).toMatchObject({ candidates: 30 });
    expect(
      sent()
        .filter(({ origin }) => origin === 'live')
        .map(({ guid }) => guid),
    ).toEqual(['n0']);
  });

  it('asks conditionally, and takes 304 for a good answer', async () => {
    const { ports, pass, channels } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['one'], { etag: '"v1"', 'last-modified': 'Mon, 02 Mar 2026 08:00:00 GMT' }));
    await pass();
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, respond(304));
    expect(await pass()).toMatchObject({ polled: 1, notModified: 1, candidates: 0, failed: 0 });
    expect(ports.fetcher.requests[1]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Mon, 02 Mar 2026 08:00:00 GMT',
    });
    expect((await channels())[0]).toMatchObject({ condition: 'good', etag: '"v1"' });
  });

  it('asks nothing before the interval has passed, whoever asks for it', async () => {
    const { ports, pass } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['one']));
    await pass();
    expect(await pass()).toMatchObject({ polled: 0 });
    ports.clock.advance(14 * MINUTE);
    expect(await pass()).toMatchObject({ polled: 0 });
    expect(ports.fetcher.requests).toHaveLength(1);
  });

  it('keeps the bytes only of an answer that offered something', async () => {
    const { ports, pass } = await world(config([newsroom('a')]));
    const captures = (): number => ports.objects.keys().filter((key) => key.startsWith('raw/a/2026/03/')).length;
    ports.fetcher.route(FEED, feed(['one']));
    await pass();
    expect(captures()).toBe(2);
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, respond(200, `${rss(['one'])}<!-- served at 09:20 -->`));
    expect(await pass()).toMatchObject({ candidates: 0, failed: 0 });
    expect(captures()).toBe(2);
  });

  it('sends an item again that says it was updated', async () => {
    const { ports, pass, sent } = await world(config([newsroom('a', {}, { kind: 'atom' })]));
    const atom = (updated: string): string =>
      `<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>t</title><entry><id>e</id><title>x</title><link href="https://news.example/e"/><updated>${updated}</updated></entry></feed>`;
    ports.fetcher.route(FEED, respond(200, atom('2026-03-01T00:00:00Z')));
    await pass();
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, respond(200, atom('2026-03-02T00:00:00Z')));
    expect(await pass()).toMatchObject({ candidates: 1 });
    const hashes = sent().map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(2);
  });

  it('sends nothing that lies on a host the newsroom does not name', async () => {
    const { ports, pass, guids } = await world(config([newsroom('a', { allowedHosts: ['www.example.org'] })]));
    ports.fetcher.route(
      FEED,
      feed([
        'own',
        { id: 'allowed', link: 'https://www.example.org/x' },
        { id: 'foreign', link: 'http://169.254.169.254/latest' },
      ]),
    );
    await pass();
    expect(guids()).toEqual(['own', 'allowed']);
    expect(ports.log.events.find(({ event }) => event === 'items-skipped')?.fields).toMatchObject({ foreign: 1 });
  });

  it('takes a crowd of old items for a backfill', async () => {
    const { ports, pass, sent } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['one']));
    await pass();
    ports.clock.advance(20 * MINUTE);
    const old = numbered(25).map((id) => ({ id, date: '2020-05-01T00:00:00Z' }));
    ports.fetcher.route(FEED, feed([...old, { id: 'fresh', date: '2026-03-02T08:00:00Z' }]));
    expect(await pass()).toMatchObject({ candidates: 26 });
    expect(sent().filter(({ origin }) => origin === 'backfill')).toHaveLength(25);
    expect(sent().find(({ guid }) => guid === 'fresh')?.origin).toBe('live');
  });
});

describe('a flood', () => {
  it('is sent two hundred a poll, newest first, the rest from the backlog', async () => {
    const { ports, pass, guids, health } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['first']));
    await pass();
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, feed([...numbered(450), 'first']));
    expect(await pass()).toMatchObject({ candidates: limits.candidatesPerNewsroomPerPollMax });
    expect(guids().slice(1, 3)).toEqual(['n0', 'n1']);
    expect((await health())[0]?.channels[0]?.backlog).toBe(250);

    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, respond(500));
    expect(await pass()).toMatchObject({ failed: 1, candidates: 0 });
    expect((await health())[0]?.channels[0]?.backlog).toBe(250);

    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, feed(['newest', ...numbered(450), 'first']));
    expect(await pass()).toMatchObject({ candidates: 200 });
    expect(guids()[201]).toBe('newest');
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, respond(304));
    expect(await pass()).toMatchObject({ candidates: 51 });
    expect(new Set(guids()).size).toBe(452);
    ports.clock.advance(20 * MINUTE);
    expect(await pass()).toMatchObject({ candidates: 0 });
  });

  it('counts for the newsroom, not for each channel', async () => {
    const other = 'https://other.example/feed';
    const ports = memoryPorts();
    const { pass } = await world(config([newsroom('a', {}, { url: FEED }, { url: other })]), ports);
    const otherFeed = (ids: readonly string[]) => respond(200, rss(ids, 'https://other.example'));
    ports.fetcher.route(FEED, feed(['x']));
    ports.fetcher.route(other, otherFeed(['y']));
    expect(await pass()).toMatchObject({ polled: 2, candidates: 2 });
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, feed(numbered(150)));
    ports.fetcher.route(other, otherFeed(numbered(150, 1_000)));
    expect(await pass()).toMatchObject({ candidates: 200 });
  });
});

describe('an answer in doubt', () => {
  it('that cannot be read keeps the last good state and is counted with a reason', async () => {
    const { ports, pass, channels, health, guids } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['one', 'two'], { etag: '"v1"' }));
    await pass();
    const before = (await channels())[0];
    for (const body of ['<html><body>Sorry</body></html>', '', 'garbage', rss([])]) {
      ports.clock.advance(HOUR);
      ports.fetcher.route(FEED, respond(200, body, { etag: '"broken"' }));
      expect(await pass()).toMatchObject({ polled: 1, failed: 1, candidates: 0 });
    }
    const { etag, seen, lastBodyHash, lastGoodAt, lastItems } = before!;
    expect((await channels())[0]).toMatchObject({ etag, seen, lastBodyHash, lastGoodAt, lastItems, failures: 4 });
    expect((await health())[0]).toMatchObject({ status: 'broken', lastGoodAt });

    ports.clock.advance(24 * HOUR);
    ports.fetcher.route(FEED, feed(['three', 'one', 'two']));
    expect(await pass()).toMatchObject({ failed: 0, candidates: 1 });
    expect(guids()).toEqual(['one', 'two', 'three']);
    expect((await health())[0]).toMatchObject({ status: 'fresh', reason: null });
  });

  it('is kept for somebody to look at', async () => {
    const { ports, pass } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, respond(200, '<html>Sorry</html>', { 'content-type': 'text/html' }));
    await pass();
    expect(ports.objects.keys().some((key) => /^raw\/a\/.*\.html\.gz$/.test(key))).toBe(true);
  });

  it('does not become the baseline when it is empty', async () => {
    const { ports, pass, sent } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed([]));
    expect(await pass()).toMatchObject({ failed: 0, candidates: 0 });
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(FEED, feed(['one']));
    await pass();
    expect(sent()[0]?.origin).toBe('baseline');
  });

  it('whose items all lie elsewhere is no baseline, and says what to do', async () => {
    const ports = memoryPorts();
    const items = numbered(3).map((id) => ({ id, link: `https://www.news.example/${id}` }));
    ports.fetcher.route(FEED, feed(items));
    const before = await world(config([newsroom('a')]), ports);
    expect(await before.pass()).toMatchObject({ failed: 1, candidates: 0 });
    expect((await before.health())[0]?.reason).toContain('https://www.news.example/n0): add the host to allowedHosts');

    ports.clock.advance(20 * MINUTE);
    const after = await world(config([newsroom('a', { allowedHosts: ['www.news.example'] })]), ports);
    expect(await after.pass()).toMatchObject({ failed: 0, candidates: 3 });
    expect(after.sent().every(({ origin }) => origin === 'baseline')).toBe(true);
  });

  it('with too few items is shown by health, and what is in it is sent once', async () => {
    const { ports, pass, health } = await world(config([newsroom('a', { expect: { itemsMin: 3 } })]));
    ports.fetcher.route(FEED, feed(['one', 'two', 'three']));
    await pass();
    ports.clock.advance(HOUR);
    ports.fetcher.route(FEED, feed(['four']));
    expect(await pass()).toMatchObject({ failed: 1, candidates: 1 });
    expect((await health())[0]).toMatchObject({ status: 'broken', reason: expect.stringContaining('at least 3') });
    ports.clock.advance(HOUR);
    expect(await pass()).toMatchObject({ failed: 1, candidates: 0 });
  });
});

describe('politeness', () => {
  it('holds the whole host on 429, for as long as it asks', async () => {
    const second = 'https://news.example/second';
    const settings = config([newsroom('a', {}, { url: FEED }), newsroom('b', {}, { url: second })]);
    const ports = memoryPorts({ clock: testClock(undefined, { advanceOnWait: true }) });
    const { pass, health } = await world(settings, ports);
    ports.fetcher.route(FEED, respond(429, '', { 'retry-after': '7200' }));
    ports.fetcher.route(second, feed(['one']));
    expect(await pass()).toMatchObject({ polled: 1, failed: 1, carriedOver: 1 });
    expect((await health())[0]).toMatchObject({ status: 'blocked', reason: expect.stringContaining('429') });
    expect(ports.objects.json('state/hosts/news.example_443.json')).toMatchObject({ reason: 'HTTP 429' });

    ports.clock.advance(2 * HOUR - MINUTE);
    expect(await pass()).toMatchObject({ polled: 0 });
    ports.clock.advance(10 * MINUTE);
    ports.fetcher.route(FEED, feed(['two']));
    expect(await pass()).toMatchObject({ polled: 1, carriedOver: 1, failed: 0 });
  });

  it('heeds what others have learned about a host', async () => {
    const { ports, pass } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['one']));
    await holdHost(ports.objects, 'news.example:443', ports.clock.nowMs() + HOUR, 'HTTP 503');
    expect(await pass()).toMatchObject({ polled: 0, carriedOver: 1 });
    expect(await pass()).toMatchObject({ polled: 0, carriedOver: 0 });
    ports.clock.advance(HOUR);
    expect(await pass()).toMatchObject({ polled: 1 });
  });

  it('asks one host one thing at a time, with a gap, and different hosts side by side', async () => {
    const urls = ['https://x.example/1', 'https://x.example/2', 'https://y.example/1'];
    const clock = testClock(undefined, { advanceOnWait: true });
    const ports = memoryPorts({ clock });
    const { pass } = await world(config([newsroom('a', {}, ...urls.map((url) => ({ url })))]), ports);
    const running = new Map<string, number>();
    const asked: [string, number][] = [];
    let most = 0;
    for (const url of urls) {
      ports.fetcher.route(url, async (request) => {
        const { host } = new URL(request.url);
        expect(running.get(host) ?? 0).toBe(0);
        running.set(host, 1);
        most = Math.max(most, [...running.values()].filter((count) => count === 1).length);
        asked.push([request.url, clock.elapsedMs()]);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running.set(host, 0);
        return respond(200, rss([]))(request);
      });
    }
    expect(await pass()).toMatchObject({ polled: 3, carriedOver: 0 });
    expect(most).toBe(2);
    const times = new Map(asked);
    expect((times.get(urls[1]!) ?? 0) - (times.get(urls[0]!) ?? 0)).toBeGreaterThanOrEqual(limits.hostGapMs);
  });

  it('carries over instead of waiting when the clock stands still', async () => {
    const urls = ['https://x.example/1', 'https://x.example/2'];
    const { ports, pass } = await world(config([newsroom('a', {}, ...urls.map((url) => ({ url })))]));
    for (const url of urls) ports.fetcher.route(url, feed([]));
    expect(await pass()).toMatchObject({ polled: 1, carriedOver: 1 });
    expect(await pass()).toMatchObject({ polled: 0, carriedOver: 0 });
    ports.clock.advance(limits.hostGapMs);
    expect(await pass()).toMatchObject({ polled: 1, carriedOver: 0 });
  });

  it('asks allowed loopback hosts without a pause, as often as they say', async () => {
    const origin = 'http://127.0.0.1:3100';
    const urls = [`${origin}/1`, `${origin}/2`];
    const rooms = [newsroom('a', {}, ...urls.map((url) => ({ url, every: '2s' })))];
    const { ports, pass } = await world(config(rooms, { allowedHosts: new Set(['127.0.0.1:3100']) }));
    for (const url of urls) ports.fetcher.route(url, respond(200, rss([url.slice(-1)], origin)));
    expect(await pass()).toMatchObject({ polled: 2, candidates: 2, carriedOver: 0 });
    ports.clock.advance(2_000);
    expect(await pass()).toMatchObject({ polled: 2, carriedOver: 0 });
  });

  it('leaves a host to ingest for a minute after sending candidates to it', async () => {
    const urls = ['https://x.example/1', 'https://x.example/2'];
    const clock = testClock(undefined, { advanceOnWait: true });
    const ports = memoryPorts({ clock });
    const { pass } = await world(config([newsroom('a', {}, ...urls.map((url) => ({ url })))]), ports);
    ports.fetcher.route(urls[0]!, respond(200, rss(['one'], 'https://x.example')));
    ports.fetcher.route(urls[1]!, respond(200, rss(['two'], 'https://x.example')));
    expect(await pass()).toMatchObject({ polled: 1, carriedOver: 1 });
    clock.advance(30_000);
    expect(await pass()).toMatchObject({ polled: 0 });
    clock.advance(31_000);
    expect(await pass()).toMatchObject({ polled: 1, candidates: 1 });
  });

  it('begins nothing new when the time of a host is used up', async () => {
    const urls = numbered(4).map((id) => `https://x.example/${id}`);
    const clock = testClock(undefined, { advanceOnWait: true });
    const ports = memoryPorts({ clock });
    const { pass } = await world(config([newsroom('a', {}, ...urls.map((url) => ({ url })))]), ports);
    for (const url of urls) {
      ports.fetcher.route(url, (request) => {
        clock.advance(request.deadlineMs);
        return { kind: 'failed', reason: 'timeout', message: 'no answer' };
      });
    }
    expect(await pass()).toMatchObject({ polled: 2, failed: 2, carriedOver: 2 });
    expect(clock.elapsedMs()).toBeLessThanOrEqual(limits.hostDeadlineMs + 2 * limits.hostGapMs);
  });
});

describe('listings', () => {
  const url = 'http://127.0.0.1:3100/news';
  const allowedHosts = new Set(['127.0.0.1:3100']);
  const listing = { item: 'li', link: 'a', next: 'a.next', pagesMax: 3 };
  const page = (ids: readonly string[], next?: string): string =>
    `<html><body><ul>${ids.map((id) => `<li><a href="/r/${id}">${id}</a></li>`).join('')}</ul>${next === undefined ? '' : `<a class="next" href="${next}">next</a>`}</body></html>`;
  const html = (ids: readonly string[], next?: string) =>
    respond(200, page(ids, next), { 'content-type': 'text/html' });
  const paths = (candidates: readonly Candidate[]): string[] => candidates.map((one) => new URL(one.url!).pathname);

  it('are read page by page while pages offer something new, to the limit of pages', async () => {
    const room = newsroom('a', {}, { kind: 'listing', url, listing });
    const { ports, pass, sent } = await world(config([room], { allowedHosts }));
    ports.fetcher.route(url, html(['a', 'b'], '/news?p=2'));
    ports.fetcher.route(`${url}?p=2`, html(['c', 'd'], '/news?p=3'));
    ports.fetcher.route(`${url}?p=3`, html(['e'], '/news?p=4'));
    expect(await pass()).toMatchObject({ polled: 1, candidates: 5 });
    expect(paths(sent())).toEqual(['/r/a', '/r/b', '/r/c', '/r/d', '/r/e']);
    expect(ports.fetcher.requests).toHaveLength(3);

    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(url, html(['new', 'a'], '/news?p=2'));
    expect(await pass()).toMatchObject({ candidates: 1 });
    expect(ports.fetcher.requests).toHaveLength(5);
    ports.clock.advance(20 * MINUTE);
    ports.fetcher.route(url, respond(200, `${page(['new', 'a'], '/news?p=2')}<!-- 1 -->`));
    expect(await pass()).toMatchObject({ candidates: 0, failed: 0 });
    expect(ports.fetcher.requests).toHaveLength(6);
  });

  it('do not lead to another host', async () => {
    const room = newsroom('a', {}, { kind: 'listing', url, listing });
    const { ports, pass } = await world(config([room], { allowedHosts }));
    ports.fetcher.route(url, html(['a', 'b'], 'http://other.example/news'));
    expect(await pass()).toMatchObject({ candidates: 2 });
    expect(ports.fetcher.requests).toHaveLength(1);
  });

  it('with a selector that is none break their own newsroom only, and health says why', async () => {
    const bad = newsroom('bad', {}, { kind: 'listing', url, listing: { item: 'li[[' } });
    const { ports, pass, health } = await world(config([bad, newsroom('good')], { allowedHosts }));
    ports.fetcher.route(url, html(['a']));
    ports.fetcher.route(FEED, feed(['one']));
    expect(await pass()).toMatchObject({ polled: 2, candidates: 1, failed: 1 });
    expect((await health()).map(({ status }) => status)).toEqual(['broken', 'fresh']);
  });
});

describe('when something breaks', () => {
  /** Objects whose first write of a shard state without a lease fails: the commit at the end of a poll. */
  function failingCommit(objects: Objects): Objects {
    let failed = false;
    return {
      get: (...rest) => objects.get(...rest),
      list: (...rest) => objects.list(...rest),
      put: async (key, body, options) => {
        if (!failed && key.startsWith('state/shards/') && Buffer.from(body).includes('"leaseUntil":null')) {
          failed = true;
          throw new Error('the disk is gone');
        }
        return objects.put(key, body, options);
      },
    };
  }

  it('between sending and the state, the next poll sends the same candidates again', async () => {
    const { ports, pass, sent } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['one', 'two']));
    await expect(pass({ objects: failingCommit(ports.objects) as MemoryPorts['objects'] })).rejects.toThrow('disk');
    const hashes = sent().map(({ hash }) => hash);
    expect(hashes).toHaveLength(2);

    expect(await pass()).toMatchObject({ polled: 0 });
    // What may have been asked is not asked again within the interval.
    ports.clock.advance(limits.pollLeaseMs + 5 * MINUTE);
    expect(await pass()).toMatchObject({ polled: 0 });
    ports.clock.advance(10 * MINUTE);
    expect(await pass()).toMatchObject({ polled: 1, candidates: 2 });
    expect(
      sent()
        .slice(2)
        .map(({ hash }) => hash),
    ).toEqual(hashes);
    expect(sent().every(({ origin }) => origin === 'baseline')).toBe(true);
  });

  it('in the queue, the channel stays unread and is asked again at its own pace', async () => {
    const { ports, pass, channels } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, feed(['one'], { etag: '"v1"' }));
    const found = { ...ports.queues.found, send: async () => [{ index: 0, reason: 'throttled' }] };
    expect(await pass({ queues: { ...ports.queues, found } })).toMatchObject({ failed: 1, candidates: 0 });
    expect((await channels())[0]).toMatchObject({ etag: null, seen: [], firstPolledAt: null });
    ports.clock.advance(15 * MINUTE);
    expect(await pass()).toMatchObject({ candidates: 1 });
  });

  it('in one newsroom, the others of the shard are polled all the same', async () => {
    const urls = numbered(6).map((id) => `https://${id}.example/feed`);
    const rooms = urls.map((url, index) => newsroom(`r${index}`, {}, { url }));
    const { ports, pass, health } = await world(config(rooms));
    const answers = [
      respond(500),
      respond(404),
      respond(410),
      respond(403),
      () => {
        throw new Error('a bug in the client');
      },
      respond(200, rss(['ok'], urls[5]?.slice(0, -5))),
    ];
    for (const [index, url] of urls.entries()) ports.fetcher.route(url, answers[index]!);
    expect(await pass()).toMatchObject({ polled: 6, failed: 5, candidates: 1 });
    const statuses = (await health()).map(({ status }) => status);
    expect(statuses).toEqual(['broken', 'broken', 'gone', 'blocked', 'broken', 'fresh']);
  });

  it('does not poll a shard that another poller holds', async () => {
    const { ports, pass } = await world(config([newsroom('a')]));
    let inner: Record<string, number> = {};
    ports.fetcher.route(FEED, async (request) => {
      inner = await pass();
      return feed(['one'])(request);
    });
    expect(await pass()).toMatchObject({ polled: 1, candidates: 1 });
    expect(inner).toMatchObject({ polled: 0, candidates: 0 });
    expect(ports.fetcher.requests).toHaveLength(1);
  });

  it('stops without writing when the lease was lost meanwhile', async () => {
    const { ports, pass, channels } = await world(config([newsroom('a')]));
    ports.fetcher.route(FEED, async (request) => {
      ports.fetcher.route(FEED, feed(['two']));
      ports.clock.advance(limits.pollLeaseMs + 15 * MINUTE);
      await pass();
      return feed(['one'])(request);
    });
    await pass();
    expect(ports.log.events.some(({ event }) => event === 'poll-lease-lost')).toBe(true);
    expect((await channels())[0]?.seen).toHaveLength(1);
  });

  it('gives a request no more time than the deployment allows', async () => {
    const { ports, pass } = await world(config([newsroom('a')], { pollRequestDeadlineMs: 8_000 }));
    await pass();
    expect(ports.fetcher.requests.map(({ deadlineMs }) => deadlineMs)).toEqual([8_000]);
  });
});
