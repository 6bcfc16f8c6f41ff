/** Matches one document after the other against a compiled index. What is found are numbers of distinct queries. */
import { SearchedDocument } from '../scope.ts';
import type { QueryDocument } from '../types.ts';
import { pairSlots } from './anchor-choice.ts';
import { IntList } from './arrays.ts';
import { Conditions } from './conditions.ts';
import { DocumentWords } from './document-words.ts';
import { hashOfPair } from './hash.ts';
import { posting, type QueryIndex } from './query-index.ts';
import { Verifier } from './verifier.ts';
import { wordEntry } from './word-entry.ts';

const FILTER_BITS_PER_PAIR = 8;
const SLOTS_PER_PAIR = 1.7;

export class IndexMatcher {
  /** Distinct queries that the last document meets, each once, in no order. */
  readonly matched = new IntList(1_024);
  private readonly found = new IntList(1_024);
  private readonly index: QueryIndex;
  private readonly words: DocumentWords;
  private readonly conditions: Conditions;
  private readonly verifier: Verifier;
  /** The last document in which a query with several anchors was looked at; the same of pairs. */
  private readonly queryLooks: Int32Array;
  private readonly pairLooks: Int32Array;
  /** Open addressing over the pairs: quicker made than read. */
  private readonly pairSlots: Int32Array;
  private readonly pairFilter: Uint32Array;
  private readonly pairFilterMask: number;
  private documents = 0;
  /** Read by nobody. */
  touched = 0;

  constructor(index: QueryIndex) {
    this.index = index;
    this.words = new DocumentWords(index);
    this.conditions = new Conditions(index.conditions);
    this.verifier = new Verifier(index.programs, this.words, this.conditions);
    this.queryLooks = new Int32Array(index.watches + index.watchLists.length);
    const pairs = index.pairs.length / 2;
    this.pairLooks = new Int32Array(pairs);
    let slots = 16;
    while (slots < pairs * SLOTS_PER_PAIR) slots *= 2;
    this.pairSlots = pairSlots(index.pairs, pairs, slots);
    let bits = 1_024;
    while (bits < pairs * FILTER_BITS_PER_PAIR) bits *= 2;
    this.pairFilter = new Uint32Array(bits / 32);
    this.pairFilterMask = bits - 1;
    for (let pair = 0; pair < pairs; pair++) {
      const bit = hashOfPair(index.pairs[pair * 2] as number, index.pairs[pair * 2 + 1] as number) & (bits - 1);
      this.pairFilter[bit >>> 5] = (this.pairFilter[bit >>> 5] as number) | (1 << (bit & 31));
    }
  }

  /** Fills `matched`. The answer can be asked for spans and clauses. */
  match(document: QueryDocument): SearchedDocument {
    const searched = new SearchedDocument(document);
    this.documents++;
    this.matched.length = 0;
    this.conditions.begin(searched);
    this.words.read(searched);
    const { present, presentCount } = this.words;
    this.touch(present, presentCount);
    for (let slot = 0; slot < presentCount; slot++) this.follow(present[slot] as number);
    if (this.index.pairs.length > 0) this.followPairs();
    const { always } = this.index;
    for (let index = 0; index < always.length; index++) this.run(always[index] as number);
    return searched;
  }

  /** The watches that the last document meets, each once, in no order; good until the next document. */
  matchedWatches(): IntList {
    const { watches, watchLists } = this.index;
    const { matched, found } = this;
    found.length = 0;
    for (let at = 0; at < matched.length; at++) {
      const query = matched.at(at);
      if (query < watches) {
        found.push(query);
        continue;
      }
      const list = query - watches;
      const last = list + (watchLists[list] as number);
      for (let index = list + 1; index <= last; index++) found.push(watchLists[index] as number);
    }
    return found;
  }

  /** Reads the first posting of each anchor: what must come from far memory comes at the same time. */
  private touch(anchors: Int32Array, count: number): void {
    const { postings, postingStarts } = this.index;
    let touched = 0;
    for (let at = 0; at < count; at++) touched += postings[postingStarts[anchors[at] as number] as number] ?? 0;
    this.touched = touched | 0;
  }

  /** Looks at the postings of an anchor that is there. */
  private follow(anchor: number): void {
    const { postings, postingStarts } = this.index;
    const { words, matched } = this;
    const end = postingStarts[anchor + 1] as number;
    for (let at = postingStarts[anchor] as number; at < end; ) {
      const head = postings[at++] as number;
      const number = head >>> posting.shift;
      switch (head & posting.mask) {
        case posting.match:
          matched.push(number);
          break;
        case posting.matchOnce:
          if (this.isFirstLook(number)) matched.push(number);
          break;
        case posting.both:
          if (words.has(postings[at++] as number)) matched.push(number);
          break;
        case posting.guarded:
          if (words.has(postings[at++] as number)) this.run(number);
          break;
        default:
          this.run(number);
      }
    }
  }

  private isFirstLook(query: number): boolean {
    if (this.queryLooks[query] === this.documents) return false;
    this.queryLooks[query] = this.documents;
    return true;
  }

  private run(program: number): void {
    const head = this.index.programs[program] as number;
    const query = head >>> 1;
    if ((head & 1) === 1 && !this.isFirstLook(query)) return;
    if (this.verifier.holds(program + 1)) this.matched.push(query);
  }

  private followPairs(): void {
    const { firstAtStart, firstAtEnd, nextAtStart, nextAtEnd, occurrenceEntries, scanner } = this.words;
    const { pairFilter, pairFilterMask } = this;
    for (let token = 0; token + 1 < scanner.count; token++) {
      for (let left = firstAtEnd[token] as number; left >= 0; left = nextAtEnd[left] as number) {
        const word = (occurrenceEntries[left] as number) >>> wordEntry.shift;
        for (let right = firstAtStart[token + 1] as number; right >= 0; right = nextAtStart[right] as number) {
          const entry = occurrenceEntries[right] as number;
          if ((entry & wordEntry.right) === 0) continue;
          const next = entry >>> wordEntry.shift;
          const hash = hashOfPair(word, next);
          const bit = hash & pairFilterMask;
          if (((pairFilter[bit >>> 5] as number) & (1 << (bit & 31))) !== 0) this.followPair(word, next, hash);
        }
      }
    }
  }

  private followPair(left: number, right: number, hash: number): void {
    const { pairs, words } = this.index;
    const { pairSlots } = this;
    const mask = pairSlots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = pairSlots[at] as number;
      if (slot === 0) return;
      const pair = slot - 1;
      if (pairs[pair * 2] !== left || pairs[pair * 2 + 1] !== right) continue;
      if (this.pairLooks[pair] === this.documents) return;
      this.pairLooks[pair] = this.documents;
      this.follow(words + pair);
      return;
    }
  }
}
