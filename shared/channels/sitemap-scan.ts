/**
 * One pass over the text of a sitemap, tag by tag: entries as places in the text, which are cheap until somebody decodes them.
 * A tree would cost seconds on 50,000 addresses. What is broken is noted, and what was readable is kept. Linear on any text.
 */
import { limits } from '../limits.ts';
import { type Vocabulary, vocabularyOfAddress, vocabularyOfPrefix } from './namespaces.ts';
import { isReference } from './xml-well-formed.ts';

/** Fields of an entry as they stand between their tags. */
export interface ScannedEntry {
  loc?: string;
  lastmod?: string;
  title?: string;
  date?: string;
  language?: string;
}

export interface Scan {
  /** The first thing that is not well-formed, or null. */
  readonly fault: string | null;
  /** Entries behind `sitemapEntriesMax` were not looked at. */
  readonly isCut: boolean;
}

type Field = keyof ScannedEntry;
type Role = 'root' | 'entry' | 'news' | 'publication' | Field | 'other';

interface Frame {
  readonly name: string;
  readonly role: Role;
  /** Vocabulary of names without a prefix. */
  readonly unprefixed: Vocabulary;
  /** Where the content begins. */
  readonly start: number;
}

/** Elements by the role of what encloses them; own names are those of the root's namespace, or of none. */
const roles = (names: Readonly<Record<string, Role>>): ReadonlyMap<string, Role> => new Map(Object.entries(names));
type Roles = ReadonlyMap<Role, ReadonlyMap<string, Role>>;
const own: Roles = new Map<Role, ReadonlyMap<string, Role>>([
  ['root', roles({ url: 'entry', sitemap: 'entry' })],
  ['entry', roles({ loc: 'loc', lastmod: 'lastmod' })],
]);
const news: Roles = new Map<Role, ReadonlyMap<string, Role>>([
  ['entry', roles({ news: 'news' })],
  ['news', roles({ title: 'title', publication_date: 'date', publication: 'publication' })],
  ['publication', roles({ language: 'language' })],
]);
const fields: ReadonlySet<Role> = new Set(['loc', 'lastmod', 'title', 'date', 'language']);

/** Deeper elements are passed over. */
const depthMax = 32;
/** Declarations of namespaces are looked for in so much of a tag. */
const tagCharactersMax = 16_384;
const prefixesMax = 256;

/**
 * Scans from the root element's "<". `found` gets each entry, also one without a `loc`.
 */
export function scanSitemap(
  text: string,
  start: number,
  declared: ReadonlyMap<string, string>,
  found: (entry: ScannedEntry) => void,
): Scan {
  return new Scanner(text, declared, found).run(start);
}

class Scanner {
  readonly #text: string;
  readonly #declared: ReadonlyMap<string, string>;
  readonly #found: (entry: ScannedEntry) => void;
  readonly #stack: Frame[] = [];
  readonly #prefixes = new Map<string, Vocabulary>();
  #fault: string | null = null;
  #entry: ScannedEntry | null = null;
  #count = 0;
  /** Open elements that are too deep for the stack. */
  #deeper = 0;
  /** The next ampersand that was not looked at. */
  #ampersand: number;
  #rootClosed = false;

  constructor(text: string, declared: ReadonlyMap<string, string>, found: (entry: ScannedEntry) => void) {
    this.#text = text;
    this.#declared = declared;
    this.#found = found;
    this.#ampersand = text.indexOf('&');
  }

