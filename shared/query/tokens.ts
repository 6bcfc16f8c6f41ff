/**
 * Cuts a text into tokens with their places (UTF-16), their folded form, and how each is joined to the one before. The same
 * cutter serves texts and query words, so that a compound such as I-24/7 falls into the same segments on both sides.
 */
import {
  type CharacterClass,
  characterClass,
  classOf,
  codePointAt,
  isGershayim,
  isHangul,
  unitsOf,
} from './characters.ts';
import { fold } from './fold.ts';
import { groupsByDot, readNumber } from './numbers.ts';
import { readSaraAm } from './sara-am.ts';
import { isSquared, symbolKey } from './symbols.ts';
import { TokenCollector, type TokenStream } from './token-stream.ts';
import {
  acronymEnd,
  clusterEnd,
  isWordCharacter,
  particleEnd,
  possessiveEnd,
  runEnd,
  symbolsEnd,
} from './word-ends.ts';

/**
 * Tokens of a text. `language` is the primary subtag of the text's language or null; it decides only whether dots group
 * the digits of numbers. Linear in the length of the text.
 */
export function tokenize(text: string, language: string | null = null): TokenStream {
  const dotGroups = groupsByDot(language);
  const tokens = new TokenCollector();
  let cursor = 0;
  while (cursor < text.length) {
    const code = codePointAt(text, cursor);
    const kind = classOf(code);
    if (isWordCharacter(kind)) cursor = addWord(tokens, text, cursor, dotGroups);
    else if (kind === characterClass.unspaced || kind === characterClass.pictograph) {
      cursor = addCluster(tokens, text, cursor, kind);
    } else {
      tokens.addGap(isGershayim(text, cursor) ? characterClass.joiner : kind);
      cursor += unitsOf(code);
    }
  }
  return tokens.streamOf(text);
}

/** Where tokens go: strings for the evaluator, typed arrays for the engine. */
export interface TokenSink {
  /** A token at [start, end), or nothing when its key is empty. `possessive` is where its `'s` begins, else -1. */
  add(start: number, end: number, key: string, written: string, possessive: number): void;
  /** Parts what stands on both sides of this place. */
  part(): void;
}

/** Adds the unspaced character or pictograph at `start` with what completes it, and gives the place after it. */
export function addCluster(tokens: TokenSink, text: string, start: number, kind: CharacterClass): number {
  const end = clusterEnd(text, start);
  const written = text.slice(start, end);
  if (kind === characterClass.pictograph) {
    tokens.part();
    tokens.add(start, end, symbolKey(written), written, -1);
    tokens.part();
    return end;
  }
  const vowel = readSaraAm(text, start);
  if (vowel !== null) return addEach(tokens, start, vowel.end, vowel.characters);
  // A square of several characters is read as these characters.
  if (isSquared(written)) return addEach(tokens, start, end, symbolKey(written));
  tokens.add(start, end, fold(written), written, -1);
  return end;
}

/** Adds a token for each of these characters, all of them at one place, and gives its end. */
function addEach(tokens: TokenSink, start: number, end: number, characters: string): number {
  for (const character of characters) tokens.add(start, end, character, '', -1);
  return end;
}

/** Adds the word or number that begins at `start` and gives the place after it. */
export function addWord(tokens: TokenSink, text: string, start: number, dotGroups: boolean): number {
  const { end: run, digitsOnly } = runEnd(text, start);
  const number = digitsOnly ? readNumber(text, start, run, dotGroups) : null;
  if (number !== null) {
    tokens.add(start, number.end, number.key, '', -1);
    return particleEnd(text, number.end);
  }
  const marked = digitsOnly ? run : symbolsEnd(text, start, run);
  if (marked > run) {
    const written = text.slice(start, marked);
    tokens.add(start, marked, fold(written), written, -1);
    return marked;
  }
  const acronym = acronymEnd(text, start);
  const wordEnd = acronym < 0 ? run : acronym;
  const written = acronym < 0 ? text.slice(start, run) : text.slice(start, acronym).replaceAll('.', '');
  const possessive = possessiveEnd(text, wordEnd);
  const end = Math.max(wordEnd, possessive);
  tokens.add(start, end, fold(written), written, possessive < 0 ? -1 : wordEnd);
  return isHangul(codePointAt(text, start)) ? end : particleEnd(text, end);
}
