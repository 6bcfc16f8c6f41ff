/** Atom 1.0 (RFC 4287) and 0.3: which element says what. Text constructs say themselves whether they are HTML. */
import { plainText } from '../text/html-text.ts';
import {
  atomLinks,
  childrenOf,
  distinct,
  type FeedDocument,
  type FieldName,
  firstOf,
  linkIn,
  textsOf,
} from './feed-element.ts';
import type { RawChannel, RawItem } from './raw-item.ts';
import { readXml } from './xml-document.ts';
import { htmlOf, plainLineOf, textOf, titleOf } from './xml-text.ts';
import type { XmlElement } from './xml-tree.ts';

/** Atom elements, also where nobody declared the namespace. */
const own = (name: string): readonly FieldName[] => [`atom:${name}`, `core:${name}`];
const links = own('link');
const published: readonly FieldName[] = [
  ...own('published'),
  ...own('issued'),
  ...own('created'),
  'dc:date',
  'dcterms:issued',
  ...own('pubdate'),
];
const updated: readonly FieldName[] = [...own('updated'), ...own('modified'), 'dcterms:modified'];

/** One `<entry>`. */
export function readAtomEntry(entry: XmlElement, document: FeedDocument): RawItem {
  const enclosures = distinct(atomLinks(entry, links, 'enclosure', document));
  const id = firstOf(entry, [...own('id'), ...own('guid')], (child) => textOf(child.source(), document.decode));
  const [content] = childrenOf(entry, own('content'));
  const url =
    atomLinks(entry, links, 'alternate', document)[0] ??
    firstOf(entry, links, (link) =>
      link.attributes.has('href') ? null : linkIn(link, textOf(link.source(), document.decode), document),
    ) ??
    (content === undefined ? null : linkIn(content, content.attributes.get('src'), document)) ??
    (id !== null && /^https?:\/\/\S+$/i.test(id) ? linkIn(entry, id, document) : null) ??
    enclosures[0] ??
    null;
  return {
    id: id ?? url,
    url,
    title: firstOf(entry, [...own('title'), 'dc:title'], (child) => line(child, document)),
    published: textsOf(entry, published, document),
    updated: textsOf(entry, updated, document),
    summary: firstOf(entry, [...own('summary'), 'dc:description'], (child) => line(child, document)),
    content: firstOf(entry, own('content'), (child) => html(partOf(child), document)),
    language:
      entry.lang ??
      content?.lang ??
      firstOf(entry, ['dc:language'], (child) => textOf(child.source(), document.decode)),
    authors: distinct([
      ...childrenOf(entry, own('author')).flatMap((author) => personOf(author, document)),
      ...textsOf(entry, ['dc:creator'], document),
    ]),
    enclosures,
  };
}

/** The feed's own fields. */
export function readAtomFeed(feed: XmlElement, document: FeedDocument): Omit<RawChannel, 'kind' | 'malformed'> {
  return {
    id: firstOf(feed, own('id'), (child) => textOf(child.source(), document.decode)),
    title: firstOf(feed, [...own('title'), 'dc:title'], (child) => line(child, document)),
    description: firstOf(feed, [...own('subtitle'), ...own('tagline'), 'dc:description'], (child) =>
      line(child, document),
    ),
    site: atomLinks(feed, links, 'alternate', document)[0] ?? null,
    language: feed.lang ?? firstOf(feed, ['dc:language'], (child) => textOf(child.source(), document.decode)),
    self: atomLinks(feed, links, 'self', document)[0] ?? null,
    hub: atomLinks(feed, links, 'hub', document)[0] ?? null,
    published: textsOf(feed, published, document),
    updated: textsOf(feed, updated, document),
    ttlMinutes: null,
    nextPage: null,
  };
}

function personOf(author: XmlElement, document: FeedDocument): readonly string[] {
  const [name] = [
    ...textsOf(author, own('name'), document),
    ...textsOf(author, own('email'), document),
    ...textsOf(author, own('uri'), document),
  ];
  return name === undefined ? [] : [name];
}

/** The part of Atom 0.3's multipart/alternative that says most: the HTML one, else the last (RFC 2046 §5.1.4). */
function partOf(content: XmlElement): XmlElement {
  if (content.attributes.get('type')?.trim().toLowerCase() !== 'multipart/alternative') return content;
  // What text elements hold is not looked at one by one before somebody asks.
  const { root } = readXml(`<parts>${content.source()}</parts>`, [], 0);
  const parts = root?.children.filter(({ name }) => name === 'content') ?? [];
  return parts.find((part) => /html/i.test(part.attributes.get('type') ?? '')) ?? parts.at(-1) ?? content;
}

type Markup = 'text' | 'html' | 'xhtml' | 'base64' | 'other';

/** RFC 4287 §3.1.1 and §4.1.3.3; Atom 0.3 says `mode` beside a MIME type. */
function markupOf(element: XmlElement): Markup {
  const type = element.attributes.get('type')?.trim().toLowerCase() ?? '';
  const mode = element.attributes.get('mode')?.trim().toLowerCase() ?? '';
  if (mode === 'base64' || type === 'application/octet-stream') return 'base64';
  if (type === 'xhtml' || type === 'application/xhtml+xml') return mode === 'escaped' ? 'html' : 'xhtml';
  if (type === 'html' || type === 'text/html') return 'html';
  if (type === '' || type === 'text' || type === 'text/plain') return 'text';
  return 'other';
}

function line(element: XmlElement, document: FeedDocument): string {
  const source = element.source();
  switch (markupOf(element)) {
    case 'html':
      return plainText(htmlOf(source, document.decode));
    case 'xhtml':
      // Without an element it was escaped like HTML.
      return plainText(source.includes('<') ? source : document.decode(source));
    case 'text':
      return plainLineOf(source, document.decode);
    case 'base64':
      return plainText(fromBase64(source));
    case 'other':
      // What is no text has no place in a title: the type is a mistake.
      return titleOf(source, document.decode);
  }
}

/** The content's own HTML; content that lies elsewhere (`src`) or is no text is null. */
function html(element: XmlElement, document: FeedDocument): string | null {
  const source = element.source();
  switch (markupOf(element)) {
    case 'xhtml':
      return insideOfDiv(source);
    case 'html':
    case 'text':
      return htmlOf(source, document.decode);
    case 'base64':
      return fromBase64(source);
    case 'other':
      return null;
  }
}

function fromBase64(source: string): string {
  return Buffer.from(source, 'base64').toString('utf8');
}

/** The `div` around XHTML content is not part of it (RFC 4287 §3.1.1.3). */
function insideOfDiv(source: string): string {
  const trimmed = source.trim();
  const start = /^<([\w.-]+:)?div(?:\s[^<>]*)?>/i.exec(trimmed.slice(0, 1_024));
  const end = trimmed.lastIndexOf('</');
  if (start === null || end < start[0].length) return trimmed;
  const inside = trimmed.slice(start[0].length, end).trim();
  const [, prefix] = start;
  return prefix === undefined ? inside : inside.replaceAll(`<${prefix}`, '<').replaceAll(`</${prefix}`, '</');
}
