/** Chooses the element that holds the text: the largest sum of block weights, moved by what its class names say. */
import { FACTOR_MAX } from './class-words.ts';
import { LINK_HEAVY_SHARE, type MeasuredBlock, type MeasuredPage, rangeSum } from './measure.ts';
import { isPruned, type Pruned } from './prune.ts';
import type { PageElement } from './tree.ts';

const LINK_PENALTY = 1.5;
const LINK_BLOCK_CHARACTERS_MAX = 150;
const HEADING_LINK_WEIGHT = -0.3;
const SHORT_WEIGHT = -0.35;
const SHORT_PARAGRAPH_WEIGHT = 0.2;
const PRUNED_WEIGHT = -0.15;
const BEFORE_TITLE_FACTOR = 0.5;
const BEHIND_TITLE_CHARACTERS = 300;
const BEHIND_TITLE_FACTOR = 0.4;
const WEAK_SUM = 100;
const WEAK_TEXT_CHARACTERS = 40;

function weight(page: MeasuredPage, block: MeasuredBlock, pruned: Pruned, titleBlock: number): number {
  const length = block.size;
  // What announces other pages speaks against the element around it, as links do.
  const card = pruned[block.index] === 'card';
  if (isPruned(pruned, block) && !card) return PRUNED_WEIGHT * length;
  if (block.good && card) return SHORT_WEIGHT * length;
  if (block.good) {
    const value = length - LINK_PENALTY * block.linkCharacters;
    return block.index < titleBlock ? value * BEFORE_TITLE_FACTOR : value;
  }
  if (block.linkShare >= LINK_HEAVY_SHARE) {
    return block.headingLevel > 0 ? HEADING_LINK_WEIGHT * length : -Math.min(length, LINK_BLOCK_CHARACTERS_MAX);
  }
  if (block.headingLevel > 0) return 0;
  const besideGood = page.blocks[block.index - 1]?.good === true || page.blocks[block.index + 1]?.good === true;
  return block.elementName === 'p' && besideGood ? SHORT_PARAGRAPH_WEIGHT * length : SHORT_WEIGHT * length;
}

/** A paragraph or a list is part of a text, never the whole of it. */
const neverContainers = new Set('p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd pre tr figure'.split(' '));

/** The element that holds the text; null on a page without any. */
export function chooseContainer(page: MeasuredPage, pruned: Pruned, titleBlock: number): PageElement | null {
  const weights = page.blocks.map((block) => weight(page, block, pruned, titleBlock));
  const sum = rangeSum(weights);
  let best: PageElement | null = null;
  let bestScore = 0;
  for (const element of page.tree.elements) {
    if (element.endBlock <= element.firstBlock || !element.isBlock || neverContainers.has(element.name)) continue;
    const own = sum(element.firstBlock, element.endBlock);
    // Whatever its class says, it cannot be the best any more.
    if (own <= 0 || own * FACTOR_MAX < bestScore) continue;
    let score = own * element.names.factor;
    if (
      titleBlock >= 0 &&
      element.firstBlock > titleBlock &&
      sum(titleBlock, element.firstBlock) > BEHIND_TITLE_CHARACTERS
    ) {
      score *= BEHIND_TITLE_FACTOR;
    }
    // Children come after their parents: of equals the deepest stays.
    if (score > 0 && score >= bestScore) {
      best = element;
      bestScore = score;
    }
  }
  if (bestScore < WEAK_SUM) return weakContainer(page, pruned, titleBlock) ?? best;
  return best === null ? null : articleWithTitle(page, best, titleBlock);
}

/** On a page with hardly any prose: the best named element with some text of its own. */
function weakContainer(page: MeasuredPage, pruned: Pruned, titleBlock: number): PageElement | null {
  const plain = rangeSum(
    page.blocks.map((block) =>
      isPruned(pruned, block) || block.headingLevel > 0 || block.linkShare >= LINK_HEAVY_SHARE ? 0 : block.text.length,
    ),
  );
  let best: PageElement | null = null;
  let bestFactor = 1;
  for (const element of page.tree.elements) {
    const named = element.name === 'main' || element.name === 'article' ? 1.06 : 1;
    const factor = Math.max(element.names.factor, named);
    if (factor < bestFactor || factor === 1) continue;
    if (plain(Math.max(element.firstBlock, titleBlock), element.endBlock) < WEAK_TEXT_CHARACTERS) continue;
    best = element;
    bestFactor = factor;
  }
  return best;
}

/** A container of several articles is a page of releases: the one with the title is meant. */
function articleWithTitle(page: MeasuredPage, container: PageElement, titleBlock: number): PageElement {
  if (titleBlock < 0) return container;
  const articles = page.tree.elements.filter(
    (element) =>
      element.name === 'article' &&
      element.index > container.index &&
      element.firstBlock >= container.firstBlock &&
      element.endBlock <= container.endBlock &&
      page.goodText(element.firstBlock, element.endBlock) > 0,
  );
  const own = articles.find((element) => titleBlock >= element.firstBlock && titleBlock < element.endBlock);
  return articles.length > 1 && own !== undefined ? own : container;
}
