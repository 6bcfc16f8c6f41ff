/**
 * Which words of an index a document has, and where: one pass over its tokens, into arrays that are used again for the next
 * document. A place is an occurrence: first and last token, chained by word, by first token, and by last token.
 */
import { anchorKey } from '../anchors.ts';
import { CLOSING_JOINERS, CLOSING_SEGMENTS_MAX, closesApostrophe } from '../catenate.ts';
import { hasEndings, mayBeVariantOf, variantsOf } from '../expand.ts';
import { isAllCapitals } from '../fold.ts';
import { join } from '../joins.ts';
import { isUnspaced } from '../keys.ts';
import { stemsOf } from '../proclitics.ts';
import type { SearchedDocument } from '../scope.ts';
import { grown, stringOf } from './arrays.ts';
import { hashFactor, hashSeed } from './hash.ts';
import { ABSENT, eachKey, hashOfKey, KeyTable } from './key-table.ts';
import type { QueryIndex, WordKeys } from './query-index.ts';
import { Scanner, TEXT_GAP, tokenFlag } from './scanner.ts';
import { wordEntry } from './word-entry.ts';

const OCCURRENCES_FIRST = 8_192;
const NONE = -1;
/** Forms of other languages that are remembered; beyond it all are forgotten. */
const REMEMBERED_FORMS_MAX = 50_000;
const FILTER_BITS_PER_PREFIX = 24;
const FILTER_POWER_MIN = 10;
const FILTER_POWER_MAX = 18;
/** 2³² / golden ratio: spreads a rolling hash over its upper bits. */
const SPREAD = 0x9e3779b1;
const ARABIC_FIRST = 0x620;
const ARABIC_LAST = 0x6ff;
const PLUS_SIGN = 0x2b;
const NUMBER_SIGN = 0x23;

/**
 * Where a beginning may be known: most are not, and this says so without a look-up. Most words do not even begin as any of them
 * does in as many units as the shortest has.
 */
class PrefixFilter {
  readonly beginnings: Uint32Array;
  readonly heads: Uint32Array;
  readonly lengthMin: number;
  readonly lengthMax: number;
  private readonly shift: number;

  constructor({ table }: WordKeys) {
    let count = 0;
    let lengthMin = Number.POSITIVE_INFINITY;
    let lengthMax = 0;
    eachKey(table, 0, (_, length) => {
      count++;
      lengthMin = Math.min(lengthMin, length);
      lengthMax = Math.max(lengthMax, length);
    });
    let power = FILTER_POWER_MIN;
    while (power < FILTER_POWER_MAX && 2 ** power < count * FILTER_BITS_PER_PREFIX) power++;
    this.shift = 32 - power;
    this.beginnings = new Uint32Array(2 ** power / 32);
    this.heads = new Uint32Array(2 ** power / 32);
    this.lengthMin = lengthMin;
    this.lengthMax = lengthMax;
    eachKey(table, lengthMin, (hash, _, head) => {
      this.note(this.beginnings, hash);
      this.note(this.heads, head);
    });
  }

  private note(bits: Uint32Array, hash: number): void {
    const bit = Math.imul(hash, SPREAD) >>> this.shift;
    bits[bit >>> 5] = (bits[bit >>> 5] as number) | (1 << (bit & 31));
  }

  has(bits: Uint32Array, hash: number): boolean {
    const bit = Math.imul(hash, SPREAD) >>> this.shift;
    return ((bits[bit >>> 5] as number) & (1 << (bit & 31))) !== 0;
  }
}

export class DocumentWords {
  readonly scanner = new Scanner();
  /** Words that are there, each once. */
  readonly present: Int32Array;
  presentCount = 0;
  /** Tokens of the headline; those of the body begin after a gap. */
  titleEnd = 0;
  /** Per occurrence. */
  occurrenceStarts = new Int32Array(OCCURRENCES_FIRST);
  occurrenceEnds = new Int32Array(OCCURRENCES_FIRST);
  occurrenceEntries = new Int32Array(OCCURRENCES_FIRST);
  nextOfWord = new Int32Array(OCCURRENCES_FIRST);
  nextAtStart = new Int32Array(OCCURRENCES_FIRST);
  nextAtEnd = new Int32Array(OCCURRENCES_FIRST);
  /** First occurrence that starts at a token; first left half of a pair that ends at it. */
  firstAtStart = new Int32Array(1_024);
  firstAtEnd = new Int32Array(1_024);
  /** What the dictionary says of each token. */
  private entries = new Int32Array(1_024);
  private occurrenceCount = 0;
  private readonly slotOfWord: Int32Array;
  private readonly isThere: Uint32Array;
  private readonly firstOfWord: Int32Array;
  private readonly inTitle: Uint8Array;
  private readonly inBody: Uint8Array;
  private readonly index: QueryIndex;
  private readonly keys: KeyTable;
  private readonly prefixes: KeyTable;
  private readonly filter: PrefixFilter;
  private readonly hasPrefixes: boolean;
  private readonly remembered = new Map<string, Map<string, readonly number[]>>();
  private scratch = new Uint16Array(256);

