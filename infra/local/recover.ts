/**
 * What a killed process left behind, made right at the start of the next one. Only for the holder of DATA/lock: it knows
 * that nobody else works on the folder, so leases and messages in flight belong to nobody.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clearShardLeases } from '../../shared/politeness/shard-state.ts';
import type { LocalPipeline } from './open.ts';

/** Messages of the spool that were received and neither deleted nor put off for long become visible at once. */
async function freeMessages({ folder, queues }: LocalPipeline): Promise<void> {
  for (const [name, { queue }] of Object.entries(queues)) {
    const { inFlight } = await queue.counts();
    if (inFlight === 0) continue;
    // A receipt is the name of the message's file; one that was never received is delayed on purpose.
    for (const receipt of await readdir(join(folder.spool(name), 'messages'))) {
      if (receipt.split('-')[1] !== '0') await queue.changeVisibility(receipt, 0);
    }
  }
}

export async function recover(pipeline: LocalPipeline): Promise<void> {
  await clearShardLeases(pipeline.ports.objects);
  await freeMessages(pipeline);
  await pipeline.recoverOutbox();
}
