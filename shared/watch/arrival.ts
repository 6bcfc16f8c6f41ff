/**
 * What becomes of a hit when it reaches the window of its watch: it goes at once, with the group of its minute, with the
 * digest of its hour behind the pace of a day, with that of a pause, a day or a week, or it went already. Pure: alert writes
 * the state with If-Match.
 */
import type { LedgerState, LedgerUpdate } from '../archive/ledger.ts';
import { deliveryLimits } from '../limits.ts';
import { boxed, boxStateOf, isBoxed } from './digest-box.ts';
import { isSlowed, paceAt, spoken } from './pace.ts';
import type { Route } from './schema.ts';
import { isInMessage, isUnderWay, type WaitingAlert, type WindowState, windowEndMs } from './window.ts';

/** How a hit arrives. */
export interface Arrival {
  /** ISO 8601 UTC at which it was recorded: decides its window. */
  readonly at: string;
  readonly nowMs: number;
  /** Which messages its watch leads to now. */
  readonly route: Route;
  /** IANA name: the watch's. */
  readonly timeZone: string;
}

export type Fate =
  /** Publish it now; where nobody hears that, its entry becomes `unheard`. */
  | { readonly kind: 'leads'; readonly unheard: LedgerState }
  /** It waits: make sure that the window will be closed. */
  | { readonly kind: 'grouped' }
  /** No message of its own goes out. */
  | { readonly kind: 'settled'; readonly update: LedgerUpdate };

export interface Arrived {
  /** The same object when nothing is to be written. */
  readonly next: WindowState;
  readonly fate: Fate;
  /** ISO 8601 UTC: set for the first hit that waits for the hour because the day has heard enough. */
  readonly slowedUntil: string | null;
}

const settled = (state: LedgerState, messageId: string | null = null): Fate => ({
  kind: 'settled',
  update: { state, messageId },
});

/** One transition decides pause, pace, boxes and group together, so that no attempt finds a hit half arrived. */
export function arrive(state: WindowState, alert: WaitingAlert, arrival: Arrival): Arrived {
  const { at, nowMs, route, timeZone } = arrival;
  const { alertId } = alert;
  // Its watch was paused since an earlier attempt: the message that has it tells of it all the same, and nothing else may.
  const underWay = isUnderWay(state, alertId);
  const immediate = route.immediate || underWay;
  const digests = underWay ? route.digests.filter((rate) => rate !== 'immediate') : route.digests;
  // Boxed by an attempt that died: the digest of that box tells of this alert, or has told.
  const box = state.boxes?.immediate;
  const boxedAs = boxStateOf(box, alertId);
  const pace = paceAt(state.pace, timeZone, nowMs);
  const isGathered = immediate && boxedAs === null && isSlowed(pace, nowMs) && !isInMessage(state, alertId);

  const inDigests = boxed(state.boxes, { ...alert, at }, digests);
  const boxes = isGathered ? boxed(inDigests, { ...alert, at, isGathered }, ['immediate']) : inDigests;
  const noted = inBoxes(shown(state, alert), boxes);
  // A full box counts a hit and does not list it.
  const listed = isBoxed(boxes, alertId) ? 'waiting' : 'silent';
  const unheard = boxedAs ?? (isGathered || digests.length > 0 ? listed : 'no-subscriber');
  if (!immediate || boxedAs !== null || isGathered) {
    const slowedUntil = isGathered && (box === undefined || box.waiting.length === 0) ? pace.until : null;
    return { next: notInGroup(noted, alertId), fate: settled(unheard), slowedUntil };
  }
  return { ...inMinute(noted, alert, arrival, unheard), slowedUntil: null };
}

/** Among the last hits of its watch, which its feed shows. */
function shown(state: WindowState, alert: WaitingAlert): WindowState {
  const recent = state.recent ?? [];
  if (recent.some(({ alertId }) => alertId === alert.alertId)) return state;
  return { ...state, recent: [...recent, alert].slice(-deliveryLimits.recentHitsMax) };
}

function inBoxes(state: WindowState, boxes: WindowState['boxes']): WindowState {
  return boxes === undefined || boxes === state.boxes ? state : { ...state, boxes };
}

/** It is not to go with a group any more: since an earlier attempt put it there, its watch was paused, say. */
function notInGroup(state: WindowState, alertId: string): WindowState {
  const waiting = state.waiting.filter((one) => one.alertId !== alertId);
  return waiting.length === state.waiting.length ? state : { ...state, waiting };
}

/** The first hit of a minute leads, those behind it wait for its end. */
function inMinute(
  state: WindowState,
  alert: WaitingAlert,
  { nowMs, timeZone }: Arrival,
  unheard: LedgerState,
): { readonly next: WindowState; readonly fate: Fate } {
  const sent = state.sent.find(({ alertId }) => alertId === alert.alertId);
  if (sent !== undefined) return { next: state, fate: settled('accepted', sent.messageId) };
  const led = state.led ?? [];
  if (led.includes(alert.alertId)) return { next: state, fate: { kind: 'leads', unheard } };
  if (isInMessage(state, alert.alertId)) return { next: state, fate: { kind: 'grouped' } };
  if (nowMs >= windowEndMs(state) && state.waiting.length === 0 && state.sending === null) {
    const pace = spoken(state.pace, timeZone, nowMs);
    const lastPublishedAt = new Date(nowMs).toISOString();
    const leaders = [...led, alert.alertId].slice(-deliveryLimits.windowLedRememberedMax);
    return { next: { ...state, pace, lastPublishedAt, led: leaders }, fate: { kind: 'leads', unheard } };
  }
  return { next: { ...state, waiting: [...state.waiting, alert] }, fate: { kind: 'grouped' } };
}
