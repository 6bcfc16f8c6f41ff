/** The signed feed of a watch, read back by our own reader of feeds. */
import { expect, test } from 'vitest';
import { feedKey, signingKey } from '../../../shared/watch/links.ts';
import { getWatch } from '../../../shared/watch/read.ts';
import { pumpAlerts } from '../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';
import { read } from '../channels/context.ts';
import { consoleFixture } from './fixture.ts';

async function withFeed(...headlines: readonly string[]) {
  const fixture = consoleFixture();
  const { ports, send } = fixture;
  await send('POST', '/api/v1/watches', { name: 'Cyber', query: 'cybercrime' });
  await ports.topic.subscribe('cyber', 'immediate', { kind: 'email', address: 'a@example.org' });
  for (const [index, headline] of headlines.entries()) {
    await storeRelease(ports.objects, makeRelease({ slug: `s${index}`, headline }));
  }
  await pumpAlerts(ports);
  ports.clock.advance(61_000);
  await pumpAlerts(ports);
  const key = feedKey(await signingKey(ports), (await getWatch(ports.objects, 'cyber'))!);
  return { ...fixture, key, feed: (format: string) => fixture.ask(`/feeds/cyber.${format}?key=${key}`) };
}

test('holds an item for each message, grouped as it was sent, with the sentence that matched', async () => {
  const { feed } = await withFeed('One', 'Two & <three>', 'Four');
  const response = await feed('rss');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/rss+xml; charset=utf-8');
  const reading = read(await response.text());
  expect(reading).toMatchObject({ kind: 'rss', malformed: false, warnings: [], title: 'Cyber · Dateline' });
  expect(reading.items.map(({ title }) => title)).toEqual(['2 releases: Two & <three>', 'One']);
  const [group, single] = reading.items;
  expect(single).toMatchObject({ url: 'https://harbour.example.org/news/s0' });
  expect(single!.summary ?? single!.content).toContain('cybercrime');
  for (const headline of ['Two &', 'Four']) expect(group!.summary ?? group!.content).toContain(headline);
});

test('says the same as JSON Feed 1.1', async () => {
  const { feed } = await withFeed('One', 'Two & <three>', 'Four');
  const response = await feed('json');
  expect(response.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
  const text = await response.text();
  const value = JSON.parse(text);
  expect(value).toMatchObject({ version: 'https://jsonfeed.org/version/1.1' });
  expect(value.items[1].content_html).toContain('<mark>cybercrime</mark>');
  for (const content of [value.items[1].content_html, value.items[1].content_text]) {
    expect(content).toContain('Matched: cybercrime · new release');
  }
  const reading = read(text, 'json-feed');
  expect(reading.malformed).toBe(false);
  expect(reading.items.map(({ title }) => title)).toEqual(['2 releases: Two & <three>', 'One']);
  const rss = read(await (await feed('rss')).text());
  expect(reading.items.map(({ id }) => id)).toEqual(rss.items.map(({ id }) => id));
});

test('neutralizes what would break the XML or turn the text around', async () => {
  const { feed } = await withFeed('A\u0007B\u202EC\uD800D\uFFFE');
  const text = await (await feed('rss')).text();
  expect(text).not.toMatch(/[\u0000-\u0008\u202E\uFFFE]/);
  expect(read(text).items[0]!.title).toMatch(/^A BCD$/);
});

test('needs its key, and says no more without it than of a watch that is not there', async () => {
  const { ask, key, send } = await withFeed('One');
  const answer = async (path: string) => {
    const response = await ask(path);
    return [response.status, await response.text()];
  };
  const missing = await answer(`/feeds/none.rss?key=${key}`);
  expect(missing[0]).toBe(404);
  await send('POST', '/api/v1/watches', { name: 'Other', query: 'ferry' });
  for (const path of ['/feeds/cyber.rss', '/feeds/cyber.rss?key=x', `/feeds/other.rss?key=${key}`, '/feeds/cyber']) {
    expect(await answer(path), path).toEqual(missing);
  }
});

test('answers 304 to whoever has it already', async () => {
  const { feed, ask, key } = await withFeed('One');
  const etag = (await feed('json')).headers.get('etag')!;
  const again = await ask(`/feeds/cyber.json?key=${key}`, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  const weakly = await ask(`/feeds/cyber.json?key=${key}`, { headers: { 'if-none-match': `"other", W/${etag}` } });
  expect(weakly.status).toBe(304);
});

test('of a watch that found nothing yet is empty and valid', async () => {
  const { feed } = await withFeed();
  const reading = read(await (await feed('rss')).text());
  expect(reading).toMatchObject({ malformed: false, items: [] });
});

test('has a page of all that the watch found, newest first, for people without a login', async () => {
  const { store, key, ask } = await withFeed();
  const many = Array.from({ length: 101 }, (_, n) => makeRelease({ slug: `p${n}`, headline: `Headline <${n}>` }));
  await store(...many);
  const page = await ask(`/feeds/cyber.html?key=${key}`);
  expect(page.headers.get('content-type')).toContain('text/html');
  const text = await page.text();
  expect(text).toContain('Headline &lt;100&gt;');
  expect(text).toContain('https://harbour.example.org/news/p100');
  expect(text).not.toContain('Headline &lt;0&gt;');
  const [, older = ''] = /href="(\/feeds\/cyber\.html[^"]*)"/.exec(text) ?? [];
  expect(await (await ask(older.replaceAll('&amp;', '&'))).text()).toContain('Headline &lt;0&gt;');
  expect((await ask('/feeds/cyber.html')).status).toBe(404);
});
