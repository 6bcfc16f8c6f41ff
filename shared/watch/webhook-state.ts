/**
 * How a webhook is doing (`state/webhooks/<subscription>.json`; none while nothing ever failed): when it may be asked
 * again, and whether it is disabled. Pure transitions; the deliver step writes them with If-Match.
 */
import { deliveryLimits } from '../limits.ts';

export interface WebhookAnswer {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Null when there was no answer. */
  readonly status: number | null;
  /** The first 4 KiB of the answer, or why there was none. */
  readonly text: string;
}

export interface WebhookState {
  readonly version: 1;
  readonly subscription: string;
  /** Failed tries in a row, of whatever message. */
  readonly failures: number;
  readonly firstFailedAt: string | null;
  /** Nothing is tried before this. */
  readonly nextAt: string | null;
  readonly disabledAt: string | null;
  /** Failed tries of messages that are still on their way, by message id. */
  readonly tries: Readonly<Record<string, number>>;
  readonly lastAnswer: WebhookAnswer | null;
  /** Up to which parked message all were sent again. */
  readonly resentUntil: string | null;
  /** What its owner has still to be told: recorded with what happened, so that no crash in between loses it. */
  readonly untold?: Told;
}

export function freshWebhook(subscription: string): WebhookState {
  return {
    version: 1,
    subscription,
    failures: 0,
    firstFailedAt: null,
    nextAt: null,
    disabledAt: null,
    tries: {},
    lastAnswer: null,
    resentUntil: null,
  };
}

export type Admittance =
  /** Try it; after writing `next` where there is one: the others wait for what becomes of this try. */
  | { readonly kind: 'try'; readonly next: WebhookState | null }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'park' };

/** Whether a message may be tried now: of those for an endpoint that fails, one at a time. */
export function admitTry(state: WebhookState, nowMs: number): Admittance {
  if (state.disabledAt !== null) return { kind: 'park' };
  if (state.failures === 0) return { kind: 'try', next: null };
  const nextMs = state.nextAt === null ? 0 : Date.parse(state.nextAt);
  if (nowMs < nextMs) return { kind: 'wait', untilMs: nextMs };
  return { kind: 'try', next: { ...state, nextAt: iso(nowMs + deliveryLimits.webhookTryLastsMsMax) } };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** `first`, `fifth`: the owner is told that it fails. `disabled`: and that nothing more is tried. */
export type Told = 'first' | 'fifth' | 'disabled';

export interface Failed {
  readonly next: WebhookState;
  /** `park`: this message is kept and not tried any more by itself. */
  readonly becomes: { readonly kind: 'park' } | { readonly kind: 'later'; readonly seconds: number };
}

/** HTTP 410: the receiver says that it will never take anything again. */
const gone = 410;

function gapSeconds(failures: number): number {
  const gaps = deliveryLimits.webhookGapsSeconds;
  return gaps[Math.min(failures, gaps.length) - 1] ?? gaps[0];
}

/** `seenFailures`: what the state said when the try began; another one may have failed since, which counts once. */
export function failedTry(
  state: WebhookState,
  messageId: string,
  answer: WebhookAnswer,
  seenFailures: number,
  nowMs: number,
): Failed {
  const tries = { ...state.tries, [messageId]: (state.tries[messageId] ?? 0) + 1 };
  const ownTries = tries[messageId] ?? 1;
  const counts = state.failures === seenFailures;
  const failures = counts ? state.failures + 1 : state.failures;
  const triesMax = deliveryLimits.webhookGapsSeconds.length + 1;
  const next: WebhookState = {
    ...state,
    failures,
    tries: latest(tries),
    firstFailedAt: state.firstFailedAt ?? answer.at,
    nextAt: counts ? iso(nowMs + gapSeconds(failures) * 1_000) : state.nextAt,
    lastAnswer: answer,
  };
  if (failures >= triesMax || answer.status === gone) {
    return { next: { ...next, disabledAt: iso(nowMs), tries: {}, untold: 'disabled' }, becomes: { kind: 'park' } };
  }
  // Other messages got through: this one alone is not wanted.
  if (ownTries >= triesMax) {
    const { [messageId]: _, ...others } = next.tries;
    return { next: { ...next, tries: others }, becomes: { kind: 'park' } };
  }
  const told = !counts ? null : failures === 1 ? 'first' : failures === 5 ? 'fifth' : null;
  return {
    next: told === null ? next : { ...next, untold: told },
    becomes: { kind: 'later', seconds: gapSeconds(ownTries) + deliveryLimits.webhookOthersFirstSeconds },
  };
}

function latest(tries: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(tries).slice(-deliveryLimits.webhookTriesRememberedMax));
}

/** The state after a message got through, or the same one when it says nothing else already. */
export function succeeded(state: WebhookState, messageId: string): WebhookState {
  if (state.failures === 0 && !(messageId in state.tries)) return state;
  const { [messageId]: _, ...tries } = state.tries;
  return { ...ownerTold(state), failures: 0, firstFailedAt: null, nextAt: null, tries };
}

/** The state once its owner was told, or has no need to be. */
export function ownerTold({ untold: _, ...state }: WebhookState): WebhookState {
  return state;
}

/** It is tried again, with what was parked meanwhile. */
export function enabled(state: WebhookState, resentUntil: string | null): WebhookState {
  return {
    ...ownerTold(state),
    failures: 0,
    firstFailedAt: null,
    nextAt: null,
    disabledAt: null,
    tries: {},
    resentUntil,
  };
}
