/** RSS 0.9x, 1.0 (RDF) and 2.0: which element says what, as tables of names in the order of their weight. */
import { plainText } from '../text/html-text.ts';
import {
  atomLinks,
  childrenOf,
  distinct,
  type FeedDocument,
  type FieldName,
  firstEnclosures,
  firstOf,
  linkIn,
  personName,
  textsOf,
} from './feed-element.ts';
import type { RawChannel, RawItem } from './raw-item.ts';
import { htmlOf, summaryOf, textOf, titleOf } from './xml-text.ts';
import type { XmlElement } from './xml-tree.ts';

const titles: readonly FieldName[] = ['core:title', 'dc:title', 'atom:title', 'itunes:title', 'media:title'];
const descriptions: readonly FieldName[] = [
  'core:description',
  'dc:description',
  'atom:summary',
  'itunes:summary',
  'atom:subtitle',
  'media:description',
];
const contents: readonly FieldName[] = ['content:encoded', 'xhtml:body', 'atom:content', 'core:fullitem', 'core:body'];
const published: readonly FieldName[] = [
  'core:pubdate',
  'dc:date',
  'prism:publicationdate',
  'dcterms:issued',
  'dcterms:created',
  'dcterms:available',
  'dcterms:date',
  'atom:published',
  'atom:issued',
  'core:published',
  'core:publicationdate',
  'core:issued',
  'core:created',
  'core:date',
];
const updated: readonly FieldName[] = [
  'atom:updated',
  'dcterms:modified',
  'atom:modified',
  'core:lastbuilddate',
  'core:updated',
  'core:modified',
];
const languages: readonly FieldName[] = ['core:language', 'dc:language'];
const people: readonly FieldName[] = ['core:author', 'dc:creator', 'itunes:author'];
const links: readonly FieldName[] = ['atom:link', 'core:link'];

/** One `<item>`. */
export function readRssItem(item: XmlElement, document: FeedDocument): RawItem {
  const { decode } = document;
  const enclosures = distinct([
    ...firstEnclosures(childrenOf(item, ['core:enclosure']), document.notes)
      .map((enclosure) => linkIn(enclosure, enclosure.attributes.get('url'), document))
      .filter((url) => url !== null),
    ...atomLinks(item, links, 'enclosure', document),
  ]);
  const guid =
    firstOf(item, ['core:guid', 'atom:id', 'core:id'], (child) => textOf(child.source(), decode)) ?? about(item);
  const url =
    linkOf(item, document) ?? permalink(item, document) ?? linkBehind(item, document) ?? enclosures[0] ?? null;
  const dates = textsOf(item, published, document);
  return {
    id: guid ?? url,
    url,
    title: firstOf(item, titles, (child) => titleIn(child, document)),
    published: dates.length > 0 ? dates : timesInDescription(item, document),
    updated: textsOf(item, updated, document),
    summary: firstOf(item, descriptions, (child) => summaryOf(child.source(), decode)),
    content: firstOf(item, contents, (child) => htmlOf(child.source(), decode)),
    language: firstOf(item, languages, (child) => textOf(child.source(), decode)) ?? item.lang,
    authors: distinct([
      ...textsOf(item, people, document).map((text) => personName(plainText(text))),
      ...childrenOf(item, ['atom:author']).flatMap((author) => textsOf(author, ['atom:name'], document)),
    ]),
    enclosures,
  };
}

/** The channel's own fields. `root` holds attributes and, in RSS 1.0, what stands beside the channel. */
export function readRssChannel(
  root: XmlElement,
  channel: XmlElement,
  document: FeedDocument,
): Omit<RawChannel, 'kind' | 'malformed'> {
  const { decode } = document;
  return {
    id: firstOf(channel, ['atom:id'], (child) => textOf(child.source(), decode)) ?? about(channel),
    title: firstOf(channel, titles, (child) => titleIn(child, document)),
    description: firstOf(channel, descriptions, (child) => summaryOf(child.source(), decode)),
    site: linkOf(channel, document),
    language: firstOf(channel, languages, (child) => textOf(child.source(), decode)) ?? channel.lang ?? root.lang,
    self: atomLinks(channel, links, 'self', document)[0] ?? null,
    hub: atomLinks(channel, links, 'hub', document)[0] ?? null,
    published: textsOf(channel, published, document),
    updated: textsOf(channel, ['core:lastbuilddate', ...updated], document),
    ttlMinutes: ttlOf(channel, document),
    ...skipsOf(channel, document),
    nextPage: null,
  };
}

