/**
 * What waits for a subscriber who changes the rate: it waits at the new one from then on, so that a change between a hit and
 * its message loses nobody anything.
 */
import { keys } from '../archive/keys.ts';
import { swapJson } from '../archive/objects.ts';
import type { Objects, Rate } from '../ports.ts';
import { type BoxedHit, boxed, emptyBox } from './digest-box.ts';
import { emptyWindow, type WindowState } from './window.ts';

export interface RateChange {
  readonly from: Rate;
  readonly to: Rate;
  /** Whether somebody else hears the watch at the old rate, and at the new one. */
  readonly othersAtFrom: boolean;
  readonly othersAtTo: boolean;
  readonly nowMs: number;
}

const slowness: Readonly<Record<Rate, number>> = { immediate: 0, daily: 1, weekly: 2, off: 3 };

/**
 * Into the box of the new rate: at a slower one all who hear it wait for the same hits; at a faster one others have heard of
 * them, so nothing is carried where there are any. Throws DependencyError.
 */
export async function carryWaiting(objects: Objects, watch: string, change: RateChange): Promise<void> {
  const { from, to, othersAtFrom, othersAtTo, nowMs } = change;
  if (from === to || from === 'off' || to === 'off') return;
  if (othersAtTo && slowness[to] < slowness[from]) return;
  const at = new Date(nowMs).toISOString();
  await swapJson<WindowState>(objects, keys.window(watch), emptyWindow, (state) => {
    const inMinute = from === 'immediate' ? state.waiting : [];
    const box = state.boxes?.[from] ?? emptyBox;
    const carried = [...inMinute, ...box.waiting].map(({ isGathered: _, ...hit }: BoxedHit | Omit<BoxedHit, 'at'>) => ({
      ...hit,
      at,
    }));
    if (carried.length === 0) return undefined;
    const boxes = carried.reduce<WindowState['boxes']>((all, hit) => boxed(all, hit, [to]), state.boxes);
    // Nobody hears the old box any more: its end would say that nobody was told.
    const left = othersAtFrom ? box : { ...box, waiting: [] };
    return { ...state, boxes: { ...boxes, [from]: left } };
  });
}
