/** Paths and templates of a newsroom's JSON mapping: how a value inside an answer is named, as data. Bounded on any answer. */
import { limits } from '../limits.ts';

/** Finds values below one value, at most `max`. A list on the way is gone through, or entered by number (`authors.0`). */
export type PathReader = (value: unknown, max: number) => readonly unknown[];

/** `title.cdata!`; a key may hold dots itself (`@odata.nextLink`): the whole rest is tried as a key before its first part. */
export function compilePath(path: string): PathReader {
  const parts = path.split('.');
  const rests = parts.map((_, index) => parts.slice(index).join('.'));
  const collect = (value: unknown, at: number, found: unknown[], max: number): void => {
    if (found.length >= max || value === undefined || value === null) return;
    const part = parts[at];
    if (part === undefined) {
      found.push(value);
    } else if (Array.isArray(value)) {
      if (/^\d{1,6}$/.test(part)) collect(value[Number(part)], at + 1, found, max);
      else for (const entry of value) if (!Array.isArray(entry)) collect(entry, at, found, max);
    } else if (typeof value === 'object') {
      const keyed = value as Readonly<Record<string, unknown>>;
      const rest = rests[at] ?? part;
      if (Object.hasOwn(keyed, rest)) collect(keyed[rest], parts.length, found, max);
      else if (Object.hasOwn(keyed, part)) collect(keyed[part], at + 1, found, max);
    }
  };
  return (value, max) => {
    const found: unknown[] = [];
    collect(value, 0, found, max);
    return found;
  };
}

/** Texts that a field gives: those of the first alternative that gives any. */
export type FieldReader = (item: unknown, max: number) => readonly string[];

/** A field of the mapping: a path, a template, or alternatives of both. */
export function compileField(field: string | readonly string[]): FieldReader {
  const alternatives = (typeof field === 'string' ? [field] : field).map((one) =>
    one.includes('{') ? compileTemplate(one) : compileTexts(one),
  );
  return (item, max) => {
    for (const read of alternatives) {
      const texts = read(item, max);
      if (texts.length > 0) return texts;
    }
    return [];
  };
}

/** Entries of a list at a path that are looked at for texts. */
const entriesMax = 100;

function compileTexts(path: string): FieldReader {
  const read = compilePath(path);
  return (item, max) =>
    read(item, entriesMax)
      .flatMap((value) => (Array.isArray(value) ? value.slice(0, entriesMax) : [value]))
      .map(textOf)
      .filter((text) => text !== null)
      .slice(0, max);
}

/** A non-empty string, or a number that was read exactly: a longer one would stand for its neighbours as well. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number')
    return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : null;
  if (typeof value !== 'string') return null;
  const text = value.slice(0, limits.textFieldCharactersMax).trim();
  return text === '' ? null : text;
}

type Piece = { readonly literal: string } | { readonly texts: FieldReader };

/** `https://www.example.org{link}`; a placeholder that gives nothing leaves the whole template empty. */
function compileTemplate(template: string): FieldReader {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf('{', at);
    const close = open < 0 ? -1 : template.indexOf('}', open);
    if (open < 0 || close < 0) break;
    if (open > at) pieces.push({ literal: template.slice(at, open) });
    pieces.push({ texts: compileTexts(template.slice(open + 1, close)) });
    at = close + 1;
  }
  if (at < template.length) pieces.push({ literal: template.slice(at) });
  return (item) => {
    let text = '';
    for (const piece of pieces) {
      const part = 'literal' in piece ? piece.literal : piece.texts(item, 1)[0];
      if (part === undefined) return [];
      text = 'literal' in piece ? text + part : joined(text, part);
    }
    return [text.slice(0, limits.textFieldCharactersMax)];
  };
}

const originAlone = /^https?:\/\/[^/?#]*$/i;

/**
 * Puts a value behind what the template has so far. In an address: one slash where both sides bring one, one where neither
 * does behind a host name, which the value must not lengthen; and a value that is an address itself stands alone.
 */
function joined(before: string, value: string): string {
  if (!/^https?:\/\//i.test(before)) return before + value;
  if (/^https?:\/\//i.test(value) && !before.includes('?')) return value;
  if (before.endsWith('/') && value.startsWith('/')) return before + value.slice(1);
  return originAlone.test(before) && !/^[/?#]/.test(value) ? `${before}/${value}` : before + value;
}
