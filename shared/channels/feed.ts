/** XML feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, in whatever state they arrive. What was readable is kept; never throws. */
import { limits } from '../limits.ts';
import { readAtomEntry, readAtomFeed } from './atom.ts';
import { childrenOf, type FeedDocument } from './feed-element.ts';
import { resolveLink } from './links.ts';
import { finishReading, type RawItem } from './raw-item.ts';
import { readRssChannel, readRssItem } from './rss.ts';
import type { ChannelReading, ReadingContext } from './types.ts';
import { readXml } from './xml-document.ts';
import { textOf } from './xml-text.ts';
import type { XmlElement } from './xml-tree.ts';

const dialects: Readonly<Record<string, 'rss' | 'rdf' | 'atom'>> = {
  rss: 'rss',
  channel: 'rss',
  rdf: 'rdf',
  feed: 'atom',
  entry: 'atom',
};

/** The dialect that a root element's name promises, with or without a prefix; null when it is no feed. */
export function dialectOf(rootName: string): 'rss' | 'rdf' | 'atom' | null {
  const local = rootName.slice(rootName.indexOf(':') + 1).toLowerCase();
  return Object.hasOwn(dialects, local) ? (dialects[local] ?? null) : null;
}

/** Reads decoded text as a feed; null when its root is none. */
export function readFeed(text: string, context: ReadingContext): ChannelReading | null {
  const { root, decode, fault, warnings: notes } = readXml(text, ['item', 'entry'], limits.itemsPerChannelMax);
  const kind = root === null ? null : dialectOf(root.name);
  if (root === null || kind === null) return null;
  const limited: FeedDocument['notes'] = new Set();
  const document: FeedDocument = { decode, base: context.url ?? siteOf(root, decode), notes: limited };
  const own = itemsIn(root, kind === 'atom' ? 'entry' : 'item');
  // Some writers take the one for the other.
  const elements = own.length > 0 ? own : itemsIn(root, kind === 'atom' ? 'item' : 'entry');
  const read = elements.map((element) =>
    kind === 'atom' || element.name === 'entry' ? readAtomEntry(element, document) : readRssItem(element, document),
  );
  const items = read.filter(saysSomething);
  const [channel] = root.name === 'channel' ? [root] : childrenOf(root, ['core:channel', 'rdf:channel']);
  const fields = kind === 'atom' ? readAtomFeed(root, document) : readRssChannel(root, channel ?? root, document);
  const warnings = [
    ...notes,
    ...limited,
    ...(fault === null ? [] : [`not well-formed: ${fault}`]),
    ...(items.length < read.length ? [`empty items were dropped: ${read.length - items.length}`] : []),
  ];
  return finishReading({ kind, ...fields, malformed: fault !== null }, items, context, warnings);
}

/** An item that was cut off before it said anything is none. */
function saysSomething(item: RawItem): boolean {
  const { id, url, title, published, updated, summary, content, language, authors, enclosures } = item;
  return (
    [id, url, title, summary, content, language].some((value) => value !== null) ||
    [published, updated, authors, enclosures].some((list) => list.length > 0)
  );
}

/** Without an address of its own the feed's site is the base. */
function siteOf(root: XmlElement, decode: FeedDocument['decode']): string | null {
  const [channel = root] = childrenOf(root, ['core:channel']);
  const links = childrenOf(channel, ['core:link', 'atom:link']);
  const addresses = links.map((link) =>
    resolveLink(link.attributes.get('href') ?? textOf(link.source(), decode), null),
  );
  return addresses.find((address) => address !== null) ?? null;
}

/**
 * Every item of the document, in its order. A missing end tag makes the following items children of the one before, so
 * items inside items count; other vocabularies' elements of that name do not.
 */
function itemsIn(root: XmlElement, name: 'item' | 'entry'): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const waiting: XmlElement[] = [root];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    const isCore = element.vocabulary === 'none' || element.vocabulary === 'rss' || element.vocabulary === 'atom';
    if (element.name === name && isCore) found.push(element);
    for (let i = element.children.length - 1; i >= 0; i -= 1) {
      const child = element.children[i];
      if (child !== undefined) waiting.push(child);
    }
  }
  return found;
}
