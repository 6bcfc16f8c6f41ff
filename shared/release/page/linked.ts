/** What a release links to and shows: pictures with captions, links of the text, files, tags, and its versions in other languages. */

import { primaryLanguage } from '../../text/language.ts';
import { canonicalItemUrl } from '../canonical-url.ts';
import type { PageAttachment, PageLinkTarget, PagePicture, PageTranslation } from '../schema.ts';
import { baseOf } from './canonical.ts';
import { isFurtherReading } from './label-words.ts';
import type { MeasuredPage } from './measure.ts';
import { findTopics } from './topics.ts';
import type { PageElement, PageTree } from './tree.ts';

export interface LinkedMaterial {
  readonly images: readonly PagePicture[];
  readonly links: readonly PageLinkTarget[];
  readonly attachments: readonly PageAttachment[];
  readonly translations: readonly PageTranslation[];
  /** Tags that the page declares. */
  readonly topics: readonly string[];
}

export const nothingLinked: LinkedMaterial = { images: [], links: [], attachments: [], translations: [], topics: [] };

const IMAGES_MAX = 50;
const LINKS_MAX = 200;
const ATTACHMENTS_MAX = 50;
const FILE_NAME_CHARACTERS_MAX = 200;
const CAPTION_CHARACTERS_MAX = 1_000;
/** Pictures above the title and files below the text belong to the release when they stand no farther away than this. */
const BLOCKS_ABOVE = 6;
const BLOCKS_BELOW = 40;

/** Media type by the ending of a file's name. */
const fileTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  odt: 'application/vnd.oasis.opendocument.text',
  rtf: 'application/rtf',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  csv: 'text/csv',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  zip: 'application/zip',
  epub: 'application/epub+zip',
};
const endings = Object.keys(fileTypes).join('|');
const fileName = new RegExp(`(?:\\.|%2e)(?:${endings})`, 'iu');
/** The name of a file at the end of an address, a parameter or an attribute. */
const fileEnding = new RegExp(`[^/=]\\.(${endings})["';]*$`, 'iu');
/** "Report (PDF, 1.2 MB)", "Bericht [DOCX]": what the linked words say of the file. */
const namedKind = new RegExp(
  `[(\\[](${endings})(?:[\\s,;|:–-][^)\\]]{0,40})?[)\\]]$|\\s(${endings}),?\\s?\\d[\\d.,]*\\s?[km]i?b$`,
  'iu',
);
const NAMED_KIND_CHARACTERS_MAX = 200;
const knownTypes: ReadonlySet<string> = new Set(Object.values(fileTypes));
const siteParts = new Set(['nav', 'footer', 'header', 'dialog']);
const siteRoles = new Set(['navigation', 'contentinfo', 'banner', 'dialog', 'search']);
/** Names of the site's own pictures. */
const siteImage = /(?:logo|icon|sprite|avatar|pixel|spacer|placeholder|banner-?ad|share)[^/]{0,40}$/iu;

export interface LinkedContext {
  readonly page: MeasuredPage;
  /** Address of the page, and what it calls its own. */
  readonly url: string | null;
  readonly canonicalUrl: string | null;
  /** First block of the title; -1 where there is none. */
  readonly titleBlock: number;
  /** Indexes of the blocks that are the body's. */
  readonly bodyBlocks: readonly number[];
}

/** All addresses are absolute http(s) addresses without trackers; what is no address is left out. */
export function linkedMaterial(context: LinkedContext): LinkedMaterial {
  const [first] = context.bodyBlocks;
  if (first === undefined) return nothingLinked;
  const tree = context.page.tree;
  const base = baseOf(tree.base, context.url);
  const resolve = (href: string): string | null =>
    URL.canParse(href, base) ? canonicalItemUrl(new URL(href, base).href) : null;
  const start = context.titleBlock < 0 ? first : Math.min(context.titleBlock, first);
  const last = context.bodyBlocks.at(-1) ?? first;
  const ofSite = siteElements(tree);
  const below = endBelow(context, last);
  return {
    images: images(context, resolve, ofSite, start - BLOCKS_ABOVE, last + 1),
    links: links(context, resolve),
    attachments: attachments(context, resolve, ofSite, start, below),
    translations: translations(context, resolve),
    topics: findTopics({ page: context.page, from: start, to: below }),
  };
}

const filesNamed = /document|download|file|annex|anlage|anhang|dokument|téléch|fichier|archiv|documento|allegat|pdf/iu;

/** How far below the text its files and tags may stand: up to a list of other pages. */
function endBelow({ page }: LinkedContext, last: number): number {
  const end = Math.min(page.blocks.length, last + BLOCKS_BELOW + 1);
  for (let at = last + 1; at < end; at += 1) {
    const text = page.blocks[at]?.text ?? '';
    if (isFurtherReading(text) && !filesNamed.test(text)) return at;
  }
  return last + BLOCKS_BELOW;
}

