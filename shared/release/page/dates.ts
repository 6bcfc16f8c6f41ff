/** Finds when the page says it was published: the visible label near the title first, then what machines are told. */
import type { DateOrder } from '../../newsrooms/schema.ts';
import { findPrintedDates, type PrintedDate } from '../../text/printed-dates.ts';
import type { DateConfidence, DateSource } from '../schema.ts';
import { meaningOfLabel, namesPublication } from './label-words.ts';
import { type MeasuredBlock, type MeasuredPage, within } from './measure.ts';
import { isPruned, type Pruned } from './prune.ts';
import type { FoundTitle } from './title.ts';

export interface DateLabel {
  /** The blocks that print it, [block, endBlock). */
  readonly block: number;
  readonly endBlock: number;
  readonly text: string;
  readonly printed: PrintedDate;
  /** Whether words ("Published"), a class name or its standing alone say that it is a date label; a plain one may be any date. */
  readonly marked: boolean;
}

export interface MachineDate {
  readonly source: DateSource;
  /** As given: a day, or day and time with offset. */
  readonly value: string;
}

export interface DateEvidence {
  readonly label: DateLabel | null;
  readonly machine: readonly MachineDate[];
  /** ISO date printed in the dateline; null without one or without a year. */
  readonly dateline: string | null;
}

export interface FoundDate {
  readonly datePublished: string | null;
  readonly dateSource: DateSource | null;
  readonly dateConfidence: DateConfidence | null;
  readonly warnings: readonly string[];
}

const LABEL_CHARACTERS_MAX = 160;
const BLOCKS_BEFORE_TITLE = 8;
const BLOCKS_BEHIND_TITLE = 12;
/** A label is hardly more than its date: so many other characters are let pass. */
const OTHER_CHARACTERS_MAX = 60;
const ELSEWHERE_PENALTY = 4;
const LINKED_PENALTY = 4;
const LINKED_OTHER_CHARACTERS_MAX = 20;
const BLOCKS_BEFORE_TEXT = 5;
/** A dateline so far from what machines are told is that of an event in the text. */
const DATELINE_DAYS_MAX = 10;
const ZONE_DAYS = 1;
const CARD_TITLE_MIN = 15;
/** How far before a date the words that name it may stand. */
const MEANING_CHARACTERS = 40;

/** The visible date of the release: around the title, else right around the text, else anywhere behind words that name it. */
export function findDateLabel(
  page: MeasuredPage,
  title: FoundTitle,
  textStart: number,
  pruned: Pruned,
  options: { readonly uiLanguage: string | null; readonly dateOrder: DateOrder | null },
): DateLabel | null {
  const known = { page, title, pruned, options };
  const anchor = title.firstBlock >= 0 ? title.firstBlock : textStart;
  if (anchor < 0) return null;
  const from = Math.max(0, anchor - BLOCKS_BEFORE_TITLE);
  const to = Math.min(page.blocks.length, Math.max(title.endBlock, anchor) + BLOCKS_BEHIND_TITLE);
  const near = labelAround(known, anchor, from, to) ?? splitLabel(page, from, to, options);
  if (near !== null) return near;
  const apart = textStart >= to || textStart + BLOCKS_BEHIND_TITLE < from;
  return (apart ? labelAround(known, textStart, textStart - BLOCKS_BEFORE_TEXT, textStart) : null) ?? namedLabel(known);
}

interface LabelEvidence {
  readonly page: MeasuredPage;
  readonly title: FoundTitle;
  readonly pruned: Pruned;
  readonly options: { readonly uiLanguage: string | null; readonly dateOrder: DateOrder | null };
}

