/** The steps of the pipeline tied to the queues of one machine. */
import { z } from 'zod';
import { candidateSchema } from '../../shared/channels/candidate.ts';
import { limits } from '../../shared/limits.ts';
import { alert } from '../../shared/steps/alert.ts';
import { closeDigests } from '../../shared/steps/close-digests.ts';
import { compile } from '../../shared/steps/compile.ts';
import { deliver as deliverToWebhook } from '../../shared/steps/deliver.ts';
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
import { sweep } from '../../shared/steps/sweep.ts';
import type { LocalPipeline } from './open.ts';
import { type Drained, drain } from './pump.ts';
import { deliver } from './topic/deliver.ts';
import { mailNotice } from './topic/notice.ts';

export const pumpNames = ['due', 'found', 'stored', 'windows', 'deliveries', 'webhooks'] as const;
export type PumpName = (typeof pumpNames)[number];

/** Each webhook that hangs holds one of these, and none of the mails. */
const webhooksAtOnce = 8;

export interface LocalSteps {
  readonly dispatch: () => Promise<StepResult>;
  readonly publish: () => Promise<StepResult>;
  /** Brings the stored index of watches near the present. */
  readonly compile: () => Promise<StepResult>;
  readonly recheck: () => Promise<StepResult>;
  /** Sends on what was lost on the way. */
  readonly sweep: () => Promise<StepResult>;
  readonly closeWindows: () => Promise<StepResult>;
  /** Sends the daily and weekly digests whose windows have ended; `all` looks at every watch. */
  readonly closeDigests: (options?: { readonly all?: boolean }) => Promise<StepResult>;
  /** Empties a queue of what is visible. */
  drain(name: PumpName, isStopping?: () => boolean): Promise<Drained>;
}

/** Deliveries are parsed by their own step. */
const anyBody = z.unknown();

export function localSteps({ ports, config, queues, deliverers, post }: LocalPipeline): LocalSteps {
  const { log } = ports;
  const deliverMail = deliver(ports, deliverers);
  const deliverWebhook = deliverToWebhook(
    {
      ...ports,
      deliveries: queues.webhooks.queue,
      post,
      notify: (notice) => mailNotice(queues.deliveries.queue, notice, ports.clock.nowMs()),
    },
    config,
  );
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
          name: 'mail',
          queue: queues.deliveries.queue,
          schema: anyBody,
          step: (_, message) => deliverMail(message),
          visibilitySeconds: 60,
          concurrency: 4,
          log,
        },
        isStopping,
      ),
    webhooks: async (isStopping) => {
      const one = () =>
        drain(
          {
            name: 'deliver',
            queue: queues.webhooks.queue,
            schema: anyBody,
            step: (_, { body }) => deliverWebhook(body),
            visibilitySeconds: 60,
            concurrency: 1,
            log,
          },
          isStopping,
        );
      const drained = await Promise.all(Array.from({ length: webhooksAtOnce }, one));
      const sum = (name: 'done' | 'failed') => drained.reduce((total, each) => total + each[name], 0);
      return { done: sum('done'), failed: sum('failed'), counts: {} };
    },
  };
  return {
    dispatch: dispatch(ports, config),
    publish: publish(ports, config),
    compile: compile(ports),
    recheck: recheck(ports, config),
    sweep: sweep(ports),
    closeWindows: closeWindows(ports, config),
    closeDigests: closeDigests(ports, config),
    drain: (name, isStopping) => drains[name](isStopping),
  };
}
