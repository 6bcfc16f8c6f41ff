/**
 * The extractors side by side: ours, Readability on linkedom, trafilatura (default and fast) with htmldate, each timed in
 * its own loop from the bytes of a page on. What is compared: `ours, body title date` with `trafilatura fast, body title date`,
 * which find the same fields, and `trafilatura fast`, which finds the body alone; `ours` makes the whole record (quotes,
 * dateline, languages, references, contacts, pictures, hash …), which no other does.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decideDate } from '../../../shared/release/page/dates.ts';
import { readHtml } from '../../../shared/release/page/read-page.ts';
import { readPage } from '../../../shared/release/read.ts';
import type { PageContext } from '../../../shared/release/types.ts';
import { decodeBytes } from '../../../shared/text/encoding.ts';
import type { Case } from './cases.ts';

export interface Found {
  readonly body: string | null;
  readonly title: string | null;
  readonly date: string | null;
  readonly note?: string;
}

export interface Run {
  readonly name: string;
  readonly found: ReadonlyMap<Case, Found>;
  /** CPU seconds of the loop, user and system; null where fields come from several loops. */
  readonly seconds: number | null;
}

const warmUpPages = 60;

async function timed(name: string, cases: readonly Case[], read: (page: Case) => Promise<Found>): Promise<Run> {
  for (const page of cases.slice(0, warmUpPages)) await read(page);
  const found = new Map<Case, Found>();
  const started = process.cpuUsage();
  for (const page of cases) found.set(page, await read(page));
  const { user, system } = process.cpuUsage(started);
  return { name, found, seconds: (user + system) / 1e6 };
}

/** A page about which neither newsroom nor channel says anything. */
export const nothingTold: PageContext = {
  url: null,
  contentType: 'text/html',
  organization: null,
  language: null,
  uiLanguage: null,
  timeZone: null,
  dateOrder: null,
  channel: null,
};

/** What other extractors find too: body, title and date. */
export function runOursExtraction(cases: readonly Case[]): Promise<Run> {
  return timed('ours, body title date', cases, async (page) => {
    const decoded = decodeBytes(page.bytes, { contentType: 'text/html', kind: 'html' });
    const { parts } = readHtml(decoded.text, { ...nothingTold, url: page.url });
    const { datePublished } = decideDate({
      label: parts.dateLabel,
      machine: parts.machineDates,
      dateline: null,
      stray: parts.strayDate,
    });
    return {
      body: parts.paragraphs.map((paragraph) => paragraph.text).join('\n\n'),
      title: parts.headline,
      date: datePublished?.slice(0, 10) ?? null,
    };
  });
}

/** The first run of a process pays for the compiling of its code, which is a third of the work of a thousand pages; a second does not. */
export function runOurs(cases: readonly Case[], name = 'ours'): Promise<Run> {
  return timed(name, cases, async (page) => {
    const { content, pageKind, reason } = await readPage(page.bytes, { ...nothingTold, url: page.url });
    return {
      body: content.body,
      title: content.headline,
      date: content.datePublished?.slice(0, 10) ?? null,
      note: pageKind === 'release' ? '' : `${pageKind}: ${reason}`,
    };
  });
}

interface ReadabilityElement {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<ReadabilityElement>;
}

const blockNames = new Set(
  'ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER LI MAIN OL P PRE SECTION TABLE TD TH TR UL BR'.split(
    ' ',
  ),
);

/** Text with a line break at every block, as the yardstick was measured. */
function blockText(root: ReadabilityElement): string {
  const parts: string[] = [];
  const stack: (ReadabilityElement | string)[] = [root];
  while (stack.length > 0) {
    const node = stack.pop();
    if (node === undefined) break;
    if (typeof node === 'string') parts.push(node);
    else if (node.nodeType === 3) parts.push(node.textContent ?? '');
    else {
      const edge = blockNames.has(node.nodeName) ? '\n' : '';
      stack.push(edge, ...[...node.childNodes].reverse(), edge);
    }
  }
  return parts.join('');
}

/** `tools` is a folder whose node_modules hold @mozilla/readability and linkedom. */
export function runReadability(cases: readonly Case[], tools: string): Promise<Run> {
  const load = createRequire(join(tools, 'package.json'));
  const { Readability } = load('@mozilla/readability');
  const { parseHTML } = load('linkedom');
  return timed('Readability', cases, async (page) => {
    try {
      const { document } = parseHTML(page.bytes.toString('utf8'));
      const article = new Readability(document, { serializer: (element: ReadabilityElement) => element }).parse();
      const date = typeof article?.publishedTime === 'string' ? article.publishedTime.slice(0, 10) : null;
      return { body: article === null ? null : blockText(article.content), title: article?.title ?? null, date };
    } catch {
      return { body: null, title: null, date: null };
    }
  });
}

const pythonNames = {
  fast: 'trafilatura fast',
  same: 'trafilatura fast, body title date',
  default: 'trafilatura',
  fields: 'trafilatura title, htmldate',
} as const;

export type PythonMode = keyof typeof pythonNames;

/** `python` is an interpreter that has trafilatura and htmldate. */
export function runPython(cases: readonly Case[], python: string, mode: PythonMode): Run {
  const folder = mkdtempSync(join(tmpdir(), 'dateline-extract-'));
  try {
    const lines = cases.map((page, at) => {
      const file = join(folder, `${at}.html`);
      writeFileSync(file, page.bytes);
      return JSON.stringify({ id: at, file, url: page.url });
    });
    const run = spawnSync(python, [fileURLToPath(new URL('./yardsticks.py', import.meta.url)), mode], {
      input: lines.join('\n'),
      maxBuffer: 2 ** 30,
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`${python} could not run trafilatura: ${run.stderr.slice(-500)}`);
    const found = new Map<Case, Found>();
    let seconds: number | null = null;
    for (const line of run.stdout.trim().split('\n')) {
      const result = JSON.parse(line) as { id?: number; seconds?: number } & Partial<Found>;
      const page = result.id === undefined ? undefined : cases[result.id];
      if (page !== undefined) {
        found.set(page, { body: result.body ?? null, title: result.title ?? null, date: result.date ?? null });
      } else seconds = result.seconds ?? null;
    }
    return { name: pythonNames[mode], found, seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
