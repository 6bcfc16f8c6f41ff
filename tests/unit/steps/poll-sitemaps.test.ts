/** A channel whose address is a sitemap index, through whole polls. */
import { describe, expect, it } from 'vitest';
import { type Candidate, candidateSchema } from '../../../shared/channels/candidate.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import { readShardState } from '../../../shared/politeness/shard-state.ts';
import { assignShards } from '../../../shared/politeness/shards.ts';
import { poll } from '../../../shared/steps/poll.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { memoryPorts } from '../../support/memory/ports.ts';

const HOUR = 3_600_000;
const INDEX = 'https://press.example/sitemap.xml';
const at = (name: string) => `https://press.example/${name}.xml`;

const newsroom: Newsroom = {
  id: 'a',
  organization: 'A',
  country: 'INT',
  homepage: 'https://press.example/',
  enabled: true,
  channels: [{ kind: 'sitemap', url: INDEX, every: '1h' }],
  allowedHosts: ['files.example'],
  expect: { itemsMin: 1 },
};

const index = (...rows: readonly (readonly [string, string | null])[]) =>
  respond(
    200,
    `<sitemapindex>${rows.map(([url, day]) => `<sitemap><loc>${url}</loc>${day === null ? '' : `<lastmod>${day}</lastmod>`}</sitemap>`).join('')}</sitemapindex>`,
    { etag: '"1"' },
  );
const urls = (...rows: readonly (readonly [string, string])[]) =>
  respond(
    200,
    `<urlset>${rows.map(([path, day]) => `<url><loc>https://press.example/${path}</loc><lastmod>${day}</lastmod></url>`).join('')}</urlset>`,
  );

async function world() {
  // Monday, 2 March 2026, 9:00.
  const ports = memoryPorts({ clock: testClock(undefined, { advanceOnWait: true }) });
  const config = {
    newsrooms: [newsroom],
    allowedHosts: new Set<string>(),
    alertNewest: 0,
    consoleAddress: null,
    target: 'local' as const,
  };
  await assignShards(ports.objects, [newsroom]);
  const step = poll(ports, config);
  let asked = 0;
  return {
    ports,
    pass: async () => {
      const result = await step({ shard: 'shard-0001' });
      return result.kind === 'done' ? result.counts : {};
    },
    /** Addresses asked since the last call. */
    asked: () => {
      const since = ports.fetcher.requests.slice(asked).map(({ url }) => url);
      asked = ports.fetcher.requests.length;
      return since;
    },
    sent: (): Candidate[] => ports.queues.found.bodies().map((body) => candidateSchema.parse(JSON.parse(body))),
    state: async () => (await readShardState(ports.objects, 'shard-0001')).value.channels[0]!,
  };
}

