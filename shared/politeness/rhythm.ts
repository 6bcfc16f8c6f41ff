/** When a newsroom usually has news, and how long it may be left alone for that (feeds.md 6, adaptive interval). Pure. */
import { limits, units } from '../limits.ts';

const SLOTS = 7 * 24;
/** Share of the news that the busy hours hold. What comes at other times is found a little later. */
const BUSY_SHARE = 0.96;
/** With more busy hours than this there is no rhythm to speak of. */
const BUSY_SLOTS_MAX = SLOTS / 2;
/** News moves by an hour now and then (summer time, a late release). */
const NEIGHBOUR_WEIGHT = 0.3;
/** A weekday on which nothing came yet is not impossible. */
const DAY_PRIOR = 0.1;

export interface Rhythm {
  /** The newsroom's permission. */
  readonly everyMs: number;
  /** When items came, in milliseconds, rising. */
  readonly times: readonly number[];
  /** Since when the channel is observed; null: not yet. */
  readonly observedSinceMs: number | null;
  /** Good polls in a row without anything new. */
  readonly unchangedPolls: number;
  readonly nowMs: number;
}

function slotOf(ms: number): { day: number; hour: number } {
  const date = new Date(ms);
  return { day: date.getUTCDay(), hour: date.getUTCHours() };
}

/** Of the gaps between the last items, in milliseconds; null with fewer than two items. */
function medianGapMs(times: readonly number[]): number | null {
  const last = times.slice(-limits.rhythmGapsMax - 1);
  const gaps = last.slice(1).map((time, index) => time - (last[index] ?? time));
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? null;
}

/** The hours of the week (UTC, `day * 24 + hour`) in which nearly all news comes; null when there is no such pattern. */
function busySlots(times: readonly number[]): ReadonlySet<number> | null {
  if (times.length < limits.rhythmTimesMin) return null;
  const hours = new Array<number>(24).fill(0);
  const days = new Array<number>(7).fill(DAY_PRIOR);
  const add = (counts: number[], at: number, weight: number): void => {
    counts[at] = (counts[at] ?? 0) + weight;
  };
  for (const time of times) {
    const { day, hour } = slotOf(time);
    add(days, day, 1);
    add(hours, hour, 1);
    add(hours, (hour + 23) % 24, NEIGHBOUR_WEIGHT);
    add(hours, (hour + 1) % 24, NEIGHBOUR_WEIGHT);
  }
  const scores = days.flatMap((ofDay) => hours.map((ofHour) => ofDay * ofHour));
  const total = scores.reduce((sum, score) => sum + score, 0);
  const ranked = scores.map((score, slot) => ({ score, slot })).sort((a, b) => b.score - a.score || a.slot - b.slot);
  const busy = new Set<number>();
  let held = 0;
  for (const { score, slot } of ranked) {
    if (held >= total * BUSY_SHARE) break;
    held += score;
    busy.add(slot);
  }
  return busy.size > BUSY_SLOTS_MAX ? null : busy;
}

/**
 * How long to leave the channel alone, in milliseconds: at least `everyMs`. Only after a week of observation more, and then at most four
 * times as much (and no more than a day): in hours without news; or, where news has no hours, a quarter of the median gap between
 * items, doubled with every three polls that found nothing. A busy hour that begins meanwhile is not slept through.
 */
export function ownIntervalMs({ everyMs, times, observedSinceMs, unchangedPolls, nowMs }: Rhythm): number {
  const maxMs = Math.min(everyMs * limits.rhythmStretchMax, units.DAY_MS);
  const observed = observedSinceMs !== null && nowMs - observedSinceMs >= limits.rhythmObservedMs;
  if (!observed || maxMs <= everyMs) return everyMs;
  const busy = busySlots(times.filter((time) => time > nowMs - limits.rhythmTimesMaxAgeMs && time <= nowMs));
  if (busy === null) {
    const base = Math.max(everyMs, (medianGapMs(times) ?? 0) / 4);
    return Math.min(maxMs, base * 2 ** Math.min(8, Math.floor(unchangedPolls / limits.unchangedPollsMax)));
  }
  // From the earliest time on, hour by hour, to the first busy one.
  for (let at = nowMs + everyMs; at < nowMs + maxMs; at = (Math.floor(at / units.HOUR_MS) + 1) * units.HOUR_MS) {
    const { day, hour } = slotOf(at);
    if (busy.has(day * 24 + hour)) return at - nowMs;
  }
  return maxMs;
}
