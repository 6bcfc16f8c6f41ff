/** A newsroom on loopback for the deployed stack: an RSS feed with validators, and pages that appear when the test says so. */
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { demoChannels } from '../../../infra/local/demo/newsrooms.ts';
import { printPage } from '../../../infra/local/demo/print.ts';
import { interpolStories } from '../../../infra/local/demo/sample.ts';

interface Item {
  readonly path: string;
  readonly title: string;
  readonly published: string;
  readonly page: string;
}

const plainPage = (title: string, day: string, paragraphs: readonly string[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>
<nav><a href="/">Press</a></nav>
<main><h1>${title}</h1><p class="date">${day}</p>
${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('\n')}
</main></body></html>`;

/** What stands there before the first poll. */
const standing: readonly Item[] = [
  {
    path: '/press/library',
    title: 'The reading room opens on Sundays',
    published: 'Tue, 09 May 2017 09:00:00 GMT',
    page: plainPage('The reading room opens on Sundays', '9 May 2017', [
      'From June the reading room is open on Sundays as well. Two librarians will be there from ten to four.',
      'The catalogue lists what can be read on the spot, and what is lent.',
    ]),
  },
  {
    path: '/press/bridge',
    title: 'Works on the bridge end a week early',
    published: 'Wed, 10 May 2017 09:00:00 GMT',
    page: plainPage('Works on the bridge end a week early', '10 May 2017', [
      'The bridge is open again for all traffic. The works took five weeks instead of six.',
      'The speed limit of thirty stays until the markings are dry.',
    ]),
  },
];

const [sampleStory] = interpolStories;
const [sampleChannel] = demoChannels;
if (sampleStory === undefined || sampleChannel === undefined) throw new Error('the demo has no sample release');

/** The customer's sample in INTERPOL's old page shape. */
const sample: Item = {
  path: sampleStory.path,
  title: sampleStory.states[0].headline,
  published: 'Sat, 13 May 2017 12:00:00 GMT',
  page: printPage(
    sampleChannel,
    { story: sampleStory, state: sampleStory.states[0], publishedMs: Date.UTC(2017, 4, 13), updatedMs: 0 },
    '',
  ),
};

const another: Item = {
  path: '/press/desks',
  title: 'Ten more desks join the network',
  published: 'Sun, 14 May 2017 12:00:00 GMT',
  page: plainPage('Ten more desks join the network', '14 May 2017', [
    'Ten border posts have been connected to I-24/7 this week, and forty more will follow before the summer.',
    'Every officer at these posts can now ask the databases by himself, at any hour of the day.',
  ]),
};

export const sampleHeadline = sample.title;

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function feed(origin: string, items: readonly Item[]): string {
  const entries = items.map(
    ({ path, title, published }) =>
      `<item><title>${xml(title)}</title><link>${origin}${path}</link><guid>${origin}${path}</guid><pubDate>${published}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Loopback press office</title><link>${origin}</link><description>For the test of a deployed stack.</description>${entries.join('')}</channel></rss>\n`;
}

export interface LoopbackNewsroom {
  /** host:port. */
  readonly host: string;
  /** The newsroom file for it. */
  readonly yaml: string;
  /** How often the feed and the pages were asked, and how often that was answered with 304. */
  readonly asked: { feed: number; notModified: number; pages: number; pagesNotModified: number };
  /** What was posted to /hook. */
  readonly posts: readonly { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
  publishSample(): void;
  /** A further release that names the network. */
  publishAnother(): void;
  /** Puts another figure into it, on its page alone. */
  amendAnother(): void;
  /** Answers 404 for the sample's page; the feed still names it. */
  removeSample(): void;
  stop(): Promise<void>;
}

const etagOf = (body: string): string => `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;

function answer(response: ServerResponse, status: number, contentType: string, body: string, etag?: string): void {
  response.writeHead(status, { 'content-type': contentType, ...(etag === undefined ? {} : { etag }) });
  response.end(status === 304 ? undefined : body);
}

export async function startNewsroom(): Promise<LoopbackNewsroom> {
  let items = [...standing];
  let host = '';
  let removed = '';
  const asked = { feed: 0, notModified: 0, pages: 0, pagesNotModified: 0 };
  const posts: { headers: Record<string, string>; body: string }[] = [];
  const server = createServer((request, response) => {
    const origin = `http://${host}`;
    if (request.method === 'POST' && request.url === '/hook') {
      void text(request).then((body) => {
        posts.push({ headers: request.headers as Record<string, string>, body });
        answer(response, 200, 'text/plain', 'thanks\n');
      });
      return;
    }
    if (request.url === '/feed.xml') {
      const body = feed(origin, items);
      const etag = etagOf(body);
      const unchanged = request.headers['if-none-match'] === etag;
      asked.feed += 1;
      if (unchanged) asked.notModified += 1;
      answer(response, unchanged ? 304 : 200, 'application/rss+xml; charset=utf-8', body, etag);
      return;
    }
    const item = items.find(({ path }) => path === request.url);
    if (item === undefined || item.path === removed) {
      answer(response, 404, 'text/plain', 'no such page\n');
      return;
    }
    const etag = etagOf(item.page);
    const unchanged = request.headers['if-none-match'] === etag;
    asked.pages += 1;
    if (unchanged) asked.pagesNotModified += 1;
    answer(response, unchanged ? 304 : 200, 'text/html; charset=utf-8', item.page, etag);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the newsroom has no port');
  host = `127.0.0.1:${address.port}`;
  return {
    host,
    asked,
    posts,
    yaml: [
      'id: loopback-press',
      'organization: Loopback press office',
      'country: INT',
      `homepage: http://${host}/`,
      'enabled: false',
      'language: en',
      'timeZone: Europe/Paris',
      'dateOrder: day-first',
      'channels:',
      '  - kind: rss',
      `    url: http://${host}/feed.xml`,
      '    every: 2s',
      '',
    ].join('\n'),
    publishSample: () => {
      items = [sample, ...standing];
    },
    publishAnother: () => {
      items = [another, ...items];
    },
    amendAnother: () => {
      const page = another.page.replace('Ten border posts', 'Twelve border posts');
      items = items.map((item) => (item.path === another.path ? { ...item, page } : item));
    },
    removeSample: () => {
      removed = sample.path;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
