/** Where the text ends: lists of further reading, what stands behind the main paragraphs, labels of links, trailing headings. */
import { isTailMark } from '../boilerplate.ts';
import type { BlockReason } from './decisions.ts';
import { isFurtherReading } from './label-words.ts';
import { formOf, LINK_HEAVY_SHARE, type MeasuredBlock } from './measure.ts';
import { type BodyContext, lengthOf, mainParent, type Selection } from './selection.ts';
import { endsSentence } from './text.ts';
import type { PageElement } from './tree.ts';

const TAIL_REST_SHARE = 0.5;
const TAIL_PARENT_SHARE = 0.12;
const TRAILING_SHORT_MAX = 60;
const LABEL_LINE_MAX = 120;
const LABELLED_LINKS_MIN = 2;
const MAIN_PARENT_SHARE_MIN = 0.8;
const FURTHER_READING_LINES_MAX = 6;
const REFERENCE_LEAD_MAX = 40;
const REFERENCE_TITLE_MIN = 15;
/** Marks around a link ("»", a full stop). */
const REFERENCE_MARKS_MAX = 4;

const listTags = new Set(['li', 'td', 'th', 'dd', 'dt']);
const linkReasons: ReadonlySet<BlockReason> = new Set<BlockReason>(['links', 'card', 'title-repeated']);
const contentTags = new Set(['p', 'li', 'td', 'th', 'dd', 'dt', 'blockquote', 'pre', 'caption']);

/** "Read also: …", "Lea más: …": behind the words that lead elsewhere everything is the link. */
function isLinkedReference(block: MeasuredBlock): boolean {
  const colon = block.text.search(/[:：]/);
  if (colon < 0 || colon > REFERENCE_LEAD_MAX) return false;
  const behind = block.text.length - colon - 1;
  return behind >= REFERENCE_TITLE_MIN && block.linkCharacters >= behind - REFERENCE_MARKS_MAX;
}

/** Cuts at a list of further reading, unless the text goes on behind it: then only the line itself goes. */
export function cutFurtherReading(context: BodyContext, selection: Selection): void {
  const { blocks } = selection;
  const total = blocks.reduce((sum, block) => sum + (block.good ? block.size : 0), 0);
  const parent = mainParent(context.page, blocks);
  const lines = new Set<number>();
  let end = blocks.length;
  let labels = 0;
  for (const [at, block] of blocks.entries()) {
    const reference = isLinkedReference(block);
    if (reference) lines.add(at);
    if (at === 0 || labels > FURTHER_READING_LINES_MAX || !isFurtherReading(block.text) || isTailMark(block.text)) {
      continue;
    }
    const on = goesOn(context, blocks, at);
    if (!on) {
      const rest = blocks.slice(at + 1).filter((later) => later.good);
      const inParent = rest.filter((later) => context.page.tree.elements[later.element]?.parent === parent);
      if (lengthOf(rest) < total * TAIL_REST_SHARE && lengthOf(inParent) < total * TAIL_PARENT_SHARE) {
        end = at;
        break;
      }
    }
    labels += 1;
    lines.add(at);
  }
  selection.filter((_, at) => (at >= end || lines.has(at) ? 'further-reading' : null));
}

/** Whether a paragraph of the text follows within a block or two, below a subhead or not. */
function goesOn(context: BodyContext, blocks: readonly MeasuredBlock[], at: number): boolean {
  const next = blocks.slice(at + 1, at + 3).find((block) => block.headingLevel === 0);
  return next?.good === true && context.page.tree.elements[next.element]?.parent === context.mainParent;
}

/**
 * Where one element holds nearly all paragraphs, what stands behind it is no text, unless the tail of the release begins
 * there, or the text goes on in another element of the same form beside it.
 */
export function cutBehindMainParent(context: BodyContext, selection: Selection): void {
  const { elements } = context.page.tree;
  const parent = elements[mainParent(context.page, selection.blocks)];
  if (parent === undefined) return;
  const good = selection.blocks.filter((block) => block.good);
  const inside = good.filter((block) => elements[block.element]?.parent === parent.index);
  if (lengthOf(inside) < lengthOf(good) * MAIN_PARENT_SHARE_MIN) return;
  const form = formOf(parent);
  // A div without a class has the form of any other.
  const hasForm = parent.name !== 'div' || parent.className !== '';
  const goesOnIn = (holder: PageElement | undefined): boolean =>
    hasForm &&
    holder !== undefined &&
    holder.parent === parent.parent &&
    holder.index > parent.index &&
    formOf(holder) === form;
  const end = good.reduce((furthest, block) => {
    const holder = elements[elements[block.element]?.parent ?? -1];
    return goesOnIn(holder) ? Math.max(furthest, holder?.endBlock ?? 0) : furthest;
  }, parent.endBlock);
  const tail = selection.blocks.findIndex((block) => block.index >= end && isTailMark(block.text));
  selection.filter((block, at) => (block.index >= end && (tail < 0 || at < tail) ? 'behind-text' : null));
}

/** "Contents", "Latest from the county": a short line right above a list of links that is no text is the label of the list. */
export function dropLabelsOfLinks(context: BodyContext, selection: Selection): void {
  selection.filter((block) => {
    const short =
      block.text.length < LABEL_LINE_MAX && !block.good && !isTailMark(block.text) && !listTags.has(block.elementName);
    if (!short || (endsSentence(block.text) && !block.text.endsWith(':'))) return null;
    const heads = block.headingLevel > 0 || block.text.endsWith(':');
    const needed = block.text.endsWith(':') ? 1 : LABELLED_LINKS_MIN;
    const below = context.page.blocks.slice(block.index + 1, block.index + 1 + needed);
    const linked = below.every(
      (other) =>
        linkReasons.has(selection.reasons[other.index] ?? 'text') ||
        (heads && other.linkShare >= LINK_HEAVY_SHARE && selection.reasons[other.index] !== 'text'),
    );
    return below.length === needed && linked ? 'links' : null;
  });
}

/**
 * Behind the last paragraph, where links outweigh what is not linked, short lines are labels of the links ("More about",
 * "Comments"), whatever element they stand in.
 */
export function dropIslands(context: BodyContext, selection: Selection): void {
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
export function dropTrailing(selection: Selection): void {
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
