/** Decides which of the dates that a page gives is its date: what it prints, what machines are told, or nothing. */
import type { DateConfidence, DateSource } from '../schema.ts';
import type { DateLabel } from './date-label.ts';
import type { MachineDate } from './machine-dates.ts';
import { type StrayDate, strayPlaces } from './stray-dates.ts';

export interface DateEvidence {
  readonly label: DateLabel | null;
  readonly machine: readonly MachineDate[];
  /** ISO date printed in the dateline; null without one or without a year. */
  readonly dateline: string | null;
  /** Asked for only where there is nothing else. */
  readonly stray: () => StrayDate | null;
}

export interface FoundDate {
  readonly datePublished: string | null;
  readonly dateSource: DateSource | null;
  readonly dateConfidence: DateConfidence | null;
  readonly warnings: readonly string[];
}

/** A dateline so far from what machines are told is that of an event in the text. */
const DATELINE_DAYS_MAX = 10;
const ZONE_DAYS = 1;

const day = (value: string): string => value.slice(0, 10);

/** Days between two ISO dates. */
function daysBetween(left: string, right: string): number {
  return Math.abs(Date.parse(left) - Date.parse(right)) / 86_400_000;
}

/** The value that most sources give; of equals the most trusted one. */
function mostSupported(
  machine: readonly MachineDate[],
): { readonly entry: MachineDate; readonly support: number } | null {
  let best: { entry: MachineDate; support: number } | null = null;
  for (const entry of machine) {
    const support = machine.filter((other) => day(other.value) === day(entry.value)).length;
    if (best === null || support > best.support) best = { entry, support };
  }
  return best;
}

/**
 * Chooses among the evidence: what the page prints is the date; machine dates confirm it, settle day and month, or stand
 * in. A printed date that nothing marks as a label gives way to machine dates that all differ from it.
 */
export function decideDate(evidence: DateEvidence): FoundDate {
  const { label, machine, dateline } = evidence;
  const supported = mostSupported(machine);
  if (label !== null && !isOutvoted(label, machine, supported)) return fromLabel(label, machine, dateline);
  if (
    dateline !== null &&
    (supported === null || daysBetween(day(supported.entry.value), dateline) <= DATELINE_DAYS_MAX)
  ) {
    const confirmed = machine.some((entry) => day(entry.value) === dateline);
    return {
      datePublished: dateline,
      dateSource: 'dateline',
      dateConfidence: confirmed ? 'certain' : 'probable',
      warnings: [],
    };
  }
  if (supported === null) return fromStray(evidence.stray());
  const conflicting = machine.length > supported.support || label !== null;
  return {
    datePublished: supported.entry.value,
    dateSource: supported.entry.source,
    dateConfidence: conflicting ? 'uncertain' : supported.support > 1 ? 'certain' : 'probable',
    warnings: conflicting ? ['dates of the page disagree: the best supported one was taken'] : [],
  };
}

/** Sources that are filled from one place tell one thing. */
const origins: Readonly<Partial<Record<DateSource, string>>> = {
  meta: 'head',
  microdata: 'head',
  'json-ld': 'head',
  feed: 'channel',
  listing: 'channel',
};

/**
 * Whether machine dates speak against a printed date: all of them against one that may be any date, two of different origin
 * that agree against one that only its place or class marks, none against one that words name. A day apart is no
 * contradiction: zones differ.
 */
function isOutvoted(
  label: DateLabel,
  machine: readonly MachineDate[],
  supported: { readonly entry: MachineDate } | null,
): boolean {
  const { date, alternative } = label.printed;
  if (supported === null || label.strength === 'named') return false;
  const readings = alternative === null ? [date] : [date, alternative];
  if (machine.some((entry) => readings.some((one) => daysBetween(day(entry.value), one) <= ZONE_DAYS))) return false;
  if (label.strength === 'plain') return true;
  const agreeing = machine.filter((entry) => day(entry.value) === day(supported.entry.value));
  return new Set(agreeing.map((entry) => origins[entry.source] ?? entry.source)).size > 1;
}

function fromStray(stray: StrayDate | null): FoundDate {
  if (stray === null) return { datePublished: null, dateSource: null, dateConfidence: null, warnings: [] };
  return {
    datePublished: stray.date,
    dateSource: stray.source,
    dateConfidence: 'uncertain',
    warnings: [`the page names no date of publication: "${stray.text}" was taken, since ${strayPlaces[stray.place]}`],
  };
}

function fromLabel(label: DateLabel, machine: readonly MachineDate[], dateline: string | null): FoundDate {
  const { printed } = label;
  const others = [...machine.map((entry) => day(entry.value)), ...(dateline === null ? [] : [dateline])];
  if (printed.certainty === 'certain') {
    const inLabel = machine.find((entry) => entry.source === 'time-element' && day(entry.value) === printed.date);
    const value = inLabel !== undefined && inLabel.value.length > 10 ? inLabel : null;
    return {
      datePublished: value?.value ?? printed.date,
      dateSource: value?.source ?? 'page-label',
      dateConfidence: 'certain',
      warnings: [],
    };
  }
  const written = label.text.slice(printed.start, printed.end);
  const settled = settledReading(printed, others);
  if (settled !== null) {
    return { datePublished: settled, dateSource: 'page-label', dateConfidence: 'probable', warnings: [] };
  }
  return {
    datePublished: printed.date,
    dateSource: 'page-label',
    dateConfidence: 'uncertain',
    warnings: [
      isBeside(printed)
        ? `the date label "${written}" counts by the moon: in other countries it is the next day`
        : `the date label "${written}" can be read day first or month first: set dateOrder`,
    ],
  };
}

/** The reading that another date of the page equals, else the only one that another zone could make equal. */
function settledReading({ date, alternative }: DateLabel['printed'], others: readonly string[]): string | null {
  const readings = alternative === null ? [date] : [date, alternative];
  const equal = readings.find((reading) => others.includes(reading));
  if (equal !== undefined) return equal;
  const near = readings.filter((reading) => others.some((other) => daysBetween(reading, other) <= ZONE_DAYS));
  return near.length === 1 ? (near[0] ?? null) : null;
}

/** Whether the two readings are days beside each other, as those of a Hijri date are. */
function isBeside({ date, alternative }: DateLabel['printed']): boolean {
  return alternative !== null && daysBetween(date, alternative) <= ZONE_DAYS;
}
