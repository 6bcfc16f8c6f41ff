/**
 * What waits for the next digest of a watch, a box for each rate, inside its window object: one swap records a hit for
 * the minute and for the day. Pure transitions; a box is emptied only by the digest whose ledger holds its items.
 */
import { deliveryLimits } from '../limits.ts';
import type { Rate } from '../ports.ts';
import type { WaitingAlert } from './window.ts';

export interface BoxedHit extends WaitingAlert {
  /** ISO 8601 UTC at which the hit was recorded: decides its window. */
  readonly at: string;
  /** It would have gone at once, had its watch not sent so many messages that day. */
  readonly isGathered?: boolean;
}

export interface DigestBox {
  /** ISO 8601 UTC: every window up to here is closed. Null before the first. */
  readonly since: string | null;
  readonly waiting: readonly BoxedHit[];
  /** Hits that came when the box was full: the digest counts them. */
  readonly unlisted: number;
  /** Alert ids of the hits that went out last, so that a late retry finds them. */
  readonly sent: readonly string[];
}

export type DigestBoxes = Partial<Readonly<Record<Rate, DigestBox>>>;

export const emptyBox: DigestBox = { since: null, waiting: [], unlisted: 0, sent: [] };

function put(box: DigestBox, hit: BoxedHit): DigestBox {
  const { alertId } = hit;
  if (box.sent.includes(alertId) || box.waiting.some((one) => one.alertId === alertId)) return box;
  if (box.waiting.length >= deliveryLimits.digestWaitingMax) {
    return { ...box, unlisted: box.unlisted + 1, sent: remembered(box.sent, [alertId]) };
  }
  return { ...box, waiting: [...box.waiting, hit] };
}

const remembered = (sent: readonly string[], more: readonly string[]): readonly string[] =>
  [...sent, ...more].slice(-2 * deliveryLimits.digestWaitingMax);

/** The boxes with the hit in those of `rates`; the same object when it was in all of them. */
export function boxed(boxes: DigestBoxes | undefined, hit: BoxedHit, rates: readonly Rate[]): DigestBoxes | undefined {
  let next = boxes;
  for (const rate of rates) {
    const box = next?.[rate] ?? emptyBox;
    const filled = put(box, hit);
    if (filled !== box) next = { ...next, [rate]: filled };
  }
  return next;
}

/** Whether the alert waits in any of the boxes. */
export function isBoxed(boxes: DigestBoxes | undefined, alertId: string): boolean {
  return Object.values(boxes ?? {}).some(({ waiting }) => waiting.some((one) => one.alertId === alertId));
}

/** What the box makes of an alert: it waits in it, or went out from it; null when the box does not know it. */
export function boxStateOf(box: DigestBox | undefined, alertId: string): 'waiting' | 'accepted' | null {
  if (box === undefined) return null;
  if (box.waiting.some((one) => one.alertId === alertId)) return 'waiting';
  return box.sent.includes(alertId) ? 'accepted' : null;
}

/** The box after the window that ends at `end` was sent with these alerts. */
export function emptied(box: DigestBox, end: string, alertIds: ReadonlySet<string>, unlisted: number): DigestBox {
  const gone = box.waiting.filter(({ alertId }) => alertIds.has(alertId));
  return {
    since: box.since === null || box.since < end ? end : box.since,
    waiting: box.waiting.filter(({ alertId }) => !alertIds.has(alertId)),
    unlisted: Math.max(0, box.unlisted - unlisted),
    sent: remembered(
      box.sent,
      gone.map(({ alertId }) => alertId),
    ),
  };
}
