/**
 * Cuts texts into tokens as tokens.ts does, into typed arrays that are used again for each document: folded units in one
 * row, a rolling hash for each token, no strings. What is rare (marks, numbers, acronyms, pictographs) goes through the
 * functions of tokens.ts themselves.
 */
import { characterClass, classOf, codePointAt, isGershayim, unitsOf } from '../characters.ts';
import { isAllCapitals } from '../fold.ts';
import { join } from '../joins.ts';
import { groupsByDot } from '../numbers.ts';
import { GAP_CHARACTERS_MAX } from '../token-stream.ts';
import { addCluster, addWord, type TokenSink } from '../tokens.ts';
import { acronymEnd, possessiveEnd } from '../word-ends.ts';
import { grown } from './arrays.ts';
import { hashFactor, hashSeed } from './hash.ts';
import { learnUnit, unit, unitTable } from './unit-table.ts';

export const tokenFlag = { capitals: 1, possessive: 2, digit: 4 } as const;

/** Token numbers left free between two texts: more than any proximity reaches. */
export const TEXT_GAP = 128;

const FULL_STOP = 0x2e;
const PLUS_SIGN = 0x2b;
const NUMBER_SIGN = 0x23;
const HIGH_SURROGATES = 0xd800;
const TOKENS_FIRST = 4_096;

const { other, letter, digit, mark, unspaced, pictograph, ignorable, joiner, apostrophe } = characterClass;

export class Scanner implements TokenSink {
  /** How many tokens there are, gaps included. */
  count = 0;
  starts = new Int32Array(TOKENS_FIRST);
  ends = new Int32Array(TOKENS_FIRST);
  joins = new Uint8Array(TOKENS_FIRST);
  flags = new Uint8Array(TOKENS_FIRST);
  /** Rolling hash of the folded units. */
  hashes = new Int32Array(TOKENS_FIRST);
  /** Where the folded units of a token begin; they end where those of the next begin. */
  unitStarts = new Int32Array(TOKENS_FIRST + 1);
  units = new Uint16Array(TOKENS_FIRST * 8);
  unitCount = 0;
  /** Tokens that are glued to the one before, or joined by an apostrophe. */
  joined = new Int32Array(TOKENS_FIRST);
  joinedCount = 0;
  private codes = new Uint16Array(TOKENS_FIRST);
  private codeBytes = Buffer.from(this.codes.buffer);
  private gap: number = join.open;
  private gapCharacters = 0;
  private isFirst = true;

  /** Forgets the last document. */
  reset(): void {
    this.count = 0;
    this.unitCount = 0;
    this.joinedCount = 0;
    this.unitStarts[0] = 0;
  }

  /** Leaves token numbers free, so that nothing reaches from one text into the next. */
  addTextGap(): void {
    this.reserve(TEXT_GAP, 0);
    this.starts.fill(0, this.count, this.count + TEXT_GAP);
    this.ends.fill(0, this.count, this.count + TEXT_GAP);
    this.joins.fill(join.open, this.count, this.count + TEXT_GAP);
    this.flags.fill(0, this.count, this.count + TEXT_GAP);
    this.hashes.fill(hashSeed, this.count, this.count + TEXT_GAP);
    this.unitStarts.fill(this.unitCount, this.count, this.count + TEXT_GAP + 1);
    this.count += TEXT_GAP;
  }

  /** Adds the tokens of a text. `language` as in `tokenize`. */
  scan(text: string, language: string | null): void {
    const dotGroups = groupsByDot(language);
    const length = text.length;
    this.gap = join.open;
    this.gapCharacters = 0;
    this.isFirst = true;
    // A token has at least one unit: room for all of them at once keeps checks out of the loop. Slow words add their own.
    this.reserve((length >>> 1) + 2, length + 2);
    this.readCodes(text);
    const { codes } = this;
    let cursor = 0;
    while (cursor < length) {
      const code = codes[cursor] as number;
      let info = unitTable[code] as number;
      if (info === 0) info = learnUnit(code);
      const kind = (info >>> unit.classShift) & unit.classMask;
      if (kind === letter || kind === digit) cursor = this.scanWord(text, cursor, info, dotGroups);
      else if (info & unit.surrogate) cursor = this.scanSurrogate(text, cursor, dotGroups);
      else if (kind === unspaced) cursor = this.scanUnspaced(text, cursor, info);
      else if (kind === pictograph) cursor = addCluster(this, text, cursor, pictograph);
      else {
        this.addGap(kind === other && isGershayim(text, cursor) ? joiner : kind);
        cursor++;
      }
    }
  }

