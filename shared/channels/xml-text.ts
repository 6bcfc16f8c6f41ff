/** What the content of an XML element says: characters, HTML, or one line of plain text, with every reference decoded exactly once a layer. */
import { decodeHTML, decodeHTMLStrict } from 'entities';
import { limits } from '../limits.ts';
import { looksLikeHtml, oneLine, plainText } from '../text/html-text.ts';
import type { Decode } from './xml-tree.ts';

/**
 * The decoder of one document: XML and HTML references, and the document's own entities within their budget. A reference
 * needs its semicolon, so that `&copy=2` in an address stays.
 */
export function xmlDecoder(entities: ReadonlyMap<string, string>): Decode {
  if (entities.size === 0) return decodeReferences;
  let budget: number = limits.xmlEntityExpansionCharactersMax;
  return (source) =>
    source.replace(/&(#?[\w.-]{1,64});/g, (reference, name: string) => {
      const value = entities.get(name);
      if (value === undefined) return decodeHTMLStrict(reference);
      budget -= value.length;
      return budget < 0 ? reference : decodeHTMLStrict(value);
    });
}

/** Nearly all references are these; they are read without a search. */
const usual: readonly (readonly [string, string])[] = [
  ['lt;', '<'],
  ['gt;', '>'],
  ['amp;', '&'],
  ['quot;', '"'],
  ['apos;', "'"],
];

function decodeReferences(source: string): string {
  let ampersand = source.indexOf('&');
  if (ampersand < 0) return source;
  let out = '';
  let at = 0;
  for (; ampersand >= 0; ampersand = source.indexOf('&', at)) {
    const known = usual.find(([name]) => source.startsWith(name, ampersand + 1));
    if (known === undefined) return out + decodeHTMLStrict(joinSurrogates(source.slice(at)));
    out += source.slice(at, ampersand) + known[1];
    at = ampersand + 1 + known[0].length;
  }
  return out + source.slice(at);
}

/** Two numeric references that are the halves of one character, as some writers put emoji: one reference instead. */
function joinSurrogates(source: string): string {
  if (!source.includes('&#5') && !source.includes('&#x')) return source;
  return source.replace(
    /&#(x[dD][89abAB][0-9a-fA-F]{2}|5\d{4});&#(x[dD][c-fC-F][0-9a-fA-F]{2}|5\d{4});/g,
    (pair, high: string, low: string) => {
      const unit = (digits: string): number =>
        digits.startsWith('x') ? Number.parseInt(digits.slice(1), 16) : Number(digits);
      const [first, second] = [unit(high), unit(low)];
      const isPair = first >= 0xd800 && first <= 0xdbff && second >= 0xdc00 && second <= 0xdfff;
      return isPair ? `&#${0x10000 + (first - 0xd800) * 0x400 + (second - 0xdc00)};` : pair;
    },
  );
}

interface Piece {
  readonly kind: 'cdata' | 'text' | 'markup';
  readonly source: string;
}

const cdataStart = '<![CDATA[';

/** Content split at CDATA sections; comments go. `markup` holds real elements: its text is HTML source already. */
function piecesOf(source: string): readonly Piece[] {
  if (!source.includes('<')) return [{ kind: 'text', source }];
  const pieces: Piece[] = [];
  let at = 0;
  while (at < source.length) {
    const start = source.indexOf(cdataStart, at);
    const outside = withoutComments(source.slice(at, start < 0 ? undefined : start));
    if (outside !== '') pieces.push({ kind: /<\/?[A-Za-z]/.test(outside) ? 'markup' : 'text', source: outside });
    if (start < 0) break;
    const end = source.indexOf(']]>', start + cdataStart.length);
    pieces.push({ kind: 'cdata', source: source.slice(start + cdataStart.length, end < 0 ? undefined : end) });
    at = end < 0 ? source.length : end + 3;
  }
  return pieces;
}

/** Comments and instructions are no text. */
function withoutComments(source: string): string {
  if (!source.includes('<!--') && !source.includes('<?')) return source;
  const kept: string[] = [];
  let at = 0;
  for (let open = source.indexOf('<'); open >= 0; open = source.indexOf('<', Math.max(open + 1, at))) {
    const mark = source.startsWith('<!--', open) ? '-->' : source.startsWith('<?', open) ? '?>' : null;
    if (mark === null) continue;
    kept.push(source.slice(at, open));
    const end = source.indexOf(mark, open + 2);
    at = end < 0 ? source.length : end + mark.length;
  }
  kept.push(source.slice(at));
  return kept.join('');
}

function capped(text: string): string {
  return text.length > limits.textFieldCharactersMax ? text.slice(0, limits.textFieldCharactersMax) : text;
}

/** Characters: for ids, addresses, dates and names. Tags of child elements fall away. */
export function textOf(source: string, decode: Decode): string {
  if (!source.includes('<')) return capped(decode(source)).trim();
  const parts = piecesOf(source).map(({ kind, source: piece }) =>
    kind === 'cdata' ? piece : kind === 'text' ? decode(piece) : plainText(piece),
  );
  return capped(parts.join('')).trim();
}

/** HTML: escaped in the XML, in CDATA, or as real elements. */
export function htmlOf(source: string, decode: Decode): string {
  const parts = piecesOf(source).map(({ kind, source: piece }) => (kind === 'text' ? decode(piece) : piece));
  return capped(parts.join('')).trim();
}

/**
 * One line of plain text from a field that is plain by its specification and HTML by habit (RSS titles). Angle brackets are
 * markup only where they look like HTML; `&amp;amp;` in the source is `&amp;`, decoded once.
 */
export function titleOf(source: string, decode: Decode): string {
  const parts = piecesOf(source).map(({ kind, source: piece }) => {
    if (kind === 'markup') return plainText(piece);
    const text = kind === 'cdata' ? piece : decode(piece);
    if (looksLikeHtml(text)) return padded(text, plainText(text));
    return kind === 'cdata' ? decodeHTML(text) : decodeLeftovers(text);
  });
  return lineOf(capped(parts.join('')));
}

/** One line of text that is plain by its specification: angle brackets stay. */
export function plainLineOf(source: string, decode: Decode): string {
  return lineOf(decodeLeftovers(textOf(source, decode)));
}

/** One line, without characters that XML forbids however they are written (XML 1.0 §2.2). */
function lineOf(text: string): string {
  return oneLine(
    forbidden.test(text) ? text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '') : text,
  );
}

const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Keeps the white space at the ends, which joins a piece to its neighbours. */
function padded(text: string, inner: string): string {
  return `${/^\s/.test(text) ? ' ' : ''}${inner}${/\s$/.test(text) ? ' ' : ''}`;
}

/**
 * References that were escaped twice, but for those that would turn text into markup, and those whose semicolon is missing where
 * no word goes on.
 */
function decodeLeftovers(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,31})(?:;|(?![\w;=]))/gi, (reference) => {
    const decoded = decodeHTML(reference);
    if (reference.endsWith(';')) return decoded === '<' || decoded === '>' || decoded === '&' ? reference : decoded;
    // "&notable" only begins like one.
    return reference.startsWith('&#') || !/\w/.test(decoded) ? decoded : reference;
  });
}

/** One line of plain text from HTML in XML. */
export function summaryOf(source: string, decode: Decode): string {
  return plainText(htmlOf(source, decode));
}
