/** The reader of XML that is not well-formed: htmlparser2 in XML mode, which never refuses, with its limits inside the callbacks. */
import { Parser } from 'htmlparser2';
import { limits } from '../limits.ts';
import type { XmlSource } from './xml-tree.ts';

/** The parser is fed in pieces so that it can be stopped between them. */
const pieceCharacters = 65_536;

type MutableElement = {
  kind: 'element';
  name: string;
  attributes: Map<string, string>;
  children: XmlSource[];
  hasEndTag: boolean;
};

export interface ForgivingReading {
  /** The top-level nodes. */
  readonly document: readonly XmlSource[];
  readonly warnings: readonly string[];
}

/**
 * Reads prepared text. `itemNames` are elements that never stand inside one another: where an end tag is missing, the next one
 * ends the one before. Elements below `xmlDepthMax` lose their tags, not their text; a text that the end of the document cuts
 * off is left out, since half an address leads nowhere.
 */
export function parseForgiving(text: string, itemNames: readonly string[]): ForgivingReading {
  const document: XmlSource[] = [];
  /** What the parser holds open, outermost first; null where the tags are not kept, or the element was ended here before. */
  const open: (MutableElement | null)[] = [];
  /** The part of `open` that is built into. */
  const built: MutableElement[] = [];
  let inCdata = false;
  let tooManyAttributes = false;
  let tooDeep = false;
  const current = (): XmlSource[] => built.at(-1)?.children ?? document;

  const endItem = (name: string): void => {
    if (!itemNames.includes(name)) return;
    const from = built.findIndex((element) => element.name === name);
    if (from < 0) return;
    const ended = new Set(built.splice(from));
    for (let at = open.length - 1; at >= 0 && ended.size > 0; at -= 1) {
      const element = open[at];
      if (element !== null && element !== undefined && ended.delete(element)) open[at] = null;
    }
  };

  const parser = new Parser(
    {
      onopentagname(name) {
        endItem(name);
        if (built.length >= limits.xmlDepthMax) {
          tooDeep = true;
          open.push(null);
          return;
        }
        const element: MutableElement = {
          kind: 'element',
          name,
          attributes: new Map(),
          children: [],
          hasEndTag: false,
        };
        current().push(element);
        open.push(element);
        built.push(element);
      },
      onattribute(name, value) {
        const attributes = open.at(-1)?.attributes;
        if (attributes === undefined || attributes.has(name)) return;
        if (attributes.size < limits.attributesPerElementMax) attributes.set(name, value);
        else tooManyAttributes = true;
      },
      onclosetag(_name, isImplied) {
        const element = open.pop() ?? null;
        if (element === null) return;
        element.hasEndTag = !isImplied;
        built.pop();
      },
      ontext(source) {
        if (source !== '') current().push({ kind: inCdata ? 'cdata' : 'text', source });
      },
      oncdatastart() {
        inCdata = true;
      },
      oncdataend() {
        inCdata = false;
      },
    },
    { xmlMode: true, decodeEntities: false, lowerCaseTags: false, lowerCaseAttributeNames: false },
  );
  let at = 0;
  for (; at < text.length && open.length < limits.xmlOpenElementsMax; at += pieceCharacters) {
    parser.write(text.slice(at, at + pieceCharacters));
  }
  const isStopped = at < text.length;
  const last = built.at(-1);
  if (!isStopped) parser.end();
  if (last !== undefined && !last.children.some(({ kind }) => kind === 'element')) last.children = [];
  return {
    document,
    warnings: [
      ...(tooManyAttributes ? [`attributes beyond ${limits.attributesPerElementMax} of an element were dropped`] : []),
      ...(tooDeep ? [`tags nested more than ${limits.xmlDepthMax} deep were dropped`] : []),
      ...(isStopped ? [`more than ${limits.xmlOpenElementsMax} elements are not closed: the rest was not read`] : []),
    ],
  };
}
