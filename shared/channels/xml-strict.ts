/**
 * The first reader of an XML document: one pass that proves it well-formed and builds the tree at once, text left as it stands
 * in the source. At the first doubt it gives up, and the forgiving reader takes over. Linear.
 */
import { limits } from '../limits.ts';
import { type Vocabulary, vocabularyOfAddress, vocabularyOfDefault, vocabularyOfPrefix } from './namespaces.ts';
import {
  basesWithin,
  type Decode,
  fieldOf,
  type Notes,
  prefixesWith,
  textElements,
  type XmlElement,
} from './xml-tree.ts';
import { isReference } from './xml-well-formed.ts';

/** A tag's name in its parts, in lower case. */
interface TagName {
  readonly prefix: string;
  readonly local: string;
  /** What it holds is text: elements in it are markup and not looked at one by one. */
  readonly holdsText: boolean;
  /** Made when first needed, by vocabulary. */
  readonly fields: Map<Vocabulary, string>;
}

/** What elements inherit; elements without such attributes share their parent's. */
interface Scope {
  readonly prefixes: ReadonlyMap<string, Vocabulary>;
  readonly bases: readonly string[];
}

const noAttributes: ReadonlyMap<string, string> = new Map();

class StrictElement implements XmlElement {
  readonly children: XmlElement[] = [];
  vocabulary: Vocabulary = 'none';
  field = '';
  attributes: ReadonlyMap<string, string> = noAttributes;
  base: string | null = null;
  lang: string | null = null;
  /** Where its content begins and ends in the text. */
  start = 0;
  end = 0;
  readonly name: string;
  readonly text: string;
  scope: Scope;
  constructor(name: string, text: string, scope: Scope) {
    this.name = name;
    this.text = text;
    this.scope = scope;
  }
  get bases(): readonly string[] {
    return this.scope.bases;
  }
  source(): string {
    return this.text.slice(this.start, this.end);
  }
}

export interface StrictReading {
  readonly root: XmlElement;
  /** How many items were left out behind the first `itemsMax`. */
  readonly dropped: number;
  readonly notes: Notes;
}

const texts: ReadonlySet<string> = new Set(textElements);
const tagNameEnd = /[\s/>=<"'&]/;

/** Character codes. */
const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const AMPERSAND = 0x26;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function beginsName(code: number, text: string, at: number): boolean {
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x3a) return true;
  return code >= 0x80 && /^\p{L}/u.test(text.slice(at, at + 2));
}

/** Where the name that begins at `at` ends. */
function endOfName(text: string, at: number): number {
  let end = at + 1;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code <= 0x3e) {
      // One of: white space / > = < " ' &
      if (code === GREATER || code === SLASH || isSpace(code) || code === EQUALS) break;
      if (code === LESS || code === QUOTE || code === APOSTROPHE || code === AMPERSAND) break;
    } else if (code >= 0x80 && tagNameEnd.test(text.charAt(end))) break;
  }
  return end;
}

/**
 * The tree of a document without DOCTYPE; null when it is not well-formed or is unusual enough to need the other readers.
 * `itemNames` are counted, and left out behind `itemsMax`.
 */
export function readStrictXml(
  text: string,
  entities: ReadonlyMap<string, string>,
  decode: Decode,
  itemNames: readonly string[],
  itemsMax: number,
): StrictReading | null {
  const reader = new StrictReader(text, entities, decode, itemNames, itemsMax);
  return reader.read();
}

class StrictReader {
  readonly text: string;
  readonly entities: ReadonlyMap<string, string>;
  readonly decode: Decode;
  readonly itemNames: readonly string[];
  readonly itemsMax: number;
  readonly names = new Map<string, TagName>();
  readonly notes: Notes = new Set();
  /** Names of all open elements, and those of them that are built. */
  readonly openNames: string[] = [];
  readonly openElements: StrictElement[] = [];
  root: StrictElement | null = null;
  items = 0;
  /** Depth at which an element began whose content is not built; 0 outside of such. */
  unbuiltDepth = 0;

