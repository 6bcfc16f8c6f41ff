/**
 * Reads HTML into text blocks and the elements around them: a light tree, without recursion, with depth, node and
 * attribute caps while it grows. Every element is a range of blocks.
 */
import { limits } from '../../limits.ts';
import { type Attributes, slots } from './attributes.ts';
import { ClassReader, type ClassReading } from './class-words.ts';
import { type MarkupHandler, readMarkup } from './markup.ts';
import type { Tag } from './tags.ts';
import { cleanLine, isBlank, visibleLength } from './text.ts';

export interface PageElement {
  readonly index: number;
  readonly name: string;
  /** Index of the parent; -1 for an outermost element. */
  readonly parent: number;
  readonly className: string;
  readonly id: string;
  readonly role: string;
  readonly itemprop: string;
  /** What class, id and itemprop say. */
  readonly names: ClassReading;
  /** By attribute (hidden, aria-hidden) or inline style. */
  readonly hidden: 'no' | 'aria' | 'yes';
  /** Inline elements may cover a part of a block only. */
  readonly isBlock: boolean;
  /** Characters of text inside. */
  characters: number;
  readonly firstBlock: number;
  /** One past its last block. */
  endBlock: number;
}

export interface PageBlock {
  readonly text: string;
  /** Characters of the text that stand inside links. */
  readonly linkCharacters: number;
  /** Index of the nearest block element; -1 outside of all. */
  readonly element: number;
}

/** A machine-readable or visible date that an element carries. */
interface PageDateElement {
  readonly kind: 'time' | 'itemprop';
  /** The property's name, or '' for a bare time element. */
  readonly property: string;
  /** `datetime`, `content` or, of an abbreviation, `title`; else null. */
  readonly value: string | null;
  readonly className: string;
  /** Whether it has the attribute `pubdate`, by which HTML5 once marked the date of publication. */
  readonly isPublication: boolean;
  readonly text: string;
  readonly block: number;
}

export interface PageLink {
  readonly href: string;
  /** Language of the page it leads to, as the link itself says. */
  readonly hreflang: string | null;
  /** Index of its element, and of the block its text begins in. */
  readonly element: number;
  readonly block: number;
  readonly text: string;
  /** What the link says of a file it leads to: its name (`download`), else its media type; and what shows beside the pointer. */
  readonly file: string | null;
  readonly title: string | null;
  /** Whether it is a tag of the text (`rel=tag`). */
  readonly isTag: boolean;
}

export interface PageImage {
  readonly source: string;
  readonly alternative: string | null;
  /** Index of the element around it, and of the block that follows or holds it. */
  readonly element: number;
  readonly block: number;
}

export interface PageTree {
  readonly elements: readonly PageElement[];
  readonly blocks: readonly PageBlock[];
  /** The title element. */
  readonly title: string | null;
  readonly language: string | null;
  /** Names in lower case (name, property, itemprop or http-equiv), in document order. */
  readonly meta: readonly { readonly name: string; readonly content: string }[];
  readonly canonicalLinks: readonly string[];
  /** `link rel=alternate` with a language. */
  readonly alternates: readonly { readonly hreflang: string; readonly href: string }[];
  readonly links: readonly PageLink[];
  readonly images: readonly PageImage[];
  readonly base: string | null;
  readonly jsonLd: readonly string[];
  readonly dateElements: readonly PageDateElement[];
  readonly warnings: readonly string[];
}

const TITLE_CHARACTERS_MAX = 4_000;
const JSON_LD_CHARACTERS_MAX = 400_000;
const DATE_TEXT_CHARACTERS_MAX = 200;
const META_MAX = 500;
const ALTERNATES_MAX = 100;
const LINKS_MAX = 2_000;
const IMAGES_MAX = 500;
const LINK_TEXT_CHARACTERS_MAX = 300;
/** Beyond the depth cap elements are no longer told apart; this many times beyond it reading stops. */
const STOP_DEPTH_FACTOR = 8;

