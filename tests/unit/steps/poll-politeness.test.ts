import { describe, expect, it } from 'vitest';
import { readHealth } from '../../../shared/newsrooms/health.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import { readShardState } from '../../../shared/politeness/shard-state.ts';
import { assignShards } from '../../../shared/politeness/shards.ts';
import type { PipelineConfig } from '../../../shared/steps/config.ts';
import { poll } from '../../../shared/steps/poll.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { memoryPorts } from '../../support/memory/ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SHARD = 'shard-0001';
const FEED = 'https://news.example/feed';
const ROBOTS = 'https://news.example/robots.txt';

function newsroom(id: string, overrides: Partial<Newsroom> = {}, url = FEED): Newsroom {
  return {
    id,
    organization: id,
    country: 'INT',
    homepage: 'https://news.example/',
    enabled: true,
    channels: [{ kind: 'rss', url, every: '1h' }],
    ...overrides,
  };
}

function rss(ids: readonly string[], origin = 'https://news.example', head = ''): string {
  const rows = ids.map(
    (id) => `<item><guid isPermaLink="false">${id}</guid><title>${id}</title><link>${origin}/${id}</link></item>`,
  );
  return `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title>${head}${rows.join('')}</channel></rss>`;
}

const feed = (ids: readonly string[], headers: Record<string, string> = {}) =>
  respond(200, rss(ids), { 'content-type': 'application/rss+xml', ...headers });

async function world(newsrooms: readonly Newsroom[], allowedHosts: readonly string[] = []) {
  const ports = memoryPorts({ clock: testClock(undefined, { advanceOnWait: true }) });
  const config: PipelineConfig = {
    newsrooms,
    allowedHosts: new Set(allowedHosts),
    alertNewest: 0,
    consoleAddress: null,
    target: 'local',
  };
  await assignShards(ports.objects, newsrooms);
  const pass = async (): Promise<Record<string, number>> => {
    const result = await poll(ports, config)({ shard: SHARD });
    return result.kind === 'done' ? { ...result.counts } : {};
  };
  const later = async (ms: number): Promise<Record<string, number>> => {
    ports.clock.advance(ms);
    return pass();
  };
  const channels = async () => (await readShardState(ports.objects, SHARD)).value.channels;
  const health = async () => readHealth(ports.objects, newsrooms, ports.clock.nowMs());
  const events = (name: string) => ports.log.events.filter(({ event }) => event === name).map(({ fields }) => fields);
  const asked = (url: string): number => ports.fetcher.requests.filter((request) => request.url === url).length;
  return { ports, pass, later, channels, health, events, asked };
}

