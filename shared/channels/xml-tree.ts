/** From XML text to a small tree with namespaces resolved, however broken the text is. Never throws; what was complete is kept. */
import { limits } from '../limits.ts';
import { type Vocabulary, vocabularyOfAddress, vocabularyOfDefault, vocabularyOfPrefix } from './namespaces.ts';
import { parseForgiving } from './xml-forgiving.ts';

/** Text and CDATA as they stand in the source: references are not decoded yet. */
export type XmlSource =
  | { readonly kind: 'text'; readonly source: string }
  | { readonly kind: 'cdata'; readonly source: string }
  | {
      readonly kind: 'element';
      readonly name: string;
      readonly attributes: Attributes;
      readonly children: readonly XmlSource[];
      /** False where the end tag is missing, and the element ended with one around it. */
      readonly hasEndTag: boolean;
    };

/** By name as written, values as they stand in the source. */
type Attributes = ReadonlyMap<string, string>;

export interface XmlElement {
  readonly vocabulary: Vocabulary;
  /** Local name in lower case. */
  readonly name: string;
  /** What readers look for, see `fieldOf`. */
  readonly field: string;
  /** By local name in lower case; `xml:` attributes are under `base` and `lang` of the element itself. Decoded once. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** What stands between the tags, as in the source; made when asked. */
  readonly source: () => string;
  /** The element's own xml:base and xml:lang. */
  readonly base: string | null;
  readonly lang: string | null;
  /** xml:base of the enclosing elements and this one, outermost first. */
  readonly bases: readonly string[];
}

/** Elements that carry long text or markup: their content is taken as it stands. */
// biome-ignore format: a list
export const textElements: readonly string[] = [
  'title', 'description', 'summary', 'content', 'content:encoded', 'tagline', 'subtitle', 'rights', 'copyright', 'info',
  'dc:title', 'dc:description', 'itunes:summary', 'media:title', 'media:description',
];

/** Decodes the references of XML text once. */
export type Decode = (source: string) => string;

/** The tree of prepared text, with null for its root when there is no element at all. `itemNames`: see `parseForgiving`. */
export function parseXml(
  text: string,
  decode: Decode,
  itemNames: readonly string[],
): { root: XmlElement | null; warnings: readonly string[] } {
  const { document, warnings } = parseForgiving(text, itemNames);
  const notes: Notes = new Set(warnings);
  return { root: build(document, decode, notes), warnings: [...notes] };
}

/** `vocabulary:name`; `core` stands for elements without a namespace and those of RSS itself. */
export function fieldOf(vocabulary: Vocabulary, name: string): string {
  return `${vocabulary === 'none' || vocabulary === 'rss' ? 'core' : vocabulary}:${name}`;
}

/** What the whole document gives its elements. */
interface TreeDocument {
  readonly decode: Decode;
  readonly notes: Notes;
}

/** What an element inherits. */
interface Scope {
  /** Prefix to vocabulary; the empty prefix is the default namespace. */
  readonly prefixes: ReadonlyMap<string, Vocabulary>;
  readonly bases: readonly string[];
}

/** What a limit kept from being read, each said once. */
export type Notes = Set<string>;

/** A copy with one more; the same map where there are as many as are looked at. */
export function prefixesWith(
  prefixes: ReadonlyMap<string, Vocabulary>,
  prefix: string,
  vocabulary: Vocabulary,
  notes: Notes,
): ReadonlyMap<string, Vocabulary> {
  if (prefixes.size >= limits.xmlPrefixesMax && !prefixes.has(prefix)) {
    notes.add(`prefixes of namespaces beyond ${limits.xmlPrefixesMax} were not looked at`);
    return prefixes;
  }
  return new Map(prefixes).set(prefix, vocabulary);
}

/** The chain of xml:base values with one more; an empty one changes nothing. */
export function basesWithin(bases: readonly string[], base: string | null, notes: Notes): readonly string[] {
  if (base === null || base === '') return bases;
  if (bases.length < limits.xmlBasesMax) return [...bases, base];
  notes.add(`xml:base inside ${limits.xmlBasesMax} others was not looked at`);
  return bases;
}

const noAttributes: ReadonlyMap<string, string> = new Map();

function build(document: readonly XmlSource[], decode: Decode, notes: Notes): XmlElement | null {
  const root = document.find((child) => child.kind === 'element');
  if (root === undefined || root.kind !== 'element') return null;
  return buildElement(root, { prefixes: new Map(), bases: [] }, { decode, notes }, true);
}

