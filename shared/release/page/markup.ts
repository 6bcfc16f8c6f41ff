/**
 * Nests HTML markup: the scanner says where tags, attributes and texts stand; this decides what closes what, hands each
 * element over with its attributes, and cuts out only those texts that somebody wants. No recursion.
 */
import { limits } from '../../limits.ts';
import { partOf } from '../../text/units.ts';
import { Attributes, attributeSlot } from './attributes.ts';
import { decodeAttribute, decodeText } from './references.ts';
import { type MarkupEvents, scanMarkup } from './scanner.ts';
import { brTag, formTag, imageTag, PageTags, paragraphTag, type Tag } from './tags.ts';

export interface MarkupHandler {
  /** Set once enough was read. */
  readonly stopped: boolean;
  open(tag: Tag, attributes: Attributes): void;
  /** In the order of nesting; void elements are not closed. */
  close(tag: Tag): void;
  text(text: string): void;
  /** Whether text is wanted here: what is not is never cut out. */
  wantsText(): boolean;
  wantsAttributes(): boolean;
  tooManyAttributes(): void;
}

const VALUE_CHARACTERS_MAX = 4_000;
/** So many times longer a value is cut before its references are decoded. */
const REFERENCE_FACTOR = 10;

class MarkupReader implements MarkupEvents {
  private readonly tags = new PageTags();
  private readonly stack: Tag[] = [];
  /** How often a tag is open, by its index: pages have end tags of what is not open. */
  private readonly openCounts: number[] = [];
  private readonly contexts: boolean[] = [];
  private inForeign = false;
  private readonly attributes = new Attributes();
  /** The start tag that is being read; null where it has no effect. */
  private tag: Tag | null = null;
  private attributeCount = 0;
  private readonly html: string;
  private readonly handler: MarkupHandler;

  constructor(html: string, handler: MarkupHandler) {
    this.html = html;
    this.handler = handler;
  }

  isEnough(): boolean {
    return this.handler.stopped;
  }

  startTag(start: number, end: number): string | null {
    const tag = this.tagAt(start, end);
    // Other vocabularies know no raw text.
    const textOnly = tag.holdsText && !this.inForeign;
    this.begin(tag);
    return textOnly ? tag.name : null;
  }

  private begin(tag: Tag): void {
    this.attributes.clear();
    this.attributeCount = 0;
    // A form inside a form is no element.
    this.tag = tag === formTag && this.isOpen(formTag) ? null : tag;
    const { ends } = tag;
    if (this.tag === null || ends === null) return;
    for (let top = this.top(); top !== undefined && ends[top.index] === 1; top = this.top()) this.pop();
  }

  /** Outside other vocabularies the slash at the end of a tag means nothing. */
  startTagEnd(selfClosing: boolean): void {
    const { tag } = this;
    if (tag === null) return;
    this.open(tag);
    if (selfClosing && this.inForeign && this.top() === tag) this.pop();
  }

  private open(tag: Tag): void {
    this.tag = null;
    this.handler.open(tag, this.attributes);
    if (!tag.isVoid) this.push(tag);
  }

  endTag(start: number, end: number): void {
    const tag = this.tagAt(start, end);
    if (tag.isVoid) {
      if (tag === brTag) this.emptyElement(brTag);
    } else if (this.isOpen(tag)) {
      while (this.top() !== tag) this.pop();
      this.pop();
    } else if (tag === paragraphTag) {
      this.emptyElement(paragraphTag);
    }
  }

  /** `</br>` and `</p>` that end nothing stand for an element (HTML standard 13.2.6.4.7). */
  private emptyElement(tag: Tag): void {
    this.begin(tag);
    this.open(tag);
    if (!tag.isVoid) this.pop();
  }

  private push(tag: Tag): void {
    this.stack.push(tag);
    this.openCounts[tag.index] = (this.openCounts[tag.index] ?? 0) + 1;
    if (tag.context === null) return;
    this.inForeign = tag.context === 'foreign';
    this.contexts.push(this.inForeign);
  }

  private pop(): void {
    const tag = this.stack.pop();
    if (tag === undefined) return;
    this.openCounts[tag.index] = (this.openCounts[tag.index] ?? 1) - 1;
    if (tag.context !== null) {
      this.contexts.pop();
      this.inForeign = this.contexts.at(-1) ?? false;
    }
    this.handler.close(tag);
  }

  private top(): Tag | undefined {
    return this.stack[this.stack.length - 1];
  }

  private isOpen(tag: Tag): boolean {
    return (this.openCounts[tag.index] ?? 0) > 0;
  }

  private tagAt(start: number, end: number): Tag {
    const tag = this.tags.at(this.html, start, end);
    return tag.name === 'image' && !this.inForeign ? imageTag : tag;
  }

  attribute(start: number, end: number, valueStart: number, valueEnd: number): void {
    if (this.tag === null || !this.handler.wantsAttributes()) return;
    this.attributeCount += 1;
    if (this.attributeCount > limits.htmlAttributesPerElementMax) {
      this.handler.tooManyAttributes();
      return;
    }
    const slot = attributeSlot(this.html, start, end);
    if (slot >= 0) this.attributes.add(slot, this.value(valueStart, valueEnd));
  }

  private value(start: number, end: number): string {
    const most = start + VALUE_CHARACTERS_MAX * REFERENCE_FACTOR;
    const value = decodeAttribute(partOf(this.html, start, end < most ? end : most));
    return value.length > VALUE_CHARACTERS_MAX ? value.slice(0, VALUE_CHARACTERS_MAX) : value;
  }

  text(start: number, end: number): void {
    if (!this.handler.wantsText()) return;
    const text = partOf(this.html, start, end);
    const isRaw = this.top()?.isRawText === true && !this.inForeign;
    this.handler.text(isRaw ? text : decodeText(text));
  }

  /** The page ended: so do all elements. A tag that was cut off is none. */
  finish(): void {
    while (this.stack.length > 0) this.pop();
  }
}

/** Reads the markup from beginning to end, or until the handler has enough. */
export function readMarkup(html: string, handler: MarkupHandler): void {
  const reader = new MarkupReader(html, handler);
  scanMarkup(html, reader);
  if (!handler.stopped) reader.finish();
}