describe('robots.txt', () => {
  it('is asked before the first channel of a host, and once a day', async () => {
    const { ports, pass, later } = await world([newsroom('a')]);
    ports.fetcher.route(FEED, feed(['one']));
    expect(await pass()).toMatchObject({ polled: 1, candidates: 1 });
    for (let hour = 0; hour < 23; hour += 1) await later(61 * MINUTE);
    expect(ports.fetcher.robotsRequests).toHaveLength(1);
    await later(62 * MINUTE);
    expect(ports.fetcher.robotsRequests).toHaveLength(2);
  });

  it('that forbids a channel makes a state of it, not a failure, until it forbids no more', async () => {
    const { ports, pass, later, health, events, asked } = await world([newsroom('a')]);
    ports.fetcher.route(FEED, feed(['one']));
    ports.fetcher.route(ROBOTS, respond(200, 'User-agent: *\nDisallow: /feed\n'));
    expect(await pass()).toMatchObject({ polled: 0, failed: 0 });
    await later(DAY);
    expect(asked(FEED)).toBe(0);
    expect((await health())[0]).toMatchObject({ status: 'robots', reason: expect.stringContaining('Disallow: /feed') });
    expect(events('signal-raised')).toHaveLength(1);

    ports.fetcher.route(ROBOTS, respond(404));
    expect(await later(DAY)).toMatchObject({ polled: 1, candidates: 1 });
    expect(events('signal-cleared')).toMatchObject([{ signal: 'robots' }]);
    expect((await health())[0]).toMatchObject({ status: 'fresh', reason: null });
  });

  it('that cannot be had keeps everybody away, but for an hour at first', async () => {
    const { ports, pass, later, health, asked } = await world([newsroom('a')]);
    ports.fetcher.route(FEED, feed(['one']));
    ports.fetcher.route(ROBOTS, respond(500));
    expect(await pass()).toMatchObject({ failed: 1 });
    expect(asked(FEED)).toBe(0);
    expect((await health())[0]).toMatchObject({ status: 'broken', reason: expect.stringContaining('robots.txt') });
    ports.fetcher.route(ROBOTS, respond(404));
    expect(await later(30 * MINUTE)).toMatchObject({ polled: 0 });
    expect(await later(31 * MINUTE)).toMatchObject({ polled: 1 });
    expect(asked(ROBOTS)).toBe(2);
  });

  it('with a pause longer than a pass is obeyed across passes', async () => {
    const { ports, pass, later } = await world([newsroom('a'), newsroom('b', {}, 'https://news.example/b')]);
    ports.fetcher.route(ROBOTS, respond(200, 'User-agent: *\nCrawl-delay: 60\n'));
    ports.fetcher.route(FEED, feed([]));
    ports.fetcher.route('https://news.example/b', feed([]));
    expect(await pass()).toMatchObject({ polled: 0, carriedOver: 2 });
    expect(await later(30_000)).toMatchObject({ polled: 0 });
    expect(await later(31_000)).toMatchObject({ polled: 1, carriedOver: 1 });
    expect(await later(61_000)).toMatchObject({ polled: 1 });
  });

  it('is asked of allowed loopback servers without a pause; silence there forbids nothing', async () => {
    const url = 'http://127.0.0.1:3100/feed';
    const { ports, pass } = await world([newsroom('a', {}, url)], ['127.0.0.1:3100']);
    ports.fetcher.route(url, respond(200, rss(['one'], 'http://127.0.0.1:3100')));
    ports.fetcher.route('http://127.0.0.1:3100/robots.txt', { kind: 'failed', reason: 'connect', message: 'reset' });
    const before = ports.clock.elapsedMs();
    expect(await pass()).toMatchObject({ polled: 1, candidates: 1 });
    expect(ports.clock.elapsedMs()).toBe(before);
  });
});

