/** Takes the paragraphs of the release out of its container: without title, date label, link lists, captions and further reading; says of each block why. */
import type { DateOrder } from '../../newsrooms/schema.ts';
import { findPrintedDates } from '../../text/printed-dates.ts';
import { isTailMark } from '../boilerplate.ts';
import { isDatelineLine, readDateline } from '../dateline.ts';
import { readClasses } from './class-words.ts';
import type { BlockReason } from './decisions.ts';
import { asksConsent, isFurnitureLine, isFurtherReading, isJunkLine } from './label-words.ts';
import { GOOD_LENGTH, LINK_HEAVY_SHARE, type MeasuredBlock, type MeasuredPage, within } from './measure.ts';
import { isPruned, type Pruned } from './prune.ts';
import { comparable, endsSentence } from './text.ts';
import type { FoundTitle } from './title.ts';
import type { PageElement } from './tree.ts';

export interface BodyParagraph {
  readonly text: string;
  /** Inside a blockquote: a quotation even without marks. */
  readonly blockquote: boolean;
}

export interface FoundBody {
  readonly paragraphs: readonly BodyParagraph[];
  /** Indexes of their blocks. */
  readonly blocks: readonly number[];
  readonly subtitle: string | null;
  /** One for each block of the page. */
  readonly reasons: readonly BlockReason[];
}

const STANDFIRST_MIN = 75;
const STANDFIRST_MAX = 1_200;
const STANDFIRST_WINDOW = 14;
const STANDFIRST_LINK_SHARE = 0.25;
const STANDFIRSTS_MAX = 2;
/** What is named a lead and holds more than this is the text, or a list of teasers. */
const STANDFIRST_BLOCKS_MAX = 4;
const REPEATED_MIN = 60;
const SHORT_RESULT = 400;
const SHORT_RESULT_FACTOR = 1.5;
const TAIL_REST_SHARE = 0.5;
const TAIL_PARENT_SHARE = 0.12;
const TRAILING_SHORT_MAX = 60;
const LABEL_LINE_MAX = 120;
const TITLE_REPEAT_DISTANCE = 12;

const contentTags = new Set(['p', 'li', 'td', 'th', 'dd', 'dt', 'blockquote', 'pre', 'caption']);
const standfirstOutside = new Set(['figure', 'nav', 'form', 'li', 'footer', 'aside', 'figcaption']);

/** What body selection needs beside the page. */
export interface BodyContext {
  readonly page: MeasuredPage;
  readonly pruned: Pruned;
  readonly container: PageElement | null;
  readonly title: FoundTitle;
  /** Blocks that print the date label. */
  readonly labelBlocks: ReadonlySet<number>;
  readonly uiLanguage: string | null;
  readonly dateOrder: DateOrder | null;
}

/** What is still text, and why other blocks are not: each rule takes blocks away and leaves its code. */
class Selection {
  readonly reasons: BlockReason[];
  blocks: readonly MeasuredBlock[] = [];

  constructor(page: MeasuredPage, pruned: Pruned) {
    this.reasons = page.blocks.map((block) => pruned[block.index] ?? 'outside');
  }

  mark(block: MeasuredBlock, reason: BlockReason): void {
    this.reasons[block.index] = reason;
  }

  keep(blocks: readonly MeasuredBlock[]): void {
    this.blocks = blocks;
    for (const block of blocks) this.mark(block, 'text');
  }

  /** Keeps what the rule gives null for. */
  filter(rule: (block: MeasuredBlock, at: number) => BlockReason | null): void {
    this.blocks = this.blocks.filter((block, at) => {
      const reason = rule(block, at);
      if (reason !== null) this.mark(block, reason);
      return reason === null;
    });
  }
}

export function selectBody(context: BodyContext): FoundBody {
  const selection = new Selection(context.page, context.pruned);
  insideContainer(context, selection);
  withFallback(context, selection);
  dropLeadingLabels(context, selection);
  cutFurtherReading(context, selection);
  dropConsent(context, selection);
  dropIslands(context, selection);
  dropTrailing(selection);
  const { standfirst, subtitle } = aboveBody(context, selection.blocks[0]?.index ?? -1);
  for (const block of standfirst) selection.mark(block, 'standfirst');
  if (subtitle !== null) selection.mark(subtitle, 'subtitle');
  const blocks = [...standfirst, ...selection.blocks];
  const paragraphs = blocks.map((block) => ({
    text: block.text,
    blockquote: within(context.page.tree, block, (element) => element.name === 'blockquote'),
  }));
  return {
    paragraphs,
    blocks: blocks.map((block) => block.index),
    subtitle: subtitle?.text ?? null,
    reasons: selection.reasons,
  };
}

