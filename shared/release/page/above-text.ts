/** What stands between the title and the text: labels that are none of it, the standfirst that is, and the subtitle. */
import { findPrintedDates } from '../../text/printed-dates.ts';
import { isDatelineLine, readDateline } from '../dateline.ts';
import { isCredited } from './credit-words.ts';
import { isFurnitureLine } from './label-words.ts';
import { GOOD_LENGTH, LINK_HEAVY_SHARE, type MeasuredBlock, readingSize, within } from './measure.ts';
import { isBareName, isByline, isPromotion } from './promotion-words.ts';
import { isPruned } from './prune.ts';
import { type BodyContext, lengthOf, printsTitle, type Selection } from './selection.ts';
import { endsSentence } from './text.ts';
import type { PageElement } from './tree.ts';

const STANDFIRST_MIN = 75;
const STANDFIRST_MAX = 1_200;
const STANDFIRST_WINDOW = 14;
const STANDFIRST_LINK_SHARE = 0.25;
const STANDFIRSTS_MAX = 2;
/** What is named a lead and holds more than this is the text, or a list of teasers. */
const STANDFIRST_BLOCKS_MAX = 4;
const LABEL_LINE_MAX = 120;
/** A paragraph that says more beside its date than kind, number and place is none of them. */
const BESIDE_DATE_MAX = 50;
const HEAD_LINE_MAX = 60;
const HEAD_LINES_MAX = 3;
const LABELS_BEHIND_DATE = 2;

const standfirstTags = new Set(['p', 'div', 'section', 'header']);
const contentTags = new Set(['p', 'summary', 'li', 'td', 'th', 'dd', 'dt', 'blockquote', 'pre', 'caption']);
const standfirstOutside = new Set(['figure', 'nav', 'form', 'li', 'footer', 'aside', 'figcaption']);

/** Kind, number and date above the text: "Pressemitteilung: 6/2022", "10. November 2021". */
function isLabelLine(context: BodyContext, block: MeasuredBlock): boolean {
  if (block.text.length > LABEL_LINE_MAX || isDatelineLine(block.text)) return false;
  // "Bern, 17.08.2007 - Speech of …": what goes on behind a dateline is text.
  if (readDateline([block.text]) !== null) return false;
  const [printed] = findPrintedDates(block.text, context);
  if (printed !== undefined && !endsSentence(block.text)) {
    const beside = block.text.length - (printed.end - printed.start);
    if (beside <= BESIDE_DATE_MAX || block.elementName !== 'p') return true;
  }
  return !contentTags.has(block.elementName) && block.headingLevel === 0 && !endsSentence(block.text);
}

/** A heading above the text is a subtitle, unless others of its level follow: then the text has subheads. */
function isSubhead(block: MeasuredBlock, later: readonly MeasuredBlock[]): boolean {
  return later.some((other) => other.headingLevel === block.headingLevel);
}

/** Below a standfirst, and no farther down than the date: who wrote the text, how long it takes to read. */
function isHeadLine(context: BodyContext, block: MeasuredBlock, headEnd: number): boolean {
  if (context.title.endBlock < 0 || block.index > headEnd || block.good || block.headingLevel > 0) return false;
  if (isByline(block.text)) return true;
  return block.text.length <= HEAD_LINE_MAX && !contentTags.has(block.elementName) && !endsSentence(block.text);
}

/** The first heading stands above its text; so much of what is kept may be of the site and stand above it. */
const ABOVE_TITLE_SHARE_MAX = 0.25;

export function dropLeadingLabels(context: BodyContext, selection: Selection): void {
  const above = selection.blocks.filter((block) => block.index < context.title.firstBlock);
  const isHeading = context.page.blocks[context.title.firstBlock]?.headingLevel === 1;
  if (isHeading && above.length > 0 && lengthOf(above) < lengthOf(selection.blocks) * ABOVE_TITLE_SHARE_MAX) {
    selection.filter((block) => (block.index < context.title.firstBlock ? 'leading-label' : null));
  }
  const { blocks } = selection;
  const firstGood = blocks.findIndex((block) => block.good);
  if (firstGood < 0) return;
  const behind = blocks.slice(firstGood);
  const { endBlock } = context.title;
  const near = [...context.labelBlocks].filter((at) => at > endBlock && at < endBlock + STANDFIRST_WINDOW);
  const headEnd = Math.max(endBlock, ...near) + LABELS_BEHIND_DATE;
  selection.filter((block, at) => {
    if (at > firstGood + HEAD_LINES_MAX) return null;
    if (at >= firstGood) return isHeadLine(context, block, headEnd) ? 'leading-label' : null;
    if (block.index < context.title.firstBlock) return 'leading-label';
    if (!isHeadedSentence(block) && isNamedSubtitle(context, block)) return 'leading-label';
    if (block.headingLevel > 0) {
      const kept = isHeadedSentence(block) || (at === firstGood - 1 && isSubhead(block, behind));
      return kept ? null : 'leading-label';
    }
    const writer = isByline(block.text) || isBareName(block.text);
    return writer || isLabelLine(context, block) ? 'leading-label' : null;
  });
}

