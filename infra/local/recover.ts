/**
 * What a killed process left behind, made right at the start of the next one. Only for the holder of DATA/lock: it knows
 * that nobody else works on the folder, so leases and messages in flight belong to nobody.
 */
import { keys, parseReleaseKey } from '../../shared/archive/keys.ts';
import { markLedger, readLedger } from '../../shared/archive/ledger.ts';
import { swapJson } from '../../shared/archive/objects.ts';
import { releaseRechecks } from '../../shared/archive/rechecks.ts';
import { clearShardLeases } from '../../shared/politeness/shard-state.ts';
import type { Ports } from '../../shared/ports.ts';
import { freeCompilation } from '../../shared/steps/compile.ts';
import { objectMessageSchema, parseMessage, windowMessageSchema } from '../../shared/steps/messages.ts';
import { emptyWindow, freed, type WindowState } from '../../shared/watch/window.ts';
import type { LocalPipeline } from './open.ts';

/** Ends the lease on the ledger of a release whose alert was interrupted, so that its alerts go on at once. */
async function freeLedger(ports: Ports, body: string): Promise<void> {
  const parts = parseReleaseKey(parseMessage(objectMessageSchema, body).key);
  if (parts === null) return;
  const key = keys.ledger(parts.partition, parts.release, parts.revision);
  const nonce = (await readLedger(ports.objects, key))?.nonce ?? null;
  if (nonce === null) return;
  await markLedger(ports, key, { updates: new Map(), releaseLeaseOf: nonce });
}

/** Ends the lease on a group of alerts whose sending was interrupted. */
async function freeWindow({ objects, clock }: Ports, body: string): Promise<void> {
  const { watch } = parseMessage(windowMessageSchema, body);
  await swapJson<WindowState>(objects, keys.window(watch), emptyWindow, (state) =>
    state.sending === null ? undefined : freed(state, clock.nowMs()),
  );
}

/** A message of another shape is left: its step says so and it goes to the dead letters. */
export async function recover(pipeline: LocalPipeline): Promise<void> {
  const { ports, queues } = pipeline;
  await clearShardLeases(ports.objects);
  await releaseRechecks(ports.objects, null);
  await freeCompilation(ports.objects);
  for (const name of ['due', 'found', 'changed', 'deliveries', 'webhooks'] as const) {
    await queues[name].queue.freeInFlight();
  }
  const free = async (name: 'stored' | 'windows', freeLease: (ports: Ports, body: string) => Promise<void>) => {
    for (const body of await queues[name].queue.freeInFlight()) {
      await freeLease(ports, body).catch((error: unknown) => ports.log.warn('lease-not-freed', { queue: name, error }));
    }
  };
  await free('stored', freeLedger);
  await free('windows', freeWindow);
  await pipeline.recoverOutbox();
}