const headingNames = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'dt']);
const metaNames = [slots.property, slots.name, slots.itemprop, slots['http-equiv']];
const datePropertyPattern = /^date(?:Published|Modified|Created|Update|Issued)$/i;
const STYLE_HIDDEN = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

/** Most elements hold no text, and nobody asks what their class says: it is read when somebody does. */
class BuiltElement implements PageElement {
  readonly index: number;
  readonly name: string;
  readonly parent: number;
  readonly className: string;
  readonly id: string;
  readonly role: string;
  readonly itemprop: string;
  readonly hidden: PageElement['hidden'];
  readonly isBlock: boolean;
  characters = 0;
  readonly firstBlock: number;
  endBlock: number;
  private readonly classes: ClassReader;
  private known: ClassReading | null = null;

  constructor(index: number, tag: Tag, parent: number, block: number, attributes: Attributes, classes: ClassReader) {
    const { name } = tag;
    const className = attributes.get(slots.class) ?? '';
    this.index = index;
    this.name = name;
    this.parent = parent;
    // The name of a custom element says what a class would: "pp-inline-teaser".
    this.className = name.includes('-') ? `${name} ${className}` : className;
    this.id = attributes.get(slots.id) ?? '';
    this.role = attributes.get(slots.role)?.trim().toLowerCase() ?? '';
    this.itemprop = attributes.get(slots.itemprop) ?? '';
    this.hidden = attributes.isEmpty() ? 'no' : hiddenBy(attributes);
    this.isBlock = tag.isBlock;
    this.firstBlock = block;
    this.endBlock = block;
    this.classes = classes;
  }

  get names(): ClassReading {
    this.known ??= this.classes.read(this.className, this.id, this.itemprop);
    return this.known;
  }
}

interface OpenElement {
  readonly tag: Tag;
  /** Index in `elements`, or that of the nearest kept ancestor. */
  readonly index: number;
  /** False where the element itself is not kept (too deep, or in the head). */
  readonly own: boolean;
  /** Where its text begins in the open block, and in all text so far. */
  readonly textStart: number;
  readonly charactersBefore: number;
  readonly dateElement: { readonly at: number; readonly textStart: number } | null;
  /** Index in `links`; -1 for what is no link. */
  readonly link: number;
}

class TreeBuilder implements MarkupHandler {
  readonly elements: PageElement[] = [];
  readonly blocks: PageBlock[] = [];
  readonly meta: { name: string; content: string }[] = [];
  readonly canonicalLinks: string[] = [];
  readonly alternates: { hreflang: string; href: string }[] = [];
  readonly links: PageLink[] = [];
  readonly images: PageImage[] = [];
  readonly jsonLd: string[] = [];
  readonly dateElements: PageDateElement[] = [];
  readonly warnings: string[] = [];
  title: string | null = null;
  language: string | null = null;
  base: string | null = null;
  stopped = false;

  private readonly withoutScripts: boolean;
  private readonly entries: OpenElement[] = [];
  private readonly classes = new ClassReader();
  private nodes = 0;
  /** Open elements, also those inside what is skipped. */
  private depth = 0;
  private characterCount = 0;
  private line = '';
  /** Whether the line has more than white space. */
  private hasText = false;
  private linkText = 0;
  private linkDepth = 0;
  private preDepth = 0;
  private skipped: Tag | null = null;
  private skipDepth = 0;
  /** In the noscript of a figure: the picture there is the figure's. */
  private inFigure = false;
  /** Addresses of the open `picture`, for an img that has none. */
  private pictureSet: string | undefined;
  private breaks = 0;
  private inHead = true;
  private capture: 'title' | 'json-ld' | null = null;
  private captured = '';

  constructor(withoutScripts: boolean) {
    this.withoutScripts = withoutScripts;
  }