function buildElement(
  source: XmlSource & { kind: 'element' },
  outer: Scope,
  document: TreeDocument,
  isRoot: boolean,
): XmlElement {
  const { attributes, prefixes, base, lang } = readAttributes(source, outer, document, isRoot);
  const scope: Scope = { prefixes, bases: basesWithin(outer.bases, base, document.notes) };
  const children: XmlElement[] = [];
  for (const child of source.children) {
    if (child.kind === 'element') children.push(...withStrays(buildElement(child, scope, document, false), child));
  }
  const name = source.name.toLowerCase();
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  const vocabulary = prefixes.get(prefix) ?? (prefix === '' ? 'none' : vocabularyOfPrefix(prefix));
  return {
    vocabulary,
    name: localName(name),
    field: fieldOf(vocabulary, localName(name)),
    attributes,
    children,
    source: () => sourceOf(source.children),
    base,
    lang,
    bases: scope.bases,
  };
}

/** Elements that hold text alone. What they hold of `fields` was swallowed because their end tag is missing. */
const leaves: ReadonlySet<string> = new Set([
  'title',
  'link',
  'guid',
  'pubdate',
  'category',
  'comments',
  'description',
  'enclosure',
]);
const fields: ReadonlySet<string> = new Set([...leaves, 'author', 'source', 'item', 'encoded', 'creator', 'date']);

/** The element and the siblings it swallowed, each in its own right again, also behind a tag of its text that is not closed. */
function withStrays(element: XmlElement, source: XmlSource & { kind: 'element' }): readonly XmlElement[] {
  const isCore = element.vocabulary === 'none' || element.vocabulary === 'rss';
  if (source.hasEndTag || element.children.length === 0 || !isCore || !leaves.has(element.name)) return [element];
  const strays: XmlElement[] = [];
  const collect = (children: readonly XmlElement[]): void => {
    for (const child of children) {
      if (fields.has(child.name)) strays.push(child);
      else collect(child.children);
    }
  };
  collect(element.children);
  if (strays.length === 0) return [element];
  const own = beforeStray(source.children).kept;
  return [{ ...element, children: [], source: () => sourceOf(own) }, ...strays];
}

/** What stands before the first swallowed element, in the order of the text. */
function beforeStray(children: readonly XmlSource[]): { kept: readonly XmlSource[]; isCut: boolean } {
  const kept: XmlSource[] = [];
  for (const child of children) {
    if (child.kind !== 'element') {
      kept.push(child);
      continue;
    }
    if (fields.has(localName(child.name.toLowerCase()))) return { kept, isCut: true };
    const inside = beforeStray(child.children);
    kept.push({ ...child, children: inside.kept });
    if (inside.isCut) return { kept, isCut: true };
  }
  return { kept, isCut: false };
}

function readAttributes(
  source: XmlSource & { kind: 'element' },
  outer: Scope,
  { decode, notes }: TreeDocument,
  isRoot: boolean,
): { attributes: ReadonlyMap<string, string>; prefixes: Scope['prefixes']; base: string | null; lang: string | null } {
  const ownName = source.name.toLowerCase();
  let attributes: Map<string, string> | null = null;
  let prefixes = outer.prefixes;
  let base: string | null = null;
  let lang: string | null = null;
  for (const [key, written] of source.attributes) {
    const value = decode(written);
    const name = key.toLowerCase();
    const declared = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : null;
    if (declared !== null) {
      const vocabulary =
        declared === '' ? vocabularyOfDefault(value, localName(ownName), isRoot) : vocabularyOfAddress(value);
      prefixes = prefixesWith(prefixes, declared, vocabulary, notes);
    } else if (name === 'xml:base') base = value.trim();
    else if (name === 'xml:lang') lang = value.trim();
    else {
      attributes ??= new Map();
      const local = localName(name);
      if (local === name || !attributes.has(local)) attributes.set(local, value);
    }
  }
  return { attributes: attributes ?? noAttributes, prefixes, base, lang };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The source of children, for text elements that were read as a tree. */
function sourceOf(children: readonly XmlSource[]): string {
  let out = '';
  for (const child of children) {
    if (child.kind === 'text') out += child.source;
    else if (child.kind === 'cdata') out += `<![CDATA[${child.source}]]>`;
    else out += `<${child.name}${attributesSource(child.attributes)}>${sourceOf(child.children)}</${child.name}>`;
  }
  return out;
}

function attributesSource(attributes: Attributes): string {
  return [...attributes].map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`).join('');
}