  constructor(index: QueryIndex) {
    this.index = index;
    this.keys = new KeyTable(index.keys.table);
    this.prefixes = new KeyTable(index.prefixes.table);
    this.filter = new PrefixFilter(index.prefixes);
    this.hasPrefixes = this.filter.lengthMax > 0;
    this.present = new Int32Array(index.words);
    this.slotOfWord = new Int32Array(index.words);
    this.isThere = new Uint32Array((index.words >>> 5) + 1);
    this.firstOfWord = new Int32Array(index.words);
    this.inTitle = new Uint8Array(index.words);
    this.inBody = new Uint8Array(index.words);
  }

  has(word: number): boolean {
    return ((this.isThere[word >>> 5] as number) & (1 << (word & 31))) !== 0;
  }

  hasInTitle(word: number): boolean {
    return this.has(word) && this.inTitle[this.slotOfWord[word] as number] === 1;
  }

  hasInBody(word: number): boolean {
    return this.has(word) && this.inBody[this.slotOfWord[word] as number] === 1;
  }

  /** The first of a word's occurrences, in no order; -1 without one. */
  firstOccurrence(word: number): number {
    return this.has(word) ? (this.firstOfWord[this.slotOfWord[word] as number] as number) : NONE;
  }

  /** Reads a document. */
  read(searched: SearchedDocument): void {
    this.forget();
    const { document, language } = searched;
    const { scanner } = this;
    scanner.reset();
    scanner.scan(document.headline, language);
    this.titleEnd = scanner.count;
    scanner.addTextGap();
    const bodyStart = this.titleEnd + TEXT_GAP;
    scanner.scan(document.body, language);
    this.prepareTokens(scanner.count + 1);
    const isEnglish = language === null || language === 'en';
    const skip = isEnglish ? 0 : wordEntry.variant;
    const endings = language !== null && hasEndings(language) ? language : null;
    const headlineSkip = isAllCapitals(document.headline) ? 0 : wordEntry.capitals;
    this.readTokens(0, this.titleEnd, skip, headlineSkip, endings);
    this.readTokens(bodyStart, scanner.count, skip, wordEntry.capitals, endings);
    if (scanner.joinedCount > 0) this.readClosedForms(document.headline, document.body, skip, endings);
    if (this.index.fields.length > 0) this.readFields(searched);
  }

  private forget(): void {
    for (let slot = 0; slot < this.presentCount; slot++) this.isThere[(this.present[slot] as number) >>> 5] = 0;
    this.presentCount = 0;
    this.occurrenceCount = 0;
  }

  private prepareTokens(count: number): void {
    if (count > this.firstAtStart.length) {
      this.firstAtStart = grown(this.firstAtStart, count);
      this.firstAtEnd = grown(this.firstAtEnd, count);
      this.entries = grown(this.entries, count);
    }
    this.firstAtStart.fill(NONE, 0, count);
    this.firstAtEnd.fill(NONE, 0, count);
  }

  private readTokens(from: number, to: number, skip: number, capitalsSkip: number, endings: string | null): void {
    const { hashes, flags, unitStarts, units } = this.scanner;
    const { keys: words } = this.index;
    const { hasPrefixes, entries } = this;
    this.keys.findAll(units, unitStarts, hashes, from, to, entries);
    for (let token = from; token < to; token++) {
      const flag = flags[token] as number;
      let skipped = skip;
      if ((flag & tokenFlag.capitals) === 0) skipped |= capitalsSkip;
      if (flag & tokenFlag.possessive) skipped |= wordEntry.bare;
      const start = unitStarts[token] as number;
      const end = unitStarts[token + 1] as number;
      const entry = entries[token] as number;
      if (entry < 0) this.addList(words, entry, skipped, token, token);
      else if (entry !== ABSENT && (entry & skipped) === 0) this.add(entry, token, token);
      if (hasPrefixes) this.readPrefixes(start, end, skipped, token, token);
      if (endings !== null) this.addVariants(start, end, endings, token, token);
      const first = units[start] as number;
      const last = units[end - 1] as number;
      if ((first >= ARABIC_FIRST && first <= ARABIC_LAST) || last === PLUS_SIGN || last === NUMBER_SIGN)
        this.readStems(start, end, skip, endings, token);
    }
  }

