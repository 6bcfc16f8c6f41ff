/** A log of JSON lines on stdout, which Lambda hands to CloudWatch. */
import { DatelineError } from '../../../shared/errors.ts';
import type { Log, LogFields } from '../../../shared/ports.ts';

/** Errors have no own JSON: name, message, code and stack. */
function plain(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  const code = value instanceof DatelineError ? { code: value.code, input: value.input, hint: value.hint } : {};
  return { name, message, ...code, stack, cause };
}

function line(level: string, event: string, fields: LogFields): string {
  // `level` and `event` first for the reader, and last so that no field replaces them.
  const record = { ...{ level, event }, ...fields, level, event };
  try {
    return JSON.stringify(record, plain);
  } catch {
    return JSON.stringify({ level, event, unprintable: Object.keys(fields) });
  }
}

/** `write` takes one line with its line feed; by default it goes to stdout. */
export function jsonLog(write: (text: string) => void = (text) => process.stdout.write(text)): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}): void =>
      write(`${line(level, event, fields)}\n`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