  private scanWord(text: string, start: number, first: number, dotGroups: boolean): number {
    const length = text.length;
    // Words that are folded as strings may have taken more than their share.
    if (this.unitCount + length - start > this.units.length) this.reserve(0, length - start);
    const { units, codes } = this;
    let end = start;
    let at = this.unitCount;
    let hash: number = hashSeed;
    let info = first;
    let seen = 0;
    // Nearly every word comes to its end in here.
    while ((info & unit.plain) !== 0) {
      const folded = info & unit.folded;
      units[at++] = folded;
      hash = (Math.imul(hash, hashFactor) + folded) | 0;
      seen |= info;
      if (++end === length) break;
      const code = codes[end] as number;
      info = unitTable[code] as number;
      if (info === 0) info = learnUnit(code);
    }
    if (end < length && (info & unit.end) === 0) {
      // Marks, and what vanishes, belong to the word; a surrogate may be a letter; what is slow, or of Hangul, may change others.
      if ((info & unit.hangul) === 0 || (info & unit.slow) !== 0 || end > start)
        return addWord(this, text, start, dotGroups);
      while ((info & (unit.hangul | unit.slow)) === unit.hangul && (info & unit.letter) !== 0) {
        const folded = info & unit.folded;
        units[at++] = folded;
        hash = (Math.imul(hash, hashFactor) + folded) | 0;
        seen |= info;
        if (++end === length) break;
        const code = codes[end] as number;
        info = unitTable[code] as number;
        if (info === 0) info = learnUnit(code);
      }
      // Hangul written onto another script, or the other way round, may be a particle.
      if (end < length && (info & unit.end) === 0) return addWord(this, text, start, dotGroups);
    }
    const hasLetter = (seen & unit.letter) !== 0;
    const hasDigit = (seen & unit.number) !== 0 ? tokenFlag.digit : 0;
    let possessive = -1;
    if (end < length) {
      if (!hasLetter) {
        // Digits go on as a number only when a further digit follows what stands after them.
        if (end + 1 < length && classOf(codes[end + 1] as number) === digit)
          return addWord(this, text, start, dotGroups);
      } else if (end === start + 1) {
        const next = codes[end] as number;
        if (next === PLUS_SIGN || next === NUMBER_SIGN || (next === FULL_STOP && acronymEnd(text, start) >= 0))
          return addWord(this, text, start, dotGroups);
      }
      if (((info >>> unit.classShift) & unit.classMask) === apostrophe) possessive = possessiveEnd(text, end);
    }
    const capitals = (seen & (unit.capital | unit.small)) === unit.capital ? tokenFlag.capitals : 0;
    const isPossessive = possessive < 0 ? 0 : tokenFlag.possessive;
    if (possessive >= 0) end = possessive;
    this.unitCount = at;
    this.push(start, end, hash, capitals | isPossessive | hasDigit);
    return end;
  }

  /** The units of a text: read from an array they cost half of what they do from a string. */
  private readCodes(text: string): void {
    if (text.length > this.codes.length) {
      this.codes = grown(this.codes, text.length);
      this.codeBytes = Buffer.from(this.codes.buffer);
    }
    this.codeBytes.write(text, 'utf16le');
  }

