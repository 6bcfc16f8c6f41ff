/**
 * Measures the reading of pages against Readability and trafilatura on pages that are not part of this repository.
 *
 * Usage: npm run bench:extract -- [--list LIST.json --trafilatura REPOSITORY --htmldate REPOSITORY] [--pages FOLDER]
 *   [--texts TEXTS.json] [--tools FOLDER] [--python FILE] [--part tune|aside|all] [--worst N] [--dump FILE]
 *   [--write-records FILE | --same-records FILE]
 * LIST.json names the files to read of local clones of adbar/trafilatura and adbar/htmldate; FOLDER holds pages and an
 * index.json; own texts in many shapes of pages are always read; TEXTS.json maps file names to whole bodies. `--tools` has @mozilla/readability and linkedom installed,
 * `--python` has trafilatura: without them their rows are left out. `--write-records` keeps a hash of each whole record and
 * measures nothing; `--same-records` names the pages whose record is another now, and exits 1 when there are some. Pages a CPU second are comparable within one run only.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Case, goldenCases, labelledCases, noDate, partOf, publicCases, shapedCases } from './cases.ts';
import { type Run, runOurs, runOursExtraction, runPython, runReadability } from './readers.ts';
import { differingRecords, writeRecords } from './same-records.ts';
import { addCounts, type Counts, countShingles, countSnippets, noCounts, plain, ratesOf, sameTitle } from './score.ts';

const { values } = parseArgs({
  options: {
    list: { type: 'string' },
    trafilatura: { type: 'string' },
    htmldate: { type: 'string' },
    pages: { type: 'string' },
    texts: { type: 'string' },
    tools: { type: 'string' },
    python: { type: 'string' },
    part: { type: 'string', default: 'all' },
    worst: { type: 'string', default: '0' },
    dump: { type: 'string' },
    'write-records': { type: 'string' },
    'same-records': { type: 'string' },
  },
});

function allCases(): readonly Case[] {
  const { list, trafilatura, htmldate, pages, texts } = values;
  const known: Readonly<Record<string, string>> = texts === undefined ? {} : JSON.parse(readFileSync(texts, 'utf8'));
  const cases = [
    ...(list !== undefined && trafilatura !== undefined && htmldate !== undefined
      ? publicCases(list, trafilatura, htmldate)
      : []),
    ...(pages === undefined ? [] : labelledCases(pages)),
    ...shapedCases(),
    ...goldenCases(fileURLToPath(new URL('../../golden/release/', import.meta.url))),
  ];
  return cases.map((page) => (known[page.id] === undefined ? page : { ...page, body: known[page.id] ?? null }));
}

const share = (value: number): string => value.toFixed(4);

function row(run: Run, cases: readonly Case[]): Readonly<Record<string, string | number>> {
  const snippets = noCounts();
  const shingles = noCounts();
  const titles = { right: 0, all: 0 };
  const dates = { right: 0, wrong: 0, all: 0 };
  for (const page of cases) {
    const found = run.found.get(page);
    if (found === undefined) continue;
    if (page.wanted.length > 0) addCounts(snippets, countSnippets(found.body ?? '', page.wanted, page.unwanted));
    if (page.body !== null) addCounts(shingles, countShingles(found.body ?? '', page.body));
    if (page.title !== null) {
      titles.all += 1;
      if (sameTitle(found.title, page.title)) titles.right += 1;
    }
    if (page.date !== null) {
      dates.all += 1;
      if ((found.date ?? noDate) === page.date) dates.right += 1;
      else if (found.date !== null) dates.wrong += 1;
    }
  }
  const figures: Record<string, string | number> = { extractor: run.name, pages: cases.length };
  const show = (name: string, counts: Counts): void => {
    const { f1, precision, recall } = ratesOf(counts);
    if (counts.truePositive > 0) figures[name] = `${share(f1)} (${share(precision)} / ${share(recall)})`;
  };
  show('snippets F1 (P / R)', snippets);
  show('4-shingles F1 (P / R)', shingles);
  if (titles.right > 0)
    figures['title exact'] = `${titles.right} of ${titles.all} = ${share(titles.right / titles.all)}`;
  if (dates.right > 0) {
    figures['date right'] = `${dates.right} of ${dates.all} = ${share(dates.right / dates.all)}, ${dates.wrong} wrong`;
  }
  return figures;
}

/** The pages that lost most, with what was missed and what was too much. */
function worst(run: Run, cases: readonly Case[], count: number): void {
  const losses = cases
    .map((page) => {
      const found = run.found.get(page);
      const body = plain(found?.body ?? '');
      const missed = page.wanted.filter((snippet) => !body.includes(plain(snippet)));
      const extra = page.unwanted.filter((snippet) => body.includes(plain(snippet)));
      const titleWrong = page.title !== null && !sameTitle(found?.title ?? null, page.title);
      const dateWrong = page.date !== null && (found?.date ?? noDate) !== page.date;
      return { page, found, missed, extra, titleWrong, dateWrong };
    })
    .filter((loss) => loss.missed.length + loss.extra.length > 0 || loss.titleWrong || loss.dateWrong)
    .sort((left, right) => right.missed.length + right.extra.length - left.missed.length - left.extra.length);
  for (const { page, found, missed, extra, titleWrong, dateWrong } of losses.slice(0, count)) {
    const line: Record<string, unknown> = { set: page.set, id: page.id, url: page.url };
    if (found?.note) line['kind'] = found.note;
    if (missed.length > 0) line['missed'] = missed;
    if (extra.length > 0) line['extra'] = extra;
    if (titleWrong) line['title'] = { found: found?.title, expected: page.title };
    if (dateWrong) line['date'] = { found: found?.date, expected: page.date };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}

const cases = allCases().filter((page) => values.part === 'all' || partOf(page) === values.part);
const writeFile = values['write-records'];
const sameFile = values['same-records'];
if (writeFile !== undefined) {
  await writeRecords(cases, writeFile);
  process.exit(0);
}
if (sameFile !== undefined) {
  const differing = await differingRecords(cases, sameFile);
  process.stdout.write(`${differing.length} of ${cases.length} records differ\n${differing.join('\n')}\n`);
  process.exit(differing.length > 0 ? 1 : 0);
}
const runs: Run[] = [await runOurs(cases), await runOursExtraction(cases), await runOurs(cases, 'ours, second time')];
if (values.tools !== undefined) runs.push(await runReadability(cases, values.tools));
if (values.python !== undefined) {
  const { python } = values;
  for (const mode of ['fast', 'same', 'default', 'fields'] as const) runs.push(runPython(cases, python, mode));
}
for (const set of ['snippets', 'dates', 'labelled', 'shapes', 'golden'] as const) {
  for (const part of ['tune', 'aside'] as const) {
    const some = cases.filter((page) => page.set === set && partOf(page) === part);
    if (some.length === 0) continue;
    process.stdout.write(`\n${set}, ${part}\n`);
    console.table(runs.map((run) => row(run, some)));
  }
}
process.stdout.write('\npages a CPU second over all of them\n');
for (const run of runs) {
  const rate = run.seconds === null ? 'unknown' : (cases.length / run.seconds).toFixed(1);
  process.stdout.write(`${run.name}: ${rate}\n`);
}
const ours = runs[0];
if (ours !== undefined) worst(ours, cases, Number(values.worst));
if (values.dump !== undefined && ours !== undefined) {
  const all = cases.map((page) => ({
    id: page.id,
    set: page.set,
    found: Object.fromEntries(runs.map((run) => [run.name, run.found.get(page)])),
  }));
  writeFileSync(values.dump, JSON.stringify(all));
}
