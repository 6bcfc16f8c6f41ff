/** Runs one seed: a world, a stack, faults until calm, then long enough for everything to come to its end. */
import { deliveryLimits, indexLimits, limits, sweepLimits } from '../../../shared/limits.ts';
import type { LogFields } from '../../../shared/ports.ts';
import { signatureLibrary } from '../../../shared/steps/deliver.ts';
import { languageDetector } from '../../../shared/text/language.ts';
import type { WindowState } from '../../../shared/watch/window.ts';
import { Checker, type Violation } from './checker.ts';
import { Cloud, type Variant } from './cloud.ts';
import { type FaultMix, type FaultPlan, mixOf } from './faults.ts';
import { Receivers } from './receivers.ts';
import { Simulation } from './simulation.ts';
import { smallIndexLimits } from './watch-edits.ts';
import { answer, drawWorld, playWorld, type World, type WorldOptions, worldStartMs } from './world.ts';

export interface RunOptions {
  readonly seed: number;
  readonly mix?: FaultMix;
  readonly plan?: FaultPlan;
  readonly world?: WorldOptions;
  readonly variant?: Variant;
  /** Hears every step, at its virtual time in milliseconds from the start. */
  readonly listen?: (atMs: number, event: string, fields: LogFields) => void;
  /** Limits that are other than in production, for planted faults. */
  readonly limits?: Partial<Record<keyof typeof limits, number | readonly number[]>>;
}

export interface RunReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly suffered: FaultPlan;
  readonly combinations: ReadonlySet<string>;
  readonly hash: string;
  readonly calls: number;
  readonly events: number;
  /** Distinct alerts that landed, and landings beyond the first of each. */
  readonly alerts: number;
  /** By cause. */
  readonly duplicates: ReadonlyMap<string, number>;
}

const minute = 60_000;
const sliceMs = 20 * minute;
const quietAfterMs = 4 * 60 * minute;
/** A day between two looks at the whole would be virtual time in which nothing happens. */
Object.assign(sweepLimits, { fullEveryMs: 60 * minute });
/** So are the weeks of rechecks, and the days that a webhook is tried for. */
Object.assign(limits, {
  recheckOffsetsMs: [2, 4, 9, 30, 200, 23 * 60].map((minutes) => minutes * minute),
  deferralsMs: [5, 10, 20].map((minutes) => minutes * minute),
  recheckConfirmMs: 3 * minute,
  recheckRetryMs: minute,
});
Object.assign(deliveryLimits, { webhookGapsSeconds: [20, 40, 80], webhookOthersFirstSeconds: 10 });

/** Puts limits in place for one run; they are read when they are needed. */
async function withLimits<T>(changed: RunOptions['limits'], work: () => Promise<T>): Promise<T> {
  const table = limits as unknown as Record<string, unknown>;
  const before = Object.keys(changed ?? {}).map((name): [string, unknown] => [name, table[name]]);
  Object.assign(table, changed);
  try {
    return await work();
  } finally {
    for (const [name, value] of before) table[name] = value;
  }
}

/** From how many hits on a ledger is kept in parts, by the seed: in a world of few watches none would be large. */
const ledgerSizes = [
  { ledgerEntriesUndividedMax: 1, ledgerEntriesPerPartMax: 2 },
  { ledgerEntriesUndividedMax: 0, ledgerEntriesPerPartMax: 1 },
  { ledgerEntriesUndividedMax: 1_000, ledgerEntriesPerPartMax: 200 },
] as const;

/** Daily files are compacted in every fourth seed: they tell little of alerts for the time they take. */
export async function runSeed(options: RunOptions): Promise<RunReport> {
  const before = { ...indexLimits };
  if (options.world?.indexed === true) Object.assign(indexLimits, smallIndexLimits);
  Object.assign(deliveryLimits, ledgerSizes[options.seed % ledgerSizes.length]);
  const daily = options.seed % 4 === 0 ? {} : { dailyPassMsMax: -1 };
  try {
    return await withLimits({ ...daily, ...options.limits }, () => runWorld(options));
  } finally {
    Object.assign(indexLimits, before);
  }
}

async function runWorld(options: RunOptions): Promise<RunReport> {
  // What is loaded at first need takes real time, in which a history must not go on: it is there before one begins.
  await Promise.all([signatureLibrary(), languageDetector()]);
  const world = drawWorld(options.seed, options.world);
  const { messagesPerDayMax } = world;
  const slow = messagesPerDayMax === null ? {} : { messagesAtOncePerDayMax: messagesPerDayMax };
  return withLimits(slow, () => runIn(world, options));
}

