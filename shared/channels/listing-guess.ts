/**
 * A listing without selectors: from three repeated links on. Links that stand in the same place of the page's structure form
 * a group; the group with the most, longest and best dated headlines is the listing. Each item is the largest block around
 * its link that holds no other item.
 */
import { type ChildNode, type Document, type Element, isTag, type ParentNode } from 'domhandler';
import { limits } from '../limits.ts';
import { readPrintedDate } from '../text/printed-dates.ts';
import { elementsBelow, textBelow } from './html-document.ts';
import { resolveLink, withoutFragment } from './links.ts';
import type { ListedItem } from './listing.ts';
import { dateInUrl } from './listing-date.ts';
import type { ReadingContext } from './types.ts';

interface Link {
  readonly element: Element;
  readonly url: string;
  readonly text: string;
  readonly inHeading: boolean;
  /** In navigation, header, footer or sidebar of the page. */
  readonly isAside: boolean;
  /** Names of the elements around it. */
  readonly place: string;
}

interface Group {
  /** One link for each address, in document order. */
  readonly links: readonly Link[];
  readonly items: readonly ListedItem[];
  readonly score: number;
}

/** The items of the best group; none when no group has `guessedLinksMin` links. */
export function guessItems(
  root: Document,
  base: string | null,
  context: ReadingContext,
): { items: readonly ListedItem[]; warnings: readonly string[] } {
  const links = linksOf(root, base);
  const byPlace = new Map<string, Link[]>();
  for (const link of representatives(links)) {
    const group = byPlace.get(link.place);
    if (group === undefined) byPlace.set(link.place, [link]);
    else if (group.length < limits.itemsPerChannelMax) group.push(link);
  }
  const groups = [...byPlace.values()]
    .map(withoutCompanions)
    .flatMap((group) => [group, ...byContainer(group)])
    .filter((group) => group.length >= limits.guessedLinksMin)
    .sort((a, b) => b.length - a.length)
    .slice(0, groupsMax)
    .map((group) => judge(group, root, context));
  const best = groups.reduce<Group | null>((a, b) => (a === null || b.score > a.score ? b : a), null);
  if (best === null || best.score === 0) {
    return {
      items: [],
      warnings: [`no selectors, and fewer than ${limits.guessedLinksMin} links that look like releases`],
    };
  }
  const items = withSiblings(best, links, root);
  return { items, warnings: [`no selectors: ${items.length} items were guessed from links that repeat`] };
}

/** Groups above this many are too small to matter. */
const groupsMax = 40;

const headings: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const asides: ReadonlySet<string> = new Set(['nav', 'footer', 'aside']);

/** All links to other pages of the site, with their place. */
function linksOf(root: Document, base: string | null): readonly Link[] {
  const links: Link[] = [];
  const own = base === null ? null : withoutFragment(base);
  const site = base === null ? null : siteOf(new URL(base).hostname);
  const walk = (node: ParentNode, path: string, inHeading: boolean, isAside: boolean, inItem: boolean): void => {
    for (const child of node.children) {
      if (!isTag(child)) continue;
      const place = `${path}>${child.name}`;
      const item = inItem || child.name === 'article' || child.name === 'li' || child.name === 'main';
      const aside = isAside || asides.has(child.name) || (child.name === 'header' && !item) || isMenu(child);
      const heading = inHeading || headings.has(child.name);
      if (child.name === 'a') {
        const url = resolveLink(child.attribs['href'], base);
        if (url !== null && isOther(url, own, site)) {
          const text = textBelow(child) || child.attribs['title']?.trim() || '';
          links.push({
            element: child,
            url: withoutFragment(url),
            text,
            inHeading: heading || holdsHeading(child),
            isAside: aside,
            place,
          });
        }
      }
      walk(child, place, heading, aside, item);
    }
  };
  walk(root, '', false, false, false);
  return links;
}

function holdsHeading(element: Element): boolean {
  return elementsBelow(element).some((child) => headings.has(child.name));
}

function isMenu(element: Element): boolean {
  const role = element.attribs['role'];
  return role === 'navigation' || role === 'contentinfo' || role === 'menu' || role === 'menubar';
}

/** The last two labels of a host name: sister hosts of one site often hold the releases. */
function siteOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

/** On the same site, and neither this page nor the start page, which identify no release. */
function isOther(url: string, own: string | null, site: string | null): boolean {
  const parsed = new URL(url);
  if (site !== null && siteOf(parsed.hostname) !== site) return false;
  if (parsed.pathname === '/' && parsed.search === '') return false;
  return withoutFragment(url) !== own;
}

/** Several links to one address are one item, led by the one that reads like a headline. */
function representatives(links: readonly Link[]): readonly Link[] {
  const byUrl = new Map<string, Link>();
  for (const link of links) {
    const known = byUrl.get(link.url);
    if (known === undefined || weight(link) > weight(known)) byUrl.set(link.url, link);
  }
  const chosen = new Set(byUrl.values());
  return links.filter((link) => chosen.has(link));
}

