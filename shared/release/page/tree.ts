/**
 * Reads HTML into text blocks and the elements around them: a light tree on htmlparser2's callbacks, without recursion,
 * with depth, node and attribute caps inside the callbacks. Every element is a range of blocks.
 */
import { Parser } from 'htmlparser2';
import { limits } from '../../limits.ts';
import { readClasses } from './class-words.ts';
import { cleanLine } from './text.ts';

export interface PageElement {
  readonly index: number;
  readonly name: string;
  /** Index of the parent; -1 for an outermost element. */
  readonly parent: number;
  readonly className: string;
  readonly id: string;
  readonly role: string;
  readonly itemprop: string;
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
  /** `datetime` or `content`, else null. */
  readonly value: string | null;
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

const blockElements = new Set(
  'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul caption'.split(
    ' ',
  ),
);
/** Their content is no text of the page. */
const skippedElements = new Set(
  'script style noscript template svg math iframe object embed canvas audio video select datalist textarea button map noframes applet'.split(
    ' ',
  ),
);
const headElements = new Set('html head title meta link base script style noscript template'.split(' '));
const keptAttributes = new Set(
  'class id role itemprop hidden aria-hidden style datetime content property name rel href hreflang lang type http-equiv src alt srcset data-src data-srcset data-original data-lazy-src width height'.split(
    ' ',
  ),
);
const ATTRIBUTE_CHARACTERS_MAX = 4_000;
const JSON_LD_CHARACTERS_MAX = 200_000;
const DATE_TEXT_CHARACTERS_MAX = 200;
const META_MAX = 500;
const ALTERNATES_MAX = 100;
const LINKS_MAX = 2_000;
const IMAGES_MAX = 500;
const LINK_TEXT_CHARACTERS_MAX = 300;
/** Beyond the depth cap elements are no longer told apart; this many times beyond it reading stops. */
const STOP_DEPTH_FACTOR = 8;

const STYLE_HIDDEN = /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i;

interface OpenElement {
  readonly name: string;
  /** Index in `elements`, or that of the nearest kept ancestor. */
  readonly index: number;
  /** False where the element itself is not kept (too deep, or in the head). */
  readonly own: boolean;
  readonly isBlock: boolean;
  /** Where its text begins in the open block, and in all text so far. */
  readonly textStart: number;
  readonly charactersBefore: number;
  readonly dateElement: { readonly at: number; readonly textStart: number } | null;
  /** Index in `links`; -1 for what is no link. */
  readonly link: number;
}

class TreeBuilder {
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

  private readonly open: OpenElement[] = [];
  private pendingName: string | null = null;
  private pendingAttributes = new Map<string, string>();
  private attributeCount = 0;
  private nodes = 0;
  private parserDepth = 0;
  private characterCount = 0;
  private text = '';
  private linkText = 0;
  private linkDepth = 0;
  private preDepth = 0;
  private skipName: string | null = null;
  private skipDepth = 0;
  private breaks = 0;
  private inHead = true;
  private capture: 'title' | 'json-ld' | null = null;
  private captured = '';

  openTag(name: string): void {
    this.settle();
    this.nodes += 1;
    this.parserDepth += 1;
    // The parser's own stack grows with depth, also inside what is skipped: far beyond the cap reading stops.
    if (this.parserDepth > limits.htmlDepthMax * STOP_DEPTH_FACTOR)
      this.stop('elements are nested without end: the rest was not read');
    if (this.nodes > limits.htmlNodesMax) this.stop('the page has too many elements: the rest was not read');
    if (this.skipName !== null) {
      if (name === this.skipName) this.skipDepth += 1;
      return;
    }
    this.pendingName = name;
    this.attributeCount = 0;
  }

  attribute(name: string, value: string): void {
    if (this.pendingName === null) return;
    this.attributeCount += 1;
    if (this.attributeCount > limits.htmlAttributesPerElementMax) {
      if (this.attributeCount === limits.htmlAttributesPerElementMax + 1)
        this.warn('attributes beyond the limit were not read');
      return;
    }
    if (keptAttributes.has(name) && !this.pendingAttributes.has(name)) {
      this.pendingAttributes.set(name, value.slice(0, ATTRIBUTE_CHARACTERS_MAX));
    }
  }

