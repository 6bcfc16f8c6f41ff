import { describe, expect, it } from 'vitest';
import type { ChannelReading } from '../../../shared/channels/types.ts';
import { sha256Hex } from '../../../shared/ids.ts';
import type { Channel } from '../../../shared/newsrooms/schema.ts';
import { type ChannelState, isDue, newChannelState } from '../../../shared/politeness/channel-state.ts';
import { afterFault, afterResponse, headersFor, needsReading } from '../../../shared/politeness/decide.ts';
import type { FetchedResponse, FetchOutcome } from '../../../shared/ports.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const nowMs = Date.UTC(2026, 2, 2, 9);
const at = (ms: number): string => new Date(ms).toISOString();

const channel: Channel = { kind: 'rss', url: 'https://example.org/feed', every: '15m' };

function reading(count: number, overrides: Partial<ChannelReading> = {}): ChannelReading {
  const items = Array.from({ length: count }, (_, index) => ({
    id: `id-${index}`,
    url: `https://example.org/${index}`,
    title: null,
    published: null,
    updated: null,
    summary: null,
    content: null,
    language: null,
    authors: [],
    enclosures: [],
  }));
  return {
    kind: 'rss',
    id: null,
    title: null,
    description: null,
    site: null,
    language: null,
    self: null,
    hub: null,
    published: null,
    updated: null,
    items,
    malformed: false,
    warnings: [],
    ttlMinutes: null,
    nextPage: null,
    ...overrides,
  };
}

function response(status: number, headers: Record<string, string> = {}, body = 'body'): FetchedResponse {
  return {
    kind: 'response',
    status,
    headers,
    body: Buffer.from(body),
    finalUrl: channel.url,
    redirects: [],
  };
}

const known: ChannelState = {
  ...newChannelState('example', channel.url),
  condition: 'good',
  etag: 'W/"a b"',
  lastModified: 'Mon, 02 Mar 2026 08:00:00 GMT',
  firstPolledAt: at(nowMs - DAY),
  lastGoodAt: at(nowMs - HOUR),
  lastFullAt: at(nowMs - HOUR),
  lastBodyHash: sha256Hex('old body'),
  lastItems: 10,
};

function decide(
  outcome: FetchOutcome,
  options: {
    state?: ChannelState;
    channel?: Channel;
    reading?: ChannelReading | null;
    expect?: { itemsMin?: number; itemsMax?: number };
    complete?: boolean;
    allowedHost?: boolean;
    fraction?: number;
    overlaps?: boolean;
    interstitial?: string | null;
  } = {},
) {
  return afterResponse({
    state: options.state ?? known,
    channel: options.channel ?? channel,
    expect: options.expect,
    outcome,
    reading: options.reading === undefined ? reading(10) : options.reading,
    complete: options.complete ?? true,
    onlyForeign: null,
    nowMs,
    allowedHost: options.allowedHost ?? false,
    fraction: options.fraction ?? 0,
    overlaps: options.overlaps ?? true,
    interstitial: options.interstitial ?? null,
  });
}

const waitMs = (decision: { state: ChannelState }): number => Date.parse(decision.state.nextAt ?? '') - nowMs;

describe('asking', () => {
  it('is unconditional the first time', () => {
    expect(Object.keys(headersFor(newChannelState('example', channel.url), channel, nowMs))).toEqual(['accept']);
  });

  it('sends both validators back byte for byte', () => {
    expect(headersFor(known, channel, nowMs)).toMatchObject({
      'if-none-match': 'W/"a b"',
      'if-modified-since': 'Mon, 02 Mar 2026 08:00:00 GMT',
    });
  });

  it('is unconditional once after eight days of nothing but 304', () => {
    const state = { ...known, lastFullAt: at(nowMs - 8 * DAY - 1) };
    expect(Object.keys(headersFor(state, channel, nowMs))).toEqual(['accept']);
  });

  it('leaves out an ETag of the kind that never matches after five equal bodies', () => {
    const state = { ...known, etag: '"x-gzip"', equalBodies: 5 };
    const headers = headersFor(state, channel, nowMs);
    expect(headers['if-none-match']).toBeUndefined();
    expect(headers['if-modified-since']).toBeDefined();
    expect(headersFor({ ...state, equalBodies: 4 }, channel, nowMs)['if-none-match']).toBe('"x-gzip"');
  });

  it('asks for pages as pages and feeds as feeds', () => {
    expect(headersFor(known, { ...channel, kind: 'listing' }, nowMs)['accept']).toContain('text/html');
    expect(headersFor(known, channel, nowMs)['accept']).toContain('application/rss+xml');
  });
});

