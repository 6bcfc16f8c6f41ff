/**
 * When a newsroom usually has news, and how long it may be left alone for that (feeds.md 6, adaptive interval). Pure.
 * A rate of news for each hour of the week is learned from the times of its items; a budget of requests is spread over the week by it.
 */
import { limits, units } from '../limits.ts';

const HOURS = 24;
const SLOTS = 7 * HOURS;
const WEEK_MS = 7 * units.DAY_MS;
/**
 * Requests in the long run, of those at `every` all the time. With a first week at `every` it makes 60 % of a month. Were news to come
 * at any time, half of it would wait longer than half of `every` over this share, whatever the rhythm: hence no smaller budget.
 */
const BUDGET_SHARE = 0.47;
/** News moves by an hour now and then (summer time, a late release): what an item says of the hours beside its own. */
const NEIGHBOUR_WEIGHT = 0.6;
/** A weekday or an hour at which nothing came yet is not impossible: counted as so many items. */
const DAY_PRIOR = 0.5;
const HOUR_PRIOR = 0.5;
/** So many items in one hour of the week weigh as much as what its weekday and its hour of the day say of it. */
const SLOT_PRIOR = 10;
/** Above 1 the budget goes to the busy hours more than their share of the news: that half of the news is found early counts most. */
const FOCUS = 2;
/** An hour needs no more than `every` from this share of the rate that items meet on the average. */
const FULL_RATE_SHARE = 0.6;
/** With so many items between two requests, the week over, a newsroom is a wire: no hour is quiet, and most requests find something. */
const WIRE_ITEMS_PER_POLL = 0.5;
/** Asked a little less than it permits, so that half of its items are found in 35 minutes of an hour. */
const WIRE_STRETCH = 1.15;
const BISECTIONS = 40;

export interface Rhythm {
  /** The newsroom's permission. */
  readonly everyMs: number;
  /** When items came, in milliseconds, rising. */
  readonly times: readonly number[];
  /** Since when the channel is observed; null: not yet. */
  readonly observedSinceMs: number | null;
  readonly nowMs: number;
}

/** Of UTC: `day * 24 + hour`, the day 0 being Sunday. */
function slotOf(ms: number): number {
  const date = new Date(ms);
  return date.getUTCDay() * HOURS + date.getUTCHours();
}

/** The times of the last whole weeks, so that no hour of the week has been seen more often than another. */
function wholeWeeks(times: readonly number[], nowMs: number): { times: readonly number[]; weeks: number } {
  const known = times.filter((time) => time > nowMs - limits.rhythmTimesMaxAgeMs && time <= nowMs);
  const weeks = Math.max(1, Math.floor((nowMs - (known[0] ?? nowMs)) / WEEK_MS));
  return { times: known.filter((time) => time > nowMs - weeks * WEEK_MS), weeks };
}

/**
 * Items an hour, for each hour of the week. What one hour of the week has seen is little, so it is drawn towards what its weekday and
 * its hour of the day make together, and these towards one another (a Gamma prior on a Poisson rate).
 */
function ratesOf({ times, weeks }: ReturnType<typeof wholeWeeks>): readonly number[] {
  const days = new Array<number>(7).fill(DAY_PRIOR);
  const hours = new Array<number>(HOURS).fill(HOUR_PRIOR);
  const slots = new Array<number>(SLOTS).fill(0);
  const add = (counts: number[], at: number, weight: number): void => {
    const index = (at + counts.length) % counts.length;
    counts[index] = (counts[index] ?? 0) + weight;
  };
  const own = 1 / (1 + 2 * NEIGHBOUR_WEIGHT);
  for (const time of times) {
    const slot = slotOf(time);
    add(days, Math.floor(slot / HOURS), 1);
    for (const [step, weight] of [
      [0, own],
      [-1, own * NEIGHBOUR_WEIGHT],
      [1, own * NEIGHBOUR_WEIGHT],
    ] as const) {
      add(hours, (slot % HOURS) + step, weight);
      add(slots, slot + step, weight);
    }
  }
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const scale = Math.max(times.length, 1) / (sum(days) * sum(hours));
  return slots.map((seen, slot) => {
    const expected = (days[Math.floor(slot / HOURS)] ?? 0) * (hours[slot % HOURS] ?? 0) * scale;
    return (expected * (SLOT_PRIOR + seen)) / (SLOT_PRIOR + expected) / weeks;
  });
}

/** Over the last week, or as far back as the times go. */
function isWire(times: readonly number[], everyMs: number, nowMs: number): boolean {
  const known = times.filter((time) => time > nowMs - WEEK_MS && time <= nowMs);
  const spanMs = times.length < limits.rhythmTimesMax ? WEEK_MS : nowMs - (known[0] ?? nowMs - WEEK_MS);
  return known.length * everyMs >= WIRE_ITEMS_PER_POLL * Math.max(spanMs, units.DAY_MS);
}

/** How often to ask in each hour of the week, as a share of `every`: from `least` to 1, by the rates, `BUDGET_SHARE` on the average or less. */
function densitiesOf(rates: readonly number[], least: number): readonly number[] {
  const at = (factor: number): readonly number[] =>
    rates.map((rate) => Math.min(1, Math.max(least, factor * rate ** FOCUS)));
  const isOver = (factor: number): boolean =>
    at(factor).reduce((total, density) => total + density, 0) > BUDGET_SHARE * SLOTS;
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const met = rates.reduce((sum, rate) => sum + rate * rate, 0) / total;
  let low = 0;
  let high = 1 / (FULL_RATE_SHARE * met) ** FOCUS;
  if (!isOver(high)) return at(high);
  for (let step = 0; step < BISECTIONS; step += 1) {
    // Factors lie many powers of ten apart.
    const middle = low === 0 ? high / 1e6 : Math.sqrt(low * high);
    if (isOver(middle)) high = middle;
    else low = middle;
  }
  return at(low);
}

/**
 * How long to leave the channel alone, in milliseconds: at least `everyMs`. Only after a week of observation more, and then at most four
 * times as much (and no more than a day). The next request comes when the hours that pass, each by its density, add up to one.
 */
export function ownIntervalMs({ everyMs, times, observedSinceMs, nowMs }: Rhythm): number {
  const maxMs = Math.min(everyMs * limits.rhythmStretchMax, units.DAY_MS);
  const observed = observedSinceMs !== null && nowMs - observedSinceMs >= limits.rhythmObservedMs;
  if (!observed || maxMs <= everyMs) return everyMs;
  if (isWire(times, everyMs, nowMs)) return Math.min(maxMs, everyMs * WIRE_STRETCH);
  const densities = densitiesOf(ratesOf(wholeWeeks(times, nowMs)), everyMs / maxMs);
  let left = 1;
  let at = nowMs;
  while (at < nowMs + maxMs) {
    const end = Math.min((Math.floor(at / units.HOUR_MS) + 1) * units.HOUR_MS, nowMs + maxMs);
    const density = densities[slotOf(at)] ?? 1;
    const needMs = (left * everyMs) / density;
    if (at + needMs <= end) return Math.max(everyMs, at + needMs - nowMs);
    left -= ((end - at) * density) / everyMs;
    at = end;
  }
  return maxMs;
}
