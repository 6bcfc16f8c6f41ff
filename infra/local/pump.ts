/** A pump: takes messages from a queue, gives each to a step, and does with it what the step's result says. */
import type { z } from 'zod';
import { DatelineError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { Log, Queue, ReceivedMessage } from '../../shared/ports.ts';
import { parseMessage, type StepResult } from '../../shared/steps/messages.ts';

export interface PumpOptions<M> {
  /** For the log. */
  readonly name: string;
  readonly queue: Queue;
  readonly schema: z.core.$ZodType<M>;
  readonly step: (message: M, received: ReceivedMessage) => Promise<StepResult>;
  /** How long a message that a killed process held stays invisible. */
  readonly visibilitySeconds: number;
  readonly concurrency: number;
  readonly log: Log;
}

export interface Drained {
  /** Messages that came to an end. */
  readonly done: number;
  /** Messages whose step threw: they come again, or go to the dead letters. */
  readonly failed: number;
  /** The sums of what the steps counted. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Runs until the queue gives no more messages; `isStopping` is asked between batches. */
export async function drain<M>(options: PumpOptions<M>, isStopping: () => boolean = () => false): Promise<Drained> {
  const counts: Record<string, number> = {};
  let done = 0;
  let failed = 0;
  while (!isStopping()) {
    const received = await options.queue.receive({
      max: Math.min(options.concurrency, limits.queueBatchMessagesMax),
      visibilitySeconds: options.visibilitySeconds,
    });
    if (received.length === 0) break;
    for (const result of await Promise.all(received.map((message) => handle(options, message)))) {
      if (result === null) failed += 1;
      else if (result.kind === 'done') {
        done += 1;
        for (const [name, count] of Object.entries(result.counts)) counts[name] = (counts[name] ?? 0) + count;
      }
    }
  }
  return { done, failed, counts };
}

/** Null when the step threw. */
async function handle<M>(options: PumpOptions<M>, message: ReceivedMessage): Promise<StepResult | null> {
  const { name, queue, log } = options;
  try {
    const result = await options.step(parseMessage(options.schema, message.body), message);
    if (result.kind === 'done') await queue.delete([message.receipt]);
    else await queue.changeVisibility(message.receipt, result.afterSeconds);
    return result;
  } catch (error) {
    const fault = error instanceof DatelineError ? error : null;
    log.error('step-failed', {
      step: name,
      receives: message.receiveCount,
      code: fault?.code ?? 'E_UNEXPECTED',
      message: error instanceof Error ? error.message : String(error),
      ...(fault === null && error instanceof Error ? { stack: error.stack } : {}),
    });
    // Said now, or the next process would take the message for one that this one was killed over, and count no failure.
    await queue.changeVisibility(message.receipt, options.visibilitySeconds).catch(() => undefined);
    return null;
  }
}
