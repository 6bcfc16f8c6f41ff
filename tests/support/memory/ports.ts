/** All ports in memory, wired as the pipeline is: a created release is told to `stored` and `changed`. */
import { limits } from '../../../shared/limits.ts';
import type { Ports } from '../../../shared/ports.ts';
import { type TestClock, testClock } from './clock.ts';
import { type MemoryFetcher, memoryFetcher, type Routes } from './fetcher.ts';
import { type MemoryLog, memoryLog } from './log.ts';
import { type MemoryObjects, memoryObjects } from './objects.ts';
import { type MemoryQueue, memoryQueue } from './queue.ts';
import { seededRandom } from './random.ts';
import { type MemoryTopic, memoryTopic } from './topic.ts';

export interface MemoryPorts extends Ports {
  readonly objects: MemoryObjects;
  readonly queues: {
    readonly due: MemoryQueue;
    readonly found: MemoryQueue;
    readonly stored: MemoryQueue;
    readonly changed: MemoryQueue;
    readonly windows: MemoryQueue;
  };
  readonly topic: MemoryTopic;
  readonly fetcher: MemoryFetcher;
  readonly clock: TestClock;
  readonly log: MemoryLog;
}

export interface MemoryPortsOptions {
  /** Time of day at the start; ignored when `clock` is given. */
  readonly startMs?: number;
  readonly clock?: TestClock;
  readonly seed?: number;
  readonly routes?: Routes;
  readonly releasesSubscribed?: boolean;
}

export function memoryPorts(options: MemoryPortsOptions = {}): MemoryPorts {
  const clock = options.clock ?? testClock(options.startMs);
  const standard = { clock, receivesMax: limits.queueReceivesMax };
  const queues = {
    due: memoryQueue(standard),
    found: memoryQueue({ clock, fifo: true, receivesMax: limits.foundReceivesMax }),
    stored: memoryQueue(standard),
    changed: memoryQueue(standard),
    windows: memoryQueue(standard),
  };
  const onCreated = async (key: string): Promise<void> => {
    const body = JSON.stringify({ key });
    await queues.stored.send([{ body }]);
    await queues.changed.send([{ body }]);
  };
  return {
    objects: memoryObjects({ clock, onCreated }),
    queues,
    topic: memoryTopic({ releasesSubscribed: options.releasesSubscribed ?? false }),
    fetcher: memoryFetcher(options.routes),
    clock,
    random: seededRandom(options.seed),
    log: memoryLog(),
  };
}
