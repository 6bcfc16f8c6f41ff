/** A log that keeps its events for the test to look at. */
import type { Log, LogFields } from '../../../shared/ports.ts';

interface LoggedEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: LogFields;
}

export interface MemoryLog extends Log {
  readonly events: readonly LoggedEvent[];
}

export function memoryLog(): MemoryLog {
  const events: LoggedEvent[] = [];
  const at =
    (level: LoggedEvent['level']) =>
    (event: string, fields: LogFields = {}): void => {
      events.push({ level, event, fields });
    };
  return { events, info: at('info'), warn: at('warn'), error: at('error') };
}