  private readPrefixes(from: number, to: number, skipped: number, start: number, end: number): void {
    const { filter } = this;
    const { units } = this.scanner;
    const first = from + filter.lengthMin;
    if (to < first) return;
    let hash: number = hashSeed;
    let at = from;
    while (at < first) hash = (Math.imul(hash, hashFactor) + (units[at++] as number)) | 0;
    if (!filter.has(filter.heads, hash)) return;
    const last = Math.min(to, from + filter.lengthMax);
    for (;;) {
      if (filter.has(filter.beginnings, hash))
        this.addEntries(this.index.prefixes, this.prefixes.find(units, from, at, hash), skipped, start, end);
      if (at === last) return;
      hash = (Math.imul(hash, hashFactor) + (units[at++] as number)) | 0;
    }
  }

  /** The closed forms of what is written joined, as `catenations` finds them. */
  private readClosedForms(headline: string, body: string, skip: number, endings: string | null): void {
    const { joined, joinedCount, flags, unitStarts } = this.scanner;
    for (let index = 0; index < joinedCount; index++) {
      const token = joined[index] as number;
      const text = token < this.titleEnd ? headline : body;
      const isIdentifier = ((flags[token] as number) & tokenFlag.digit) !== 0;
      if (isIdentifier && this.continuesIdentifier(token + 1, token + 1)) continue;
      for (let start = token - 1; start >= 0 && token - start < CLOSING_SEGMENTS_MAX; start--) {
        const isNumber = ((flags[start] as number) & tokenFlag.digit) !== 0;
        if (!this.closes(text, start + 1) || (isNumber && (isIdentifier || this.continuesIdentifier(start, start - 1))))
          break;
        this.readAlternate(unitStarts[start] as number, unitStarts[token + 1] as number, skip, endings, start, token);
        if (isNumber) break;
      }
    }
  }

  /** Whether `token` and the one before it are glued and `other`, one of the two, makes a longer identifier of them. */
  private continuesIdentifier(token: number, other: number): boolean {
    const { joins, flags, unitStarts, count } = this.scanner;
    if (token >= count || other < 0 || joins[token] !== join.glued) return false;
    const length = (unitStarts[other + 1] as number) - (unitStarts[other] as number);
    return length === 1 || ((flags[other] as number) & tokenFlag.digit) !== 0;
  }

  private closes(text: string, token: number): boolean {
    const { joins, starts, ends } = this.scanner;
    if (joins[token] === join.apostrophe) return closesApostrophe(this.keyOf(token - 1), this.keyOf(token));
    if (joins[token] !== join.glued) return false;
    const from = ends[token - 1] as number;
    return (starts[token] as number) - from === 1 && CLOSING_JOINERS.includes(text[from] ?? ' ');
  }

  private keyOf(token: number): string {
    const { units, unitStarts } = this.scanner;
    return stringOf(units, unitStarts[token] as number, unitStarts[token + 1] as number);
  }

  /** A further form of tokens `start` to `end`, spelled by units `from` to `to`. */
  private readAlternate(
    from: number,
    to: number,
    skip: number,
    endings: string | null,
    start: number,
    end: number,
  ): void {
    const { units } = this.scanner;
    let hash: number = hashSeed;
    for (let at = from; at < to; at++) hash = (Math.imul(hash, hashFactor) + (units[at] as number)) | 0;
    this.addKey(units, from, to, hash, skip, start, end);
    if (this.hasPrefixes) this.readPrefixes(from, to, skip | wordEntry.capitals | wordEntry.bare, start, end);
    if (endings !== null) this.addVariants(from, to, endings, start, end);
  }

  private addKey(
    units: Uint16Array,
    from: number,
    to: number,
    hash: number,
    skip: number,
    start: number,
    end: number,
  ): void {
    const entry = this.keys.find(units, from, to, hash);
    this.addEntries(this.index.keys, entry, skip | wordEntry.capitals | wordEntry.bare, start, end);
  }

  private addEntries(words: WordKeys, entry: number, skipped: number, start: number, end: number): void {
    if (entry < 0) this.addList(words, entry, skipped, start, end);
    else if (entry !== ABSENT && (entry & skipped) === 0) this.add(entry, start, end);
  }

  private addList({ lists }: WordKeys, entry: number, skipped: number, start: number, end: number): void {
    const list = -1 - entry;
    const last = list + (lists[list] as number);
    for (let at = list + 1; at <= last; at++) {
      const each = lists[at] as number;
      if ((each & skipped) === 0) this.add(each, start, end);
    }
  }

  /** Words without what is written onto them. */
  private readStems(from: number, to: number, skip: number, endings: string | null, token: number): void {
    const { scanner } = this;
    for (const stem of stemsOf(stringOf(scanner.units, from, to))) {
      // A stem need not be a part of the word as it stands: it is spelled after all units.
      const at = scanner.unitCount;
      scanner.spell(stem);
      this.readAlternate(at, at + stem.length, skip, endings, token, token);
      scanner.unitCount = at;
    }
  }

