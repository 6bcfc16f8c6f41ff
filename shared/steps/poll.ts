/**
 * poll: asks the channels of one shard that are due, and sends what they newly offer to Found. It claims the shard, sends before it
 * commits the state, and commits only while the claim still stands: a crash in between sends the same candidates again, and loses none.
 */
import { holdHost } from '../archive/host-state.ts';
import { limits } from '../limits.ts';
import { enabledNewsrooms } from '../newsrooms/enabled.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import { addressOf, type ChannelState } from '../politeness/channel-state.ts';
import { afterFault, afterRobotsRefusal } from '../politeness/decide.ts';
import { hostOf } from '../politeness/host.ts';
import {
  channelKey,
  dueChannels,
  isLeased,
  type PolledChannel,
  readShardState,
  withChannels,
} from '../politeness/shard-state.ts';
import { readShards } from '../politeness/shards.ts';
import type { FetchOutcome } from '../ports.ts';
import type { PipelineConfig } from './config.ts';
import { type DueMessage, done, type StepResult } from './messages.ts';
import { ask, type Together } from './poll-ask.ts';
import { claimShard, commitShard } from './poll-lease.ts';
import { reportSignals, settleChannel } from './poll-settle.ts';
import {
  type Counts,
  type Hold,
  HostTurn,
  iso,
  type Pass,
  type Permission,
  type PollPorts,
  permissionFor,
} from './poll-turn.ts';

/** The channels of one address, asked once. */
async function pollTogether(
  pass: Pass,
  turn: HostTurn,
  host: string,
  address: string,
  members: readonly PolledChannel[],
): Promise<void> {
  const { ports, config, counts } = pass;
  const set = ({ newsroom, channel }: PolledChannel, state: ChannelState): void => {
    pass.changed.set(channelKey(newsroom.id, channel.url), state);
  };
  const carryOver = (one: PolledChannel, hold: Hold): void => {
    const { newsroom, channel, state } = one;
    counts.carriedOver += 1;
    set(one, { ...state, nextAt: iso(hold.untilMs) });
    ports.log.info('channel-carried-over', { newsroom: newsroom.id, channel: channel.url, ...hold });
  };
  const allowed = config.allowedHosts.has(host);
  const fail = (one: PolledChannel, error: unknown): void => {
    const { newsroom, channel, state } = one;
    counts.failed += 1;
    const reason = error instanceof Error ? error.message : String(error);
    ports.log.error('channel-fault', { newsroom: newsroom.id, channel: channel.url, reason });
    set(one, afterFault(state, channel, reason, ports.clock.nowMs(), allowed));
  };

  let given: Permission;
  try {
    given = await permissionFor(pass, turn, host, address);
  } catch (error) {
    for (const one of members) fail(one, error);
    return;
  }
  if (given.kind === 'held') {
    for (const one of members) carryOver(one, given.hold);
    return;
  }
  const { permission, robots } = given;
  if (permission.kind !== 'allowed') {
    for (const one of members) {
      const next = afterRobotsRefusal(one.state, permission, Date.parse(robots.nextAt), ports.clock.nowMs());
      // Its host was asked, and gave nothing to go by.
      if (permission.kind === 'unreachable') {
        counts.polled += 1;
        counts.failed += 1;
      }
      reportSignals(pass, one, next);
      set(one, next);
    }
    return;
  }

  const together: Together = { address, members, robots, answers: new Map() };
  for (const one of members) {
    try {
      const answer = await ask(pass, turn, together, one);
      if (answer === null) {
        // Under a clock that stands still the next pass may come at once: the gap is kept all the same.
        const untilMs = ports.clock.nowMs() + Math.max(turn.gapMs, limits.hostGapMs);
        carryOver(one, { untilMs, reason: 'no time left for the host in this pass' });
        continue;
      }
      const holdUntilMs = await settleChannel(pass, one, answer, allowed);
      if (holdUntilMs === null) continue;
      const { outcome } = answer;
      const busy = new Set([host, outcome.kind === 'response' ? (hostOf(outcome.finalUrl) ?? host) : host]);
      for (const each of busy) await holdHost(ports.objects, each, holdUntilMs, `HTTP ${answerStatus(outcome)}`);
    } catch (error) {
      fail(one, error);
    }
  }
}

