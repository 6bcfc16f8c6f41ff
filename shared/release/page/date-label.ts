/** Finds the line that prints when the page was published: around the title, right above the text, or behind words that name it. */
import type { DateOrder } from '../../newsrooms/schema.ts';
import { findPrintedDates, type PrintedDate } from '../../text/printed-dates.ts';
import { isDateAboutPage, mayNamePublication, meaningOfLabel, namesPublication } from './date-words.ts';
import { type MeasuredBlock, type MeasuredPage, within } from './measure.ts';
import type { Pruned } from './prune.ts';
import type { FoundTitle } from './title.ts';

/**
 * How surely a printed date is the publication's: words say so ("Published"), its class or its standing alone at the title
 * says so, or it may be any date.
 */
export type LabelStrength = 'named' | 'marked' | 'plain';

export interface DateLabel {
  /** The blocks that print it, [block, endBlock). */
  readonly block: number;
  readonly endBlock: number;
  readonly text: string;
  readonly printed: PrintedDate;
  readonly strength: LabelStrength;
}

export interface LabelSearch {
  readonly page: MeasuredPage;
  readonly title: FoundTitle;
  /** The first block of prose; -1 without any. */
  readonly textStart: number;
  readonly pruned: Pruned;
  /** The days that machines are told: of several printed dates the one that they confirm is the label. */
  readonly machineDays: ReadonlySet<string>;
  readonly options: { readonly uiLanguage: string | null; readonly dateOrder: DateOrder | null };
}

const LABEL_CHARACTERS_MAX = 160;
/** A line of several statements ("Published … | Author … | Tags …") may be longer. */
const LINE_CHARACTERS_MAX = 400;
const BLOCKS_BEFORE_TITLE = 8;
const BLOCKS_BEHIND_TITLE = 12;
const BLOCKS_BEFORE_TEXT = 5;
/** A label is hardly more than its date: so many other characters are let pass. */
const OTHER_CHARACTERS_MAX = 60;
const ALONE_CHARACTERS_MAX = 3;
const ELSEWHERE_PENALTY = 4;
const LINKED_PENALTY = 4;
const CONFIRMED_BONUS = 4;
const LINKED_OTHER_CHARACTERS_MAX = 20;
const CARD_TITLE_MIN = 15;
const LABEL_WORDS_MAX = 25;
/** So near to the title or above the text a line belongs to the head of the release. */
const AT_HEAD_DISTANCE_MAX = 3;
/** How far before a date the words that name it may stand. */
const MEANING_CHARACTERS = 40;
/** Before this year there were no pages: such a date is one that the text tells of, unless something says otherwise. */
const PAGE_YEAR_MIN = '1991';

/** The visible date of the release: around title and text, else anywhere behind words that name it. */
export function findDateLabel(search: LabelSearch): DateLabel | null {
  const { page, title, textStart } = search;
  const windows: (readonly [number, number])[] = [];
  if (title.firstBlock >= 0)
    windows.push([title.firstBlock - BLOCKS_BEFORE_TITLE, title.endBlock + BLOCKS_BEHIND_TITLE]);
  if (textStart >= 0) windows.push([textStart - BLOCKS_BEFORE_TEXT, textStart + 1]);
  const near = labelIn(search, windows);
  if (near !== null) return near;
  for (const [from, to] of windows) {
    const split = splitLabel(search, Math.max(0, from), Math.min(page.blocks.length, to));
    if (split !== null) return split;
  }
  return namedLabel(search);
}

function labelIn(search: LabelSearch, windows: readonly (readonly [number, number])[]): DateLabel | null {
  const { page, options } = search;
  let best: DateLabel | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const block of page.blocks) {
    if (!windows.some(([from, to]) => block.index >= from && block.index < to)) continue;
    // A sentence with a date in it is text, not a label.
    if (block.text.length > LINE_CHARACTERS_MAX || block.good || !hasDigit(block.text)) continue;
    if (isEmbeddedPost(page, block)) continue;
    const all = findPrintedDates(block.text, options);
    for (const printed of all) {
      const found = judge(search, block, printed, all);
      if (found === null || found.score <= bestScore) continue;
      best = { block: block.index, endBlock: block.index + 1, text: block.text, printed, strength: found.strength };
      bestScore = found.score;
    }
  }
  return best;
}

function hasDigit(text: string): boolean {
  if (/[0-9]/.test(text)) return true;
  // All other digits stand behind U+0600; a plain class is quicker than one of Unicode's.
  return /[\u0600-\uffff]/.test(text) && /\p{Nd}|[一二三四五六七八九十]/u.test(text);
}

/** "— Ana Silva (@ana) 4 November 2023": the date of what somebody posted elsewhere. */
function isEmbeddedPost(page: MeasuredPage, block: MeasuredBlock): boolean {
  return block.text.includes('(@') || within(page.tree, block, (element) => element.name === 'blockquote');
}

