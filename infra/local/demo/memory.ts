/** What the demo newsroom remembers over restarts (DATA/demo.json): its port and when each channel began to publish. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
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
  keepPort(port: number): void;
  clockOf(newsroom: string): ChannelClock;
  /** Starts the channel's clock; one that runs is left alone. */
  startClock(newsroom: string, nowMs: number): void;
}

/**
 * Reads the file; without one, or with one that cannot be read, the demo begins anew. Writes are few and done at once,
 * so that no reader ever sees what a restart would not show again.
 */
export function openDemoMemory(file: string, nowMs: number): DemoMemory {
  let remembered = read(file) ?? { port: 0, openedMs: nowMs, startedMs: {} };
  const keep = (next: Remembered): void => {
    const part = `${file}.${process.pid}.tmp`;
    writeFileSync(part, JSON.stringify(next));
    renameSync(part, file);
    remembered = next;
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
      keep({ ...remembered, startedMs: { ...remembered.startedMs, [newsroom]: startedMs } });
    },
  };
}

function read(file: string): Remembered | null {
  try {
    const parsed = memorySchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
