/** CSS selectors that a guessed listing stands for: tried on the page itself, and proposed only when they find the same releases. */
import { type Element, isTag, type ParentNode } from 'domhandler';
import { limits } from '../limits.ts';
import type { DateOrder, ListingSelectors } from '../newsrooms/schema.ts';
import type { ReadPage } from './discover-leads.ts';
import { elementsBelow, textBelow } from './html-document.ts';
import { resolveLink, withoutFragment } from './links.ts';
import { readListing } from './listing.ts';
import type { ChannelItem, ReadingContext } from './types.ts';

/** The share of the guessed releases that selectors have to find, and of their dates and titles. */
const recallMin = 0.9;
/** What they may find beside them. */
const extraShareMax = 0.1;
/** Trials on one page: each reads it whole, so that of a long page there are fewer. */
const trialsMax = 24;
/** Elements from a block down to its link, of which any may be the item. */
const depthMax = 6;

/** Classes that say where an element stands or that a machine made change with every build. */
const passingClass =
  /^(odd|even|first|last|active|current|is-.*|col|col-.*|row|row-cols-.*|[mp][tblrxy]?-.*|css-.*|sc-.*|jsx-.*)$|\d{3}|[^\w-]|^[\d-]/i;

const known = new WeakMap<Element, ReadonlySet<string>>();

/** The classes of an element that may be named: the first `classesPerElementMax`. */
function classesOf(element: Element): ReadonlySet<string> {
  let classes = known.get(element);
  if (classes === undefined) {
    const names = (element.attribs['class'] ?? '').slice(0, limits.classCharactersMax).split(/\s+/);
    const telling = names
      .slice(0, limits.classesPerElementMax)
      .filter((name) => name !== '' && !passingClass.test(name));
    classes = new Set(telling);
    known.set(element, classes);
  }
  return classes;
}

const onPages = new WeakMap<ReadPage, ReadonlyMap<string, number>>();

/** How many elements of the page have each class. */
function classCounts(page: ReadPage): ReadonlyMap<string, number> {
  const counts = onPages.get(page) ?? countClasses(page.elements);
  onPages.set(page, counts);
  return counts;
}