  open(tag: Tag, attributes: Attributes): void {
    this.nodes += 1;
    if (this.nodes > limits.htmlNodesMax) this.stop('the page has too many elements: the rest was not read');
    if (!tag.isVoid) {
      this.depth += 1;
      if (this.depth > limits.htmlDepthMax * STOP_DEPTH_FACTOR)
        this.stop('elements are nested without end: the rest was not read');
    }
    if (this.skipped === null) this.element(tag, attributes);
    else if (tag === this.skipped) this.skipDepth += 1;
    else if (this.inFigure && tag.name === 'img') this.image(attributes);
  }

  wantsText(): boolean {
    return this.skipped === null || this.capture !== null;
  }

  wantsAttributes(): boolean {
    return this.skipped === null || this.inFigure;
  }

  tooManyAttributes(): void {
    this.warn('attributes beyond the limit were not read');
  }

  text(text: string): void {
    if (this.capture !== null) {
      this.captured += text.slice(0, Math.max(0, JSON_LD_CHARACTERS_MAX - this.captured.length));
      return;
    }
    if (this.inHead) {
      if (isBlank(text)) return;
      this.inHead = false;
    }
    if (this.preDepth > 0) this.preformatted(text);
    else this.append(text);
  }

  close(tag: Tag): void {
    this.depth -= 1;
    if (this.skipped !== null) {
      if (tag !== this.skipped) return;
      this.skipDepth -= 1;
      if (this.skipDepth > 0) return;
      this.skipped = null;
      if (this.capture === 'json-ld') this.jsonLd.push(this.captured);
      this.capture = null;
      return;
    }
    if (this.capture === 'title' && tag.name === 'title') {
      this.title ??= cleanLine(this.captured.slice(0, TITLE_CHARACTERS_MAX)) || null;
      this.capture = null;
      return;
    }
    this.pop(tag);
  }

  finish(): void {
    this.flush();
    for (const entry of this.entries) this.end(entry);
    this.entries.length = 0;
  }

  private stop(warning: string): void {
    this.stopped = true;
    this.warn(warning);
  }

  private warn(warning: string): void {
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }

  private element(tag: Tag, attributes: Attributes): void {
    const { name } = tag;
    if (!tag.isOfHead) this.inHead = false;
    else if (name === 'html') this.language ??= attributes.get(slots.lang)?.trim() || null;
    if (tag.isSkipped && !this.isRead(name)) this.skip(tag, attributes);
    else if (name === 'title' && this.title === null && (this.inHead || this.entries.length <= 2))
      this.startCapture('title');
    else if (tag.isVoid) this.voidElement(name, attributes);
    else if (name !== 'head') this.push(tag, attributes);
  }

  /** What else is skipped: the whole of a heading may be a button that opens the text below it, as accordions are made. */
  private isRead(name: string): boolean {
    if (name === 'noscript') return this.withoutScripts;
    return name === 'button' && headingNames.has(this.entries.at(-1)?.tag.name ?? '');
  }

  private voidElement(name: string, attributes: Attributes): void {
    if (name === 'meta') this.metaTag(attributes);
    else if (name === 'source')
      this.pictureSet ??= attributes.get(slots.srcset) ?? attributes.get(slots['data-srcset']);
    else if (name === 'link') this.linkTag(attributes);
    else if (name === 'base') this.base ??= attributes.get(slots.href)?.trim() || null;
    else if (name === 'img') this.image(attributes);
    else if (name === 'br') this.lineBreak();
    else if (name === 'hr') this.flush();
  }

  private startCapture(kind: 'title' | 'json-ld'): void {
    this.capture = kind;
    this.captured = '';
  }

  private skip(tag: Tag, attributes: Attributes): void {
    // An element without end holds nothing.
    if (tag.isVoid) return;
    this.skipped = tag;
    this.skipDepth = 1;
    this.inFigure = tag.name === 'noscript' && this.entries.slice(-FIGURE_LEVELS).some(isFigure);
    if (
      tag.name === 'script' &&
      (attributes.get(slots.type) ?? '').toLowerCase().includes('ld+json') &&
      this.jsonLd.length < 50
    ) {
      this.startCapture('json-ld');
    }
  }