  run(start: number): Scan {
    const text = this.#text;
    let at = start;
    while (at >= 0 && at < text.length) {
      if (this.#count > limits.sitemapEntriesMax) return { fault: this.#fault, isCut: true };
      const after = this.#markup(at);
      if (after < 0) {
        this.#note('the document ends inside a comment, CDATA section or instruction');
        break;
      }
      const next = text.indexOf('<', after);
      this.#references(after, next < 0 ? text.length : next);
      if (this.#rootClosed && text.slice(after, next < 0 ? undefined : next).trim() !== '') {
        this.#note('text behind the root element');
        break;
      }
      at = next;
    }
    this.#finish();
    return { fault: this.#fault, isCut: false };
  }

  #note(fault: string): void {
    this.#fault ??= fault;
  }

  /** Takes the markup at a "<"; the index behind it, -1 when it never ends. */
  #markup(at: number): number {
    const text = this.#text;
    const char = text.charCodeAt(at + 1);
    if (char === 0x21) return this.#declaration(at);
    if (char === 0x3f) return behind(text, '?>', at + 2);
    if (this.#rootClosed) {
      this.#note('text behind the root element');
      return text.length;
    }
    const isClosing = char === 0x2f;
    const nameStart = isClosing ? at + 2 : at + 1;
    const nameEnd = endOfName(text, nameStart);
    if (nameEnd === nameStart) {
      this.#note('a "<" that begins no tag');
      return at + 1;
    }
    const name = text.slice(nameStart, nameEnd);
    const end = this.#endOfTag(nameEnd);
    if (isClosing) this.#close(name, at);
    else this.#open(name, at, nameEnd, end);
    return end;
  }

