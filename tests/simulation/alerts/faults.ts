/** Which faults a simulated call may suffer, and the plan that decides them: by seed and call, or by an explicit list. */

/**
 * `error`: failed before its effect. `unknown`: took effect, the caller hears of a fault. `die-before`, `die-after`: the
 * process ends there. `slow`: takes effect long after, perhaps when its caller has given up or died. `retried`: sent
 * twice by the adapter, whose second answer counts. `conflict`: 409. `partial`: some entries of a batch are refused.
 * `throttled`: this call and those of the next seconds fail. `lost`: a timer or an event never comes. `twice`: delivered
 * twice. `kept`: a deletion without effect.
 */
export type FaultKind =
  | 'error'
  | 'unknown'
  | 'die-before'
  | 'die-after'
  | 'slow'
  | 'retried'
  | 'conflict'
  | 'partial'
  | 'throttled'
  | 'lost'
  | 'twice'
  | 'kept';

const process: readonly FaultKind[] = ['error', 'unknown', 'die-before', 'die-after', 'slow', 'throttled'];

/** What may go wrong where: every pair is one combination of the swarm. */
export const combinations = {
  's3.get': process,
  's3.put': [...process, 'retried', 'conflict'],
  's3.list': process,
  's3.event': ['lost', 'twice', 'slow'],
  'sqs.send': [...process, 'partial', 'twice'],
  'sqs.control': process,
  'sqs.deliver': ['twice'],
  'sqs.delete': ['kept'],
  'sns.publish': process,
  'http.feed': ['error', 'die-before', 'die-after', 'slow'],
  'http.page': ['error', 'die-before', 'die-after', 'slow'],
  'http.post': ['error', 'die-before', 'die-after', 'slow'],
  timer: ['lost', 'twice'],
} as const satisfies Readonly<Record<string, readonly FaultKind[]>>;

export type CallName = keyof typeof combinations;

/** Call number → fault: what a run suffered, and what a replay is given. */
export type FaultPlan = ReadonlyMap<number, FaultKind>;

/** A 32-bit hash of small integers, the same on every machine (murmur3's finalizer over each). */
export function mix(...parts: readonly number[]): number {
  let hash = 0x9747b28c;
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0xcc9e2d51);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** In [0, 1), made of the parts. */
export const fraction = (...parts: readonly number[]): number => mix(...parts) / 4_294_967_296;

/** Draws for one purpose, in order; another purpose does not disturb them. */
export class Draws {
  private count = 0;
  private readonly seed: number;
  private readonly purpose: number;
  constructor(seed: number, purpose: number) {
    this.seed = seed;
    this.purpose = purpose;
  }
  next(): number {
    this.count += 1;
    return fraction(this.seed, this.purpose, this.count);
  }
  /** From 0 to below `n`. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }
  chance(probability: number): boolean {
    return this.next() < probability;
  }
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}

/** The faults that a seed may draw: a rate, and a subset of the combinations (swarm testing). */
export interface FaultMix {
  readonly rate: number;
  /** Every call fails at the same rate; otherwise some do oftener. */
  readonly even?: boolean;
  readonly kinds: ReadonlyMap<CallName, readonly FaultKind[]>;
}

const rates = [0.01, 0.03, 0.06, 0.15] as const;
const names = Object.keys(combinations) as readonly CallName[];

/** Each combination of the swarm is in the mix of about half of the seeds. */
export function mixOf(seed: number): FaultMix {
  const draws = new Draws(seed, 1);
  const rate = draws.pick(rates);
  const share = draws.pick([0.15, 0.4, 0.8]);
  const kinds = new Map(names.map((name) => [name, combinations[name].filter(() => draws.chance(share))] as const));
  return { rate, kinds };
}

/** Every combination at one rate. */
export function evenMix(rate: number): FaultMix {
  return { rate, even: true, kinds: new Map(names.map((name) => [name, combinations[name]])) };
}

/** Of some there are few in a run: they fail more often, so that a seed sees some of each. */
const oftener: Partial<Record<CallName, number>> = { timer: 4, 's3.event': 2, 'sns.publish': 2, 'http.post': 3 };

/** The fault of one call, or null. The same seed and call always give the same answer. */
export function drawFault(seed: number, faults: FaultMix, call: number, name: CallName): FaultKind | null {
  if (fraction(seed, 2, call) >= faults.rate * (faults.even === true ? 1 : (oftener[name] ?? 1))) return null;
  const kinds = faults.kinds.get(name) ?? [];
  return kinds[mix(seed, 3, call) % Math.max(1, kinds.length)] ?? null;
}
