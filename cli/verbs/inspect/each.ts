/** The loop that all `inspect` verbs share: one answer an input, in order; an input that cannot be read leaves the others to go on. */
import { DatelineError } from '../../../shared/errors.ts';
import type { ExitCode } from '../../command.ts';
import { report } from '../../faults.ts';
import { type Output, streamsJson } from '../../output.ts';
import type { Input } from './inputs.ts';

export interface Inspection<T> {
  /** Inputs, or the faults of those that could not be had. */
  readonly inputs: AsyncIterable<Input | DatelineError>;
  read(input: Input): T | Promise<T>;
  show(answer: T): void;
  /** The fault of an answer that holds nothing; null when it holds something. */
  unreadable(answer: T): DatelineError | null;
}

/** Exit code 1 when an input could not be had or holds nothing. */
export async function inspectEach<T>(inspection: Inspection<T>, output: Output): Promise<ExitCode> {
  const json = streamsJson(output);
  let failed = false;
  for await (const input of inspection.inputs) {
    if (input instanceof DatelineError) {
      failed = true;
      report(input, output);
      continue;
    }
    const answer = await inspection.read(input);
    if (json) output.line(answer);
    else inspection.show(answer);
    const fault = inspection.unreadable(answer);
    if (fault === null) continue;
    failed = true;
    report(fault, output);
  }
  return failed ? 1 : 0;
}
