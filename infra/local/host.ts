/** The pipeline that keeps running on this machine: a schedule, a pump for each queue, and a clean stop. */
import { limits } from '../../shared/limits.ts';
import { removeOldIndexes } from './old-indexes.ts';
import type { LocalPipeline } from './open.ts';
import { recover } from './recover.ts';
import { type LocalSteps, localSteps, type PumpName, pumpNames } from './steps.ts';
import { type Waker, waker } from './waker.ts';

export interface Host {
  /** Begins nothing new and waits for what is under way, at most `stopMsMax`: the rest is safe in the spool. */
  stop(): Promise<void>;
}

const dispatchEveryMs = 1_000;
/** In its first seconds the pipeline looks more often: somebody is watching. */
const dispatchAtStartEveryMs = 200;
const startLastsMs = 10_000;
/** The change log follows a burst of releases after this pause, so that one segment holds them. */
const publishAfterMs = 500;
/** Health in the catalog, and created-events that a full disk held back. */
const housekeepingEveryMs = 60_000;
/** Digests go out soon after midnight, and after the end of a pause. */
const digestsEveryMs = 5_000;
/** How often it is looked whether a stored release is due to be looked at again. */
const recheckEveryMs = 60_000;
/** How often it is looked whether watches were changed that the stored index should have. */
const compileEveryMs = 5_000;
/** How often it is looked whether something was lost on the way; not at once, when there is enough to do. */
const sweepEveryMs = 10 * 60_000;
const sweepFirstMs = 60_000;
const stopMsMax = 1_500;
/** Other processes send to these (`watch test`, `audit --repair`), and nothing wakes this one: it looks now and then. */
const fedByVerbs: ReadonlySet<PumpName> = new Set(['stored', 'windows', 'deliveries', 'webhooks']);
const lookAgainMs = 5_000;

/** Starts everything. The caller holds DATA/lock. Throws what recovery throws: a folder that cannot be read. */
export async function startHost(pipeline: LocalPipeline): Promise<Host> {
  await recover(pipeline);
  const { log, clock } = pipeline.ports;
  const steps = localSteps(pipeline);
  const startedMs = clock.elapsedMs();
  let stopping = false;
  const onFault = (part: string) => (error: unknown) => {
    log.error('host-failed', { part, message: error instanceof Error ? error.message : String(error) });
  };

  const pump = (name: PumpName): Waker => {
    const { queue, onSend } = pipeline.queues[name];
    const made = waker(async () => {
      await steps.drain(name, () => stopping);
      const { nextVisibleAtMs } = await queue.counts();
      const pauseMs = nextVisibleAtMs === null ? null : Math.max(50, nextVisibleAtMs - clock.nowMs());
      if (!fedByVerbs.has(name)) return pauseMs;
      return Math.min(pauseMs ?? lookAgainMs, lookAgainMs);
    }, onFault(name));
    onSend(made.wake);
    return made;
  };
  const pumps = pumpNames.map(pump);

  const publisher = waker(() => publishAll(steps), onFault('publish'));
  pipeline.queues.changed.onSend(() => publisher.wakeIn(publishAfterMs));
  const scheduler = waker(async () => {
    await steps.dispatch();
    return clock.elapsedMs() - startedMs < startLastsMs ? dispatchAtStartEveryMs : dispatchEveryMs;
  }, onFault('dispatch'));
  const housekeeper = waker(async () => {
    await pipeline.recoverOutbox();
    publisher.wake();
    await removeOldIndexes(pipeline);
    return housekeepingEveryMs;
  }, onFault('housekeeping'));

  const digester = waker(async () => {
    await steps.closeDigests();
    return digestsEveryMs;
  }, onFault('digests'));

  const rechecker = waker(async () => {
    await steps.recheck();
    return recheckEveryMs;
  }, onFault('recheck'));

  const compiler = waker(async () => {
    await steps.compile();
    return compileEveryMs;
  }, onFault('compile'));

  const sweeper = waker(async () => {
    await steps.sweep();
    return sweepEveryMs;
  }, onFault('sweep'));

  const awake = [scheduler, housekeeper, rechecker, digester, ...pumps, publisher, compiler];
  for (const one of awake) one.wake();
  sweeper.wakeIn(sweepFirstMs);
  const all = [...awake, sweeper];
  return {
    stop: async () => {
      stopping = true;
      const ended = Promise.all(all.map((one) => one.stop()));
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, stopMsMax).unref())]);
    },
  };
}

/** Publishes until the Changed queue is empty. Answers null: it sleeps until it is woken. */
async function publishAll(steps: LocalSteps): Promise<null> {
  for (;;) {
    const result = await steps.publish();
    if (result.kind !== 'done' || (result.counts['changes'] ?? 0) < limits.changesPerSegmentMax) return null;
  }
}
