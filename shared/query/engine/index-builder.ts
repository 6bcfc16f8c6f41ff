/**
 * Builds a compiled index, one query after the other: of each only its bytecode is kept, once for all watches that ask the
 * same. When all are there, anchors are chosen by how rare each word seems, and everything is laid out in typed arrays.
 */
import type { QueryNode } from '../ast.ts';
import { type Anchor, AnchorChooser, PairRegister } from './anchor-choice.ts';
import { IntList } from './arrays.ts';
import { mixed } from './hash.ts';
import { buildKeyTable } from './key-table.ts';
import { nodeLength, operation } from './program.ts';
import { ProgramWriter } from './program-writer.ts';
import { posting, type QueryIndex, type WordKeys } from './query-index.ts';
import { wordEntry } from './word-entry.ts';
import { type KeyRegister, WordRegister } from './word-register.ts';

/** Postings while they are collected, in no order. */
interface CollectedPostings {
  readonly anchors: IntList;
  readonly heads: IntList;
  /** The word of `both` and `guarded`, else -1. */
  readonly guards: IntList;
}

export class IndexBuilder {
  private readonly words = new WordRegister();
  private readonly writer = new ProgramWriter(this.words);
  /** The bytecode of all distinct queries. */
  private readonly code = new IntList(1_024);
  /** Where each distinct query's bytecode begins. */
  private readonly starts = new IntList(1_024);
  private slots = new Int32Array(1_024);
  /** The distinct query of each watch, -1 for those that have none. */
  private readonly queryOfWatch = new IntList(1_024);

  /** How many distinct queries there are. */
  get distinct(): number {
    return this.starts.length;
  }

  /** Adds the query of a watch; watches are numbers, rising. */
  add(tree: QueryNode, watch: number): void {
    while (this.queryOfWatch.length < watch) this.queryOfWatch.push(-1);
    this.queryOfWatch.push(this.numberOf(this.writer.write(tree)));
  }

  private numberOf(program: readonly number[]): number {
    if (this.distinct * 2 > this.slots.length) this.rehash();
    let hash = program.length;
    for (const value of program) hash = (Math.imul(hash, 0x01000193) + value) | 0;
    const mask = this.slots.length - 1;
    let at = mixed(hash) & mask;
    for (let slot = this.slots[at] as number; slot !== 0; slot = this.slots[at] as number) {
      if (this.isAt(slot - 1, program)) return slot - 1;
      at = (at + 1) & mask;
    }
    const number = this.distinct;
    this.slots[at] = number + 1;
    this.starts.push(this.code.length);
    for (const value of program) this.code.push(value);
    return number;
  }

  private end(query: number): number {
    return query + 1 < this.starts.length ? this.starts.at(query + 1) : this.code.length;
  }