const discussionNames =
  /(?:^|[\s_-])(?:comments?|commentlist|commentary|replies|reply|responses?|respond|disqus|kommentare?|comentarios?|coment[aá]rios?|commentaires?|reacties|komentarze)(?=$|[\s_-])/i;

/** Whether the block stands among what readers wrote: inside of what is named so, and the title is not. */
export function isDiscussion(page: MeasuredPage, block: MeasuredBlock, anchor: number): boolean {
  return within(
    page.tree,
    block,
    ({ className, id, firstBlock, endBlock }) =>
      !(anchor >= firstBlock && anchor < endBlock) && (discussionNames.test(className) || discussionNames.test(id)),
  );
}

/** The statement around a date, where a line makes several: [start, end) in the text. */
function statementAround(text: string, printed: PrintedDate): { readonly start: number; readonly end: number } {
  let start = 0;
  let end = text.length;
  for (const separator of text.matchAll(/[|•·»]|\s[–—-]\s|\s\/\s/g)) {
    if (separator.index + separator[0].length <= printed.start) start = separator.index + separator[0].length;
    else if (separator.index >= printed.end) {
      end = separator.index;
      break;
    }
  }
  return { start, end };
}

interface Judgement {
  readonly score: number;
  readonly strength: LabelStrength;
}

function judge(
  search: LabelSearch,
  block: MeasuredBlock,
  printed: PrintedDate,
  all: readonly PrintedDate[],
): Judgement | null {
  const { page, title, textStart, pruned } = search;
  const anchor = title.firstBlock >= 0 ? title.firstBlock : textStart;
  const statement = statementAround(block.text, printed);
  const before = block.text.slice(statement.start, printed.start);
  const meaning = meaningOfDate(search, block, printed, before);
  if (meaning === 'other' || (meaning === null && isPartOfRange(block.text, printed, all))) return null;
  const whole = block.text.length - (printed.end - printed.start);
  const others = Math.min(whole, statement.end - statement.start - (printed.end - printed.start));
  const named = meaning === 'published';
  if (whole > LABEL_CHARACTERS_MAX && !named) return null;
  const dateClass = within(page.tree, block, (element) => element.names.dateLike);
  if (others > OTHER_CHARACTERS_MAX && !named && !dateClass) return null;
  const inTitle = isTitle(title, block.index);
  if (inTitle && whole > OTHER_CHARACTERS_MAX) return null;
  // Links to other releases carry their dates too; a date alone that is linked leads to its own page.
  const linked = block.linkShare > 0.5;
  const confirmed = confirmation(search.machineDays, printed);
  if (linked && !named && confirmed === 0 && (whole > LINKED_OTHER_CHARACTERS_MAX || title.firstBlock < 0)) return null;
  if (isDiscussion(page, block, anchor)) return null;
  const isOld = printed.date < PAGE_YEAR_MIN;
  const alone = whole <= ALONE_CHARACTERS_MAX && !linked;
  if (isOld && !named && confirmed === 0 && !(dateClass || alone)) return null;
  const toTitle = title.firstBlock < 0 ? Number.POSITIVE_INFINITY : distanceTo(title, block.index);
  const distance = Math.min(toTitle, Math.abs(block.index - (textStart < 0 ? anchor : textStart)));
  const reason = pruned[block.index] ?? null;
  const isAtHead =
    toTitle <= AT_HEAD_DISTANCE_MAX || (textStart >= 0 && textStart - block.index <= AT_HEAD_DISTANCE_MAX);
  // The line below a title is often called "meta", which is furniture anywhere else.
  const elsewhere = isCard(page, title, block) || (reason !== null && !(reason === 'furniture-name' && isAtHead));
  const opens = toTitle === 1 && printed.start === 0;
  const marks = (named ? 4 : 0) + (dateClass ? 3 : 0) + (alone ? (isAtHead ? 3 : 1) : 0) + confirmed;
  const penalties = (linked && confirmed < CONFIRMED_BONUS ? LINKED_PENALTY : 0) + (elsewhere ? ELSEWHERE_PENALTY : 0);
  const isMarked = ((alone && isAtHead) || opens || dateClass) && !elsewhere;
  const strength = named ? 'named' : isMarked ? 'marked' : 'plain';
  return { score: marks - penalties - others / 30 - distance / 2, strength };
}

/** What the words in front of a date say of it: in its own statement, in the one before ("Updated | …"), in the block above. */
function meaningOfDate(
  { page, title }: LabelSearch,
  block: MeasuredBlock,
  printed: PrintedDate,
  before: string,
): 'published' | 'other' | null {
  if (before.trim() !== '') return meaningOfLabel(before.slice(-MEANING_CHARACTERS));
  const earlier = block.text.slice(0, printed.start).replace(/[\s|•·»/–—-]+$/, '');
  if (earlier !== '') return meaningOfLabel(earlier.slice(-MEANING_CHARACTERS));
  return isTitle(title, block.index - 1) ? null : meaningOfLabel(shortText(page.blocks[block.index - 1]));
}

const DAY_MS = 86_400_000;

