/** Measures the blocks of a page: which are prose, which are links, how much stands under each element. */

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
  const probes = [0, last >> 2, last >> 1, last - (last >> 2)];
  const dense = probes.filter((at) => isDense(text.charCodeAt(at))).length;
  return dense >= 2 ? text.length * DENSE_FACTOR : text.length;
}

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
  for (const [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value;
  return (from, to) => (sums[Math.min(to, values.length)] ?? 0) - (sums[Math.min(from, values.length)] ?? 0);
}

export interface MeasuredPage {
  readonly tree: PageTree;
  readonly blocks: readonly MeasuredBlock[];
  /** How much good text is in a range, in letters. */
  readonly goodText: RangeSum;
}

export function measure(tree: PageTree): MeasuredPage {
  const blocks = tree.blocks.map((block, index): MeasuredBlock => {
    const elementName = tree.elements[block.element]?.name ?? '';
    const headingLevel = /^h[1-6]$/.test(elementName) ? Number(elementName.charAt(1)) : 0;
    const linkShare = block.linkCharacters / block.text.length;
    const size = readingSize(block.text);
    const sentence = size >= GOOD_SENTENCE_LENGTH && endsSentence(block.text);
    const good = headingLevel === 0 && linkShare < LINK_HEAVY_SHARE && (size >= GOOD_LENGTH || sentence);
    const { text, linkCharacters, element } = block;
    return { text, linkCharacters, element, index, size, linkShare, headingLevel, good, elementName };
  });
  return { tree, blocks, goodText: rangeSum(blocks.map((block) => (block.good ? block.size : 0))) };
}

/** The chain of elements around a block, innermost first. */
function* ancestors(tree: PageTree, element: number): Generator<PageElement> {
  let at = element;
  while (at >= 0) {
    const found = tree.elements[at];
    if (found === undefined) return;
    yield found;
    at = found.parent;
  }
}

/** Whether one of the elements around the block satisfies the test. */
export function within(tree: PageTree, block: PageBlock, test: (element: PageElement) => boolean): boolean {
  for (const element of ancestors(tree, block.element)) if (test(element)) return true;
  return false;
}

/** What numbers rows in the classes of content systems: "views-row-3 odd", "item-12 last". */
const rowWords = /\d+|\b(?:odd|even|first|last|active|current)\b/g;

/** Elements of one form have the same name and the same classes, but for what numbers them. */
export function formOf(element: PageElement): string {
  return `${element.name}|${element.className.replace(rowWords, '').trim()}`;
}