/** Some systems print the standfirst as a heading: it is a sentence, or too long for a subtitle. */
function isHeadedSentence(block: MeasuredBlock): boolean {
  const size = readingSize(block.text);
  return size >= GOOD_LENGTH || (size >= STANDFIRST_MIN && endsSentence(block.text));
}

/** Words for the second title in the class names of content systems. */
const subtitleName =
  /sub[-_]?(?:title|headline|heading|head|hed)(?![a-z]*s\b)|(?:^|[\s_-])(?:subline|deck|dek)(?:$|[\s_-])|article__dek|unterzeile|untertitel|sous[-_]?titre|subt[ií]tulo|sottotitolo|ondertitel|undertitt?el|underrubrik|podtytu[lł]|podtitul|podnaslov|alaotsikko|alc[ií]m(?:$|[\s_-])|subtitlu|ypotitlos/iu;
const SUBTITLE_LEVELS = 3;

/** Whether the page names the line its second title: by class, by microdata, or as a heading's companion (`hgroup`). */
function isNamedSubtitle(context: BodyContext, block: MeasuredBlock): boolean {
  let at = context.page.tree.elements[block.element];
  for (let level = 0; at !== undefined && level < SUBTITLE_LEVELS; level += 1) {
    if (at.endBlock - at.firstBlock > 1) return at.name === 'hgroup';
    if (at.itemprop === 'alternativeHeadline' || subtitleName.test(at.className)) return true;
    at = context.page.tree.elements[at.parent];
  }
  return false;
}

/** Lines that look like a second title and are none: who wrote the text, what heads a list of links. */
function isNoSubtitle(context: BodyContext, block: MeasuredBlock): boolean {
  if (isByline(block.text) || isBareName(block.text)) return true;
  if (block.headingLevel === 0) return false;
  const next = context.page.blocks[block.index + 1];
  return next !== undefined && next.linkShare >= LINK_HEAVY_SHARE && next.headingLevel === 0;
}

function isNoPlaceForStandfirst(element: PageElement): boolean {
  if (standfirstOutside.has(element.name) || element.hidden === 'yes') return true;
  return element.names.picture && element.endBlock - element.firstBlock <= STANDFIRST_BLOCKS_MAX;
}

/** Standfirst paragraphs and the subtitle that stand between the title and the text. */
export function aboveBody(
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
    if (isCredited(block.text) || isPromotion(block.text)) continue;
    if (within(page.tree, block, isNoPlaceForStandfirst)) continue;
    if (block.linkShare > STANDFIRST_LINK_SHARE || block.text.length > STANDFIRST_MAX) continue;
    const leadClass = within(
      page.tree,
      block,
      (element) =>
        element.endBlock - element.firstBlock <= STANDFIRST_BLOCKS_MAX &&
        (element.itemprop === 'description' || element.names.standfirst),
    );
    const named = !isHeadedSentence(block) && isNamedSubtitle(context, block);
    if (named || (block.headingLevel > 1 && !isPruned(pruned, block))) {
      if (!isHeadedSentence(block)) subtitle ??= isNoSubtitle(context, block) ? null : block;
      else if (standfirst.length < STANDFIRSTS_MAX) standfirst.push(block);
    } else if (readingSize(block.text) < STANDFIRST_MIN || standfirst.length >= STANDFIRSTS_MAX) continue;
    else if (leadClass || (block.good && standfirstTags.has(block.elementName) && !isPruned(pruned, block))) {
      standfirst.push(block);
    }
  }
  return { standfirst, subtitle };
}
