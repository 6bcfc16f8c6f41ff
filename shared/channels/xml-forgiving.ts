/** The last reader of the ladder: htmlparser2 in XML mode, which never refuses, with caps on depth inside its callbacks. */
import { Parser } from 'htmlparser2';
import { limits } from '../limits.ts';
import type { XmlSource } from './xml-tree.ts';

/** The parser is fed in pieces so that it can be stopped between them. */
const pieceCharacters = 65_536;
/** Deeper than this is an attack or a wreck: what follows is not read. */
const depthStop = 1_000;

type MutableElement = { kind: 'element'; name: string; attributes: Record<string, string>; children: XmlSource[] };

/** The top-level nodes of the text. Elements below `xmlDepthMax` lose their tags, not their text. */
export function parseForgiving(text: string): readonly XmlSource[] {
  const document: XmlSource[] = [];
  const open: MutableElement[] = [];
  let depth = 0;
  let inCdata = false;
  const current = (): XmlSource[] => open.at(-1)?.children ?? document;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        if (depth > limits.xmlDepthMax) return;
        const element: MutableElement = { kind: 'element', name, attributes: { ...attributes }, children: [] };
        current().push(element);
        open.push(element);
      },
      onclosetag() {
        if (depth <= limits.xmlDepthMax) open.pop();
        depth -= 1;
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
  for (let at = 0; at < text.length && depth < depthStop; at += pieceCharacters) {
    parser.write(text.slice(at, at + pieceCharacters));
  }
  if (depth < depthStop) parser.end();
  return document;
}
