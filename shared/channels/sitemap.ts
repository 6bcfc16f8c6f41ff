/** Sitemaps (sitemaps.org), sitemap indexes, news sitemaps and plain lists of addresses. Never throws. */
import { limits } from '../limits.ts';
import { resolveLink } from './links.ts';
import { emptyReading, finishReading, type RawItem } from './raw-item.ts';
import { type ScannedEntry, scanSitemap } from './sitemap-scan.ts';
import type { ChannelReading, ReadingContext } from './types.ts';
import { rootOf, takeDoctype } from './xml-prepare.ts';
import { textOf, titleOf, xmlDecoder } from './xml-text.ts';
import type { Decode } from './xml-tree.ts';

/** The kind that a root element's name promises; null when it is no sitemap. */
export function sitemapKindOf(rootName: string): 'sitemap' | 'sitemap-index' | null {
  const local = rootName.slice(rootName.indexOf(':') + 1).toLowerCase();
  return local === 'urlset' ? 'sitemap' : local === 'sitemapindex' ? 'sitemap-index' : null;
}

/** Reads decoded text as a sitemap; null when its root is none. */
export function readSitemap(decoded: string, context: ReadingContext): ChannelReading | null {
  const { text, entities } = takeDoctype(decoded);
  const root = rootOf(text);
  const kind = root === null ? null : sitemapKindOf(root.name);
  if (root === null || kind === null) return null;
  const newest = new Newest(limits.itemsPerChannelMax);
  const scan = scanSitemap(text, root.start, entities, (entry) => newest.add(entry));
  const decode = xmlDecoder(entities);
  const items = newest
    .entries()
    .map((entry) => itemOf(entry, decode, context.url))
    .filter((item) => item.url !== null);
  const controls = text.search(controlCharacter) < 0 ? null : 'control characters';
  const fault = (root.junkBefore ? 'text before the document' : null) ?? scan.fault ?? controls;
  return finishReading(
    { ...emptyReading, kind, published: [], updated: [], malformed: fault !== null },
    items,
    context,
    [
      ...(fault === null ? [] : [`not well-formed: ${fault}`]),
      ...(scan.isCut ? [`entries beyond ${limits.sitemapEntriesMax} were not read`] : []),
      ...(newest.dropped > 0 ? [`the ${newest.dropped} oldest addresses were left out`] : []),
    ],
  );
}

const controlCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function itemOf(entry: ScannedEntry, decode: Decode, base: string | null): RawItem {
  const clean = (source: string): string => source.replaceAll(new RegExp(controlCharacter, 'g'), '');
  const text = (source: string | undefined): string => (source === undefined ? '' : textOf(clean(source), decode));
  const texts = (source: string | undefined): readonly string[] => [text(source)].filter((value) => value !== '');
  const url = resolveLink(text(entry.loc), base);
  return {
    id: url,
    url,
    title: entry.title === undefined ? null : titleOf(clean(entry.title), decode) || null,
    published: texts(entry.date),
    updated: texts(entry.lastmod),
    summary: null,
    content: null,
    language: text(entry.language) || null,
    authors: [],
    enclosures: [],
  };
}

/** Sitemaps are often oldest first: above the cap the newest by their day stay, in document order. */
class Newest {
  readonly #max: number;
  #kept: { readonly entry: ScannedEntry; readonly day: string; readonly index: number }[] = [];
  #count = 0;
  /** Once it is full, nothing older than this can stay. */
  #oldest = '';

  constructor(max: number) {
    this.#max = max;
  }

  get dropped(): number {
    return Math.max(0, this.#count - this.#max);
  }

  add(entry: ScannedEntry): void {
    if (entry.loc === undefined) return;
    const day = (entry.date ?? entry.lastmod ?? '').trim();
    this.#count += 1;
    if (day < this.#oldest) return;
    this.#kept.push({ entry, day, index: this.#count });
    // Sorting now and then keeps the time linear, and the memory bounded.
    if (this.#kept.length >= 4 * this.#max) this.#prune();
  }

  entries(): readonly ScannedEntry[] {
    this.#prune();
    return this.#kept.sort((a, b) => a.index - b.index).map(({ entry }) => entry);
  }

  #prune(): void {
    if (this.#kept.length <= this.#max) return;
    this.#kept.sort((a, b) => (a.day === b.day ? a.index - b.index : a.day < b.day ? 1 : -1));
    this.#kept = this.#kept.slice(0, this.#max);
    this.#oldest = this.#kept.at(-1)?.day ?? '';
  }
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
