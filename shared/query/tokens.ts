/**
 * Cuts a text into tokens with their places (UTF-16), their folded form, and how each is joined to the one before. The same
 * cutter serves texts and query words, so that a compound such as I-24/7 falls into the same segments on both sides.
 */
import { catenations } from './catenate.ts';
import { characterClass, classOf, codePointAt, isSearchable, unitsOf, WILDCARD_LETTER } from './characters.ts';
import { fold, isAllCapitals } from './fold.ts';
import { groupsByDot, readNumber } from './numbers.ts';
import { arabicStems } from './proclitics.ts';

/** How a token is joined to the one before it. */
export const join = {
  /** Separated by a space or by punctuation. */
  open: 0,
  /** Nothing in between: characters of unspaced scripts, or a change of script. */
  direct: 1,
  apostrophe: 2,
  /** Joiner characters only, as in I-24/7. */
  glued: 3,
} as const;

export type Join = (typeof join)[keyof typeof join];

/** A further form under which tokens can be found, from token `start` to token `end` inclusive. */
interface Alternate {
  readonly start: number;
  readonly end: number;
}

export interface TokenStream {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly keys: readonly string[];
  readonly joins: readonly Join[];
  /** Written all in capitals (the possessive s aside). */
  readonly capitals: readonly boolean[];
  /** Where a possessive `'s` begins that the token swallowed, else -1. */
  readonly possessives: readonly number[];
  /** Folded form → token numbers, rising. */
  readonly index: ReadonlyMap<string, readonly number[]>;
  /** Closed forms of hyphenated words and Arabic words without their proclitics. */
  readonly alternates: ReadonlyMap<string, readonly Alternate[]>;
}

const GAP_CHARACTERS_MAX = 3;

function isWordCharacter(kind: number): boolean {
  return kind === characterClass.letter || kind === characterClass.digit;
}

/** End of the run of letters, digits and marks that begins at `from`; what vanishes inside it belongs to it. */
function runEnd(text: string, from: number): { end: number; digitsOnly: boolean } {
  let index = from;
  let end = from;
  let digitsOnly = true;
  while (index < text.length) {
    const code = codePointAt(text, index);
    const kind = classOf(code);
    if (isWordCharacter(kind) || kind === characterClass.mark) {
      if (kind !== characterClass.digit) digitsOnly = false;
      index += unitsOf(code);
      end = index;
    } else if (kind === characterClass.ignorable) index += unitsOf(code);
    else break;
  }
  return { end, digitsOnly };
}

/** End of an unspaced character or pictograph with the marks and selectors that complete it. */
function clusterEnd(text: string, from: number): number {
  let index = from + unitsOf(codePointAt(text, from));
  while (index < text.length) {
    const code = codePointAt(text, index);
    const isModifier = code >= 0x1f3fb && code <= 0x1f3ff;
    if (classOf(code) !== characterClass.mark && !isModifier) break;
    index += unitsOf(code);
  }
  return index;
}

/** End of a dotted acronym (U.S., E.U., U.S.A) that begins at `from`, or -1. Initials before a name are none. */
function acronymEnd(text: string, from: number): number {
  let index = from;
  let letters = 0;
  while (index < text.length) {
    const code = codePointAt(text, index);
    if (classOf(code) !== characterClass.letter) break;
    const next = index + unitsOf(code);
    const after = next < text.length ? classOf(codePointAt(text, next)) : characterClass.other;
    letters++;
    if (isWordCharacter(after) || after === characterClass.mark) return -1;
    if (text[next] !== '.') return letters >= 2 ? next : -1;
    index = next + 1;
  }
  return letters >= 2 ? index : -1;
}

/** End of a possessive `'s` at `from`, or -1. */
function possessiveEnd(text: string, from: number): number {
  if (from + 1 >= text.length || classOf(text.charCodeAt(from)) !== characterClass.apostrophe) return -1;
  const letter = text[from + 1];
  if (letter !== 's' && letter !== 'S') return -1;
  if (from + 2 >= text.length) return from + 2;
  const after = classOf(codePointAt(text, from + 2));
  return isWordCharacter(after) || after === characterClass.mark ? -1 : from + 2;
}

