/**
 * What is done to the text of an XML document before it is parsed: what stands before the first tag and behind the root,
 * control characters and the DOCTYPE go, and items are capped.
 */
import { limits } from '../limits.ts';
import { windows1252CodePoint } from '../text/windows-1252.ts';
import { firstXmlFault } from './xml-well-formed.ts';

export interface PreparedXml {
  readonly text: string;
  /** Internal text entities of the DOCTYPE; never external or parameter ones. */
  readonly entities: ReadonlyMap<string, string>;
  /** What is not well-formed, or null. */
  readonly fault: string | null;
  readonly warnings: readonly string[];
}

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const cdataStart = '<![CDATA[';
/** As some programs write it, too. */
const anyCdata = /<!\[ {0,4}cdata {0,4}\[/gi;

/** Prepares decoded text. `itemNames` are counted and cut behind `itemsMax`. */
export function prepareXml(decoded: string, itemNames: readonly string[], itemsMax: number): PreparedXml {
  const warnings: string[] = [];
  let fault: string | null = null;
  let text = decoded;
  const cleaned = text.replace(controls, '');
  if (cleaned.length !== text.length) {
    fault = `${text.length - cleaned.length} control characters`;
    warnings.push(`${fault} were removed`);
    text = cleaned;
  }
  // Control characters of this range are windows-1252 that was taken for something else on its way.
  text = text.replace(/[\u0080-\u0084\u0086-\u009f]/g, (char) =>
    String.fromCharCode(windows1252CodePoint(char.charCodeAt(0))),
  );
  const doctype = takeDoctype(text);
  text = doctype.text.replace(anyCdata, cdataStart);
  if (text !== doctype.text) fault = 'a CDATA section that is not written as one';
  const root = rootOf(text);
  if (root !== null) {
    if (root.junkBefore) {
      fault = 'text before the document';
      warnings.push(`${fault} was dropped`);
    }
    text = text.slice(root.start);
    const end = endOfRoot(text, root.name);
    if (end !== null) {
      const tail = text.slice(end);
      if (!isMisc(tail)) {
        fault = 'text behind the root element';
        warnings.push(`${fault} was dropped`);
      }
      text = text.slice(0, end);
    }
  }
  fault ??= firstXmlFault(text, doctype.entities);
  if (fault !== null) text = closeQuotes(openCdata(text));
  const escaped = escapeBareMarks(text);
  if (escaped.isCut)
    warnings.push(`more than ${limits.xmlBareMarksMax} characters "<" begin no tag: the rest was not read`);
  text = escaped.text;
  const cut = cutItems(text, itemNames, itemsMax);
  if (cut.dropped > 0) warnings.push(`${cut.dropped} items beyond ${itemsMax} were not read`);
  return { text: cut.text, entities: doctype.entities, fault, warnings };
}

/** The first element of a document, behind its prolog; null when there is none. */
export function rootOf(text: string): { name: string; start: number; junkBefore: boolean } | null {
  let junkBefore = false;
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0) return null;
    if (text.slice(at, open).trim().replace('\ufeff', '') !== '') junkBefore = true;
    const next = text.charAt(open + 1);
    if (next === '?') at = after(text, '>', open);
    else if (text.startsWith('<!--', open)) at = after(text, '-->', open + 4);
    else if (next === '!') at = after(text, '>', open);
    else {
      const name = /^[\p{L}_][^\s/><=]*/u.exec(text.slice(open + 1, open + 129))?.[0];
      if (name !== undefined) return { name, start: open, junkBefore };
      junkBefore = true;
      at = open + 1;
    }
  }
  return null;
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

function endOfRoot(text: string, name: string): number | null {
  const close = text.lastIndexOf(`</${name}`);
  if (close < 0) return null;
  const end = text.indexOf('>', close);
  return end < 0 ? null : end + 1;
}

/** Only white space, comments and processing instructions: what may follow the root (XML 1.0 §2.1). */
function isMisc(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (text.slice(at, open < 0 ? undefined : open).trim() !== '') return false;
    if (open < 0) return true;
    if (text.startsWith('<!--', open)) at = after(text, '-->', open + 4);
    else if (text.startsWith('<?', open)) at = after(text, '?>', open + 2);
    else return false;
  }
  return true;
}

/** Removes the DOCTYPE, keeping its internal text entities. */
export function takeDoctype(text: string): { text: string; entities: ReadonlyMap<string, string> } {
  const start = startOfDoctype(text);
  if (start === null) return { text, entities: new Map() };
  const subset = text.indexOf('[', start);
  const plainEnd = text.indexOf('>', start);
  let end = plainEnd;
  let entities: ReadonlyMap<string, string> = new Map();
  if (subset >= 0 && subset < plainEnd) {
    const subsetEnd = endOfSubset(text, subset + 1);
    entities = internalEntities(text.slice(subset + 1, subsetEnd));
    end = text.indexOf('>', subsetEnd);
  }
  if (end < 0) {
    // It is not closed: what looks like the first element ends it.
    const element = text.slice(start + 2).search(/<[A-Za-z]/);
    end = element < 0 ? text.length : start + 1 + element;
  }
  return { text: text.slice(0, start) + text.slice(end + 1), entities };
}

