/** publish: the only writer of the change log; from it follow the daily files, the catalog, its page and the schemas. */
import { updateCatalog } from '../archive/catalog.ts';
import { catalogJsonSchema } from '../archive/catalog-schema.ts';
import { appendChanges, ensureHead, readChangesState } from '../archive/changes.ts';
import {
  compactDay,
  type DailyState,
  dueDays,
  followDays,
  inDailyFiles,
  readDailyState,
  recordDay,
} from '../archive/daily.ts';
import { readHead } from '../archive/follow.ts';
import { renderIndexPage } from '../archive/index-page.ts';
import { keys } from '../archive/keys.ts';
import { jsonBytes } from '../archive/objects.ts';
import { recoverChangesState } from '../archive/recover-log.ts';
import { CorruptDataError, DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import { readHealth } from '../newsrooms/health.ts';
import type { Objects, Ports, ReceivedMessage } from '../ports.ts';
import { releaseJsonSchema } from '../release/json-schema.ts';
import type { PipelineConfig } from './config.ts';
import { done, objectMessageSchema, parseMessage, type StepResult } from './messages.ts';

/** Made at first need, and once. */
let schemas: { readonly release: Uint8Array; readonly catalog: Uint8Array } | null = null;

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
 * deleted after the segment stands; a writer that loses leaves them. Counts: changes, days (compacted), daysLeft (for the next
 * call). Throws DependencyError.
 */
export function publish(ports: PublishPorts, config: PipelineConfig): () => Promise<StepResult> {
  schemas ??= { release: jsonBytes(releaseJsonSchema()), catalog: jsonBytes(catalogJsonSchema()) };
  const { release: releaseSchemaBytes, catalog: catalogSchemaBytes } = schemas;
  const schemaType = 'application/schema+json';

  return async () => {
    const received = await receiveChanged(ports);
    const nowMs = ports.clock.nowMs();
    const { good, releaseKeys } = readKeys(ports, received);
    if (await recoverChangesState(ports.objects, nowMs)) {
      ports.log.warn('changes-recovered', { key: keys.changes, reason: 'it was gone, and was made anew from the log' });
    }
    // Also with nothing received: a segment that an earlier writer left pending is finished.
    const appended = await appendChanges(ports.objects, nowMs, releaseKeys, inDailyFiles(ports.objects));
    if (appended === null) {
      ports.log.info('publish-lost', { messages: received.length });
      return done({ changes: 0 });
    }
    for (const key of appended.skipped)
      ports.log.warn('change-skipped', { key, reason: 'no release object at this key' });
    await ports.queues.changed.delete(good.map(({ receipt }) => receipt));

    try {
      await ensureHead(ports.objects, (await readChangesState(ports.objects)).value);
      const days = await compactDays(nowMs);
      await refreshCatalog(nowMs, days.state);
      return done({ changes: appended.lines, days: days.compacted, daysLeft: days.left });
    } catch (fault) {
      // A log that was damaged is for `verify`; it must not keep new releases out of it.
      if (!(fault instanceof CorruptDataError)) throw fault;
      ports.log.error('catalog-stuck', { code: fault.code, message: fault.message, remedy: fault.hint });
      return done({ changes: appended.lines });
    }
  };

  /** The days that are over and have something new. A day that cannot be compacted leaves the others alone. */
  async function compactDays(nowMs: number): Promise<{ state: DailyState; compacted: number; left: number }> {
    const startedMs = ports.clock.elapsedMs();
    const followed = await followDays(ports.objects, ports.log);
    const due = dueDays(followed, nowMs);
    let tried = 0;
    let compacted = 0;
    for (const date of due) {
      const day = followed.days[date];
      if (day === undefined || ports.clock.elapsedMs() - startedMs > limits.dailyPassMsMax) break;
      tried += 1;
      try {
        const built = await compactDay(ports.objects, ports.log, date, day, nowMs);
        await recordDay(ports.objects, date, day, built);
        ports.log.info('day-compacted', { day: date, version: built.version, rows: built.rows });
        compacted += 1;
      } catch (fault) {
        if (!(fault instanceof CorruptDataError)) throw fault;
        ports.log.error('day-stuck', { day: date, code: fault.code, message: fault.message });
      }
    }
    const state = compacted === 0 ? followed : (await readDailyState(ports.objects)).value;
    const behind = followed.seq < ((await readHead(ports.objects))?.seq ?? 0) ? 1 : 0;
    return { state, compacted, left: due.length - tried + behind };
  }

  async function refreshCatalog(nowMs: number, daily: DailyState): Promise<void> {
    await refresh(ports.objects, keys.releaseSchema, releaseSchemaBytes, schemaType);
    await refresh(ports.objects, keys.catalogSchema, catalogSchemaBytes, schemaType);
    const { newsrooms } = config;
    const healths = await readHealth(ports.objects, newsrooms, nowMs);
    const health = new Map(healths.map((one) => [one.newsroom, one]));
    const { catalog, written } = await updateCatalog(ports.objects, nowMs, { newsrooms, health, daily });
    if (!written) return;
    const page = Buffer.from(renderIndexPage(catalog), 'utf8');
    await refresh(ports.objects, keys.index, page, 'text/html; charset=utf-8');
  }
}
