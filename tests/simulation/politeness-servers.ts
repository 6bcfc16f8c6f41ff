/** Forty scripted newsroom servers under a virtual clock: every way of answering that the rules of politeness speak of. */

import { createHash } from 'node:crypto';
import type { Newsroom } from '../../shared/newsrooms/schema.ts';
import type { FetchOutcome, FetchRequest, RedirectHop } from '../../shared/ports.ts';
import { seededRandom } from '../support/memory/random.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 2026-03-02T00:00:00Z, a Monday. */
export const START = Date.UTC(2026, 2, 2);

export interface Published {
  readonly id: string;
  readonly atMs: number;
}

export interface Answered {
  readonly outcome: FetchOutcome;
  readonly tookMs: number;
}

export interface Server {
  readonly host: string;
  readonly newsrooms: readonly Newsroom[];
  readonly items: readonly Published[];
  answer(request: FetchRequest, nowMs: number): Answered;
}

type Schedule = (random: () => number, days: number) => number[];

/** On weekdays from `from` to `to` o'clock, so many a day on average. */
const office =
  (from: number, to: number, perDay: number): Schedule =>
  (random, days) => {
    const times: number[] = [];
    for (let day = -20; day < days; day += 1) {
      const weekday = new Date(START + day * DAY).getUTCDay();
      if (weekday === 0 || weekday === 6) continue;
      const count = Math.floor(perDay + random());
      for (let n = 0; n < count; n += 1) times.push(START + day * DAY + (from + random() * (to - from)) * HOUR);
    }
    return times.sort((a, b) => a - b);
  };

const anytime =
  (perDay: number): Schedule =>
  (random, days) =>
    Array.from(
      { length: Math.round((days + 20) * perDay) },
      () => START - 20 * DAY + random() * (days + 20) * DAY,
    ).sort((a, b) => a - b);

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly redirects?: readonly RedirectHop[];
  readonly finalUrl?: string;
  readonly tookMs?: number;
  readonly fails?: boolean;
}

interface Scene {
  readonly nowMs: number;
  readonly request: FetchRequest;
  readonly host: string;
  readonly random: () => number;
  /** How often this address was asked before. */
  readonly times: number;
  /** The feed as a good server gives it: conditional, with ETag and Last-Modified. */
  good(options?: {
    readonly etag?: boolean;
    readonly lastModified?: boolean;
    readonly headers?: Record<string, string>;
    readonly extra?: string;
    readonly etagSuffix?: string;
    readonly ignores?: boolean;
  }): Reply;
}

type Script = (scene: Scene) => Reply;

interface Kind {
  readonly name: string;
  readonly script: Script;
  readonly schedule?: Schedule;
  /** Absent: as the newsroom says nothing. */
  readonly every?: string;
  readonly robots?: (nowMs: number, times: number) => Reply;
  /** Paths of the channels, each a newsroom of its own; a path that stands twice is one address. */
  readonly paths?: readonly string[];
}

const noRobots = (): Reply => ({ status: 404 });
const robotsText = (text: string) => (): Reply => ({ status: 200, body: text });

/** Every hour of work a throttled hour, and so on: what happens now and then happens by the clock, so that runs are alike. */
const during = (nowMs: number, periodMs: number, lengthMs: number): boolean => (nowMs - START) % periodMs < lengthMs;
const away = (path: string, status: number, host: string, target: string): Partial<Reply> => ({
  redirects: [{ status, url: `https://${host}${path}` }],
  finalUrl: target,
});

const officePublishers: Kind[] = Array.from({ length: 12 }, (_, index) => ({
  name: `office-${index}`,
  every: '60m',
  schedule: office(
    7 + (index % 3) + (index % 4 === 3 ? 5 : 0),
    15 + (index % 3) + (index % 4 === 3 ? 5 : 0),
    2 + (index % 5),
  ),
  script: ({ good }: Scene) => good({ lastModified: index % 2 === 0 }),
}));

