/** publish: the only writer of the change log; it also keeps the catalog, its page and the schema up to date. */
import { updateCatalog } from '../archive/catalog.ts';
import { appendChanges } from '../archive/changes.ts';
import { renderIndexPage } from '../archive/index-page.ts';
import { keys } from '../archive/keys.ts';
import { jsonBytes } from '../archive/objects.ts';
import { CorruptDataError, DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import { readHealth } from '../newsrooms/health.ts';
import type { Objects, Ports, ReceivedMessage } from '../ports.ts';
import { releaseJsonSchema } from '../release/json-schema.ts';
import type { PipelineConfig } from './config.ts';
import { done, objectMessageSchema, parseMessage, type StepResult } from './messages.ts';

type PublishPorts = Pick<Ports, 'objects' | 'queues' | 'clock' | 'log'>;

/** Up to `changesPerSegmentMax` messages; ends when the queue gives none. */
async function receiveChanged(ports: PublishPorts): Promise<readonly ReceivedMessage[]> {
  const received: ReceivedMessage[] = [];
  while (received.length < limits.changesPerSegmentMax) {
    const batch = await ports.queues.changed.receive({
      max: limits.queueBatchMessagesMax,
      visibilitySeconds: limits.publishVisibilitySeconds,
    });
    if (batch.length === 0) break;
    received.push(...batch);
  }
  return received;
}

/** The keys in the messages; a message of another shape is left and goes to the dead-letter queue. */
function readKeys(
  ports: PublishPorts,
  received: readonly ReceivedMessage[],
): { readonly good: readonly ReceivedMessage[]; readonly releaseKeys: readonly string[] } {
  const good: ReceivedMessage[] = [];
  const releaseKeys: string[] = [];
  for (const message of received) {
    try {
      releaseKeys.push(parseMessage(objectMessageSchema, message.body).key);
      good.push(message);
    } catch (fault) {
      ports.log.error('poison-message', { queue: 'changed', message: fault instanceof Error ? fault.message : fault });
    }
  }
  return { good, releaseKeys };
}

/** Writes an object whose content follows from others, unless it says the same already. */
async function refresh(objects: Objects, key: string, body: Uint8Array, contentType: string): Promise<void> {
  const standing = await objects.get(key);
  if (standing !== null && Buffer.compare(Buffer.from(standing.body), Buffer.from(body)) === 0) return;
  const outcome = await objects.put(key, body, {
    condition: standing === null ? { kind: 'create-once' } : { kind: 'compare-and-swap', etag: standing.etag },
    contentType,
  });
  if (outcome.kind === 'conflict')
    throw new DependencyError('E_CONTENDED', `the object ${key} is being written`, { input: key });
}

/**
 * No message: it receives from Changed itself, so that one segment holds what came since the last one. The messages are
 * deleted after the segment stands; a writer that loses leaves them. Counts: changes. Throws DependencyError.
 */
export function publish(ports: PublishPorts, config: PipelineConfig): () => Promise<StepResult> {
  const schemaBytes = jsonBytes(releaseJsonSchema());

  return async () => {
    const received = await receiveChanged(ports);
    const nowMs = ports.clock.nowMs();
    const { good, releaseKeys } = readKeys(ports, received);
    // Also with nothing received: a segment that an earlier writer left pending is finished.
    const appended = await appendChanges(ports.objects, nowMs, releaseKeys);
    if (appended === null) {
      ports.log.info('publish-lost', { messages: received.length });
      return done({ changes: 0 });
    }
    for (const key of appended.skipped)
      ports.log.warn('change-skipped', { key, reason: 'no release object at this key' });
    await ports.queues.changed.delete(good.map(({ receipt }) => receipt));

    try {
      await refreshCatalog(nowMs);
    } catch (fault) {
      // A log that was damaged is for `verify`; it must not keep new releases out of it.
      if (!(fault instanceof CorruptDataError)) throw fault;
      ports.log.error('catalog-stuck', { code: fault.code, message: fault.message });
    }
    return done({ changes: appended.lines });
  };

  async function refreshCatalog(nowMs: number): Promise<void> {
    await refresh(ports.objects, keys.releaseSchema, schemaBytes, 'application/schema+json');
    const healths = await readHealth(ports.objects, config.newsrooms, nowMs);
    const health = new Map(healths.map((one) => [one.newsroom, one]));
    const { catalog, written } = await updateCatalog(ports.objects, nowMs, config.newsrooms, health);
    if (written) {
      await refresh(
        ports.objects,
        keys.index,
        Buffer.from(renderIndexPage(catalog), 'utf8'),
        'text/html; charset=utf-8',
      );
    }
  }
}
