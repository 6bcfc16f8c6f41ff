/** From the links of one group to items: the block around each link, its headline, and the places where its date may stand. */
import { type ChildNode, type Document, type Element, isTag, type ParentNode } from 'domhandler';
import { limits } from '../limits.ts';
import { readPrintedDate } from '../text/printed-dates.ts';
import { elementsBelow, textBelow } from './html-document.ts';
import type { ListedItem } from './listing.ts';
import { headings, type Link, wordsIn } from './listing-links.ts';

/** How many links of the group lie in each element around them. */
export function countsOf(links: readonly Link[]): ReadonlyMap<ParentNode, number> {
  const counts = new Map<ParentNode, number>();
  for (const { element } of links) {
    for (let node: ParentNode | null = element; node !== null; node = node.parent) {
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  return counts;
}

/** Title and places of the date for each link of a group. */
export function itemsOf(links: readonly Link[], root: Document): readonly ListedItem[] {
  const counts = countsOf(links);
  const blocks = links.map(({ element }) => blockAround(element, counts, root));
  const flat = flatSurroundings(blocks, counts);
  return links.map((link, index) => {
    const block = blocks[index] ?? link.element;
    const around = flat[index] ?? '';
    const inside = link.element === block ? '' : textBelow(block, new Set([link.element]));
    const time = elementsBelow(block).find(
      (element) => element.name === 'time' && element.attribs['datetime'] !== undefined,
    );
    const marked = elementsBelow(block).find((element) => element !== link.element && isDateClass(element));
    return {
      url: link.url,
      title: titleIn(link, block),
      dates: [
        ...(time === undefined ? [] : [{ from: 'attribute' as const, value: time.attribs['datetime'] ?? '' }]),
        ...(marked === undefined ? [] : [{ from: 'text' as const, value: textBelow(marked) }]),
        { from: 'text' as const, value: inside },
        { from: 'text' as const, value: around },
        ...(holdsBlocks(link.element) || readPrintedDate(link.text)?.start === 0
          ? [{ from: 'text' as const, value: link.text }]
          : []),
        { from: 'url' as const, value: link.url },
      ],
    };
  });
}

function isDateClass(element: Element): boolean {
  return /(^|[\s_-])(date|datum|fecha|fech|published|time)([\s_-]|$)/i.test(element.attribs['class'] ?? '');
}

function holdsBlocks(element: Element): boolean {
  return element.children.some((child) => isTag(child));
}

/** A heading inside the link or the block says more than the whole link, which may be a card with date and teaser. */
function titleIn(link: Link, block: Element): string | null {
  const heading = elementsBelow(link.element).find((element) => headings.has(element.name));
  if (heading !== undefined) return textBelow(heading) || null;
  if (link.inHeading || wordsIn(link.text) >= 3) {
    return withoutLeadingDate(untruncated(withoutDates(link.element), link.element)) || null;
  }
  const outer = elementsBelow(block).find((element) => headings.has(element.name));
  const text = outer === undefined ? '' : textBelow(outer);
  return wordsIn(text) > wordsIn(link.text) ? text : link.text || null;
}

/** "12.10.2025 – Headline": a date in front of a headline is its label. */
function withoutLeadingDate(text: string): string {
  const date = readPrintedDate(text);
  if (date === null || date.start > 0) return text;
  const rest = text.slice(date.end).replace(/^[\s–—:|,.-]+/, '');
  return wordsIn(rest) >= 2 ? rest : text;
}

/** A headline that the page cuts off often stands whole in the link's title attribute. */
function untruncated(text: string, element: Element): string {
  const whole = element.attribs['title']?.replace(/\s+/g, ' ').trim() ?? '';
  const start = text.replace(/\s*(…|\.\.\.)$/, '');
  return start !== text && whole.length > start.length && whole.startsWith(start) ? whole : text;
}

/** The link's text without elements inside it that are the date. */
function withoutDates(element: Element): string {
  const dates = new Set(elementsBelow(element).filter((child) => child.name === 'time' || isDateClass(child)));
  return textBelow(element, dates) || textBelow(element);
}

/** The largest element around the link that holds no other link of the group. */
function blockAround(element: Element, counts: ReadonlyMap<ParentNode, number>, root: Document): Element {
  let block = element;
  for (let node = element.parent; node !== null && node !== root && isTag(node); node = node.parent) {
    if ((counts.get(node) ?? 0) > 1 || node.name === 'body') break;
    block = node;
  }
  return block;
}

/**
 * Texts between the blocks, for listings whose dates are siblings of the headlines: all dates stand either before or behind
 * their headline; the side that dates more items is the one.
 */
function flatSurroundings(blocks: readonly Element[], counts: ReadonlyMap<ParentNode, number>): readonly string[] {
  const before = blocks.map((block) => siblingText(block, 'prev', counts));
  const behind = blocks.map((block) => siblingText(block, 'next', counts));
  const dated = (texts: readonly string[]): number => texts.filter((text) => readPrintedDate(text) !== null).length;
  return dated(before) > dated(behind) ? before : behind;
}

/** Siblings looked at on one side of a block. */
const siblingsMax = 12;

function siblingText(block: Element, side: 'prev' | 'next', counts: ReadonlyMap<ParentNode, number>): string {
  const parts: string[] = [];
  let node: ChildNode | null = block[side];
  for (let i = 0; i < siblingsMax && node !== null; i += 1, node = node[side]) {
    if (isTag(node) && (counts.get(node) ?? 0) > 0) break;
    parts.push(textBelow(node));
  }
  return (side === 'prev' ? parts.reverse() : parts).join(' ').slice(0, limits.feedDateCharactersMax * 5);
}
