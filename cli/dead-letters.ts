/** The dead letters of each queue, of this machine's spool or of a stack: looked at, and put back. */
import type { DataFolder } from '../infra/local/folder.ts';
import { openSpoolQueue } from '../infra/local/stores/spool-queue.ts';
import type { Clock, CountedQueue, Queue } from '../shared/ports.ts';
import { sendAll } from '../shared/steps/send.ts';
import { isThere } from './reach.ts';

export interface DeadLetters {
  /** Of the queue, as ARCHITECTURE.md calls it, in lower case. */
  readonly name: string;
  /** How many; a stack's queue answers about how many. */
  count(): Promise<number>;
  /** Bodies, at most `shownMax`. */
  list(): Promise<readonly string[]>;
  /** Makes all of them visible again, with no receipts counted. Answers how many. */
  putBack(): Promise<number>;
}

/** A look at more than this would take a stack's queue for minutes. */
const shownMax = 500;
export const spoolNames = ['due', 'found', 'stored', 'changed', 'windows', 'deliveries', 'webhooks'] as const;
/** While they are looked at, or sent, nobody else receives them. */
const heldSeconds = 60;

export async function spoolDeadLetters(folder: DataFolder, clock: Clock): Promise<readonly DeadLetters[]> {
  const found: DeadLetters[] = [];
  for (const name of spoolNames) {
    if (!(await isThere(folder.spool(name)))) continue;
    const queue = await openSpoolQueue({
      folder: folder.spool(name),
      clock,
      receivesMax: Number.MAX_SAFE_INTEGER,
      fifo: name === 'found',
    });
    found.push({
      name,
      count: async () => (await queue.counts()).dead,
      list: async () => (await queue.deadBodies()).slice(0, shownMax),
      putBack: () => queue.redrive(),
    });
  }
  return found;
}

/** Sent first and deleted then: a message may be put back twice, and is never lost. */
export function queueDeadLetters(name: string, dead: CountedQueue, source: Queue): DeadLetters {
  return {
    name,
    count: () => dead.count(),
    list: async () => {
      const bodies: string[] = [];
      const receipts: string[] = [];
      while (bodies.length < shownMax) {
        const batch = await dead.receive({ max: 10, visibilitySeconds: heldSeconds });
        if (batch.length === 0) break;
        bodies.push(...batch.map(({ body }) => body));
        receipts.push(...batch.map(({ receipt }) => receipt));
      }
      for (const receipt of receipts) await dead.changeVisibility(receipt, 0);
      return bodies;
    },
    putBack: async () => {
      let moved = 0;
      for (;;) {
        const batch = await dead.receive({ max: 10, visibilitySeconds: heldSeconds });
        if (batch.length === 0) return moved;
        for (const { id, body, group, receipt } of batch) {
          await sendAll(source, [
            { body, ...(group === null ? {} : { group, deduplicationId: `redrive-${id}-${receipt.slice(-40)}` }) },
          ]);
          await dead.delete([receipt]);
          moved += 1;
        }
      }
    },
  };
}
