/** The threads of verification: each takes the next portion as it is done with the last one. */
import { Worker } from 'node:worker_threads';
import type { Expected, Inspected } from '../../../shared/archive/verify/reader.ts';
import { DependencyError } from '../../../shared/errors.ts';
import type { ThreadAnswer, ThreadRequest } from './thread.ts';

export interface InspectThreads {
  /** Whether any of them has started. */
  isReady(): boolean;
  /** By the one that has least to do. */
  inspect(keys: readonly string[], expected: Expected, sinceMs: number | null): Promise<readonly Inspected[]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly thread: Worker;
  resolve(inspected: readonly Inspected[]): void;
  reject(fault: unknown): void;
}

function outcome(answer: ThreadAnswer, waiting: Waiting): void {
  if ('inspected' in answer) {
    waiting.resolve(answer.inspected);
    return;
  }
  const { code, message, input, hint } = answer.fault;
  const options = { ...(input === null ? {} : { input }), ...(hint === null ? {} : { hint }) };
  waiting.reject(new DependencyError(code, message, options));
}

/** Starts `count` threads on the folder of the keys. A thread that dies rejects what it was asked. */
export function inspectThreads(archive: string, count: number): InspectThreads {
  const waiting = new Map<number, Waiting>();
  /** Portions that a thread has; none for one that has not started. */
  const busy = new Map<Worker, number>();
  let lastId = 0;

  function start(): Worker {
    const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData: archive });
    const fail = (cause: unknown): void => {
      busy.delete(thread);
      for (const [id, one] of waiting) {
        if (one.thread !== thread) continue;
        waiting.delete(id);
        one.reject(
          new DependencyError('E_THREAD', 'a thread that reads the archive ended', { cause, hint: 'try again' }),
        );
      }
    };
    thread.on('message', (answer: ThreadAnswer | 'ready') => {
      if (answer === 'ready') {
        busy.set(thread, 0);
        return;
      }
      const one = waiting.get(answer.id);
      waiting.delete(answer.id);
      busy.set(thread, (busy.get(thread) ?? 1) - 1);
      if (one !== undefined) outcome(answer, one);
    });
    thread.on('error', fail);
    thread.on('exit', fail);
    return thread;
  }

  const threads = Array.from({ length: count }, start);

  return {
    isReady: () => busy.size > 0,
    inspect: (keys, expected, sinceMs) =>
      new Promise((resolve, reject) => {
        const [least] = [...busy].sort(([, a], [, b]) => a - b);
        if (least === undefined) {
          reject(new DependencyError('E_THREAD', 'no thread that reads the archive is left', { hint: 'try again' }));
          return;
        }
        const [thread, portions] = least;
        lastId += 1;
        waiting.set(lastId, { thread, resolve, reject });
        busy.set(thread, portions + 1);
        thread.postMessage({
          id: lastId,
          keys,
          expected,
          sinceMs,
        } satisfies ThreadRequest);
      }),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}
