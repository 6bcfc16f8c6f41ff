import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { holdHost, readHostState } from '../../../shared/archive/host-state.ts';
import { keys, templateKey } from '../../../shared/archive/keys.ts';
import { listKeys } from '../../../shared/archive/list.ts';
import { parseRelease } from '../../../shared/archive/release-object.ts';
import { readTemplate } from '../../../shared/archive/templates.ts';
import type { Candidate } from '../../../shared/channels/candidate.ts';
import { releaseId } from '../../../shared/ids.ts';
import { limits } from '../../../shared/limits.ts';
import type { FetchOutcome } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { resendDeferred } from '../../../shared/steps/deferred.ts';
import { ingest } from '../../../shared/steps/ingest.ts';
import {
  harbourConfig as config,
  harbourFeed as feedUrl,
  harbourCandidate,
  harbourPage,
} from '../../support/harbour.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { knowRobots } from '../../support/robots.ts';

const pageUrl = harbourPage('ferry');

const candidate = (overrides: Partial<Candidate> = {}): Candidate =>
  harbourCandidate('ferry', { guid: 'ferry-1', summary: 'The ferry line is renewed.', ...overrides });

function page(options: { readonly ferries?: number; readonly head?: string } = {}): string {
  return `<!doctype html><html lang="en"><head><title>Ferry line renewed - Harbour Authority</title>${options.head ?? ''}</head><body>
<nav><a href="/">Home</a><a href="/news">News</a></nav>
<main><h1>Ferry line renewed</h1><p class="date">2 March 2026</p>
<p>DOVER, United Kingdom – The Harbour Authority has renewed the ferry line with ${options.ferries ?? 4} new vessels, which will begin their service in the spring of this year.</p>
<p>The vessels were built in the yard of the town and will carry passengers and goods between the two ports on every day of the week.</p></main>
<footer><a href="/imprint">Imprint</a></footer></body></html>`;
}

const html = { 'content-type': 'text/html; charset=utf-8' };

async function releasesOf(ports: MemoryPorts): Promise<readonly Release[]> {
  const all: Release[] = [];
  for await (const { key } of listKeys(ports.objects, 'releases/')) {
    all.push(parseRelease(key, (await ports.objects.get(key))!.body));
  }
  return all;
}

/** Of a host whose robots.txt poll has read. */
async function portsWith(answer: FetchOutcome | ReturnType<typeof respond>): Promise<MemoryPorts> {
  const ports = memoryPorts({ routes: { [pageUrl]: answer } });
  await knowRobots(ports, 'harbour.example.org:443');
  return ports;
}

