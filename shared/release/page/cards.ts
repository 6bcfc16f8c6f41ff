/**
 * Finds the cards that announce other pages: boxes of one form beside each other, each with a linked headline and a
 * few words below it. Their texts read like paragraphs, and only their repetition tells them from one.
 */
import { formOf, type MeasuredBlock, type MeasuredPage, rangeSum } from './measure.ts';
import type { PageElement } from './tree.ts';

const CARDS_MIN = 3;
const CARD_BLOCKS_MAX = 6;
const CARD_CHARACTERS_MAX = 450;
const HEADLINE_CHARACTERS_MIN = 12;
/** A headline in scripts that write without spaces is shorter. */
const DENSE_HEADLINE_CHARACTERS_MIN = 6;
const HEADLINE_LINK_SHARE_MIN = 0.85;
/** Above the headline stand at most a kicker, a date and the teaser. */
const HEADLINE_POSITION_MAX = 3;
/** Lists whose items have longer texts of their own are the text. */
const CARD_TEXT_MEAN_MAX = 260;
/** So much prose must stand elsewhere: a page of nothing but cards is a listing. */
const REST_CHARACTERS_MIN = 100;

const COLUMN_SHARE_MIN = 0.75;

const columnTags = new Set(['td', 'div', 'section', 'aside']);
const cardTags = new Set(['div', 'li', 'article', 'section', 'td', 'tr', 'dl']);
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

function isLongEnough(text: string): boolean {
  if (text.length >= HEADLINE_CHARACTERS_MIN) return true;
  return text.length >= DENSE_HEADLINE_CHARACTERS_MIN && dense.test(text);
}

function isHeadline(block: MeasuredBlock, opensWithLink: ReadonlySet<number>): boolean {
  if (block.linkShare < HEADLINE_LINK_SHARE_MIN && !opensWithLink.has(block.index)) return false;
  return isLongEnough(block.text);
}

/** Blocks that begin with a link long enough for a headline: "<a>Headline</a><br>text". */
function blocksThatOpenWithLinks(page: MeasuredPage): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { block, text } of page.tree.links) {
    if (isLongEnough(text) && page.blocks[block]?.text.startsWith(text) === true) found.add(block);
  }
  return found;
}

/** A box with a headline on top and little else. */
function isCard(page: MeasuredPage, element: PageElement, opensWithLink: ReadonlySet<number>): boolean {
  const count = element.endBlock - element.firstBlock;
  if (count < 1 || count > CARD_BLOCKS_MAX || !cardTags.has(element.name)) return false;
  let characters = 0;
  let headline = -1;
  for (let at = element.firstBlock; at < element.endBlock; at += 1) {
    const block = page.blocks[at];
    if (block === undefined) return false;
    characters += block.text.length;
    if (headline < 0 && isHeadline(block, opensWithLink)) headline = at - element.firstBlock;
  }
  if (headline < 0 || headline > HEADLINE_POSITION_MAX || characters > CARD_CHARACTERS_MAX) return false;
  // One block alone is a list of links, which other rules know, or a list of sentences that begin with a link.
  return count > 1 || (element.name !== 'li' && opensWithLink.has(element.firstBlock));
}

/** Columns of headlines, each with its words in the same block, as pages laid out in tables have them. */
function columns(page: MeasuredPage, titleBlock: number, opensWithLink: ReadonlySet<number>): readonly PageElement[] {
  const headlines = rangeSum(page.blocks.map((block) => (isHeadline(block, opensWithLink) ? 1 : 0)));
  const found: PageElement[] = [];
  let coveredUntil = 0;
  for (const element of page.tree.elements) {
    const { firstBlock, endBlock } = element;
    const count = endBlock - firstBlock;
    if (count < CARDS_MIN || firstBlock < coveredUntil || !columnTags.has(element.name)) continue;
    if (titleBlock >= firstBlock && titleBlock < endBlock) continue;
    const good = page.goodText(firstBlock, endBlock);
    if (good === 0 || good > count * CARD_TEXT_MEAN_MAX) continue;
    if (headlines(firstBlock, endBlock) < count * COLUMN_SHARE_MIN) continue;
    found.push(element);
    coveredUntil = endBlock;
  }
  return found;
}

/** The elements that are cards, `titleBlock` not being in one. */
export function findCards(page: MeasuredPage, titleBlock: number): readonly PageElement[] {
  const opensWithLink = blocksThatOpenWithLinks(page);
  const groups = new Map<string, PageElement[]>();
  for (const element of page.tree.elements) {
    if (!isCard(page, element, opensWithLink)) continue;
    if (titleBlock >= element.firstBlock && titleBlock < element.endBlock) continue;
    // Each may stand alone in a cell or column of its own.
    const parent = page.tree.elements[element.parent];
    const isAlone = parent?.firstBlock === element.firstBlock && parent.endBlock === element.endBlock;
    const key = `${isAlone ? `${parent?.parent ?? -1}>` : element.parent}|${formOf(element)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [element]);
    else group.push(element);
  }
  const groupsOfCards = [...groups.values()].filter((group) => {
    if (group.length < CARDS_MIN) return false;
    const texts = group.reduce((sum, card) => sum + page.goodText(card.firstBlock, card.endBlock), 0);
    return texts <= group.length * CARD_TEXT_MEAN_MAX;
  });
  const found = [...groupsOfCards.flat(), ...columns(page, titleBlock, opensWithLink)];
  const inCards = found.reduce((sum, card) => sum + page.goodText(card.firstBlock, card.endBlock), 0);
  const all = page.goodText(Math.max(titleBlock, 0), page.blocks.length);
  return all - inCards >= REST_CHARACTERS_MIN ? found : [];
}