async function runIn(world: World, { seed, mix = mixOf(seed), plan, variant, listen }: RunOptions): Promise<RunReport> {
  const simulation = new Simulation({ seed, startMs: worldStartMs, mix, calmAt: world.calmAt, plan });
  const checker = new Checker(world);
  const receivers = new Receivers(world.watches.flatMap(({ receiver }) => (receiver === null ? [] : [receiver])));
  const complain = (rule: string, what: string): void => checker.violate(rule, what);
  const heard = new Set(world.watches.filter(({ subscribed }) => subscribed).map(({ watch }) => watch.id as string));
  const newsrooms = world.newsrooms.map(({ newsroom }) => newsroom);
  const say = (event: string, fields: LogFields = {}): void => listen?.(simulation.now, event, fields);
  const cloud = new Cloud(
    simulation,
    {
      log: { info: say, warn: say, error: say },
      config: {
        newsrooms: world.sharing === null ? newsrooms : [...newsrooms, world.sharing],
        allowedHosts: new Set(newsrooms.map(({ homepage }) => `${new URL(homepage).hostname}:443`)),
        alertNewest: 0,
        consoleAddress: null,
        target: 'Simulated',
      },
      respond: (request, invocation) => {
        const outcome = answer(world, request, simulation.now, (served, items) =>
          checker.onServed(invocation, served, items),
        );
        const isGone = outcome.kind === 'response' && (outcome.status === 404 || outcome.status === 410);
        if (isGone && invocation.step === 'recheck') checker.onGone(request.url);
        return outcome;
      },
      isHeard: (target) => (target.kind === 'releases' ? world.releasesSubscribed : heard.has(target.watch)),
      onIssue: (target, message, by) => checker.onIssue(target, message, by),
      onLanding: (landing) => {
        checker.onLanding(landing);
        return landing.outcome.kind === 'accepted' && receivers.onLanding(landing.target, landing.message);
      },
      onPost: (request) => receivers.answer(request, complain),
      onNotice: (notice) => receivers.onNotice(notice),
    },
    variant,
  );
  checker.attach(cloud);
  playWorld(world, cloud);
  await receivers.subscribe(cloud);

  if (world.newsrooms.length > 0) {
    cloud.schedule('dispatch', cadence(world, minute, 10 * minute));
    cloud.schedule('recheck', cadence(world, minute, sliceMs));
  }
  const hasDigests = world.watches.some(
    ({ rates, pause }) => pause !== null || rates.some((rate) => rate !== 'immediate'),
  );
  if (hasDigests || world.messagesPerDayMax !== null) {
    cloud.schedule('digest', cadence(world, minute, 2 * sliceMs));
  }
  cloud.schedule('sweep', cadence(world, 5 * minute, 3 * sliceMs));
  // A segment takes a thousand at most: a flood needs many of them.
  const isFlood = world.puts.length > limits.changesPerSegmentMax;
  cloud.schedule('publish', cadence(world, 2 * minute, isFlood ? 2 * minute : 2 * sliceMs));

  if (world.edits !== null) cloud.schedule('compile', cadence(world, minute / 2, 2 * sliceMs));

  await simulation.runUntil(world.calmAt + sliceMs);
  await finish(cloud, world.endAt);
  await checker.atTheEnd();
  receivers.atTheEnd(complain);
  return {
    seed,
    violations: checker.violations,
    suffered: simulation.suffered,
    combinations: simulation.combinations,
    hash: simulation.hash,
    calls: simulation.calls,
    events: simulation.events,
    alerts: checker.told.size,
    duplicates: checker.duplicates,
  };
}

/** How long a schedule waits: as in production at first, then seldom, and through the quiet day not at all. */
function cadence({ calmAt, midnightAt }: World, busyMs: number, calmMs: number): (now: number) => number {
  return (now) => {
    if (now < calmAt) return busyMs;
    return now < calmAt + quietAfterMs || now > midnightAt ? calmMs : midnightAt + 5 * minute - now;
  };
}

/** Until everything has come to its end, with one redrive of the dead letters by an operator on the way. */
async function finish(cloud: Cloud, endAt: number): Promise<void> {
  const { simulation, store } = cloud;
  const queues = Object.values(cloud.queues);
  const busy = (): boolean =>
    queues.some((queue) => queue.messages.size > 0) ||
    Object.keys(store.json<{ items: object }>('state/deferred.json')?.items ?? {}).length > 0;
  const digestsWait = (): boolean =>
    store
      .keys('state/windows/')
      .some((key) =>
        Object.values(store.json<WindowState>(key)?.boxes ?? {}).some(({ waiting }) => waiting.length > 0),
      );
  // Long enough for the sweeper to have looked at the whole.
  const releasesRest = simulation.now + 6 * sliceMs;
  for (let redriven = false; simulation.now < endAt; ) {
    if (!busy() && redriven && simulation.now > releasesRest + quietAfterMs) {
      await simulation.runUntil(endAt);
      break;
    }
    if (busy() || simulation.now < releasesRest || (redriven && digestsWait())) {
      await simulation.runUntil(simulation.now + sliceMs);
    } else if (!redriven) {
      redriven = true;
      for (const queue of queues) queue.redrive();
      await simulation.runUntil(simulation.now + sliceMs);
    } else break;
  }
  // The change log once more; a recheck may have committed a revision at the very moment at which it was written last.
  for (let rounds = 0; rounds === 0 || (rounds < 4 && busy()); rounds += 1) {
    await simulation.runUntil(rounds === 1 ? endAt : simulation.now + 2 * sliceMs);
  }
}