function weight(link: Link): number {
  return (link.inHeading ? 1_000 : 0) + (link.isAside ? 0 : 500) + Math.min(link.text.length, 400);
}

/** Words of a headline; scripts without spaces count two characters as a word. */
function wordsIn(text: string): number {
  const unspaced = (text.match(/[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g) ?? []).length;
  return unspaced > 3 ? Math.ceil(unspaced / 2) : text.split(/[\s/–—-]+/).filter((word) => /\p{L}/u.test(word)).length;
}

/** Without dates and headings only links of so many words are headlines. */
const wordsUnmarkedMin = 4;

function judge(links: readonly Link[], root: Document, context: ReadingContext): Group {
  const items = itemsOf(links, root);
  const words = items.map((item) => wordsIn(item.title ?? '')).sort((a, b) => a - b);
  const median = words[Math.floor(words.length / 2)] ?? 0;
  const titles = new Set(items.map((item) => item.title));
  const options = { uiLanguage: context.uiLanguage ?? context.language, dateOrder: context.dateOrder };
  const dated = items.filter((item) =>
    item.dates.some(
      ({ from, value }) => (from === 'url' ? dateInUrl(value) : readPrintedDate(value, options)) !== null,
    ),
  ).length;
  const headed = links.filter((link) => link.inHeading).length;
  const aside = links.filter((link) => link.isAside).length;
  // Links that all read "More" lead somewhere, but their group is led by other links; a menu is no listing.
  const isMenu = aside * 2 > items.length || (dated === 0 && headed === 0 && median < wordsUnmarkedMin);
  if (isMenu || median < 2 || titles.size < Math.max(2, items.length / 3)) return { links, items, score: 0 };
  const score =
    Math.min(items.length, 60) ** 0.5 *
    Math.min(median, 10) *
    (1 + (5 * dated) / items.length) *
    (1 + headed / items.length);
  return { links, items, score };
}

/** "PDF" and "FR" beside a headline lead to other forms of it. */
function withoutCompanions(links: readonly Link[]): readonly Link[] {
  const led = new Set(links.filter((link) => wordsIn(link.text) >= 3).map((link) => link.element.parent));
  return links.filter((link) => wordsIn(link.text) >= 2 || !led.has(link.element.parent));
}

/** The group's parts by the element that lists them: two lists of one page may stand in the same kind of place. */
function byContainer(links: readonly Link[]): readonly (readonly Link[])[] {
  const counts = countsOf(links);
  const parts = new Map<ParentNode | null, Link[]>();
  for (const link of links) {
    let container: ParentNode | null = link.element.parent;
    while (container !== null && (counts.get(container) ?? 0) < 2) container = container.parent;
    const part = parts.get(container);
    if (part === undefined) parts.set(container, [link]);
    else part.push(link);
  }
  return parts.size === 1 ? [] : [...parts.values()];
}

/** How many links of the group lie in each element around them. */
function countsOf(links: readonly Link[]): ReadonlyMap<ParentNode, number> {
  const counts = new Map<ParentNode, number>();
  for (const { element } of links) {
    for (let node: ParentNode | null = element; node !== null; node = node.parent) {
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  return counts;
}

/** Title and places of the date for each link of a group. */
function itemsOf(links: readonly Link[], root: Document): readonly ListedItem[] {
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

/**
 * A release that is featured stands in another place of the page: links of the same shape of address join the group when
 * they read like headlines.
 */
function withSiblings(group: Group, links: readonly Link[], root: Document): readonly ListedItem[] {
  const shapes = new Map<string, number>();
  for (const { url } of group.links) shapes.set(shapeOf(url), (shapes.get(shapeOf(url)) ?? 0) + 1);
  const [common] = [...shapes].sort((a, b) => b[1] - a[1]);
  if (common === undefined || common[1] < group.links.length * 0.8) return group.items;
  const known = new Set(group.links.map((link) => link.url));
  const others = representatives(links).filter(
    (link) =>
      !known.has(link.url) &&
      !link.isAside &&
      link.inHeading &&
      wordsIn(link.text) >= 3 &&
      shapeOf(link.url) === common[0],
  );
  if (others.length === 0) return group.items;
  const members = new Set([...group.links, ...others].map((link) => link.element));
  return itemsOf(
    links.filter((link) => members.has(link.element)),
    root,
  );
}

/** Host, folders with numbers levelled, and names of parameters. */
function shapeOf(url: string): string {
  const { hostname, pathname, searchParams } = new URL(url);
  const folders = pathname.split('/').slice(0, -1).join('/').replace(/\d+/g, '#');
  return `${hostname.replace(/^www\./, '')}${folders}?${[...searchParams.keys()].join('&')}`;
}