  private scanUnspaced(text: string, start: number, info: number): number {
    const next = start + 1 < text.length ? text.charCodeAt(start + 1) : 0;
    const isCluster = (next & 0xfc00) === HIGH_SURROGATES || classOf(next) === mark;
    if (isCluster || info & unit.slow) return addCluster(this, text, start, unspaced);
    const folded = info & unit.folded;
    if (this.unitCount === this.units.length) this.reserve(0, 1);
    this.units[this.unitCount++] = folded;
    const hasDigit = folded <= 0x39 && folded >= 0x30 ? tokenFlag.digit : 0;
    const capitals = (info & (unit.capital | unit.small)) === unit.capital ? tokenFlag.capitals : 0;
    this.push(start, start + 1, (Math.imul(hashSeed, hashFactor) + folded) | 0, capitals | hasDigit);
    return start + 1;
  }

  private scanSurrogate(text: string, start: number, dotGroups: boolean): number {
    const code = codePointAt(text, start);
    const kind = classOf(code);
    if (kind === letter || kind === digit) return addWord(this, text, start, dotGroups);
    if (kind === unspaced || kind === pictograph) return addCluster(this, text, start, kind);
    this.addGap(kind);
    return start + unitsOf(code);
  }

  /** A token made by the functions of tokens.ts. */
  add(start: number, end: number, key: string, written: string, possessive: number): void {
    if (key === '') return;
    this.reserve(0, key.length);
    let hash: number = hashSeed;
    let hasDigit = 0;
    for (let index = 0; index < key.length; index++) {
      const code = key.charCodeAt(index);
      if (code <= 0x39 && code >= 0x30) hasDigit = tokenFlag.digit;
      this.units[this.unitCount++] = code;
      hash = (Math.imul(hash, hashFactor) + code) | 0;
    }
    const capitals = isAllCapitals(written) ? tokenFlag.capitals : 0;
    this.push(start, end, hash, capitals | hasDigit | (possessive >= 0 ? tokenFlag.possessive : 0));
  }

  /** Writes units after the last token's, for a moment: `unitCount` is for the caller to put back. */
  spell(text: string): void {
    this.reserve(0, text.length);
    for (let index = 0; index < text.length; index++) this.units[this.unitCount++] = text.charCodeAt(index);
  }

  private push(start: number, end: number, hash: number, flags: number): void {
    if (this.count + 1 >= this.starts.length) this.reserve(1, 0);
    const token = this.count++;
    const joined = this.isFirst ? join.open : this.gap;
    this.isFirst = false;
    this.starts[token] = start;
    this.ends[token] = end;
    this.joins[token] = joined;
    this.flags[token] = flags;
    this.hashes[token] = hash;
    this.unitStarts[token + 1] = this.unitCount;
    if (joined >= join.apostrophe) this.joined[this.joinedCount++] = token;
    this.gap = join.direct;
    this.gapCharacters = 0;
  }

  /** The same as `TokenCollector.addGap`. */
  addGap(kind: number): void {
    if (kind === ignorable || kind === mark) return;
    this.gapCharacters++;
    if (this.gapCharacters > GAP_CHARACTERS_MAX) this.gap = join.open;
    else if (kind === joiner && (this.gap !== join.open || this.gapCharacters === 1)) this.gap = join.glued;
    else if (kind === apostrophe && this.gapCharacters === 1) this.gap = join.apostrophe;
    else this.gap = join.open;
  }

  part(): void {
    this.gap = join.open;
  }

  /** Makes room for so many more tokens and units. */
  private reserve(tokens: number, units: number): void {
    const wanted = this.count + tokens + 2;
    if (wanted > this.starts.length) {
      this.starts = grown(this.starts, wanted);
      this.ends = grown(this.ends, wanted);
      this.joins = grown(this.joins, wanted);
      this.flags = grown(this.flags, wanted);
      this.hashes = grown(this.hashes, wanted);
      this.unitStarts = grown(this.unitStarts, wanted + 1);
      this.joined = grown(this.joined, wanted);
    }
    if (this.unitCount + units > this.units.length) this.units = grown(this.units, this.unitCount + units);
  }
}