  #declaration(at: number): number {
    const text = this.#text;
    if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4);
    if (text.startsWith('<![CDATA[', at)) return behind(text, ']]>', at + 9);
    return behind(text, '>', at + 2);
  }

  /** The index behind the tag's ">", quotes respected. XML allows no "<" in a tag: one ends it. */
  #endOfTag(from: number): number {
    const text = this.#text;
    for (let at = from; at < text.length; at += 1) {
      const char = text.charCodeAt(at);
      if (char === 0x3e) return at + 1;
      if (char === 0x3c) {
        this.#note('a tag is not closed');
        return at;
      }
      if (char !== 0x22 && char !== 0x27) continue;
      const quote = char;
      const opened = at;
      for (at += 1; at < text.length; at += 1) {
        const inside = text.charCodeAt(at);
        if (inside === quote || inside === 0x3c) break;
      }
      if (text.charCodeAt(at) === quote) continue;
      this.#note('an attribute is not closed');
      const close = text.slice(opened, at).indexOf('>');
      return close < 0 ? at : opened + close + 1;
    }
    this.#note('a tag is not closed');
    return text.length;
  }

  #references(from: number, to: number): void {
    while (this.#ampersand >= 0 && this.#ampersand < to) {
      if (
        this.#ampersand >= from &&
        this.#fault === null &&
        !isReference(this.#text, this.#ampersand, this.#declared)
      ) {
        this.#note('an ampersand that begins no reference');
      }
      this.#ampersand = this.#text.indexOf('&', this.#ampersand + 1);
    }
  }

  #open(name: string, at: number, nameEnd: number, end: number): void {
    const text = this.#text;
    const isEmpty = text.charCodeAt(end - 1) === 0x3e && text.charCodeAt(end - 2) === 0x2f;
    if (this.#deeper > 0 || this.#stack.length >= depthMax) {
      if (!isEmpty) this.#deeper += 1;
      return;
    }
    const declared =
      end - nameEnd > 6 ? this.#declare(text.slice(nameEnd, Math.min(end, nameEnd + tagCharactersMax))) : null;
    const parent = this.#stack.at(-1);
    const unprefixed = declared ?? parent?.unprefixed ?? 'none';
    const colon = name.indexOf(':');
    const vocabulary = colon < 0 ? unprefixed : this.#vocabulary(name.slice(0, colon));
    const local = (colon < 0 ? name : name.slice(colon + 1)).toLowerCase();
    if (parent === undefined) {
      // The root's own namespace is the sitemap's, however it is misspelt.
      const frame: Frame = { name, role: 'root', unprefixed: colon < 0 ? 'sitemap' : unprefixed, start: end };
      if (colon >= 0) this.#prefixes.set(name.slice(0, colon), 'sitemap');
      if (isEmpty) this.#rootClosed = true;
      else this.#stack.push(frame);
      return;
    }
    const isOwn = vocabulary === 'sitemap' || vocabulary === 'none';
    const names = isOwn ? own : vocabulary === 'news' ? news : null;
    const roleBelow = (role: Role): Role => names?.get(role)?.get(local) ?? 'other';
    let role = roleBelow(parent.role);
    if (role === 'other' && isOwn && this.#entry !== null && roleBelow('root') === 'entry') {
      // The entry before was not closed.
      this.#note(`<${name}> opens inside another`);
      this.#popTo(1, at);
      role = 'entry';
    } else if (role === 'other' && fields.has(parent.role)) {
      const around = this.#stack.at(-2);
      const beside = around === undefined ? 'other' : roleBelow(around.role);
      if (beside !== 'other') {
        this.#note(`<${parent.name.slice(0, 40)}> is not closed`);
        this.#popTo(this.#stack.length - 1, at);
        role = beside;
      }
    }
    if (role === 'entry') this.#entry = {};
    if (!isEmpty) this.#stack.push({ name, role, unprefixed, start: end });
    else if (role === 'entry') this.#emit();
  }

  #close(name: string, at: number): void {
    if (this.#deeper > 0) {
      this.#deeper -= 1;
      return;
    }
    const stack = this.#stack;
    let depth = stack.length - 1;
    while (depth >= 0 && stack[depth]?.name !== name) depth -= 1;
    if (depth < 0) {
      this.#note(`</${name.slice(0, 40)}> closes nothing`);
      return;
    }
    if (depth < stack.length - 1) this.#note(`<${(stack.at(-1)?.name ?? '').slice(0, 40)}> is not closed`);
    this.#popTo(depth, at);
    if (depth === 0) this.#rootClosed = true;
  }

  /** Closes the elements above a depth at the markup `at`. */
  #popTo(depth: number, at: number): void {
    while (this.#stack.length > depth) {
      const frame = this.#stack.pop();
      if (frame === undefined) return;
      if (frame.role === 'entry') this.#emit();
      else if (fields.has(frame.role) && this.#entry !== null) {
        this.#entry[frame.role as Field] ??= this.#text.slice(frame.start, at);
      }
    }
  }

  #emit(): void {
    if (this.#entry !== null) {
      this.#count += 1;
      this.#found(this.#entry);
    }
    this.#entry = null;
  }

  /** At the end of the text: a field that was cut off there is not used. */
  #finish(): void {
    const [root] = this.#stack;
    if (root === undefined) return;
    this.#note(`<${(this.#stack.at(-1)?.name ?? '').slice(0, 40)}> is not closed`);
    if (this.#entry !== null) this.#emit();
  }

  #vocabulary(prefix: string): Vocabulary {
    return this.#prefixes.get(prefix) ?? vocabularyOfPrefix(prefix);
  }

  /** Takes the declarations of namespaces in a tag; the one without a prefix is answered. */
  #declare(attributes: string): Vocabulary | null {
    if (!attributes.includes('xmlns')) return null;
    let unprefixed: Vocabulary | null = null;
    for (const match of attributes.matchAll(
      /xmlns(?::([\w.-]{1,64}))?\s{0,9}=\s{0,9}(?:"([^"]{0,500})"|'([^']{0,500})')/g,
    )) {
      const [, prefix, double, single] = match;
      const vocabulary = vocabularyOfAddress(double ?? single ?? '');
      if (prefix === undefined) unprefixed = vocabulary;
      else if (this.#prefixes.size < prefixesMax) this.#prefixes.set(prefix, vocabulary);
    }
    return unprefixed;
  }
}

function behind(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** Names end at white space, "/", ">", "<" and "="; the first character is a letter or "_". */
function endOfName(text: string, start: number): number {
  const first = text.charCodeAt(start);
  const isLetter =
    (first >= 0x61 && first <= 0x7a) || (first >= 0x41 && first <= 0x5a) || first === 0x5f || first > 0x7f;
  if (!isLetter) return start;
  let at = start + 1;
  for (; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char <= 0x20 || char === 0x2f || char === 0x3e || char === 0x3c || char === 0x3d) break;
  }
  return at;
}
