/** Counts what was checked, one line each, and waits for what comes in its own time. */

let passed = 0;
let failed = 0;

/** Runs one check; a failure is told and counted, and the rest goes on. Answers whether it passed. */
export async function check(name: string, run: () => Promise<void> | void): Promise<boolean> {
  const started = performance.now();
  try {
    await run();
    passed += 1;
    console.log(`ok      ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return true;
  } catch (error) {
    failed += 1;
    console.log(
      `FAILED  ${name}\n        ${error instanceof Error ? error.message.replaceAll('\n', '\n        ') : error}`,
    );
    return false;
  }
}

/** The closing line; answers the exit code. */
export function close(): number {
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again until the answer is not null. Throws after `secondsMax`, naming what did not come. */
export async function until<T>(what: string, secondsMax: number, ask: () => Promise<T | null>): Promise<T> {
  const end = performance.now() + secondsMax * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > end) throw new Error(`${what} did not come within ${secondsMax} s`);
    await sleep(300);
  }
}