  private metaTag(attributes: Attributes): void {
    const content = attributes.get(slots.content);
    if (content === undefined || this.meta.length >= META_MAX) return;
    for (const key of metaNames) {
      const name = attributes.get(key)?.trim().toLowerCase();
      if (name) this.meta.push({ name, content: cleanLine(content) });
    }
  }

  private linkTag(attributes: Attributes): void {
    const rels = (attributes.get(slots.rel) ?? '').toLowerCase().split(/\s+/);
    const href = attributes.get(slots.href)?.trim();
    if (href && rels.includes('canonical') && this.canonicalLinks.length < 10) this.canonicalLinks.push(href);
    const hreflang = attributes.get(slots.hreflang)?.trim();
    if (href && hreflang && rels.includes('alternate') && this.alternates.length < ALTERNATES_MAX) {
      this.alternates.push({ hreflang, href });
    }
  }

  private push(tag: Tag, attributes: Attributes): void {
    const { name, isBlock } = tag;
    if (isBlock) this.flush();
    const depth = this.entries.length + 1;
    const parent = this.entries.at(-1)?.index ?? -1;
    if (depth > limits.htmlDepthMax) {
      this.warn('elements nested beyond the limit were read as one');
      this.entries.push({
        tag,
        index: parent,
        own: false,
        textStart: 0,
        charactersBefore: 0,
        dateElement: null,
        link: -1,
      });
      return;
    }
    const index = this.elements.length;
    this.elements.push(new BuiltElement(index, tag, parent, this.blocks.length, attributes, this.classes));
    if (name === 'a') this.linkDepth += 1;
    if (name === 'pre') this.preDepth += 1;
    const dateElement = this.dateElement(name, attributes);
    const textStart = this.line.length;
    const link = name === 'a' ? this.link(index, attributes) : -1;
    const charactersBefore = this.characterCount;
    this.entries.push({ tag, index, own: true, textStart, charactersBefore, dateElement, link });
  }

  private link(element: number, attributes: Attributes): number {
    const href = attributes.get(slots.href)?.trim();
    if (!href || this.links.length >= LINKS_MAX) return -1;
    const hreflang = attributes.get(slots.hreflang)?.trim() || null;
    const type = attributes.get(slots.type)?.trim() ?? '';
    const file = attributes.get(slots.download)?.trim() || (type.includes('/') ? type : null);
    const title = attributes.get(slots.title)?.trim() || null;
    const isTag = attributes.get(slots.rel)?.toLowerCase().split(/\s+/).includes('tag') ?? false;
    this.links.push({ href, hreflang, element, block: this.blocks.length, text: '', file, title, isTag });
    return this.links.length - 1;
  }

  /** Pictures that load late have their address in an attribute of their own, and a placeholder in `src`. */
  private image(attributes: Attributes): void {
    const late =
      attributes.get(slots['data-src']) ??
      attributes.get(slots['data-original']) ??
      attributes.get(slots['data-lazy-src']);
    const set = attributes.get(slots.srcset) ?? attributes.get(slots['data-srcset']) ?? this.pictureSet;
    this.pictureSet = undefined;
    const source = pictureSource([late, attributes.get(slots.src)], set);
    if (source === null || this.images.length >= IMAGES_MAX || isTiny(attributes)) return;
    const alternative = cleanLine(attributes.get(slots.alt) ?? '') || null;
    const element = this.entries.at(-1)?.index ?? -1;
    this.images.push({ source, alternative, element, block: this.blocks.length });
  }

