import { describe, expect, it } from 'vitest';
import { jsonBytes } from '../../../shared/archive/objects.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import { newChannelState } from '../../../shared/politeness/channel-state.ts';
import { hostOf } from '../../../shared/politeness/host.ts';
import { durationMs } from '../../../shared/politeness/interval.ts';
import { retryAfterMs } from '../../../shared/politeness/retry-after.ts';
import { channelsOf, clearShardLeases, readShardState, withChannels } from '../../../shared/politeness/shard-state.ts';
import { assignShards, readShards, withNewsrooms } from '../../../shared/politeness/shards.ts';
import { memoryPorts } from '../../support/memory/ports.ts';

function newsroom(id: string, ...urls: string[]): Newsroom {
  return {
    id,
    organization: id,
    country: 'INT',
    homepage: 'https://example.org/',
    enabled: true,
    channels: urls.map((url) => ({ kind: 'rss', url })),
  };
}

const many = (count: number, from = 0): Newsroom[] =>
  Array.from({ length: count }, (_, index) => newsroom(`n${from + index}`, `https://n${from + index}.example/feed`));

describe('shards', () => {
  it('take fifty newsrooms each', () => {
    const { shards } = withNewsrooms({ shards: [] }, many(120));
    expect(shards.map(({ newsrooms }) => newsrooms.length)).toEqual([50, 50, 20]);
  });

  it('keep a newsroom for life, also when its file moves or others come', () => {
    const before = withNewsrooms({ shards: [] }, many(60));
    const moved = newsroom('n55', 'https://n1.example/other');
    const after = withNewsrooms(before, [...many(100, 60), moved]);
    expect(after.shards[1]?.newsrooms).toContain('n55');
    expect(after.shards[0]?.newsrooms).toEqual(before.shards[0]?.newsrooms);
  });

  it('give a host to one shard, even a full one', () => {
    const before = withNewsrooms({ shards: [] }, many(70));
    const { shards } = withNewsrooms(before, [newsroom('sister', 'https://x.example/', 'https://n3.example:443/b')]);
    expect(shards[0]?.newsrooms).toHaveLength(51);
    expect(shards[0]?.newsrooms).toContain('sister');
  });

  it('are written only when somebody is new', async () => {
    const { objects } = memoryPorts();
    await assignShards(objects, many(3));
    const etag = (await objects.get('state/shards.json'))?.etag;
    expect(await assignShards(objects, many(3))).toEqual(await readShards(objects));
    expect((await objects.get('state/shards.json'))?.etag).toBe(etag);
    await assignShards(objects, many(4));
    expect((await objects.get('state/shards.json'))?.etag).not.toBe(etag);
  });

  it('of another shape are named as corrupt', async () => {
    const { objects } = memoryPorts();
    const options = { condition: { kind: 'create-once' }, contentType: 'application/json' } as const;
    await objects.put('state/shards.json', jsonBytes({ shards: 1 }), options);
    await objects.put('state/shards/x.json', jsonBytes({ channels: [{}] }), options);
    await expect(readShards(objects)).rejects.toMatchObject({ code: 'E_CORRUPT', input: 'state/shards.json' });
    await expect(readShardState(objects, 'x')).rejects.toMatchObject({ code: 'E_CORRUPT' });
  });
});

describe('a shard state', () => {
  const nowMs = Date.UTC(2026, 2, 2);
  const empty = { leaseUntil: null, nonce: null, quietHosts: [], channels: [] };
  const seenAt = (id: string, url: string, daysAgo: number) => ({
    ...newChannelState(id, url),
    lastAskedAt: new Date(nowMs - daysAgo * 86_400_000).toISOString(),
  });

  it('knows a channel by newsroom and address, whatever the newsroom is called', () => {
    const state = { ...empty, channels: [{ ...newChannelState('constructor', 'https://a.example/'), failures: 7 }] };
    const [one, two] = channelsOf(state, [
      newsroom('constructor', 'https://a.example/', 'https://a.example/'),
      newsroom('b', 'https://a.example/'),
    ]);
    expect(one?.state.failures).toBe(7);
    expect(two?.state.failures).toBe(0);
  });

  it('forgets a channel only when no file has named it for a month', () => {
    const channels = [
      seenAt('a', 'https://a.example/now', 90),
      seenAt('a', 'https://a.example/old', 31),
      seenAt('a', 'https://a.example/recent', 29),
    ];
    const kept = withChannels({ ...empty, channels }, [], [newsroom('a', 'https://a.example/now')], nowMs).channels;
    expect(kept.map(({ url }) => url)).toEqual(['https://a.example/now', 'https://a.example/recent']);
  });

  it('says of what kind each channel is for those who have no newsroom file', () => {
    const channels = [
      seenAt('a', 'https://a.example/', 0),
      { ...seenAt('b', 'https://b.example/', 0), kind: 'atom' as const },
    ];
    const kept = withChannels({ ...empty, channels }, [], [newsroom('a', 'https://a.example/')], nowMs).channels;
    expect(kept.map(({ kind }) => kind)).toEqual(['rss', 'atom']);
  });

  it('loses the lease of a dead process when its successor says so', async () => {
    const { objects } = memoryPorts();
    const leased = { ...empty, leaseUntil: new Date(nowMs).toISOString(), nonce: 'x' };
    await objects.put('state/shards/s1.json', jsonBytes(leased), {
      condition: { kind: 'create-once' },
      contentType: 'application/json',
    });
    await clearShardLeases(objects);
    expect((await readShardState(objects, 's1')).value).toEqual(empty);
  });
});

describe('small readers', () => {
  it('host and port', () => {
    expect(hostOf('https://Example.org/x')).toBe('example.org:443');
    expect(hostOf('http://example.org')).toBe('example.org:80');
    expect(hostOf('http://127.0.0.1:3100/x')).toBe('127.0.0.1:3100');
    expect(hostOf('mailto:a@example.org')).toBeNull();
    expect(hostOf('nonsense')).toBeNull();
  });

  it('durations', () => {
    expect(['90s', '15m', '1h', '10d'].map(durationMs)).toEqual([90_000, 900_000, 3_600_000, 864_000_000]);
    expect(['', '0m', '1w', '-1h', '1.5h'].map(durationMs)).toEqual([null, null, null, null, null]);
  });

  it('Retry-After', () => {
    const nowMs = Date.UTC(2026, 2, 2, 9);
    expect(retryAfterMs(' 120 ', nowMs)).toBe(120_000);
    expect(retryAfterMs('Mon, 02 Mar 2026 09:05:00 GMT', nowMs)).toBe(300_000);
    expect(retryAfterMs('999999999', nowMs)).toBe(86_400_000);
    for (const header of [null, '', '0', '-5', '1e3', 'soon', 'Mon, 02 Mar 2026 08:00:00 GMT', '2026-03-02']) {
      expect(retryAfterMs(header, nowMs), String(header)).toBeNull();
    }
  });
});
