/** Runs a piece of work when it is woken or when its time has come, never twice at once, and sleeps otherwise. */

export interface Waker {
  /** Runs the work as soon as it is free; a wake during a run leads to one more run. */
  wake(): void;
  /** Runs it after so many milliseconds at the latest. */
  wakeIn(ms: number): void;
  /** No run begins any more; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

/** Work that throws is told to `onFault` and runs again after this time. */
const faultPauseMs = 2_000;

/** `work` answers in how many milliseconds it wants to run again, or null: then it sleeps until it is woken. */
export function waker(work: () => Promise<number | null>, onFault: (error: unknown) => void): Waker {
  let timer: NodeJS.Timeout | null = null;
  let timerAt = Number.POSITIVE_INFINITY;
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const wakeIn = (ms: number): void => {
    const at = performance.now() + ms;
    if (stopped || at >= timerAt) return;
    if (timer !== null) clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(wake, ms);
  };

  const run = async (): Promise<void> => {
    let pause: number | null;
    try {
      pause = await work();
    } catch (error) {
      onFault(error);
      pause = faultPauseMs;
    }
    running = null;
    if (again) wakeIn(0);
    else if (pause !== null) wakeIn(pause);
  };

  const wake = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    timerAt = Number.POSITIVE_INFINITY;
    if (stopped) return;
    again = running !== null;
    running ??= run();
  };

  return {
    wake,
    wakeIn,
    stop: async () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
