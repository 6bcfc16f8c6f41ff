/** The pages: headlines as links and h1, matches as marks, and hostile text that stays text. */

import { selectAll, selectOne } from 'css-select';
import type { AnyNode, Element } from 'domhandler';
import { textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import { diffParagraphs } from '../../../functions/console/data/diff.ts';
import { marked, mergePlaces } from '../../../functions/console/pages/marks.ts';
import { editWatch } from '../../../shared/watch/store.ts';
import { pumpAlerts } from '../../support/pipeline.ts';
import { makeRelease } from '../../support/releases.ts';
import { consoleFixture } from './fixture.ts';

async function page(
  response: Response,
): Promise<{ all(selector: string): string[]; one(selector: string): Element | null; html: string }> {
  const html = await response.text();
  const document = parseDocument(html);
  return {
    html,
    all: (selector) => selectAll<AnyNode, Element>(selector, document).map((node) => textContent(node).trim()),
    one: (selector) => selectOne<AnyNode, Element>(selector, document),
  };
}

async function watched() {
  const fixture = consoleFixture();
  await fixture.send('POST', '/api/v1/watches', { name: 'Cyber', query: 'cybercrime' });
  await fixture.ports.topic.subscribe('cyber', 'immediate', { kind: 'email', address: 'a@example.org' });
  const release = makeRelease();
  await fixture.store(release);
  await pumpAlerts(fixture.ports);
  return { ...fixture, release };
}

test('the first screen leads everywhere and shows what matched', async () => {
  const { ask, release } = await watched();
  const { all, one } = await page(await ask('/'));
  expect(all('nav a')).toEqual(['Releases', 'Alerts', 'Watches', 'Newsrooms']);
  expect(all('header a.button')).toEqual(['New watch']);
  expect(all('mark')).toEqual(['cybercrime']);
  expect(one(`a[href="/releases/${release.id}"]`)).not.toBeNull();
});

test('a headline is a link in lists and the h1 of its own page, where matches are marked', async () => {
  const { ask, release } = await watched();
  for (const path of ['/releases', '/alerts']) {
    expect((await page(await ask(path))).all(`a[href="/releases/${release.id}"]`)).toEqual([release.headline]);
  }
  const { all } = await page(await ask(`/releases/${release.id}`));
  expect(all('h1')).toEqual([release.headline]);
  expect(all('.body mark')).toEqual(['cybercrime']);
});

test('the page of a watch says who is told how often, and takes another address', async () => {
  const { ask, ports } = await watched();
  const { all, one } = await page(await ask('/watches/cyber'));
  expect(all('#who + ul li')[0]).toMatch(/^mail to a@example\.org/);
  expect(all('label[for=address], label[for=rate]')).toEqual(['Address', 'How often']);
  expect(one('select[aria-label="How often: mail to a@example.org"] option[selected]')?.attribs['value']).toBe(
    'immediate',
  );
  expect(all('[data-watch-change]')).toEqual(['Pause']);
  await editWatch(ports.objects, ports.clock, 'cyber', { paused: true });
  const paused = await page(await ask('/watches/cyber'));
  expect(paused.all('[data-watch-change]')).toEqual(['Resume']);
  expect(paused.all('.notice')[0]).toMatch(/^Paused since/);
});

test('the form for a new watch has its words', async () => {
  const { ask } = await watched();
  const { all, one } = await page(await ask('/watches/new?query=a%20OR%20b&name=N'));
  expect(all('label[for=query]')).toEqual(['Query']);
  expect(all('label[for=name]')).toEqual(['Name']);
  expect(all('textarea#query')).toEqual(['a OR b']);
  expect(one('input#name')?.attribs['value']).toBe('N');
  expect(all('form button[type=submit]')).toEqual(['Save watch']);
  expect(one('section[role=region][aria-labelledby=backtest] [data-backtest-count]')).not.toBeNull();
  expect(one('#query-message')?.attribs['role']).toBe('status');
});

test('search finds, and says what is wrong with a query', async () => {
  const { ask, release } = await watched();
  expect((await page(await ask('/releases?q=cybercrime'))).all('h3')).toEqual([release.headline]);
  expect((await page(await ask('/releases?q=trawler'))).all('h3')).toEqual([]);
  const { one, all } = await page(await ask('/releases?q=(cyber'));
  expect(one('input[name=q]')?.attribs['aria-invalid']).toBe('true');
  expect(all('[role=alert]')[0]).not.toBe('');
});

test('text from outside never becomes markup', async () => {
  const { ask, send, store } = consoleFixture();
  const hostile = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
  await send('POST', '/api/v1/watches', { name: '<b>bold</b>', query: 'alert' });
  const release = makeRelease({
    headline: hostile,
    subtitle: hostile,
    body: `${hostile}\n\n${hostile}`,
    organization: hostile,
    canonicalUrl: 'javascript:alert(1)',
    boilerplate: hostile,
    quotes: [{ text: hostile, speaker: hostile, start: 0, end: 4 }],
  });
  await store(release);
  const query = encodeURIComponent(hostile);
  for (const path of [
    '/',
    '/releases',
    `/releases/${release.id}`,
    '/watches',
    '/watches/b-bold-b',
    `/releases?q=${query}`,
    `/watches/new?query=${query}&name=${query}`,
  ]) {
    const { html, one } = await page(await ask(path));
    expect(one('img'), path).toBeNull();
    expect(one('a[href^="javascript:"]'), path).toBeNull();
    expect(html.match(/<script/g), path).toHaveLength(1);
    expect(html, path).not.toContain(' style=');
    expect(one('[onerror]'), path).toBeNull();
  }
});

test('what is not there is a page that says so', async () => {
  const { ask } = consoleFixture();
  for (const path of ['/nothing', '/releases/none', '/watches/none']) {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect((await page(response)).all('h1')).toEqual(['Not here']);
  }
});

test('an empty archive is explained', async () => {
  const { ask } = consoleFixture();
  for (const path of ['/', '/releases', '/alerts', '/watches']) {
    expect((await page(await ask(path))).all('.empty').length, path).toBeGreaterThan(0);
  }
  expect((await ask('/newsrooms')).status).toBe(200);
});

test('marks that overlap are one mark, and those outside the text are none', async () => {
  expect(
    mergePlaces([
      { start: 5, end: 8 },
      { start: 0, end: 2 },
      { start: 7, end: 9 },
      { start: 3, end: 3 },
    ]),
  ).toEqual([
    { start: 0, end: 2 },
    { start: 5, end: 9 },
  ]);
  expect(
    String(
      await marked('a<b>c', [
        { start: 1, end: 2 },
        { start: 3, end: 99 },
      ]),
    ),
  ).toBe('a<mark>&lt;</mark>b<mark>&gt;c</mark>');
});

test('a difference keeps what is the same and shows what went and came', () => {
  expect(diffParagraphs('a\n\nb\n\nc', 'a\n\nB\n\nc\n\nd')).toEqual([
    { op: 'same', text: 'a' },
    { op: 'removed', text: 'b' },
    { op: 'added', text: 'B' },
    { op: 'same', text: 'c' },
    { op: 'added', text: 'd' },
  ]);
  expect(diffParagraphs('', 'a')).toEqual([{ op: 'added', text: 'a' }]);
  expect(diffParagraphs('a', '')).toEqual([{ op: 'removed', text: 'a' }]);
});
