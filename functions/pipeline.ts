/** The ports of AWS and the configuration of this deployment, as every step's function takes them. */
import { limits } from '../shared/limits.ts';
import type { Ports } from '../shared/ports.ts';
import type { PipelineConfig } from '../shared/steps/config.ts';
import { stepPorts } from './adapters/aws/ports.ts';
import { allowedHosts, newsrooms } from './compiled-in.ts';
import { objectQueue } from './object-events.ts';

/**
 * Reads the environment that infra/aws/environment.ts sets. `others` are the ports that only some functions use, fetcher and
 * topic.
 */
export function pipeline(others: Partial<Ports> = {}): { readonly ports: Ports; readonly config: PipelineConfig } {
  const ports = stepPorts(process.env, others);
  return {
    ports: { ...ports, queues: { ...ports.queues, changed: objectQueue(ports.queues.changed, ports.log) } },
    config: {
      newsrooms,
      allowedHosts,
      alertNewest: 0,
      pollRequestDeadlineMs: limits.requestDeadlineOnAwsMs,
      consoleAddress: process.env['DATELINE_CONSOLE'] ?? null,
      target: process.env['DATELINE_STACK'] ?? 'Dateline',
    },
  };
}
