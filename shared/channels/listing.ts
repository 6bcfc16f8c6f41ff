/** HTML listing pages by the CSS selectors of a newsroom file; without selectors the guess of listing-guess.ts. */
import { compile, is, selectAll, selectOne } from 'css-select';
import { type AnyNode, type Document, type Element, isTag } from 'domhandler';
import { BadInputError } from '../errors.ts';
import { limits } from '../limits.ts';
import type { ListingSelectors } from '../newsrooms/schema.ts';
import { baseHref, elementsBelow, parseHtml, textBelow } from './html-document.ts';
import { dropParameters, resolveLink, withoutFragment } from './links.ts';
import { dateInUrl, dateReader } from './listing-date.ts';
import { guessItems } from './listing-guess.ts';
import { countedPage, isCounted } from './next-page.ts';
import { emptyReading } from './raw-item.ts';
import type { ChannelItem, ChannelReading, ReadingContext } from './types.ts';

/** One item before its date is read. */
export interface ListedItem {
  readonly url: string;
  readonly title: string | null;
  /** Where the date may stand, the best place first. */
  readonly dates: readonly { readonly from: 'attribute' | 'text' | 'url'; readonly value: string }[];
}

/** Reads decoded HTML as a listing. Throws BadInputError E_SELECTOR for a selector that is none; nothing else. */
export function readListing(html: string, context: ReadingContext): ChannelReading {
  const { root, warnings: parseWarnings } = parseHtml(html);
  const elements = elementsBelow(root);
  const base = resolveLink(baseHref(elements), context.url) ?? context.url;
  const selectors = context.listing;
  const found = selectors === null ? guessItems(root, base, context) : selectItems(root, base, selectors);
  const kept = unique(found.items, selectors?.dropParameters ?? []).slice(0, limits.itemsPerChannelMax);
  const texts = kept.flatMap((item) => item.dates.map((date) => date.value));
  const reader = dateReader(context, selectors?.dateFormat, texts);
  const items = kept.map(
    (item): ChannelItem => ({
      id: item.url,
      url: item.url,
      title: item.title,
      published: firstDate(item, reader),
      updated: null,
      summary: null,
      content: null,
      language: null,
      authors: [],
      enclosures: [],
    }),
  );
  const ambiguous = reader.ambiguous();
  const title = elements.find((element) => element.name === 'title');
  return {
    ...emptyReading,
    kind: 'listing',
    title: title === undefined ? null : textBelow(title) || null,
    site: context.url,
    language: elements.find((element) => element.name === 'html')?.attribs['lang']?.trim() || null,
    items,
    warnings: [
      ...parseWarnings,
      ...found.warnings,
      ...(ambiguous > 0 ? [`${ambiguous} dates are ambiguous: set dateOrder`] : []),
    ],
    nextPage: selectors === null ? null : nextPage(root, selectors, base, context.url),
  };
}

function firstDate(item: ListedItem, reader: ReturnType<typeof dateReader>): string | null {
  for (const { from, value } of item.dates) {
    const date =
      from === 'url' ? dateInUrl(value) : from === 'attribute' ? reader.attribute(value) : reader.printed(value);
    if (date !== null) return date;
  }
  return null;
}

/** Each address once, without fragment and dropped parameters; the first title and all dates stay. */
function unique(items: readonly ListedItem[], drop: readonly string[]): readonly ListedItem[] {
  const byUrl = new Map<string, ListedItem>();
  for (const item of items) {
    const url = dropParameters(withoutFragment(item.url), drop);
    const known = byUrl.get(url);
    if (known === undefined) byUrl.set(url, { ...item, url });
    else byUrl.set(url, { url, title: known.title ?? item.title, dates: [...known.dates, ...item.dates] });
  }
  return [...byUrl.values()];
}

/** Checks a selector; throws BadInputError E_SELECTOR that names it. */
export function checkSelector(field: string, selector: string): void {
  try {
    // The library takes a combinator that nothing follows for a selector that matches nothing.
    if (/[>+~]$/.test(selector.trimEnd())) throw new SyntaxError('the selector ends with a combinator');
    compile(selector);
  } catch (cause) {
    throw new BadInputError('E_SELECTOR', `the selector "${selector}" (listing.${field}) is no CSS selector`, {
      cause,
      input: selector,
      hint: 'write a CSS selector such as `article h3 a`, and try it with `dateline inspect listing`',
    });
  }
}

