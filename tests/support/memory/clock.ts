/** A clock that stands still until the test moves it. */
import type { Clock } from '../../../shared/ports.ts';

export interface TestClock extends Clock {
  /** Moves both the time of day and the elapsed time forward. */
  advance(ms: number): void;
  /** Sets the time of day; the elapsed time never runs backwards. */
  set(ms: number): void;
}

/** 2026-03-02T09:00:00Z, a Monday. */
const testStartMs = Date.UTC(2026, 2, 2, 9);

/**
 * `wait()` answers false at once, as under `--at`. With `advanceOnWait` it answers true and the clock has moved by
 * the time asked for, so that code that waits runs without waiting.
 */
export function testClock(
  startMs: number = testStartMs,
  options: { readonly advanceOnWait?: boolean } = {},
): TestClock {
  let now = startMs;
  let elapsed = 0;
  const advance = (ms: number): void => {
    now += ms;
    elapsed += ms;
  };
  return {
    nowMs: () => now,
    elapsedMs: () => elapsed,
    wait: async (ms) => {
      if (options.advanceOnWait !== true) return false;
      advance(Math.max(0, ms));
      return true;
    },
    advance,
    set: (ms) => {
      elapsed += Math.max(0, ms - now);
      now = ms;
    },
  };
}
