/** What all contract suites share: registering tests by sentence, and skips that carry a reason. */
import { afterAll, test } from 'vitest';

/** `test` is the exact sentence of a contract test; `reason` says what the adapter or its emulator cannot do. */
export interface ContractSkip {
  readonly test: string;
  readonly reason: string;
}

export interface ContractOptions {
  readonly skip?: readonly ContractSkip[];
  /** Milliseconds one test may take (emulators are slow). */
  readonly testTimeoutMs?: number;
}

export interface ContractTests {
  (sentence: string, run: () => Promise<void>): void;
  /** Call after the last test: throws when a skip names no test, so that skips do not outlive their reason. */
  end(): void;
}

/** Registers the tests of one suite; a skipped one prints its reason. */
export function contractTests(suite: string, { skip = [], testTimeoutMs = 20_000 }: ContractOptions): ContractTests {
  const reasons = new Map(skip.map(({ test: sentence, reason }) => [sentence, reason]));
  const register = (sentence: string, run: () => Promise<void>): void => {
    const reason = reasons.get(sentence);
    reasons.delete(sentence);
    if (reason === undefined) {
      test(sentence, run, testTimeoutMs);
      return;
    }
    test(`${sentence} (does not apply: ${reason})`, (context) => {
      console.info(`${suite}: "${sentence}" does not apply: ${reason}`);
      context.skip(reason);
    });
  };
  register.end = (): void => {
    // Nested suites are collected after their parent, so the tests are all known only once they have run.
    afterAll(() => {
      const [unknown] = reasons.keys();
      if (unknown !== undefined) throw new Error(`${suite}: the skip "${unknown}" names no test`);
    });
  };
  return register;
}