  constructor(
    text: string,
    entities: ReadonlyMap<string, string>,
    decode: Decode,
    itemNames: readonly string[],
    itemsMax: number,
  ) {
    this.text = text;
    this.entities = entities;
    this.decode = decode;
    this.itemNames = itemNames;
    this.itemsMax = itemsMax;
  }

  read(): StrictReading | null {
    const { text } = this;
    let at = 0;
    let ampersand = text.indexOf('&');
    while (at < text.length) {
      const tag = text.indexOf('<', at);
      const chunkEnd = tag < 0 ? text.length : tag;
      if (this.openNames.length === 0 && !isBlank(text, at, chunkEnd)) return null;
      if (ampersand >= 0 && ampersand < at) ampersand = text.indexOf('&', at);
      for (; ampersand >= 0 && ampersand < chunkEnd; ampersand = text.indexOf('&', ampersand + 1)) {
        if (!isReference(text, ampersand, this.entities)) return null;
      }
      if (tag < 0) break;
      const next = text.charCodeAt(tag + 1);
      if (next === SLASH) at = this.closeTag(tag);
      else if (next === BANG || next === QUESTION) at = this.skipSpecial(tag, next);
      else at = this.openTag(tag, next);
      if (at < 0) return null;
    }
    if (this.openNames.length > 0 || this.root === null) return null;
    return { root: this.root, dropped: Math.max(this.items - this.itemsMax, 0), notes: this.notes };
  }

  /** Each of these gives the index to go on from, or -1 for a fault. */
  closeTag(tag: number): number {
    const { text } = this;
    const name = this.openNames.pop();
    if (name === undefined || !text.startsWith(name, tag + 2)) return -1;
    let end = tag + 2 + name.length;
    while (isSpace(text.charCodeAt(end))) end += 1;
    if (text.charCodeAt(end) !== GREATER) return -1;
    const depth = this.openNames.length + 1;
    if (this.unbuiltDepth === 0 || depth === this.unbuiltDepth) {
      this.unbuiltDepth = 0;
      const element = this.openElements.pop();
      if (element !== undefined) element.end = tag;
    }
    return end + 1;
  }

  skipSpecial(tag: number, next: number): number {
    const { text } = this;
    if (next === QUESTION) return after(text, '?>', tag + 2);
    if (text.startsWith('<!--', tag)) return after(text, '-->', tag + 4);
    if (this.openNames.length > 0 && text.startsWith('<![CDATA[', tag)) return after(text, ']]>', tag + 9);
    return -1;
  }

  openTag(tag: number, next: number): number {
    const { text, openNames } = this;
    if (!beginsName(next, text, tag + 1)) return -1;
    if (openNames.length === 0 && this.root !== null) return -1;
    const nameEnd = endOfName(text, tag + 1);
    const rawName = text.slice(tag + 1, nameEnd);
    if (this.unbuiltDepth > 0) {
      const end = endOfTag(text, nameEnd);
      if (end > 0 && text.charCodeAt(end - 2) !== SLASH) openNames.push(rawName);
      return end;
    }
    const parent = this.openElements.at(-1);
    const name = this.nameOf(rawName);
    const isExtra = this.itemNames.includes(rawName) && ++this.items > this.itemsMax;
    const element = new StrictElement(name.local, text, parent?.scope ?? { prefixes: new Map(), bases: [] });
    const end = this.readAttributes(element, nameEnd);
    if (end < 0 || openNames.length >= limits.xmlDepthMax) return -1;
    const isEmpty = text.charCodeAt(end - 2) === SLASH;
    element.start = end;
    element.end = end;
    element.vocabulary =
      element.scope.prefixes.get(name.prefix) ?? (name.prefix === '' ? 'none' : vocabularyOfPrefix(name.prefix));
    let field = name.fields.get(element.vocabulary);
    if (field === undefined) {
      field = fieldOf(element.vocabulary, name.local);
      name.fields.set(element.vocabulary, field);
    }
    element.field = field;
    if (parent === undefined) this.root = element;
    else if (!isExtra) parent.children.push(element);
    if (!isEmpty) {
      openNames.push(rawName);
      this.openElements.push(element);
      if (name.holdsText || isExtra) this.unbuiltDepth = openNames.length;
    }
    return end;
  }

