/** A queue in memory, standard or FIFO, with visibility, delays, groups and dead letters, on the clock it is given. */
import { limits } from '../../../shared/limits.ts';
import type { Clock, OutgoingMessage, Queue, ReceivedMessage, SendFailure } from '../../../shared/ports.ts';

export interface MemoryQueueOptions {
  readonly clock: Clock;
  readonly fifo?: boolean;
  /** A message received this often and not deleted goes to the dead letters on the next try. Without it, never. */
  readonly receivesMax?: number;
  /** Where dead letters are sent, beside `dead()`. */
  readonly deadLetters?: Queue;
}

export interface MemoryQueue extends Queue {
  /** Bodies that wait or are in flight, in the order sent. */
  bodies(): readonly string[];
  /** Bodies that were received too often. */
  dead(): readonly string[];
  counts(): { readonly visible: number; readonly delayed: number; readonly inFlight: number; readonly dead: number };
}

interface Entry {
  readonly id: string;
  readonly body: string;
  readonly group: string | null;
  visibleAtMs: number;
  receives: number;
  receipt: string | null;
}

const DEDUPLICATION_MS = 5 * 60_000;
const POLL_MS = 20;

export function memoryQueue({ clock, fifo = false, receivesMax, deadLetters }: MemoryQueueOptions): MemoryQueue {
  const entries = new Map<string, Entry>();
  const byReceipt = new Map<string, Entry>();
  const deduplication = new Map<string, number>();
  const dead: string[] = [];
  let sequence = 0;

  const inFlight = (entry: Entry): boolean => entry.receipt !== null && entry.visibleAtMs > clock.nowMs();

  function refusal(message: OutgoingMessage): string | null {
    if (Buffer.byteLength(message.body) > limits.queueMessageBytesMax) {
      return `the message is longer than ${limits.queueMessageBytesMax} bytes`;
    }
    const delay = message.delaySeconds ?? 0;
    if (delay < 0 || delay > 900) return 'the delay is not between 0 and 900 seconds';
    if (fifo && message.group === undefined) return 'a FIFO queue takes no message without a group';
    if (fifo && delay > 0) return 'a FIFO queue takes no delay per message';
    return null;
  }

  function isDuplicate(id: string | undefined): boolean {
    if (!fifo || id === undefined) return false;
    const seenAt = deduplication.get(id);
    if (seenAt !== undefined && clock.nowMs() - seenAt < DEDUPLICATION_MS) return true;
    deduplication.set(id, clock.nowMs());
    return false;
  }

  async function receiveNow(max: number, visibilitySeconds: number): Promise<ReceivedMessage[]> {
    const received: ReceivedMessage[] = [];
    const buried: string[] = [];
    // In a FIFO queue the first message of a group that is not deleted holds back all behind it.
    const heldGroups = new Set<string>();
    for (const entry of entries.values()) {
      if (received.length === max) break;
      if (entry.group !== null && heldGroups.has(entry.group)) continue;
      if (entry.visibleAtMs > clock.nowMs()) {
        if (entry.group !== null) heldGroups.add(entry.group);
        continue;
      }
      if (receivesMax !== undefined && entry.receives >= receivesMax) {
        entries.delete(entry.id);
        if (entry.receipt !== null) byReceipt.delete(entry.receipt);
        dead.push(entry.body);
        buried.push(entry.body);
        continue;
      }
      if (entry.receipt !== null) byReceipt.delete(entry.receipt);
      if (entry.group !== null) heldGroups.add(entry.group);
      entry.receives += 1;
      entry.visibleAtMs = clock.nowMs() + visibilitySeconds * 1_000;
      entry.receipt = `${entry.id}.${entry.receives}`;
      byReceipt.set(entry.receipt, entry);
      const { id, body, group, receives, receipt } = entry;
      received.push({ id, receipt, body, receiveCount: receives, group });
    }
    await deadLetters?.send(buried.map((body) => ({ body })));
    return received;
  }

  return {
    async send(messages) {
      const failures: SendFailure[] = [];
      for (const [index, message] of messages.entries()) {
        const reason = refusal(message);
        if (reason !== null) {
          failures.push({ index, reason });
          continue;
        }
        if (isDuplicate(message.deduplicationId)) continue;
        sequence += 1;
        const id = `message-${sequence}`;
        entries.set(id, {
          id,
          body: message.body,
          group: fifo ? (message.group ?? null) : null,
          visibleAtMs: clock.nowMs() + (message.delaySeconds ?? 0) * 1_000,
          receives: 0,
          receipt: null,
        });
      }
      return failures;
    },

    async receive({ max, visibilitySeconds, waitSeconds = 0 }) {
      const deadline = clock.elapsedMs() + waitSeconds * 1_000;
      for (;;) {
        const received = await receiveNow(max, visibilitySeconds);
        if (received.length > 0 || clock.elapsedMs() >= deadline) return received;
        if (!(await clock.wait(Math.min(POLL_MS, deadline - clock.elapsedMs())))) return received;
      }
    },

    async delete(receipts) {
      for (const receipt of receipts) {
        const entry = byReceipt.get(receipt);
        if (entry === undefined) continue;
        byReceipt.delete(receipt);
        entries.delete(entry.id);
      }
    },

    async changeVisibility(receipt, seconds) {
      const entry = byReceipt.get(receipt);
      if (entry !== undefined) entry.visibleAtMs = clock.nowMs() + seconds * 1_000;
    },

    bodies: () => [...entries.values()].map(({ body }) => body),
    dead: () => dead,
    counts: () => {
      const all = [...entries.values()];
      const visible = all.filter(({ visibleAtMs }) => visibleAtMs <= clock.nowMs()).length;
      const flying = all.filter(inFlight).length;
      return { visible, delayed: all.length - visible - flying, inFlight: flying, dead: dead.length };
    },
  };
}
