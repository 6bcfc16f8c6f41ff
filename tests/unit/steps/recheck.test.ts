import { beforeEach, describe, expect, it } from 'vitest';
import { holdHost, keepRobots, readHostState } from '../../../shared/archive/host-state.ts';
import { keys } from '../../../shared/archive/keys.ts';
import { listKeys } from '../../../shared/archive/list.ts';
import { parseRelease } from '../../../shared/archive/release-object.ts';
import type { Candidate } from '../../../shared/channels/candidate.ts';
import { DependencyError } from '../../../shared/errors.ts';
import { limits, units } from '../../../shared/limits.ts';
import { readRobots } from '../../../shared/politeness/robots.ts';
import type { FetchRequest } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { ingest } from '../../../shared/steps/ingest.ts';
import { publish } from '../../../shared/steps/publish.ts';
import { recheck } from '../../../shared/steps/recheck.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import {
  harbourConfig as config,
  harbourFeed as feedUrl,
  harbourCandidate,
  harbourHost as host,
  harbourPage as urlOf,
} from '../../support/harbour.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { pumpAlerts } from '../../support/pipeline.ts';
import { knowRobots } from '../../support/robots.ts';

const { HOUR_MS, DAY_MS } = units;
const startMs = Date.parse('2026-03-02T09:00:00Z');

interface PageText {
  readonly headline?: string;
  readonly ferries?: string;
  readonly built?: string;
  readonly token?: string;
}

function page({ headline = 'Ferry line renewed', ferries = '4', built = 'built', token = 'a' }: PageText = {}): string {
  return `<!doctype html><html lang="en"><head><title>${headline} - Harbour Authority</title><meta name="csrf" content="${token}"></head><body>
<nav><a href="/">Home</a><a href="/news">News</a></nav>
<main><h1>${headline}</h1><p class="date">2 March 2026</p>
<p>DOVER, United Kingdom – The Harbour Authority has renewed the ferry line with ${ferries} new vessels, which will begin their service in the spring of this year.</p>
<p>The vessels were ${built} in the yard of the town and will carry passengers and goods between the two ports on every day of the week.</p></main>
<footer><a href="/imprint">Imprint</a></footer></body></html>`;
}

const html = { 'content-type': 'text/html; charset=utf-8', etag: '"v1"' };
const pageUrl = urlOf('ferry');

let ports: MemoryPorts;

beforeEach(async () => {
  ports = memoryPorts({ clock: testClock(startMs, { advanceOnWait: true }) });
  await knowRobots(ports, host);
});

async function store(overrides: Partial<Candidate> = {}, slug = 'ferry'): Promise<void> {
  ports.fetcher.route(urlOf(slug), respond(200, page(), html));
  await ingest(
    ports,
    config,
  )(harbourCandidate(slug, { foundAt: new Date(ports.clock.nowMs()).toISOString(), ...overrides }));
  await publish(ports, config)();
}

/** Goes to a time after the first sight and looks again. */
async function lookAt(afterMs: number): Promise<Record<string, number>> {
  ports.clock.advance(startMs + afterMs - ports.clock.nowMs());
  const result = await recheck(ports, config)();
  return result.kind === 'done' ? result.counts : {};
}

async function revisions(): Promise<readonly Release[]> {
  const all: Release[] = [];
  for await (const { key } of listKeys(ports.objects, 'releases/')) {
    all.push(parseRelease(key, (await ports.objects.get(key))!.body));
  }
  return all.sort((a, b) => a.revision - b.revision);
}

const asked = (): readonly FetchRequest[] => ports.fetcher.requests.filter(({ url }) => url !== feedUrl).slice(1);

