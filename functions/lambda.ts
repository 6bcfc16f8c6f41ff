/** The one place where Lambda's events become messages of a step, and a step's results what SQS wants to hear. */
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { DatelineError } from '../shared/errors.ts';
import type { Log, LogFields, Queue } from '../shared/ports.ts';
import type { StepResult } from '../shared/steps/messages.ts';

export interface QueueHandlerOptions<M> {
  /** Where the records come from: to put one off. */
  readonly queue: Queue;
  readonly log: Log;
  /** Messages of one body; none when there is nothing to do. Throws for a body of another shape. */
  readonly read: (body: string) => readonly M[];
  readonly step: (message: M) => Promise<StepResult>;
}

/** No record but the first is begun with less time left than this; the rest comes back at once. */
const recordMsMin = 15_000;

/** After the first, second, … failure: soon enough for an alert, and an outage of 20 minutes costs no message its tries. */
const retryAfterSeconds = [10, 60, 300, 900] as const;

type Remaining = Pick<Context, 'getRemainingTimeInMillis'>;

/** Fields of a log line about a fault. */
function faultFields(fault: unknown): LogFields {
  if (fault instanceof DatelineError) {
    return { error: fault.message, code: fault.code, retryable: fault.retryable, input: fault.input };
  }
  return { error: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
}

/** Makes a record visible again after `seconds` instead of after the queue's long visibility. */
async function showAgain(
  record: SQSRecord,
  seconds: number,
  { queue, log }: { queue: Queue; log: Log },
): Promise<void> {
  try {
    await queue.changeVisibility(record.receiptHandle, seconds);
  } catch (fault) {
    // It becomes visible by itself, only later.
    log.warn('not-put-off', { message: record.messageId, seconds, ...faultFields(fault) });
  }
}

/** What no retry cures goes to the dead-letter queue, and so to somebody's eyes, without delay. */
function retrySeconds(record: SQSRecord, fault: unknown): number {
  if (fault instanceof DatelineError && !fault.retryable) return 0;
  const tries = Number(record.attributes.ApproximateReceiveCount);
  return retryAfterSeconds[Math.min(Math.max(tries, 1), retryAfterSeconds.length) - 1] ?? 0;
}

/** True when the record is done; false when SQS shall give it again. */
async function handleRecord<M>(record: SQSRecord, options: QueueHandlerOptions<M>): Promise<boolean> {
  const { log, read, step } = options;
  try {
    for (const message of read(record.body)) {
      const result = await step(message);
      if (result.kind === 'later') {
        log.info('put-off', { message: record.messageId, afterSeconds: result.afterSeconds, reason: result.reason });
        await showAgain(record, result.afterSeconds, options);
        return false;
      }
      log.info('done', { message: record.messageId, ...result.counts });
    }
    return true;
  } catch (fault) {
    log.error('failed', { message: record.messageId, ...faultFields(fault) });
    await showAgain(record, retrySeconds(record, fault), options);
    return false;
  }
}

/**
 * Handler for an SQS mapping with ReportBatchItemFailures: one failing record never takes another with it, except
 * those behind it in its group (FIFO), whose order would be lost.
 */
export function queueHandler<M>(
  options: QueueHandlerOptions<M>,
): (event: SQSEvent, context: Remaining) => Promise<SQSBatchResponse> {
  return async (event, context) => {
    const failed: SQSRecord[] = [];
    const heldGroups = new Set<string>();
    for (const [index, record] of event.Records.entries()) {
      const group = record.attributes.MessageGroupId;
      const held = group !== undefined && heldGroups.has(group);
      const late = index > 0 && context.getRemainingTimeInMillis() < recordMsMin;
      if (late || held) await showAgain(record, 0, options);
      if (held || late || !(await handleRecord(record, options))) {
        failed.push(record);
        if (group !== undefined) heldGroups.add(group);
      }
    }
    return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
  };
}

/** Handler for a schedule: a fault fails the invocation, which the alarm on errors sees; the next tick tries again. */
export function scheduleHandler(step: () => Promise<StepResult>, log: Log): () => Promise<StepResult> {
  return async () => {
    try {
      const result = await step();
      log.info(result.kind, result.kind === 'done' ? result.counts : { reason: result.reason });
      return result;
    } catch (fault) {
      log.error('failed', faultFields(fault));
      throw fault;
    }
  };
}
