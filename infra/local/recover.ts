/**
 * What a killed process left behind, made right at the start of the next one. Only for the holder of DATA/lock: it knows
 * that nobody else works on the folder, so leases and messages in flight belong to nobody.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keys, parseReleaseKey } from '../../shared/archive/keys.ts';
import { markLedger, readLedger } from '../../shared/archive/ledger.ts';
import { clearShardLeases } from '../../shared/politeness/shard-state.ts';
import type { Objects } from '../../shared/ports.ts';
import { objectMessageSchema, parseMessage } from '../../shared/steps/messages.ts';
import type { LocalPipeline } from './open.ts';

/** Makes the messages of one queue visible that were received and not deleted. Answers their bodies. */
async function freeMessages({ folder, queues }: LocalPipeline, name: keyof LocalPipeline['queues']): Promise<string[]> {
  const { queue } = queues[name];
  if ((await queue.counts()).inFlight === 0) return [];
  const messages = join(folder.spool(name), 'messages');
  const bodies: string[] = [];
  // A receipt is the name of the message's file, `<visible at>-<receives>-<id>`; one never received is delayed on purpose.
  for (const receipt of await readdir(messages)) {
    if (receipt.split('-')[1] === '0') continue;
    const { body } = JSON.parse(await readFile(join(messages, receipt), 'utf8')) as { readonly body: string };
    bodies.push(body);
    await queue.changeVisibility(receipt, 0);
  }
  return bodies;
}

/** Ends the lease on the ledger of a release whose alert was interrupted, so that its alerts go on at once. */
async function freeLedger(objects: Objects, nowMs: number, body: string): Promise<void> {
  const parts = parseReleaseKey(parseMessage(objectMessageSchema, body).key);
  if (parts === null) return;
  const key = keys.ledger(parts.partition, parts.release, parts.revision);
  const nonce = (await readLedger(objects, key))?.nonce ?? null;
  if (nonce === null) return;
  await markLedger(objects, key, new Date(nowMs).toISOString(), { updates: new Map(), releaseLeaseOf: nonce });
}

/** A message of another shape is left: its step says so and it goes to the dead letters. */
export async function recover(pipeline: LocalPipeline): Promise<void> {
  const { objects, clock, log } = pipeline.ports;
  await clearShardLeases(objects);
  for (const name of ['due', 'found', 'changed', 'windows', 'deliveries'] as const) await freeMessages(pipeline, name);
  for (const body of await freeMessages(pipeline, 'stored')) {
    await freeLedger(objects, clock.nowMs(), body).catch((error: unknown) => log.warn('ledger-not-freed', { error }));
  }
  await pipeline.recoverOutbox();
}
