/** Faults as people and programs read them: what happened, to which thing, what to do, and the exit code. */
import { diskCode, diskError } from '../infra/local/stores/disk-errors.ts';
import { BadInputError, CorruptDataError, DatelineError, DependencyError, UsageError } from '../shared/errors.ts';
import type { ExitCode } from './command.ts';
import type { Output } from './output.ts';

/** A refusal of the operating system, said in words; null for anything else. */
function fromSystem(error: Error): DatelineError | null {
  const known = diskCode(error) !== null && 'syscall' in error && typeof error.syscall === 'string';
  if (!known) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : 'the file';
  return diskError('use', path, error);
}

/** Any thrown thing as a fault with a code; a cause from the operating system speaks for itself. */
export function asFault(error: unknown): DatelineError {
  if (error instanceof DatelineError) return error;
  if (!(error instanceof Error)) return new DatelineError('E_UNEXPECTED', String(error));
  return (
    fromSystem(error) ??
    new DatelineError('E_UNEXPECTED', `an unexpected fault: ${error.message}`, {
      cause: error,
      hint: 'run it again with --debug and report what it shows',
    })
  );
}

export function exitCodeOf(fault: DatelineError): ExitCode {
  if (fault instanceof UsageError) return 2;
  if (fault instanceof DependencyError) return 3;
  if (fault instanceof BadInputError || fault instanceof CorruptDataError) return 1;
  return 1;
}

/** Writes the fault to stderr: one JSON line with `--json`, else a sentence and a hint; stacks with `--debug` only. */
export function report(fault: DatelineError, output: Output): void {
  const { code, message, input, hint } = fault;
  if (output.json) output.note(JSON.stringify({ error: { code, message, input, hint } }));
  else output.note(hint === null ? `dateline: ${message}` : `dateline: ${message}\n  ${hint}`);
  if (output.debug) output.note(stackOf(fault));
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by: ${stackOf(error.cause)}`;
}
