/** Lambda: fetches the page of one candidate and commits its release. */
import { candidateSchema } from '../shared/channels/candidate.ts';
import { ingest } from '../shared/steps/ingest.ts';
import { parseMessage } from '../shared/steps/messages.ts';
import { queueHandler } from './lambda.ts';
import { fetcher } from './newsroom-fetcher.ts';
import { pipeline } from './pipeline.ts';

const { ports, config } = pipeline({ fetcher });

export const handler = queueHandler({
  queue: ports.queues.found,
  log: ports.log,
  read: (body) => [parseMessage(candidateSchema, body)],
  step: ingest(ports, config),
});