describe('a good answer', () => {
  it('is read, replaces both validators, and waits for the interval', () => {
    const decision = decide(response(200, { etag: '"b"' }));
    expect(decision).toMatchObject({
      verdict: 'read',
      offers: true,
      state: { etag: '"b"', lastModified: null, lastItems: 10, failures: 0, condition: 'good', lastGoodAt: at(nowMs) },
    });
    expect(waitMs(decision)).toBe(15 * MINUTE);
  });

  it('that is 304 keeps what it does not name', () => {
    const decision = decide(response(304, { etag: '"c"' }), { reading: null });
    expect(decision).toMatchObject({
      verdict: 'not-modified',
      offers: false,
      state: { etag: '"c"', lastModified: known.lastModified, lastFullAt: known.lastFullAt, lastItems: 10 },
    });
  });

  it('with the same bytes is not read again', () => {
    const outcome = response(200, {}, 'old body');
    expect(needsReading(known, outcome)).toBe(false);
    expect(decide(outcome, { reading: null })).toMatchObject({ verdict: 'unchanged', state: { equalBodies: 1 } });
  });

  it('is the baseline only when it offers something', () => {
    const state = newChannelState('example', channel.url);
    expect(decide(response(200), { state, reading: reading(0) })).toMatchObject({
      verdict: 'read',
      state: { firstPolledAt: null },
    });
    expect(decide(response(200), { state }).state.firstPolledAt).toBe(at(nowMs));
  });

  it('counts a permanent redirect that is met again, and starts anew with any other answer', () => {
    const moved = { redirects: [{ status: 301, url: channel.url }], finalUrl: 'https://example.org/new' };
    const once = decide({ ...response(200), ...moved });
    expect(once.state.movedTo).toEqual({ url: 'https://example.org/new', since: at(nowMs), times: 1 });
    const twice = decide({ ...response(200, {}, 'other'), ...moved }, { state: once.state });
    expect(twice.state.movedTo?.times).toBe(2);
    expect(decide(response(200, {}, 'third'), { state: twice.state }).state.movedTo).toBeNull();
    const found = { ...response(200), redirects: [{ status: 302, url: channel.url }] };
    expect(decide(found, { state: twice.state }).state.movedTo).toBeNull();
  });
});

describe('the interval', () => {
  const unstated: Channel = { kind: 'rss', url: channel.url };

  it('is an hour with validators and a day without, where the newsroom says nothing', () => {
    expect(waitMs(decide(response(200, { etag: '"b"' }), { channel: unstated }))).toBe(HOUR);
    expect(waitMs(decide(response(200), { channel: unstated }))).toBe(DAY);
  });

  it('goes below a minute for allowed loopback hosts only', () => {
    const quick: Channel = { ...channel, every: '2s' };
    expect(waitMs(decide(response(200), { channel: quick }))).toBe(MINUTE);
    expect(waitMs(decide(response(200), { channel: quick, allowedHost: true }))).toBe(2_000);
  });

  it.each([
    ['max-age less Age', { 'cache-control': 'public, max-age=7200', age: '1800' }, 1.5 * HOUR],
    ['Expires', { expires: 'Mon, 02 Mar 2026 11:00:00 GMT', date: 'Mon, 02 Mar 2026 09:00:00 GMT' }, 2 * HOUR],
    ['max-age over Expires', { 'cache-control': 'max-age=3600', expires: 'Tue, 03 Mar 2026 09:00:00 GMT' }, HOUR],
    ['a day at most', { 'cache-control': 'max-age=504576000' }, DAY],
    ['nothing that shortens', { 'cache-control': 'max-age=1' }, 15 * MINUTE],
    ['no-store', { 'cache-control': 'no-store, max-age=7200' }, 15 * MINUTE],
    ['nothing unreadable', { 'cache-control': 'max-age=soon', expires: '0' }, 15 * MINUTE],
  ])('is lengthened by the server: %s', (_, headers, wait) => {
    expect(waitMs(decide(response(200, headers)))).toBe(wait);
  });

  it('is lengthened by the feed, never shortened', () => {
    expect(waitMs(decide(response(200), { reading: reading(1, { ttlMinutes: 120 }) }))).toBe(2 * HOUR);
    expect(waitMs(decide(response(200), { reading: reading(1, { ttlMinutes: 1 }) }))).toBe(15 * MINUTE);
    expect(waitMs(decide(response(200), { reading: reading(1, { ttlMinutes: 99_999 }) }))).toBe(DAY);
  });

  it('is spread upward only, and not at all on allowed hosts', () => {
    expect(waitMs(decide(response(200), { fraction: 0.999 }))).toBeGreaterThan(15 * MINUTE);
    expect(waitMs(decide(response(200), { fraction: 0.999 }))).toBeLessThan(16 * MINUTE);
    expect(waitMs(decide(response(200), { fraction: 0.999, allowedHost: true }))).toBe(15 * MINUTE);
  });
});

