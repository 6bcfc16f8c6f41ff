import { describe, expect, it } from 'vitest';
import { candidateSchema } from '../../../shared/channels/candidate.ts';
import type { ChannelItem } from '../../../shared/channels/types.ts';
import { limits } from '../../../shared/limits.ts';
import type { Channel, Newsroom } from '../../../shared/newsrooms/schema.ts';
import { type ChannelState, newChannelState } from '../../../shared/politeness/channel-state.ts';
import { forBacklog, mayOffer, messageBody, offerOf } from '../../../shared/steps/poll-items.ts';

const DAY = 86_400_000;
const nowMs = Date.UTC(2026, 2, 2, 9);
const day = (ago: number): string => new Date(nowMs - ago * DAY).toISOString();

const channel: Channel = { kind: 'rss', url: 'https://news.example/feed' };
const newsroom: Newsroom = {
  id: 'example',
  organization: 'Example',
  country: 'INT',
  homepage: 'https://news.example/',
  enabled: true,
  channels: [channel],
  allowedHosts: ['www.example.org'],
};

function item(id: string, overrides: Partial<ChannelItem> = {}): ChannelItem {
  return {
    id,
    url: `https://news.example/${id}`,
    title: id,
    published: null,
    updated: null,
    summary: null,
    content: null,
    language: null,
    authors: [],
    enclosures: [],
    ...overrides,
  };
}

const items = (count: number, ago: (index: number) => number | null): ChannelItem[] =>
  Array.from({ length: count }, (_, index) => {
    const days = ago(index);
    return item(`i${index}`, { published: days === null ? null : day(days) });
  });

const first = newChannelState('example', channel.url);
const later: ChannelState = { ...first, firstPolledAt: day(30), lastGoodAt: day(0) };

function offer(list: readonly ChannelItem[], state: ChannelState = later, alertNewest = 0, asked: Channel = channel) {
  return offerOf(list, { newsroom, channel: asked, state, nowMs, alertNewest });
}

describe('a first poll', () => {
  it('offers the thirty newest as baseline and counts the rest as seen', () => {
    const { candidates, seen } = offer(
      items(50, (index) => 50 - index),
      first,
    );
    expect(candidates).toHaveLength(30);
    expect(candidates[0]?.guid).toBe('i49');
    expect(candidates.every(({ origin }) => origin === 'baseline')).toBe(true);
    expect(seen).toHaveLength(50);
  });

  it('treats as many of the newest as live as was asked for', () => {
    const { candidates } = offer(
      items(5, (index) => index),
      first,
      2,
    );
    expect(candidates.map(({ origin }) => origin)).toEqual(['live', 'live', 'baseline', 'baseline', 'baseline']);
  });

  it('goes by the order of the page where nothing is dated', () => {
    expect(
      offer(
        items(4, () => null),
        first,
      ).candidates.map(({ guid }) => guid),
    ).toEqual(['i0', 'i1', 'i2', 'i3']);
  });
});

describe('a later poll', () => {
  it('offers only what was not seen', () => {
    const { seen } = offer(
      items(3, () => 1),
      first,
    );
    const { candidates } = offer([...items(3, () => 1), item('new')], { ...later, seen });
    expect(candidates.map(({ guid, origin }) => [guid, origin])).toEqual([['new', 'live']]);
  });

  it('offers an item again when it says that it was updated', () => {
    const { seen } = offer([item('a', { updated: day(2) })], first);
    expect(offer([item('a', { updated: day(2) })], { ...later, seen }).candidates).toEqual([]);
    expect(offer([item('a', { updated: day(1) })], { ...later, seen }).candidates).toHaveLength(1);
  });

  it('does not believe the lastmod of a sitemap', () => {
    const sitemap: Channel = { ...channel, kind: 'sitemap' };
    const { seen } = offer([item('a', { updated: day(2) })], first, 0, sitemap);
    expect(offer([item('a', { updated: day(0) })], { ...later, seen }, 0, sitemap).candidates).toEqual([]);
  });

  it('does not mind the order, nor an item that vanishes and comes back', () => {
    const { seen } = offer(
      items(4, () => null),
      first,
    );
    const gone = offer(items(4, () => null).slice(2), { ...later, seen });
    expect(offer(items(4, () => null).reverse(), { ...later, seen: gone.seen }).candidates).toEqual([]);
  });

  it('takes a single old item as live', () => {
    expect(offer(items(19, () => 400)).candidates.every(({ origin }) => origin === 'live')).toBe(true);
  });

  it('takes twenty old items as backfill, and the fresh ones among them as live', () => {
    const { candidates } = offer([...items(20, () => 400), item('fresh', { published: day(1) }), item('undated')]);
    const origins = new Map(candidates.map(({ guid, origin }) => [guid, origin]));
    expect(origins.get('i0')).toBe('backfill');
    expect(origins.get('fresh')).toBe('live');
    expect([...origins.values()].filter((origin) => origin === 'backfill')).toHaveLength(20);
  });

  it('offers an item once that is listed twice', () => {
    expect(offer([item('a'), item('a')]).candidates).toHaveLength(1);
  });

  it('keeps what is still listed in a full ring', () => {
    const old = Array.from({ length: limits.seenPerChannelMax }, (_, index) => `old-${index}`);
    const { seen } = offer([item('a')], first);
    const full = offer([item('a'), item('b')], { ...later, seen: [...seen, ...old] });
    expect(full.seen).toHaveLength(limits.seenPerChannelMax);
    expect(full.seen).toContain(seen[0]);
  });
});

