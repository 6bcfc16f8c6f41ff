/** Lambda: asks the channels of one shard and sends what is new. */
import { dueMessageSchema, parseMessage } from '../shared/steps/messages.ts';
import { poll } from '../shared/steps/poll.ts';
import { queueHandler } from './lambda.ts';
import { fetcher } from './newsroom-fetcher.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline({ fetcher });

export const handler = queueHandler({
  queue: ports.queues.due,
  log: ports.log,
  read: (body) => [parseMessage(dueMessageSchema, body)],
  step: poll(ports, config),
});