/** Whether the block prints the title: in the heading, or repeated right around it. */
function printsTitle(context: BodyContext, block: MeasuredBlock): 'title' | 'title-repeated' | null {
  const { title } = context;
  if (block.index >= title.firstBlock && block.index < title.endBlock) return 'title';
  if (title.headline === null || block.text.length > title.headline.length * 2) return null;
  const near = title.firstBlock < 0 || Math.abs(block.index - title.firstBlock) <= TITLE_REPEAT_DISTANCE;
  return near && comparable(block.text) === comparable(title.headline) ? 'title-repeated' : null;
}

/** Why a block is no text wherever it stands; null where it may be. */
function reasonAgainst(context: BodyContext, block: MeasuredBlock): BlockReason | null {
  const pruned = context.pruned[block.index] ?? null;
  if (pruned !== null) return pruned;
  if (context.labelBlocks.has(block.index)) return 'date-label';
  const title = printsTitle(context, block);
  if (title !== null) return title;
  if (isFurnitureLine(block.text)) return 'furniture-line';
  if (isJunkLine(block.text)) return 'junk-line';
  // A paragraph that is one link, such as a source or a document, is content among prose; a line of links is not.
  return block.linkShare < LINK_HEAVY_SHARE || isLinkedSentence(block) ? null : 'links';
}

function isLinkedSentence(block: MeasuredBlock): boolean {
  return block.elementName === 'p' && block.text.length >= REPEATED_MIN && block.linkShare < 1;
}

function insideContainer(context: BodyContext, selection: Selection): void {
  const { page, container } = context;
  for (const block of page.blocks) {
    const reason = reasonAgainst(context, block);
    if (reason === 'title' || reason === 'date-label') selection.mark(block, reason);
  }
  if (container === null) return;
  const seen = new Set<string>();
  selection.keep(page.blocks.slice(container.firstBlock, container.endBlock));
  selection.filter((block) => {
    const reason = reasonAgainst(context, block);
    if (reason !== null) return reason;
    if (block.text.length <= REPEATED_MIN) return null;
    if (seen.has(block.text)) return 'repeated';
    seen.add(block.text);
    return null;
  });
}

function lengthOf(blocks: readonly MeasuredBlock[]): number {
  return blocks.reduce((sum, block) => sum + block.text.length, 0);
}

/** A very short text may be the wrong element: then all prose of the page behind the title, if that is clearly more. */
function withFallback(context: BodyContext, selection: Selection): void {
  const length = lengthOf(selection.blocks);
  if (length >= SHORT_RESULT) return;
  const all = context.page.blocks.filter(
    (block) => block.good && block.index > context.title.firstBlock && reasonAgainst(context, block) === null,
  );
  if (lengthOf(all) <= length * SHORT_RESULT_FACTOR) return;
  selection.filter(() => 'outside');
  selection.keep(all);
}

/** Kind, number and date above the text: "Pressemitteilung: 6/2022", "10. November 2021". */
function isLabelLine(context: BodyContext, block: MeasuredBlock): boolean {
  if (block.text.length > LABEL_LINE_MAX || isDatelineLine(block.text)) return false;
  // "Bern, 17.08.2007 - Speech of …": what goes on behind a dateline is text.
  if (readDateline([block.text]) !== null) return false;
  if (findPrintedDates(block.text, context).length > 0 && !endsSentence(block.text)) return true;
  return !contentTags.has(block.elementName) && block.headingLevel === 0 && !endsSentence(block.text);
}

/** A heading above the text is a subtitle, unless others of its level follow: then the text has subheads. */
function isSubhead(block: MeasuredBlock, later: readonly MeasuredBlock[]): boolean {
  return later.some((other) => other.headingLevel === block.headingLevel);
}

function dropLeadingLabels(context: BodyContext, selection: Selection): void {
  const { blocks } = selection;
  const firstGood = blocks.findIndex((block) => block.good);
  if (firstGood < 0) return;
  const behind = blocks.slice(firstGood);
  selection.filter((block, at) => {
    if (at >= firstGood) return null;
    if (block.index < context.title.firstBlock) return 'leading-label';
    if (block.headingLevel > 0) {
      const kept = isHeadedSentence(block) || (at === firstGood - 1 && isSubhead(block, behind));
      return kept ? null : 'leading-label';
    }
    return isLabelLine(context, block) ? 'leading-label' : null;
  });
}

/** Cuts at a list of further reading, unless the text goes on behind it: then only the line itself goes. */
function cutFurtherReading(context: BodyContext, selection: Selection): void {
  const { blocks } = selection;
  const total = blocks.reduce((sum, block) => sum + (block.good ? block.text.length : 0), 0);
  const parent = mainParent(context.page, blocks);
  const lines = new Set<number>();
  let end = blocks.length;
  for (const [at, block] of blocks.entries()) {
    if (at === 0 || !isFurtherReading(block.text) || isTailMark(block.text)) continue;
    const rest = blocks.slice(at + 1).filter((later) => later.good);
    const inParent = rest.filter((later) => context.page.tree.elements[later.element]?.parent === parent);
    if (lengthOf(rest) < total * TAIL_REST_SHARE && lengthOf(inParent) < total * TAIL_PARENT_SHARE) {
      end = at;
      break;
    }
    lines.add(at);
    if (lines.size > 5) break;
  }
  selection.filter((_, at) => (at >= end || lines.has(at) ? 'further-reading' : null));
}

