/**
 * The closed forms of words that a text writes joined: cyber-crime is also found as cybercrime, COVID-19 as COVID19. Numbers
 * are never run together, nor contractions (we're is not were).
 */
import { join } from './joins.ts';
import { hasDigit } from './keys.ts';
import type { TokenStream } from './token-stream.ts';

/** A closed form has at most so many segments. */
export const CLOSING_SEGMENTS_MAX = 4;
export const CLOSING_JOINERS =
  '-\u2010\u2011\u2012\u2013\u2212/.&+_"\u201C\u201D\u05F3\u05F4\uFE63\uFF06\uFF0B\uFF0D\uFF0E\uFF0F\uFF3F';

export interface ClosedForm {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

type Tokens = Pick<TokenStream, 'text' | 'starts' | 'ends' | 'keys' | 'joins'>;

/** What is left of are, will, have, would, not, am, is behind an apostrophe: we're is not were. */
export const contractions: ReadonlySet<string> = new Set(['re', 'll', 've', 'd', 't', 'm', 's']);

/** Letters before it are Latin. */
const GREEK_FIRST = 0x370;

/**
 * Whether two parts with an apostrophe between them are also one word: Qur'an and Quran, O'Brien and OBrien; no contraction,
 * and nothing behind a single Latin letter, which is an elided one (l'an).
 */
export function closesApostrophe(before: string, after: string): boolean {
  if (before.length === 1 && before !== 'o' && before.charCodeAt(0) < GREEK_FIRST) return false;
  return !contractions.has(after) || before === 'o';
}

/** Whether the joint before `token` may be closed. */
function closes(tokens: Tokens, token: number): boolean {
  if (tokens.joins[token] === join.apostrophe) {
    return closesApostrophe(tokens.keys[token - 1] ?? '', tokens.keys[token] ?? '');
  }
  if (tokens.joins[token] !== join.glued) return false;
  const from = tokens.ends[token - 1] ?? 0;
  return (tokens.starts[token] ?? 0) - from === 1 && CLOSING_JOINERS.includes(tokens.text[from] ?? ' ');
}

/** Whether `token` and the one before it are glued and `other`, one of the two, makes a longer identifier of them. */
function continuesAsIdentifier(tokens: Tokens, token: number, other: number): boolean {
  const key = tokens.keys[other];
  return key !== undefined && tokens.joins[token] === join.glued && (key.length === 1 || hasDigit(key));
}

/** Whether a number would run into another one: 24/7 is not 247. */
function runsNumbersTogether(segment: string, key: string): boolean {
  return hasDigit(segment) && hasDigit(key);
}

/** All closed forms of two to four neighbouring segments. */
export function catenations(tokens: Tokens): ClosedForm[] {
  const found: ClosedForm[] = [];
  for (let token = 1; token < tokens.keys.length; token++) {
    if (tokens.joins[token] !== join.glued && tokens.joins[token] !== join.apostrophe) continue;
    const last = tokens.keys[token] ?? '';
    let key = last;
    const isIdentifier = hasDigit(last);
    if (isIdentifier && continuesAsIdentifier(tokens, token + 1, token + 1)) continue;
    for (let start = token - 1; start >= 0 && token - start < CLOSING_SEGMENTS_MAX; start--) {
      const segment = tokens.keys[start] ?? '';
      if (!closes(tokens, start + 1) || runsNumbersTogether(segment, key)) break;
      const isNumber = hasDigit(segment);
      if (isNumber && continuesAsIdentifier(tokens, start, start - 1)) break;
      key = segment + key;
      found.push({ key, start, end: token });
      if (isNumber) break;
    }
  }
  return found;
}
