/** Runs the bytecode of a query on the words of a document (program.ts). */
import { IntList } from './arrays.ts';
import type { Conditions } from './conditions.ts';
import type { DocumentWords } from './document-words.ts';
import { nodeLength, operation } from './program.ts';
import { wordEntry } from './word-entry.ts';

/** Where a clause is looked for. */
const everywhere = 0;
const inTitle = 1;
const inBody = 2;
type Where = typeof everywhere | typeof inTitle | typeof inBody;

/** From so many pairs on, places are sorted rather than compared one with the other. */
const PAIRS_MAX = 1_024;
/** Two token numbers make one exact number. */
const FACTOR = 2 ** 26;

/** Places of an operand: first and last tokens. */
class Places {
  readonly starts = new IntList();
  readonly ends = new IntList();
  private sortable = new Float64Array(256);

  get count(): number {
    return this.starts.length;
  }

  clear(): void {
    this.starts.length = 0;
    this.ends.length = 0;
  }

  add(start: number, end: number): void {
    this.starts.push(start);
    this.ends.push(end);
  }

  sort(): void {
    const { count } = this;
    if (count > this.sortable.length) this.sortable = new Float64Array(count * 2);
    for (let index = 0; index < count; index++)
      this.sortable[index] = this.starts.at(index) * FACTOR + this.ends.at(index);
    this.sortable.subarray(0, count).sort();
    this.clear();
    for (let index = 0; index < count; index++) {
      const both = this.sortable[index] as number;
      const start = Math.floor(both / FACTOR);
      this.add(start, both - start * FACTOR);
    }
  }

  /** The first start after a token, of sorted places; past any when there is none. */
  startAfter(token: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.starts.at(middle) <= token) low = middle + 1;
      else high = middle;
    }
    return low < this.count ? this.starts.at(low) : FACTOR;
  }
}

export class Verifier {
  private readonly code: Int32Array;
  private readonly words: DocumentWords;
  private readonly conditions: Conditions;
  private readonly lefts = new Places();
  private readonly rights = new Places();
  private reached = new IntList();
  private next = new IntList();

  constructor(code: Int32Array, words: DocumentWords, conditions: Conditions) {
    this.code = code;
    this.words = words;
    this.conditions = conditions;
  }

  /** Whether the document meets the node at `at`. */
  holds(at: number): boolean {
    return this.run(at, everywhere);
  }

  private run(at: number, where: Where): boolean {
    const { code } = this;
    const head = code[at] as number;
    const operand = head >>> operation.shift;
    switch (head & operation.mask) {
      case operation.term:
        return this.has(operand, where);
      case operation.and:
        for (let child = at + 1; child < at + operand; child += nodeLength(code, child)) {
          if (!this.run(child, where)) return false;
        }
        return true;
      case operation.or:
        for (let child = at + 1; child < at + operand; child += nodeLength(code, child)) {
          if (this.run(child, where)) return true;
        }
        return false;
      case operation.not:
        return !this.run(at + 1, where);
      case operation.phrase:
        return this.findPhrase(at + 1, operand, where, null);
      case operation.near:
        return this.isNear(at, where);
      case operation.nearWords:
        return this.areNear(code[at + 1] as number, code[at + 2] as number, operand, where);
      case operation.title:
        return this.run(at + 1, inTitle);
      case operation.body:
        return this.run(at + 1, inBody);
      default:
        return this.conditions.holds(operand);
    }
  }

  private has(word: number, where: Where): boolean {
    if (where === everywhere) return this.words.has(word);
    return where === inTitle ? this.words.hasInTitle(word) : this.words.hasInBody(word);
  }

  private isIn(start: number, where: Where): boolean {
    return where === everywhere || start < this.words.titleEnd === (where === inTitle);
  }

  /** Whether words stand side by side; with `places`, all places where they do. */
  private findPhrase(from: number, words: number, where: Where, places: Places | null): boolean {
    const { code } = this;
    for (let index = 1; index < words; index++) if (!this.words.has(code[from + index] as number)) return false;
    const { occurrenceStarts, occurrenceEnds, nextOfWord } = this.words;
    let found = false;
    for (
      let first = this.words.firstOccurrence(code[from] as number);
      first >= 0;
      first = nextOfWord[first] as number
    ) {
      const start = occurrenceStarts[first] as number;
      if (!this.isIn(start, where)) continue;
      this.reached.length = 0;
      this.reached.push(occurrenceEnds[first] as number);
      for (let index = 1; index < words && this.reached.length > 0; index++) this.step(code[from + index] as number);
      if (this.reached.length === 0) continue;
      if (places === null) return true;
      found = true;
      for (let index = 0; index < this.reached.length; index++) places.add(start, this.reached.at(index));
    }
    return found;
  }

