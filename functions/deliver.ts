/** Lambda: signs what the topics of the watches published, and brings it to the webhooks that subscribed. */
import { deliver } from '../shared/steps/deliver.ts';
import { deliveriesQueue, operationsNotices } from './adapters/aws/ports.ts';
import { queueHandler } from './lambda.ts';
import { fetcher } from './newsroom-fetcher.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline();
const deliveries = deliveriesQueue(process.env);

export const handler = queueHandler({
  queue: deliveries,
  log: ports.log,
  read: (body) => [body],
  step: deliver(
    {
      ...ports,
      deliveries,
      post: (request) => fetcher.post(request),
      notify: operationsNotices(process.env),
    },
    config,
  ),
});
