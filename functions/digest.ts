/** Lambda: sends what waited in a watch's group window; every minute, the digests whose windows have ended. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { closeDigests } from '../shared/steps/close-digests.ts';
import { digest } from '../shared/steps/digest.ts';
import { parseMessage, type StepResult, windowMessageSchema } from '../shared/steps/messages.ts';
import { topicPort } from './adapters/aws/ports.ts';
import { queueHandler, scheduleHandler } from './lambda.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline({ topic: topicPort(process.env) });

const onWindows = queueHandler({
  queue: ports.queues.windows,
  log: ports.log,
  read: (body) => [parseMessage(windowMessageSchema, body)],
  step: digest(ports, config),
});

const onTick = scheduleHandler(closeDigests(ports, config), ports.log);

/** An event of the queue has records; the schedule's has none. */
export const handler = (
  event: SQSEvent | { readonly kind: 'tick' },
  context: Context,
): Promise<SQSBatchResponse | StepResult> => ('Records' in event ? onWindows(event, context) : onTick());
