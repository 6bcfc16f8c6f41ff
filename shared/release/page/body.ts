/** Takes the paragraphs of the release out of its container: without title, date label, link lists, captions and further reading; says of each block why. */
import { isDatelineLine, readDateline } from '../dateline.ts';
import { aboveBody, dropLeadingLabels } from './above-text.ts';
import { dropAskingBoxes } from './asking-boxes.ts';
import { cutBehindMainParent, cutFurtherReading, dropIslands, dropLabelsOfLinks, dropTrailing } from './behind-text.ts';
import { isCredited } from './credit-words.ts';
import type { BlockReason } from './decisions.ts';
import { isFurnitureLine, isJunkLine } from './label-words.ts';
import { isLegal } from './legal-words.ts';
import { formOf, GOOD_LENGTH, LINK_HEAVY_SHARE, type MeasuredBlock, within } from './measure.ts';
import { isCounter, isPromotion } from './promotion-words.ts';
import { isPruned } from './prune.ts';
import {
  type BodyContext,
  type BodyEvidence,
  isTitleBlock,
  lengthOf,
  mainParent,
  printsTitle,
  Selection,
} from './selection.ts';
import { comparable } from './text.ts';

export interface BodyParagraph {
  readonly text: string;
  /** Inside a blockquote: a quotation even without marks. */
  readonly blockquote: boolean;
  /** A subhead. */
  readonly heading: boolean;
}

export interface FoundBody {
  readonly paragraphs: readonly BodyParagraph[];
  /** Indexes of their blocks. */
  readonly blocks: readonly number[];
  readonly subtitle: string | null;
  /** One for each block of the page. */
  readonly reasons: readonly BlockReason[];
}

const REPEATED_MIN = 60;
const BEHIND_DATELINE_MIN = 30;
const SHORT_RESULT = 400;
const SHORT_RESULT_FACTOR = 1.5;

export function selectBody(evidence: BodyEvidence): FoundBody {
  const { page, container, pruned } = evidence;
  const own = container === null ? [] : page.blocks.slice(container.firstBlock, container.endBlock);
  const prose = own.filter((block) => !isPruned(pruned, block));
  const { headline } = evidence.title;
  const titleKey = headline === null ? null : comparable(headline);
  const context: BodyContext = { ...evidence, mainParent: mainParent(page, prose), titleKey };
  const selection = new Selection(context.page, context.pruned);
  insideContainer(context, selection);
  withFallback(context, selection);
  dropLeadingLabels(context, selection);
  cutFurtherReading(context, selection);
  cutBehindMainParent(context, selection);
  dropLabelsOfLinks(context, selection);
  dropAskingBoxes(context, selection);
  dropIslands(context, selection);
  dropTrailing(selection);
  const { standfirst, subtitle } = aboveBody(context, selection.blocks[0]?.index ?? -1);
  for (const block of standfirst) selection.mark(block, 'standfirst');
  if (subtitle !== null) selection.mark(subtitle, 'subtitle');
  const blocks = [...standfirst, ...selection.blocks];
  const paragraphs = blocks.map((block) => ({
    text: withDropCap(context, block),
    blockquote: within(context.page.tree, block, (element) => element.name === 'blockquote'),
    heading: block.headingLevel > 0,
  }));
  return {
    paragraphs,
    blocks: blocks.map((block) => block.index),
    subtitle: subtitle?.text ?? null,
    reasons: selection.reasons,
  };
}

const dropCap = /^[“"«„]?\p{Lu}$/u;
const DROP_CAP_UNITS_MAX = 3;

/** Whether the first letter of a paragraph is set large in an element of its own: "T", "he council …". */
function isDropCap(block: MeasuredBlock | undefined, next: MeasuredBlock | undefined): boolean {
  if (block === undefined || block.text.length > DROP_CAP_UNITS_MAX || !dropCap.test(block.text)) return false;
  return next?.good === true && /^\p{Ll}/u.test(next.text);
}

function withDropCap({ page }: BodyContext, block: MeasuredBlock): string {
  const before = page.blocks[block.index - 1];
  return before !== undefined && isDropCap(before, block) ? before.text + block.text : block.text;
}

/** The line that prints the date, unless it is the dateline of the text that goes on behind it. */
function isDateLabel(context: BodyContext, block: MeasuredBlock): boolean {
  if (!context.labelBlocks.has(block.index)) return false;
  const dateline = isDatelineLine(block.text) ? null : readDateline([block.text]);
  return dateline === null || block.text.length - dateline.text.length < BEHIND_DATELINE_MIN;
}

/** Why a block is no text wherever it stands; null where it may be. */
function reasonAgainst(context: BodyContext, block: MeasuredBlock): BlockReason | null {
  const pruned = context.pruned[block.index] ?? null;
  if (pruned !== null) return pruned;
  if (isDateLabel(context, block)) return 'date-label';
  const title = printsTitle(context, block);
  if (title !== null) return title;
  if (isFurnitureLine(block.text)) return 'furniture-line';
  if (isJunkLine(block.text) || isCounter(block.text) || isLegal(block.text)) return 'junk-line';
  if (isPromotion(block.text)) return 'promotion';
  if (isDropCap(block, context.page.blocks[block.index + 1])) return 'leading-label';
  if (isCredited(block.text)) return 'caption';
  if (block.linkShare < LINK_HEAVY_SHARE) return null;
  return isLinkedSentence(context, block) || isLinkedSubhead(context, block) ? null : 'links';
}

/**
 * A paragraph that is mostly a link, such as a source or a document, is content among prose; a line of links is not. One
 * that is a link from end to end says so by ending as a sentence does: headlines do not.
 */
function isLinkedSentence({ page }: BodyContext, block: MeasuredBlock): boolean {
  if (block.elementName !== 'p' || block.text.length < REPEATED_MIN) return false;
  if (block.linkShare < 1) return true;
  if (!block.text.endsWith('.') || block.size < GOOD_LENGTH) return false;
  const { elements } = page.tree;
  const holder = elements[elements[block.element]?.parent ?? -1];
  return [page.blocks[block.index - 1], page.blocks[block.index + 1]].some((beside) => {
    const other = elements[elements[beside?.element ?? -1]?.parent ?? -1];
    return beside?.good === true && holder !== undefined && other !== undefined && formOf(holder) === formOf(other);
  });
}

/** A linked heading right among the paragraphs is a subhead ("1. County Office", linked); that of a teaser stands in its own box. */
function isLinkedSubhead(context: BodyContext, block: MeasuredBlock): boolean {
  const next = context.page.blocks[block.index + 1];
  if (block.headingLevel < 2 || next === undefined || !next.good) return false;
  const { elements } = context.page.tree;
  const parent = elements[block.element]?.parent;
  return parent === context.mainParent && elements[next.element]?.parent === parent;
}

function insideContainer(context: BodyContext, selection: Selection): void {
  const { page, container } = context;
  for (const block of page.blocks) {
    if (isPruned(context.pruned, block)) continue;
    if (isDateLabel(context, block)) selection.mark(block, 'date-label');
    else if (isTitleBlock(context.title, block)) selection.mark(block, 'title');
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
