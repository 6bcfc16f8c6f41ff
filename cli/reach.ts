/** What the verbs beside `start` and `run` work on: the archive and the subscriptions of this machine, or of a deployed stack. */
import { access } from 'node:fs/promises';
import { type DataFolder, dataFolder } from '../infra/local/folder.ts';
import { type NewsroomFiles, ownNewsroomFiles, readNewsroomFiles } from '../infra/local/newsroom-files.ts';
import { readSettings } from '../infra/local/settings.ts';
import { systemClock } from '../infra/local/stores/clock.ts';
import { openFileObjects } from '../infra/local/stores/file-objects.ts';
import { cryptoRandom } from '../infra/local/stores/random.ts';
import { localTopic } from '../infra/local/topic/local-topic.ts';
import { webhookSecret } from '../infra/local/topic/subscriptions.ts';
import { DatelineError } from '../shared/errors.ts';
import { builtinNewsrooms } from '../shared/newsrooms/registry.ts';
import type { Newsroom } from '../shared/newsrooms/schema.ts';
import type { Clock, Objects, Queue, Topic } from '../shared/ports.ts';
import type { Output } from './output.ts';

export interface Reach {
  readonly objects: Objects;
  readonly topic: Topic;
  readonly clock: Clock;
  /** Where the days of a new watch begin, unless it says otherwise (IANA name). */
  readonly timeZone: string;
  /** The newsrooms that are known without looking into the archive, a later file over an earlier one of the same id. */
  readonly newsrooms: readonly Newsroom[];
  /** How people name it: the data folder, or the stack. */
  readonly name: string;
  /** What to add to a command that is meant for the same place. */
  readonly flags: string;
  /** The signing secret of a webhook, where this machine signs; null for others. */
  secretOf(subscription: string): Promise<string | null>;
}

export interface ReachOptions {
  readonly target: string;
  readonly data: string;
  readonly stack: string;
  /** `--newsrooms`. */
  readonly newsrooms?: string | undefined;
}

/** `write`: the data folder is made where there is none. A verb that only reads says so and finds nothing. */
export async function reach(options: ReachOptions, output: Output, mode: 'read' | 'write'): Promise<Reach> {
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
  mode: 'read' | 'write',
): Promise<Reach> {
  const folder = dataFolder(data);
  const settings = await readSettings(folder.settings);
  const clock = systemClock();
  const objects = await openArchive(folder, clock, output, mode);
  return {
    objects,
    topic: localTopic({ objects, deliveries: noQueue, clock, random: cryptoRandom() }),
    clock,
    timeZone: settings.timeZone ?? 'UTC',
    newsrooms: merged(builtinNewsrooms(), settings.newsrooms ?? [], fromFiles),
    name: data,
    flags: data === '.dateline' ? '' : ` --data ${data}`,
    secretOf: (subscription) => webhookSecret(objects, subscription),
  };
}

async function openArchive(folder: DataFolder, clock: Clock, output: Output, mode: 'read' | 'write'): Promise<Objects> {
  if (mode === 'read' && !(await isThere(folder.archive))) {
    output.note(`There is no archive in ${folder.root} yet: \`dateline start\` or \`dateline run --once\` makes it.`);
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

/** These verbs subscribe and list; only the pipeline delivers. */
const noQueue: Queue = {
  send: async () => {
    throw new DatelineError('E_READ_ONLY', 'this verb sends no messages');
  },
  receive: async () => [],
  delete: async () => undefined,
  changeVisibility: async () => undefined,
};

/** Loaded on demand: nothing of AWS is read on one machine. */
async function reachStack({ stack }: ReachOptions, fromFiles: readonly Newsroom[]): Promise<Reach> {
  const { reachableStack } = await import('./stack.ts');
  const { objects, topic, clock } = await reachableStack(stack, process.env);
  return {
    objects,
    topic,
    clock,
    timeZone: 'UTC',
    newsrooms: merged(builtinNewsrooms(), fromFiles),
    name: `the stack ${stack}`,
    flags: ` --target aws${stack === 'Dateline' ? '' : ` --stack ${stack}`}`,
    secretOf: async () => null,
  };
}
