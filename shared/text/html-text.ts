/** HTML to one line of plain text, each reference decoded once: for titles and summaries. Iterative, linear, depth-safe. */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

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

/** White space of every kind as one space, none at the ends; invisible marks that only steer line breaks are dropped. */
export function oneLine(text: string): string {
  return text
    .replace(/[\u00ad\u200b\ufeff]/g, '')
    .replace(/[\s\u0085]+/g, ' ')
    .trim();
}

/** The text of an HTML fragment as one line. */
export function plainText(html: string): string {
  if (!html.includes('<') && !html.includes('&')) return oneLine(html);
  let out = '';
  let name = '';
  let silent: string | null = null;
  const lower = html.toLowerCase();
  /** An element that is never closed must not silence what follows. */
  const closes = (from: number): boolean => lower.indexOf(`</${name}`, from) >= 0;
  const opened = (): void => {
    if (!inlineElements.has(name) && silent === null) out += ' ';
  };
  const nothing = (): void => {};
  const callbacks: TokenizerCallbacks = {
    ontext: (start, end) => {
      if (silent === null) out += html.slice(start, end);
    },
    ontextentity: (codePoint) => {
      if (silent === null) out += String.fromCodePoint(codePoint);
    },
    oncdata: (start, end, endOffset) => {
      if (silent === null) out += html.slice(start, end - endOffset);
    },
    onopentagname: (start, end) => {
      name = html.slice(start, end).toLowerCase();
    },
    onopentagend: (end) => {
      opened();
      if (silent === null && silentElements.has(name) && closes(end)) silent = name;
    },
    onselfclosingtag: opened,
    onclosetag: (start, end) => {
      name = html.slice(start, end).trim().toLowerCase();
      if (name === silent) silent = null;
      opened();
    },
    onattribdata: nothing,
    onattribentity: nothing,
    onattribend: nothing,
    onattribname: nothing,
    oncomment: nothing,
    ondeclaration: nothing,
    onend: nothing,
    onprocessinginstruction: nothing,
  };
  const tokenizer = new Tokenizer({ decodeEntities: true, xmlMode: false }, callbacks);
  tokenizer.write(html);
  tokenizer.end();
  return oneLine(out);
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