/** True for each element that is, or lies in, a part of the site: its navigation, header or footer. */
function siteElements(tree: PageTree): readonly boolean[] {
  const marked: boolean[] = [];
  // A header inside an article is the release's own; parents stand before their children.
  const inArticle: boolean[] = [];
  for (const { name, role, parent } of tree.elements) {
    const articleAround = parent >= 0 && inArticle[parent] === true;
    inArticle.push(articleAround || name === 'article' || name === 'main');
    const own = siteParts.has(name) || (role !== '' && siteRoles.has(role));
    const header = name === 'header' || name === 'footer';
    marked.push((parent >= 0 && marked[parent] === true) || (own && !(header && articleAround)));
  }
  return marked;
}

function images(
  context: LinkedContext,
  resolve: (href: string) => string | null,
  ofSite: readonly boolean[],
  from: number,
  to: number,
): readonly PagePicture[] {
  const found = new Map<string, PagePicture>();
  let leading: ReadonlySet<number> | null = null;
  for (const image of context.page.tree.images) {
    if (found.size >= IMAGES_MAX) break;
    if (image.block < from || image.block > to || ofSite[image.element] === true) continue;
    // A picture that leads to another page announces that page.
    leading ??= leadsElsewhere(context.page.tree);
    const elsewhere = leading;
    if (around(context.page, image.element, (element) => elsewhere.has(element.index)) !== null) continue;
    if (around(context.page, image.element, isNoPicture) !== null) continue;
    const url = resolve(image.source);
    if (url === null || siteImage.test(new URL(url).pathname) || found.has(url)) continue;
    found.set(url, { url, caption: captionOf(context.page, image.element), alternative: image.alternative });
  }
  return [...found.values()];
}

/** What is not shown, and the portrait of who wrote the text. */
function isNoPicture(element: PageElement): boolean {
  return element.hidden === 'yes' || /(?:^|[\s_-])(?:author|byline|avatar)(?:$|[\s_-])/iu.test(element.className);
}

/** Elements that are links to something else than a picture. */
function leadsElsewhere(tree: PageTree): ReadonlySet<number> {
  return new Set(tree.links.filter((link) => !pictureFile.test(link.href)).map((link) => link.element));
}

