/** What happens, as `start --json`, the terminal and the console tell it: taken from what the steps log. */
import type { AlertKind, Log, LogFields } from '../../shared/ports.ts';

export interface ReleaseEvent {
  readonly event: 'release';
  readonly id: string;
  readonly newsroom: string;
  readonly headline: string;
  readonly revision: number;
  readonly key: string;
  readonly origin: string;
}

export interface AlertEvent {
  readonly event: 'alert';
  readonly alertId: string;
  readonly watch: string;
  readonly release: string;
  readonly revision: number;
  readonly kind: AlertKind;
}

export type HostEvent = ReleaseEvent | AlertEvent;

/** A stream of events that many may follow. */
export interface EventStream {
  emit(event: HostEvent): void;
  /** Answers how to stop. */
  follow(listener: (event: HostEvent) => void): () => void;
}

export function eventStream(): EventStream {
  const listeners = new Set<(event: HostEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function toEvent(event: string, fields: LogFields): HostEvent | null {
  const revision = Number(fields['revision'] ?? 1);
  if (event === 'release-committed') {
    return {
      event: 'release',
      id: text(fields['id']),
      newsroom: text(fields['newsroom']),
      headline: text(fields['headline']),
      revision,
      key: text(fields['key']),
      origin: text(fields['origin']),
    };
  }
  if (event === 'alert-accepted') {
    return {
      event: 'alert',
      alertId: text(fields['alertId']),
      watch: text(fields['watch']),
      release: text(fields['release']),
      revision,
      kind: text(fields['kind']) as AlertKind,
    };
  }
  return null;
}

/** A log that also emits the two events that people wait for. */
export function eventLog(log: Log, events: Pick<EventStream, 'emit'>): Log {
  return {
    ...log,
    info: (event, fields = {}) => {
      log.info(event, fields);
      const told = toEvent(event, fields);
      if (told !== null) events.emit(told);
    },
  };
}
