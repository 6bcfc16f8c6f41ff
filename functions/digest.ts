/** Lambda: sends what waited in a watch's group window. */
import { digest } from '../shared/steps/digest.ts';
import { parseMessage, windowMessageSchema } from '../shared/steps/messages.ts';
import { topicPort } from './adapters/aws/ports.ts';
import { queueHandler } from './lambda.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline({ topic: topicPort(process.env) });

export const handler = queueHandler({
  queue: ports.queues.windows,
  log: ports.log,
  read: (body) => [parseMessage(windowMessageSchema, body)],
  step: digest(ports, config),
});