  /** Words that have these units among their forms in a language with endings of its own. */
  private addVariants(from: number, to: number, language: string, start: number, end: number): void {
    const form = stringOf(this.scanner.units, from, to);
    let forms = this.remembered.get(language);
    if (forms === undefined || forms.size > REMEMBERED_FORMS_MAX) {
      forms = new Map();
      this.remembered.set(language, forms);
    }
    let entries = forms.get(form);
    if (entries === undefined) {
      entries = this.variantEntries(form, language);
      forms.set(form, entries);
    }
    for (const entry of entries) this.add(entry, start, end);
  }

  private variantEntries(form: string, language: string): readonly number[] {
    const found = new Map<number, number>();
    for (const word of mayBeVariantOf(form, language)) {
      if (!variantsOf(word, language).includes(form)) continue;
      for (const entry of entriesOf(this.index.keys, this.findString(this.keys, word))) {
        if (entry & wordEntry.expands) found.set(entry >>> wordEntry.shift, entry);
      }
    }
    return [...found.values()];
  }

  private findString(table: KeyTable, text: string): number {
    if (text.length > this.scratch.length) this.scratch = grown(this.scratch, text.length);
    for (let index = 0; index < text.length; index++) this.scratch[index] = text.charCodeAt(index);
    return table.find(this.scratch, 0, text.length, hashOfKey(text));
  }

  /** What the values of fields have that anchors queries. */
  private readFields(searched: SearchedDocument): void {
    const see = (key: string): void => {
      this.seeKey(this.keys, this.index.keys, key);
      for (let length = this.filter.lengthMin; length <= key.length && length <= this.filter.lengthMax; length++) {
        this.seeKey(this.prefixes, this.index.prefixes, key.slice(0, length));
      }
    };
    for (const field of this.index.fields) {
      for (const { stream } of searched.scope(field)) {
        for (const key of stream.index.keys()) see(anchorKey(field, key));
        for (const key of stream.alternates.keys()) see(anchorKey(field, key));
        for (let token = 1; token < stream.keys.length; token++) {
          const before = stream.keys[token - 1] ?? '';
          const here = stream.keys[token] ?? '';
          if (isUnspaced(here) && isUnspaced(before))
            this.seeKey(this.keys, this.index.keys, anchorKey(field, before + here));
        }
      }
    }
  }

  private seeKey(table: KeyTable, words: WordKeys, key: string): void {
    for (const entry of entriesOf(words, this.findString(table, key))) this.slotOf(entry >>> wordEntry.shift);
  }

  /** Notes that a word is there. */
  private slotOf(word: number): number {
    const bits = this.isThere[word >>> 5] as number;
    const bit = 1 << (word & 31);
    if (bits & bit) return this.slotOfWord[word] as number;
    this.isThere[word >>> 5] = bits | bit;
    const slot = this.presentCount++;
    this.present[slot] = word;
    this.slotOfWord[word] = slot;
    this.firstOfWord[slot] = NONE;
    this.inTitle[slot] = 0;
    this.inBody[slot] = 0;
    return slot;
  }

  private add(entry: number, start: number, end: number): void {
    const slot = this.slotOf(entry >>> wordEntry.shift);
    if (start < this.titleEnd) this.inTitle[slot] = 1;
    else this.inBody[slot] = 1;
    if ((entry & wordEntry.placed) === 0) return;
    if (this.occurrenceCount === this.occurrenceStarts.length) this.reserve();
    const occurrence = this.occurrenceCount++;
    this.occurrenceStarts[occurrence] = start;
    this.occurrenceEnds[occurrence] = end;
    this.occurrenceEntries[occurrence] = entry;
    this.nextOfWord[occurrence] = this.firstOfWord[slot] as number;
    this.firstOfWord[slot] = occurrence;
    this.nextAtStart[occurrence] = this.firstAtStart[start] as number;
    this.firstAtStart[start] = occurrence;
    if (entry & wordEntry.left) {
      this.nextAtEnd[occurrence] = this.firstAtEnd[end] as number;
      this.firstAtEnd[end] = occurrence;
    }
  }

  private reserve(): void {
    const wanted = this.occurrenceCount + 1;
    this.occurrenceStarts = grown(this.occurrenceStarts, wanted);
    this.occurrenceEnds = grown(this.occurrenceEnds, wanted);
    this.occurrenceEntries = grown(this.occurrenceEntries, wanted);
    this.nextOfWord = grown(this.nextOfWord, wanted);
    this.nextAtStart = grown(this.nextAtStart, wanted);
    this.nextAtEnd = grown(this.nextAtEnd, wanted);
  }
}

/** The entries that a look-up found, for what is rare. */
function entriesOf({ lists }: WordKeys, entry: number): readonly number[] {
  if (entry === ABSENT) return [];
  if (entry >= 0) return [entry];
  const list = -1 - entry;
  return [...lists.subarray(list + 1, list + 1 + (lists[list] as number))];
}
