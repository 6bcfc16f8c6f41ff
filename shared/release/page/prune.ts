/** Marks the blocks that are furniture of the site (navigation, sidebars, consent, captions), with guards so that an article named like furniture stays. */
import { findCards } from './cards.ts';
import { isFurnitureClass } from './class-words.ts';
import type { DroppedReason } from './decisions.ts';
import { formOf, type MeasuredBlock, type MeasuredPage, type RangeSum, rangeSum, within } from './measure.ts';
import type { PageElement } from './tree.ts';

/** What holds more than this share of the page's prose is not furniture by its name alone. */
const SHARE_GUARD = 0.55;
const GROUP_GUARD = 0.6;
const HIDDEN_GROUP_GUARD = 0.7;
const STRONG_REST_CHARACTERS = 500;
const TITLE_TEXT_CHARACTERS = 300;
const HINTED_TEXT_CHARACTERS = 200;
const CAPTION_CHARACTERS_MAX = 600;

const furnitureTags = new Set(['nav', 'aside', 'footer', 'form', 'fieldset', 'menu', 'dialog', 'search', 'legend']);
const strongTags = new Set(['nav', 'footer', 'aside', 'dialog']);
const furnitureRoles = new Set([
  'navigation',
  'complementary',
  'contentinfo',
  'banner',
  'search',
  'menu',
  'menubar',
  'dialog',
  'alertdialog',
  'toolbar',
  'tablist',
]);
const neverPruned = new Set(['html', 'body']);
const notByClass = new Set(['html', 'body', 'main', 'article']);

const dialogNames = new Set(['dialog', 'alertdialog']);

interface Verdict {
  /** A dialog lies over the page and is never the text, however long it is. */
  readonly dialog: boolean;
  readonly strong: boolean;
  readonly hidden: boolean;
  readonly reason: DroppedReason;
}

const caption: Verdict = { dialog: false, strong: true, hidden: false, reason: 'caption' };

function verdict(element: PageElement): Verdict | null {
  if (neverPruned.has(element.name)) return null;
  const byTag = furnitureTags.has(element.name);
  const byRole = furnitureRoles.has(element.role);
  const classes = element.names;
  const byClass = classes.furniture && !notByClass.has(element.name);
  const hidden = element.hidden !== 'no';
  if (!byTag && !byRole && !byClass && !hidden) return null;
  const strong = strongTags.has(element.name) || byRole || (byClass && classes.strong);
  const dialog = dialogNames.has(element.name) || dialogNames.has(element.role);
  const reason = byTag ? 'furniture-tag' : byRole ? 'furniture-role' : byClass ? 'furniture-name' : 'hidden';
  return { dialog, strong, hidden, reason };
}

/** Good text of all elements with the same name and class. */
function groupSums(
  elements: readonly PageElement[],
  text: RangeSum,
  keyOf: (element: PageElement) => string = formOf,
): ReadonlyMap<string, number> {
  const groups = new Map<string, number>();
  for (const element of elements) {
    const own = text(element.firstBlock, element.endBlock);
    if (own === 0) continue;
    const key = keyOf(element);
    groups.set(key, (groups.get(key) ?? 0) + own);
  }
  return groups;
}

/** Why a block is not part of the text, by the furniture it stands in; null for all others. */
export type Pruned = readonly (DroppedReason | null)[];

export function isPruned(pruned: Pruned, block: { readonly index: number }): boolean {
  return (pruned[block.index] ?? null) !== null;
}

/** Finds the blocks in furniture. `titleBlock` is -1 where the title is not known. */
export function pruneBlocks(page: MeasuredPage, titleBlock: number): Pruned {
  const { elements } = page.tree;
  const text = textWithoutSureFurniture(page);
  const total = text(0, page.blocks.length);
  let known: ReadonlyMap<string, number> | null = null;
  const groups = (): ReadonlyMap<string, number> => {
    known ??= groupSums(elements, text);
    return known;
  };
  const reasons: (DroppedReason | null)[] = page.blocks.map(() => null);
  // Elements stand in document order: what is inside a pruned one ends before it does.
  let prunedUntil = 0;
  const slid = new Map<string, number>();
  for (const element of elements) {
    if (element.endBlock <= Math.max(element.firstBlock, prunedUntil) || coversPart(page, element)) continue;
    const found = isCaption(page, element) ? caption : verdict(element);
    if (found === null) continue;
    if (found !== caption && isMarkedProse(page, element, found)) continue;
    if (found !== caption && guarded({ page, text, total, groups, slid, titleBlock }, element, found)) continue;
    reasons.fill(found.reason, Math.max(element.firstBlock, prunedUntil), element.endBlock);
    prunedUntil = element.endBlock;
  }
  markPictureLines(page, reasons, titleBlock, total);
  for (const card of findCards(page, titleBlock)) {
    for (let at = card.firstBlock; at < card.endBlock; at += 1) reasons[at] ??= 'card';
  }
  return reasons;
}