/** The element that directly holds most of the prose paragraphs. */
function mainParent(page: MeasuredPage, blocks: readonly MeasuredBlock[]): number {
  const sums = new Map<number, number>();
  for (const block of blocks) {
    const parent = page.tree.elements[block.element]?.parent;
    if (block.good && parent !== undefined) sums.set(parent, (sums.get(parent) ?? 0) + block.text.length);
  }
  let best = -1;
  let most = 0;
  for (const [parent, sum] of sums) {
    if (sum > most) {
      best = parent;
      most = sum;
    }
  }
  return best;
}

/** What asks the reader to accept cookies, unless the text itself is about them: then it stands among the paragraphs. */
function dropConsent(context: BodyContext, selection: Selection): void {
  if (!selection.blocks.some((block) => asksConsent(block.text))) return;
  const parent = mainParent(context.page, selection.blocks);
  selection.filter((block) => {
    const among = context.page.tree.elements[block.element]?.parent === parent;
    return !among && asksConsent(block.text) ? 'consent' : null;
  });
}

/**
 * Behind the last paragraph, where links outweigh what is not linked, short lines are labels of the links ("More about",
 * "Comments"), whatever element they stand in.
 */
function dropIslands(context: BodyContext, selection: Selection): void {
  const { blocks } = selection;
  const lastGood = blocks.findLastIndex((block) => block.good);
  const last = blocks[lastGood];
  const end = blocks.at(-1);
  if (last === undefined || end === undefined || end === last) return;
  let linked = 0;
  let own = 0;
  for (const block of context.page.blocks.slice(last.index + 1, end.index + 2)) {
    if (selection.reasons[block.index] === 'text') own += block.text.length;
    else if (block.linkShare >= LINK_HEAVY_SHARE) linked += block.text.length;
  }
  if (linked <= own) return;
  selection.filter((block, at) =>
    at > lastGood && block.text.length < LABEL_LINE_MAX && !isTailMark(block.text) ? 'trailing' : null,
  );
}

/** Headings without text below them and short lines that are no list, table or paragraph end no release. */
function dropTrailing(selection: Selection): void {
  const { blocks } = selection;
  let end = blocks.length;
  while (end > 0) {
    const block = blocks[end - 1];
    if (block === undefined || block.good || isTailMark(block.text)) break;
    const short = block.text.length < TRAILING_SHORT_MAX && !endsSentence(block.text);
    if (block.headingLevel === 0 && (!short || contentTags.has(block.elementName))) break;
    end -= 1;
  }
  selection.filter((_, at) => (at >= end ? 'trailing' : null));
}

/** Some systems print the standfirst as a heading: it is a sentence, or too long for a subtitle. */
function isHeadedSentence(block: MeasuredBlock): boolean {
  return block.text.length >= GOOD_LENGTH || (block.text.length >= STANDFIRST_MIN && endsSentence(block.text));
}

/** Standfirst paragraphs and the subtitle that stand between the title and the text. */
function aboveBody(
  context: BodyContext,
  firstBlock: number,
): { readonly standfirst: readonly MeasuredBlock[]; readonly subtitle: MeasuredBlock | null } {
  const { page, pruned, title } = context;
  const none = { standfirst: [], subtitle: null };
  if (title.endBlock < 0 || firstBlock < title.endBlock) return none;
  const between = page.blocks.slice(title.endBlock, firstBlock);
  if (between.filter((block) => !isPruned(pruned, block)).length > STANDFIRST_WINDOW) return none;
  const standfirst: MeasuredBlock[] = [];
  let subtitle: MeasuredBlock | null = null;
  for (const block of between) {
    if (context.labelBlocks.has(block.index) || printsTitle(context, block) !== null || isFurnitureLine(block.text)) {
      continue;
    }
    if (within(page.tree, block, (element) => standfirstOutside.has(element.name) || element.hidden === 'yes'))
      continue;
    if (block.linkShare > STANDFIRST_LINK_SHARE || block.text.length > STANDFIRST_MAX) continue;
    const leadClass = within(
      page.tree,
      block,
      (element) =>
        element.endBlock - element.firstBlock <= STANDFIRST_BLOCKS_MAX &&
        readClasses(element.className, element.id, '').standfirst,
    );
    if (block.headingLevel > 1 && !isPruned(pruned, block)) {
      if (!isHeadedSentence(block)) subtitle ??= block;
      else if (standfirst.length < STANDFIRSTS_MAX) standfirst.push(block);
    } else if (block.text.length < STANDFIRST_MIN || standfirst.length >= STANDFIRSTS_MAX) continue;
    else if (leadClass || (block.good && block.elementName === 'p' && !isPruned(pruned, block))) {
      standfirst.push(block);
    }
  }
  return { standfirst, subtitle };
}