/** A title that borrows Atom's `type` says itself that it is HTML. */
function titleIn(title: XmlElement, { decode }: FeedDocument): string {
  const isHtml = /html/i.test(title.attributes.get('type') ?? '');
  return isHtml ? plainText(htmlOf(title.source(), decode)) : titleOf(title.source(), decode);
}

/** The element's own link: RSS puts the address between the tags, Atom into `href`; both occur in both. */
function linkOf(element: XmlElement, document: FeedDocument): string | null {
  const own = firstOf(element, ['core:link'], (link) =>
    link.attributes.has('href') ? null : linkIn(link, textOf(link.source(), document.decode), document),
  );
  return own ?? atomLinks(element, links, 'alternate', document)[0] ?? null;
}

/** The address behind an empty link element: what an HTML writer makes of a feed, for which `link` has no content. */
function linkBehind(item: XmlElement, document: FeedDocument): string | null {
  if (!childrenOf(item, ['core:link']).some((link) => link.source() === '')) return null;
  const address = /<link(?:\s*\/>|><\/link>)\s*(https?:\/\/[^\s<>"]+)/i.exec(item.source())?.[1];
  return address === undefined ? null : linkIn(item, document.decode(address), document);
}

/**
 * A guid that is an address, unless it says that it is none (RSS 2.0, guid). One that says it is may be a path, which a mere
 * number is not. In RSS 1.0 the item is about its address.
 */
function permalink(item: XmlElement, document: FeedDocument): string | null {
  const guids = childrenOf(item, ['core:guid']).map((guid) => ({
    claim: guid.attributes.get('ispermalink')?.trim().toLowerCase() ?? '',
    text: textOf(guid.source(), document.decode),
  }));
  const found = [...guids, { claim: '', text: about(item) ?? '' }].find(
    ({ claim, text }) =>
      claim !== 'false' &&
      ((/^https?:\/\/[^\s<>"]+$/i.test(text) && !/%3ca/i.test(text)) ||
        (claim === 'true' && /^\/[^\s<>"]+$/.test(text))),
  );
  return found === undefined ? null : linkIn(item, found.text, document);
}

function about(element: XmlElement): string | null {
  return element.attributes.get('about')?.trim() || null;
}

/** `<time datetime>` inside the description: some newsrooms have no other date. */
function timesInDescription(item: XmlElement, document: FeedDocument): readonly string[] {
  const html = firstOf(item, ['core:description'], (child) => htmlOf(child.source(), document.decode)) ?? '';
  const start = html.indexOf('<time');
  if (start < 0) return [];
  const end = html.indexOf('>', start);
  const value = /\sdatetime\s*=\s*["']?([^"'<>]{4,64})/i.exec(html.slice(start, end < 0 ? start + 256 : end))?.[1];
  return value === undefined ? [] : [value];
}

const periodMinutes: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1_440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
};

/** RSS `ttl` (minutes) and sy:updatePeriod over sy:updateFrequency, the longer of both. */
function ttlOf(channel: XmlElement, document: FeedDocument): number | null {
  const number = (names: readonly FieldName[]): number => Number(textsOf(channel, names, document)[0] ?? 0) || 0;
  const period = textsOf(channel, ['sy:updateperiod'], document)[0]?.toLowerCase() ?? '';
  const frequency = number(['sy:updatefrequency']);
  const minutes = Object.hasOwn(periodMinutes, period) ? (periodMinutes[period] ?? 0) : 0;
  const bySyndication = minutes / Math.max(frequency, 1);
  const ttl = number(['core:ttl']);
  const longest = Math.max(ttl > 0 && Number.isFinite(ttl) ? ttl : 0, bySyndication);
  return longest > 0 ? Math.round(longest) : null;
}

const daysOfTheWeek: readonly string[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** RSS `skipHours` (0 to 23 of GMT; 0.91 counted from 1 to 24) and `skipDays`; what is no hour or day counts as absent. */
function skipsOf(channel: XmlElement, document: FeedDocument): Pick<RawChannel, 'skipHours' | 'skipDays'> {
  const inside = (list: FieldName, one: FieldName): readonly string[] =>
    childrenOf(channel, [list]).flatMap((element) => textsOf(element, [one], document));
  const skipHours = inside('core:skiphours', 'core:hour')
    .filter((text) => /^\d{1,2}$/.test(text) && Number(text) <= 24)
    .map((text) => Number(text) % 24);
  const skipDays = inside('core:skipdays', 'core:day')
    .map((text) => daysOfTheWeek.indexOf(text.toLowerCase()))
    .filter((day) => day >= 0);
  return {
    ...(skipHours.length > 0 ? { skipHours: [...new Set(skipHours)] } : {}),
    ...(skipDays.length > 0 ? { skipDays: [...new Set(skipDays)] } : {}),
  };
}