describe('an address that two newsrooms share', () => {
  it('is asked once for both, and not again for one that comes later', async () => {
    const rooms = [newsroom('a'), newsroom('b')];
    const { ports, pass, later, asked, channels } = await world(rooms);
    ports.fetcher.route(FEED, feed(['one'], { etag: '"1"' }));
    expect(await pass()).toMatchObject({ polled: 2, candidates: 2 });
    expect(asked(FEED)).toBe(1);
    ports.fetcher.route(FEED, respond(304));
    expect(await later(62 * MINUTE)).toMatchObject({ polled: 2, notModified: 2 });
    expect(asked(FEED)).toBe(2);
    expect(ports.fetcher.requests[1]?.headers['if-none-match']).toBe('"1"');

    rooms.push(newsroom('c'));
    await assignShards(ports.objects, rooms);
    expect(await later(10 * MINUTE)).toMatchObject({ polled: 0 });
    ports.fetcher.route(FEED, feed(['one']));
    expect(await later(52 * MINUTE)).toMatchObject({ polled: 3, candidates: 1 });
    expect(asked(FEED)).toBe(3);
    expect((await channels()).map(({ newsroom: id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('a signal', () => {
  const wall = '<!doctype html><html><head><title>Access Denied</title></head><body>Reference #18</body></html>';
  const consent = '<html><body><h1>We value your privacy</h1><button>Accept all cookies</button></body></html>';
  const page = `<html><body><p>${'Words of a long page. '.repeat(300)}</p></body></html>`;
  const html = (body: string) => respond(200, body, { 'content-type': 'text/html' });

  it.each([
    ['interstitial', html(wall), 'blocked', 'access denied'],
    ['interstitial', html(consent), 'blocked', 'privacy'],
    ['html-instead', html(page), 'broken', 'no rss'],
    [
      'interstitial',
      respond(403, wall, { 'content-type': 'text/html' }),
      'blocked',
      'HTTP 403: a page stands in the way',
    ],
    ['emptied', respond(200, rss([])), 'broken', 'no items'],
    ['emptied', respond(200, ''), 'broken', 'the body is empty'],
    ['emptied', respond(200, '{"message":"down"}', { 'content-type': 'application/json' }), 'broken', 'JSON'],
    ['too-few-items', respond(200, rss(['one'])), 'broken', 'at least 2'],
  ])(
    '%s is raised once with its evidence, shown by health, and cleared by itself',
    async (name, answer, status, said) => {
      const { ports, pass, later, health, events } = await world([newsroom('a', { expect: { itemsMin: 2 } })]);
      ports.fetcher.route(FEED, feed(['one', 'two']));
      await pass();
      ports.fetcher.route(FEED, answer);
      await later(62 * MINUTE);
      await later(62 * MINUTE);
      expect(events('signal-raised')).toMatchObject([{ signal: name, newsroom: 'a' }]);
      const [sick] = await health();
      expect(sick).toMatchObject({ status, reason: expect.stringContaining(said) });
      const [signal] = sick!.channels[0]!.signals;
      expect(signal?.name).toBe(name);
      expect(ports.objects.keys()).toContain(signal?.capture);
      expect(Date.parse(signal!.since)).toBeLessThan(ports.clock.nowMs() - HOUR);

      ports.fetcher.route(FEED, feed(['one', 'two']));
      await later(5 * HOUR);
      expect(events('signal-cleared')).toMatchObject([{ signal: name }]);
      expect((await health())[0]).toMatchObject({ status: 'fresh', reason: null });
    },
  );

  it('of a host that was renamed stands beside good answers', async () => {
    const { ports, pass, health, later } = await world([newsroom('a')]);
    const moved = { redirects: [{ status: 301, url: FEED }], finalUrl: 'https://renamed.example/feed' };
    ports.fetcher.route(FEED, feed(['one']));
    await pass();
    ports.fetcher.route(FEED, respond(304, '', {}, moved));
    await later(62 * MINUTE);
    const capture = (await health())[0]!.channels[0]!.signals[0]!.capture!;
    const head = ports.objects.json(capture.replace(/\.[a-z]+\.gz$/, '.head.json'));
    expect(head).toMatchObject({ redirects: moved.redirects });
    expect((await health())[0]).toMatchObject({ status: 'fresh', reason: expect.stringContaining('renamed.example') });
    ports.fetcher.route(FEED, feed(['one', 'two']));
    await later(62 * MINUTE);
    expect((await health())[0]).toMatchObject({ status: 'fresh', reason: null });
  });
});

describe('a permanent redirect', () => {
  const NEW = 'https://news.example/new';
  const moved = (ids: readonly string[], status = 301) =>
    respond(200, rss(ids), { etag: '"1"' }, { redirects: [{ status, url: FEED }], finalUrl: NEW });

  it('is learned after three good polls over a day, and given up when it leads nowhere', async () => {
    const { ports, pass, later, channels, asked, events } = await world([newsroom('a')]);
    ports.fetcher.route(FEED, feed(['one']));
    await pass();
    ports.fetcher.route(FEED, moved(['one', 'two']));
    for (let hour = 0; hour < 20; hour += 1) await later(62 * MINUTE);
    expect((await channels())[0]?.address).toBeNull();
    for (let hour = 0; hour < 6; hour += 1) await later(62 * MINUTE);
    expect((await channels())[0]).toMatchObject({ address: NEW, addressHistory: [{ url: FEED }] });
    const before = asked(FEED);
    ports.fetcher.route(NEW, respond(304));
    await later(62 * MINUTE);
    expect(asked(FEED)).toBe(before);
    expect(ports.fetcher.requests.at(-1)).toMatchObject({ url: NEW, headers: { 'if-none-match': '"1"' } });

    ports.fetcher.route(NEW, respond(404));
    for (let day = 0; day < 3; day += 1) await later(25 * HOUR);
    expect((await channels())[0]).toMatchObject({ address: null, etag: null });
    expect(events('channel-moved').map(({ to }) => to)).toEqual([NEW, FEED]);
  });

  it.each([
    ['that is temporary', moved(['one', 'two'], 302)],
    ['to a feed of other items', moved(['three'])],
  ])('%s is not learned', async (_, answer) => {
    const { ports, pass, later, channels } = await world([newsroom('a')]);
    ports.fetcher.route(FEED, feed(['one']));
    await pass();
    let n = 0;
    ports.fetcher.route(FEED, (request) => {
      n += 1;
      const given = answer(request);
      return { ...given, body: Buffer.from(Buffer.from(given.body).toString().replaceAll('three', `three-${n}`)) };
    });
    for (let hour = 0; hour < 30; hour += 1) await later(62 * MINUTE);
    expect((await channels())[0]?.address).toBeNull();
  });
});

describe('a redirect to another host', () => {
  it('whose robots.txt forbids it is not followed: the channel is blocked, with the line, and asked again in a day', async () => {
    const { ports, pass, health, channels } = await world([newsroom('a')]);
    const target = 'https://elsewhere.example/feed';
    ports.fetcher.route('https://elsewhere.example/robots.txt', respond(200, 'User-agent: *\nDisallow: /feed'));
    ports.fetcher.route(FEED, async (request) => (await request.admits?.(target)) ?? feed(['one'])(request));
    await pass();
    expect((await health())[0]).toMatchObject({
      status: 'blocked',
      reason: expect.stringContaining('Disallow: /feed'),
    });
    expect(Date.parse((await channels())[0]!.nextAt!)).toBeGreaterThan(ports.clock.nowMs() + 23 * HOUR);
  });
});

describe('hub and self', () => {
  it('are remembered as the header says, else the feed', async () => {
    const { ports, pass, later, channels } = await world([newsroom('a')]);
    const head =
      '<atom:link rel="hub" href="https://hub.example/a"/><atom:link rel="self" href="https://news.example/self"/>';
    ports.fetcher.route(FEED, respond(200, rss(['one'], undefined, head)));
    await pass();
    expect((await channels())[0]).toMatchObject({ hub: 'https://hub.example/a', self: 'https://news.example/self' });
    const link = '<https://hub.example/b>; rel="hub"';
    ports.fetcher.route(FEED, respond(200, rss(['one', 'two'], undefined, head), { link }));
    await later(62 * MINUTE);
    expect((await channels())[0]).toMatchObject({ hub: 'https://hub.example/b', self: 'https://news.example/self' });
  });
});

describe('a state that an earlier version wrote', () => {
  it('is read, and asked on', async () => {
    const { ports, pass, later, channels } = await world([newsroom('a')]);
    ports.fetcher.route(FEED, feed(['one']));
    await pass();
    const key = `state/shards/${SHARD}.json`;
    const state = ports.objects.json(key) as { channels: Record<string, unknown>[] };
    const added = 'address addressHistory finalUrl freshForMs feedHints itemTimes hub self signals'.split(' ');
    for (const channel of state.channels) for (const name of added) delete channel[name];
    const { etag } = (await ports.objects.get(key))!;
    const condition = { kind: 'compare-and-swap', etag } as const;
    await ports.objects.put(key, Buffer.from(JSON.stringify(state)), { condition, contentType: 'application/json' });
    expect(await later(62 * MINUTE)).toMatchObject({ polled: 1, failed: 0 });
    expect((await channels())[0]?.signals).toEqual([]);
  });
});