const LEVELS_MAX = 6;
const pictureFile = /\.(?:jpe?g|png|gif|webp|avif|tiff?|svg)(?:$|[?#])/iu;

/** The nearest element that fits, from `element` outwards over a few levels. */
function around(page: MeasuredPage, element: number, fits: (element: PageElement) => boolean): PageElement | null {
  let at = page.tree.elements[element];
  for (let level = 0; at !== undefined && level <= LEVELS_MAX; level += 1) {
    if (fits(at)) return at;
    at = page.tree.elements[at.parent];
  }
  return null;
}

/** Words for what is written below a picture, in the class names of content systems. */
const captionName =
  /caption|bildunterschrift|bildtext|bildlegende|l[eé]gende|didascalia|pie[-_]?(?:de[-_]?)?foto|epigrafe|onderschrift|bijschrift|billedtekst|bildetekst|kuvateksti|podpis/iu;
/** Boxes of a picture hold little else. */
const CAPTION_BOX_BLOCKS_MAX = 4;
const CAPTION_BOX_ELEMENTS_MAX = 60;

/** The text of the figcaption in the figure around the picture, else of what its box calls the caption. */
function captionOf(page: MeasuredPage, element: number): string | null {
  const figure = around(page, element, ({ name }) => name === 'figure');
  const named = (inner: PageElement): boolean => inner.name === 'figcaption' || captionName.test(inner.className);
  if (figure !== null) {
    return textIn(page, figure, ({ name }) => name === 'figcaption') ?? textIn(page, figure, named);
  }
  let box = page.tree.elements[element];
  for (let level = 0; box !== undefined && level < CAPTION_BOX_LEVELS; level += 1) {
    if (box.endBlock - box.firstBlock > CAPTION_BOX_BLOCKS_MAX) return null;
    const text = box.endBlock > box.firstBlock ? textIn(page, box, named) : null;
    if (text !== null) return text;
    box = page.tree.elements[box.parent];
  }
  return null;
}

const CAPTION_BOX_LEVELS = 4;

/** The text of the first element inside `box` that fits. */
function textIn(page: MeasuredPage, box: PageElement, fits: (element: PageElement) => boolean): string | null {
  const { elements, blocks } = page.tree;
  const end = Math.min(elements.length, box.index + CAPTION_BOX_ELEMENTS_MAX);
  for (let at = box.index + 1; at < end; at += 1) {
    const inner = elements[at];
    if (inner === undefined || inner.firstBlock >= box.endBlock) break;
    if (!fits(inner)) continue;
    const texts = blocks.slice(inner.firstBlock, inner.endBlock).map((block) => block.text);
    return texts.join(' ').slice(0, CAPTION_CHARACTERS_MAX) || null;
  }
  return null;
}

function links(context: LinkedContext, resolve: (href: string) => string | null): readonly PageLinkTarget[] {
  const body = new Set(context.bodyBlocks);
  const found = new Map<string, PageLinkTarget>();
  for (const link of context.page.tree.links) {
    if (found.size >= LINKS_MAX) break;
    if (!body.has(link.block) || link.href.startsWith('#')) continue;
    const url = resolve(link.href);
    // A link without words is a button that shares, or an anchor.
    if (url === null || link.text === '' || url === context.canonicalUrl || found.has(url)) continue;
    found.set(url, { url, text: link.text });
  }
  return [...found.values()];
}

function attachments(
  context: LinkedContext,
  resolve: (href: string) => string | null,
  ofSite: readonly boolean[],
  from: number,
  to: number,
): readonly PageAttachment[] {
  const found = new Map<string, PageAttachment>();
  for (const link of context.page.tree.links) {
    if (found.size >= ATTACHMENTS_MAX) break;
    if (link.block < from || link.block > to || ofSite[link.element] === true) continue;
    // Hardly any link leads to a file: the others need not be resolved.
    const named = link.text.length <= NAMED_KIND_CHARACTERS_MAX ? namedKind.exec(link.text) : null;
    if (named === null && link.file === null && !fileName.test(link.href)) continue;
    const url = resolve(link.href);
    if (url === null || found.has(url)) continue;
    const type =
      typeOfAddress(url) ?? typeOfName(link.file) ?? fileTypes[(named?.[1] ?? named?.[2] ?? '').toLowerCase()];
    if (type !== undefined) found.set(url, { url, title: link.text || link.title, type });
  }
  return [...found.values()];
}

/** By the end of the path, else by a parameter that is the name of a file, as `filename=` of a content disposition is. */
function typeOfAddress(url: string): string | undefined {
  const { pathname, searchParams } = new URL(url);
  return typeOfName(decoded(pathname)) ?? [...searchParams.values()].map(typeOfName).find((type) => type !== undefined);
}

function typeOfName(name: string | null): string | undefined {
  if (name === null) return undefined;
  const type = name.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (knownTypes.has(type)) return type;
  return fileTypes[fileEnding.exec(name.slice(-FILE_NAME_CHARACTERS_MAX))?.[1]?.toLowerCase() ?? ''];
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Versions of this page in other languages: `link rel=alternate hreflang` (HTML standard), and links that name their
 * language and lead to the same path below another language's prefix ("/es/News/N2017-063" beside "/en/News/N2017-063").
 * A site's language menu that leads to front pages names no version of the release.
 */
function translations(context: LinkedContext, resolve: (href: string) => string | null): readonly PageTranslation[] {
  const own = new Set([context.canonicalUrl, context.url === null ? null : canonicalItemUrl(context.url)]);
  const found = new Map<string, PageTranslation>();
  const add = (hreflang: string, url: string | null, source: PageTranslation['source']): void => {
    const language = hreflang.toLowerCase() === 'x-default' ? null : languageTag(hreflang);
    if (language === null || url === null || own.has(url) || new URL(url).pathname === '/') return;
    // One page listed under several regions of a language is one version.
    if (!found.has(url)) found.set(url, { language, url, source });
  };
  for (const { hreflang, href } of context.page.tree.alternates) add(hreflang, resolve(href), 'hreflang');
  const path = context.canonicalUrl === null ? null : languageFreePath(context.canonicalUrl);
  const end = path?.rest.split('/').findLast((segment) => segment !== '') ?? '';
  for (const link of context.page.tree.links) {
    // Hardly any link ends as this page's address does: the others need not be resolved.
    if (path === null || !link.href.includes(end)) continue;
    const url = resolve(link.href);
    if (url === null || found.has(url)) continue;
    const other = languageFreePath(url);
    if (other !== null && other.rest === path.rest && other.language !== path.language) {
      add(link.hreflang ?? other.language, url, 'link');
    }
  }
  return [...found.values()];
}

/** "en-GB", "zh-hans": a tag of BCP 47 as the page writes it, in lower case; null for what is none. */
function languageTag(text: string): string | null {
  return primaryLanguage(text) === null ? null : text.toLowerCase();
}

/** Host and path without the language in front: "/es/News/x" → es, "/News/x". Null without such a prefix. */
function languageFreePath(url: string): { readonly language: string; readonly rest: string } | null {
  const { host, pathname, search } = new URL(url);
  const [, prefix = '', ...rest] = pathname.split('/');
  if (!/^[a-z]{2}(?:[-_][a-z]{2,4})?$/iu.test(prefix) || rest.join('/').length < 2) return null;
  return { language: prefix.replace('_', '-').toLowerCase(), rest: `${host}/${rest.join('/')}${search}` };
}