const kinds: readonly Kind[] = [
  ...officePublishers,
  { name: 'anytime-many', every: '60m', schedule: anytime(20), script: ({ good }) => good() },
  { name: 'anytime-few', every: '60m', schedule: anytime(1), script: ({ good }) => good() },
  { name: 'etag', script: ({ good }) => good({ lastModified: false }) },
  { name: 'last-modified', script: ({ good }) => good({ etag: false }) },
  { name: 'both', every: '15m', script: ({ good }) => good() },
  { name: 'no-validators', script: ({ good }) => good({ etag: false, lastModified: false }) },
  { name: 'no-validators-stated', every: '2h', script: ({ good }) => good({ etag: false, lastModified: false }) },
  {
    name: 'throttles-with-date',
    every: '30m',
    script: ({ good, nowMs }) =>
      during(nowMs, 3 * DAY, 6 * HOUR)
        ? { status: 429, headers: { 'retry-after': new Date(nowMs + 7 * HOUR).toUTCString() } }
        : good(),
  },
  {
    name: 'throttles-with-seconds',
    every: '30m',
    paths: ['/one', '/two'],
    script: ({ good, nowMs }) =>
      during(nowMs, 2 * DAY, 3 * HOUR) ? { status: 429, headers: { 'retry-after': '9000' } } : good(),
  },
  {
    name: 'throttles-without-a-word',
    every: '15m',
    paths: ['/one', '/two'],
    script: ({ good, nowMs }) => (during(nowMs, 4 * DAY, 20 * HOUR) ? { status: 429 } : good()),
  },
  {
    name: 'unavailable',
    every: '30m',
    script: ({ good, nowMs }) => (during(nowMs, 5 * DAY, 12 * HOUR) ? { status: 503 } : good()),
  },
  { name: 'gone', every: '30m', script: ({ good, nowMs }) => (nowMs > START + 3 * DAY ? { status: 410 } : good()) },
  {
    name: 'missing',
    every: '30m',
    script: ({ good, nowMs }) => (during(nowMs, 6 * DAY, 2 * DAY) ? { status: 404 } : good()),
  },
  {
    name: 'refuses',
    every: '30m',
    script: ({ good, nowMs }) => (during(nowMs, 7 * DAY, 2 * DAY) ? { status: 403 } : good()),
  },
  {
    name: 'moved',
    every: '60m',
    script: ({ good, host, request }) =>
      request.url.endsWith('/new') ? good() : { ...good(), ...away('/feed', 301, host, `https://${host}/new`) },
  },
  {
    name: 'moved-for-a-while',
    every: '60m',
    script: ({ good, host, nowMs, request }) =>
      request.url.endsWith('/feed') && during(nowMs, 2 * DAY, 20 * HOUR)
        ? { ...good(), ...away('/feed', 301, host, `https://${host}/new`) }
        : good(),
  },
  {
    name: 'found-elsewhere',
    every: '60m',
    script: ({ good, host }) => ({ ...good(), ...away('/feed', 302, host, `https://${host}/today`) }),
  },
  { name: 'flaps', every: '15m', script: ({ good, random }) => (random() < 0.3 ? { status: 500 } : good()) },
  {
    name: 'times-out',
    every: '30m',
    script: ({ good, random }) => (random() < 0.2 ? { status: 0, fails: true, tookMs: 15_000 } : good()),
  },
  { name: 'slow', every: '15m', script: ({ good }) => ({ ...good(), tookMs: 8_000 }) },
  {
    name: 'max-age',
    every: '15m',
    script: ({ good }) => good({ headers: { 'cache-control': 'public, max-age=14400', age: '600' } }),
  },
  {
    name: 'expires',
    every: '15m',
    script: ({ good, nowMs }) =>
      good({ headers: { date: new Date(nowMs).toUTCString(), expires: new Date(nowMs + 3 * HOUR).toUTCString() } }),
  },
  {
    name: 'sixteen-years',
    every: '60m',
    script: ({ good }) => good({ headers: { 'cache-control': 'max-age=504911232' } }),
  },
  { name: 'ttl', every: '15m', script: ({ good }) => good({ extra: '<ttl>180</ttl>' }) },
  {
    name: 'skips-hours',
    every: '30m',
    script: ({ good }) => good({ extra: '<skipHours><hour>1</hour><hour>2</hour><hour>24</hour></skipHours>' }),
  },
  { name: 'gzip-etag', every: '60m', script: ({ good }) => good({ etagSuffix: '-gzip', ignores: true }) },
  { name: 'ignores-validators', every: '30m', script: ({ good }) => good({ ignores: true }) },
  {
    name: 'shared',
    every: '30m',
    paths: ['/one', '/one', '/two', '/three', '/four'],
    robots: robotsText('User-agent: *\nCrawl-delay: 10\nDisallow: /four\n'),
    script: ({ good }) => good(),
  },
  {
    name: 'forbids',
    every: '30m',
    robots: (nowMs) => ({
      status: 200,
      body: during(nowMs, 4 * DAY, 2 * DAY) ? 'User-agent: *\nDisallow: /feed\n' : 'User-agent: *\nDisallow:\n',
    }),
    script: ({ good }) => good(),
  },
  {
    name: 'robots-out-of-order',
    every: '30m',
    robots: (nowMs) =>
      during(nowMs, 3 * DAY, DAY) ? { status: 500 } : { status: 200, body: 'User-agent: Dateline\nCrawl-delay: 60\n' },
    script: ({ good }) => good(),
  },
  {
    name: 'emptied',
    every: '60m',
    script: ({ good, nowMs }) =>
      during(nowMs, 6 * DAY, DAY)
        ? { status: 200, body: '<rss version="2.0"><channel><title>t</title></channel></rss>' }
        : good(),
  },
];

