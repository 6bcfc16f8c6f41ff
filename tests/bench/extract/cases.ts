/** The pages that the extraction bench reads: files of public repositories by a list, labelled pages of a folder, own golden pages. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { shapedPages } from '../../support/pages/shapes.ts';

export interface Case {
  readonly set: 'snippets' | 'dates' | 'labelled' | 'golden' | 'shapes';
  readonly id: string;
  readonly url: string | null;
  readonly bytes: Buffer;
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
  readonly title: string | null;
  /** YYYY-MM-DD, `noDate` where the page has none, null where nobody looked. */
  readonly date: string | null;
  /** The whole body, where it is known. */
  readonly body: string | null;
}

/** The label of a page that was found to have no date. */
export const noDate = 'none';

/** A third of all hosts is kept aside: `tune` never shows it. */
export function partOf(page: Case): 'tune' | 'aside' {
  const host = page.url !== null && URL.canParse(page.url) ? new URL(page.url).hostname.replace(/^www\./, '') : page.id;
  return createHash('sha256').update(host).digest().readUInt32BE(0) % 3 === 0 ? 'aside' : 'tune';
}

function git(repository: string, input: string | undefined, ...words: readonly string[]): Buffer {
  const run = spawnSync('git', ['-C', repository, ...words], { input, maxBuffer: 2 ** 31 });
  if (run.status !== 0) throw new Error(`git ${words.join(' ')} in ${repository}: ${run.stderr.toString('utf8')}`);
  return run.stdout;
}

/** The bytes of many files of one commit, by name; a name under eval/ wins over its twins. */
function filesOf(repository: string, commit: string, names: readonly string[]): ReadonlyMap<string, Buffer> {
  const paths = git(repository, undefined, 'ls-tree', '-r', '-z', '--name-only', commit, 'tests')
    .toString('utf8')
    .split('\0');
  const wanted = new Set(names);
  const byName = new Map<string, string>();
  for (const path of paths) {
    const name = basename(path);
    if (wanted.has(name) && (!byName.has(name) || path.includes('/eval/'))) byName.set(name, path);
  }
  const chosen = [...byName];
  const out = git(repository, chosen.map(([, path]) => `${commit}:${path}\n`).join(''), 'cat-file', '--batch');
  const files = new Map<string, Buffer>();
  let at = 0;
  for (const [name] of chosen) {
    const lineEnd = out.indexOf(10, at);
    const size = Number(out.toString('utf8', at, lineEnd).split(' ').at(-1));
    files.set(name, out.subarray(lineEnd + 1, lineEnd + 1 + size));
    at = lineEnd + 1 + size + 1;
  }
  return files;
}

interface SnippetLabel {
  readonly file: string;
  readonly with: readonly string[];
  readonly without: readonly string[];
  readonly title?: string;
  readonly date?: string | null;
}

/** Labels that name no day, or none that exists, are no labels. */
function isoDay(label: string | null | undefined): string | null {
  return label != null && /^\d{4}-\d{2}-\d{2}$/.test(label) ? label : null;
}

const commits = { trafilatura: 'e90b0ef5', htmldate: 'b895282' } as const;

function labelsOf<Label>(repository: string, commit: string, file: string): Readonly<Record<string, Label>> {
  const text = git(repository, undefined, 'show', `${commit}:tests/${file}`).toString('utf8');
  // Python's writer puts NaN where a page has no date.
  return JSON.parse(text.replace(/: NaN\b/g, ': null'));
}

/** Only the pages that the list names are read, though the repositories hold more. */
export function publicCases(listFile: string, trafilatura: string, htmldate: string): readonly Case[] {
  const list = JSON.parse(readFileSync(listFile, 'utf8')) as { trafilatura: string[]; htmldate: string[] };
  const cases: Case[] = [];
  const snippetFiles = filesOf(trafilatura, commits.trafilatura, list.trafilatura);
  const snippetLabels = labelsOf<SnippetLabel>(trafilatura, commits.trafilatura, 'evaldata.json');
  for (const [url, label] of Object.entries(snippetLabels)) {
    const bytes = snippetFiles.get(basename(label.file));
    if (bytes === undefined) continue;
    cases.push({
      set: 'snippets',
      id: basename(label.file),
      url,
      bytes,
      wanted: label.with,
      unwanted: label.without,
      title: label.title || null,
      date: isoDay(label.date),
      body: null,
    });
  }
  const dateFiles = filesOf(htmldate, commits.htmldate, list.htmldate);
  for (const file of ['eval_default.json', 'eval_mediacloud_2020.json']) {
    const labels = labelsOf<{ file: string; date: string | null }>(htmldate, commits.htmldate, file);
    for (const [url, label] of Object.entries(labels)) {
      const bytes = dateFiles.get(basename(label.file));
      if (bytes === undefined) continue;
      const date = label.date ?? noDate;
      cases.push({
        set: 'dates',
        id: basename(label.file),
        url,
        bytes,
        wanted: [],
        unwanted: [],
        title: null,
        date,
        body: null,
      });
    }
  }
  return cases;
}

interface LabelledPage {
  readonly file: string;
  readonly kind: string;
  readonly url: string;
  readonly expect: { title?: string; date?: string | null; firstSentence?: string; lastSentence?: string };
}

/** Release pages of a folder with an index.json that tells title, date, first and last sentence. */
export function labelledCases(folder: string): readonly Case[] {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { pages: LabelledPage[] };
  return index.pages
    .filter((page) => page.kind === 'release')
    .map(({ file, url, expect }) => ({
      set: 'labelled' as const,
      id: file,
      url,
      bytes: readFileSync(join(folder, file)),
      wanted: [expect.firstSentence, expect.lastSentence].filter((text) => text !== undefined),
      unwanted: [],
      title: expect.title ?? null,
      date: expect.date ?? null,
      body: null,
    }));
}

/** Own texts in the shapes of many content systems, with their whole bodies. */
export function shapedCases(): readonly Case[] {
  return shapedPages().map(({ id, html, body, title }) => ({
    set: 'shapes' as const,
    id,
    url: null,
    bytes: Buffer.from(html),
    wanted: [],
    unwanted: [],
    title,
    date: null,
    body: body.join('\n\n'),
  }));
}

/** Pairs of NAME.html and NAME.expected.json in a folder of the tests. */
export function goldenCases(folder: string): readonly Case[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.html') && existsSync(join(folder, file.replace(/\.html$/, '.expected.json'))))
    .map((file) => {
      const expected = JSON.parse(readFileSync(join(folder, file.replace(/\.html$/, '.expected.json')), 'utf8')) as {
        url?: string;
        headline?: string;
        datePublished?: string;
        body?: string;
      };
      return {
        set: 'golden' as const,
        id: file,
        url: expected.url ?? null,
        bytes: readFileSync(join(folder, file)),
        wanted: [],
        unwanted: [],
        title: expected.headline ?? null,
        date: expected.datePublished?.slice(0, 10) ?? null,
        body: expected.body ?? null,
      };
    });
}