/** What machine dates add to a printed one: most where they are the same day, half where another zone could make it so. */
function confirmation(days: ReadonlySet<string>, { date, alternative }: PrintedDate): number {
  if (days.has(date) || (alternative !== null && days.has(alternative))) return CONFIRMED_BONUS;
  const isBeside = (one: string): boolean => Math.abs(Date.parse(one) - Date.parse(date)) <= DAY_MS;
  return [...days].some(isBeside) ? CONFIRMED_BONUS / 2 : 0;
}

/** "14. - 20. Januar 2022", where the first day has no month and year of its own. */
const rangeBefore = /(?:^|[^\p{L}\p{N}])\d{1,2}\.(?:\s?\d{1,2}\.)?\s?[-–—]\s?$/u;
const rangeMark = /^\s?(?:[-–—]|bis|to|until|au|al|till|tot|do)\s?$/u;

/** When something takes place: two days and a mark between them. */
function isPartOfRange(text: string, printed: PrintedDate, all: readonly PrintedDate[]): boolean {
  if (rangeBefore.test(text.slice(Math.max(0, printed.start - 16), printed.start))) return true;
  return all.some(({ start, end }) => {
    const between = end <= printed.start ? text.slice(end, printed.start) : text.slice(printed.end, start);
    return start !== printed.start && rangeMark.test(between);
  });
}

function distanceTo(title: FoundTitle, block: number): number {
  if (block < title.firstBlock) return title.firstBlock - block;
  return Math.max(0, block - title.endBlock + 1);
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
function splitLabel({ page, title, textStart, options }: LabelSearch, from: number, to: number): DateLabel | null {
  const anchor = title.firstBlock >= 0 ? title.firstBlock : textStart;
  for (let at = from; at < to; at += 1) {
    const parts: MeasuredBlock[] = [];
    for (const block of page.blocks.slice(at, at + 3)) {
      if (block.text.length > 20) break;
      parts.push(block);
    }
    const [first] = parts;
    if (first === undefined || parts.length < 2) continue;
    const text = parts.map((block) => block.text).join(' ');
    const [printed] = findPrintedDates(text, options);
    // A date that stands in one block whole was judged already.
    if (printed === undefined || printed.start >= first.text.length || printed.end <= first.text.length) continue;
    if (isDiscussion(page, first, anchor)) continue;
    const length = printed.end <= first.text.length + 1 + (parts[1]?.text.length ?? 0) ? 2 : parts.length;
    return { block: at, endBlock: at + length, text, printed, strength: 'marked' };
  }
  return null;
}

/**
 * "Published: …" far from title and text, at the foot of the page: only behind words that name it, and only one such date.
 * A whole sentence counts where it speaks of the page itself: "This entry was posted on …".
 */
function namedLabel({ page, title, textStart, options }: LabelSearch): DateLabel | null {
  const anchor = title.firstBlock >= 0 ? title.firstBlock : textStart;
  let only: DateLabel | null = null;
  for (const block of page.blocks) {
    if (block.text.length > LINE_CHARACTERS_MAX || !hasDigit(block.text)) continue;
    const above = shortText(page.blocks[block.index - 1]);
    if (!mayNamePublication(block.text) && !namesPublication(above)) continue;
    for (const printed of findPrintedDates(block.text, options)) {
      if (!isNamed(block, printed, above, title.headline) || isDiscussion(page, block, anchor)) continue;
      if (only !== null && only.printed.date !== printed.date) return null;
      only ??= { block: block.index, endBlock: block.index + 1, text: block.text, printed, strength: 'named' };
    }
  }
  return only;
}

function isNamed(block: MeasuredBlock, printed: PrintedDate, above: string, headline: string | null): boolean {
  const before = block.text.slice(Math.max(0, printed.start - MEANING_CHARACTERS), printed.start);
  const meaning = meaningOfLabel(before);
  if (meaning === 'other' || printed.start > LABEL_CHARACTERS_MAX) return false;
  if (isDateAboutPage(block.text)) return true;
  const behind = block.text.slice(printed.end, printed.end + MEANING_CHARACTERS);
  // "A new unit was posted on 3 May 2024 in News".
  if (headline !== null && headline.length >= CARD_TITLE_MIN && block.text.startsWith(headline)) {
    return namesPublication(before) || namesPublication(behind);
  }
  // In a sentence something else may have been published that day.
  if (block.good) return meaning === 'published' && /:\s*$/.test(before);
  if (before.trim() === '' && isLabelAlone(above)) return block.text.length - printed.end <= OTHER_CHARACTERS_MAX;
  if (/(?:^|[\s|•·])(?:date|datum|dato|data|fecha|dátum|дата)\s?:\s*$/iu.test(before)) return true;
  return namesPublication(before) || namesPublication(behind);
}

/** "Published on", as a line of its own. */
function isLabelAlone(text: string): boolean {
  return text.length <= LABEL_WORDS_MAX && namesPublication(text) && meaningOfLabel(text) === 'published';
}
