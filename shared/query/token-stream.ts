/** The tokens of a text in order, with all that is known of each, and what finds them by their form. */
import { type ClosedForm, catenations } from './catenate.ts';
import { type CharacterClass, characterClass } from './characters.ts';
import { isAllCapitals } from './fold.ts';
import { type Join, join } from './joins.ts';
import { beginsWithDigit, isRigid } from './keys.ts';
import { stemsOf } from './proclitics.ts';

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
  /** Closed forms of hyphenated words, and words without what is written onto them. */
  readonly alternates: ReadonlyMap<string, readonly Alternate[]>;
}

type TokenMarks = Pick<TokenStream, 'joins' | 'keys' | 'capitals'>;

/**
 * Whether what is glued to a token from before makes a longer identifier of it: a number or a single letter (I-24/7), or a
 * code in capitals before a number (CVE-2026-1234). `caseCounts` is false where all is in capitals anyway.
 */
export function continuesBefore(stream: TokenMarks, token: number, caseCounts: boolean): boolean {
  const { joins, keys, capitals } = stream;
  if (token === 0 || joins[token] !== join.glued) return false;
  const isCode = caseCounts && capitals[token - 1] === true && beginsWithDigit(keys[token] ?? '');
  return isCode || isRigid(keys[token - 1] ?? '');
}

/** Whether what is glued behind a token makes a longer identifier of it. */
export function continuesBehind({ joins, keys }: TokenMarks, token: number): boolean {
  return joins[token + 1] === join.glued && isRigid(keys[token + 1] ?? '');
}

/** After more characters than this nothing is glued. */
export const GAP_CHARACTERS_MAX = 3;

/** Collects the tokens of a text and the characters between them, in order. */
export class TokenCollector {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly keys: string[] = [];
  private readonly joins: Join[] = [];
  private readonly capitals: boolean[] = [];
  private readonly possessives: number[] = [];
  private readonly index = new Map<string, number[]>();
  private readonly alternates = new Map<string, Alternate[]>();
  /** What lies between the last token and here. */
  private gap: Join = join.open;
  private gapCharacters = 0;

  /** A token at [start, end), or nothing when its key is empty. `possessive` is where its `'s` begins, else -1. */
  add(start: number, end: number, key: string, written: string, possessive: number): void {
    if (key === '') return;
    const token = this.keys.length;
    this.starts.push(start);
    this.ends.push(end);
    this.keys.push(key);
    this.joins.push(token === 0 ? join.open : this.gap);
    this.capitals.push(isAllCapitals(written));
    this.possessives.push(possessive);
    const places = this.index.get(key);
    if (places === undefined) this.index.set(key, [token]);
    else places.push(token);
    for (const stem of stemsOf(key)) this.addAlternate({ key: stem, start: token, end: token });
    this.gap = join.direct;
    this.gapCharacters = 0;
  }

  /** A character of this class that belongs to no token. */
  addGap(kind: CharacterClass): void {
    if (kind === characterClass.ignorable || kind === characterClass.mark) return;
    this.gapCharacters++;
    if (this.gapCharacters > GAP_CHARACTERS_MAX) this.gap = join.open;
    else if (kind === characterClass.joiner && (this.gap !== join.open || this.gapCharacters === 1)) {
      this.gap = join.glued;
    } else if (kind === characterClass.apostrophe && this.gapCharacters === 1) this.gap = join.apostrophe;
    else this.gap = join.open;
  }

  /** Parts what stands on both sides of this place. */
  part(): void {
    this.gap = join.open;
  }

  streamOf(text: string): TokenStream {
    const { starts, ends, keys, joins, capitals, possessives, index, alternates } = this;
    const stream = { text, starts, ends, keys, joins, capitals, possessives, index, alternates };
    for (const closed of catenations(stream)) this.addAlternate(closed);
    return stream;
  }

  private addAlternate({ key, start, end }: ClosedForm): void {
    const places = this.alternates.get(key);
    if (places === undefined) this.alternates.set(key, [{ start, end }]);
    else places.push({ start, end });
  }
}