  private dateElement(name: string, attributes: Attributes): OpenElement['dateElement'] {
    const property = attributes.get(slots.itemprop)?.trim() ?? '';
    const isProperty = property !== '' && datePropertyPattern.test(property);
    // Custom elements ("relative-time", "time-ago") carry what a time element does.
    const isTime = name === 'time' || (name.includes('-') && attributes.get(slots.datetime) !== undefined);
    const title = name === 'abbr' ? attributes.get(slots.title) : undefined;
    if (!isTime && !isProperty && (title === undefined || !/\d/.test(title))) return null;
    if (this.dateElements.length >= META_MAX) return null;
    const value = attributes.get(slots.datetime) ?? attributes.get(slots.content) ?? title ?? null;
    this.dateElements.push({
      kind: isProperty ? 'itemprop' : 'time',
      property: isProperty ? property : '',
      value: value === null ? null : cleanLine(value),
      className: attributes.get(slots.class) ?? '',
      isPublication: attributes.get(slots.pubdate) !== undefined,
      text: '',
      block: this.blocks.length,
    });
    return { at: this.dateElements.length - 1, textStart: this.line.length };
  }

  private pop(tag: Tag): void {
    const last = this.entries.at(-1);
    if (last?.tag !== tag) return;
    if (tag.isBlock) this.flush(last);
    this.entries.pop();
    this.end(last);
  }

  private end(entry: OpenElement): void {
    if (entry.dateElement !== null) this.closeDateElement(entry.dateElement);
    if (entry.link >= 0) this.closeLink(entry.link, entry.textStart);
    if (!entry.own) return;
    if (entry.tag.name === 'a') this.linkDepth -= 1;
    if (entry.tag.name === 'pre') this.preDepth -= 1;
    const element = this.elements[entry.index];
    if (element === undefined) return;
    element.characters = this.characterCount - entry.charactersBefore;
    // What a line hides from the eye ("opens in a new window") is no part of the line.
    const inLine = this.line.length > entry.textStart && element.firstBlock === this.blocks.length;
    if (inLine && !entry.tag.isBlock && isHiddenInline(element)) {
      this.line = this.line.slice(0, entry.textStart);
      this.hasText = !isBlank(this.line);
      element.endBlock = element.firstBlock;
      return;
    }
    element.endBlock = this.blocks.length + (this.hasText ? 1 : 0);
  }

  private closeDateElement(open: { readonly at: number; readonly textStart: number }): void {
    const element = this.dateElements[open.at];
    if (element === undefined) return;
    const flushed = this.blocks[element.block];
    const text = flushed === undefined ? this.line.slice(open.textStart) : flushed.text;
    this.dateElements[open.at] = { ...element, text: cleanLine(text.slice(0, DATE_TEXT_CHARACTERS_MAX)) };
  }

  private closeLink(at: number, textStart: number): void {
    const link = this.links[at];
    if (link === undefined) return;
    const flushed = this.blocks[link.block];
    const text = flushed === undefined ? this.line.slice(textStart) : flushed.text;
    this.links[at] = { ...link, text: cleanLine(text.slice(0, LINK_TEXT_CHARACTERS_MAX)) };
  }

  private append(text: string): void {
    const length = visibleLength(text);
    if (length > 1 || !isBlank(text)) {
      this.breaks = 0;
      this.hasText = true;
    }
    this.line += text;
    this.characterCount += length;
    if (this.linkDepth > 0) this.linkText += length;
  }

  /** A blank line inside `pre` is a paragraph's end, as in plain text. */
  private preformatted(text: string): void {
    for (const [index, part] of text.split(/\n[ \t\r]*\n/).entries()) {
      if (this.stopped) return;
      if (index > 0) this.flush();
      this.append(part);
    }
  }

  /** One br is a space, two end the paragraph. */
  private lineBreak(): void {
    this.breaks += 1;
    if (this.breaks >= 2) this.flush();
    else this.line += '\n';
  }

