/**
 * Builds a compiled index, one query after the other: of each only its bytecode is kept, once for all watches that ask the
 * same. When all are there, anchors are chosen by how rare each word seems, and everything is laid out in typed arrays.
 */
import type { QueryNode } from '../ast.ts';
import { AnchorChooser, PairRegister } from './anchor-choice.ts';
import { IntList } from './arrays.ts';
import { mixed } from './hash.ts';
import { buildKeyTable } from './key-table.ts';
import { eachWord, nodeLength, operation } from './program.ts';
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

/** Anchors of query q from `starts[q]` to `starts[q + 1]`: a word, or the first of a pair and its second, else -1; its number. */
interface ChosenAnchors {
  readonly starts: Int32Array;
  readonly words: IntList;
  readonly nexts: IntList;
  readonly numbers: IntList;
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
    const ranks = this.ranks();
    renumberWords(code, this.starts, ranks);
    const flags = placedFlags(code, this.starts, this.words.count);
    const pairs = new PairRegister();
    const conditions = this.writer.conditions.map(({ text, anchors }) => ({
      text,
      anchors: anchors?.map((words) => words.map((word) => ranks[word] as number)) ?? null,
    }));
    const chooser = new AnchorChooser(this.costs(ranks), conditions);
    const anchored = this.anchors(code, chooser);
    for (let at = 0; at < anchored.words.length; at++) {
      const [word, next] = [anchored.words.at(at), anchored.nexts.at(at)];
      if (next >= 0) {
        flags[word] = (flags[word] ?? 0) | wordEntry.left | wordEntry.placed;
        flags[next] = (flags[next] ?? 0) | wordEntry.right | wordEntry.placed;
      }
      anchored.numbers.push(next < 0 ? word : this.words.count + pairs.numberOf(word, next));
    }
    const anchorCount = this.words.count + pairs.count;
    const order = this.byAnchor(anchored, anchorCount);
    const { numbers, watches, watchLists } = this.numbers();
    const written = this.write(code, chooser, anchored, order, numbers);
    return {
      words: this.words.count,
      queries: this.distinct,
      keys: wordKeys(this.words.keys, flags, ranks),
      prefixes: wordKeys(this.words.prefixes, flags, ranks),
      pairs: pairs.words.trimmed(),
      ...layOut(written.collected, anchorCount),
      programs: written.programs.trimmed(),
      always: written.always.trimmed(),
      watches,
      watchLists,
      conditions: conditions.map(({ text }) => text),
      fields: [...this.writer.anchoredFields],
    };
  }

  /** The new number of each word: those that many queries ask for come first, because many texts have them, mostly. */
  private ranks(): Int32Array {
    const { uses } = this.words;
    const order = Int32Array.from(uses.keys()).sort(
      (one, other) => (uses[other] ?? 0) - (uses[one] ?? 0) || one - other,
    );
    const ranks = new Int32Array(order.length);
    for (let rank = 0; rank < order.length; rank++) ranks[order[rank] as number] = rank;
    return ranks;
  }

  /** By new number. What many queries ask for is what many texts have, mostly. */
  private costs(ranks: Int32Array): Float32Array {
    const costs = new Float32Array(ranks.length);
    for (let word = 0; word < ranks.length; word++) {
      const cost = this.words.costs[word] ?? 0;
      costs[ranks[word] as number] = cost * Math.sqrt(1 + (this.words.uses[word] ?? 0));
    }
    return costs;
  }

  /** The anchors of each query, one after the other. */
  private anchors(code: Int32Array, chooser: AnchorChooser): ChosenAnchors {
    const chosen: ChosenAnchors = {
      starts: new Int32Array(this.distinct + 1),
      words: new IntList(1_024),
      nexts: new IntList(1_024),
      numbers: new IntList(1_024),
    };
    for (let query = 0; query < this.distinct; query++) {
      for (const { word, next } of chooser.choose(code, this.starts.at(query))?.anchors ?? []) {
        chosen.words.push(word);
        chosen.nexts.push(next);
      }
      chosen.starts[query + 1] = chosen.words.length;
    }
    return chosen;
  }

  /**
   * The queries in the order of their first anchors, those without one last: what is looked at together, because an anchor is
   * there, lies side by side.
   */
  private byAnchor({ starts, numbers }: ChosenAnchors, anchorCount: number): Int32Array {
    const first = (query: number): number =>
      starts[query] === starts[query + 1] ? anchorCount : numbers.at(starts[query] as number);
    const next = new Int32Array(anchorCount + 2);
    for (let query = 0; query < this.distinct; query++) {
      const anchor = first(query);
      next[anchor + 1] = (next[anchor + 1] as number) + 1;
    }
    for (let anchor = 0; anchor <= anchorCount; anchor++) {
      next[anchor + 1] = (next[anchor + 1] as number) + (next[anchor] as number);
    }
    const order = new Int32Array(this.distinct);
    for (let query = 0; query < this.distinct; query++) {
      const anchor = first(query);
      const place = next[anchor] as number;
      next[anchor] = place + 1;
      order[place] = query;
    }
    return order;
  }

  /** Programs and postings of the queries, in this order. */
  private write(
    code: Int32Array,
    chooser: AnchorChooser,
    anchored: ChosenAnchors,
    order: Int32Array,
    numbers: Int32Array,
  ) {
    const collected: CollectedPostings = {
      anchors: new IntList(1_024),
      heads: new IntList(1_024),
      guards: new IntList(1_024),
    };
    const programs = new IntList(1_024);
    const always = new IntList();
    for (const added of order) {
      const query = numbers[added] as number;
      const start = this.starts.at(added);
      const [from, to] = [anchored.starts[added] as number, anchored.starts[added + 1] as number];
      const exact = exactness(code, start);
      const program = programs.length;
      if (from === to || exact === 'no') {
        programs.push(query * 2 + (to - from > 1 ? 1 : 0));
        for (let at = start; at < this.end(added); at++) programs.push(code[at] as number);
      }
      if (from === to) always.push(program);
      for (let at = from; at < to; at++) {
        const anchor = { word: anchored.words.at(at), next: anchored.nexts.at(at) };
        const guard = exact === 'anchor' ? -1 : chooser.guard(code, start, anchor);
        const kind = postingKind(exact, to - from === 1, guard);
        collected.anchors.push(anchored.numbers.at(at));
        collected.heads.push(kind | ((exact === 'no' ? program : query) << posting.shift));
        collected.guards.push(guard);
      }
    }
    return { collected, programs, always };
  }

  /** The number of each distinct query (query-index.ts), and the lists of those that several watches ask. */
  private numbers(): { readonly numbers: Int32Array; readonly watches: number; readonly watchLists: Int32Array } {
    const asked = this.queryOfWatch;
    const watches = asked.length;
    const counts = new Int32Array(this.distinct);
    for (let watch = 0; watch < watches; watch++) {
      const query = asked.at(watch);
      if (query >= 0) counts[query] = (counts[query] as number) + 1;
    }
    const numbers = new Int32Array(this.distinct);
    const lists = new IntList();
    for (let query = 0; query < this.distinct; query++) {
      const count = counts[query] as number;
      if (count === 1) continue;
      numbers[query] = watches + lists.length;
      for (let index = 0; index <= count; index++) lists.push(0);
    }
    for (let watch = 0; watch < watches; watch++) {
      const query = asked.at(watch);
      if (query < 0) continue;
      if (counts[query] === 1) numbers[query] = watch;
      else append(lists, (numbers[query] as number) - watches, watch);
    }
    return { numbers, watches, watchLists: lists.trimmed() };
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
type Exactness = 'anchor' | 'both' | 'no';

/** By the bytecode of the query at `start`. */
function exactness(code: Int32Array, start: number): Exactness {
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

function postingKind(exact: Exactness, isOnlyAnchor: boolean, guard: number): number {
  if (exact === 'anchor') return isOnlyAnchor ? posting.match : posting.matchOnce;
  if (exact === 'both') return posting.both;
  return guard < 0 ? posting.program : posting.guarded;
}

function renumberWords(code: Int32Array, starts: IntList, ranks: Int32Array): void {
  for (let query = 0; query < starts.length; query++) {
    eachWord(code, starts.at(query), (index, isPlaced) => {
      const value = code[index] as number;
      code[index] = isPlaced
        ? (ranks[value] as number)
        : operation.term | ((ranks[value >>> operation.shift] as number) << operation.shift);
    });
  }
}

/** By word: whether a program looks at its places. */
function placedFlags(code: Int32Array, starts: IntList, words: number): Uint8Array {
  const flags = new Uint8Array(words);
  for (let query = 0; query < starts.length; query++) {
    eachWord(code, starts.at(query), (index, isPlaced) => {
      if (isPlaced) flags[code[index] as number] = wordEntry.placed;
    });
  }
  return flags;
}

function wordKeys(register: KeyRegister, flags: Uint8Array, ranks: Int32Array): WordKeys {
  const count = register.numbers.size;
  const { keys, entries } = register;
  const counts = new Int32Array(count);
  for (let index = 0; index < keys.length; index++) counts[keys.at(index)] = (counts[keys.at(index)] as number) + 1;
  const { table, entryOf, setEntry } = buildKeyTable(register.numbers);
  const lists = new IntList();
  // Where the list of a key begins, of those that have one.
  for (let key = 0; key < count; key++) {
    const length = counts[key] as number;
    if (length === 1) continue;
    setEntry(key, -1 - lists.length);
    for (let index = 0; index <= length; index++) lists.push(0);
  }
  for (let index = 0; index < keys.length; index++) {
    const key = keys.at(index);
    const word = ranks[entries.at(index) >>> wordEntry.shift] as number;
    const entry = (word << wordEntry.shift) | (entries.at(index) & wordEntry.mask) | (flags[word] ?? 0);
    if (counts[key] === 1) setEntry(key, entry);
    else append(lists, -1 - entryOf(key), entry);
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
