/** Looks for a date where no label near the title and nothing that machines are told gives one: weak evidence, the best first. */
import type { DateOrder } from '../../newsrooms/schema.ts';
import { findPrintedDates, type PrintedDate } from '../../text/printed-dates.ts';
import type { DateSource } from '../schema.ts';
import { addressDate } from './address-dates.ts';
import { isDiscussion } from './date-label.ts';
import { meaningOfLabel } from './date-words.ts';
import { machineMoment } from './machine-moments.ts';
import type { MeasuredBlock, MeasuredPage } from './measure.ts';
import { within } from './measure.ts';
import type { Pruned } from './prune.ts';

/** A date that something on the page suggests. */
export interface StrayDate {
  readonly source: DateSource;
  /** ISO date. */
  readonly date: string;
  /** Another reading of it; null where there is one only. */
  readonly alternative: string | null;
  /** As it stands on the page. */
  readonly text: string;
  readonly place: keyof typeof strayPlaces;
}

export const strayPlaces = {
  'text-start': 'it opens the text',
  'date-class': 'it is the only one in an element named for dates',
  'text-end': 'it closes the text',
  script: 'a script of the page names it',
  picture: 'it stands in the address of the picture',
  'as-of': 'it says as of when the page stands',
} as const;

export interface StraySearch {
  readonly page: MeasuredPage;
  readonly html: string;
  readonly pruned: Pruned;
  /** Blocks of the text, in document order. */
  readonly bodyBlocks: readonly number[];
  readonly anchor: number;
  readonly options: { readonly uiLanguage: string | null; readonly dateOrder: DateOrder | null };
}

const rungs: readonly ((search: StraySearch) => StrayDate | null)[] = [
  atTextStart,
  inDateClass,
  atTextEnd,
  inScript,
  inPicture,
  asOf,
];

export function findStrayDate(search: StraySearch): StrayDate | null {
  for (const rung of rungs) {
    const found = rung(search);
    if (found !== null) return found;
  }
  return null;
}

const OPENING_BLOCKS = 2;
const WEEKDAY_CHARACTERS_MAX = 14;

function stray(place: StrayDate['place'], { date, alternative }: PrintedDate, text: string): StrayDate {
  return { source: 'page-label', date, alternative, text, place };
}

/** "29.11.2022 – The industry had …", "(12 May 2020) The ministry …". */
function atTextStart({ page, bodyBlocks, options }: StraySearch): StrayDate | null {
  for (const at of bodyBlocks.slice(0, OPENING_BLOCKS)) {
    const block = page.blocks[at];
    if (block === undefined) continue;
    const head = block.text.slice(0, 80);
    const [printed] = findPrintedDates(head, options);
    if (printed === undefined || printed.end === head.length) continue;
    const before = head.slice(0, printed.start);
    const behind = head.slice(printed.end);
    const opens = before.length <= WEEKDAY_CHARACTERS_MAX && /^[\s([„"]*(?:\p{L}+[.,]{0,2}\s*)?$/u.test(before);
    if (opens && meaningOfLabel(before) !== 'other' && /^[\s)\].,:;|–—-]*(?:[–—:|)\]-]|\s[„“"«\p{Lu}])/u.test(behind))
      return stray('text-start', printed, block.text.slice(0, printed.end));
  }
  return null;
}

/** The day that all elements named for dates agree on, cards and comments aside. */
function inDateClass({ page, pruned, anchor, options }: StraySearch): StrayDate | null {
  let only: StrayDate | null = null;
  for (const block of page.blocks) {
    if (block.good || block.text.length > 120 || !/\d/.test(block.text) || pruned[block.index] === 'card') continue;
    if (!within(page.tree, block, (element) => element.names.dateLike)) continue;
    if (isDiscussion(page, block, anchor)) continue;
    for (const printed of findPrintedDates(block.text, options)) {
      if (meaningOfLabel(block.text.slice(0, printed.start)) === 'other') continue;
      if (only !== null && only.date !== printed.date) return null;
      only ??= stray('date-class', printed, block.text);
    }
  }
  return only;
}

/** "Berlin, 12 May 2020" as the last line. */
function atTextEnd({ page, bodyBlocks, options }: StraySearch): StrayDate | null {
  for (const at of bodyBlocks.slice(-2)) {
    const block = page.blocks[at];
    if (block === undefined || block.text.length > 60) continue;
    const [printed] = findPrintedDates(block.text, options);
    if (printed === undefined || block.text.length - printed.end > 3) continue;
    const before = block.text.slice(0, printed.start);
    if (meaningOfLabel(before) === 'other') continue;
    if (/^[\s(]*(?:\p{Lu}[\p{L} .-]*,)?[\s\p{L}]*$/u.test(before)) return stray('text-end', printed, block.text);
  }
  return null;
}

const scriptKey =
  /["'](?:datePublished|date_published|published_?(?:at|on|date|time)?|publish_?(?:date|time|ed_at|edAt)|publication_?date|pub_?date|article_?(?:published|publish_?date|publication_?date|date)|post_?date|first_?published(?:_?date)?|release_?date|display_?date|created_?at)["']\s*:\s*["']?([^"',}]{8,40})/gi;
const SCRIPT_VALUES_MAX = 50;

/** Data that scripts carry: where all such keys name one day. */
function inScript({ html, options }: StraySearch): StrayDate | null {
  const days = new Map<string, string>();
  let values = 0;
  for (const match of html.matchAll(scriptKey)) {
    values += 1;
    if (values > SCRIPT_VALUES_MAX) return null;
    const date = machineMoment(match[1] ?? '', options.dateOrder)?.slice(0, 10);
    if (date !== undefined) days.set(date, match[0]);
  }
  const [first] = days;
  return first === undefined || days.size > 1
    ? null
    : { source: 'json-ld', date: first[0], alternative: null, text: first[1], place: 'script' };
}

/** The day in the address of the page's picture. */
function inPicture({ page }: StraySearch): StrayDate | null {
  for (const { name, content } of page.tree.meta) {
    if (name !== 'og:image' && name !== 'twitter:image') continue;
    const date = addressDate(content);
    if (date !== null) return { source: 'meta', date, alternative: null, text: content, place: 'picture' };
  }
  return null;
}

function asOf({ page, anchor, options }: StraySearch): StrayDate | null {
  for (const block of page.blocks.slice(Math.max(0, anchor - 8), anchor + 12)) {
    const named = asOfWords(block);
    const [printed] = named ? findPrintedDates(block.text, options) : [];
    if (printed !== undefined) return stray('as-of', printed, block.text);
  }
  return null;
}

function asOfWords(block: MeasuredBlock): boolean {
  return (
    block.text.length <= 120 && /^\W*(?:stand|as of|état au|situación al|stan na|stav ke)(?!\p{L})/iu.test(block.text)
  );
}