describe('recheck', () => {
  it('enrolls a release that could not be read at first in the next pass', async () => {
    await store();
    const get = ports.objects.get.bind(ports.objects);
    ports.objects.get = (key, options) =>
      key.startsWith('releases/') ? Promise.reject(new DependencyError('E_SLOW', 'slow down')) : get(key, options);
    await expect(lookAt(0)).rejects.toThrow('slow down');
    ports.objects.get = get;
    expect(await lookAt(HOUR_MS)).toMatchObject({ enrolled: 1, checked: 1 });
  });

  it('looks after one hour, six hours, one, seven and thirty days, conditionally, and then no more', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(304));
    const times = [0.5, 1, 2, 6, 7, 24, 48, 7 * 24, 8 * 24, 30 * 24, 40 * 24];
    const checked: number[] = [];
    for (const hours of times) if ((await lookAt(hours * HOUR_MS))['checked'] === 1) checked.push(hours);
    expect(checked).toEqual([1, 6, 24, 7 * 24, 30 * 24]);
    expect(asked().map(({ headers }) => headers['if-none-match'])).toEqual(Array(5).fill('"v1"'));
    expect(await revisions()).toHaveLength(1);
    expect(ports.objects.json(keys.rechecksOf('harbour'))).toEqual({ entries: {} });
  });

  it('does nothing twice at the same time', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(200, page({ ferries: '5' }), html));
    expect(await lookAt(HOUR_MS)).toMatchObject({ checked: 1, revisions: 1 });
    const before = ports.objects.keys().map((key) => ports.objects.text(key));
    expect(await lookAt(HOUR_MS)).toMatchObject({});
    expect(asked()).toHaveLength(1);
    expect(ports.objects.keys().map((key) => ports.objects.text(key))).toEqual(before);
  });

  it('makes a page that says something else the next revision, with what differs', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(200, page({ ferries: '5' }), { ...html, etag: '"v2"' }));
    await lookAt(HOUR_MS);
    const [first, second] = await revisions();
    expect(second).toMatchObject({
      id: first!.id,
      revision: 2,
      origin: 'live',
      status: 'current',
      body: expect.stringContaining('5 new vessels'),
      firstSeenAt: expect.stringMatching(/^2026-03-02T10:00:0/),
      change: { verdict: 'figures', material: true, fields: ['body'], previousContentHash: first!.contentHash },
    });
    expect(second!.capture!.sha256).not.toBe(first!.capture!.sha256);
    ports.fetcher.route(pageUrl, respond(304));
    await lookAt(6 * HOUR_MS);
    expect(asked().at(-1)!.headers['if-none-match']).toBe('"v2"');
  });

  it.each([
    ['another headline', { headline: 'Ferry line closed' }, 'headline', true],
    ['a typo that was mended', { built: 'bulit' }, 'typo', false],
  ] as const)('calls %s what it is', async (_what, text, verdict, material) => {
    await store();
    ports.fetcher.route(pageUrl, respond(200, page(text), html));
    await lookAt(HOUR_MS);
    expect((await revisions())[1]!.change).toMatchObject({ verdict, material });
  });

  it('takes a page whose bytes differ and whose news does not for the same', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(200, page({ token: 'b' }), { 'content-type': 'text/html' }));
    expect(await lookAt(HOUR_MS)).toMatchObject({ checked: 1, revisions: 0 });
    expect(await revisions()).toHaveLength(1);
  });

  it('keeps what only the channel knew when the page changes', async () => {
    await store({ published: '2026-03-02T08:30:00Z', title: 'Ferry line renewed' });
    const [first] = await revisions();
    ports.fetcher.route(pageUrl, respond(200, page({ ferries: '5' }), html));
    await lookAt(HOUR_MS);
    const [, second] = await revisions();
    const { datePublished, dateSource, guid, summary } = first!;
    expect(second).toMatchObject({ datePublished, dateSource, guid, summary });
  });

  it.each([404, 410])('withdraws a release whose page answers %i twice, with its last words', async (status) => {
    await store();
    ports.fetcher.route(pageUrl, respond(status, 'gone'));
    expect(await lookAt(HOUR_MS)).toMatchObject({ checked: 1, withdrawn: 0 });
    expect(await lookAt(6 * HOUR_MS)).toMatchObject({ checked: 1, withdrawn: 1 });
    const [first, second] = await revisions();
    const { headline, body, contentHash } = first!;
    expect(second).toMatchObject({ revision: 2, status: 'withdrawn', headline, body, contentHash, origin: 'live' });
    expect(second!.change).toMatchObject({ verdict: 'withdrawn', material: true });
    await publish(ports, config)();
    expect(
      ports.objects.text(
        ports.objects
          .keys()
          .filter((key) => key.endsWith('.ndjson'))
          .at(-1)!,
      ),
    ).toContain('"WITHDRAW"');
    // Once.
    await lookAt(DAY_MS);
    await lookAt(7 * DAY_MS);
    expect(await revisions()).toHaveLength(2);
  });

  it('forgives a single 404', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(404));
    await lookAt(HOUR_MS);
    ports.fetcher.route(pageUrl, respond(304));
    await lookAt(6 * HOUR_MS);
    ports.fetcher.route(pageUrl, respond(404));
    await lookAt(DAY_MS);
    expect(await revisions()).toHaveLength(1);
  });

  it('asks a page that is gone again within a day, though its next time is far', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(304));
    await lookAt(HOUR_MS);
    await lookAt(6 * HOUR_MS);
    ports.fetcher.route(pageUrl, respond(404));
    await lookAt(DAY_MS);
    expect(await lookAt(2 * DAY_MS)).toMatchObject({ withdrawn: 1 });
  });

  it('makes a withdrawn release that is back a current one', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(404));
    await lookAt(HOUR_MS);
    await lookAt(6 * HOUR_MS);
    ports.fetcher.route(pageUrl, respond(200, page(), html));
    expect(await lookAt(DAY_MS)).toMatchObject({ revisions: 1 });
    expect(asked().at(-1)!.headers['if-none-match']).toBeUndefined();
    expect((await revisions()).at(-1)).toMatchObject({ revision: 3, status: 'current', change: { material: true } });
  });

  it.each([
    ['a block page', '<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>'],
    ['nothing', ''],
  ])('takes %s for no news', async (_what, body) => {
    await store();
    ports.fetcher.route(pageUrl, respond(200, body, html));
    expect(await lookAt(HOUR_MS)).toMatchObject({ checked: 1, revisions: 0 });
    expect(await revisions()).toHaveLength(1);
  });

  it('looks again at live releases and at those published within two days before they were seen', async () => {
    await store({ origin: 'baseline' });
    await lookAt(0);
    expect(Object.keys((ports.objects.json(keys.rechecksOf('harbour')) as { entries: object }).entries)).toHaveLength(
      1,
    );
    ports = memoryPorts({ clock: testClock(Date.parse('2026-03-20T09:00:00Z')) });
    await store({ origin: 'baseline' });
    await recheck(ports, config)();
    expect(ports.objects.keys()).not.toContain(keys.rechecksOf('harbour'));
  });

  it('tells those who were told before, of a withdrawal too, and not of a typo', async () => {
    await addWatch(ports.objects, ports.clock, { name: 'Ferries', query: 'ferry' });
    await ports.topic.subscribe('ferries', 'immediate', { kind: 'email', address: 'reader@example.org' });
    await store();
    await pumpAlerts(ports, config);
    ports.fetcher.route(pageUrl, respond(200, page({ built: 'bulit' }), html));
    await lookAt(HOUR_MS);
    await pumpAlerts(ports, config);
    ports.fetcher.route(pageUrl, respond(200, page({ ferries: '6', built: 'bulit' }), html));
    await lookAt(6 * HOUR_MS);
    await pumpAlerts(ports, config);
    ports.fetcher.route(pageUrl, respond(410));
    await lookAt(DAY_MS);
    await lookAt(2 * DAY_MS);
    await pumpAlerts(ports, config);
    const kinds = ports.topic.published.flatMap(({ message }) => message.alerts.map(({ kind }) => kind));
    expect(kinds).toEqual(['new', 'revised', 'withdrawn']);
  });
});