function answerStatus(outcome: FetchOutcome): number | null {
  return outcome.kind === 'response' ? outcome.status : null;
}

/** The due channels of one host, one at a time. A fault with one of them leaves the others to go on. */
async function pollHost(pass: Pass, host: string, due: readonly PolledChannel[]): Promise<void> {
  const turn = new HostTurn(pass, pass.config.allowedHosts.has(host));
  const byAddress = new Map<string, PolledChannel[]>();
  for (const one of due) {
    const address = addressOf(one.state, one.channel);
    byAddress.set(address, [...(byAddress.get(address) ?? []), one]);
  }
  for (const [address, members] of byAddress) await pollTogether(pass, turn, host, address, members);
  if (!turn.asked || turn.gapMs === 0) return;
  // The next pass may come at once: the gap holds for it too.
  const gapUntilMs = pass.ports.clock.nowMs() + turn.gapMs;
  pass.quietHosts.set(host, Math.max(gapUntilMs, pass.quietHosts.get(host) ?? 0));
}

/** Runs the hosts side by side, so many at a time. */
async function pollHosts(pass: Pass, due: readonly PolledChannel[]): Promise<void> {
  const byHost = new Map<string, PolledChannel[]>();
  for (const one of due) {
    const address = addressOf(one.state, one.channel);
    const host = hostOf(address) ?? address;
    byHost.set(host, [...(byHost.get(host) ?? []), one]);
  }
  const waiting = [...byHost];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await pollHost(pass, ...next);
  };
  await Promise.all(Array.from({ length: limits.pollHostsConcurrentMax }, work));
}

/** The newsrooms of a shard that are enabled. */
async function members(ports: PollPorts, config: PipelineConfig, shard: string): Promise<Newsroom[]> {
  const { shards } = await readShards(ports.objects);
  const assigned = new Set(shards.find(({ id }) => id === shard)?.newsrooms);
  return (await enabledNewsrooms(ports.objects, config.newsrooms)).filter(({ id }) => assigned.has(id));
}

/**
 * Message: one shard. Counts: polled, notModified, candidates, failed, carriedOver. A shard that another poller holds, or in which
 * nothing is due any more, is done at once. Throws DependencyError when the archive cannot be had, CorruptDataError for a state of another shape.
 */
export function poll(ports: PollPorts, config: PipelineConfig): (message: DueMessage) => Promise<StepResult> {
  return async ({ shard }) => {
    const counts: Counts = { polled: 0, notModified: 0, candidates: 0, failed: 0, carriedOver: 0 };
    const current = await readShardState(ports.objects, shard);
    const nowMs = ports.clock.nowMs();
    if (isLeased(current.value, nowMs)) return done({ ...counts });
    const newsrooms = await members(ports, config, shard);
    const due = dueChannels(current.value, newsrooms, nowMs);
    if (due.length === 0) return done({ ...counts });
    const claimed = await claimShard(ports, config, shard, current, due);
    if (claimed === null) return done({ ...counts });

    const pass: Pass = {
      ports,
      config,
      counts,
      deadline: ports.clock.elapsedMs() + limits.pollDeadlineMs,
      room: new Map(),
      quietHosts: new Map(claimed.value.quietHosts.map(({ host, until }) => [host, Date.parse(until)])),
      changed: new Map(),
    };
    await pollHosts(pass, due);

    const quietHosts = [...pass.quietHosts]
      .filter(([, untilMs]) => untilMs > ports.clock.nowMs())
      .map(([host, untilMs]) => ({ host, until: iso(untilMs) }));
    const next = withChannels(claimed.value, [...pass.changed.values()], config.newsrooms, ports.clock.nowMs());
    await commitShard(ports, shard, { ...next, quietHosts }, claimed.etag);
    return done({ ...counts });
  };
}