const sureTags = new Set(['nav', 'footer', 'dialog']);
const SURE_HIDDEN_SHARE_MAX = 0.5;

function siblingsOf(element: PageElement): string {
  return `${element.parent}|${formOf(element)}`;
}

/**
 * Prose outside navigation, footers, dialogs and hidden copies: shares of it are what the guards ask for. A text may be cut
 * into sections that are shown one at a time: together they are no copy.
 */
function textWithoutSureFurniture(page: MeasuredPage): RangeSum {
  const all = page.goodText(0, page.blocks.length);
  const depth = new Int32Array(page.blocks.length + 1);
  const isHidden = (element: PageElement): boolean => element.hidden === 'yes' || element.names.hidden;
  // What a class says is read of elements with prose only: most have none.
  const withText = page.tree.elements.filter((element) => page.goodText(element.firstBlock, element.endBlock) > 0);
  const hidden = groupSums(withText.filter(isHidden), page.goodText, siblingsOf);
  for (const element of withText) {
    const own = page.goodText(element.firstBlock, element.endBlock);
    if (coversPart(page, element)) continue;
    const sure = sureTags.has(element.name) || dialogNames.has(element.role);
    const isCopy = (): boolean =>
      isHidden(element) && Math.max(own, hidden.get(siblingsOf(element)) ?? 0) < all * SURE_HIDDEN_SHARE_MAX;
    if (!sure && !isCopy()) continue;
    depth[element.firstBlock] = (depth[element.firstBlock] ?? 0) + 1;
    depth[element.endBlock] = (depth[element.endBlock] ?? 0) - 1;
  }
  let level = 0;
  return rangeSum(
    page.blocks.map((block) => {
      level += depth[block.index] ?? 0;
      return block.good && level === 0 ? block.size : 0;
    }),
  );
}

const PART_SHARE_MAX = 0.8;

/** An inline element in a paragraph says nothing of the rest of it. */
function coversPart(page: MeasuredPage, element: PageElement): boolean {
  if (element.isBlock || element.endBlock - element.firstBlock !== 1) return false;
  return element.characters < (page.blocks[element.firstBlock]?.text.length ?? 0) * PART_SHARE_MAX;
}

/** A span around a whole paragraph comes with the text from where it was written; its class is of that place. */
function isMarkedProse(page: MeasuredPage, element: PageElement, found: Verdict): boolean {
  const { names } = element;
  if (element.isBlock || found.hidden || found.strong || names.hidden || names.picture) return false;
  const block = page.blocks[element.firstBlock];
  if (block === undefined || element.endBlock - element.firstBlock !== 1) return false;
  return block.good && block.elementName === 'p' && block.linkShare < TEASER_LINK_SHARE_MAX;
}

const figureContents = new Set(['table', 'blockquote', 'pre', 'ul', 'ol', 'dl']);

function isCaption(page: MeasuredPage, element: PageElement): boolean {
  if (element.name === 'figcaption') return true;
  if (element.name !== 'figure') return false;
  let length = 0;
  for (let at = element.firstBlock; at < element.endBlock && length <= CAPTION_CHARACTERS_MAX; at += 1) {
    const block = page.blocks[at];
    if (block === undefined) continue;
    // Tables, quotations and code are set in figures as well: only what is written below them is a caption.
    if (within(page.tree, block, (around) => around.index > element.index && figureContents.has(around.name)))
      return false;
    length += block.text.length;
  }
  return length <= CAPTION_CHARACTERS_MAX;
}

const PICTURE_BOX_LEVELS_MAX = 4;
const PICTURE_BOX_BLOCKS_MAX = 2;
const PICTURE_LINE_CHARACTERS_MAX = 250;
const PICTURE_LINE_SHARE_MAX = 0.3;
/** Around these a picture stands among text, not in a box of its own. */
const notPictureBoxes = new Set(['p', 'li', 'td', 'article', 'main', 'section', 'body', 'html', 'blockquote', 'dd']);

/** The only line in a box with a picture, but for a link to a larger one, is its caption, whatever the box is called. */
function markPictureLines(
  page: MeasuredPage,
  reasons: (DroppedReason | null)[],
  titleBlock: number,
  total: number,
): void {
  const { elements, images } = page.tree;
  for (const image of images) {
    let box = elements[image.element];
    for (let level = 0; level < PICTURE_BOX_LEVELS_MAX && box !== undefined; level += 1) {
      if (notPictureBoxes.has(box.name)) break;
      if (box.endBlock > box.firstBlock) {
        const lines = page.blocks.slice(
          box.firstBlock,
          Math.min(box.endBlock, box.firstBlock + PICTURE_BOX_BLOCKS_MAX + 1),
        );
        const [line, ...others] = lines;
        const only =
          box.isBlock &&
          line !== undefined &&
          others.length < PICTURE_BOX_BLOCKS_MAX &&
          others.every((other) => other.linkShare === 1);
        if (only && isPictureLine(line, titleBlock, total)) reasons[line.index] ??= 'caption';
        break;
      }
      box = elements[box.parent];
    }
  }
}