describe('the politeness of rechecks', () => {
  it('leaves a host alone that wants to be, and comes back', async () => {
    await store();
    await holdHost(ports.objects, host, startMs + 3 * HOUR_MS, 'HTTP 429');
    expect(await lookAt(HOUR_MS)).toMatchObject({ checked: 0, carriedOver: 1 });
    ports.fetcher.route(pageUrl, respond(304));
    expect(await lookAt(3 * HOUR_MS)).toMatchObject({ checked: 1 });
  });

  it('tells everybody of a 429, and keeps the check', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(429, '', { 'retry-after': '7200' }));
    await lookAt(HOUR_MS);
    expect((await readHostState(ports.objects, host)).notBefore).toMatch(/^2026-03-02T12:00:0/);
    ports.fetcher.route(pageUrl, respond(304));
    expect(await lookAt(4 * HOUR_MS)).toMatchObject({ checked: 1 });
  });

  it('asks robots.txt when what it said has run out, and obeys it', async () => {
    await store();
    const { rules, crawlDelayMs, sitemaps } = readRobots(Buffer.from('User-agent: *\nDisallow: /news/'));
    await keepRobots(ports.objects, host, {
      rules,
      crawlDelayMs,
      sitemaps,
      askedAt: '2026-03-02T09:00:00.000Z',
      nextAt: '2026-03-03T09:00:00.000Z',
      result: 'rules',
      reason: null,
      unreachableSince: null,
      failures: 0,
    });
    await lookAt(HOUR_MS);
    expect(asked()).toEqual([]);
    await lookAt(2 * DAY_MS);
    expect(ports.fetcher.robotsRequests).toHaveLength(1);
  });

  it('asks one host for so many pages a pass, and carries the rest over', async () => {
    const count = limits.recheckPagesPerHostMax + 3;
    for (let n = 0; n < count; n += 1) await store({}, `ferry-${n}`);
    for (let n = 0; n < count; n += 1) ports.fetcher.route(urlOf(`ferry-${n}`), respond(304));
    expect(await lookAt(2 * HOUR_MS)).toMatchObject({ checked: limits.recheckPagesPerHostMax, carriedOver: 3 });
    expect(await lookAt(2 * HOUR_MS + 60_000)).toMatchObject({ checked: 3 });
  });

  it('leaves a page that fails for an hour', async () => {
    await store();
    ports.fetcher.route(pageUrl, respond(500));
    expect(await lookAt(HOUR_MS)).toMatchObject({ failed: 1 });
    expect(await lookAt(1.5 * HOUR_MS)).not.toMatchObject({ checked: 1 });
    expect(await lookAt(2.5 * HOUR_MS)).toMatchObject({ checked: 1 });
    expect(await revisions()).toHaveLength(1);
  });
});
