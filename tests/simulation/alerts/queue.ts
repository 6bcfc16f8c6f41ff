/**
 * A simulated queue and what reads it: at-least-once, unordered, with visibility, dead letters, messages that come
 * twice and deletions that are lost. A FIFO queue keeps the order of a group and deduplicates for five minutes.
 */
import { limits } from '../../../shared/limits.ts';
import type { OutgoingMessage, SendFailure } from '../../../shared/ports.ts';
import { mix } from './faults.ts';
import type { Simulation } from './simulation.ts';

export interface SimulatedMessage {
  readonly id: string;
  readonly body: string;
  readonly group: string | null;
  visibleAt: number;
  receives: number;
  receipt: string | null;
}

export interface QueueOptions {
  readonly name: string;
  readonly fifo?: boolean;
  readonly receivesMax: number;
  readonly visibilityMs: number;
}

/** The `max` items with the least `order`, in that order: a flood is not sorted for ten of it. */
function firstBy<T>(items: readonly T[], max: number, order: (item: T) => number): readonly T[] {
  const first: { item: T; at: number }[] = [];
  for (const item of items) {
    const at = order(item);
    if (first.length === max && at >= (first.at(-1)?.at ?? 0)) continue;
    const place = first.findIndex((one) => one.at > at);
    first.splice(place === -1 ? first.length : place, 0, { item, at });
    if (first.length > max) first.pop();
  }
  return first.map(({ item }) => item);
}

const deduplicationMs = 5 * 60_000;

export class SimulatedQueue {
  readonly messages = new Map<string, SimulatedMessage>();
  readonly dead: SimulatedMessage[] = [];
  readonly options: QueueOptions;
  private readonly simulation: Simulation;
  private readonly seen = new Map<string, number>();
  private sequence = 0;
  /** Called whenever a message may have become visible. */
  onVisible: () => void = () => undefined;

  constructor(simulation: Simulation, options: QueueOptions) {
    this.simulation = simulation;
    this.options = options;
  }

  /** Tells the reader when a message becomes visible. */
  private announce(message: SimulatedMessage): void {
    this.simulation.after(message.visibleAt - this.simulation.now, () => this.onVisible());
  }

  send(outgoing: readonly OutgoingMessage[], partial = false): readonly SendFailure[] {
    const failures: SendFailure[] = [];
    for (const [index, message] of outgoing.entries()) {
      if (partial && (index + outgoing.length) % 2 === 1) {
        failures.push({ index, reason: 'simulated: this entry was not accepted' });
        continue;
      }
      const { deduplicationId } = message;
      if (this.options.fifo === true && deduplicationId !== undefined) {
        const seenAt = this.seen.get(deduplicationId);
        if (seenAt !== undefined && this.simulation.now - seenAt < deduplicationMs) continue;
        this.seen.set(deduplicationId, this.simulation.now);
      }
      this.add(message);
      if (this.options.fifo !== true && this.simulation.decide('sqs.deliver').fault === 'twice') this.add(message);
    }
    return failures;
  }

  private add(message: OutgoingMessage): void {
    this.sequence += 1;
    const made: SimulatedMessage = {
      id: `${this.options.name}-${this.sequence}`,
      body: message.body,
      group: this.options.fifo === true ? (message.group ?? null) : null,
      visibleAt: this.simulation.now + (message.delaySeconds ?? 0) * 1_000,
      receives: 0,
      receipt: null,
    };
    this.messages.set(made.id, made);
    this.announce(made);
  }

  /** Up to `max` visible messages, in any order; those received too often go to the dead letters instead. */
  receive(max: number, visibilityMs: number): readonly SimulatedMessage[] {
    const { now, options } = this.simulation;
    const held = new Set<string>();
    const visible: SimulatedMessage[] = [];
    for (const message of this.messages.values()) {
      if (message.group !== null && held.has(message.group)) continue;
      if (message.group !== null) held.add(message.group);
      if (message.visibleAt > now) continue;
      if (message.receives >= this.options.receivesMax) {
        this.messages.delete(message.id);
        this.dead.push(message);
        if (message.group !== null) held.delete(message.group);
        continue;
      }
      visible.push(message);
    }
    const order = (message: SimulatedMessage): number =>
      this.options.fifo === true
        ? 0
        : mix(options.seed, 6, Number(message.id.slice(message.id.lastIndexOf('-') + 1)), message.receives);
    const taken = firstBy(visible, max, order);
    for (const message of taken) {
      message.receives += 1;
      message.visibleAt = now + visibilityMs;
      message.receipt = `${message.id}.${message.receives}`;
      this.announce(message);
    }
    return taken;
  }

  private byReceipt(receipt: string): SimulatedMessage | undefined {
    const message = this.messages.get(receipt.slice(0, receipt.lastIndexOf('.')));
    return message?.receipt === receipt ? message : undefined;
  }

  delete(receipts: readonly string[]): void {
    for (const receipt of receipts) {
      const message = this.byReceipt(receipt);
      if (message === undefined) continue;
      // A deletion that is lost: the message comes again.
      if (this.simulation.decide('sqs.delete').fault !== 'kept') this.messages.delete(message.id);
      this.onVisible();
    }
  }

  changeVisibility(receipt: string, seconds: number): void {
    const message = this.byReceipt(receipt);
    if (message === undefined) return;
    message.visibleAt = this.simulation.now + Math.min(seconds, limits.queueVisibilitySecondsMax) * 1_000;
    this.announce(message);
  }

  /** What an operator does once the cause is repaired. */
  redrive(): void {
    for (const message of this.dead.splice(0)) {
      message.receives = 0;
      message.receipt = null;
      message.visibleAt = this.simulation.now;
      this.messages.set(message.id, message);
      this.announce(message);
    }
  }
}
