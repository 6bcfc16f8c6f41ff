/**
 * The steps as Lambda functions: size, time, what calls them, and exactly what each may do.
 * The table is the whole of every role; `tests/infra/stack.test.ts` holds the denials.
 */
import { deliveryKeys, indexKeys, keys, prefixes, sweepKeys, templateKey } from '../../shared/archive/keys.ts';
import { deliveryLimits, indexLimits, limits, sweepLimits } from '../../shared/limits.ts';

export const queueNames = ['due', 'found', 'stored', 'changed', 'windows', 'deliveries'] as const;
export type QueueName = (typeof queueNames)[number];

export interface QueueSpecification {
  readonly reader: StepName;
  readonly receivesMax: number;
  readonly ageMaxMinutes: number;
  readonly fifo?: boolean;
}

export interface StepSpecification {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Called by these queues' messages. */
  readonly invokedBy?: { readonly queue: QueueName; readonly batchSize: number; readonly concurrencyMax: number };
  /** Sends to the queue that calls it: AWS would take a long series of groups for an endless loop and stop it. */
  readonly recursive?: boolean;
  /** Called by a schedule, every so many minutes. */
  readonly everyMinutes?: number;
  /** Receives from these queues by itself. */
  readonly receives?: readonly QueueName[];
  readonly sends: readonly QueueName[];
  /** Publishes to watch topics and to `releases`. */
  readonly publishes?: boolean;
  /** Tells whoever runs the stack, by the operations topic. */
  readonly notifies?: boolean;
  /** Keys and prefixes (ending in *) of the archive. */
  readonly reads: readonly string[];
  /** Keys it writes: s3:PutObject, and s3:GetObject, which If-Match asks for and a retried write is checked by. */
  readonly writes: readonly string[];
}

const all = (prefix: string): string => `${prefix}*`;
const state = 'state/*';
const hosts = 'state/hosts/*';

const steps = {
  dispatch: {
    memoryMb: 256,
    timeoutSeconds: 30,
    everyMinutes: 1,
    sends: ['due', 'found'],
    reads: [],
    writes: [state],
  },
  poll: {
    memoryMb: 512,
    timeoutSeconds: limits.pollDeadlineMs / 1000 + 30,
    invokedBy: { queue: 'due', batchSize: 1, concurrencyMax: 10 },
    sends: ['found'],
    reads: [],
    writes: [all(prefixes.raw), state],
  },
  ingest: {
    memoryMb: 1024,
    timeoutSeconds: 60,
    // One page, one message: a slow host must not use up the tries of the pages behind it.
    invokedBy: { queue: 'found', batchSize: 1, concurrencyMax: 10 },
    sends: [],
    reads: [],
    writes: [all(prefixes.raw), all(prefixes.claims), all(prefixes.releases), hosts, keys.deferred, templateKey('*')],
  },
  alert: {
    memoryMb: 512,
    // Longer than one lease lets it publish (limits.alertLeaseMs less its margin), shorter than the lease.
    timeoutSeconds: 60,
    invokedBy: { queue: 'stored', batchSize: 10, concurrencyMax: 5 },
    sends: ['windows'],
    publishes: true,
    reads: [all(prefixes.releases), all(prefixes.watches), all(indexKeys.all), state],
    writes: [all(prefixes.ledger), all(prefixes.windows), indexKeys.damage],
  },
  digest: {
    memoryMb: 512,
    timeoutSeconds: 60,
    recursive: true,
    everyMinutes: 1,
    invokedBy: { queue: 'windows', batchSize: 10, concurrencyMax: 5 },
    sends: ['windows'],
    publishes: true,
    reads: [all(prefixes.releases), all(prefixes.watches), state],
    writes: [all(prefixes.ledger), all(prefixes.windows), deliveryKeys.digests, deliveryKeys.signing],
  },
  deliver: {
    memoryMb: 256,
    timeoutSeconds: 60,
    recursive: true,
    // One webhook, one message: one that hangs must not hold up the others.
    invokedBy: { queue: 'deliveries', batchSize: 1, concurrencyMax: 10 },
    sends: ['deliveries'],
    notifies: true,
    reads: [keys.subscriptions],
    writes: [all(deliveryKeys.webhooksPrefix), all(deliveryKeys.parkedAll)],
  },
  publish: {
    // A day of 10,000 releases is compacted in memory.
    memoryMb: 1024,
    timeoutSeconds: 60,
    everyMinutes: 1,
    receives: ['changed'],
    sends: [],
    reads: [all(prefixes.releases), state],
    writes: [
      all(prefixes.changes),
      all(prefixes.daily),
      all(prefixes.schema),
      keys.catalog,
      keys.index,
      keys.changes,
      keys.daily,
    ],
  },
  compile: {
    // A whole CPU: watches are read one by one the first time, and twice the memory that a million of them take.
    memoryMb: 1769,
    // Shorter than the lease of a compilation.
    timeoutSeconds: indexLimits.leaseMs / 1000 - 60,
    everyMinutes: 1,
    sends: [],
    reads: [all(prefixes.watches), indexKeys.damage],
    writes: [all(indexKeys.all), indexKeys.manifest, keys.watchChanges],
  },
  recheck: {
    memoryMb: 1024,
    // The pages of one pass, and time to record the last of them.
    timeoutSeconds: limits.recheckDeadlineMs / 1000 + 60,
    everyMinutes: 5,
    sends: [],
    reads: [all(prefixes.changes), state],
    writes: [all(prefixes.raw), all(prefixes.releases), hosts, keys.rechecks, keys.rechecksOf('*')],
  },
  sweep: {
    memoryMb: 512,
    timeoutSeconds: sweepLimits.deadlineMs / 1000 + 60,
    everyMinutes: 10,
    sends: ['stored', 'changed', 'windows'],
    reads: [all(prefixes.changes), all(prefixes.windows)],
    writes: [all(prefixes.ledger), sweepKeys.sweep],
  },
} as const satisfies Record<string, StepSpecification>;

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as readonly StepName[];
export const specificationOf = (step: StepName): StepSpecification => steps[step];

export const queues: Readonly<Record<QueueName, QueueSpecification>> = {
  due: { reader: 'poll', receivesMax: limits.queueReceivesMax, ageMaxMinutes: 30 },
  found: { reader: 'ingest', receivesMax: limits.foundReceivesMax, ageMaxMinutes: 120, fifo: true },
  stored: { reader: 'alert', receivesMax: limits.queueReceivesMax, ageMaxMinutes: 10 },
  changed: { reader: 'publish', receivesMax: limits.queueReceivesMax, ageMaxMinutes: 30 },
  windows: { reader: 'digest', receivesMax: limits.queueReceivesMax, ageMaxMinutes: 30 },
  // A webhook that fails is tried for 54 hours before it is disabled.
  deliveries: { reader: 'deliver', receivesMax: deliveryLimits.webhookReceivesMax, ageMaxMinutes: 60 * 60 },
};