describe('ingest', () => {
  it('commits one record with its capture, and says so', async () => {
    const ports = await portsWith(respond(200, page(), html));
    expect(await ingest(ports, config)(candidate())).toEqual({ kind: 'done', counts: { releases: 1 } });
    const [release] = await releasesOf(ports);
    expect(release).toMatchObject({
      headline: 'Ferry line renewed',
      organization: 'Harbour Authority',
      datePublished: '2026-03-02',
      origin: 'live',
      revision: 1,
      bodyStatus: 'full',
      canonicalUrl: pageUrl,
    });
    const capture = await ports.objects.get(release!.capture!.key);
    expect(gunzipSync(capture!.body).toString()).toBe(page());
    expect(ports.log.events.map(({ event }) => event)).toContain('release-committed');
  });

  it('makes no second release and no request when the candidate comes again', async () => {
    const ports = await portsWith(respond(200, page(), html));
    await ingest(ports, config)(candidate());
    expect(await ingest(ports, config)(candidate())).toMatchObject({ counts: { unchanged: 1 } });
    expect(ports.fetcher.requests).toHaveLength(1);
    expect(await releasesOf(ports)).toHaveLength(1);
  });

  it('stores a corrected page as the next revision, with what changed, and an unchanged one not at all', async () => {
    const ports = await portsWith(respond(200, page(), html));
    await ingest(ports, config)(candidate());
    ports.clock.advance(60_000);
    await ingest(ports, config)(candidate({ updated: '2026-03-02T10:00:00Z', hash: 'second' }));
    expect(await releasesOf(ports)).toHaveLength(1);
    ports.fetcher.route(pageUrl, respond(200, page({ ferries: 6 }), html));
    ports.clock.advance(60_000);
    const result = await ingest(ports, config)(candidate({ updated: '2026-03-02T11:00:00Z', hash: 'third' }));
    expect(result).toMatchObject({ counts: { revisions: 1 } });
    const [first, second] = await releasesOf(ports);
    expect(second).toMatchObject({
      id: first!.id,
      revision: 2,
      origin: 'live',
      change: { material: true, verdict: 'figures' },
    });
  });

  it('looks again at a page that its listing calls by another title', async () => {
    const ports = await portsWith(respond(200, page(), html));
    await ingest(ports, config)(candidate());
    ports.fetcher.route(pageUrl, respond(200, page({ ferries: 6 }), html));
    ports.clock.advance(60_000);
    const result = await ingest(ports, config)(candidate({ title: 'Six ferries', retitled: true, hash: 'second' }));
    expect(result).toMatchObject({ counts: { revisions: 1 } });
    expect((await releasesOf(ports)).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('stores what a re-announced archive changed without making it news', async () => {
    const ports = await portsWith(respond(200, page(), html));
    await ingest(ports, config)(candidate());
    ports.fetcher.route(pageUrl, respond(200, page({ ferries: 6 }), html));
    ports.clock.advance(60_000);
    await ingest(ports, config)(candidate({ origin: 'backfill', updated: '2026-03-09T10:00:00Z', hash: 'again' }));
    expect((await releasesOf(ports)).map(({ revision, origin }) => [revision, origin])).toEqual([
      [1, 'live'],
      [2, 'backfill'],
    ]);
  });

  it('takes no front page as the canonical address of every release', async () => {
    const ports = await portsWith(
      respond(200, page({ head: '<link rel="canonical" href="https://harbour.example.org/">' }), html),
    );
    await ingest(ports, config)(candidate());
    expect((await releasesOf(ports))[0]).toMatchObject({ canonicalUrl: pageUrl });
  });

  it.each([
    ['a missing page', respond(404)],
    ['a server error', respond(500)],
    ['a time-out', { kind: 'failed', reason: 'timeout', message: 'no answer in 15 s' } as const],
    [
      'a block page',
      respond(
        200,
        "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1><p>You don't have permission to access this server.</p></body></html>",
        html,
      ),
    ],
  ])("defers %s by the schedule, and stores the feed's own text when the budget is used up", async (_what, answer) => {
    const ports = await portsWith(answer);
    const work = ingest(ports, config);
    expect(await work(candidate())).toMatchObject({ counts: { deferred: 1 } });
    expect(await releasesOf(ports)).toEqual([]);
    for (const delayMs of limits.deferralsMs) {
      expect(await resendDeferred(ports)).toBe(0);
      ports.clock.advance(delayMs);
      expect(await resendDeferred(ports)).toBe(1);
      const [message] = await ports.queues.found.receive({ max: 1, visibilitySeconds: 60 });
      await work(JSON.parse(message!.body) as Candidate);
      await ports.queues.found.delete([message!.receipt]);
    }
    expect(await releasesOf(ports)).toMatchObject([{ headline: 'Ferry line renewed', bodyStatus: 'unavailable' }]);
    ports.clock.advance(48 * 60 * 60 * 1000);
    expect(await resendDeferred(ports)).toBe(0);
  });

  it('leaves the host alone for as long as it asks', async () => {
    const ports = await portsWith(respond(429, '', { 'retry-after': '7200' }));
    await ingest(ports, config)(candidate());
    await ingest(
      ports,
      config,
    )(candidate({ url: 'https://harbour.example.org/news/other', guid: 'other', hash: 'other' }));
    expect(ports.fetcher.requests).toHaveLength(1);
    ports.clock.advance(7_199_000);
    expect(await resendDeferred(ports)).toBe(0);
    ports.clock.advance(2_000);
    expect(await resendDeferred(ports)).toBe(2);
  });

  it("stores the feed's text at once when our own rules refuse the page", async () => {
    const ports = await portsWith({ kind: 'refused', reason: 'private-address', message: '10.0.0.1 is not public' });
    await ingest(ports, config)(candidate());
    expect(await releasesOf(ports)).toMatchObject([{ bodyStatus: 'unavailable' }]);
  });

  it("does not ask for a page that robots.txt forbids: the feed's own text is what there is", async () => {
    const ports = await portsWith(respond(200, page(), html));
    await knowRobots(ports, 'harbour.example.org:443', { rules: [{ path: '/news/', allow: false }], result: 'rules' });
    await ingest(ports, config)(candidate());
    expect(ports.fetcher.requests).toEqual([]);
    expect(await releasesOf(ports)).toMatchObject([{ headline: 'Ferry line renewed', bodyStatus: 'unavailable' }]);
  });

  it('asks a host once a second, and carries over when it may not wait', async () => {
    const ports = await portsWith(respond(200, page(), html));
    await ingest(ports, config)(candidate());
    const other = candidate({ url: 'https://harbour.example.org/news/other', guid: 'other', hash: 'other' });
    expect(await ingest(ports, config)(other)).toMatchObject({ counts: { deferred: 1 } });
    expect(ports.fetcher.requests).toHaveLength(1);
    expect(await ports.objects.get(keys.host('harbour.example.org:443'))).not.toBeNull();
  });

  it('does not pause for a host that is allowed on loopback', async () => {
    const ports = await portsWith(respond(200, page(), html));
    const allowed = { ...config, allowedHosts: new Set(['harbour.example.org:443']) };
    await ingest(ports, allowed)(candidate());
    await ingest(
      ports,
      allowed,
    )(candidate({ url: 'https://harbour.example.org/news/other', guid: 'other', hash: 'other' }));
    expect(ports.fetcher.requests).toHaveLength(2);
  });

  it('names a newsroom that is not in the registry', async () => {
    const ports = await portsWith(respond(200, page(), html));
    await expect(ingest(ports, config)(candidate({ newsroom: 'gone' }))).rejects.toMatchObject({
      code: 'E_NEWSROOM',
      input: 'gone',
    });
  });

  it('makes no second release of one text in two language trees, and tells nothing new', async () => {
    const ports = await portsWith(respond(200, page(), html));
    const spanish = 'https://harbour.example.org/es/noticias/ferry';
    ports.fetcher.route(spanish, respond(200, page().replace('lang="en"', 'lang="es"'), html));
    await ingest(ports, config)(candidate({ guid: null }));
    ports.clock.advance(10_000);
    const again = candidate({ guid: null, url: spanish, hash: 'spanish', channel: `${feedUrl}/es` });
    expect(await ingest(ports, config)(again)).toMatchObject({ counts: { unchanged: 1 } });
    expect(await releasesOf(ports)).toMatchObject([{ url: pageUrl, revision: 1 }]);
  });

  describe('an item without an address', () => {
    const bare = candidate({ url: null, content: '<p>The ferry line is renewed with four new vessels.</p>' });

    it('becomes a record of what the channel says, known by its guid', async () => {
      const ports = await portsWith(respond(200, page(), html));
      expect(await ingest(ports, config)(bare)).toMatchObject({ counts: { releases: 1 } });
      expect(ports.fetcher.requests).toEqual([]);
      expect(await releasesOf(ports)).toMatchObject([
        {
          id: releaseId('harbour', 'ferry-1'),
          url: feedUrl,
          canonicalUrl: feedUrl,
          guid: 'ferry-1',
          headline: 'Ferry line renewed',
          bodyStatus: 'summary',
          capture: null,
        },
      ]);
      expect(await ingest(ports, config)(bare)).toMatchObject({ counts: { unchanged: 1 } });
    });

    it('is the same release when it has an address later', async () => {
      const ports = await portsWith(respond(200, page(), html));
      await ingest(ports, config)(bare);
      await ingest(ports, config)(candidate());
      const releases = await releasesOf(ports);
      expect(new Set(releases.map(({ id }) => id))).toEqual(new Set([releaseId('harbour', 'ferry-1')]));
      expect(releases.map(({ bodyStatus }) => bodyStatus).sort()).toEqual(['full', 'summary']);
    });

    it('does not make two of one guid one with another', async () => {
      const ports = await portsWith(respond(200, page(), html));
      await ingest(ports, config)(bare);
      await ingest(ports, config)(candidate({ url: null, guid: 'other', hash: 'other', title: 'Pier closed' }));
      expect(await releasesOf(ports)).toHaveLength(2);
    });
  });

  describe('at the door of a host that poll never asked', () => {
    const strange = candidate({ url: 'https://pages.example.org/ferry', host: 'pages.example.org:443' });
    const portsAt = (robots: ReturnType<typeof respond>): MemoryPorts =>
      memoryPorts({
        clock: testClock(Date.UTC(2026, 2, 2, 9), { advanceOnWait: true }),
        routes: {
          'https://pages.example.org/ferry': respond(200, page(), html),
          'https://pages.example.org/robots.txt': robots,
        },
      });

    it('asks for its robots.txt first, waits, and asks for the page', async () => {
      const ports = portsAt(respond(200, 'User-agent: *\nDisallow: /private\n'));
      await ingest(ports, config)(strange);
      expect(ports.fetcher.requests.map(({ url }) => url)).toEqual([
        'https://pages.example.org/robots.txt',
        strange.url,
      ]);
      expect(ports.clock.elapsedMs()).toBe(limits.hostGapMs);
      expect(await releasesOf(ports)).toMatchObject([{ bodyStatus: 'full' }]);
    });

    it('takes a no for the page', async () => {
      const ports = portsAt(respond(200, 'User-agent: *\nDisallow: /\n'));
      await ingest(ports, config)(strange);
      expect(ports.fetcher.requests).toHaveLength(1);
      expect(await releasesOf(ports)).toMatchObject([{ bodyStatus: 'unavailable' }]);
    });

    it('comes back later when robots.txt cannot be had, or asks for a longer pause', async () => {
      for (const robots of [respond(500), respond(200, 'User-agent: *\nCrawl-delay: 20\n')]) {
        const ports = portsAt(robots);
        expect(await ingest(ports, config)(strange)).toMatchObject({ counts: { deferred: 1 } });
        expect(ports.fetcher.requests).toHaveLength(1);
      }
    });
  });

  describe('when the page is elsewhere', () => {
    const target = 'https://www.harbour.example.org/ferry';
    const asking = async (ports: MemoryPorts): Promise<FetchOutcome | null> => {
      let admitted: FetchOutcome | null = null;
      ports.fetcher.route(pageUrl, async (request) => {
        admitted = (await request.admits?.(target)) ?? null;
        return admitted ?? respond(200, page(), html)(request);
      });
      await ingest(ports, config)(candidate());
      return admitted;
    };
    const portsAt = async (): Promise<MemoryPorts> => {
      const ports = memoryPorts({ clock: testClock(Date.UTC(2026, 2, 2, 9), { advanceOnWait: true }) });
      await knowRobots(ports, 'harbour.example.org:443');
      return ports;
    };

    it("asks for the other host's robots.txt, and keeps its pause", async () => {
      const ports = await portsAt();
      await asking(ports);
      expect(ports.fetcher.robotsRequests.map(({ url }) => url)).toEqual([
        'https://www.harbour.example.org/robots.txt',
      ]);
      const { notBefore } = await readHostState(ports.objects, 'www.harbour.example.org:443');
      expect(Date.parse(notBefore ?? '')).toBe(ports.clock.nowMs() + limits.hostGapMs);
      expect(await releasesOf(ports)).toMatchObject([{ bodyStatus: 'full' }]);
    });

    it('takes its no', async () => {
      const ports = await portsAt();
      await knowRobots(ports, 'www.harbour.example.org:443', { rules: [{ path: '/', allow: false }], result: 'rules' });
      expect(await asking(ports)).toMatchObject({ kind: 'refused', reason: 'robots' });
      expect(await releasesOf(ports)).toMatchObject([{ bodyStatus: 'unavailable' }]);
    });

    it('comes back later when it is left alone', async () => {
      const ports = await portsAt();
      await holdHost(ports.objects, 'www.harbour.example.org:443', ports.clock.nowMs() + 60_000, 'HTTP 429');
      expect(await asking(ports)).toMatchObject({ kind: 'failed', reason: 'held' });
      expect(await releasesOf(ports)).toEqual([]);
    });
  });
});

describe('what the pages of a newsroom have in common', () => {
  const standing =
    'The authority links the police of fourteen ports and has been doing so on behalf of the ministry since 1994.';
  const ships = ['ferries', 'tankers', 'trawlers', 'cutters', 'barges', 'lifeboats', 'dredgers'];
  const url = (ship: string): string => `https://harbour.example.org/news/${ship}`;
  const text = (ship: string, found: number): string =>
    `<html lang="en"><body><main><h1>Inspection of ${ship}</h1>
<p>The authority inspected all ${ship} in the northern ports this week and found ${found} of them in need of repair.</p>
<p>Inspectors will return in the autumn to the owners of those ${ship} whose papers had expired when they were seen.</p>
<p>${standing}</p></main></body></html>`;
  const offered = (ship: string, change: Partial<Candidate> = {}): Candidate =>
    candidate({ guid: ship, url: url(ship), title: `Inspection of ${ship}`, hash: `hash-${ship}`, ...change });

  async function inspected(): Promise<MemoryPorts> {
    const ports = memoryPorts({
      routes: Object.fromEntries(ships.map((ship) => [url(ship), respond(200, text(ship, 3), html)])),
    });
    await knowRobots(ports, 'harbour.example.org:443');
    for (const ship of ships) {
      await ports.clock.advance(limits.hostGapMs * 2);
      expect(await ingest(ports, config)(offered(ship))).toMatchObject({ counts: { releases: 1 } });
    }
    return ports;
  }

  const releaseOf = async (ports: MemoryPorts, ship: string, revision = 1): Promise<Release | undefined> =>
    (await releasesOf(ports)).find((one) => one.canonicalUrl === url(ship) && one.revision === revision);

  it('is learned from each, and is no text of the later ones', async () => {
    const ports = await inspected();
    expect((await releaseOf(ports, 'ferries'))?.body).toContain(standing);
    const last = await releaseOf(ports, 'dredgers');
    expect(last?.body).not.toContain(standing);
    expect(last?.boilerplate).toBe(standing);
  });

  it('is no change of an earlier release, neither alone nor beside a real one', async () => {
    const ports = await inspected();
    await ports.clock.advance(limits.hostGapMs * 2);
    const again = offered('ferries', { updated: '2026-03-03T09:00:00Z' });
    expect(await ingest(ports, config)(again)).toMatchObject({ counts: { unchanged: 1 } });

    await ports.clock.advance(limits.hostGapMs * 2);
    ports.fetcher.route(url('ferries'), respond(200, text('ferries', 3).replace('autumn', 'autum'), html));
    await ingest(ports, config)(offered('ferries', { updated: '2026-03-04T09:00:00Z' }));
    expect(await releaseOf(ports, 'ferries', 2)).toMatchObject({ change: { verdict: 'typo', material: false } });
  });

  it('is only a cache: a damaged one is no fault', async () => {
    const ports = await inspected();
    const { etag } = (await ports.objects.get(templateKey('harbour')))!;
    const condition = { kind: 'compare-and-swap', etag } as const;
    await ports.objects.put(templateKey('harbour'), new TextEncoder().encode('{"pages":'), {
      condition,
      contentType: 'x',
    });
    await ports.clock.advance(limits.hostGapMs * 2);
    ports.fetcher.route(url('yachts'), respond(200, text('yachts', 1), html));
    expect(await ingest(ports, config)(offered('yachts'))).toMatchObject({ counts: { releases: 1 } });
    expect((await readTemplate(ports.objects, 'harbour')).pages).toHaveLength(1);
  });
});