function labelAround(evidence: LabelEvidence, anchor: number, from: number, to: number): DateLabel | null {
  const { page, title, pruned, options } = evidence;
  let best: DateLabel | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const block of page.blocks.slice(Math.max(0, from), to)) {
    // A sentence with a date in it is text, not a label.
    if (block.text.length > LABEL_CHARACTERS_MAX || block.good || !hasDigit(block.text)) continue;
    if (isEmbeddedPost(page, block)) continue;
    for (const printed of findPrintedDates(block.text, options)) {
      const found = scoreLabel(page, title, block, printed, anchor, pruned);
      if (found !== null && found.score > bestScore) {
        best = { block: block.index, endBlock: block.index + 1, text: block.text, printed, marked: found.marked };
        bestScore = found.score;
      }
    }
  }
  return best;
}

function hasDigit(text: string): boolean {
  return /\p{Nd}|[一二三四五六七八九十]/u.test(text);
}

/** "— Ana Silva (@ana) 4 November 2023": the date of what somebody posted elsewhere. */
function isEmbeddedPost(page: MeasuredPage, block: MeasuredBlock): boolean {
  return block.text.includes('(@') || within(page.tree, block, (element) => element.name === 'blockquote');
}

/** "Published: …" far from title and text, at the foot of the page; only behind words that name it, and only one such date. */
function namedLabel({ page, options }: LabelEvidence): DateLabel | null {
  let only: DateLabel | null = null;
  for (const block of page.blocks) {
    if (block.text.length > LABEL_CHARACTERS_MAX || !hasDigit(block.text) || !namesPublication(block.text)) continue;
    for (const printed of findPrintedDates(block.text, options)) {
      const before = block.text.slice(Math.max(0, printed.start - MEANING_CHARACTERS), printed.start);
      const behind = block.text.slice(printed.end);
      if (meaningOfLabel(before) === 'other' || !(namesPublication(before) || namesPublication(behind))) continue;
      if (only !== null && only.printed.date !== printed.date) return null;
      only ??= { block: block.index, endBlock: block.index + 1, text: block.text, printed, marked: true };
    }
  }
  return only;
}

function scoreLabel(
  page: MeasuredPage,
  title: FoundTitle,
  block: MeasuredBlock,
  printed: PrintedDate,
  anchor: number,
  pruned: Pruned,
): { readonly score: number; readonly marked: boolean } | null {
  const before = block.text.slice(0, printed.start);
  // What stands right before a date names it: "Stand: …", "Letzte Änderung …", also in the block above it.
  const above = before.trim() === '' && !isTitle(title, block.index - 1) ? shortText(page.blocks[block.index - 1]) : '';
  const meaning = meaningOfLabel(before.trim() === '' ? above : before.slice(-MEANING_CHARACTERS));
  if (meaning === 'other') return null;
  const others = block.text.length - (printed.end - printed.start);
  const named = meaning === 'published';
  const dateClass = within(page.tree, block, (element) => element.names.dateLike);
  if (others > OTHER_CHARACTERS_MAX && !named && !dateClass) return null;
  if (isTitle(title, block.index) && others > OTHER_CHARACTERS_MAX) return null;
  // Links to other releases carry their dates too; a date alone that is linked leads to its own page.
  const linked = block.linkShare > 0.5;
  if (linked && (others > LINKED_OTHER_CHARACTERS_MAX || title.firstBlock < 0)) return null;
  const distance = Math.abs(block.index - anchor);
  const elsewhere = isPruned(pruned, block) || isCard(page, title, block) ? ELSEWHERE_PENALTY : 0;
  const alone = others <= 3 && !linked;
  const marks = (named ? 4 : 0) + (dateClass ? 3 : 0) + (alone ? 3 : 0) - (linked ? LINKED_PENALTY : 0);
  return { score: marks - others / 30 - distance / 2 - elsewhere, marked: named || dateClass || alone };
}

/** A date right above a linked headline is that headline's. */
function isCard(page: MeasuredPage, title: FoundTitle, block: MeasuredBlock): boolean {
  const next = page.blocks[block.index + 1];
  return (
    next !== undefined && next.linkShare > 0.5 && next.text.length >= CARD_TITLE_MIN && !isTitle(title, next.index)
  );
}