/** Where the DOCTYPE begins: before the root, behind nothing but comments and instructions; elsewhere it is part of a text. */
function startOfDoctype(text: string): number | null {
  let at = text.indexOf('<');
  while (at >= 0) {
    if (/^<!doctype/i.test(text.slice(at, at + 9))) return at;
    if (text.startsWith('<!--', at)) at = text.indexOf('<', after(text, '-->', at + 4));
    else if (text.startsWith('<?', at)) at = text.indexOf('<', after(text, '?>', at + 2));
    else return null;
  }
  return null;
}

/** The closing bracket of the internal subset: brackets inside quotes and comments do not count. */
function endOfSubset(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === ']') return at;
    if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4);
    else if (char === '"' || char === "'") at = after(text, char, at + 1);
    else at += 1;
  }
  return text.length;
}

const entityDeclaration = /<!ENTITY\s+([A-Za-z_][\w.-]{0,63})\s+(?:"([^"<]{0,1024})"|'([^'<]{0,1024})')\s*>/g;

function internalEntities(subset: string): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  for (const match of subset.slice(0, limits.xmlEntityExpansionCharactersMax).matchAll(entityDeclaration)) {
    if (written.size >= limits.xmlEntitiesMax) break;
    const [, name, double, single] = match;
    if (name !== undefined && !written.has(name)) written.set(name, double ?? single ?? '');
  }
  const known = new Map<string, string | null>();
  const entities = new Map<string, string>();
  for (const name of written.keys()) {
    const value = expanded(name, written, known);
    if (value !== null) entities.set(name, value);
  }
  return entities;
}

/**
 * An entity's value with those that it names put in; null where one of them names itself or the whole grows beyond what one entity
 * may hold: that is how a bomb is built, and nobody's text. What is declared nowhere stays as it is written. Each is made once and
 * `known` from then on.
 */
function expanded(
  name: string,
  written: ReadonlyMap<string, string>,
  known: Map<string, string | null>,
): string | null {
  const made = known.get(name);
  if (made !== undefined) return made;
  known.set(name, null);
  const value = written.get(name) ?? '';
  let out = '';
  let at = 0;
  for (const reference of value.matchAll(/&([A-Za-z_][\w.-]{0,63});/g)) {
    const [whole, named = ''] = reference;
    const part = written.has(named) ? expanded(named, written, known) : whole;
    if (part === null) return null;
    out += value.slice(at, reference.index) + part;
    if (out.length > limits.xmlEntityCharactersMax) return null;
    at = reference.index + whole.length;
  }
  out += value.slice(at);
  known.set(name, out);
  return out;
}

/** A CDATA section that is not closed would swallow the rest of the document: it is taken for the text that it was to protect. */
function openCdata(text: string): string {
  const start = text.indexOf(cdataStart, text.lastIndexOf(']]>') + 1);
  return start < 0 ? text : text.slice(0, start) + text.slice(start).replaceAll(cdataStart, '');
}

/** An attribute whose quote is not closed ends with its tag, where the value that runs on would hold the next tag. */
function closeQuotes(text: string): string {
  const parts: string[] = [];
  let kept = 0;
  const opening = /<(?:!\[CDATA\[|[A-Za-z])|=\s{0,8}(["'])|>/g;
  let inTag = false;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [mark, quote] = match;
    if (mark === cdataStart) opening.lastIndex = after(text, ']]>', match.index);
    else if (mark.startsWith('<')) inTag = true;
    else if (mark === '>') inTag = false;
    else if (inTag && quote !== undefined) {
      const from = opening.lastIndex;
      const end = text.indexOf(quote, from);
      const value = text.slice(from, end < 0 ? undefined : end);
      const next = value.indexOf('<');
      const tagEnd = next < 0 && end >= 0 ? -1 : from + value.slice(0, next < 0 ? undefined : next).indexOf('>');
      if (tagEnd >= from) {
        const at = text.charAt(tagEnd - 1) === '/' ? tagEnd - 1 : tagEnd;
        parts.push(text.slice(kept, at), quote);
        kept = at;
        opening.lastIndex = tagEnd;
      } else if (end >= 0) opening.lastIndex = end + 1;
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept);
}

const beginsMarkup = /[A-Za-z_:/!?\u0080-\uffff]/;

/** A "<" that begins no tag would make the parser swallow what follows; outside CDATA it is written as a reference. */
function escapeBareMarks(text: string): { text: string; isCut: boolean } {
  const parts: string[] = [];
  let kept = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    if (text.startsWith(cdataStart, at)) at = after(text, ']]>', at);
    else {
      if (!beginsMarkup.test(text.charAt(at + 1))) {
        parts.push(text.slice(kept, at), '&lt;');
        kept = at + 1;
        if (parts.length > 2 * limits.xmlBareMarksMax) return { text: parts.join(''), isCut: true };
      }
      at += 1;
    }
    at = text.indexOf('<', at);
  }
  return { text: parts.length === 0 ? text : parts.join('') + text.slice(kept), isCut: false };
}

/** Ends the text behind the last item that is kept. */
function cutItems(text: string, names: readonly string[], itemsMax: number): { text: string; dropped: number } {
  for (const name of names) {
    const mark = `</${name}>`;
    let count = 0;
    let end = 0;
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) {
      count += 1;
      if (count === itemsMax) end = at + mark.length;
    }
    if (count > itemsMax) return { text: text.slice(0, end), dropped: count - itemsMax };
  }
  return { text, dropped: 0 };
}