describe('addresses', () => {
  it('of other hosts and missing ones are counted, not offered', () => {
    const { candidates, foreign, nameless } = offer([
      item('own'),
      item('allowed', { url: 'https://www.example.org/a' }),
      item('foreign', { url: 'https://evil.example/a' }),
      item('none', { url: null, id: null, title: null }),
      item('mail', { url: 'mailto:a@news.example' }),
    ]);
    expect(candidates.map(({ guid }) => guid)).toEqual(['own', 'allowed']);
    expect(foreign).toEqual(['https://evil.example/a']);
    expect(nameless).toBe(2);
  });

  describe('that several items without a guid share', () => {
    const page = 'https://news.example/notices';
    const notice = (title: string): ChannelItem => item(page, { url: page, title });
    const both = [notice('Closed on Friday'), notice('New fees')];

    it('are where these are read: each is a candidate of its own words', () => {
      const { candidates } = offer(both);
      expect(candidates).toMatchObject([
        { title: 'Closed on Friday', url: null, shownAt: page },
        { title: 'New fees', url: null, shownAt: page },
      ]);
      expect(new Set(candidates.map(({ guid }) => guid)).size).toBe(2);
    });

    it('offer none of them again, also when one is left', () => {
      const { seen } = offer(both);
      expect(offer(both, { ...later, seen }).candidates).toEqual([]);
      expect(offer(both.slice(1), { ...later, seen }).candidates).toEqual([]);
    });

    it('are pages where the items have guids, or say the same', () => {
      const guids = [item('a', { url: page }), item('b', { url: page })];
      expect(offer(guids).candidates.map(({ url }) => url)).toEqual([page, page]);
      expect(offer([notice('Closed'), notice('Closed')]).candidates.map(({ url }) => url)).toEqual([page]);
    });
  });

  it('and guids may be missing: the words of an item tell it from others', () => {
    const words = [item('a', { id: null, url: null }), item('b', { id: null, url: null })];
    const { candidates, seen } = offer(words);
    expect(new Set(candidates.map(({ guid }) => guid)).size).toBe(2);
    expect(candidates).toMatchObject([{ url: null }, { url: null }]);
    expect(offer(words, { ...later, seen }).candidates).toEqual([]);
  });

  it('may be missing where an item has a guid: it goes to ingest by the host of its channel', () => {
    const { candidates } = offer([item('only-guid', { url: null })]);
    expect(candidates).toMatchObject([{ guid: 'only-guid', url: null, host: 'news.example:443' }]);
  });

  it.each([
    ['http://news.example/a', true],
    ['https://news.example:443/a', true],
    ['https://news.example:8443/a', false],
    ['https://news.example.evil.example/a', false],
    ['https://www.news.example/a', false],
    ['http://127.0.0.1/a', false],
  ])('%s may be offered: %s', (url, may) => {
    expect(mayOffer(url, channel.url, [])).toBe(may);
  });

  it('are allowed by host for every port, or by host and port', () => {
    expect(mayOffer('http://127.0.0.1:3101/', 'http://127.0.0.1:3100/', [])).toBe(false);
    expect(mayOffer('http://127.0.0.1:3101/', 'http://127.0.0.1:3100/', ['127.0.0.1:3101'])).toBe(true);
    expect(mayOffer('http://127.0.0.1:3101/', 'http://127.0.0.1:3100/', ['127.0.0.1'])).toBe(true);
  });

  it('are all that an item of a listing is known by', () => {
    const [candidate] = offer([item('a')], later, 0, { ...channel, kind: 'listing' }).candidates;
    expect(candidate).toMatchObject({ guid: null, host: 'news.example:443', url: 'https://news.example/a' });
  });
});