  characters(text: string): void {
    this.settle();
    if (this.capture !== null) {
      if (this.captured.length < JSON_LD_CHARACTERS_MAX) this.captured += text;
      return;
    }
    if (this.skipName !== null) return;
    if (this.inHead) {
      if (text.trim() === '') return;
      this.inHead = false;
    }
    if (this.preDepth > 0) this.preformatted(text);
    else this.append(text);
  }

  closeTag(name: string): void {
    this.settle();
    this.parserDepth -= 1;
    if (this.skipName !== null) {
      if (name !== this.skipName) return;
      this.skipDepth -= 1;
      if (this.skipDepth > 0) return;
      this.skipName = null;
      if (this.capture === 'json-ld') this.jsonLd.push(this.captured);
      this.capture = null;
      return;
    }
    if (name === 'title' && this.capture === 'title') {
      this.title ??= cleanLine(this.captured.slice(0, ATTRIBUTE_CHARACTERS_MAX)) || null;
      this.capture = null;
      return;
    }
    this.pop(name);
  }

  finish(): void {
    this.settle();
    this.flush();
    for (const entry of this.open) this.close(entry);
    this.open.length = 0;
  }

  private stop(warning: string): void {
    this.stopped = true;
    this.warn(warning);
  }

  private warn(warning: string): void {
    if (!this.warnings.includes(warning)) this.warnings.push(warning);
  }

  /** The parser tells attributes one by one and not where the tag ends: the next event does. */
  private settle(): void {
    const name = this.pendingName;
    if (name === null) return;
    const attributes = this.pendingAttributes;
    this.pendingName = null;
    this.pendingAttributes = new Map();
    this.element(name, attributes);
  }

  private element(name: string, attributes: ReadonlyMap<string, string>): void {
    if (this.inHead && !headElements.has(name)) this.inHead = false;
    if (name === 'html') this.language ??= attributes.get('lang')?.trim() || null;
    if (name === 'meta') this.metaTag(attributes);
    else if (name === 'link') this.linkTag(attributes);
    else if (name === 'base') this.base ??= attributes.get('href')?.trim() || null;
    else if (name === 'title' && this.title === null && (this.inHead || this.open.length <= 2))
      this.startCapture('title');
    else if (skippedElements.has(name)) this.skip(name, attributes);
    else if (name === 'img') this.image(attributes);
    else if (name === 'br') this.lineBreak();
    else if (name === 'hr') this.flush();
    else if (name !== 'head' && !voidElements.has(name)) this.push(name, attributes);
  }

  private startCapture(kind: 'title' | 'json-ld'): void {
    this.capture = kind;
    this.captured = '';
  }

  private skip(name: string, attributes: ReadonlyMap<string, string>): void {
    this.skipName = name;
    this.skipDepth = 1;
    if (
      name === 'script' &&
      (attributes.get('type') ?? '').toLowerCase().includes('ld+json') &&
      this.jsonLd.length < 50
    ) {
      this.startCapture('json-ld');
    }
  }

  private metaTag(attributes: ReadonlyMap<string, string>): void {
    const content = attributes.get('content');
    if (content === undefined || this.meta.length >= META_MAX) return;
    for (const key of ['property', 'name', 'itemprop', 'http-equiv']) {
      const name = attributes.get(key)?.trim().toLowerCase();
      if (name) this.meta.push({ name, content: cleanLine(content) });
    }
  }

  private linkTag(attributes: ReadonlyMap<string, string>): void {
    const rels = (attributes.get('rel') ?? '').toLowerCase().split(/\s+/);
    const href = attributes.get('href')?.trim();
    if (href && rels.includes('canonical') && this.canonicalLinks.length < 10) this.canonicalLinks.push(href);
    const hreflang = attributes.get('hreflang')?.trim();
    if (href && hreflang && rels.includes('alternate') && this.alternates.length < ALTERNATES_MAX) {
      this.alternates.push({ hreflang, href });
    }
  }