function isPictureLine(line: MeasuredBlock, titleBlock: number, total: number): boolean {
  if (line.index === titleBlock || line.headingLevel > 0 || line.elementName === 'blockquote') return false;
  return line.text.length <= PICTURE_LINE_CHARACTERS_MAX && line.size <= total * PICTURE_LINE_SHARE_MAX;
}

const TEASER_LINK_SHARE_MAX = 0.3;
/** The first paragraphs have hardly any text before them. */
const TEXT_BEFORE_TEASER_MAX = 500;
const BODY_ANCESTORS_MAX = 6;
const BODY_SHARE_MIN = 0.6;

/** Inside an element that is named as the body, what holds most of its text is the text: walls for readers are named "hide". */
function isMostOfBody(page: MeasuredPage, element: PageElement): boolean {
  const own = page.goodText(element.firstBlock, element.endBlock);
  if (own < HINTED_TEXT_CHARACTERS) return false;
  let at = element.parent;
  for (let up = 0; up < BODY_ANCESTORS_MAX && at >= 0; up += 1) {
    const around = page.tree.elements[at];
    if (around === undefined) return false;
    if (around.names.factor >= 1.2) {
      return own >= page.goodText(around.firstBlock, around.endBlock) * BODY_SHARE_MIN;
    }
    at = around.parent;
  }
  return false;
}

/** Some systems call the first paragraphs the teaser of the rest; what announces another page leads there by a link. */
function isTeaserText(page: MeasuredPage, element: PageElement, found: Verdict, own: number): boolean {
  if (found.hidden || found.strong || found.reason !== 'furniture-name' || own < HINTED_TEXT_CHARACTERS) return false;
  if (!element.names.teaser) return false;
  const blocks = page.blocks.slice(element.firstBlock, element.endBlock);
  return blocks.every((block) => block.headingLevel === 0 && (!block.good || block.linkShare < TEASER_LINK_SHARE_MAX));
}

interface Guards {
  readonly page: MeasuredPage;
  readonly text: RangeSum;
  readonly total: number;
  /** Good text by group, made when somebody asks. */
  readonly groups: () => ReadonlyMap<string, number>;
  /** Good text of earlier slides, by form. */
  readonly slid: Map<string, number>;
  readonly titleBlock: number;
}

function guarded(
  { page, text, total, groups, slid, titleBlock }: Guards,
  element: PageElement,
  found: Verdict,
): boolean {
  const own = text(element.firstBlock, element.endBlock);
  const holdsTitle = titleBlock >= element.firstBlock && titleBlock < element.endBlock;
  if (holdsTitle && (own >= TITLE_TEXT_CHARACTERS || element.name === 'form')) return true;
  // Some systems wrap the whole page in one form.
  if (element.name === 'form' && (element.endBlock - element.firstBlock) * 2 > page.blocks.length) return true;
  const hinted = element.names.factor >= 1.2;
  if (hinted && own >= HINTED_TEXT_CHARACTERS && !found.hidden) return true;
  if (isMostOfBody(page, element)) return true;
  const before = titleBlock < 0 ? 0 : text(titleBlock, element.firstBlock);
  if (before < TEXT_BEFORE_TEASER_MAX && isTeaserText(page, element, found, own)) return true;
  if (total === 0) return false;
  if (found.dialog && !holdsTitle && total > own) return false;
  const titleElsewhere = titleBlock >= 0 && !holdsTitle;
  if (titleElsewhere && found.strong && total - own >= STRONG_REST_CHARACTERS) return false;
  // Behind a whole text, what slides past is none, however much it holds; a text may also be cut into slides.
  if (titleElsewhere && element.names.carousel) {
    const form = formOf(element);
    const before = text(titleBlock, element.firstBlock) - (slid.get(form) ?? 0);
    if (before >= STRONG_REST_CHARACTERS) return false;
    slid.set(form, (slid.get(form) ?? 0) + own);
  }
  if (own > total * SHARE_GUARD) return true;
  // An id is of one element: others of its class say nothing of it.
  if (found.reason === 'furniture-name' && !found.hidden && !isFurnitureClass(element.className)) return false;
  const group = groups().get(formOf(element)) ?? 0;
  return group > total * (found.hidden ? HIDDEN_GROUP_GUARD : GROUP_GUARD);
}
