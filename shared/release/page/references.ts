/**
 * Decodes the character references of markup. Those that nearly all pages have, closed by a semicolon, are read here; a text
 * with any other is left to `entities`, which knows all 2,231 names and the forms without a semicolon.
 */
import { decodeHTML, decodeHTMLAttribute } from 'entities';
import { unitAt } from '../../text/units.ts';

const common: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['nbsp', '\u00a0'],
  ['quot', '"'],
  ['lt', '<'],
  ['gt', '>'],
  ['apos', "'"],
  ['rsquo', '’'],
  ['lsquo', '‘'],
  ['rdquo', '”'],
  ['ldquo', '“'],
  ['bdquo', '„'],
  ['laquo', '«'],
  ['raquo', '»'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['bull', '•'],
  ['middot', '·'],
  ['copy', '©'],
  ['shy', '\u00ad'],
  ['auml', 'ä'],
  ['ouml', 'ö'],
  ['uuml', 'ü'],
  ['Auml', 'Ä'],
  ['Ouml', 'Ö'],
  ['Uuml', 'Ü'],
  ['szlig', 'ß'],
  ['aacute', 'á'],
  ['eacute', 'é'],
  ['iacute', 'í'],
  ['oacute', 'ó'],
  ['uacute', 'ú'],
  ['ntilde', 'ñ'],
  ['agrave', 'à'],
  ['egrave', 'è'],
  ['ecirc', 'ê'],
  ['ccedil', 'ç'],
]);
const NAME_CHARACTERS_MAX = 8;
/** Below stand controls, which the standard reads as windows-1252; surrogates are none. */
const CODE_MIN = 0xa0;
const CODE_MAX = 0xd7ff;
const hash = 35;

/** What stands between `&` and `;` as text; null for what is not read here. */
function meaningOf(name: string): string | null {
  if (unitAt(name, 0) !== hash) return common.get(name) ?? null;
  const hexadecimal = (unitAt(name, 1) | 32) === 120;
  const digits = name.slice(hexadecimal ? 2 : 1);
  if (!(hexadecimal ? /^[0-9a-f]+$/i : /^[0-9]+$/).test(digits)) return null;
  const code = Number.parseInt(digits, hexadecimal ? 16 : 10);
  // Quotation marks and the like are written as numbers too.
  const plain = code >= 0x20 && code < 0x7f;
  return plain || (code >= CODE_MIN && code <= CODE_MAX) ? String.fromCharCode(code) : null;
}

/** The text with all its references decoded; null where one is not read here. */
function decodeCommon(text: string): string | null {
  let decoded = '';
  let from = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    const end = text.indexOf(';', at + 1);
    const meaning =
      end < 0 || end - at > NAME_CHARACTERS_MAX + 1 || end === at + 1 ? null : meaningOf(text.slice(at + 1, end));
    if (meaning === null) return null;
    decoded += text.slice(from, at) + meaning;
    from = end + 1;
  }
  return decoded + text.slice(from);
}

/** Of text outside tags (HTML standard 13.2.5.72). */
export function decodeText(text: string): string {
  return text.includes('&') ? (decodeCommon(text) ?? decodeHTML(text)) : text;
}

/** Of the value of an attribute, where a name without a semicolon in front of a letter or `=` stands for itself. */
export function decodeAttribute(text: string): string {
  return text.includes('&') ? (decodeCommon(text) ?? decodeHTMLAttribute(text)) : text;
}
