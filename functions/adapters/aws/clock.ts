/** The real clock. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../shared/ports.ts';

export function systemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    elapsedMs: () => performance.now(),
    wait: async (ms) => {
      await sleep(Math.max(0, ms));
      return true;
    },
  };
}
