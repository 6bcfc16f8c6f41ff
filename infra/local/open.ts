/** Opens a data folder: the ports of one machine and the configuration of the pipeline. Takes no lock. */
import { deliveryLimits, limits } from '../../shared/limits.ts';
import { builtinNewsrooms } from '../../shared/newsrooms/registry.ts';
import type { Newsroom } from '../../shared/newsrooms/schema.ts';
import type { Log, Ports } from '../../shared/ports.ts';
import type { PipelineConfig } from '../../shared/steps/config.ts';
import type { Post } from '../../shared/steps/deliver.ts';
import { localDeliverers } from './deliverers.ts';
import { type DataFolder, dataFolder } from './folder.ts';
import { type HeardQueue, heardQueue } from './heard-queue.ts';
import { newsroomFetcher } from './newsroom-fetcher.ts';
import { ownNewsroomFiles } from './newsroom-files.ts';
import { readSettings } from './settings.ts';
import { fixedClock, systemClock } from './stores/clock.ts';
import { openFileObjects } from './stores/file-objects.ts';
import { withCreatedEvents } from './stores/outbox.ts';
import { cryptoRandom } from './stores/random.ts';
import { openSpoolQueue } from './stores/spool-queue.ts';
import type { Deliverers } from './topic/delivery.ts';
import { localTopic } from './topic/local-topic.ts';
import type { Print } from './topic/stdout.ts';

export interface LocalOptions {
  /** `--data`. */
  readonly data: string;
  /** `--newsrooms`. */
  readonly newsroomsFolder?: string | undefined;
  /** `--allow-hosts`, host:port each. */
  readonly allowHosts?: readonly string[];
  /** `--at`, milliseconds since the epoch; absent: the real time. */
  readonly atMs?: number | null;
  /** `--alert-newest`. */
  readonly alertNewest?: number;
  /** The demo's newsrooms and its host:port, when it runs. */
  readonly demo?: { readonly newsrooms: readonly Newsroom[]; readonly host: string } | null;
  readonly log: Log;
  /** Shows what subscriptions on `stdout` are told; absent where nobody reads the terminal. */
  readonly print?: Print;
}

export interface LocalPipeline {
  readonly folder: DataFolder;
  readonly ports: Ports;
  readonly config: PipelineConfig;
  readonly queues: Readonly<Record<keyof Ports['queues'] | 'deliveries' | 'webhooks', HeardQueue>>;
  readonly deliverers: Deliverers;
  /** The guarded POST to webhooks. */
  readonly post: Post;
  /** Newsroom files that cannot be used, a sentence each. */
  readonly problems: readonly string[];
  /** Sends created-events that a killed process left unsent. */
  recoverOutbox(): Promise<number>;
  close(): Promise<void>;
}

/** Throws BadInputError for settings that cannot be used, DependencyError when the disk refuses. */
export async function openPipeline(options: LocalOptions): Promise<LocalPipeline> {
  const { log, demo = null, atMs = null } = options;
  const folder = dataFolder(options.data);
  const settings = await readSettings(folder.settings);
  const files = await ownNewsroomFiles(folder, options.newsroomsFolder);
  for (const problem of files.problems) log.warn('newsroom-file-refused', { problem });

  const clock = atMs === null ? systemClock() : fixedClock(atMs);
  const random = cryptoRandom();
  const open = async (name: string, receivesMax: number, more: { fifo?: boolean; messageBytesMax?: number } = {}) =>
    heardQueue(await openSpoolQueue({ folder: folder.spool(name), clock, receivesMax, ...more }));
  const [due, found, stored, changed, windows, deliveries, webhooks] = await Promise.all([
    open('due', limits.queueReceivesMax),
    open('found', limits.foundReceivesMax, { fifo: true }),
    open('stored', limits.queueReceivesMax),
    open('changed', limits.queueReceivesMax),
    open('windows', limits.queueReceivesMax),
    open('deliveries', deliveryLimits.deliveryReceivesMax, { messageBytesMax: deliveryLimits.deliveryMessageBytesMax }),
    open('webhooks', deliveryLimits.webhookReceivesMax, { messageBytesMax: deliveryLimits.deliveryMessageBytesMax }),
  ]);
  const plainObjects = await openFileObjects({ archive: folder.archive, temporary: folder.temporary, clock });
  const {
    objects,
    recoverOutbox,
    close: closeOutbox,
  } = withCreatedEvents(plainObjects, {
    stored: stored.queue,
    changed: changed.queue,
    outboxFolder: folder.outbox,
  });

  const allowedHosts = new Set([...(options.allowHosts ?? []), ...(demo === null ? [] : [demo.host])]);
  const fetcher = await newsroomFetcher(settings, allowedHosts, log);
  const all = [...builtinNewsrooms(), ...(settings.newsrooms ?? []), ...files.newsrooms, ...(demo?.newsrooms ?? [])];
  return {
    folder,
    ports: {
      objects,
      queues: {
        due: due.queue,
        found: found.queue,
        stored: stored.queue,
        changed: changed.queue,
        windows: windows.queue,
      },
      topic: localTopic({ objects, deliveries: deliveries.queue, webhooks: webhooks.queue, clock, random }),
      fetcher,
      clock,
      random,
      log,
    },
    config: {
      // A later definition of the same id replaces an earlier one: a person's own file over the built-in one.
      newsrooms: [...new Map(all.map((newsroom) => [newsroom.id, newsroom])).values()],
      allowedHosts,
      alertNewest: options.alertNewest ?? 0,
      consoleAddress: settings.consoleAddress ?? null,
      timeZone: settings.timeZone,
      target: 'local',
      dataFolder: folder.named,
    },
    queues: { due, found, stored, changed, windows, deliveries, webhooks },
    deliverers: localDeliverers({ folder, settings, objects, random, print: options.print ?? null }),
    post: (request) => fetcher.post(request),
    problems: files.problems,
    recoverOutbox,
    close: async () => {
      closeOutbox();
      await fetcher.close();
    },
  };
}
