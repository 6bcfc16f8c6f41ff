/** XML namespaces of feeds, by address; a prefix that nobody declared means what it usually means. */

/** `none` is no namespace at all, `other` one that says nothing to a reader of feeds. */
export type Vocabulary =
  | 'none'
  | 'rss'
  | 'rdf'
  | 'atom'
  | 'dc'
  | 'dcterms'
  | 'content'
  | 'media'
  | 'prism'
  | 'itunes'
  | 'sy'
  | 'xhtml'
  | 'sitemap'
  | 'news'
  | 'xml'
  | 'other';

/** Addresses without scheme and `www.`, without a trailing slash or "#", in lower case. */
const byAddress: Readonly<Record<string, Vocabulary>> = {
  'backend.userland.com/rss': 'rss',
  'backend.userland.com/rss2': 'rss',
  'backend.userland.com/rss091': 'rss',
  'backend.userland.com/rss092': 'rss',
  'backend.userland.com/rss20': 'rss',
  'blogs.law.harvard.edu/tech/rss': 'rss',
  'cyber.law.harvard.edu/rss/rss.html': 'rss',
  'purl.org/rss/1.0': 'rss',
  'my.netscape.com/rdf/simple/0.9': 'rss',
  'channel.netscape.com/rdf/simple/0.9': 'rss',
  'my.netscape.com/publish/formats/rss-0.91.dtd': 'rss',
  'purl.org/net/rss1.1': 'rss',
  'w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'w3.org/2005/atom': 'atom',
  'purl.org/atom/ns': 'atom',
  'example.com/newformat': 'atom',
  'purl.org/dc/elements/1.1': 'dc',
  'purl.org/dc/elements/1.0': 'dc',
  'purl.org/dc/terms': 'dcterms',
  'purl.org/rss/1.0/modules/content': 'content',
  'prismstandard.org/namespaces/1.2/basic': 'prism',
  'prismstandard.org/namespaces/basic/2.0': 'prism',
  'search.yahoo.com/mrss': 'media',
  'rssboard.org/media-rss': 'media',
  'itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'purl.org/rss/1.0/modules/syndication': 'sy',
  'w3.org/1999/xhtml': 'xhtml',
  'sitemaps.org/schemas/sitemap/0.9': 'sitemap',
  'sitemaps.org/schemas/sitemap/0.84': 'sitemap',
  'google.com/schemas/sitemap/0.84': 'sitemap',
  'google.com/schemas/sitemap-news/0.9': 'news',
  'w3.org/xml/1998/namespace': 'xml',
};

const byPrefix: Readonly<Record<string, Vocabulary>> = {
  rss: 'rss',
  rdf: 'rdf',
  atom: 'atom',
  atom03: 'atom',
  atom10: 'atom',
  a10: 'atom',
  dc: 'dc',
  dcterms: 'dcterms',
  content: 'content',
  media: 'media',
  prism: 'prism',
  itunes: 'itunes',
  sy: 'sy',
  xhtml: 'xhtml',
  news: 'news',
  xml: 'xml',
};

/** The vocabulary of a namespace address. */
export function vocabularyOfAddress(address: string): Vocabulary {
  const key = address
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/(?:www\.)?/, '')
    .replace(/[/#]+$/, '');
  // The drafts of Atom named themselves behind the "#" of 0.3.
  if (key.startsWith('purl.org/atom/ns#')) return 'atom';
  return Object.hasOwn(byAddress, key) ? (byAddress[key] ?? 'other') : 'other';
}

/** Vocabularies that a feed or a sitemap is written in; the others are only used in one. */
const formats: ReadonlySet<Vocabulary> = new Set(['rss', 'rdf', 'atom', 'sitemap']);

/** Elements that are nobody else's. */
const ownElements: ReadonlySet<string> = new Set(
  'item entry title link guid id pubdate published updated description summary content'.split(' '),
);

/**
 * The vocabulary of a default namespace that the element `name` declares. On a root or an element of a feed that no format knows
 * it is somebody's own name for the format; RSS has no namespace, so that one on its `rss` or `channel` was only meant for its
 * extensions.
 */
export function vocabularyOfDefault(address: string, name: string, isRoot: boolean): Vocabulary {
  const vocabulary = vocabularyOfAddress(address);
  if (name === 'rss' || (name === 'channel' && !isRoot && vocabulary !== 'rss')) return 'none';
  if (vocabulary === 'other' && ownElements.has(name)) return 'none';
  return isRoot && !formats.has(vocabulary) ? 'none' : vocabulary;
}

/** The vocabulary of a prefix that no element declares. */
export function vocabularyOfPrefix(prefix: string): Vocabulary {
  const key = prefix.toLowerCase();
  return Object.hasOwn(byPrefix, key) ? (byPrefix[key] ?? 'other') : 'other';
}
