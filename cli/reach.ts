/** What the verbs beside `start` and `run` work on: the archive and the subscriptions of this machine, or of a deployed stack. */
import { access } from 'node:fs/promises';
import { type DataFolder, dataFolder, usualDataFolder } from '../infra/local/folder.ts';
import { type NewsroomFiles, ownNewsroomFiles, readNewsroomFiles } from '../infra/local/newsroom-files.ts';
import { readSettings } from '../infra/local/settings.ts';
import { systemClock } from '../infra/local/stores/clock.ts';
import { openFileObjects } from '../infra/local/stores/file-objects.ts';
import { dataLockHolder } from '../infra/local/stores/lock.ts';
import { cryptoRandom } from '../infra/local/stores/random.ts';
import { folderSearchFiles } from '../infra/local/stores/search-files.ts';
import { openSpoolQueue } from '../infra/local/stores/spool-queue.ts';
import { type Deliveries, localDeliveries } from '../infra/local/topic/deliveries.ts';
import { localTopic } from '../infra/local/topic/local-topic.ts';
import { DatelineError } from '../shared/errors.ts';
import { deliveryLimits, limits } from '../shared/limits.ts';
import { builtinNewsrooms } from '../shared/newsrooms/registry.ts';
import type { Newsroom } from '../shared/newsrooms/schema.ts';
import type { Clock, Objects, Queue, Queues, Random, Topic } from '../shared/ports.ts';
import { memoryFiles, type SearchFiles } from '../shared/search/files.ts';
import { shellWord } from '../shared/watch/commands.ts';
import type { RenderSettings } from '../shared/watch/render.ts';
import { webhookSecret } from '../shared/watch/subscriptions.ts';
import { type DeadLetters, spoolDeadLetters, spoolNames } from './dead-letters.ts';
import type { Output } from './output.ts';

export interface Reach {
  readonly objects: Objects;
  /** Where the search index of these objects lies: always on this machine. */
  readonly searchFiles: SearchFiles;
  readonly topic: Topic;
  readonly clock: Clock;
  readonly random: Random;
  /** Messages to webhooks, for those that are sent again. */
  readonly webhooks: Queue;
  /** Where what is unfinished goes to be finished. */
  readonly queues: Pick<Queues, 'stored' | 'changed' | 'windows'>;
  /** What became of messages behind the topic; of a stack nobody here can tell. */
  deliveries(): Promise<Deliveries>;
  /** Whether a pipeline works on it now: what it holds is on its way. A stack always does. */
  isRunning(): Promise<boolean>;
  /** What the queues gave up. */
  deadLetters(): Promise<readonly DeadLetters[]>;
  /** Where the days of a new watch begin, unless it says otherwise (IANA name). */
  readonly timeZone: string;
  /** The newsrooms that are known without looking into the archive, a file in place of the built-in one of its id. */
  readonly newsrooms: readonly Newsroom[];
  /** Deliveries of this machine that failed and wait for their next try, and what the queues of it or of a stack gave up. */
  queueTroubles(): Promise<readonly { readonly name: string; readonly waiting: number; readonly dead: number }[]>;
  /** For messages that a verb writes: where the console is, and what commands name. */
  readonly settings: RenderSettings;
  /** How people name it: the data folder, or the stack. */
  readonly name: string;
  /** What to add to a command that is meant for the same place. */
  readonly flags: string;
  /** The signing secret of a webhook; null for others. */
  secretOf(subscription: string): Promise<string | null>;
}

export interface ReachOptions {
  readonly target: string;
  readonly data: string;
  readonly stack: string;
  /** `--newsrooms`. */
  readonly newsrooms?: string | undefined;
}

type ReachMode = 'read' | 'glance' | 'write';

/**
 * What a verb works on. `write`: the data folder is made where there is none. `read`: says that there is none, and finds
 * nothing. `glance`: finds nothing there without a word, for verbs that are about something else.
 */
export async function reach(options: ReachOptions, output: Output, mode: ReachMode): Promise<Reach> {
  const files = await newsroomFiles(options);
  for (const problem of files.problems) output.note(`not used: ${problem}`);
  return options.target === 'aws'
    ? reachStack(options, files.newsrooms)
    : reachFolder(options, files.newsrooms, output, mode);
}

/** A stack knows the files it was deployed with; those of this machine's data folder are none of its. */
async function newsroomFiles({ target, data, newsrooms }: ReachOptions): Promise<NewsroomFiles> {
  if (target !== 'aws') return ownNewsroomFiles(dataFolder(data), newsrooms);
  return newsrooms === undefined ? { newsrooms: [], problems: [] } : readNewsroomFiles(newsrooms);
}

function merged(...lists: readonly (readonly Newsroom[])[]): readonly Newsroom[] {
  return [...new Map(lists.flat().map((newsroom) => [newsroom.id, newsroom])).values()];
}