  private isAt(query: number, program: readonly number[]): boolean {
    const start = this.starts.at(query);
    if (this.end(query) - start !== program.length) return false;
    for (let index = 0; index < program.length; index++) {
      if (this.code.at(start + index) !== program[index]) return false;
    }
    return true;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2);
    for (let query = 0; query < this.distinct; query++) {
      const start = this.starts.at(query);
      const end = this.end(query);
      let hash = end - start;
      for (let at = start; at < end; at++) hash = (Math.imul(hash, 0x01000193) + this.code.at(at)) | 0;
      let at = mixed(hash) & (slots.length - 1);
      while (slots[at] !== 0) at = (at + 1) & (slots.length - 1);
      slots[at] = query + 1;
    }
    this.slots = slots;
  }

  /** Lays the index out. The builder is not used afterwards. */
  finish(): QueryIndex {
    const code = this.code.trimmed();
    const costs = this.costs();
    const flags = new Uint8Array(this.words.count);
    markPlaced(code, this.starts, flags);
    const pairs = new PairRegister();
    const chooser = new AnchorChooser(costs, this.writer.conditions);
    const collected: CollectedPostings = {
      anchors: new IntList(1_024),
      heads: new IntList(1_024),
      guards: new IntList(1_024),
    };
    const programs = new IntList(1_024);
    const always = new IntList();
    const anchorNumber = ({ word, next }: Anchor): number => {
      if (next < 0) return word;
      flags[word] = (flags[word] ?? 0) | wordEntry.left | wordEntry.placed;
      flags[next] = (flags[next] ?? 0) | wordEntry.right | wordEntry.placed;
      return this.words.count + pairs.numberOf(word, next);
    };
    for (let query = 0; query < this.distinct; query++) {
      const start = this.starts.at(query);
      const choice = chooser.choose(code, start);
      const exact = exactness(code, start);
      const program = programs.length;
      if (choice === null || exact === 'no') {
        programs.push(query * 2 + (choice !== null && choice.anchors.length > 1 ? 1 : 0));
        for (let at = start; at < this.end(query); at++) programs.push(code[at] as number);
      }
      if (choice === null) {
        always.push(program);
        continue;
      }
      const isOne = choice.anchors.length === 1;
      for (const anchor of choice.anchors) {
        const guard = exact === 'anchor' ? -1 : chooser.guard(code, start, anchor);
        const kind =
          exact === 'anchor'
            ? isOne
              ? posting.match
              : posting.matchOnce
            : exact === 'both'
              ? posting.both
              : guard < 0
                ? posting.program
                : posting.guarded;
        collected.anchors.push(anchorNumber(anchor));
        collected.heads.push(kind | ((exact === 'no' ? program : query) << posting.shift));
        collected.guards.push(guard);
      }
    }
    const { watchOf, watchLists } = this.watchLists();
    return {
      words: this.words.count,
      queries: this.distinct,
      keys: wordKeys(this.words.keys, flags),
      prefixes: wordKeys(this.words.prefixes, flags),
      pairs: pairs.words.trimmed(),
      ...layOut(collected, this.words.count + pairs.count),
      programs: programs.trimmed(),
      always: always.trimmed(),
      watchOf,
      watchLists,
      conditions: this.writer.conditions.map(({ text }) => text),
      fields: [...this.writer.anchoredFields],
    };
  }

  /** By word. What many queries ask for is what many texts have, mostly. */
  private costs(): Float32Array {
    return Float32Array.from(this.words.costs, (cost, word) => cost * Math.sqrt(1 + (this.words.uses[word] ?? 0)));
  }

  private watchLists(): { readonly watchOf: Int32Array; readonly watchLists: Int32Array } {
    const counts = new Int32Array(this.distinct);
    for (let watch = 0; watch < this.queryOfWatch.length; watch++) {
      const query = this.queryOfWatch.at(watch);
      if (query >= 0) counts[query] = (counts[query] as number) + 1;
    }
    const watchOf = new Int32Array(this.distinct);
    const lists = new IntList();
    for (let query = 0; query < this.distinct; query++) {
      const count = counts[query] as number;
      if (count === 1) continue;
      watchOf[query] = -1 - lists.length;
      for (let index = 0; index <= count; index++) lists.push(0);
    }
    for (let watch = 0; watch < this.queryOfWatch.length; watch++) {
      const query = this.queryOfWatch.at(watch);
      if (query < 0) continue;
      if (counts[query] === 1) watchOf[query] = watch;
      else append(lists, -1 - (watchOf[query] as number), watch);
    }
    return { watchOf, watchLists: lists.trimmed() };
  }
}

/** Adds to the list that begins at `list` with the number of what is in it. */
function append(lists: IntList, list: number, value: number): void {
  const place = lists.at(list) + 1;
  lists.values[list] = place;
  lists.values[list + place] = value;
}

/**
 * What it takes to know that a query matches: that one of its anchors is there; that the anchor and one other word are; or
 * its program.
 */
function exactness(code: Int32Array, start: number): 'anchor' | 'both' | 'no' {
  const head = code[start] as number;
  const kind = head & operation.mask;
  if (isAnchorItself(head)) return 'anchor';
  const end = start + (head >>> operation.shift);
  if (kind === operation.or) {
    for (let child = start + 1; child < end; child += nodeLength(code, child)) {
      if (!isAnchorItself(code[child] as number)) return 'no';
    }
    return 'anchor';
  }
  const isTwoTerms = kind === operation.and && end - start === 3;
  const areTerms = [1, 2].every((child) => ((code[start + child] ?? -1) & operation.mask) === operation.term);
  return isTwoTerms && areTerms ? 'both' : 'no';
}

