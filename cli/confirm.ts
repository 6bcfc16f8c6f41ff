/** A yes or no from the person at the terminal. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Output } from './output.ts';

/** Whether somebody is there to answer: JSON is for programs, and a pipe has nobody at its end. */
export function canAsk(output: Output): boolean {
  return output.terminal && !output.json && output.stdin?.isTTY === true;
}

/** True unless the answer is no, or the terminal is closed. */
export async function confirmed(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    lines.setPrompt(`${question} [Y/n] `);
    lines.prompt();
    const [answer] = await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => ['n'])]);
    return !/^\s*n/iu.test(String(answer));
  } finally {
    lines.close();
  }
}
