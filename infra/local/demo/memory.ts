/** What the demo newsroom remembers over restarts (DATA/demo.json): its port and when each channel began to publish. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { ChannelClock } from './story.ts';

const memorySchema = z.object({
  port: z.int().min(0).max(65_535),
  openedMs: z.int(),
  startedMs: z.record(z.string(), z.int()),
});
type Remembered = z.infer<typeof memorySchema>;

export interface DemoMemory {
  /** 0 before the first start. */
  readonly port: number;
  keepPort(port: number): Promise<void>;
  clockOf(newsroom: string): ChannelClock;
  /** Starts the channel's clock; one that runs is left alone. */
  startClock(newsroom: string, nowMs: number): void;
}

/** Reads the file; without one, or with one that cannot be read, the demo begins anew. */
export async function openDemoMemory(file: string, nowMs: number): Promise<DemoMemory> {
  let remembered = (await read(file)) ?? { port: 0, openedMs: nowMs, startedMs: {} };
  let writing = Promise.resolve();
  const keep = (next: Remembered): Promise<void> => {
    remembered = next;
    writing = writing.then(() => write(file, next));
    return writing;
  };
  return {
    port: remembered.port,
    keepPort: (port) => keep({ ...remembered, port }),
    clockOf: (newsroom) => ({
      openedMs: remembered.openedMs,
      startedMs: remembered.startedMs[newsroom] ?? null,
    }),
    startClock: (newsroom, startedMs) => {
      if (remembered.startedMs[newsroom] !== undefined) return;
      // A clock that is lost to a crash starts again at the reader's next visit; the items keep their addresses.
      keep({ ...remembered, startedMs: { ...remembered.startedMs, [newsroom]: startedMs } }).catch(() => undefined);
    },
  };
}

async function read(file: string): Promise<Remembered | null> {
  try {
    const parsed = memorySchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

async function write(file: string, remembered: Remembered): Promise<void> {
  const part = `${file}.${process.pid}.tmp`;
  await writeFile(part, JSON.stringify(remembered));
  await rename(part, file);
}
