/** The demo newsroom's web server on loopback: channels with validators, and the pages they lead to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { DependencyError } from '../../../shared/errors.ts';
import { sha256Hex } from '../../../shared/ids.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import { type DemoMemory, openDemoMemory } from './memory.ts';
import { type DemoChannel, demoChannels, demoNewsrooms } from './newsrooms.ts';
import { printChannel, printListing, printPage } from './print.ts';
import { type ChannelClock, publishedStories, secondsUntilNext } from './story.ts';

export interface DemoNewsroom {
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** host:port, for the fetcher's allowed hosts. */
  readonly host: string;
  readonly newsrooms: readonly Newsroom[];
  stop(): Promise<void>;
}

/** A reader of the demo need not ask again sooner than something is said, nor later than this. */
const maxAgeSecondsMax = 60;

/**
 * Starts the demo newsroom. Its port and its clocks are kept in `file`, so that addresses and times stay the same over
 * restarts; a port that is taken meanwhile is replaced by a free one. `nowMs` answers milliseconds since the epoch.
 */
export async function startDemo(file: string, nowMs: () => number): Promise<DemoNewsroom> {
  const memory = openDemoMemory(file, nowMs());
  let origin = '';
  const server = createServer((request, response) => {
    try {
      send(response, answer(memory, origin, nowMs(), request));
    } catch {
      // The disk refused to remember a clock: the reader comes again.
      send(response, text(503, 'The demo newsroom cannot write its memory.\n'));
    }
  });
  const port = await listen(server, memory.port);
  memory.keepPort(port);
  const host = `127.0.0.1:${port}`;
  origin = `http://${host}`;
  return {
    origin,
    host,
    newsrooms: demoNewsrooms(origin),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server, wanted: number): Promise<number> {
  for (const port of wanted === 0 ? [0] : [wanted, 0]) {
    const outcome = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once('error', resolve);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', resolve);
        resolve(null);
      });
    });
    const address = server.address();
    if (outcome === null && address !== null && typeof address === 'object') return address.port;
  }
  throw new DependencyError('E_DEMO', 'the demo newsroom found no free port on 127.0.0.1', {
    hint: 'start with --no-demo, or free a port',
  });
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

function answer(memory: DemoMemory, origin: string, nowMs: number, request: IncomingMessage): Answer {
  const path = URL.canParse(request.url ?? '', origin) ? new URL(request.url ?? '', origin).pathname : '';
  if (path === '/robots.txt') return text(200, 'User-agent: *\nAllow: /\n');
  for (const channel of demoChannels) {
    if (channel.path === path) return answerChannel(memory, channel, origin, nowMs, request.headers['if-none-match']);
    const published = publishedStories(channel.stories, memory.clockOf(channel.newsroom), nowMs);
    if (channel.home === path) return page(printListing(channel, published));
    const found = published.find(({ story }) => story.path === path);
    if (found !== undefined) return page(printPage(channel, found, origin));
  }
  return text(404, 'The demo newsroom has no such page.\n');
}

function page(body: string): Answer {
  return { status: 200, contentType: 'text/html; charset=utf-8', body, headers: {} };
}

function text(status: number, body: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body, headers: {} };
}

/**
 * A channel's clock starts when a reader comes back with the validator it was given: only then is it certain that the
 * first answer, the baseline, was read and kept. From then on the channel publishes.
 */
function answerChannel(
  memory: DemoMemory,
  channel: DemoChannel,
  origin: string,
  nowMs: number,
  validator: string | undefined,
): Answer {
  const print = (clock: ChannelClock) => {
    const printed = printChannel(channel, publishedStories(channel.stories, clock, nowMs), origin);
    return { ...printed, etag: `"${sha256Hex(printed.body).slice(0, 16)}"` };
  };
  if (validator === print(memory.clockOf(channel.newsroom)).etag) memory.startClock(channel.newsroom, nowMs);
  const clock = memory.clockOf(channel.newsroom);
  const { body, contentType, etag } = print(clock);
  const maxAge = Math.min(maxAgeSecondsMax, secondsUntilNext(channel.stories, clock, nowMs) ?? maxAgeSecondsMax);
  const unchanged = validator === etag;
  return {
    status: unchanged ? 304 : 200,
    contentType,
    body: unchanged ? '' : body,
    headers: { etag, 'cache-control': `max-age=${maxAge}` },
  };
}

function send(response: ServerResponse, { status, contentType, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, ...headers });
  response.end(body);
}
