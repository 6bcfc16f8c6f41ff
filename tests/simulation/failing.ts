/** Counts calls to the outside and fails one of them: before its effect, or after it (the caller never learns). */

export type Fault = 'before' | 'after';

export class Failing {
  calls = 0;
  private readonly failAt: number;
  private readonly fault: Fault;

  constructor(failAt: number, fault: Fault) {
    this.failAt = failAt;
    this.fault = fault;
  }

  /** One call. `failed` answers in its place where it is not to throw. */
  async call<T>(name: string, effect: () => Promise<T>, failed?: () => T): Promise<T> {
    this.calls += 1;
    const { calls } = this;
    if (calls !== this.failAt) return effect();
    if (this.fault === 'after') await effect();
    if (failed !== undefined) return failed();
    throw new Error(`call ${calls} (${name}) ${this.fault === 'before' ? 'failed' : 'was not answered'}`);
  }

  /** The port with its calls of these names counted. */
  wrap<T extends object>(port: T, names: readonly string[]): T {
    return new Proxy(port, {
      get: (target, name, receiver) => {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== 'function') return value;
        if (!names.includes(String(name))) return value.bind(target);
        return (...parameters: unknown[]) => this.call(String(name), () => value.apply(target, parameters));
      },
    });
  }
}

export const objectCalls = ['get', 'put', 'list'] as const;
export const queueCalls = ['send', 'delete', 'receive', 'changeVisibility'] as const;

/** Runs without a fault for the number of calls, then fails each of them in turn. */
export async function failEachCall(fault: Fault, run: (failing: Failing) => Promise<void>): Promise<number> {
  const clean = new Failing(0, fault);
  await run(clean);
  for (let failAt = 1; failAt <= clean.calls; failAt += 1) {
    try {
      await run(new Failing(failAt, fault));
    } catch (cause) {
      throw new Error(`with call ${failAt} of ${clean.calls} failing ${fault} its effect`, { cause });
    }
  }
  return clean.calls;
}

/** Faults end only what they hit: the process goes on, or is started again, and what it held comes back. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}
