/** HTML to one line of plain text, each reference decoded once: for titles and summaries. Iterative, linear, depth-safe. */
import { decodeHTML } from 'entities';

/** Their content is no text for readers. */
const silentElements: ReadonlySet<string> = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'object',
  'svg',
]);

/** Elements that stand inside a line: around them no space is put. */
const inlineElements: ReadonlySet<string> = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

/** Elements whose tags are markup in a title, wherever they come from. */
const knownElements: ReadonlySet<string> = new Set([
  ...inlineElements,
  ...silentElements,
  ...'p div br hr img h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th tbody thead blockquote pre section article header footer figure figcaption picture source video audio input button center'.split(
    ' ',
  ),
]);

const voidElements: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'wbr', 'input', 'source']);

/** White space that is more than single spaces between words: what HTML collapses, and what else breaks a line. */
const untidySpace = /(?: (?=[\t-\r \u0085\u2028\u2029])|[\t-\r\u0085\u2028\u2029])[\t-\r \u0085\u2028\u2029]*/g;
const invisible = /[\u00ad\u200b\ufeff]/;

/**
 * White space as one space, none at the ends; invisible marks that only steer line breaks are dropped. Spaces that somebody chose
 * (no-break, thin, wide) are characters of the text, as in HTML, and stay.
 */
export function oneLine(text: string): string {
  const visible = invisible.test(text) ? text.replace(/[\u00ad\u200b\ufeff]/g, '') : text;
  return visible.replace(untidySpace, ' ').trim();
}

/** The text of an HTML fragment as one line. */
export function plainText(html: string): string {
  const first = html.indexOf('<');
  if (first < 0) return oneLine(html.includes('&') ? decodeHTML(html) : html);
  let out = '';
  let at = 0;
  /** Silent elements that are closed nowhere behind here: they must not silence what follows, nor be looked for again. */
  const unclosed = new Set<string>();
  for (let open = first; open >= 0; open = html.indexOf('<', open)) {
    const markup = markupAt(html, open);
    if (markup === null) {
      open += 1;
      continue;
    }
    const { name, end, text } = markup;
    out += decoded(html.slice(at, open)) + (text ?? '');
    if (name !== null && !inlineElements.has(name)) out += ' ';
    at = end;
    if (name !== null && silentElements.has(name) && html.charCodeAt(open + 1) !== SLASH && !unclosed.has(name)) {
      const close = closeOf(html, name, end);
      if (close < 0) unclosed.add(name);
      else at = close;
    }
    open = at;
  }
  return oneLine(out + decoded(html.slice(at)));
}

function decoded(source: string): string {
  return source.includes('&') ? decodeHTML(source) : source;
}

interface Markup {
  /** Of an element, in lower case; null for comments and the like. */
  readonly name: string | null;
  /** The index behind it. What the end of the text cuts off is dropped with its markup. */
  readonly end: number;
  /** The characters of a CDATA section. */
  readonly text?: string;
}

const SLASH = 0x2f;

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** The markup that begins at this "<" (HTML §13.2.5); null where it is a character. */
function markupAt(html: string, open: number): Markup | null {
  const next = html.charCodeAt(open + 1);
  const isClosing = next === SLASH;
  const nameAt = open + (isClosing ? 2 : 1);
  if (isLetter(html.charCodeAt(nameAt))) {
    let nameEnd = nameAt + 1;
    while (nameEnd < html.length && !isNameEnd(html.charCodeAt(nameEnd))) nameEnd += 1;
    return { name: html.slice(nameAt, nameEnd).toLowerCase(), end: endOfTag(html, nameEnd) };
  }
  if (html.startsWith('<!--', open)) return { name: null, end: behind(html, '-->', open + 2) };
  if (html.startsWith('<![CDATA[', open)) {
    const end = behind(html, ']]>', open + 9);
    return { name: null, end, text: html.slice(open + 9, html.startsWith(']]>', end - 3) ? end - 3 : end) };
  }
  const isOther = html.startsWith('<!', open) || html.startsWith('<?', open) || isClosing;
  return isOther ? { name: null, end: behind(html, '>', open + 2) } : null;
}

function behind(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from);
  return found < 0 ? html.length : found + mark.length;
}

function isNameEnd(code: number): boolean {
  return code === 0x3e || code === SLASH || code <= 0x20;
}

/** The index behind the ">" of a tag; one inside a quoted value does not count. */
function endOfTag(html: string, from: number): number {
  let at = from;
  while (at < html.length) {
    const code = html.charCodeAt(at);
    if (code === 0x3e) return at + 1;
    at += 1;
    if (code !== 0x3d) continue;
    while (html.charCodeAt(at) <= 0x20) at += 1;
    const quote = html.charAt(at);
    if (quote === '"' || quote === "'") at = behind(html, quote, at + 1);
  }
  return html.length;
}

/** Where the end tag of a silent element begins; -1 when there is none. */
function closeOf(html: string, name: string, from: number): number {
  const close = new RegExp(`</${name}`, 'gi');
  close.lastIndex = from;
  return close.exec(html)?.index ?? -1;
}

/**
 * Whether angle brackets in decoded text are HTML rather than prose: a known element that is closed, has attributes, or is void.
 * "The <dialog> element" is prose; "<b>Notice</b>" is not.
 */
export function looksLikeHtml(text: string): boolean {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    const name = /^<\/?([a-z][a-z0-9]*)(?=[\s/>])/i.exec(text.slice(at, at + 16))?.[1]?.toLowerCase();
    if (name === undefined || !knownElements.has(name)) continue;
    if (voidElements.has(name) || text.charAt(at + 1) === '/') return true;
    if (/^\s+[a-z-]+\s?=/i.test(text.slice(at + 1 + name.length, at + 64))) return true;
  }
  return false;
}
