/** The blocks of a page that are still text, and why the others are not: what the rules of body.ts work on. */
import type { DateOrder } from '../../newsrooms/schema.ts';
import type { BlockReason } from './decisions.ts';
import type { MeasuredBlock, MeasuredPage } from './measure.ts';
import type { Pruned } from './prune.ts';
import { comparable } from './text.ts';
import type { FoundTitle } from './title.ts';
import type { PageElement } from './tree.ts';

const TITLE_REPEAT_DISTANCE = 12;

/** What body selection is told, and what it works out first. */
export interface BodyContext extends BodyEvidence {
  /** The element that directly holds most of the prose of the container; -1 where there is none. */
  readonly mainParent: number;
  /** The headline, made comparable; null without one. */
  readonly titleKey: string | null;
}

/** What body selection needs beside the page. */
export interface BodyEvidence {
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
export class Selection {
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

/** Whether the block stands in the heading that is the title. */
export function isTitleBlock(title: FoundTitle, block: MeasuredBlock): boolean {
  return block.index >= title.firstBlock && block.index < title.endBlock;
}

/** Whether the block prints the title: in the heading, or repeated right around it. */
export function printsTitle(context: BodyContext, block: MeasuredBlock): 'title' | 'title-repeated' | null {
  const { title, titleKey } = context;
  if (isTitleBlock(title, block)) return 'title';
  if (title.headline === null || block.text.length > title.headline.length * 2) return null;
  const near = title.firstBlock < 0 || Math.abs(block.index - title.firstBlock) <= TITLE_REPEAT_DISTANCE;
  return near && comparable(block.text) === titleKey ? 'title-repeated' : null;
}

export function lengthOf(blocks: readonly MeasuredBlock[]): number {
  return blocks.reduce((sum, block) => sum + block.size, 0);
}

/** The element that directly holds most of the prose paragraphs. */
export function mainParent(page: MeasuredPage, blocks: readonly MeasuredBlock[]): number {
  const sums = new Map<number, number>();
  for (const block of blocks) {
    const parent = page.tree.elements[block.element]?.parent;
    if (block.good && parent !== undefined) sums.set(parent, (sums.get(parent) ?? 0) + block.size);
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