function feedOf(host: string, items: readonly Published[], extra: string): string {
  const rows = items.map(
    ({ id, atMs }) =>
      `<item><guid isPermaLink="false">${id}</guid><title>${id}</title><link>https://${host}/r/${id}</link><pubDate>${new Date(atMs).toUTCString()}</pubDate></item>`,
  );
  return `<rss version="2.0"><channel><title>${host}</title>${extra}${rows.reverse().join('')}</channel></rss>`;
}

function serverOf(kind: Kind, index: number, days: number): Server {
  const host = `${kind.name}.example`;
  const random = seededRandom(1_000 + index).fraction;
  const schedule = kind.schedule ?? office(8, 17, 3);
  const items = schedule(seededRandom(index + 1).fraction, days).map((ms, n) => ({
    id: `${kind.name}-${n}`,
    atMs: Math.floor(ms / 1_000) * 1_000,
  }));
  const times = new Map<string, number>();
  const paths = kind.paths ?? ['/feed'];
  const newsrooms = paths.map(
    (path, n): Newsroom => ({
      id: `${kind.name}${paths.length > 1 ? `-n${n}` : ''}`,
      organization: kind.name,
      country: 'INT',
      homepage: `https://${host}/`,
      enabled: true,
      channels: [
        { kind: 'rss', url: `https://${host}${path}`, ...(kind.every === undefined ? {} : { every: kind.every }) },
      ],
    }),
  );
  const answer = (request: FetchRequest, nowMs: number): Answered => {
    const count = times.get(request.url) ?? 0;
    times.set(request.url, count + 1);
    const good: Scene['good'] = (options = {}) => {
      const { etag = true, lastModified = true, headers = {}, extra = '', etagSuffix = '', ignores = false } = options;
      const visible = items.filter(({ atMs }) => atMs <= nowMs).slice(-20);
      const body = feedOf(host, visible, extra);
      const tag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}${etagSuffix}"`;
      const modified = new Date(visible.at(-1)?.atMs ?? START).toUTCString();
      const sent = {
        ...headers,
        ...(etag ? { etag: tag } : {}),
        ...(lastModified ? { 'last-modified': modified } : {}),
      };
      const same =
        request.headers['if-none-match'] === undefined
          ? lastModified && request.headers['if-modified-since'] === modified
          : etag && request.headers['if-none-match'] === tag;
      return same && !ignores
        ? { status: 304, headers: sent }
        : { status: 200, headers: { 'content-type': 'application/rss+xml', ...sent }, body };
    };
    const isRobots = request.url.endsWith('/robots.txt');
    const reply = isRobots
      ? (kind.robots ?? noRobots)(nowMs, count)
      : kind.script({ nowMs, request, host, random, times: count, good });
    const tookMs = reply.tookMs ?? 200;
    if (reply.fails === true) return { outcome: { kind: 'failed', reason: 'timeout', message: 'no answer' }, tookMs };
    return {
      tookMs,
      outcome: {
        kind: 'response',
        status: reply.status,
        headers: reply.headers ?? {},
        body: Buffer.from(reply.body ?? ''),
        finalUrl: reply.finalUrl ?? request.url,
        redirects: reply.redirects ?? [],
      },
    };
  };
  return { host, newsrooms, items, answer };
}

export function scriptedServers(days: number): Server[] {
  return kinds.map((kind, index) => serverOf(kind, index, days));
}