export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function reachFolder(
  { data }: ReachOptions,
  fromFiles: readonly Newsroom[],
  output: Output,
  mode: ReachMode,
): Promise<Reach> {
  const folder = dataFolder(data);
  const settings = await readSettings(folder.settings);
  const clock = systemClock();
  const objects = await openArchive(folder, clock, output, mode);
  const random = cryptoRandom();
  // Due at once whatever clock the pipeline goes by: `run --at` may live in the past of this verb.
  const early: Clock = { ...clock, nowMs: () => 0 };
  const deliveries = spooled(folder, 'deliveries', deliveryLimits.deliveryReceivesMax, early);
  const webhooks = spooled(folder, 'webhooks', deliveryLimits.webhookReceivesMax, early);
  return {
    objects,
    searchFiles: objects === emptyArchive ? memoryFiles() : folderSearchFiles(folder.search, folder.temporary),
    topic: localTopic({ objects, deliveries, webhooks, clock, random }),
    clock,
    random,
    webhooks,
    queues: {
      stored: spooled(folder, 'stored', limits.queueReceivesMax, early),
      changed: spooled(folder, 'changed', limits.queueReceivesMax, early),
      windows: spooled(folder, 'windows', limits.queueReceivesMax, early),
    },
    deliveries: () => localDeliveries(folder, objects, { hasSmtp: settings.smtp !== undefined }),
    isRunning: async () => (await dataLockHolder(folder.root))?.lives === true,
    deadLetters: () => spoolDeadLetters(folder, early),
    timeZone: settings.timeZone ?? 'UTC',
    newsrooms: merged(builtinNewsrooms(), settings.newsrooms ?? [], fromFiles),
    queueTroubles: () => queueTroubles(folder, clock),
    settings: { consoleAddress: settings.consoleAddress ?? null, target: 'local', dataFolder: folder.named },
    name: data,
    flags: data === usualDataFolder ? '' : ` --data ${shellWord(data)}`,
    secretOf: (subscription) => webhookSecret(objects, subscription),
  };
}

async function openArchive(folder: DataFolder, clock: Clock, output: Output, mode: ReachMode): Promise<Objects> {
  if (mode !== 'write' && !(await isThere(folder.archive))) {
    if (mode === 'read') {
      output.note(`There is no archive in ${folder.root} yet: \`dateline start\` or \`dateline run --once\` makes it.`);
    }
    return emptyArchive;
  }
  return openFileObjects({ archive: folder.archive, temporary: folder.temporary, clock });
}

/** What a folder that is not there holds. */
const emptyArchive: Objects = {
  get: async () => null,
  list: async () => ({ objects: [], next: null }),
  put: async (key) => {
    throw new DatelineError('E_READ_ONLY', `${key} cannot be written: this verb only reads`, { input: key });
  },
};

/** What failed on the way to somebody is waiting; of the pipeline's own queues only what was given up is worth a line. */
async function queueTroubles(folder: DataFolder, clock: Clock) {
  const counted = [];
  for (const name of spoolNames) {
    // A folder that is not there has nothing in it.
    if (!(await isThere(folder.spool(name)))) continue;
    const queue = await openSpoolQueue({ folder: folder.spool(name), clock, receivesMax: Number.MAX_SAFE_INTEGER });
    const { received, dead } = await queue.counts();
    const waiting = name === 'deliveries' || name === 'webhooks' ? received : 0;
    if (waiting + dead > 0) counted.push({ name, waiting, dead });
  }
  return counted;
}

/** A spool that is opened by its first message: most verbs send none. The pipeline finds what they send and delivers it. */
function spooled(folder: DataFolder, name: string, receivesMax: number, clock: Clock): Queue {
  const messageBytesMax = deliveryLimits.deliveryMessageBytesMax;
  let opened: Promise<Queue> | null = null;
  const queue = () => {
    opened ??= openSpoolQueue({ folder: folder.spool(name), clock, receivesMax, messageBytesMax });
    return opened;
  };
  return {
    send: async (messages) => (messages.length === 0 ? [] : (await queue()).send(messages)),
    receive: async (options) => (await queue()).receive(options),
    delete: async (receipts) => (await queue()).delete(receipts),
    changeVisibility: async (receipt, seconds) => (await queue()).changeVisibility(receipt, seconds),
  };
}

/** Loaded on demand: nothing of AWS is read on one machine. */
async function reachStack({ stack, data }: ReachOptions, fromFiles: readonly Newsroom[]): Promise<Reach> {
  const { reachableStack } = await import('./stack.ts');
  const { objects, topic, clock, random, webhooks, queues, deadLetters } = await reachableStack(stack, process.env);
  const folder = dataFolder(data);
  return {
    objects,
    searchFiles: folderSearchFiles(`${folder.search}-${stack}`, folder.temporary),
    topic,
    clock,
    random,
    webhooks,
    queues,
    deliveries: async () => ({ of: async () => null }),
    isRunning: async () => true,
    deadLetters: async () => deadLetters,
    timeZone: 'UTC',
    newsrooms: merged(builtinNewsrooms(), fromFiles),
    queueTroubles: async () => {
      const counted = await Promise.all(
        deadLetters.map(async ({ name, count }) => ({ name, waiting: 0, dead: await count() })),
      );
      return counted.filter(({ dead }) => dead > 0);
    },
    settings: { consoleAddress: null, target: stack },
    name: `the stack ${stack}`,
    flags: ` --target aws${stack === 'Dateline' ? '' : ` --stack ${stack}`}`,
    secretOf: (subscription) => webhookSecret(objects, subscription),
  };
}
