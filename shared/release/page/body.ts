/** Takes the paragraphs of the release out of its container: without title, date label, link lists, captions and further reading. */
import type { DateOrder } from '../../newsrooms/schema.ts';
import { findPrintedDates } from '../../text/printed-dates.ts';
import { isTailMark } from '../boilerplate.ts';
import { isDatelineLine } from '../dateline.ts';
import { readClasses } from './class-words.ts';
import { isFurnitureLine, isFurtherReading, isJunkLine } from './label-words.ts';
import { LINK_HEAVY_SHARE, type MeasuredBlock, type MeasuredPage, within } from './measure.ts';
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
}

const STANDFIRST_MIN = 75;
const STANDFIRST_MAX = 1_200;
const STANDFIRST_WINDOW = 14;
const STANDFIRST_LINK_SHARE = 0.25;
const STANDFIRSTS_MAX = 2;
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
  readonly pruned: readonly boolean[];
  readonly container: PageElement | null;
  readonly title: FoundTitle;
  /** Blocks that print the date label. */
  readonly labelBlocks: ReadonlySet<number>;
  readonly uiLanguage: string | null;
  readonly dateOrder: DateOrder | null;
}

export function selectBody(context: BodyContext): FoundBody {
  const inside = insideContainer(context);
  const chosen = withFallback(context, inside);
  const firstGood = chosen.findIndex((block) => block.good);
  const head = withoutLeadingLabels(context, chosen, firstGood);
  const tail = withoutTrailing(cutFurtherReading(context, head));
  const { standfirst, subtitle } = aboveBody(context, tail[0]?.index ?? -1);
  const kept = [...standfirst, ...tail];
  const paragraphs = kept.map((block) => ({
    text: block.text,
    blockquote: within(context.page.tree, block, (element) => element.name === 'blockquote'),
  }));
  return { paragraphs, blocks: kept.map((block) => block.index), subtitle };
}

/** Whether the block prints the title: in the heading, or repeated right around it. */
function printsTitle(context: BodyContext, block: MeasuredBlock): boolean {
  const { title } = context;
  if (block.index >= title.firstBlock && block.index < title.endBlock) return true;
  if (title.headline === null || block.text.length > title.headline.length * 2) return false;
  const near = title.firstBlock < 0 || Math.abs(block.index - title.firstBlock) <= TITLE_REPEAT_DISTANCE;
  return near && comparable(block.text) === comparable(title.headline);
}

function isText(context: BodyContext, block: MeasuredBlock): boolean {
  if (context.pruned[block.index] === true || context.labelBlocks.has(block.index)) return false;
  if (printsTitle(context, block) || isFurnitureLine(block.text) || isJunkLine(block.text)) return false;
  // A paragraph that is one link, such as a source or a document, is content among prose; a line of links is not.
  return block.linkShare < LINK_HEAVY_SHARE || isLinkedSentence(block);
}

function isLinkedSentence(block: MeasuredBlock): boolean {
  return block.elementName === 'p' && block.text.length >= REPEATED_MIN && block.linkShare < 1;
}

function insideContainer(context: BodyContext): readonly MeasuredBlock[] {
  const { page, container } = context;
  if (container === null) return [];
  const seen = new Set<string>();
  const kept: MeasuredBlock[] = [];
  for (let at = container.firstBlock; at < container.endBlock; at += 1) {
    const block = page.blocks[at];
    if (block === undefined || !isText(context, block)) continue;
    if (block.text.length > REPEATED_MIN) {
      if (seen.has(block.text)) continue;
      seen.add(block.text);
    }
    kept.push(block);
  }
  return kept;
}

function lengthOf(blocks: readonly MeasuredBlock[]): number {
  return blocks.reduce((sum, block) => sum + block.text.length, 0);
}

/** A very short text may be the wrong element: then all prose of the page behind the title, if that is clearly more. */
function withFallback(context: BodyContext, inside: readonly MeasuredBlock[]): readonly MeasuredBlock[] {
  const length = lengthOf(inside);
  if (length >= SHORT_RESULT) return inside;
  const all = context.page.blocks.filter(
    (block) => block.good && block.index > context.title.firstBlock && isText(context, block),
  );
  return lengthOf(all) > length * SHORT_RESULT_FACTOR ? all : inside;
}

