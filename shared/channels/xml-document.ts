/** An XML document as a tree, by the cheapest reader that can take it: strict in one pass, or prepared and forgiving. */
import { prepareXml, takeDoctype } from './xml-prepare.ts';
import { readStrictXml } from './xml-strict.ts';
import { xmlDecoder } from './xml-text.ts';
import { type Decode, parseXml, type XmlElement } from './xml-tree.ts';

export interface XmlDocument {
  readonly root: XmlElement | null;
  readonly decode: Decode;
  /** What is not well-formed, or null. */
  readonly fault: string | null;
  readonly warnings: readonly string[];
}

/** Characters that no document may hold, or that stand for others. */
const unusual = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u0084\u0086-\u009f\ufffe\uffff]/;

/** Reads decoded text. `itemNames` are counted and left out behind `itemsMax`. Never throws. */
export function readXml(decoded: string, itemNames: readonly string[], itemsMax: number): XmlDocument {
  return strictly(decoded, itemNames, itemsMax) ?? forgivingly(decoded, itemNames, itemsMax);
}

function strictly(decoded: string, itemNames: readonly string[], itemsMax: number): XmlDocument | null {
  if (unusual.test(decoded)) return null;
  // XML 1.0 §2.11: a reader sees one kind of line end.
  const { text, entities } = takeDoctype(decoded.includes('\r') ? decoded.replace(/\r\n?/g, '\n') : decoded);
  const decode = xmlDecoder(entities);
  const reading = readStrictXml(text, entities, decode, itemNames, itemsMax);
  if (reading === null) return null;
  const { root, dropped, notes } = reading;
  return {
    root,
    decode,
    fault: null,
    warnings: [...notes, ...(dropped > 0 ? [`${dropped} items beyond ${itemsMax} were not read`] : [])],
  };
}

function forgivingly(decoded: string, itemNames: readonly string[], itemsMax: number): XmlDocument {
  const { text, entities, fault, warnings } = prepareXml(decoded, itemNames, itemsMax);
  const decode = xmlDecoder(entities);
  const tree = parseXml(text, decode, itemNames);
  return { root: tree.root, decode, fault, warnings: [...warnings, ...tree.warnings] };
}
