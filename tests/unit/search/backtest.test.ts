/** A backtest: counts by week, what they let expect, samples, near misses, and what it cannot know. */
import { describe, expect, test } from 'vitest';
import type { Release } from '../../../shared/release/schema.ts';
import { backtest } from '../../../shared/search/backtest.ts';
import { expectedAlerts, sayExpected } from '../../../shared/search/expected.ts';
import { weekOf } from '../../../shared/search/weeks.ts';
import { makeRelease, reviseRelease } from '../../support/releases.ts';
import { archiveFixture } from './archive-fixture.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, 5) + number * 86_400_000).toISOString();
const nowMs = Date.UTC(2026, 4, 4);

/** A release seen as it came out, `number` days after Monday, 5 January 2026. */
const live = (number: number, fields: Partial<Release> & { slug?: string } = {}) =>
  makeRelease({
    slug: `d${number}`,
    datePublished: day(number).slice(0, 10),
    firstSeenAt: day(number),
    headline: 'Police news',
    body: 'A police unit met.',
    ...fields,
  });

async function backtested(query: string, releases: readonly Release[], sinceMs: number | null = null) {
  const { index, store } = archiveFixture();
  await store(...releases);
  return backtest(index, query, { nowMs, sinceMs });
}

describe('a backtest', () => {
  test('counts matches and releases by week, from Monday on', async () => {
    const { weeks, matches, releases } = await backtested('fraud', [
      live(0, { body: 'A fraud.' }),
      live(6),
      live(7, { body: 'Fraud again.' }),
      live(21, { body: 'Fraud at last.' }),
    ]);
    expect({ matches, releases }).toEqual({ matches: 3, releases: 4 });
    expect(weeks).toEqual([
      { week: '2026-01-05', releases: 2, matches: 1 },
      { week: '2026-01-12', releases: 1, matches: 1 },
      { week: '2026-01-19', releases: 0, matches: 0 },
      { week: '2026-01-26', releases: 1, matches: 1 },
    ]);
  });

  test('of nothing says so', async () => {
    expect(await backtested('fraud', [])).toMatchObject({
      matches: 0,
      releases: 0,
      weeks: [],
      expected: null,
      span: { first: null, last: null },
    });
  });

  test('expects what the whole weeks had, with a range around it', async () => {
    const releases = Array.from({ length: 110 }, (_, n) => live(n, { body: n % 2 === 0 ? 'A fraud.' : 'Nothing.' }));
    const { expected } = await backtested('fraud', releases);
    expect(expected?.perWeek).toBeCloseTo(3.5, 1);
    expect(expected?.low).toBeGreaterThan(0);
    expect(expected?.low).toBeLessThanOrEqual(3);
    expect(expected?.high).toBeGreaterThanOrEqual(4);
    expect(expected?.high).toBeLessThan(8);
    expect(expected).toMatchObject({ confidence: 0.8, dispersion: 1, newsrooms: 1, method: expect.any(String) });
  });

  test('gives a wider range where weeks vary more than chance has it', async () => {
    const steady = Array.from({ length: 112 }, (_, n) => live(n, { body: 'A fraud.' }));
    const bursts = Array.from({ length: 112 }, (_, n) =>
      live(Math.floor(n / 28) * 28, { slug: `b${n}`, body: 'A fraud.' }),
    );
    const one = (await backtested('fraud', steady)).expected!;
    const other = (await backtested('fraud', [...bursts, live(111)])).expected!;
    expect(other.dispersion).toBeGreaterThan(2);
    expect(other.high - other.low).toBeGreaterThan(one.high - one.low);
  });

  test('does not promise that there will never be one because there was none', async () => {
    const { expected } = await backtested('whale', [live(0), live(7), live(14), live(21)]);
    expect(expected).toMatchObject({ perWeek: 0, low: 0 });
    expect(expected!.high).toBeGreaterThan(0);
  });

  test('counts what was there before by the reach of each newsroom, not by the calendar', async () => {
    const baseline = (newsroom: string, everyDays: number) =>
      Array.from({ length: 30 }, (_, n) =>
        makeRelease({
          slug: `${newsroom}${n}`,
          newsroom,
          origin: 'baseline',
          datePublished: new Date(nowMs - n * everyDays * 86_400_000).toISOString().slice(0, 10),
          firstSeenAt: new Date(nowMs).toISOString(),
          body: 'A fraud.',
        }),
      );
    // One a day for a month, and one a week for half a year: eight a week together.
    const { expected, span } = await backtested('fraud', [...baseline('fast', 1), ...baseline('slow', 7)]);
    expect(expected?.perWeek).toBeGreaterThan(7);
    expect(expected?.perWeek).toBeLessThan(9);
    expect(span).toMatchObject({ before: 60, observedSince: null });
  });

  test('does not count the years between what an old feed still showed and the first poll', async () => {
    const old = (date: string) =>
      makeRelease({ slug: date, origin: 'baseline', datePublished: date, firstSeenAt: day(100), body: 'A fraud.' });
    const seenNow = live(100, { datePublished: '2017-05-13', body: 'A fraud.' });
    const two = await backtested('fraud', [old('2017-05-02'), old('2017-05-10'), seenNow, live(118)]);
    expect(two.expected?.weeks).toBe(1);
    const quarterly = [730, 640, 550, 460, 370, 280, 190, 100].map((days) =>
      old(new Date(nowMs - days * 86_400_000).toISOString().slice(0, 10)),
    );
    expect((await backtested('fraud', quarterly)).expected?.weeks).toBeGreaterThan(85);
  });

  test('says in which weeks nothing was stored', async () => {
    const { span } = await backtested('fraud', [live(0), live(1), live(30), live(31)]);
    expect(span).toMatchObject({
      first: '2026-01-05',
      last: '2026-02-05',
      observedSince: '2026-01-05',
      gaps: [{ from: '2026-01-12', to: '2026-02-01' }],
    });
  });

  test('counts alerts of one minute as one message', async () => {
    const burst = Array.from({ length: 40 }, (_, n) =>
      live(Math.floor(n / 4), { slug: `m${n}`, body: 'A fraud.', firstSeenAt: day(Math.floor(n / 4)) }),
    );
    const { expected } = await backtested('fraud', [...burst, live(20)]);
    expect(expected!.messagesPerWeek / expected!.perWeek).toBeCloseTo(0.5, 1);
  });

  test('counts what a watch sends behind its hundred messages of a day as one digest an hour', async () => {
    const every = (minutes: number) => (n: number) =>
      live(0, {
        slug: `m${minutes}-${n}`,
        body: 'A fraud.',
        firstSeenAt: new Date(Date.parse(day(8)) + n * minutes * 60_000).toISOString(),
        datePublished: day(8).slice(0, 10),
      });
    const around = [live(0), live(20)];
    // 240 in four hours: 100 at once, then a digest for each further hour that is begun.
    const flooded = await backtested('fraud', [...Array.from({ length: 240 }, (_, n) => every(1)(n)), ...around]);
    expect(flooded.expected).toMatchObject({ isSlowed: true });
    expect(flooded.expected!.messagesPerWeek / flooded.expected!.perWeek).toBeCloseTo(103 / 240, 2);
    expect(sayExpected(flooded.expected)).toContain('Behind 100 messages a day it sends one digest an hour');
    const calm = await backtested('fraud', [...Array.from({ length: 90 }, (_, n) => every(2)(n)), ...around]);
    expect(calm.expected).toMatchObject({ isSlowed: false, messagesPerWeek: calm.expected!.perWeek });
    expect(sayExpected(calm.expected)).not.toContain('digest');
  });

  test('expects no more messages than the guard lets through where all was there before', () => {
    const matches = new Map([0, 1, 2, 3].map((week) => [weekOf(20_000) + week, 7_000]));
    const record = { baselineDays: [20_000], baselineSeenDay: 20_001, firstLiveDay: null, matches };
    const expected = expectedAlerts([record], 20_000 + 35, { share: 1, slowedDays: 0 });
    expect(expected).toMatchObject({ messagesPerWeek: 7 * (100 + 24), isSlowed: true });
  });

  test('asks the latest revision, and counts a release once', async () => {
    const first = makeRelease({ body: 'A fraud.' });
    const found = await backtested('whale', [first, reviseRelease(first, true, { body: 'A whale.' })]);
    expect(found).toMatchObject({ matches: 1, releases: 1 });
    expect(found.samples[0]?.release.revision).toBe(2);
  });

  test('is cut by the printed day', async () => {
    const all = [live(0, { body: 'A fraud.' }), live(30, { body: 'A fraud.' })];
    expect(await backtested('fraud', all, Date.UTC(2026, 1, 1))).toMatchObject({ matches: 1, releases: 1 });
  });

  test('shows the latest samples with the sentence that matched', async () => {
    const releases = Array.from({ length: 9 }, (_, n) => live(n, { body: `It rained. Fraud number ${n} was found.` }));
    const { samples } = await backtested('fraud', releases);
    expect(samples.map(({ sentence }) => sentence?.text)).toEqual(
      [8, 7, 6, 5, 4].map((n) => `Fraud number ${n} was found.`),
    );
  });
});

