/** dispatch: every minute, finds the shards that have something to poll, and the deferred candidates whose time has come. */
import { enabledNewsrooms } from '../newsrooms/enabled.ts';
import { dueChannels, isLeased, readShardState } from '../politeness/shard-state.ts';
import { assignShards, type Shard } from '../politeness/shards.ts';
import type { Ports } from '../ports.ts';
import type { PipelineConfig } from './config.ts';
import { resendDeferred } from './deferred.ts';
import { done, type StepResult } from './messages.ts';
import { sendAll } from './send.ts';

type DispatchPorts = Pick<Ports, 'objects' | 'queues' | 'clock' | 'log'>;

/**
 * Counts: due. One read for each shard. A shard whose state cannot be read is logged and leaves the others alone.
 * Throws DependencyError when the shard list, the newsroom switches, or the queue cannot be had.
 */
export function dispatch(ports: DispatchPorts, config: PipelineConfig): () => Promise<StepResult> {
  return async () => {
    const enabled = await enabledNewsrooms(ports.objects, config.newsrooms);
    const { shards } = await assignShards(ports.objects, enabled);
    const nowMs = ports.clock.nowMs();

    const isDue = async (shard: Shard): Promise<boolean> => {
      const members = new Set(shard.newsrooms);
      const newsrooms = enabled.filter(({ id }) => members.has(id));
      if (newsrooms.length === 0) return false;
      try {
        const { value } = await readShardState(ports.objects, shard.id);
        return !isLeased(value, nowMs) && dueChannels(value, newsrooms, nowMs).length > 0;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        ports.log.error('shard-unreadable', { shard: shard.id, reason });
        return false;
      }
    };
    const verdicts = await Promise.all(shards.map(isDue));
    const due = shards.filter((_, index) => verdicts[index] === true);
    await sendAll(
      ports.queues.due,
      due.map(({ id }) => ({ body: JSON.stringify({ shard: id }) })),
    );
    await resendDeferred(ports);
    return done({ due: due.length });
  };
}