  private push(name: string, attributes: ReadonlyMap<string, string>): void {
    const isBlock = blockElements.has(name);
    if (isBlock) this.flush();
    const depth = this.open.length + 1;
    const parent = this.open.at(-1)?.index ?? -1;
    if (depth > limits.htmlDepthMax) {
      this.warn('elements nested beyond the limit were read as one');
      this.open.push({
        name,
        index: parent,
        own: false,
        isBlock,
        textStart: 0,
        charactersBefore: 0,
        dateElement: null,
        link: -1,
      });
      return;
    }
    const index = this.elements.length;
    this.elements.push({
      index,
      name,
      parent,
      // The name of a custom element says what a class would: "pp-inline-teaser".
      className: name.includes('-') ? `${name} ${attributes.get('class') ?? ''}` : (attributes.get('class') ?? ''),
      id: attributes.get('id') ?? '',
      role: (attributes.get('role') ?? '').trim().toLowerCase(),
      itemprop: attributes.get('itemprop') ?? '',
      hidden: hiddenBy(attributes),
      isBlock,
      characters: 0,
      firstBlock: this.blocks.length,
      endBlock: this.blocks.length,
    });
    if (name === 'a') this.linkDepth += 1;
    if (name === 'pre') this.preDepth += 1;
    const dateElement = this.dateElement(name, attributes);
    const textStart = this.text.length;
    const link = name === 'a' ? this.link(index, attributes) : -1;
    const charactersBefore = this.characterCount;
    this.open.push({ name, index, own: true, isBlock, textStart, charactersBefore, dateElement, link });
  }

  private link(element: number, attributes: ReadonlyMap<string, string>): number {
    const href = attributes.get('href')?.trim();
    if (!href || this.links.length >= LINKS_MAX) return -1;
    const hreflang = attributes.get('hreflang')?.trim() || null;
    this.links.push({ href, hreflang, element, block: this.blocks.length, text: '' });
    return this.links.length - 1;
  }

  /** Pictures that load late have their address in an attribute of their own, and a placeholder in `src`. */
  private image(attributes: ReadonlyMap<string, string>): void {
    const late = attributes.get('data-src') ?? attributes.get('data-original') ?? attributes.get('data-lazy-src');
    const set = attributes.get('srcset') ?? attributes.get('data-srcset');
    const source = [late, attributes.get('src'), set?.trim().split(/[\s,]/u, 1)[0]]
      .map((value) => value?.trim() ?? '')
      .find((value) => value !== '' && !value.startsWith('data:'));
    if (source === undefined || this.images.length >= IMAGES_MAX || isTiny(attributes)) return;
    const alternative = cleanLine(attributes.get('alt') ?? '') || null;
    const element = this.open.at(-1)?.index ?? -1;
    this.images.push({ source, alternative, element, block: this.blocks.length });
  }

  private dateElement(name: string, attributes: ReadonlyMap<string, string>): OpenElement['dateElement'] {
    const property = (attributes.get('itemprop') ?? '').trim();
    if (name !== 'time' && !/^date(Published|Modified|Created)$/i.test(property)) return null;
    if (this.dateElements.length >= META_MAX) return null;
    const value = attributes.get('datetime') ?? attributes.get('content') ?? null;
    this.dateElements.push({
      kind: property === '' ? 'time' : 'itemprop',
      property,
      value: value === null ? null : cleanLine(value),
      text: '',
      block: this.blocks.length,
    });
    return { at: this.dateElements.length - 1, textStart: this.text.length };
  }

  private pop(name: string): void {
    const last = this.open.at(-1);
    if (last?.name !== name) return;
    if (last.isBlock) this.flush(last);
    this.open.pop();
    this.close(last);
  }

  private close(entry: OpenElement): void {
    if (entry.dateElement !== null) this.closeDateElement(entry.dateElement);
    if (entry.link >= 0) this.closeLink(entry.link, entry.textStart);
    if (!entry.own) return;
    if (entry.name === 'a') this.linkDepth -= 1;
    if (entry.name === 'pre') this.preDepth -= 1;
    const element = this.elements[entry.index];
    if (element === undefined) return;
    element.characters = this.characterCount - entry.charactersBefore;
    // What a line hides from the eye ("opens in a new window") is no part of the line.
    if (!entry.isBlock && isHiddenInline(element) && element.firstBlock === this.blocks.length) {
      this.text = this.text.slice(0, entry.textStart);
    }
    element.endBlock = this.blocks.length + (this.text.trim() === '' ? 0 : 1);
  }

