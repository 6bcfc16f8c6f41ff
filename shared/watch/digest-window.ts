/**
 * The windows of digests: half-open [from, to), a local day or a week from Monday in the watch's time zone, whatever its
 * clocks do. Which window a hit belongs to follows from the time it was recorded alone, so every retry finds the same.
 */
import { deliveryLimits, units } from '../limits.ts';
import type { Rate } from '../ports.ts';
import { isTimeZone, utcOfLocal } from '../text/zones.ts';
import type { BoxedHit, DigestBox, DigestBoxes } from './digest-box.ts';
import type { Watch } from './schema.ts';

const { DAY_MS, HOUR_MS, MINUTE_MS } = units;

const formats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' });
  formats.set(timeZone, made);
  return made;
}

/** The local calendar day at an instant, as its midnight read as UTC. */
function localDay(ms: number, timeZone: string): number {
  const parts = dayFormat(timeZone);
  const part: Record<string, number> = {};
  for (const { type, value } of parts.formatToParts(new Date(ms))) part[type] = Number(value);
  return Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'] ?? 1);
}

/** The instant at which a local day begins. A zone that this runtime does not know counts as UTC. */
const startOfDay = (dayMs: number, timeZone: string): number => utcOfLocal(dayMs, timeZone) ?? dayMs;

/** The first boundary after `ms`: an instant on a boundary belongs to the window that begins there. */
export function boundaryAfter(ms: number, rate: 'daily' | 'weekly', timeZone: string): number {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const today = localDay(ms, zone);
  // 1970-01-01 was a Thursday: day 4 of the epoch began a week.
  const sinceMonday = (((today / DAY_MS + 3) % 7) + 7) % 7;
  const day = rate === 'daily' ? today + DAY_MS : today + (7 - sinceMonday) * DAY_MS;
  return startOfDay(day, zone);
}

/** The boundary before a window's end: where it began. */
export function boundaryBefore(endMs: number, rate: 'daily' | 'weekly', timeZone: string): number {
  let at = boundaryAfter(endMs - (rate === 'daily' ? 2 : 14) * DAY_MS - 1, rate, timeZone);
  for (;;) {
    const next = boundaryAfter(at, rate, timeZone);
    if (next >= endMs) return at;
    at = next;
  }
}

export interface DueWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The earliest window of a box that has ended and has something in it, or null. A pause that was ended is over, though the
 * clock of whoever ended it may be ahead.
 */
export function dueWindow(watch: Watch, rate: Rate, box: DigestBox, nowMs: number): DueWindow | null {
  const window = nextWindow(watch, rate, box);
  if (window === null) return null;
  const endsPause = watch.resumedAt !== null && window.toMs === Date.parse(watch.resumedAt);
  return window.toMs <= nowMs || endsPause ? window : null;
}

/**
 * The window of the earliest hit in a box, or null. While the watch is paused none ends; the end of the pause ends one, with
 * all that waited. What comes too late for that goes within the next minute; what is gathered, when its hour ends.
 */
function nextWindow(watch: Watch, rate: Rate, box: DigestBox): DueWindow | null {
  if (watch.pausedAt !== null || rate === 'off') return null;
  const earliest = earliestOf(box.waiting);
  if (earliest === null) return null;
  const first = Date.parse(earliest.at);
  const sinceMs = box.since === null ? null : Date.parse(box.since);
  const begins = sinceMs === null ? first : Math.max(sinceMs, first);
  const resumedMs = watch.resumedAt === null ? null : Date.parse(watch.resumedAt);
  const lastsMs = earliest.isGathered === true ? HOUR_MS : MINUTE_MS;
  const end = windowEnd(watch, rate, begins, { resumedMs, lastsMs });
  if (end !== resumedMs && earliest.isGathered === true) return { fromMs: begins, toMs: end };
  if (rate === 'immediate' || end === resumedMs) return { fromMs: sinceMs ?? first, toMs: end };
  const natural = boundaryBefore(end, rate, watch.timeZone);
  return { fromMs: Math.max(sinceMs ?? natural, natural), toMs: end };
}

function earliestOf(hits: readonly BoxedHit[]): BoxedHit | null {
  let earliest: BoxedHit | null = null;
  for (const hit of hits) if (earliest === null || Date.parse(hit.at) < Date.parse(earliest.at)) earliest = hit;
  return earliest;
}

interface Ends {
  readonly resumedMs: number | null;
  /** How long a window of the rate `immediate` lasts. */
  readonly lastsMs: number;
}

function windowEnd(watch: Watch, rate: Exclude<Rate, 'off'>, begins: number, { resumedMs, lastsMs }: Ends): number {
  if (resumedMs !== null && begins < resumedMs) return resumedMs;
  if (rate === 'immediate') return (Math.floor(begins / lastsMs) + 1) * lastsMs;
  return boundaryAfter(begins, rate, watch.timeZone);
}

/** When the first window of any box ends; infinite while nothing waits, and in a pause. */
export function firstEnd(watch: Watch, boxes: DigestBoxes): number {
  const ends = (['immediate', 'daily', 'weekly'] as const).map((rate) => {
    const box = boxes[rate];
    const span = box === undefined ? null : nextWindow(watch, rate, box);
    return span === null ? Number.POSITIVE_INFINITY : span.toMs;
  });
  return Math.min(...ends);
}

/** Boundaries fall on quarters of an hour in every time zone: between two of them nothing can become due. */
export function quarterOf(ms: number): number {
  return Math.floor(ms / deliveryLimits.digestScanMs) * deliveryLimits.digestScanMs;
}
