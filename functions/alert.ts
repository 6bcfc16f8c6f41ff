/** Lambda: matches a release that S3 says was created, and publishes its alerts. */
import { alert } from '../shared/steps/alert.ts';
import { topicPort } from './adapters/aws/ports.ts';
import { queueHandler } from './lambda.ts';
import { objectMessagesOf } from './object-events.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline({ topic: topicPort(process.env) });

export const handler = queueHandler({
  queue: ports.queues.stored,
  log: ports.log,
  read: objectMessagesOf,
  step: alert(ports, config),
});
