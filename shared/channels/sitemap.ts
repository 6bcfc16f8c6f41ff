/** Sitemaps (sitemaps.org), sitemap indexes, news sitemaps and plain lists of addresses. Never throws. */
import { limits } from '../limits.ts';
import { childrenOf, type FeedDocument, type FieldName, firstOf, linkIn, textsOf } from './feed-element.ts';
import { resolveLink } from './links.ts';
import { emptyReading, finishReading, type RawItem } from './raw-item.ts';
import type { ChannelReading, ReadingContext } from './types.ts';
import { prepareXml } from './xml-prepare.ts';
import { textOf, titleOf, xmlDecoder } from './xml-text.ts';
import { parseXml, type XmlElement } from './xml-tree.ts';

const own = (name: string): readonly FieldName[] => [`sitemap:${name}`, `core:${name}`];

/** The kind that a root element's name promises; null when it is no sitemap. */
export function sitemapKindOf(rootName: string): 'sitemap' | 'sitemap-index' | null {
  const local = rootName.slice(rootName.indexOf(':') + 1).toLowerCase();
  return local === 'urlset' ? 'sitemap' : local === 'sitemapindex' ? 'sitemap-index' : null;
}

/** Reads decoded text as a sitemap; null when its root is none. */
export function readSitemap(text: string, context: ReadingContext): ChannelReading | null {
  const prepared = prepareXml(text, ['url', 'sitemap'], limits.sitemapUrlsMax);
  const decode = xmlDecoder(prepared.entities);
  const { root } = parseXml(prepared.text, decode);
  const kind = root === null ? null : sitemapKindOf(root.name);
  if (root === null || kind === null) return null;
  const document: FeedDocument = { decode, base: context.url };
  const entries = childrenOf(root, own(kind === 'sitemap' ? 'url' : 'sitemap'));
  const items = entries.map((entry) => readEntry(entry, document)).filter((item) => item.url !== null);
  const { kept, dropped } = newest(items);
  return finishReading(
    { ...emptyReading, kind, published: [], updated: [], malformed: prepared.fault !== null },
    kept,
    context,
    [
      ...prepared.warnings,
      ...(prepared.fault === null ? [] : [`not well-formed: ${prepared.fault}`]),
      ...(dropped > 0 ? [`the ${dropped} oldest addresses were left out`] : []),
    ],
  );
}

function readEntry(entry: XmlElement, document: FeedDocument): RawItem {
  const url = firstOf(entry, own('loc'), (child) => linkIn(child, textOf(child.source(), document.decode), document));
  const [news] = childrenOf(entry, ['news:news']);
  const [publication] = news === undefined ? [] : childrenOf(news, ['news:publication']);
  return {
    id: url,
    url,
    title:
      news === undefined ? null : firstOf(news, ['news:title'], (child) => titleOf(child.source(), document.decode)),
    published: news === undefined ? [] : textsOf(news, ['news:publication_date'], document),
    updated: textsOf(entry, own('lastmod'), document),
    summary: null,
    content: null,
    language: (publication === undefined ? undefined : textsOf(publication, ['news:language'], document)[0]) ?? null,
    authors: [],
    enclosures: [],
  };
}

/** Sitemaps are often oldest first: above the cap the newest by `lastmod` stay, in document order. */
function newest(items: readonly RawItem[]): { kept: readonly RawItem[]; dropped: number } {
  const max = limits.itemsPerChannelMax;
  if (items.length <= max) return { kept: items, dropped: 0 };
  const day = (item: RawItem): string => item.published[0] ?? item.updated[0] ?? '';
  const ranked = items.map((item, index) => ({ item, index })).sort((a, b) => (day(a.item) < day(b.item) ? 1 : -1));
  const kept = ranked
    .slice(0, max)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
  return { kept, dropped: items.length - max };
}

/** One address a line (sitemaps.org, "Text file"); null when the text is anything else. */
export function readAddressList(text: string, context: ReadingContext): ChannelReading | null {
  const lines = text
    .split('\n', limits.sitemapUrlsMax)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const urls = lines.map((line) => (/^https?:\/\/\S+$/i.test(line) ? resolveLink(line, null) : null));
  if (urls.length === 0 || urls.includes(null)) return null;
  const items = urls.map(
    (url): RawItem => ({
      id: url,
      url,
      title: null,
      published: [],
      updated: [],
      summary: null,
      content: null,
      language: null,
      authors: [],
      enclosures: [],
    }),
  );
  return finishReading({ ...emptyReading, kind: 'sitemap', published: [], updated: [] }, items, context, []);
}