describe('a title that a listing changes at an address that stays', () => {
  const listing: Channel = { ...channel, kind: 'listing' };
  const having = (list: readonly ChannelItem[]): ChannelState => ({
    ...later,
    seen: [...offer(list, later, 0, listing).seen],
  });

  it('offers the page again, once', () => {
    const state = having([item('notice', { title: 'Port closed' })]);
    const { candidates, seen } = offer([item('notice', { title: 'Port open again' })], state, 0, listing);
    expect(candidates).toMatchObject([{ title: 'Port open again', retitled: true, origin: 'live' }]);
    expect(candidateSchema.parse(candidates[0])).toEqual(candidates[0]);
    const again = offer([item('notice', { title: 'Port open again' })], { ...later, seen: [...seen] }, 0, listing);
    expect(again.candidates).toEqual([]);
  });

  it('is none where only numbers, case or white space differ', () => {
    const state = having([item('notice', { title: 'Port closed (2 hours ago)' })]);
    const { candidates } = offer([item('notice', { title: 'PORT closed  (3 hours ago)' })], state, 0, listing);
    expect(candidates).toEqual([]);
  });

  it('asks for no page when many titles changed at once', () => {
    const many = ['a', 'b', 'c', 'd'].map((id) => item(id));
    const other = many.map((one) => ({ ...one, title: `News: ${one.title}` }));
    expect(offer(other, having(many), 0, listing).candidates).toEqual([]);
    expect(offer(other.slice(0, 3), having(many), 0, listing).candidates).toHaveLength(3);
  });

  it('is left to updated and guid where the channel is a feed', () => {
    const state: ChannelState = { ...later, seen: [...offer([item('a', { title: 'One' })]).seen] };
    expect(offer([item('a', { title: 'Two' })], state).candidates).toEqual([]);
  });

  it('is remembered for each of two cards that lead to one page', () => {
    const cards = [item('a', { title: 'Long title' }), item('a', { title: 'Short' })];
    expect(offer(cards.toReversed(), having(cards), 0, listing).candidates).toEqual([]);
  });
});

describe('the message', () => {
  it('has the shape that ingest reads', () => {
    const [candidate] = offer([item('a', { content: '<p>x</p>', language: 'fr' })]).candidates;
    expect(candidateSchema.parse(JSON.parse(messageBody(candidate!)))).toEqual(candidate);
  });

  it('carries shortened text with a mark, and no half characters', () => {
    const max = limits.candidateTextCharactersMax;
    const [candidate] = offer([
      item('a', { content: `${'x'.repeat(max - 1)}😀`, summary: 'y'.repeat(max + 1) }),
    ]).candidates;
    expect(candidate?.content).toHaveLength(max - 1);
    expect(candidate?.summary).toHaveLength(max);
    expect(candidate?.contentTruncated).toBe(true);
  });

  it('fits the queue whatever the text is made of', () => {
    const hostile = '\u0001'.repeat(limits.candidateTextCharactersMax);
    const [candidate] = offer([item('a', { content: hostile, summary: hostile, title: hostile })]).candidates;
    const body = messageBody(candidate!);
    expect(Buffer.byteLength(body)).toBeLessThan(limits.queueMessageBytesMax);
    expect(candidateSchema.parse(JSON.parse(body)).contentTruncated).toBe(true);
  });

  it('waits in the backlog with little text', () => {
    const [candidate] = offer([item('a', { content: 'x'.repeat(9_000) })]).candidates;
    expect(forBacklog(candidate!)).toMatchObject({ contentTruncated: true, hash: candidate?.hash });
    expect(forBacklog(candidate!).content).toHaveLength(limits.backlogTextCharactersMax);
  });
});