describe('a server that wants to be left alone', () => {
  it('is, for as long as Retry-After says, with its whole host', () => {
    const decision = decide(response(429, { 'retry-after': '7200' }), { reading: null });
    expect(decision).toMatchObject({
      verdict: 'failed',
      holdHostUntilMs: nowMs + 2 * HOUR,
      state: { condition: 'blocked', reason: 'HTTP 429', failures: 1, etag: known.etag },
    });
    expect(waitMs(decision)).toBe(2 * HOUR);
    const dated = decide(response(503, { 'retry-after': 'Mon, 02 Mar 2026 12:00:00 GMT' }), { reading: null });
    expect(dated.holdHostUntilMs).toBe(nowMs + 3 * HOUR);
  });

  it('is for an hour and doubling to a day where it does not say, or says nonsense', () => {
    const waits = [0, 1, 2, 9].map((failures) =>
      waitMs(decide(response(503, { 'retry-after': 'later' }), { reading: null, state: { ...known, failures } })),
    );
    expect(waits).toEqual([HOUR, 2 * HOUR, 4 * HOUR, DAY]);
  });

  it('never shortens the interval by Retry-After', () => {
    expect(waitMs(decide(response(429, { 'retry-after': '1' }), { reading: null }))).toBe(15 * MINUTE);
  });

  it.each([
    [404, 0, DAY, 'broken'],
    [400, 0, DAY, 'broken'],
    [401, 0, 4 * HOUR, 'blocked'],
    [403, 1, 8 * HOUR, 'blocked'],
    [403, 5, DAY, 'blocked'],
  ])('after HTTP %i and %i failures waits', (status, failures, wait, condition) => {
    const decision = decide(response(status), { reading: null, state: { ...known, failures } });
    expect(waitMs(decision)).toBe(wait);
    expect(decision.state.condition).toBe(condition);
  });

  it('is never asked again after 410', () => {
    const decision = decide(response(410), { reading: null });
    expect(decision).toMatchObject({ verdict: 'gone', state: { condition: 'gone', nextAt: null } });
    expect(isDue(decision.state, nowMs + 365 * DAY)).toBe(false);
  });
});

describe('a failure', () => {
  const timeout: FetchOutcome = { kind: 'failed', reason: 'timeout', message: 'no answer' };

  it('waits exponentially with full jitter, never less than the interval, a day at most', () => {
    const waits = (fraction: number) =>
      [0, 1, 2, 3, 20].map((failures) =>
        waitMs(decide(timeout, { fraction, reading: null, state: { ...known, failures }, allowedHost: true })),
      );
    expect(waits(0)).toEqual(Array(5).fill(15 * MINUTE));
    expect(waits(0.5)).toEqual([15, 15, 30, 60, 720].map((minutes) => minutes * MINUTE));
  });

  it('keeps the last good state and says why', () => {
    for (const outcome of [timeout, response(500)]) {
      const { state } = decide(outcome, { reading: null });
      expect(state).toMatchObject({
        condition: 'broken',
        etag: known.etag,
        lastGoodAt: known.lastGoodAt,
        lastItems: 10,
      });
      expect(state.reason).not.toBeNull();
    }
  });

  it('of our own keeps what is known of the server, to be read again', () => {
    const state = afterFault(known, channel, 'the queue is full', nowMs, false);
    const { etag, lastBodyHash, lastGoodAt } = known;
    expect(state).toMatchObject({ etag, lastBodyHash, lastGoodAt, condition: 'broken', reason: 'the queue is full' });
    expect(Date.parse(state.nextAt ?? '') - nowMs).toBe(15 * MINUTE);
  });
});

describe('a suspect answer', () => {
  const listing: Channel = { ...channel, kind: 'listing' };

  it.each([
    ['nothing that can be read', channel, reading(0, { kind: 'none' }), {}],
    ['a web page for a feed', channel, reading(4, { kind: 'listing' }), {}],
    ['a sitemap index', channel, reading(3, { kind: 'sitemap-index' }), {}],
    ['no items where there were some', channel, reading(0), {}],
    ['a listing without items', listing, reading(0, { kind: 'listing' }), {}],
    ['more items than expected', channel, reading(9), { itemsMax: 8 }],
  ])('(%s) keeps the last good state and offers nothing', (_, asked, found, expected) => {
    const decision = decide(response(200, { etag: '"new"' }), { channel: asked, reading: found, expect: expected });
    expect(decision).toMatchObject({
      verdict: 'suspect',
      offers: false,
      state: { etag: known.etag, lastBodyHash: known.lastBodyHash, lastItems: 10, failures: 1, condition: 'broken' },
    });
    expect(decision.state.reason).not.toBeNull();
  });

  it('with fewer items than expected still offers what is there, unless it would be the baseline', () => {
    const few = { reading: reading(3), expect: { itemsMin: 5 } };
    expect(decide(response(200), few)).toMatchObject({ verdict: 'suspect', offers: true, state: { lastItems: 10 } });
    const state = newChannelState('example', channel.url);
    expect(decide(response(200), { ...few, state })).toMatchObject({ offers: false, state: { firstPolledAt: null } });
  });

  it('is none when a listing was not read to its last page', () => {
    const part = { reading: reading(3, { kind: 'listing' }), expect: { itemsMin: 5 }, channel: listing };
    expect(decide(response(200), { ...part, complete: false }).verdict).toBe('read');
  });

  it('is good again as soon as the old bytes are back', () => {
    const suspect = decide(response(200, {}, 'oops'), { reading: reading(0) });
    const healed = decide(response(200, {}, 'old body'), { state: suspect.state, reading: null });
    expect(healed).toMatchObject({ verdict: 'unchanged', state: { condition: 'good', failures: 0, reason: null } });
  });
});