function selectItems(
  root: Document,
  base: string | null,
  selectors: ListingSelectors,
): { items: readonly ListedItem[]; warnings: readonly string[] } {
  for (const field of ['item', 'link', 'title', 'date'] as const) {
    const selector = selectors[field];
    if (selector !== undefined) checkSelector(field, selector);
  }
  const elements = innermost(selectAll<AnyNode, Element>(selectors.item, root).filter((node) => isTag(node)));
  const items: ListedItem[] = [];
  for (const element of elements.slice(0, limits.itemsPerChannelMax)) {
    const link = linkOf(element, selectors.link);
    const url = resolveLink(link?.attribs['href'], base);
    if (link === null || url === null) continue;
    const titled = (selectors.title === undefined ? null : within(element, selectors.title)) ?? link;
    items.push({
      url,
      title: textBelow(titled) || link.attribs['title']?.trim() || null,
      dates: datesOf(element, link, url, selectors),
    });
  }
  const missing = Math.min(elements.length, limits.itemsPerChannelMax) - items.length;
  return {
    items,
    warnings: [
      ...(elements.length === 0 ? [`the selector "${selectors.item}" (listing.item) matches nothing`] : []),
      ...(missing > 0 ? [`${missing} items have no link`] : []),
    ],
  };
}

/** Where matches lie inside each other the outer one is the list, not an item. */
function innermost(elements: readonly Element[]): readonly Element[] {
  const matched = new Set<AnyNode>(elements);
  const outer = new Set<AnyNode>();
  for (const element of elements) {
    for (let node: AnyNode | null = element.parent; node !== null && !outer.has(node); node = node.parent) {
      if (matched.has(node)) outer.add(node);
    }
  }
  return elements.filter((element) => !outer.has(element));
}

/** The first match inside the element, or the element itself. */
function within(element: Element, selector: string): Element | null {
  return selectOne<AnyNode, Element>(selector, element.children) ?? (is(element, selector) ? element : null);
}

/** Matches of a date's selector that are tried: "6 March 2026" may stand among the card's other labels. */
const datesMax = 8;

function allWithin(element: Element, selector: string): readonly Element[] {
  const below = selectAll<AnyNode, Element>(selector, element.children).filter((node) => isTag(node));
  return below.length > 0 ? below.slice(0, datesMax) : is(element, selector) ? [element] : [];
}

function linkOf(element: Element, selector: string | undefined): Element | null {
  const isLink = (candidate: Element): boolean => candidate.name === 'a' && candidate.attribs['href'] !== undefined;
  if (selector !== undefined) {
    const chosen = within(element, selector);
    if (chosen === null || chosen.attribs['href'] !== undefined) return chosen;
    return elementsBelow(chosen).find(isLink) ?? null;
  }
  return isLink(element) ? element : (elementsBelow(element).find(isLink) ?? null);
}

function datesOf(element: Element, link: Element, url: string, selectors: ListingSelectors): ListedItem['dates'] {
  const from = selectors.dateFrom ?? 'text';
  if (from === 'url') return [{ from: 'url', value: url }];
  const dated = selectors.date === undefined ? null : allWithin(element, selectors.date);
  if (from.startsWith('attribute:')) {
    const name = from.slice('attribute:'.length);
    return (dated ?? [element]).flatMap((one): ListedItem['dates'] => {
      const value = one.attribs[name];
      if (value !== undefined) return [{ from: 'attribute', value }];
      // Some cards of a list print the date only.
      return dated === null ? [] : [{ from: 'text', value: textBelow(one) }];
    });
  }
  if (dated !== null) return dated.map((one) => ({ from: 'text', value: textBelow(one) }));
  const time = elementsBelow(element).find(
    (candidate) => candidate.name === 'time' && candidate.attribs['datetime'] !== undefined,
  );
  return [
    ...(time === undefined ? [] : [{ from: 'attribute' as const, value: time.attribs['datetime'] ?? '' }]),
    { from: 'text', value: textBelow(element, link === element ? null : new Set([link])) },
  ];
}

/** What pages say themselves (HTML, "Link type next"). */
const relNext = 'link[rel~="next"], a[rel~="next"]';

/** The address that `next` names: a query that counts, or the selector of a link; without it the page's own word, when pages are wanted. */
function nextPage(root: Document, selectors: ListingSelectors, base: string | null, url: string | null): string | null {
  const { next = (selectors.pagesMax ?? 1) > 1 ? relNext : undefined } = selectors;
  if (next === undefined) return null;
  if (isCounted(next)) return countedPage(next, url);
  checkSelector('next', next);
  const chosen = selectOne<AnyNode, Element>(next, root);
  const link =
    chosen === null || chosen.attribs['href'] !== undefined
      ? chosen
      : elementsBelow(chosen).find(({ name, attribs }) => name === 'a' && attribs['href'] !== undefined);
  return resolveLink(link?.attribs['href'], base);
}