function isTitle(title: FoundTitle, block: number): boolean {
  return block >= title.firstBlock && block < title.endBlock;
}

function shortText(block: MeasuredBlock | undefined): string {
  return block === undefined || block.text.length > 40 ? '' : block.text;
}

/** "Le" / "06 Novembre" / "2019", "Mar" / "9" / "2015": a date cut into elements of its own. */
function splitLabel(
  page: MeasuredPage,
  from: number,
  to: number,
  options: { readonly uiLanguage: string | null; readonly dateOrder: DateOrder | null },
): DateLabel | null {
  for (let at = from; at < to; at += 1) {
    const parts: MeasuredBlock[] = [];
    for (const block of page.blocks.slice(at, at + 3)) {
      if (block.text.length > 20) break;
      parts.push(block);
    }
    if (parts.length < 2) continue;
    const text = parts.map((block) => block.text).join(' ');
    const [printed] = findPrintedDates(text, options);
    if (printed !== undefined && printed.start < (parts[0]?.text.length ?? 0))
      return { block: at, endBlock: at + parts.length, text, printed, marked: true };
  }
  return null;
}

/** ISO 8601 with offset brought to one form; a time without offset is kept as the day alone; null for anything else. */
export function isoMoment(value: string): string | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?/.exec(
    value.trim(),
  );
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, zone] = found;
  const date = `${year}-${month}-${day}`;
  const instant = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(date)) return null;
  if (hour === undefined || zone === undefined) return date;
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const moment = `${date}T${hour}:${minute}:${second ?? '00'}${offset}`;
  return Number.isNaN(Date.parse(moment)) ? date : moment;
}

/** A UTC moment as the newsroom's clock shows it; other offsets are what the page prints and stay. */
export function inNewsroomZone(value: string, timeZone: string | null): string {
  if (timeZone === null || !value.endsWith('Z')) return value;
  const instant = new Date(value);
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
    const parts = new Map(format.formatToParts(instant).map((part) => [part.type, part.value]));
    const offset = (parts.get('timeZoneName') ?? 'GMT').replace('GMT', '') || 'Z';
    // Before standard time offsets had seconds, which no ISO 8601 form holds.
    if (offset !== 'Z' && !/^[+-]\d{2}:\d{2}$/.test(offset)) return value;
    const day = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
    return `${day}T${parts.get('hour')}:${parts.get('minute')}:${parts.get('second')}${offset}`;
  } catch {
    // An unknown zone name: the moment stands as given.
    return value;
  }
}

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
  if (supported === null) return { datePublished: null, dateSource: null, dateConfidence: null, warnings: [] };
  const conflicting = machine.length > supported.support || label !== null;
  return {
    datePublished: supported.entry.value,
    dateSource: supported.entry.source,
    dateConfidence: conflicting ? 'uncertain' : supported.support > 1 ? 'certain' : 'probable',
    warnings: conflicting ? ['dates of the page disagree: the best supported one was taken'] : [],
  };
}

/**
 * Whether machine dates speak against a printed date: all of them, and only where nothing marks it as a label. A day apart
 * is no contradiction: zones differ.
 */
function isOutvoted(label: DateLabel, machine: readonly MachineDate[], supported: object | null): boolean {
  const { date, alternative } = label.printed;
  if (supported === null || label.marked) return false;
  const readings = alternative === null ? [date] : [date, alternative];
  return !machine.some((entry) => readings.some((one) => daysBetween(day(entry.value), one) <= ZONE_DAYS));
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
  for (const reading of [printed.date, printed.alternative]) {
    if (reading !== null && others.includes(reading)) {
      return { datePublished: reading, dateSource: 'page-label', dateConfidence: 'probable', warnings: [] };
    }
  }
  return {
    datePublished: printed.date,
    dateSource: 'page-label',
    dateConfidence: 'uncertain',
    warnings: [
      `the date label "${label.text.slice(printed.start, printed.end)}" can be read day first or month first: set dateOrder`,
    ],
  };
}
