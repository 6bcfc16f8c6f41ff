/**
 * The group window of a watch (`state/windows/<watch>.json`): the first hit goes at once, those within
 * `groupWindowSeconds` after it wait here and go as one message. Pure transitions; the steps write them with If-Match.
 * How a hit comes into it: arrival.ts.
 */
import { limits } from '../limits.ts';
import type { AlertReference } from '../ports.ts';
import type { DigestBoxes } from './digest-box.ts';
import { type Pace, spoken } from './pace.ts';

export interface WaitingAlert extends AlertReference {
  /** Key of the release object. */
  readonly key: string;
  readonly ledgerKey: string;
}

export interface SentAlert {
  readonly alertId: string;
  readonly messageId: string;
}

export interface WindowState {
  /** ISO 8601 UTC of the last publish that began. */
  readonly lastPublishedAt: string | null;
  readonly waiting: readonly WaitingAlert[];
  /** A group that is being published: kept until its ledgers are marked. */
  readonly sending: {
    readonly nonce: string;
    readonly leaseUntil: string;
    readonly items: readonly WaitingAlert[];
    /** Under what id it was accepted, once it was; it is not published again then. */
    readonly messageId?: string;
  } | null;
  /** The last alerts that went out in groups, so that a late retry finds them. */
  readonly sent: readonly SentAlert[];
  /** The last alerts that went alone: one whose record was lost goes again as it was, so that its message id is known. */
  readonly led?: readonly string[];
  /** What waits for the digests of the watch; absent where nothing ever did. */
  readonly boxes?: DigestBoxes;
  /** The last hits of the watch, the newest last: what its feed shows. */
  readonly recent?: readonly WaitingAlert[];
  /** How many messages at once the watch has sent in its day. */
  readonly pace?: Pace;
}

export const emptyWindow: WindowState = { lastPublishedAt: null, waiting: [], sending: null, sent: [] };

const windowMs = limits.groupWindowSeconds * 1000;

/** When the window that began with the last publish ends; 0 when there was none. */
export function windowEndMs(state: WindowState): number {
  return state.lastPublishedAt === null ? 0 : Date.parse(state.lastPublishedAt) + windowMs;
}

/** Whether the alert is in a message that is being sent, or was: nothing takes it out of that any more. */
export function isUnderWay({ sending, sent, led = [] }: WindowState, alertId: string): boolean {
  const here = (item: { readonly alertId: string }): boolean => item.alertId === alertId;
  return sending?.items.some(here) === true || sent.some(here) || led.includes(alertId);
}

/** Whether an earlier attempt put the alert into a message: that tells of it. */
export function isInMessage(state: WindowState, alertId: string): boolean {
  return state.waiting.some((item) => item.alertId === alertId) || isUnderWay(state, alertId);
}

export type Closing =
  | { readonly kind: 'empty' }
  /** The window has not ended, or another worker is sending. */
  | { readonly kind: 'not-yet'; readonly untilMs: number }
  | {
      readonly kind: 'send';
      readonly next: WindowState;
      readonly items: readonly WaitingAlert[];
      /** Some were being sent before by a worker that did not finish: the ledgers know which went out. */
      readonly recovered: boolean;
    }
  /** The group was accepted, and its worker ended before the ledgers said so. */
  | {
      readonly kind: 'accepted';
      readonly next: WindowState;
      readonly items: readonly WaitingAlert[];
      readonly messageId: string;
    };

/** How a window is closed. */
export interface Close {
  readonly nowMs: number;
  readonly nonce: string;
  /** IANA name: the watch's, whose day the message counts for. */
  readonly timeZone: string;
  /** Does not wait for the end of the minute. */
  readonly force: boolean;
}

/** Takes the next group out of the window. */
export function close(state: WindowState, { nowMs, nonce, timeZone, force }: Close): Closing {
  // A write of our own that landed though its answer was lost.
  if (state.sending?.nonce === nonce) {
    const { items, messageId } = state.sending;
    if (messageId !== undefined) return { kind: 'accepted', items, messageId, next: state };
    return { kind: 'send', items, recovered: true, next: state };
  }
  if (state.sending !== null && Date.parse(state.sending.leaseUntil) > nowMs) {
    return { kind: 'not-yet', untilMs: Date.parse(state.sending.leaseUntil) };
  }
  const leaseUntil = new Date(nowMs + limits.alertLeaseMs).toISOString();
  if (state.sending?.messageId !== undefined) {
    const { items, messageId } = state.sending;
    return { kind: 'accepted', items, messageId, next: { ...state, sending: { nonce, leaseUntil, items, messageId } } };
  }
  // Sent again as it was: a receiver that has seen its message id drops it. What came since goes with the next one.
  const items = state.sending?.items ?? state.waiting.slice(0, limits.groupedAlertsPerMessageMax);
  if (items.length === 0) return { kind: 'empty' };
  if (!force && state.sending === null && nowMs < windowEndMs(state)) {
    return { kind: 'not-yet', untilMs: windowEndMs(state) };
  }
  return {
    kind: 'send',
    items,
    recovered: state.sending !== null,
    next: {
      ...state,
      pace: spoken(state.pace, timeZone, nowMs),
      lastPublishedAt: new Date(nowMs).toISOString(),
      waiting: state.sending === null ? state.waiting.slice(items.length) : state.waiting,
      sending: { nonce, leaseUntil, items },
    },
  };
}

/** The group was accepted: one write for all of its alerts, before their ledgers are marked. */
export function accepted(state: WindowState, nonce: string, messageId: string): WindowState {
  if (state.sending?.nonce !== nonce) return state;
  const sent = state.sending.items.map(({ alertId }) => ({ alertId, messageId }));
  return {
    ...state,
    sending: { ...state.sending, messageId },
    sent: [...state.sent, ...sent].slice(-limits.windowSentRememberedMax),
  };
}

/** The ledgers of the group are marked. */
export function closed(state: WindowState, nonce: string): WindowState {
  return state.sending?.nonce === nonce ? { ...state, sending: null } : state;
}

/** The lease of a group that a killed process was sending ends now: its successor sends what the ledgers do not record. */
export function freed(state: WindowState, nowMs: number): WindowState {
  if (state.sending === null) return state;
  return { ...state, sending: { ...state.sending, leaseUntil: new Date(nowMs).toISOString() } };
}
