/** Runs the production dispatch and poll against the scripted servers under a virtual clock, and logs every request. */

import { candidateSchema } from '../../shared/channels/candidate.ts';
import { readShardState } from '../../shared/politeness/shard-state.ts';
import { readShards } from '../../shared/politeness/shards.ts';
import type { FetchOutcome, FetchRequest, Objects } from '../../shared/ports.ts';
import type { PipelineConfig } from '../../shared/steps/config.ts';
import { dispatch } from '../../shared/steps/dispatch.ts';
import { poll } from '../../shared/steps/poll.ts';
import { testClock } from '../support/memory/clock.ts';
import { memoryPorts } from '../support/memory/ports.ts';
import { seededRandom } from '../support/memory/random.ts';
import { DAY, HOUR, MINUTE, type Published, START, scriptedServers } from './politeness-servers.ts';

export interface LoggedRequest {
  readonly url: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: FetchOutcome;
  /** The poller died before it had written down what it was told. */
  readonly isLost: boolean;
}

export interface Detection {
  readonly channel: string;
  readonly guid: string;
  readonly atMs: number;
  readonly origin: string;
}

export interface Simulation {
  readonly requests: readonly LoggedRequest[];
  readonly detections: readonly Detection[];
  /** Published during the simulation, by host; what came in its last four hours may be found after it. */
  readonly published: ReadonlyMap<string, readonly Published[]>;
  readonly every: ReadonlyMap<string, string | null>;
  readonly signals: ReadonlyMap<string, number>;
  readonly passes: number;
  readonly crashes: number;
}

/** The next commit of a poll is lost, as when the process dies after it has asked. */
function crashing(objects: Objects): Objects {
  return {
    get: (...rest) => objects.get(...rest),
    list: (...rest) => objects.list(...rest),
    put: async (key, body, options) => {
      if (key.startsWith('state/shards/') && Buffer.from(body).includes('"leaseUntil":null')) throw new Error('killed');
      return objects.put(key, body, options);
    },
  };
}

/**
 * `days` of virtual time. dispatch comes every minute in which something may be due, and besides at random moments, with redelivered
 * messages; now and then a poller dies before it has written down what it was told.
 */
export async function simulate(days: number): Promise<Simulation> {
  const servers = scriptedServers(days);
  const byHost = new Map(servers.map((server) => [server.host, server]));
  const newsrooms = servers.flatMap((server) => server.newsrooms);
  const clock = testClock(START, { advanceOnWait: true });
  const memory = memoryPorts({ clock });
  const random = seededRandom(7).fraction;
  const requests: LoggedRequest[] = [];
  const detections: Detection[] = [];
  const signals = new Map<string, number>();
  let isDying = false;
  const fetcher = {
    fetch: async (request: FetchRequest): Promise<FetchOutcome> => {
      const { host } = new URL(request.url);
      const startMs = clock.nowMs();
      const answered = byHost.get(host)?.answer(request, startMs);
      if (answered === undefined) throw new Error(`nobody serves ${request.url}`);
      clock.advance(answered.tookMs);
      requests.push({
        url: request.url,
        host,
        headers: request.headers,
        startMs,
        endMs: clock.nowMs(),
        outcome: answered.outcome,
        isLost: isDying,
      });
      return answered.outcome;
    },
  };
  const found = {
    ...memory.queues.found,
    send: async (messages: readonly { readonly body: string }[]) => {
      for (const { body } of messages) {
        const { channel, guid, origin } = candidateSchema.parse(JSON.parse(body));
        detections.push({ channel, guid: guid ?? '', atMs: clock.nowMs(), origin });
      }
      return [];
    },
  };
  const log = {
    info: () => undefined,
    error: () => undefined,
    warn: (event: string, fields: Readonly<Record<string, unknown>> = {}) => {
      const name = event === 'signal-raised' ? `${event} ${String(fields['signal'])}` : event;
      signals.set(name, (signals.get(name) ?? 0) + 1);
    },
  };
  const ports = { ...memory, fetcher, log, queues: { ...memory.queues, found } };
  const config: PipelineConfig = {
    newsrooms,
    allowedHosts: new Set(),
    alertNewest: 0,
    consoleAddress: null,
    target: 'local',
  };

  let passes = 0;
  let crashes = 0;
  const pass = async (): Promise<void> => {
    await dispatch(ports, config)();
    const due = await ports.queues.due.receive({ max: 10, visibilitySeconds: 60 });
    await ports.queues.due.delete(due.map(({ receipt }) => receipt));
    for (const { body } of due) {
      const message = JSON.parse(body) as { shard: string };
      passes += 1;
      if (random() < 0.01) {
        crashes += 1;
        isDying = true;
        await poll(
          { ...ports, objects: crashing(memory.objects) as typeof memory.objects },
          config,
        )(message).catch(() => undefined);
        isDying = false;
        continue;
      }
      await poll(ports, config)(message);
      if (random() < 0.1) await poll(ports, config)(message);
    }
  };

  const endMs = START + days * DAY;
  while (clock.nowMs() < endMs) {
    await pass();
    if (random() < 0.1) {
      clock.advance(Math.floor(random() * 50_000));
      await pass();
    }
    let nextMs = endMs;
    for (const { id } of (await readShards(memory.objects)).shards) {
      const { value } = await readShardState(memory.objects, id);
      const leaseMs = value.leaseUntil === null ? 0 : Date.parse(value.leaseUntil);
      for (const { nextAt } of value.channels) {
        if (nextAt !== null) nextMs = Math.min(nextMs, Math.max(Date.parse(nextAt), leaseMs));
      }
    }
    // Like the timer of dispatch: on the minute.
    const minute = Math.ceil(Math.max(nextMs, clock.nowMs() + 1) / MINUTE) * MINUTE;
    clock.set(minute);
  }
  return {
    requests,
    detections,
    published: new Map(
      servers.map(({ host, items }) => [host, items.filter(({ atMs }) => atMs > START && atMs < endMs - 4 * HOUR)]),
    ),
    every: new Map(
      newsrooms.flatMap(({ channels }) => channels.map(({ url, every }) => [url, every ?? null] as const)),
    ),
    signals,
    passes,
    crashes,
  };
}