/** Kind, number and date above the text: "Pressemitteilung: 6/2022", "10. November 2021". */
function isLabelLine(context: BodyContext, block: MeasuredBlock): boolean {
  if (block.text.length > LABEL_LINE_MAX || isDatelineLine(block.text)) return false;
  if (findPrintedDates(block.text, context).length > 0 && !endsSentence(block.text)) return true;
  return !contentTags.has(block.elementName) && block.headingLevel === 0 && !endsSentence(block.text);
}

/** A heading above the text is a subtitle, unless others of its level follow: then the text has subheads. */
function isSubhead(block: MeasuredBlock, later: readonly MeasuredBlock[]): boolean {
  return later.some((other) => other.headingLevel === block.headingLevel);
}

function withoutLeadingLabels(
  context: BodyContext,
  blocks: readonly MeasuredBlock[],
  firstGood: number,
): readonly MeasuredBlock[] {
  if (firstGood < 0) return blocks;
  return blocks.filter((block, at) => {
    if (at >= firstGood) return true;
    if (block.index < context.title.firstBlock) return false;
    if (block.headingLevel > 0) return at === firstGood - 1 && isSubhead(block, blocks.slice(firstGood));
    return !isLabelLine(context, block);
  });
}

/** Cuts at a list of further reading, unless the text goes on behind it: then only the line itself goes. */
function cutFurtherReading(context: BodyContext, blocks: readonly MeasuredBlock[]): readonly MeasuredBlock[] {
  const total = blocks.reduce((sum, block) => sum + (block.good ? block.text.length : 0), 0);
  const parent = mainParent(context.page, blocks);
  const dropped = new Set<number>();
  for (const [at, block] of blocks.entries()) {
    if (at === 0 || !isFurtherReading(block.text) || isTailMark(block.text)) continue;
    const rest = blocks.slice(at + 1).filter((later) => later.good);
    const inParent = rest.filter((later) => context.page.tree.elements[later.element]?.parent === parent);
    if (lengthOf(rest) < total * TAIL_REST_SHARE && lengthOf(inParent) < total * TAIL_PARENT_SHARE) {
      return blocks.slice(0, at).filter((_, index) => !dropped.has(index));
    }
    dropped.add(at);
    if (dropped.size > 5) break;
  }
  return blocks.filter((_, index) => !dropped.has(index));
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

/** Headings without text below them and short lines that are no list, table or paragraph end no release. */
function withoutTrailing(blocks: readonly MeasuredBlock[]): readonly MeasuredBlock[] {
  let end = blocks.length;
  while (end > 0) {
    const block = blocks[end - 1];
    if (block === undefined || block.good || isTailMark(block.text)) break;
    const short = block.text.length < TRAILING_SHORT_MAX && !endsSentence(block.text);
    if (block.headingLevel === 0 && (!short || contentTags.has(block.elementName))) break;
    end -= 1;
  }
  return blocks.slice(0, end);
}

/** Standfirst paragraphs and the subtitle that stand between the title and the text. */
function aboveBody(
  context: BodyContext,
  firstBlock: number,
): { readonly standfirst: readonly MeasuredBlock[]; readonly subtitle: string | null } {
  const { page, title } = context;
  const none = { standfirst: [], subtitle: null };
  if (title.endBlock < 0 || firstBlock < title.endBlock || firstBlock - title.endBlock > STANDFIRST_WINDOW) return none;
  const standfirst: MeasuredBlock[] = [];
  let subtitle: string | null = null;
  for (const block of page.blocks.slice(title.endBlock, firstBlock)) {
    if (context.labelBlocks.has(block.index) || printsTitle(context, block) || isFurnitureLine(block.text)) continue;
    if (within(page.tree, block, (element) => standfirstOutside.has(element.name) || element.hidden === 'yes'))
      continue;
    if (block.linkShare > STANDFIRST_LINK_SHARE || block.text.length > STANDFIRST_MAX) continue;
    const leadClass = within(page.tree, block, (element) => readClasses(element.className, element.id, '').standfirst);
    if (block.headingLevel > 1 && context.pruned[block.index] !== true) subtitle ??= block.text;
    else if (block.text.length < STANDFIRST_MIN || standfirst.length >= STANDFIRSTS_MAX) continue;
    else if (leadClass || (block.good && block.elementName === 'p' && context.pruned[block.index] !== true)) {
      standfirst.push(block);
    }
  }
  return { standfirst, subtitle };
}