function countClasses(elements: readonly Element[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const element of elements) {
    for (const name of classesOf(element)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** What most of the elements have in common: tag, and classes, rarest on the page first. */
function commonOf(elements: readonly Element[], page: ReadPage): { tag: string; classes: readonly string[] } | null {
  const [first] = elements;
  const enough = elements.length * recallMin;
  if (first === undefined || elements.filter(({ name }) => name === first.name).length < enough) return null;
  const onPage = classCounts(page);
  const classes = [...countClasses(elements)]
    .filter(([, count]) => count >= enough)
    .map(([name]) => ({ name, count: onPage.get(name) ?? 0 }))
    .sort((a, b) => a.count - b.count);
  return { tag: first.name, classes: classes.map(({ name }) => name) };
}

/** The links of the items, one each, and the elements around each that hold no other, the outermost first. */
function chainsOf(page: ReadPage, items: readonly ChannelItem[]): readonly (readonly Element[])[] {
  const wanted = new Map(items.map((item) => [item.url ?? '', item.title ?? '']));
  const chosen = new Map<string, Element>();
  for (const element of page.elements) {
    if (element.name !== 'a') continue;
    const resolved = resolveLink(element.attribs['href'], page.base);
    const url = resolved === null ? '' : withoutFragment(resolved);
    const title = wanted.get(url);
    const isBetter = !chosen.has(url) || (title !== undefined && title !== '' && textBelow(element).includes(title));
    if (title !== undefined && isBetter) chosen.set(url, element);
  }
  const links = [...chosen.values()];
  const counts = new Map<ParentNode, number>();
  for (const link of links) {
    for (let node: ParentNode | null = link; node !== null; node = node.parent) {
      counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  return links.map((link) => {
    const chain: Element[] = [];
    for (let node: ParentNode | null = link; node !== null && isTag(node); node = node.parent) {
      if ((counts.get(node) ?? 0) > 1 || node.name === 'body') break;
      chain.unshift(node);
    }
    return chain;
  });
}

/** Elements that hold one list rather than anything. */
const lists: ReadonlySet<string> = new Set(['main', 'article', 'section', 'ul', 'ol', 'dl', 'tbody']);

/** Selectors for one item, the most telling first. */
function itemSelectors(chains: readonly (readonly Element[])[], page: ReadPage): readonly string[] {
  const found: string[] = [];
  const depth = Math.min(depthMax, ...chains.map((chain) => chain.length));
  for (let level = 0; level < depth; level += 1) {
    const elements = chains.flatMap((chain) => chain[level] ?? []);
    const common = commonOf(elements, page);
    if (common === null) continue;
    const { tag, classes } = common;
    found.push(...classes.slice(0, 2).map((name) => `${tag}.${name}`));
    const parents = elements.flatMap(({ parent }) => (parent !== null && isTag(parent) ? [parent] : []));
    const around = parents.length === elements.length ? commonOf(parents, page) : null;
    const container = parents[0]?.attribs['id'] ?? '';
    const isOne = new Set(parents).size === 1 && /^[A-Za-z][\w-]*$/.test(container);
    if (isOne) found.push(`#${container} > ${tag}`);
    if (around !== null) {
      const [name] = around.classes;
      if (name !== undefined) found.push(`${around.tag}.${name} > ${tag}`);
      else if (level === 0 && lists.has(around.tag)) found.push(`${around.tag} > ${tag}:has(a[href])`);
      if (level === 0 && tag !== 'div') found.push(`main ${tag}:has(a[href])`, `${tag}:has(a[href])`);
    }
  }
  return [...new Set(found)];
}

/** For the link or the title inside an item: none (the item's first link), its class, the heading around it. */
function linkSelectors(links: readonly Element[], page: ReadPage): readonly (string | undefined)[] {
  const [name] = commonOf(links, page)?.classes ?? [];
  const headings = new Set(
    links.flatMap(({ parent }) =>
      parent !== null && isTag(parent) && /^h[1-6]$/.test(parent.name) ? [parent.name] : [],
    ),
  );
  return [
    undefined,
    ...[...headings].slice(0, 2).map((tag) => `${tag} a`),
    ...(name === undefined ? [] : [`a.${name}`]),
  ];
}

function titleSelectors(blocks: readonly Element[], page: ReadPage): readonly (string | undefined)[] {
  const below = blocks.slice(0, 20).flatMap(elementsBelow);
  const headings = ['h1', 'h2', 'h3', 'h4', 'h5'].filter((tag) => below.some(({ name }) => name === tag));
  const titled = below.filter((element) =>
    [...classesOf(element)].some((name) => /title|headline|titel|titre/i.test(name)),
  );
  const classes = titled.length === 0 ? [] : (commonOf(titled, page)?.classes ?? []);
  return [undefined, ...headings, ...classes.slice(0, 1).map((name) => `.${name}`)];
}

type DatePlace = Pick<ListingSelectors, 'date' | 'dateFrom'>;

function datePlaces(blocks: readonly Element[]): readonly DatePlace[] {
  const below = blocks.slice(0, 20).flatMap(elementsBelow);
  const places: DatePlace[] = [];
  const times = below.filter(({ name }) => name === 'time');
  if (times.some(({ attribs }) => attribs['datetime'] !== undefined)) {
    places.push({ date: 'time', dateFrom: 'attribute:datetime' });
  }
  if (times.length > 0) places.push({ date: 'time' });
  const counted = new Map<string, number>();
  for (const element of below) {
    for (const name of classesOf(element)) {
      if (/date|datum|fecha|time|published/i.test(name)) counted.set(name, (counted.get(name) ?? 0) + 1);
    }
  }
  const names = [...counted].sort((a, b) => b[1] - a[1]).slice(0, 2);
  return [...places, ...names.map(([name]) => ({ date: `.${name}` })), {}, { dateFrom: 'url' as const }];
}

/** Null when no selectors find the same releases: the listing goes on to be guessed. */
export function proposeSelectors(
  page: ReadPage,
  guessed: readonly ChannelItem[],
  context: ReadingContext,
): ListingSelectors | null {
  const chains = chainsOf(page, guessed).filter((chain) => chain.length > 0);
  if (chains.length < guessed.length * recallMin) return null;
  const byUrl = new Map(guessed.map((item) => [item.url, item]));
  let trials = 0;
  const affordable = Math.min(trialsMax, Math.floor(limits.discoveryTrialCharactersMax / (page.html.length + 1)));
  const read = (listing: ListingSelectors): readonly ChannelItem[] => {
    trials += 1;
    return trials > affordable ? [] : readListing(page.html, { ...context, listing }).items;
  };
  /** The share of the guessed releases whose reading fits. */
  const share = (items: readonly ChannelItem[], fits: (found: ChannelItem, item: ChannelItem) => boolean): number =>
    items.filter((found) => {
      const item = byUrl.get(found.url);
      return item !== undefined && fits(found, item);
    }).length / guessed.length;
  const finds = (items: readonly ChannelItem[]): boolean =>
    share(items, () => true) >= recallMin &&
    items.filter(({ url }) => !byUrl.has(url)).length <= guessed.length * extraShareMax;

  const links = chains.flatMap((chain) => chain.at(-1) ?? []);
  for (const item of itemSelectors(chains, page)) {
    for (const link of linkSelectors(links, page)) {
      const base: ListingSelectors = link === undefined ? { item } : { item, link };
      if (!finds(read(base))) continue;
      const blocks = chains.flatMap((chain) => chain[0] ?? []);
      const dated = datePlaces(blocks).find(
        (place) => share(read({ ...base, ...place }), (found, own) => found.published === own.published) >= recallMin,
      );
      const titled = titleSelectors(blocks, page).find((title) => {
        const items = read(title === undefined ? base : { ...base, title });
        return share(items, (found, own) => found.title === own.title) >= recallMin;
      });
      // Without the same dates or titles the guess reads this page better than selectors would.
      if (dated === undefined || trials > affordable) return null;
      if (titled !== undefined) return { ...base, title: titled, ...dated };
      const plain = share(read(base), (found, own) => found.title === own.title) >= recallMin;
      return plain ? { ...base, ...dated } : null;
    }
  }
  return null;
}

/**
 * The order of day and month in a listing's dates, where some could be read either way and others show which; null where none could, or
 * nothing shows it. `items` are read without a word about the order.
 */
export function dateOrderOf(page: ReadPage, items: readonly ChannelItem[], context: ReadingContext): DateOrder | null {
  if (page.html.length > limits.discoveryTrialCharactersMax / 2) return null;
  const datesBy = (dateOrder: DateOrder | null): string =>
    readListing(page.html, { ...context, dateOrder })
      .items.map(({ published }) => published)
      .join(' ');
  const [dayFirst, monthFirst] = [datesBy('day-first'), datesBy('month-first')];
  if (dayFirst === monthFirst) return null;
  const own = items.map(({ published }) => published).join(' ');
  return own === dayFirst ? 'day-first' : own === monthFirst ? 'month-first' : null;
}