  private flush(closing?: OpenElement): void {
    const text = this.hasText ? cleanLine(this.line) : '';
    const linkCharacters = Math.min(this.linkText, text.length);
    this.line = '';
    this.hasText = false;
    this.linkText = 0;
    this.breaks = 0;
    if (text === '') return;
    let at = this.entries.length - 1;
    while (at > 0 && this.entries[at]?.tag.isBlock !== true) at -= 1;
    const holder = closing ?? this.entries[at];
    this.nodes += 1;
    if (this.nodes > limits.htmlNodesMax) {
      this.stop('the page has too many elements: the rest was not read');
      return;
    }
    this.blocks.push({ text, linkCharacters, element: holder?.index ?? -1 });
  }
}

const FIGURE_LEVELS = 3;

function isFigure(entry: OpenElement): boolean {
  return entry.tag.name === 'figure';
}

const SOURCE_SET_CHARACTERS_MAX = 8_000;
const SOURCES_MAX = 30;
const placeholder = /(?:^|[/_-])(?:placeholder|blank|spacer|transparent|loading|1x1|pixel|lazy)[^/]{0,20}$/iu;

/** The first address that is no stand-in, else the largest one of the set. */
function pictureSource(addresses: readonly (string | undefined)[], set: string | undefined): string | null {
  const plain = addresses
    .map((value) => value?.trim() ?? '')
    .filter((value) => value !== '' && !value.startsWith('data:'));
  return plain.find((value) => !placeholder.test(value)) ?? largestOf(set) ?? plain[0] ?? null;
}

/** Of "a.jpg 400w, b.jpg 1600w" or "a.jpg 1x, b.jpg 2x" (HTML standard 4.8.4.2.1) the largest. */
function largestOf(set: string | undefined): string | null {
  if (set === undefined) return null;
  let best: { address: string; size: number } | null = null;
  for (const candidate of set.slice(0, SOURCE_SET_CHARACTERS_MAX).split(/,\s+|,$/u, SOURCES_MAX)) {
    const [address = '', descriptor = ''] = candidate.trim().split(/\s+/u, 2);
    if (address === '' || address.startsWith('data:')) continue;
    const size = Number.parseFloat(descriptor) || 1;
    if (best === null || size > best.size) best = { address, size };
  }
  return best?.address ?? null;
}

const sizeNames = [slots.width, slots.height];
const TINY_PIXELS_MAX = 60;

/** Icons and tracking pixels say how small they are. */
function isTiny(attributes: Attributes): boolean {
  return sizeNames.some((name) => {
    const pixels = Number.parseInt(attributes.get(name) ?? '', 10);
    return pixels >= 0 && pixels <= TINY_PIXELS_MAX;
  });
}

const HIDDEN_INLINE_CHARACTERS_MAX = 120;

function isHiddenInline(element: PageElement): boolean {
  if (element.characters > HIDDEN_INLINE_CHARACTERS_MAX) return false;
  return element.hidden !== 'no' || element.names.hidden;
}

function hiddenBy(attributes: Attributes): PageElement['hidden'] {
  const hidden = attributes.get(slots.hidden);
  if (hidden !== undefined && hidden !== 'until-found') return 'yes';
  const style = attributes.get(slots.style);
  if (style !== undefined && STYLE_HIDDEN.test(style)) return 'yes';
  return attributes.get(slots['aria-hidden'])?.trim().toLowerCase() === 'true' ? 'aria' : 'no';
}

/**
 * Reads any text as HTML; never throws, and stops with a warning at the caps of `limits`. `withoutScripts` reads what is
 * written for readers without scripts (`noscript`), which others do not see.
 */
export function readTree(html: string, withoutScripts = false): PageTree {
  const builder = new TreeBuilder(withoutScripts);
  readMarkup(html, builder);
  builder.finish();
  const { elements, blocks, title, language, meta, canonicalLinks, alternates, links, images, base, jsonLd } = builder;
  const { dateElements, warnings } = builder;
  return {
    elements,
    blocks,
    title,
    language,
    meta,
    canonicalLinks,
    alternates,
    links,
    images,
    base,
    jsonLd,
    dateElements,
    warnings,
  };
}