/**
 * Tokens of a text. `language` is the primary subtag of the text's language or null; it decides only whether dots group
 * the digits of numbers. Linear in the length of the text.
 */
export function tokenize(text: string, language: string | null = null): TokenStream {
  const starts: number[] = [];
  const ends: number[] = [];
  const keys: string[] = [];
  const joins: Join[] = [];
  const capitals: boolean[] = [];
  const possessives: number[] = [];
  const index = new Map<string, number[]>();
  const alternates = new Map<string, Alternate[]>();
  const dotGroups = groupsByDot(language);

  let gap: Join = join.open;
  let gapCharacters = 0;
  const add = (start: number, end: number, key: string, written: string, possessive: number): void => {
    if (key === '') return;
    const token = keys.length;
    starts.push(start);
    ends.push(end);
    keys.push(key);
    joins.push(token === 0 ? join.open : gap);
    capitals.push(isAllCapitals(written));
    possessives.push(possessive);
    const places = index.get(key);
    if (places === undefined) index.set(key, [token]);
    else places.push(token);
    const first = key.charCodeAt(0);
    if (first >= 0x620 && first <= 0x6ff) {
      for (const stem of arabicStems(key)) addAlternate(alternates, stem, { start: token, end: token });
    }
    gap = join.direct;
    gapCharacters = 0;
  };

  let cursor = 0;
  while (cursor < text.length) {
    const code = codePointAt(text, cursor);
    const kind = classOf(code);
    if (kind === characterClass.unspaced || kind === characterClass.pictograph) {
      const end = clusterEnd(text, cursor);
      const written = text.slice(cursor, end);
      if (kind === characterClass.pictograph) gap = join.open;
      add(cursor, end, fold(written), written, -1);
      if (kind === characterClass.pictograph) gap = join.open;
      cursor = end;
    } else if (isWordCharacter(kind)) {
      const { end, digitsOnly } = runEnd(text, cursor);
      const number = digitsOnly ? readNumber(text, cursor, end, dotGroups) : null;
      const acronym =
        kind === characterClass.letter && text[cursor + unitsOf(code)] === '.' ? acronymEnd(text, cursor) : -1;
      if (number !== null) {
        add(cursor, number.end, number.key, '', -1);
        cursor = number.end;
      } else if (acronym > 0) {
        const written = text.slice(cursor, acronym).replaceAll('.', '');
        const possessive = possessiveEnd(text, acronym);
        add(cursor, Math.max(acronym, possessive), fold(written), written, possessive < 0 ? -1 : acronym);
        cursor = Math.max(acronym, possessive);
      } else {
        const written = text.slice(cursor, end);
        const possessive = possessiveEnd(text, end);
        add(cursor, Math.max(end, possessive), fold(written), written, possessive < 0 ? -1 : end);
        cursor = Math.max(end, possessive);
      }
    } else {
      if (kind !== characterClass.ignorable && kind !== characterClass.mark) {
        gapCharacters++;
        if (gapCharacters > GAP_CHARACTERS_MAX) gap = join.open;
        else if (kind === characterClass.joiner && (gap !== join.open || gapCharacters === 1)) gap = join.glued;
        else if (kind === characterClass.apostrophe && gapCharacters === 1) gap = join.apostrophe;
        else gap = join.open;
      }
      cursor += unitsOf(code);
    }
  }
  const stream = { text, starts, ends, keys, joins, capitals, possessives, index, alternates };
  for (const closed of catenations(stream)) addAlternate(alternates, closed.key, closed);
  return stream;
}

function addAlternate(alternates: Map<string, Alternate[]>, key: string, place: Alternate): void {
  const places = alternates.get(key);
  const alternate = { start: place.start, end: place.end };
  if (places === undefined) alternates.set(key, [alternate]);
  else places.push(alternate);
}

/** Whether a text has anything that can be searched for. */
export function hasSearchable(text: string): boolean {
  for (let index = 0; index < text.length; ) {
    const code = codePointAt(text, index);
    if (isSearchable(classOf(code)) && text[index] !== WILDCARD_LETTER) return true;
    index += unitsOf(code);
  }
  return false;
}