function isAnchorItself(head: number): boolean {
  const kind = head & operation.mask;
  return kind === operation.term || (kind === operation.phrase && head >>> operation.shift === 2);
}

/** Marks the words whose places a program looks at. */
function markPlaced(code: Int32Array, starts: IntList, flags: Uint8Array): void {
  const mark = (from: number, words: number): void => {
    for (let at = from; at < from + words; at++) {
      const word = code[at] as number;
      flags[word] = (flags[word] ?? 0) | wordEntry.placed;
    }
  };
  const visit = (at: number): void => {
    const head = code[at] as number;
    const operand = head >>> operation.shift;
    switch (head & operation.mask) {
      case operation.phrase:
        mark(at + 1, operand);
        return;
      case operation.nearWords:
        mark(at + 1, 2);
        return;
      case operation.near:
        for (let item = at + 2; item < at + operand; ) {
          const items = code[item++] as number;
          for (let index = 0; index < items; index++) {
            const words = code[item] as number;
            mark(item + 1, words);
            item += words + 1;
          }
        }
        return;
      case operation.term:
      case operation.condition:
        return;
      default:
        for (let child = at + 1; child < at + operand; child += nodeLength(code, child)) visit(child);
    }
  };
  for (let query = 0; query < starts.length; query++) visit(starts.at(query));
}

function wordKeys(register: KeyRegister, flags: Uint8Array): WordKeys {
  const count = register.numbers.size;
  const { keys, entries } = register;
  const counts = new Int32Array(count);
  for (let index = 0; index < keys.length; index++) counts[keys.at(index)] = (counts[keys.at(index)] as number) + 1;
  const { table, places } = buildKeyTable(register.numbers);
  const { records } = table;
  const lists = new IntList();
  // Where the list of a key begins, of those that have one.
  for (let key = 0; key < count; key++) {
    const length = counts[key] as number;
    if (length === 1) continue;
    records[places[key] as number] = -1 - lists.length;
    for (let index = 0; index <= length; index++) lists.push(0);
  }
  for (let index = 0; index < keys.length; index++) {
    const key = keys.at(index);
    const place = places[key] as number;
    const entry = entries.at(index) | (flags[entries.at(index) >>> wordEntry.shift] ?? 0);
    if (counts[key] === 1) records[place] = entry;
    else append(lists, -1 - (records[place] as number), entry);
  }
  return { table, lists: lists.trimmed() };
}

/** Sorts postings by anchor and kind. */
function layOut(
  { anchors, heads, guards }: CollectedPostings,
  anchorCount: number,
): { readonly postingStarts: Int32Array; readonly postings: Int32Array } {
  const postingStarts = new Int32Array(anchorCount + 1);
  const isLong = (head: number): boolean =>
    (head & posting.mask) === posting.both || (head & posting.mask) === posting.guarded;
  for (let index = 0; index < anchors.length; index++) {
    const anchor = anchors.at(index);
    postingStarts[anchor + 1] = (postingStarts[anchor + 1] as number) + (isLong(heads.at(index)) ? 2 : 1);
  }
  for (let anchor = 0; anchor < anchorCount; anchor++) {
    postingStarts[anchor + 1] = (postingStarts[anchor + 1] as number) + (postingStarts[anchor] as number);
  }
  const postings = new Int32Array(postingStarts[anchorCount] as number);
  const next = postingStarts.slice();
  for (const kind of [posting.match, posting.matchOnce, posting.both, posting.guarded, posting.program]) {
    for (let index = 0; index < anchors.length; index++) {
      const head = heads.at(index);
      if ((head & posting.mask) !== kind) continue;
      const anchor = anchors.at(index);
      let at = next[anchor] as number;
      postings[at++] = head;
      if (isLong(head)) postings[at++] = guards.at(index);
      next[anchor] = at;
    }
  }
  return { postingStarts, postings };
}
