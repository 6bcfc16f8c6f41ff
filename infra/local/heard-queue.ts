/** A queue that tells this process of its own sends, so that pumps sleep until there is something to do. */
import type { SpoolQueue } from './stores/spool-queue.ts';

export interface HeardQueue {
  readonly queue: SpoolQueue;
  /** Calls `listener` after each send. */
  onSend(listener: () => void): void;
}

export function heardQueue(inner: SpoolQueue): HeardQueue {
  const listeners: (() => void)[] = [];
  return {
    queue: {
      ...inner,
      send: async (messages) => {
        const failed = await inner.send(messages);
        for (const listener of listeners) listener();
        return failed;
      },
    },
    onSend: (listener) => {
      listeners.push(listener);
    },
  };
}
