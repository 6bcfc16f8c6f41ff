/**
 * The guard against a watch that suddenly matches everything: how many messages at once it has sent in its own day. Behind
 * `messagesAtOncePerDayMax` its hits are gathered in a box and go as one digest an hour. Pure: kept in its window object.
 */
import { limits } from '../limits.ts';
import { boundaryAfter } from './digest-window.ts';

export interface Pace {
  /** ISO 8601 UTC: the midnight of the watch's time zone at which the day ends. */
  readonly until: string;
  /** Messages at once that were begun in it. */
  readonly messages: number;
}

const isOver = (pace: Pace, nowMs: number): boolean => nowMs >= Date.parse(pace.until);

/** The pace of the day that `nowMs` lies in: the same object while that day goes on. */
export function paceAt(pace: Pace | undefined, timeZone: string, nowMs: number): Pace {
  if (pace !== undefined && !isOver(pace, nowMs)) return pace;
  return { until: new Date(boundaryAfter(nowMs, 'daily', timeZone)).toISOString(), messages: 0 };
}

/** Whether the watch has sent as many messages at once as one day allows. */
export function isSlowed(pace: Pace | undefined, nowMs: number): boolean {
  return pace !== undefined && !isOver(pace, nowMs) && pace.messages >= limits.messagesAtOncePerDayMax;
}

/** With one message more, in the day in which it is begun, whenever its hits came. */
export function spoken(pace: Pace | undefined, timeZone: string, nowMs: number): Pace {
  const { until, messages } = paceAt(pace, timeZone, nowMs);
  return { until, messages: messages + 1 };
}
