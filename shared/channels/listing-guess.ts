/**
 * A listing without selectors: from three repeated links on. Links that stand in the same place of the page's structure form
 * a group; the group with the most, longest and best dated headlines is the listing. Each item is the largest block around
 * its link that holds no other item.
 */
import type { Document, ParentNode } from 'domhandler';
import { limits } from '../limits.ts';
import { readPrintedDate } from '../text/printed-dates.ts';
import type { ListedItem } from './listing.ts';
import { dateInUrl } from './listing-date.ts';
import { countsOf, itemsOf } from './listing-items.ts';
import { type Link, linksOf, representatives, wordsIn } from './listing-links.ts';
import type { ReadingContext } from './types.ts';

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
