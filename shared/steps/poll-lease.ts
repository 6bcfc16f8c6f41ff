/** The lease of a shard: one poller at a time, and a state that is written only by the one that still holds it. */
import { keys } from '../archive/keys.ts';
import { type Versioned, writeJson } from '../archive/objects.ts';
import { DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import { addressOf } from '../politeness/channel-state.ts';
import { hostOf } from '../politeness/host.ts';
import { reservedUntilMs } from '../politeness/interval.ts';
import { type PolledChannel, type ShardState, withChannels } from '../politeness/shard-state.ts';
import type { PipelineConfig } from './config.ts';
import { iso, type PollPorts } from './poll-turn.ts';

/**
 * Takes the lease by compare-and-swap; null when somebody else has it. With the lease goes the word that the due channels are being
 * asked: after a crash they are not asked a second time within their interval. Allowed loopback hosts are.
 */
export async function claimShard(
  ports: PollPorts,
  config: PipelineConfig,
  shard: string,
  current: Versioned<ShardState>,
  due: readonly PolledChannel[],
): Promise<Versioned<ShardState> | null> {
  const nowMs = ports.clock.nowMs();
  const reserved = due
    .filter(({ state, channel }) => !config.allowedHosts.has(hostOf(addressOf(state, channel)) ?? ''))
    .map(({ state, channel }) => ({ ...state, nextAt: iso(reservedUntilMs(state, channel, nowMs)) }));
  const value: ShardState = {
    ...withChannels(current.value, reserved, config.newsrooms, nowMs),
    leaseUntil: iso(nowMs + limits.pollLeaseMs),
    nonce: ports.random.nonce(),
  };
  const outcome = await writeJson(ports.objects, keys.shard(shard), value, current.etag);
  return outcome.kind === 'stored' ? { value, etag: outcome.etag } : null;
}

/** Writes the state and gives the lease back; a lease that was lost means that somebody else goes on. */
export async function commitShard(
  ports: PollPorts,
  shard: string,
  next: ShardState,
  etag: string | null,
): Promise<void> {
  const value: ShardState = { ...next, leaseUntil: null, nonce: null };
  for (let attempt = 0; attempt < limits.swapAttemptsMax; attempt += 1) {
    const outcome = await writeJson(ports.objects, keys.shard(shard), value, etag);
    if (outcome.kind === 'stored') return;
    if (outcome.kind !== 'conflict') {
      ports.log.warn('poll-lease-lost', { shard, outcome: outcome.kind });
      return;
    }
  }
  throw new DependencyError('E_CONTENDED', `the state of ${shard} could not be written`, { input: keys.shard(shard) });
}
