/** The ports of AWS and the configuration of this deployment, as every step's function takes them. */
import { builtinNewsrooms } from '../shared/newsrooms/registry.ts';
import type { Fetcher, Ports } from '../shared/ports.ts';
import type { PipelineConfig } from '../shared/steps/config.ts';
import { awsPorts } from './adapters/aws/ports.ts';
import { allowedHosts, deployersNewsrooms } from './compiled-in.ts';
import { objectQueue } from './object-events.ts';

/** For the steps that ask no newsroom: their bundles carry no HTTP client. */
const noFetcher: Fetcher = {
  fetch: async ({ url }) => ({ kind: 'failed', reason: 'connect', message: `this step fetches nothing, not ${url}` }),
};

/** Reads the environment that infra/aws/stack.ts sets. A file of the deployer replaces a built-in one of the same id. */
export function pipeline(fetcher: Fetcher = noFetcher): { readonly ports: Ports; readonly config: PipelineConfig } {
  const ports = awsPorts(process.env, { fetcher });
  const newsrooms = new Map([...builtinNewsrooms(), ...deployersNewsrooms].map((newsroom) => [newsroom.id, newsroom]));
  return {
    ports: { ...ports, queues: { ...ports.queues, changed: objectQueue(ports.queues.changed) } },
    config: {
      newsrooms: [...newsrooms.values()],
      allowedHosts,
      alertNewest: 0,
      consoleAddress: process.env['CONSOLE_ADDRESS'] ?? null,
      target: process.env['STACK_NAME'] ?? 'Dateline',
    },
  };
}
