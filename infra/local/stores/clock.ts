/** The two clocks of one machine: the real one, and the one that stands still under `--at`. */
import type { Clock } from '../../../shared/ports.ts';

const elapsedMs = (): number => performance.now();

export function systemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    elapsedMs,
    wait: (ms) => new Promise((resolve) => setTimeout(() => resolve(true), Math.max(0, ms))),
  };
}

/** `--at`: the time of day stands still, deadlines still run, and nothing waits. */
export function fixedClock(ms: number): Clock {
  return { nowMs: () => ms, elapsedMs, wait: async () => false };
}
