/** An HTML page as a tree that cannot hurt: depth and number of nodes are capped while it is built, so nothing behind it recurses without bound. */
import { type ChildNode, type Document, DomHandler, type Element, isTag, isText, type ParentNode } from 'domhandler';
import { Parser } from 'htmlparser2';
import { limits } from '../limits.ts';

export interface HtmlDocument {
  readonly root: Document;
  readonly warnings: readonly string[];
}

/** The parser is fed in pieces so that it can be stopped between them. */
const pieceCharacters = 32_768;
/** Open elements above which the page is no page: what follows is not read. */
const depthStop = 4 * limits.htmlDepthMax;

/** Builds what the caps allow; elements below `htmlDepthMax` lose their tags, not their text. */
class CappedHandler extends DomHandler {
  depth = 0;
  nodes = 0;
  override onopentag(name: string, attributes: { [key: string]: string }): void {
    this.depth += 1;
    this.nodes += 1;
    if (this.isInside()) super.onopentag(name, attributes);
  }
  override onclosetag(): void {
    if (this.isInside()) super.onclosetag();
    this.depth -= 1;
  }
  override ontext(data: string): void {
    this.nodes += 1;
    super.ontext(data);
  }
  isInside(): boolean {
    return this.depth <= limits.htmlDepthMax;
  }
}

/** Never throws, linear. */
export function parseHtml(html: string): HtmlDocument {
  const handler = new CappedHandler();
  const parser = new Parser(handler, { decodeEntities: true });
  const warnings: string[] = [];
  for (let at = 0; at < html.length; at += pieceCharacters) {
    if (handler.depth > depthStop)
      warnings.push(`the page is nested deeper than ${depthStop} elements; the rest was not read`);
    else if (handler.nodes > limits.htmlNodesMax)
      warnings.push(`the page has more than ${limits.htmlNodesMax} nodes; the rest was not read`);
    if (warnings.length > 0) return { root: handler.root, warnings };
    parser.write(html.slice(at, at + pieceCharacters));
  }
  parser.end();
  return { root: handler.root, warnings };
}

const silent: ReadonlySet<string> = new Set(['script', 'style', 'noscript', 'template', 'svg', 'iframe']);
const inline: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code em font i mark q s samp small span strong sub sup time u var wbr'.split(' '),
);

/** The text below a node, blocks separated by a space, one line. `skip` leaves out a subtree. */
export function textBelow(node: ChildNode | ParentNode, skip: ReadonlySet<Element> | null = null): string {
  let out = '';
  const walk = (current: ChildNode | ParentNode): void => {
    if (isText(current)) out += current.data;
    else if ('children' in current) {
      if (isTag(current) && (silent.has(current.name) || skip?.has(current) === true)) return;
      const isBlock = isTag(current) && !inline.has(current.name);
      if (isBlock) out += ' ';
      for (const child of current.children) walk(child);
      if (isBlock) out += ' ';
    }
  };
  walk(node);
  return out
    .replace(/[\u00ad\u200b\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Every element below a node, in document order. */
export function elementsBelow(node: ParentNode): readonly Element[] {
  const found: Element[] = [];
  const walk = (current: ParentNode): void => {
    for (const child of current.children) {
      if (!isTag(child)) continue;
      found.push(child);
      walk(child);
    }
  };
  walk(node);
  return found;
}

/** The value of `<base href>`, or null. */
export function baseHref(elements: readonly Element[]): string | null {
  return elements.find((element) => element.name === 'base')?.attribs['href'] ?? null;
}