  private closeDateElement(open: { readonly at: number; readonly textStart: number }): void {
    const element = this.dateElements[open.at];
    if (element === undefined) return;
    const flushed = this.blocks[element.block];
    const text = flushed === undefined ? this.text.slice(open.textStart) : flushed.text;
    this.dateElements[open.at] = { ...element, text: cleanLine(text.slice(0, DATE_TEXT_CHARACTERS_MAX)) };
  }

  private closeLink(at: number, textStart: number): void {
    const link = this.links[at];
    if (link === undefined) return;
    const flushed = this.blocks[link.block];
    const text = flushed === undefined ? this.text.slice(textStart) : flushed.text;
    this.links[at] = { ...link, text: cleanLine(text.slice(0, LINK_TEXT_CHARACTERS_MAX)) };
  }

  private append(text: string): void {
    if (text.trim() !== '') this.breaks = 0;
    this.text += text;
    this.characterCount += cleanLength(text);
    if (this.linkDepth > 0) this.linkText += cleanLength(text);
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
    else this.text += '\n';
  }

  private flush(closing?: OpenElement): void {
    const text = cleanLine(this.text);
    const linkCharacters = Math.min(this.linkText, text.length);
    this.text = '';
    this.linkText = 0;
    this.breaks = 0;
    if (text === '') return;
    let at = this.open.length - 1;
    while (at > 0 && this.open[at]?.isBlock !== true) at -= 1;
    const holder = closing ?? this.open[at];
    this.nodes += 1;
    if (this.nodes > limits.htmlNodesMax) {
      this.stop('the page has too many elements: the rest was not read');
      return;
    }
    this.blocks.push({ text, linkCharacters, element: holder?.index ?? -1 });
  }
}

const voidElements = new Set(
  'area base basefont br col embed hr img input link meta param source track wbr'.split(' '),
);

const TINY_PIXELS_MAX = 60;

/** Icons and tracking pixels say how small they are. */
function isTiny(attributes: ReadonlyMap<string, string>): boolean {
  return ['width', 'height'].some((name) => {
    const pixels = Number.parseInt(attributes.get(name) ?? '', 10);
    return pixels > 0 && pixels <= TINY_PIXELS_MAX;
  });
}

const HIDDEN_INLINE_CHARACTERS_MAX = 120;

function isHiddenInline(element: PageElement): boolean {
  if (element.characters > HIDDEN_INLINE_CHARACTERS_MAX) return false;
  return element.hidden !== 'no' || readClasses(element.className, element.id, '').hidden;
}

function cleanLength(text: string): number {
  return text.replace(/\s+/g, ' ').length;
}

function hiddenBy(attributes: ReadonlyMap<string, string>): PageElement['hidden'] {
  const hidden = attributes.get('hidden');
  if (hidden !== undefined && hidden !== 'until-found') return 'yes';
  if (STYLE_HIDDEN.test(attributes.get('style') ?? '')) return 'yes';
  return attributes.get('aria-hidden')?.trim().toLowerCase() === 'true' ? 'aria' : 'no';
}

const CHUNK_CHARACTERS = 64 * 1024;

/** Reads any text as HTML; never throws, and stops with a warning at the caps of `limits`. */
export function readTree(html: string): PageTree {
  const builder = new TreeBuilder();
  const parser = new Parser(
    {
      onopentagname: (name) => {
        builder.openTag(name);
        if (builder.stopped) parser.pause();
      },
      onattribute: (name, value) => builder.attribute(name, value),
      ontext: (text) => {
        builder.characters(text);
        if (builder.stopped) parser.pause();
      },
      onclosetag: (name) => builder.closeTag(name),
    },
    { decodeEntities: true },
  );
  for (let at = 0; at < html.length && !builder.stopped; at += CHUNK_CHARACTERS) {
    parser.write(html.slice(at, at + CHUNK_CHARACTERS));
  }
  if (!builder.stopped) parser.end();
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
