/** One full pass over everything (`run --once`): polled, ingested, alerted, delivered, and the change log published. */
import { CorruptDataError } from '../../shared/errors.ts';
import type { EventStream } from './events.ts';
import type { LocalPipeline } from './open.ts';
import { publishUntilDone } from './publish-all.ts';
import { recover } from './recover.ts';
import { localSteps, type PumpName } from './steps.ts';

export interface PassCounts {
  /** Channels asked. */
  readonly polled: number;
  /** Of those, answered with 304. */
  readonly notModified: number;
  readonly candidates: number;
  /** Releases stored, baseline ones too. */
  readonly releases: number;
  readonly revisions: number;
  /** (release revision, watch) pairs that matched. */
  readonly hits: number;
  readonly alerts: number;
  /** Channels and messages that failed; what waits for a later time is none of them. */
  readonly failed: number;
}

/** A channel that is due again while the pass runs is left to the next one. */
const roundsMax = 5;

/**
 * The caller holds DATA/lock. A step that meets a damaged object is told to `onDamage`, and the others go on without it.
 * Throws DependencyError when the archive or the spool cannot be had.
 */
export async function runOnce(
  pipeline: LocalPipeline,
  events: EventStream,
  onDamage: (damage: CorruptDataError) => void,
): Promise<PassCounts> {
  await recover(pipeline);
  const steps = localSteps(pipeline);
  const sums: Record<string, number> = {};
  const count = (name: string, by: number): void => {
    sums[name] = (sums[name] ?? 0) + by;
  };
  const apart = async (step: () => Promise<unknown>): Promise<void> => {
    try {
      await step();
    } catch (fault) {
      if (!(fault instanceof CorruptDataError)) throw fault;
      onDamage(fault);
    }
  };
  const faults: unknown[] = [];
  /** What it cannot send keeps nothing else from being sent and logged: the fault comes at the end of the pass. */
  const goingOn = async (step: () => Promise<unknown>): Promise<void> => {
    await apart(step).catch((fault: unknown) => faults.push(fault));
  };
  const unfollow = events.follow((event) => {
    if (event.event === 'alert') count('alerts', 1);
    else count(event.revision === 1 ? 'releases' : 'revisions', 1);
  });
  const drain = async (name: PumpName): Promise<number> => {
    const { done, failed, counts } = await steps.drain(name);
    count('failed', failed);
    for (const key of countedIn[name] ?? []) count(key, counts[key] ?? 0);
    return done;
  };

  try {
    for (let round = 0; round < roundsMax; round += 1) {
      const dispatched = await steps.dispatch();
      let handled = 0;
      for (const name of ['due', 'found'] as const) handled += await drain(name);
      // Behind polling and ingest, which come first where a host allows one request only.
      if (round === 0) {
        await apart(steps.recheck);
        await apart(steps.sweep);
      }
      for (const name of ['stored', 'windows'] as const) handled += await drain(name);
      if (handled === 0 && (dispatched.kind !== 'done' || dispatched.counts['due'] === 0)) break;
    }
    await goingOn(steps.closeWindows);
    await goingOn(() => steps.closeDigests({ all: true }));
    await drain('webhooks');
    await drain('deliveries');
    await apart(() => publishUntilDone(steps));
    await apart(steps.compile);
    if (faults.length > 0) throw faults[0];
  } finally {
    unfollow();
  }
  const of = (name: string): number => sums[name] ?? 0;
  return {
    polled: of('polled'),
    notModified: of('notModified'),
    candidates: of('candidates'),
    releases: of('releases'),
    revisions: of('revisions'),
    hits: of('hits'),
    alerts: of('alerts'),
    failed: of('failed'),
  };
}

/** What the steps count that the pass counts too; releases and alerts are counted as they happen. */
const countedIn: Readonly<Partial<Record<PumpName, readonly string[]>>> = {
  due: ['polled', 'notModified', 'candidates', 'failed'],
  stored: ['hits'],
};