describe('a sitemap index as a channel', () => {
  it('is followed to its sitemaps, and later only to those that changed', async () => {
    const { ports, pass, asked, sent, state } = await world();
    ports.fetcher.route(INDEX, index([at('2025'), '2025-12-31T00:00:00Z'], [at('2026'), '2026-03-01T00:00:00Z']));
    ports.fetcher.route(at('2025'), urls(['old', '2025-12-30']));
    ports.fetcher.route(at('2026'), urls(['new', '2026-03-01']));
    expect(await pass()).toMatchObject({ polled: 1, candidates: 2, failed: 0 });
    expect(asked()).toEqual([INDEX, at('2026'), at('2025')]);
    expect(await state()).toMatchObject({ condition: 'good', sitemapSince: '2026-03-01T00:00:00Z', etag: '"1"' });

    ports.clock.advance(2 * HOUR);
    ports.fetcher.route(INDEX, index([at('2025'), '2025-12-31T00:00:00Z'], [at('2026'), '2026-03-02T10:00:00Z']));
    ports.fetcher.route(at('2026'), urls(['newer', '2026-03-02T10:00:00Z'], ['new', '2026-03-01']));
    expect(await pass()).toMatchObject({ candidates: 1, failed: 0 });
    expect(asked()).toEqual([INDEX, at('2026')]);
    expect(sent().map(({ url, origin }) => [url, origin])).toEqual([
      ['https://press.example/new', 'baseline'],
      ['https://press.example/old', 'baseline'],
      ['https://press.example/newer', 'live'],
    ]);
  });

  it('that has nothing newer is good, and asks for no sitemap', async () => {
    const { ports, pass, asked, state } = await world();
    const row = [at('2026'), '2026-03-01T00:00:00Z'] as const;
    ports.fetcher.route(INDEX, index(row));
    ports.fetcher.route(at('2026'), urls(['new', '2026-03-01']));
    await pass();
    asked();
    ports.clock.advance(2 * HOUR);
    ports.fetcher.route(INDEX, index(row, [at('2020'), '2020-01-01T00:00:00Z']));
    expect(await pass()).toMatchObject({ candidates: 0, failed: 0 });
    expect(asked()).toEqual([INDEX]);
    expect(await state()).toMatchObject({ condition: 'good', signals: [] });
  });

  it('asks again for a sitemap that failed, even where the index has not changed', async () => {
    const { ports, pass, asked, sent, state } = await world();
    ports.fetcher.route(INDEX, index([at('a'), '2026-03-01T00:00:00Z'], [at('b'), '2026-02-01T00:00:00Z']));
    ports.fetcher.route(at('a'), respond(502));
    ports.fetcher.route(at('b'), urls(['b', '2026-02-01']));
    await pass();
    expect(await state()).toMatchObject({ sitemapSince: null, etag: null, lastBodyHash: null });
    asked();
    ports.clock.advance(2 * HOUR);
    ports.fetcher.route(at('a'), urls(['a', '2026-03-01']));
    await pass();
    expect(asked()).toEqual([INDEX, at('a'), at('b')]);
    expect(sent().map(({ url }) => url)).toEqual(['https://press.example/b', 'https://press.example/a']);
  });

  it('goes through one more index, no deeper, and to no host that is not allowed', async () => {
    const { ports, pass, asked } = await world();
    ports.fetcher.route(
      INDEX,
      index(
        [at('inner'), '2026-03-01'],
        ['https://files.example/f.xml', '2026-02-01'],
        ['https://evil.example/e.xml', '2026-03-01'],
      ),
    );
    ports.fetcher.route(
      at('inner'),
      index([at('leaf'), '2026-03-01'], [at('innermost'), '2026-02-28'], [INDEX, '2026-02-27']),
    );
    ports.fetcher.route(at('leaf'), urls(['leaf', '2026-03-01']));
    ports.fetcher.route(at('innermost'), index([at('deep'), '2026-03-01']));
    ports.fetcher.route('https://files.example/f.xml', urls(['f', '2026-02-01']));
    await pass();
    expect(asked()).toEqual([INDEX, at('inner'), at('leaf'), at('innermost'), 'https://files.example/f.xml']);
  });

  it('costs at most twenty requests, with a second between them', async () => {
    const { ports, pass, asked } = await world();
    const rows = Array.from(
      { length: 60 },
      (_, i) => [at(`s${i}`), `2026-02-01T00:00:${String(i).padStart(2, '0')}Z`] as const,
    );
    ports.fetcher.route(INDEX, index(...rows));
    for (const [url] of rows) ports.fetcher.route(url, urls([url.slice(-8), '2026-02-01']));
    const started = ports.clock.nowMs();
    await pass();
    const requests = asked();
    expect(requests).toHaveLength(21);
    expect(requests[1]).toBe(at('s59'));
    expect(ports.clock.nowMs() - started).toBeGreaterThanOrEqual(20_000);
  });
});

describe('a long sitemap, newest first', () => {
  it('is read in part once it is known, and nothing is amiss with that', async () => {
    const { ports, pass, sent, state } = await world();
    const day = (ago: number): string => new Date(Date.UTC(2026, 2, 1) - ago * 86_400_000).toISOString().slice(0, 10);
    const rows = Array.from({ length: 400 }, (_, ago) => [`r${ago}`, day(ago)] as const);
    let read = 0;
    const answer = (all: readonly (readonly [string, string])[]) =>
      ports.fetcher.route(INDEX, (request) => {
        const whole = urls(...all)(request);
        for (read = 1_024; read < whole.body.length; read += 1_024) {
          if (request.isEnough?.(whole.body.subarray(read - 1_024, read)) !== true) continue;
          return { ...whole, body: whole.body.subarray(0, read), isCut: true };
        }
        return whole;
      });
    answer(rows);
    await pass();
    const whole = read;
    ports.clock.advance(2 * HOUR);
    answer([['new', '2026-03-02'], ...rows]);
    expect(await pass()).toMatchObject({ candidates: 1, failed: 0 });
    expect(read).toBeLessThan(whole / 2);
    expect(sent().at(-1)).toMatchObject({ url: 'https://press.example/new', origin: 'live' });
    expect(await state()).toMatchObject({ condition: 'good', signals: [] });
  });
});