  /** Goes on from each last token reached to the last tokens of a word that follows it. */
  private step(word: number): void {
    const { firstAtStart, nextAtStart, occurrenceEntries, occurrenceEnds } = this.words;
    const { reached, next } = this;
    next.length = 0;
    for (let index = 0; index < reached.length; index++) {
      const start = reached.at(index) + 1;
      for (let at = firstAtStart[start] as number; at >= 0; at = nextAtStart[at] as number) {
        if ((occurrenceEntries[at] as number) >>> wordEntry.shift !== word) continue;
        const end = occurrenceEnds[at] as number;
        let isNew = true;
        for (let other = 0; other < next.length; other++) if (next.at(other) === end) isNew = false;
        if (isNew) next.push(end);
      }
    }
    this.reached = next;
    this.next = reached;
  }

  private isNear(at: number, where: Where): boolean {
    const right = this.collect(at + 2, where, this.lefts);
    if (this.lefts.count === 0) return false;
    this.collect(right, where, this.rights);
    return this.sidesAreNear(this.code[at + 1] as number);
  }

  private areNear(left: number, right: number, parameter: number, where: Where): boolean {
    if (!this.words.has(left) || !this.words.has(right)) return false;
    this.lefts.clear();
    this.rights.clear();
    this.collectWord(left, where, this.lefts);
    this.collectWord(right, where, this.rights);
    return this.sidesAreNear(parameter);
  }

  /** Whether any of `lefts` and any of `rights` are so near. `parameter`: distance × 2 + whether they stand in this order. */
  private sidesAreNear(parameter: number): boolean {
    const distance = parameter >>> 1;
    const isOrdered = (parameter & 1) === 1;
    if (this.lefts.count === 0 || this.rights.count === 0) return false;
    if (this.lefts.count * this.rights.count > PAIRS_MAX) return this.isNearSorted(distance, isOrdered);
    const { lefts, rights } = this;
    for (let left = 0; left < lefts.count; left++) {
      const start = lefts.starts.at(left);
      const end = lefts.ends.at(left);
      for (let index = 0; index < rights.count; index++) {
        const after = rights.starts.at(index) - end;
        if (after > 0 && after <= distance) return true;
        const before = start - rights.ends.at(index);
        if (!isOrdered && before > 0 && before <= distance) return true;
      }
    }
    return false;
  }

  private collectWord(word: number, where: Where, places: Places): void {
    const { occurrenceStarts, occurrenceEnds, nextOfWord } = this.words;
    for (let place = this.words.firstOccurrence(word); place >= 0; place = nextOfWord[place] as number) {
      const start = occurrenceStarts[place] as number;
      if (this.isIn(start, where)) places.add(start, occurrenceEnds[place] as number);
    }
  }

  private isNearSorted(distance: number, isOrdered: boolean): boolean {
    this.rights.sort();
    if (follows(this.lefts, this.rights, distance)) return true;
    if (isOrdered) return false;
    this.lefts.sort();
    return follows(this.rights, this.lefts, distance);
  }

  /** Collects the places of the operand at `at` and gives the place after it. */
  private collect(at: number, where: Where, places: Places): number {
    const { code } = this;
    places.clear();
    const items = code[at] as number;
    let item = at + 1;
    for (let index = 0; index < items; index++) {
      const length = code[item] as number;
      if (length === 1) this.collectWord(code[item + 1] as number, where, places);
      else this.findPhrase(item + 1, length, where, places);
      item += length + 1;
    }
    return item;
  }
}

/** Whether any of `others`, sorted, starts at most `distance` tokens after the end of any of `places`. */
function follows(places: Places, others: Places, distance: number): boolean {
  for (let index = 0; index < places.count; index++) {
    const end = places.ends.at(index);
    if (others.startAfter(end) - end <= distance) return true;
  }
  return false;
}