describe('near misses', () => {
  const missed = async (query: string, body: string, fields: Partial<Release> = {}) => {
    const { nearMisses } = await backtested(query, [live(0, { body, ...fields }), live(1, { body: 'Elsewhere.' })]);
    return nearMisses.map(({ failed }) => [failed.clause, failed.reason]);
  };

  test.each([
    ['fraud NEAR/3 bank', 'Fraud was found in the vaults of a bank.', 'fraud NEAR/3 bank', '8 words apart'],
    ['"money laundering"', 'Laundering of money.', '"money laundering"', 'not side by side'],
    ['fraud ransomware', 'A fraud.', 'ransomware', 'not in it'],
    ['fraud NOT drill', 'A fraud drill.', 'NOT drill', 'drill is in it'],
    ['ATLEAST/3(fraud)', 'A fraud.', 'ATLEAST/3(fraud)', 'only once'],
    ['fraud /s bank', 'A fraud. A bank.', 'fraud /s bank', 'never in one sentence'],
    ['title:fraud', 'A fraud.', 'title:fraud', 'not in its headline'],
    ['fraud lang:fr', 'A fraud.', 'lang:fr', 'Its language is en.'],
    ['fraud date:2030', 'A fraud.', 'date:2030', 'Its printed day is 2026-01-05.'],
    ['=Fraud', 'A fraud.', '=Fraud', 'not in it'],
    ['fraud "bank vault"', 'A fraud at a bank.', '"bank vault"', 'vault is not in it'],
  ])('of %s: %s', async (query, body, clause, reason) => {
    expect(await missed(query, body)).toEqual([[clause, expect.stringContaining(reason)]]);
  });

  test('are none for a word alone, and never what matches', async () => {
    expect(await missed('fraud', 'A bank.')).toEqual([]);
    expect(await missed('fraud bank', 'A fraud in a bank.')).toEqual([]);
  });

  test('are counted by the clause that kept them out', async () => {
    const { missedBy } = await backtested('fraud AND bank NOT drill', [
      live(0, { body: 'A fraud.' }),
      live(1, { body: 'Fraud again.' }),
      live(2, { body: 'A fraud drill in a bank.' }),
    ]);
    expect(missedBy).toEqual([
      { clause: 'bank', releases: 2 },
      { clause: 'NOT drill', releases: 1 },
    ]);
  });
});
