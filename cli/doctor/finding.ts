/** What one check of `dateline doctor` found. */
import { asFault } from '../faults.ts';

export interface Finding {
  readonly check: string;
  /** `unreachable`: something outside this machine does not answer. */
  readonly status: 'ok' | 'warn' | 'fail' | 'unreachable';
  readonly message: string;
  /** What to do; null when there is nothing. */
  readonly remedy: string | null;
}

export const ok = (check: string, message: string): Finding => ({ check, status: 'ok', message, remedy: null });

/** A thrown fault as what the check found. */
export function failed(check: string, error: unknown, status: 'fail' | 'unreachable' = 'fail'): Finding {
  const { message, hint } = asFault(error);
  return { check, status, message, remedy: hint };
}