  nameOf(rawName: string): TagName {
    const known = this.names.get(rawName);
    if (known !== undefined) return known;
    const lower = rawName.toLowerCase();
    const colon = lower.indexOf(':');
    const made = {
      prefix: colon < 0 ? '' : lower.slice(0, colon),
      local: lower.slice(colon + 1),
      holdsText: texts.has(rawName),
      fields: new Map<Vocabulary, string>(),
    };
    this.names.set(rawName, made);
    return made;
  }

  readAttributes(element: StrictElement, from: number): number {
    const { text } = this;
    let attributes: Map<string, string> | null = null;
    let prefixes: ReadonlyMap<string, Vocabulary> | null = null;
    let count = 0;
    let at = from;
    for (;;) {
      while (isSpace(text.charCodeAt(at))) at += 1;
      const code = text.charCodeAt(at);
      if (code === GREATER) break;
      if (code === SLASH) {
        if (text.charCodeAt(at + 1) !== GREATER) return -1;
        at += 1;
        break;
      }
      if (!beginsName(code, text, at)) return -1;
      count += 1;
      if (count > limits.attributesPerElementMax) return -1;
      const nameEnd = endOfName(text, at);
      const { prefix, local } = this.nameOf(text.slice(at, nameEnd));
      at = nameEnd;
      while (isSpace(text.charCodeAt(at))) at += 1;
      let value = '';
      if (text.charCodeAt(at) === EQUALS) {
        at += 1;
        while (isSpace(text.charCodeAt(at))) at += 1;
        const quote = text.charCodeAt(at);
        if (quote !== QUOTE && quote !== APOSTROPHE) return -1;
        const close = text.indexOf(quote === QUOTE ? '"' : "'", at + 1);
        if (close < 0) return -1;
        value = text.slice(at + 1, close);
        if (value.includes('<')) return -1;
        if (value.includes('&')) value = this.decode(value);
        at = close + 1;
      }
      const declared = prefix === '' && local === 'xmlns' ? '' : prefix === 'xmlns' ? local : null;
      if (declared !== null) {
        const vocabulary =
          declared === '' ? vocabularyOfDefault(value, element.name, this.root === null) : vocabularyOfAddress(value);
        prefixes = prefixesWith(prefixes ?? element.scope.prefixes, declared, vocabulary, this.notes);
      } else if (prefix === 'xml' && local === 'base') element.base = value.trim();
      else if (prefix === 'xml' && local === 'lang') element.lang = value.trim();
      else {
        attributes ??= new Map();
        if (prefix === '' || !attributes.has(local)) attributes.set(local, value);
      }
    }
    if (attributes !== null) element.attributes = attributes;
    if (prefixes !== null || element.base !== null) {
      const { scope } = element;
      element.scope = {
        prefixes: prefixes ?? scope.prefixes,
        bases: basesWithin(scope.bases, element.base, this.notes),
      };
    }
    return at + 1;
  }
}

/** The index behind the ">" of a tag whose attributes do not matter; -1 when it has none or one is not quoted. */
function endOfTag(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === GREATER) return at + 1;
    if (code === LESS) return -1;
    at += 1;
    if (code !== EQUALS) continue;
    while (isSpace(text.charCodeAt(at))) at += 1;
    const quote = text.charCodeAt(at);
    if (quote !== QUOTE && quote !== APOSTROPHE) return -1;
    const end = text.indexOf(quote === QUOTE ? '"' : "'", at + 1);
    if (end < 0) return -1;
    at = end + 1;
  }
  return -1;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (!isSpace(code) && code !== 0xfeff) return false;
  }
  return true;
}
