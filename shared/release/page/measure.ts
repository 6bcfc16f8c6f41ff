/** Measures the blocks of a page: which are prose, which are links, how much stands under each element. */
import { unitAt } from '../../text/units.ts';
import { endsSentence } from './text.ts';
import type { PageBlock, PageElement, PageTree } from './tree.ts';

export const GOOD_LENGTH = 100;
const GOOD_SENTENCE_LENGTH = 45;
export const LINK_HEAVY_SHARE = 0.5;

/** A character of Chinese, Japanese or Korean says as much as so many letters. */
const DENSE_FACTOR = 2.2;

function isDense(code: number): boolean {
  return code >= 0x2e80 && code <= 0xd7ff;
}

/** The length of a text in letters, so that scripts with a character a word or syllable compare with the others. */
export function readingSize(text: string): number {
  const last = text.length - 1;
  let dense = 0;
  if (isDense(unitAt(text, 0))) dense += 1;
  if (isDense(unitAt(text, last >> 2))) dense += 1;
  if (isDense(unitAt(text, last >> 1))) dense += 1;
  if (isDense(unitAt(text, last - (last >> 2)))) dense += 1;
  return dense >= 2 ? text.length * DENSE_FACTOR : text.length;
}

const headingLevels: ReadonlyMap<string, number> = new Map(
  ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name, at) => [name, at + 1]),
);

/** A block with what the rules ask of it. */
export interface MeasuredBlock extends PageBlock {
  readonly index: number;
  /** Its length in letters, whatever the script. */
  readonly size: number;
  readonly linkShare: number;
  /** 1 to 6 for headings, 0 else. */
  readonly headingLevel: number;
  /** Prose: long enough, or a sentence, and not a list of links. */
  readonly good: boolean;
  readonly elementName: string;
}

/** Sums over a range of blocks by one subtraction. */
export type RangeSum = (from: number, to: number) => number;

export function rangeSum(values: readonly number[]): RangeSum {
  const sums = new Float64Array(values.length + 1);
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) {
    sum += values[index] ?? 0;
    sums[index + 1] = sum;
  }
  return (from, to) => (sums[Math.min(to, values.length)] ?? 0) - (sums[Math.min(from, values.length)] ?? 0);
}

export interface MeasuredPage {
  readonly tree: PageTree;
  readonly blocks: readonly MeasuredBlock[];
  /** How much good text is in a range, in letters. */
  readonly goodText: RangeSum;
}

export function measure(tree: PageTree): MeasuredPage {
  const blocks: MeasuredBlock[] = [];
  const goodSizes: number[] = [];
  for (const { text, linkCharacters, element } of tree.blocks) {
    const elementName = tree.elements[element]?.name ?? '';
    const headingLevel = headingLevels.get(elementName) ?? 0;
    const linkShare = linkCharacters / text.length;
    const size = readingSize(text);
    const mayBeGood = headingLevel === 0 && linkShare < LINK_HEAVY_SHARE;
    const good = mayBeGood && (size >= GOOD_LENGTH || (size >= GOOD_SENTENCE_LENGTH && endsSentence(text)));
    const index = blocks.length;
    blocks.push({ text, linkCharacters, element, index, size, linkShare, headingLevel, good, elementName });
    goodSizes.push(good ? size : 0);
  }
  return { tree, blocks, goodText: rangeSum(goodSizes) };
}

/** Whether one of the elements around the block satisfies the test. */
export function within(tree: PageTree, block: PageBlock, test: (element: PageElement) => boolean): boolean {
  const { elements } = tree;
  // Outermost elements have the parent -1, which is asked of no array: that is slow.
  for (let at = block.element; at >= 0; ) {
    const element = elements[at];
    if (element === undefined) return false;
    if (test(element)) return true;
    at = element.parent;
  }
  return false;
}

/** What numbers rows in the classes of content systems: "views-row-3 odd", "item-12 last". */
const rowWords = /\d+|\b(?:odd|even|first|last|active|current)\b/g;

/** Elements of one form have the same name and the same classes, but for what numbers them. */
export function formOf(element: PageElement): string {
  return `${element.name}|${element.className.replace(rowWords, '').trim()}`;
}
