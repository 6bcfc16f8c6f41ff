/**
 * Whether a document is well-formed XML, as far as a reader of feeds wants to know: balanced tags, quoted attributes, known
 * references, one root. The tolerant parser says nothing about it. Linear; the first fault ends it.
 */

/** What is wrong with the document, or null. */
export function firstXmlFault(text: string, declaredEntities: ReadonlyMap<string, string>): string | null {
  const open: string[] = [];
  let roots = 0;
  let at = 0;
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    const chunk = text.slice(at, tag < 0 ? undefined : tag);
    if (open.length === 0 ? chunk.trim() !== '' : false) return 'text outside the root element';
    const reference = badReference(chunk, declaredEntities);
    if (reference !== null) return reference;
    if (tag < 0) break;
    const special = skipSpecial(text, tag);
    if (special !== null) {
      if (special < 0) return 'the document ends inside a comment, CDATA section or instruction';
      at = special;
      continue;
    }
    const end = endOfTag(text, tag);
    if (end === null) return 'a tag is not closed, or an attribute is not quoted';
    const isClosing = text.charAt(tag + 1) === '/';
    const name = /^[\p{L}_:][^\s/><="'&]*/u.exec(text.slice(tag + (isClosing ? 2 : 1), tag + 130))?.[0];
    if (name === undefined) return 'a "<" that begins no tag';
    if (isClosing) {
      const opened = open.pop();
      if (opened !== name)
        return `</${name.slice(0, 40)}> closes ${opened === undefined ? 'nothing' : `<${opened.slice(0, 40)}>`}`;
    } else {
      if (open.length === 0) roots += 1;
      if (text.charAt(end - 2) !== '/') open.push(name);
    }
    if (roots > 1) return 'more than one root element';
    at = end;
  }
  const left = open.pop();
  if (left !== undefined) return `<${left.slice(0, 40)}> is not closed`;
  return roots === 0 ? 'no root element' : null;
}

/** The index behind a comment, CDATA section, instruction or declaration; -1 when it is not closed; null for a tag. */
function skipSpecial(text: string, at: number): number | null {
  const pairs = [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
    ['<!', '>'],
  ] as const;
  for (const [start, end] of pairs) {
    if (!text.startsWith(start, at)) continue;
    const found = text.indexOf(end, at + start.length);
    return found < 0 ? -1 : found + end.length;
  }
  return null;
}

/** The index behind the tag's ">", with quotes respected; null when an attribute has none. */
function endOfTag(text: string, from: number): number | null {
  let at = from + 1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '>') return at + 1;
    if (char === '<' || char === '"' || char === "'") return null;
    if (char === '=') {
      let quoteAt = at + 1;
      while (/\s/.test(text.charAt(quoteAt))) quoteAt += 1;
      const quote = text.charAt(quoteAt);
      if (quote !== '"' && quote !== "'") return null;
      const end = text.indexOf(quote, quoteAt + 1);
      // A quote that is not closed runs on to the next one: the value then holds a tag.
      if (end < 0 || text.slice(quoteAt, end).includes('<')) return null;
      at = end + 1;
    } else at += 1;
  }
  return null;
}

/** Whether a reference that a document may use stands at this ampersand. */
export function isReference(text: string, at: number, declared: ReadonlyMap<string, string>): boolean {
  // The five of XML are nearly all there are.
  if (text.startsWith('lt;', at + 1) || text.startsWith('gt;', at + 1) || text.startsWith('quot;', at + 1)) return true;
  if (text.startsWith('amp;', at + 1) || text.startsWith('apos;', at + 1)) return true;
  const name = referenceAt(text, at);
  return name !== undefined && (name.startsWith('#') || declared.has(name));
}

function referenceAt(text: string, at: number): string | undefined {
  return /^&(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z_][\w.-]{0,63});/.exec(text.slice(at, at + 70))?.[1];
}

function badReference(text: string, declared: ReadonlyMap<string, string>): string | null {
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    if (isReference(text, at, declared)) continue;
    const name = referenceAt(text, at);
    return name === undefined ? 'an ampersand that begins no reference' : `the entity &${name}; is not declared`;
  }
  return null;
}
