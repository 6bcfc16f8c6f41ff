/** What the pipeline would make of files: feeds, listings, pages and texts on the command line. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { dataFolder } from '../../../infra/local/folder.ts';
import { systemClock } from '../../../infra/local/stores/clock.ts';
import { openFileObjects } from '../../../infra/local/stores/file-objects.ts';
import { templateKey } from '../../../shared/archive/keys.ts';
import { writeJson } from '../../../shared/archive/objects.ts';
import { emptyTemplate, learnPage } from '../../../shared/release/template/template.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { call, callWith, onTerminal } from './call.ts';

const sample = fileURLToPath(new URL('../../../infra/local/demo/interpol-2017-05-13.txt', import.meta.url));
const rss = (title: string): string =>
  `<rss version="2.0"><channel><title>Press</title><link>https://p.example.org/</link><item><title>${title}</title><link>/news/1</link><pubDate>03/04/2026 10:00</pubDate></item></channel></rss>`;

let folder: string;
const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
beforeEach(async () => {
  folder = await temporaryFolder();
});

describe('inspect feed', () => {
  test('gives a line for each input in order, and the rest goes on after one that is missing', async () => {
    const one = await file('one.xml', rss('Ä &amp; B'));
    const { code, lines, stderr } = await call('inspect', 'feed', one, join(folder, 'none.xml'), one);
    expect(code).toBe(1);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ file: one, kind: 'rss', malformed: false, items: [{ title: 'Ä & B' }] });
    expect(stderr).toContain('none.xml cannot be read: there is no such file');
  });

  test('a malformed feed that could be read is no fault; one without a readable item is', async () => {
    const cut = await file('cut.xml', rss('Cut').replace('</channel></rss>', ''));
    const read = await call('inspect', 'feed', cut);
    expect(read.code).toBe(0);
    expect(read.lines[0]).toMatchObject({ malformed: true, items: [{ title: 'Cut' }] });
    const page = await file('page.html', '<!doctype html><title>Not found</title>');
    const none = await call('inspect', 'feed', page, '--json');
    expect(none.code).toBe(1);
    expect(none.lines[0]).toMatchObject({ kind: 'none', items: [] });
    expect(JSON.parse(none.stderr).error).toMatchObject({ code: 'E_UNREADABLE', input: page });
  });

  test('LIST says what is known about each file, beside the list or from the current folder', async () => {
    await file('one.xml', rss('One'));
    const list = await file(
      'LIST.ndjson',
      [
        '{"file":"one.xml","url":"https://a.example.org/feed","timeZone":"Europe/Paris","dateOrder":"day-first"}',
        '',
        '{"file":"one.xml","timeZone":"Mars/Olympus"}',
        'oops',
        '{"file":"one.xml","newsroom":"nobody"}',
        '{"file":"one.xml","dateOrder":"month-first"}',
      ].join('\n'),
    );
    const { code, lines, stderr } = await call('inspect', 'feed', '--from', list);
    expect(code).toBe(1);
    expect(lines.map((line) => (line['items'] as { published: string }[])[0]?.published.slice(0, 10))).toEqual([
      '2026-04-03',
      '2026-03-04',
    ]);
    expect(lines[0]).toMatchObject({ items: [{ url: 'https://a.example.org/news/1' }] });
    for (const said of ['Mars/Olympus', 'LIST.ndjson:4', 'there is no newsroom nobody']) expect(stderr).toContain(said);
  });

  test('- is standard input', async () => {
    const { lines } = await callWith({ stdin: rss('Piped') }, 'inspect', 'feed', '-');
    expect(lines[0]).toMatchObject({ file: '-', items: [{ title: 'Piped' }] });
  });

  test('people see a table', async () => {
    const { stdout } = await onTerminal('inspect', 'feed', await file('one.xml', rss('One')));
    expect(stdout).toContain('rss, 1 items');
  });

  test('no input is wrong usage', async () => {
    expect((await call('inspect', 'feed')).code).toBe(2);
  });
});

test('inspect listing takes the selectors and the address of a newsroom file', async () => {
  const page = await file('news.html', '<ul><li class="n"><a href="/a">Alpha</a><i>03/04/2026</i></li></ul>');
  const newsroom = await file(
    'port.yaml',
    [
      'id: port',
      'organization: Port',
      'country: FR',
      'homepage: https://port.example.org/',
      'enabled: false',
      'dateOrder: day-first',
      'channels:',
      '  - kind: listing',
      '    url: https://port.example.org/news',
      '    listing: { item: ".n", link: a, date: i }',
    ].join('\n'),
  );
  const { code, lines } = await call('inspect', 'listing', page, '--newsroom', newsroom);
  expect(code).toBe(0);
  expect(lines[0]).toMatchObject({
    kind: 'listing',
    items: [{ url: 'https://port.example.org/a', title: 'Alpha', published: '2026-04-03' }],
  });
  const bad = await call('inspect', 'listing', page, '--newsroom', await file('bad.yaml', 'id: 5'));
  expect(bad.code).toBe(1);
  expect(bad.stderr).toContain('bad.yaml:1');
});

test('inspect text gives the record of the sample, with nothing invented', async () => {
  const { code, lines } = await call('inspect', 'text', sample, '--ui-language', 'es');
  expect(code).toBe(0);
  expect(lines[0]).toMatchObject({
    file: sample,
    pageKind: 'release',
    id: null,
    newsroom: null,
    datePublished: '2017-05-13',
    inLanguage: 'en',
    uiLanguage: 'es',
    dateline: { place: 'BEIJING', country: 'China' },
    references: [],
    warnings: expect.any(Array),
  });
  expect((await onTerminal('inspect', 'text', sample)).stdout).toContain('BEIJING, China');
});

test('inspect page knows the newsroom it is told of; an empty file holds nothing', async () => {
  const html =
    '<html lang="en"><title>Port opens</title><article><h1>Port opens</h1><p>The harbour master opened the new port this morning.</p><p>It will take ships of every size from May, the authority said.</p></article>';
  const page = await file('page.html', html);
  const url = 'https://www.europol.europa.eu/port-opens?utm_source=x';
  const { lines } = await call('inspect', 'page', page, '--url', url, '--newsroom', 'europol');
  expect(lines[0]).toMatchObject({
    newsroom: 'europol',
    headline: 'Port opens',
    canonicalUrl: 'https://www.europol.europa.eu/port-opens',
    id: expect.stringMatching(/^[a-z2-7]{20}$/u),
  });
  const empty = await call('inspect', 'page', await file('empty.html', ''));
  expect(empty.code).toBe(1);
  expect(empty.lines[0]).toMatchObject({ pageKind: 'empty' });
});

describe('why a page is read as it is', () => {
  const first = 'The agency said that its new coordination unit will begin work next month with eleven regions.';
  const second = 'Partners in the project are the customs service, the coast guard and two universities of the coast.';
  const html = (body: string, title = 'A new unit'): string =>
    `<html lang="en"><head><title>${title} | Agency</title></head><body><nav><a href="/">Home of the agency</a></nav><main><h1>${title}</h1><p class="date">12 February 2025</p>${body}</main></body></html>`;

  test('is told of each block and of each field', async () => {
    const page = await file('page.html', html(`<p>${first}</p><p>${second}</p><p>Share this page</p>`));
    const { lines } = await call('inspect', 'page', page, '--explain', '--json');
    const { blocks, evidence } = lines[0]!['explanation'] as {
      readonly blocks: readonly { text: string; kept: boolean; reason: string }[];
      readonly evidence: readonly { field: string; source: string; used: boolean }[];
    };
    expect(blocks.map(({ kept, reason }) => [kept, reason])).toEqual([
      [false, 'furniture-tag'],
      [true, 'title'],
      [true, 'date-label'],
      [true, 'text'],
      [true, 'text'],
      [false, expect.stringMatching(/line|further-reading/u)],
    ]);
    expect(evidence).toContainEqual({ field: 'headline', source: 'h1', value: 'A new unit', used: true });
    expect(evidence).toContainEqual(
      expect.objectContaining({ field: 'datePublished', source: 'page-label', used: true }),
    );
    expect((await call('inspect', 'page', page, '--json')).lines[0]).not.toHaveProperty('explanation');
  });

  test('is shown in one file that loads and runs nothing, whatever the page holds', async () => {
    const page = await file('page.html', html(`<p>${first} &lt;script&gt;alert(1)&lt;/script&gt;</p><p>${second}</p>`));
    const { lines } = await call('inspect', 'page', page, '--open', '--json');
    const view = await readFile(String(lines[0]!['view']), 'utf8');
    await rm(dirname(String(lines[0]!['view'])), { recursive: true });
    expect(view).toContain(second);
    expect(view).not.toContain('<script');
    expect(view).toContain('&lt;script&gt;');
    expect(view).toContain("default-src 'none'");
  });

  test('changes with what the other pages of the newsroom have in common', async () => {
    const standing =
      'The agency has been doing this on behalf of the government of the northern coast since the year 1994.';
    const list: string[] = [];
    for (const ship of ['ferries', 'tankers', 'trawlers', 'cutters', 'barges', 'lifeboats']) {
      const text = `<p>${first.replace('coordination', ship)}</p><p>${second.replace('customs', ship)}</p><p>${standing}</p>`;
      await file(`${ship}.html`, html(text, `A new unit for ${ship}`));
      list.push(JSON.stringify({ file: `${ship}.html`, url: `https://agency.example.org/${ship}` }));
    }
    const from = await file('list.ndjson', list.join('\n'));
    const alone = await call('inspect', 'page', '--from', from);
    const learned = await call('inspect', 'page', '--from', from, '--learn', '--explain');
    expect(alone.lines[0]!['body']).toContain(standing);
    expect(learned.lines.map(({ boilerplate }) => boilerplate)).toEqual(list.map(() => standing));
    expect(learned.lines[0]).toMatchObject({
      explanation: { blocks: expect.arrayContaining([{ text: standing, kept: true, reason: 'repeated-tail' }]) },
    });
  });

  test('changes with what the archive of this place knows of the newsroom’s pages', async () => {
    const standing = 'The agency has been doing this on behalf of the government of the northern coast since 1994.';
    const page = await file('page.html', html(`<p>${first}</p><p>${second}</p><p>${standing}</p>`));
    let template = emptyTemplate;
    for (const ship of ['ferries', 'tankers', 'trawlers', 'cutters', 'barges', 'lifeboats']) {
      const paragraphs = [`${ship} are counted twice a year.`, `Crews of ${ship} ask for more berths.`, standing];
      template = learnPage(template, { url: `https://agency.example.org/${ship}`, title: `On ${ship}`, paragraphs });
    }
    const { archive, temporary } = dataFolder(folder);
    const objects = await openFileObjects({ archive, temporary, clock: systemClock() });
    await writeJson(objects, templateKey('europol'), template, null);
    const place = ['inspect', 'page', page, '--url', 'https://agency.example.org/cranes', '--data', folder];
    expect((await call(...place, '--newsroom', 'europol')).lines[0]!['boilerplate']).toBe(standing);
    expect((await call(...place)).lines[0]!['boilerplate']).toBeNull();
  });
});
