/**
 * Compares readChannel with feedsmith on generated documents, and with Python's feedparser where an interpreter that has it
 * is named. Processor time, alternating, medians of five: ratios of one run are what counts.
 * Usage: npm run bench:feeds [-- PYTHON_WITH_FEEDPARSER]; prints one JSON line a document and one of means.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readChannel } from '../../shared/channels/read.ts';
import type { ReadingContext } from '../../shared/channels/types.ts';

const rounds = 5;
const roundMsMin = 250;
const warmUpMs = 1_500;
const context: ReadingContext = {
  url: 'https://press.example.org/feed',
  contentType: null,
  timeZone: null,
  dateOrder: null,
  uiLanguage: null,
  language: null,
  listing: null,
};

type Parse = (text: string) => unknown;

async function feedsmith(): Promise<Parse | null> {
  try {
    const { parseFeed } = await import('feedsmith');
    return (text) => parseFeed(text);
  } catch {
    return null;
  }
}

/* ----------------------------------------------------------- documents */

const words =
  'ministry police harbour arrest statement report agency officials — water “joint” operation across several regions seized evidence announced today météo Köln export regional cooperation inspection vessel'.split(
    ' ',
  );

/** Always the same numbers: two runs read the same documents. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state;
  }
}

function sentence(random: Iterator<number, never>, length: number): string {
  return Array.from({ length }, () => words[(random.next().value >> 8) % words.length]).join(' ');
}

function article(random: Iterator<number, never>): string {
  return Array.from(
    { length: 6 },
    () =>
      `<p>${sentence(random, 30)} <a href="https://press.example.org/a?b=1&amp;c=2">${sentence(random, 4)}</a>, ${sentence(random, 25)}.</p>`,
  ).join('\n');
}

const escaped = (html: string): string =>
  html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

type Kind = 'cdata' | 'escaped' | 'short' | 'atom' | 'rdf';

function item(kind: Kind, n: number, random: Iterator<number, never>): string {
  const day = String((n % 28) + 1).padStart(2, '0');
  const url = `https://press.example.org/news/${n}`;
  const title = `${sentence(random, 8)} &amp; ${n}`;
  if (kind === 'atom') {
    return `<entry><title type="html">${title}</title><link rel="alternate" type="text/html" href="${url}"/><id>urn:x:${n}</id><updated>2025-03-${day}T10:00:00Z</updated><published>2025-03-${day}T09:00:00+01:00</published><author><name>Press office</name></author><summary>${sentence(random, 20)}</summary><content type="html">${escaped(article(random))}</content></entry>\n`;
  }
  if (kind === 'rdf') {
    return `<item rdf:about="${url}"><title>${title}</title><link>${url}</link><description>${sentence(random, 30)}</description><dc:date>2025-03-${day}T09:00:00Z</dc:date></item>\n`;
  }
  const body =
    kind === 'cdata'
      ? `<description><![CDATA[${sentence(random, 20)}]]></description><content:encoded><![CDATA[${article(random)}]]></content:encoded>`
      : kind === 'escaped'
        ? `<description>${escaped(article(random))}</description>`
        : `<description>${escaped(`<p>${sentence(random, 30)}</p>`)}</description>`;
  return `<item><title>${title}</title><link>${url}</link><guid isPermaLink="false">n-${n}</guid><pubDate>Mon, ${day} Mar 2025 09:00:00 +0100</pubDate><dc:creator>Press office</dc:creator><category>News</category>${body}</item>\n`;
}

function feed(kind: Kind, size: { readonly items?: number; readonly bytes?: number }): string {
  const random = numbers(7);
  const items: string[] = [];
  for (let n = 0, bytes = 0; size.items === undefined ? bytes < (size.bytes ?? 0) : n < size.items; n += 1) {
    const next = item(kind, n, random);
    bytes += next.length;
    items.push(next);
  }
  if (kind === 'atom') {
    return `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Press</title><id>urn:x</id><link href="https://press.example.org/"/><updated>2025-03-28T10:00:00Z</updated>\n${items.join('')}</feed>`;
  }
  if (kind === 'rdf') {
    return `<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://press.example.org/"><title>Press</title><link>https://press.example.org/</link><description>All</description></channel>\n${items.join('')}</rdf:RDF>`;
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Press</title><link>https://press.example.org/</link><atom:link rel="self" href="https://press.example.org/feed"/><description>All</description><language>en</language><pubDate>Mon, 28 Mar 2025 09:00:00 GMT</pubDate>\n${items.join('')}</channel></rss>`;
}

const MIB = 1_048_576;
const documents: Readonly<Record<string, readonly string[]>> = {
  'small feeds': [
    feed('short', { items: 10 }),
    feed('cdata', { items: 3 }),
    feed('escaped', { items: 3 }),
    feed('atom', { items: 3 }),
    feed('rdf', { items: 12 }),
    feed('short', { items: 2 }),
    feed('atom', { items: 1 }),
    feed('rdf', { items: 3 }),
  ],
  'RSS CDATA 1 MB': [feed('cdata', { bytes: MIB })],
  'RSS escaped 1 MB': [feed('escaped', { bytes: MIB })],
  'Atom 1 MB': [feed('atom', { bytes: MIB })],
  // Below the limits of 10 MiB and 5,000 items, so that everybody reads everything.
  'RSS 10 MB': [feed('cdata', { bytes: 9.5 * MIB })],
  'RSS escaped 10 MB': [feed('escaped', { bytes: 9.5 * MIB })],
};

/* --------------------------------------------------------------- timing */

