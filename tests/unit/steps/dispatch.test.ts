import { describe, expect, it } from 'vitest';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import type { PipelineConfig } from '../../../shared/steps/config.ts';
import { dispatch } from '../../../shared/steps/dispatch.ts';
import { poll } from '../../../shared/steps/poll.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { memoryPorts } from '../../support/memory/ports.ts';

const MINUTE = 60_000;
const SHARD = 'shard-0001';
const emptyFeed = respond(200, '<rss version="2.0"><channel><title>News</title></channel></rss>');

function newsroom(id: string, enabled = true): Newsroom {
  return {
    id,
    organization: id,
    country: 'INT',
    homepage: `https://${id}.example/`,
    enabled,
    channels: [{ kind: 'rss', url: `https://${id}.example/feed`, every: '15m' }],
  };
}

const newsrooms = (count: number): Newsroom[] => Array.from({ length: count }, (_, index) => newsroom(`n${index}`));

const config = (rooms: readonly Newsroom[]): PipelineConfig => ({
  newsrooms: rooms,
  allowedHosts: new Set(),
  alertNewest: 0,
  consoleAddress: null,
  target: 'local',
});

describe('dispatch', () => {
  it('sends each shard that has something due, and none twice while it is held', async () => {
    const rooms = newsrooms(60);
    const settings = config([...rooms, newsroom('off', false)]);
    const ports = memoryPorts({ clock: testClock(undefined, { advanceOnWait: true }) });
    const due = dispatch(ports, settings);
    expect(await due()).toEqual({ kind: 'done', counts: { due: 2 } });
    expect(ports.queues.due.bodies()).toEqual(['{"shard":"shard-0001"}', '{"shard":"shard-0002"}']);
    expect(JSON.stringify(ports.objects.json('state/shards.json'))).not.toContain('"off"');

    for (const room of rooms) ports.fetcher.route(room.channels[0]!.url, emptyFeed);
    let held: unknown;
    ports.fetcher.route('https://n0.example/feed', async (request) => {
      held = await due();
      return emptyFeed(request);
    });
    await poll(ports, settings)({ shard: SHARD });
    expect(held).toEqual({ kind: 'done', counts: { due: 1 } });
    expect(await due()).toEqual({ kind: 'done', counts: { due: 1 } });
    await poll(ports, settings)({ shard: 'shard-0002' });
    expect(await due()).toEqual({ kind: 'done', counts: { due: 0 } });
    ports.clock.advance(20 * MINUTE);
    expect(await due()).toEqual({ kind: 'done', counts: { due: 2 } });
  });

  it('costs one read for each shard', async () => {
    const settings = config(newsrooms(120));
    const ports = memoryPorts();
    await dispatch(ports, settings)();
    let reads = 0;
    const objects = {
      ...ports.objects,
      get: (key: string) => {
        reads += 1;
        return ports.objects.get(key);
      },
    };
    await dispatch({ ...ports, objects }, settings)();
    // Three shards; the switches, the shard list, and the deferred candidates.
    expect(reads).toBeLessThanOrEqual(3 + 3);
  });

  it('goes on when the state of one shard cannot be read', async () => {
    const settings = config(newsrooms(60));
    const ports = memoryPorts();
    await ports.objects.put('state/shards/shard-0001.json', Buffer.from('{'), {
      condition: { kind: 'create-once' },
      contentType: 'application/json',
    });
    expect(await dispatch(ports, settings)()).toEqual({ kind: 'done', counts: { due: 1 } });
    expect(ports.log.events.find(({ event }) => event === 'shard-unreadable')?.fields).toMatchObject({ shard: SHARD });
  });
});
