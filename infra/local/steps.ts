/** The steps of the pipeline tied to the queues of one machine. */
import { z } from 'zod';
import { candidateSchema } from '../../shared/channels/candidate.ts';
import { limits } from '../../shared/limits.ts';
import { alert } from '../../shared/steps/alert.ts';
import { closeDigests } from '../../shared/steps/close-digests.ts';
import { closeWindows, digest } from '../../shared/steps/digest.ts';
import { dispatch } from '../../shared/steps/dispatch.ts';
import { ingest } from '../../shared/steps/ingest.ts';
import {
  dueMessageSchema,
  objectMessageSchema,
  type StepResult,
  windowMessageSchema,
} from '../../shared/steps/messages.ts';
import { poll } from '../../shared/steps/poll.ts';
import { publish } from '../../shared/steps/publish.ts';
import { recheck } from '../../shared/steps/recheck.ts';
import type { LocalPipeline } from './open.ts';
import { type Drained, drain } from './pump.ts';
import { deliver } from './topic/deliver.ts';

export type PumpName = 'due' | 'found' | 'stored' | 'windows' | 'deliveries';
export const pumpNames: readonly PumpName[] = ['due', 'found', 'stored', 'windows', 'deliveries'];

export interface LocalSteps {
  readonly dispatch: () => Promise<StepResult>;
  readonly publish: () => Promise<StepResult>;
  readonly recheck: () => Promise<StepResult>;
  readonly closeWindows: () => Promise<StepResult>;
  /** Sends the daily and weekly digests whose windows have ended; `all` looks at every watch. */
  readonly closeDigests: (options?: { readonly all?: boolean }) => Promise<StepResult>;
  /** Empties a queue of what is visible. */
  drain(name: PumpName, isStopping?: () => boolean): Promise<Drained>;
}

/** Deliveries are parsed by their own step. */
const anyBody = z.unknown();

export function localSteps({ ports, config, queues, deliverers }: LocalPipeline): LocalSteps {
  const { log } = ports;
  const deliverOne = deliver(ports, deliverers);
  const pollShard = poll(ports, config);
  const ingestCandidate = ingest(ports, config);
  const alertRelease = alert(ports, config);
  const closeWindow = digest(ports, config);

  const drains: Readonly<Record<PumpName, (isStopping?: () => boolean) => Promise<Drained>>> = {
    due: (isStopping) =>
      drain(
        {
          name: 'poll',
          queue: queues.due.queue,
          schema: dueMessageSchema,
          step: pollShard,
          visibilitySeconds: limits.pollLeaseMs / 1000,
          concurrency: 4,
          log,
        },
        isStopping,
      ),
    found: (isStopping) =>
      drain(
        {
          name: 'ingest',
          queue: queues.found.queue,
          schema: candidateSchema,
          step: ingestCandidate,
          visibilitySeconds: 60,
          concurrency: 4,
          log,
        },
        isStopping,
      ),
    stored: (isStopping) =>
      drain(
        {
          name: 'alert',
          queue: queues.stored.queue,
          schema: objectMessageSchema,
          step: alertRelease,
          visibilitySeconds: limits.alertLeaseMs / 1000,
          concurrency: 4,
          log,
        },
        isStopping,
      ),
    windows: (isStopping) =>
      drain(
        {
          name: 'digest',
          queue: queues.windows.queue,
          schema: windowMessageSchema,
          step: closeWindow,
          visibilitySeconds: limits.alertLeaseMs / 1000,
          concurrency: 4,
          log,
        },
        isStopping,
      ),
    deliveries: (isStopping) =>
      drain(
        {
          name: 'deliver',
          queue: queues.deliveries.queue,
          schema: anyBody,
          step: (_, message) => deliverOne(message),
          visibilitySeconds: 60,
          concurrency: 4,
          log,
        },
        isStopping,
      ),
  };
  return {
    dispatch: dispatch(ports, config),
    publish: publish(ports, config),
    recheck: recheck(ports, config),
    closeWindows: closeWindows(ports, config),
    closeDigests: closeDigests(ports, config),
    drain: (name, isStopping) => drains[name](isStopping),
  };
}
