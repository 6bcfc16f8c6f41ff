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
  | 'itunes'
  | 'sy'
  | 'xhtml'
  | 'sitemap'
  | 'news'
  | 'xml'
  | 'other';

/** Addresses without scheme, without a trailing slash or "#", in lower case. */
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
  'www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'www.w3.org/2005/atom': 'atom',
  'purl.org/atom/ns': 'atom',
  'example.com/newformat': 'atom',
  'purl.org/dc/elements/1.1': 'dc',
  'purl.org/dc/elements/1.0': 'dc',
  'purl.org/dc/terms': 'dcterms',
  'purl.org/rss/1.0/modules/content': 'content',
  'search.yahoo.com/mrss': 'media',
  'www.rssboard.org/media-rss': 'media',
  'www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'purl.org/rss/1.0/modules/syndication': 'sy',
  'www.w3.org/1999/xhtml': 'xhtml',
  'www.sitemaps.org/schemas/sitemap/0.9': 'sitemap',
  'www.sitemaps.org/schemas/sitemap/0.84': 'sitemap',
  'www.google.com/schemas/sitemap/0.84': 'sitemap',
  'www.google.com/schemas/sitemap-news/0.9': 'news',
  'www.w3.org/xml/1998/namespace': 'xml',
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
    .replace(/^https?:\/\//, '')
    .replace(/[/#]+$/, '');
  return Object.hasOwn(byAddress, key) ? (byAddress[key] ?? 'other') : 'other';
}

/** The vocabulary of a prefix that no element declares. */
export function vocabularyOfPrefix(prefix: string): Vocabulary {
  const key = prefix.toLowerCase();
  return Object.hasOwn(byPrefix, key) ? (byPrefix[key] ?? 'other') : 'other';
}
