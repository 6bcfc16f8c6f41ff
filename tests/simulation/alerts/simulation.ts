/**
 * Virtual time, processes that can die, and calls that can fail: the machine under the simulated pipeline. Nothing
 * happens but by an event, so one seed gives one history.
 */
import { DependencyError } from '../../../shared/errors.ts';
import { type CallName, drawFault, type FaultKind, type FaultMix, type FaultPlan, fraction } from './faults.ts';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** One run of a function. When it dies, its promises never settle; what it sent may still land. */
export interface Invocation {
  readonly id: number;
  readonly step: string;
  readonly startedAt: number;
  readonly deadline: number;
  alive: boolean;
  /** Faults that its calls have suffered, its own death among them. */
  faults: number;
  /** The call at which it died; null while it lives, when it came to its end, and at its timeout. */
  diedAt: CallName | null;
  readonly onDeath: () => void;
}

/** An adapter gives a call up after so long (three tries of `awsRequestMsMax`). */
export const callMsMax = 15_000;
const throttledMs = 8_000;

export interface SimulationOptions {
  readonly seed: number;
  readonly startMs: number;
  readonly mix: FaultMix;
  /** No fault is drawn from this time on (virtual milliseconds from the start). */
  readonly calmAt: number;
  /** Replays exactly these faults and draws none. */
  readonly plan?: FaultPlan | undefined;
}

export class Simulation {
  now = 0;
  calls = 0;
  events = 0;
  /** Calls that suffered something, and how. */
  readonly suffered = new Map<number, FaultKind>();
  readonly combinations = new Set<string>();
  readonly options: SimulationOptions;
  private readonly heap: Event[] = [];
  private order = 0;
  private invocations = 0;
  private traceHash = 0x811c9dc5;
  private throttledUntil = new Map<CallName, number>();

  constructor(options: SimulationOptions) {
    this.options = options;
  }

  /** The time of day. */
  get clockMs(): number {
    return this.options.startMs + this.now;
  }

  get hash(): string {
    return (this.traceHash >>> 0).toString(16).padStart(8, '0');
  }

  /** Adds to the history that two runs of one seed must share. */
  trace(text: string): void {
    let hash = this.traceHash ^ (this.now | 0);
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    this.traceHash = hash;
  }

  after(ms: number, run: () => void): void {
    const heap = this.heap;
    this.order += 1;
    const event = { at: this.now + Math.max(0, ms), order: this.order, run };
    let i = heap.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(event, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  }

  private pop(): Event | undefined {
    const heap = this.heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }

  /** Runs until nothing is left, or until the time. */
  async runUntil(time: number): Promise<void> {
    for (;;) {
      const next = this.heap[0];
      if (next === undefined || next.at > time) break;
      this.pop();
      this.now = Math.max(this.now, next.at);
      this.events += 1;
      next.run();
      // Everything that the event set off runs up to its next call to the outside.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.now = Math.max(this.now, time);
  }

  /** What happens to the next call of this name. */
  decide(name: CallName): { readonly call: number; readonly fault: FaultKind | null } {
    this.calls += 1;
    const call = this.calls;
    const { plan, seed, mix, calmAt } = this.options;
    let fault: FaultKind | null;
    if (plan !== undefined) fault = plan.get(call) ?? null;
    else if (this.now >= calmAt) fault = null;
    else fault = drawFault(seed, mix, call, name);
    if (fault !== null) {
      this.suffered.set(call, fault);
      this.combinations.add(`${name} ${fault}`);
    }
    return { call, fault };
  }

  start(step: string, timeoutMs: number, onDeath: () => void): Invocation {
    this.invocations += 1;
    const invocation: Invocation = {
      id: this.invocations,
      step,
      startedAt: this.now,
      deadline: this.now + timeoutMs,
      alive: true,
      faults: 0,
      diedAt: null,
      onDeath,
    };
    this.after(timeoutMs, () => this.kill(invocation));
    return invocation;
  }

  kill(invocation: Invocation, at: CallName | null = null): void {
    if (!invocation.alive) return;
    invocation.diedAt = at;
    invocation.alive = false;
    invocation.faults += 1;
    this.trace(`death ${invocation.step}`);
    invocation.onDeath();
  }

  /** A call of a process to the outside. `effect` runs when it lands; a dead caller never hears of it. */
  call<T>(invocation: Invocation, name: CallName, subject: string, effect: (fault: FaultKind | null) => T): Promise<T> {
    if (!invocation.alive) return new Promise<T>(() => undefined);
    const { call, fault: drawn } = this.decide(name);
    const throttled = this.now < (this.throttledUntil.get(name) ?? 0);
    const fault = throttled ? 'throttled' : drawn;
    if (fault === 'throttled' && !throttled) this.throttledUntil.set(name, this.now + throttledMs);
    if (fault !== null) invocation.faults += 1;
    this.trace(`${name} ${subject} ${fault ?? ''}`);
    const latency = 4 + Math.floor(56 * fraction(this.options.seed, 4, call));
    return new Promise<T>((resolve, reject) => {
      const tell = (say: () => void): void => {
        if (invocation.alive) say();
      };
      const refuse = (): void =>
        tell(() => reject(new DependencyError('E_SIMULATED', `${name} ${subject}: ${fault ?? 'failed'}`)));
      const land = (): void => {
        try {
          const value = effect(fault);
          tell(() => resolve(value));
        } catch (error) {
          tell(() => reject(error));
        }
      };
      // A fetcher never throws: its effect says what a fault looks like.
      if (name.startsWith('http.') && (fault === 'error' || fault === 'slow')) {
        return this.after(fault === 'slow' ? callMsMax - 1_000 : latency, land);
      }
      switch (fault) {
        case 'error':
        case 'throttled':
          return this.after(latency, refuse);
        case 'unknown':
          return this.after(latency, () => {
            effect(fault);
            refuse();
          });
        case 'die-before':
          return this.after(latency, () => this.kill(invocation, name));
        case 'die-after':
          return this.after(latency, () => {
            effect(fault);
            this.kill(invocation, name);
          });
        case 'slow': {
          const slow = 3_000 + Math.floor(22_000 * fraction(this.options.seed, 5, call));
          if (slow <= callMsMax) return this.after(slow, land);
          this.after(callMsMax, refuse);
          return this.after(slow, () => void effect(fault));
        }
        default:
          return this.after(latency, land);
      }
    });
  }
}

function before(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
