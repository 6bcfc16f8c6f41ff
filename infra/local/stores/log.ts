/** Logs of one machine: JSON Lines for programs, short lines for people. One line an event, whatever the fields hold. */
import { DatelineError } from '../../../shared/errors.ts';
import type { Clock, Log, LogFields } from '../../../shared/ports.ts';

export type LogLevel = 'info' | 'warn' | 'error';

export interface LineOutput {
  write(line: string): unknown;
}

const ranks: Readonly<Record<LogLevel, number>> = { info: 0, warn: 1, error: 2 };

function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof DatelineError) {
    const { name, code, message, input, hint } = value;
    return { name, code, message, input, hint };
  }
  if (value instanceof Error) return { name: value.name, message: value.message };
  return value;
}

/** JSON of anything: errors by name and message, and a note where a value cannot be written. */
function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value, (_, inner) => plainValue(inner)) ?? 'null';
  } catch {
    return '"(cannot be written as JSON)"';
  }
}

function fieldsText(fields: LogFields, entry: (name: string, json: string) => string, separator: string): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => entry(name, jsonText(value)))
    .join(separator);
}

function levelled(least: LogLevel, write: (level: LogLevel, event: string, fields: LogFields) => void): Log {
  const at =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}): void => {
      if (ranks[level] >= ranks[least]) write(level, event, fields);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** `{"time","level","event",…}` a line. A field cannot replace time, level or event. */
export function jsonLog(output: LineOutput, clock: Clock, least: LogLevel = 'info'): Log {
  return levelled(least, (level, event, fields) => {
    const head = jsonText({ time: new Date(clock.nowMs()).toISOString(), level, event }).slice(0, -1);
    const { time: _time, level: _level, event: _event, ...rest } = fields;
    const tail = fieldsText(rest, (name, json) => `${JSON.stringify(name)}:${json}`, ',');
    output.write(`${head}${tail === '' ? '' : `,${tail}`}}\n`);
  });
}

/** JSON escapes control characters up to U+001F; terminals also obey U+007F to U+009F. */
const terminalSafe = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const isPlainWord = (text: string): boolean => /^"[\w./:@+-]+"$/.test(text);

/** `warn  poll-slow host=www.interpol.int` a line, with nothing in it that moves a terminal. */
export function consoleLog(output: LineOutput, least: LogLevel = 'info'): Log {
  return levelled(least, (level, event, fields) => {
    const tail = fieldsText(fields, (name, json) => `${name}=${isPlainWord(json) ? json.slice(1, -1) : json}`, ' ');
    output.write(`${terminalSafe(`${level.padEnd(5)} ${event}${tail === '' ? '' : ` ${tail}`}`)}\n`);
  });
}
