/** Looking into an element of a feed: its direct children by vocabulary and name, first come first served. */
import { limits } from '../limits.ts';
import { linkAsWritten, resolveBases } from './links.ts';
import type { Vocabulary } from './namespaces.ts';
import { textOf } from './xml-text.ts';
import type { Decode, Notes, XmlElement } from './xml-tree.ts';

/** What the whole document gives its elements. */
export interface FeedDocument {
  readonly decode: Decode;
  /** Address that relative links are resolved against when no xml:base says otherwise. */
  readonly base: string | null;
  /** What a limit kept from being read, each said once. */
  readonly notes: Notes;
}

/** The first `enclosuresPerItemMax` of them, with a note when there are more. */
export function firstEnclosures<T>(enclosures: readonly T[], notes: Notes): readonly T[] {
  if (enclosures.length <= limits.enclosuresPerItemMax) return enclosures;
  notes.add(`links and enclosures of one item beyond ${limits.enclosuresPerItemMax} were not read`);
  return enclosures.slice(0, limits.enclosuresPerItemMax);
}

/** `vocabulary:name`; `core` stands for elements without a namespace and those of RSS or Atom itself. */
export type FieldName = `${Vocabulary | 'core'}:${string}`;

/** The direct children of these names, in the order of the names. */
export function childrenOf(element: XmlElement, names: readonly FieldName[]): readonly XmlElement[] {
  const found: XmlElement[] = [];
  for (const field of names) {
    for (const child of element.children) if (child.field === field) found.push(child);
  }
  return found;
}

/** The first value that `read` makes of those children; empty texts do not count. */
export function firstOf(
  element: XmlElement,
  names: readonly FieldName[],
  read: (child: XmlElement) => string | null,
): string | null {
  for (const field of names) {
    for (const child of element.children) {
      if (child.field !== field) continue;
      const value = read(child);
      if (value !== null && value !== '') return value;
    }
  }
  return null;
}

/** The texts of those children, without empty ones. */
export function textsOf(element: XmlElement, names: readonly FieldName[], document: FeedDocument): readonly string[] {
  return childrenOf(element, names)
    .map((child) => textOf(child.source(), document.decode))
    .filter((text) => text !== '');
}

/** The address in `raw` below the bases of `element`. */
export function linkIn(element: XmlElement, raw: string | undefined, document: FeedDocument): string | null {
  return linkAsWritten(raw, resolveBases(element.bases, document.base));
}

/** Registered relations may be written as addresses (RFC 4287 §4.2.7.2). */
function relationOf(rel: string | undefined): string {
  const written = rel?.trim().toLowerCase() || 'alternate';
  return written.replace(/^https?:\/\/www\.iana\.org\/assignments\/(?:link-)?relations?[/#]/, '');
}

/** Addresses of atom:link elements with this relation; `alternate` is also what no relation means (RFC 4287 §4.2.7.2). */
export function atomLinks(
  element: XmlElement,
  names: readonly FieldName[],
  relation: string,
  document: FeedDocument,
): readonly string[] {
  const links = childrenOf(element, names).filter(
    ({ attributes }) => attributes.has('href') && relationOf(attributes.get('rel')) === relation,
  );
  if (links.length === 0) return [];
  const byType = (link: XmlElement): number => (/html|^$/.test(link.attributes.get('type') ?? '') ? 0 : 1);
  return firstEnclosures(
    [...links].sort((a, b) => byType(a) - byType(b)),
    document.notes,
  )
    .map((link) => linkIn(link, link.attributes.get('href'), document))
    .filter((url) => url !== null);
}

/** Names of people: "mail (Name)" and "Name <mail>" give the name. */
export function personName(text: string): string {
  const inBrackets = /^[^\s()]+@[^\s()]+\s*\(([^()]+)\)$/.exec(text)?.[1];
  const beforeMail = /^([^<>@]+?)\s*<[^<>]*>$/.exec(text)?.[1];
  return (inBrackets ?? beforeMail ?? text).trim();
}

/** Without repetitions, in order. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