/** Milliseconds of this process's processor time. */
function cpuMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

interface Runner {
  readonly name: string;
  readonly once: () => void;
}

/** Medians of milliseconds a pass, every runner once a round. */
function measure(runners: readonly Runner[]): Readonly<Record<string, number>> {
  const repeats = runners.map(({ once }) => {
    // Compilers need a while: what is measured is how a pass goes on, not how it begins.
    let count = 0;
    const warmedMs = cpuMs(() => {
      const end = performance.now() + warmUpMs;
      do {
        once();
        count += 1;
      } while (performance.now() < end);
    });
    return Math.max(1, Math.ceil((roundMsMin * count) / warmedMs));
  });
  const times = runners.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { once }] of runners.entries()) {
      const count = repeats[index] ?? 1;
      const ms = cpuMs(() => {
        for (let i = 0; i < count; i += 1) once();
      });
      times[index]?.push(ms / count);
    }
  }
  return Object.fromEntries(runners.map(({ name }, index) => [name, median(times[index] ?? [])]));
}

const pythonScript = `
import sys, time, json, feedparser
out = []
for name in sys.argv[1:]:
    data = open(name, 'rb').read()
    times = []
    for _ in range(3 if len(data) < 2000000 else 1):
        start = time.process_time(); feedparser.parse(data, sanitize_html=True); times.append(time.process_time() - start)
    out.append(sorted(times)[len(times) // 2] * 1000)
print(json.dumps(out))
`;

/** Milliseconds feedparser takes for these documents together; null where there is none. */
function feedparserMs(python: string, texts: readonly string[]): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-feeds-'));
  try {
    const files = texts.map((text, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, text);
      return file;
    });
    const { status, stdout } = spawnSync(python, ['-c', pythonScript, ...files], { encoding: 'utf8' });
    if (status !== 0) return null;
    return (JSON.parse(stdout) as number[]).reduce((sum, ms) => sum + ms, 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const python = process.argv[2];
const parseFeedsmith = await feedsmith();
if (parseFeedsmith === null) console.log('feedsmith is not installed: npm install --no-save feedsmith@3.0.1');
const ratios: Record<'large' | 'small' | 'feedparser', number[]> = { large: [], small: [], feedparser: [] };
for (const [name, texts] of Object.entries(documents)) {
  const bodies = texts.map((text) => Buffer.from(text));
  const bytes = bodies.reduce((sum, { length }) => sum + length, 0);
  const runners: Runner[] = [
    { name: 'readChannel', once: () => bodies.forEach((body) => void readChannel(body, 'rss', context)) },
  ];
  // It takes text, so its time holds the decoding too: both start from bytes.
  if (parseFeedsmith !== null) {
    runners.push({
      name: 'feedsmith',
      once: () => bodies.forEach((body) => void parseFeedsmith(body.toString('utf8'))),
    });
  }
  const { readChannel: own = Number.NaN, feedsmith: other } = measure(runners);
  const theirs = python === undefined ? null : feedparserMs(python, texts);
  const ratio = other === undefined ? null : other / own;
  if (ratio !== null) ratios[texts.length > 1 ? 'small' : 'large'].push(ratio);
  if (theirs !== null) ratios.feedparser.push(theirs / own);
  console.log(
    JSON.stringify({
      document: name,
      ms: Number(own.toFixed(3)),
      megabytesPerSecond: Number((bytes / 1e3 / own).toFixed(1)),
      timesFeedsmith: ratio === null ? null : Number(ratio.toFixed(2)),
      timesFeedparser: theirs === null ? null : Number((theirs / own).toFixed(1)),
    }),
  );
}
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Number(geometricMean(values).toFixed(2));
console.log(
  JSON.stringify({
    timesFeedsmithSmall: mean(ratios.small),
    timesFeedsmithLarge: mean(ratios.large),
    timesFeedparserMin: ratios.feedparser.length === 0 ? null : Number(Math.min(...ratios.feedparser).toFixed(1)),
  }),
);
