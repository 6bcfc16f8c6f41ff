/** Numbers the words of queries while an index is built, and notes under which keys and beginnings each can be found. */
import type { TermNode } from '../ast.ts';
import { stopWords } from '../data/common-words.ts';
import { isUnspaced } from '../keys.ts';
import { acceptedKeys, closedForms, wordOf } from '../query-word.ts';
import { IntList } from './arrays.ts';
import { wordEntry } from './word-entry.ts';

/** Keys, each with the words that can be found under it. */
export class KeyRegister {
  readonly numbers = new Map<string, number>();
  /** Pairs of a key and an entry (word-entry.ts), in no order. */
  readonly keys = new IntList();
  readonly entries = new IntList();

  add(key: string, word: number, flags: number): void {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(key, number);
    }
    this.keys.push(number);
    this.entries.push((word << wordEntry.shift) | flags);
  }
}

/** A word whose places take the evaluator to find. */
export const COMPLICATED = -1;

const PREFIX_COST = 4;
const STOP_WORD_COST = 60;

export class WordRegister {
  readonly keys = new KeyRegister();
  readonly prefixes = new KeyRegister();
  /** By word: a guess, in no unit, at how many texts have it. */
  readonly costs: number[] = [];
  /** By word: how many queries ask for it. */
  readonly uses: number[] = [];
  private readonly byText = new Map<string, number>();
  private readonly otherByText = new Map<string, number>();
  private readonly byId = new Map<string, number>();
  private readonly rawKeys = new Map<string, number>();
  private readonly rawPrefixes = new Map<string, number>();

  get count(): number {
    return this.costs.length;
  }

  /** The number of a term's word, or COMPLICATED. */
  wordOf(term: TermNode): number {
    const isPlain = term.mode === 'plain' && !term.prefix;
    const map = isPlain ? this.byText : this.otherByText;
    const text = isPlain ? term.text : `${term.mode}${term.prefix ? '*' : ' '}${term.text}`;
    let number = map.get(text);
    if (number === undefined) {
      number = this.register(term);
      map.set(text, number);
    }
    if (number >= 0) this.uses[number] = (this.uses[number] ?? 0) + 1;
    return number;
  }

  private register(term: TermNode): number {
    const word = wordOf(term);
    if (word.segments.length !== 1 || word.isPattern || term.mode === 'exact') return COMPLICATED;
    const before = this.byId.get(word.id);
    if (before !== undefined) return before;
    const isOpenEnded = term.prefix || word.isHangul;
    const forms = closedForms(word, 0, 0);
    const number = this.create(forms[0] ?? '', isOpenEnded);
    this.byId.set(word.id, number);
    const bare = term.mode === 'bare' ? wordEntry.bare : 0;
    if (isOpenEnded) {
      for (const form of term.mode === 'plain' ? forms : forms.slice(0, 1)) this.prefixes.add(form, number, bare);
      return number;
    }
    const own = new Set(acceptedKeys(word, 0, 0, 'none'));
    const expands = term.mode === 'plain' && !word.asksForCapitals ? wordEntry.expands : 0;
    const flags = bare | expands | (word.asksForCapitals ? wordEntry.capitals : 0);
    for (const key of own) this.keys.add(key, number, flags);
    if (expands === 0) return number;
    for (const key of new Set(acceptedKeys(word, 0, 0, null))) {
      if (!own.has(key)) this.keys.add(key, number, wordEntry.variant);
    }
    return number;
  }

  /** A word that stands for a key as it is, to anchor what only the evaluator understands. */
  rawKey(key: string): number {
    return this.raw(this.rawKeys, this.keys, key, false);
  }

  rawPrefix(prefix: string): number {
    return this.raw(this.rawPrefixes, this.prefixes, prefix, true);
  }

  private raw(known: Map<string, number>, register: KeyRegister, key: string, isOpenEnded: boolean): number {
    const before = known.get(key);
    if (before !== undefined) return before;
    const number = this.create(key, isOpenEnded);
    known.set(key, number);
    register.add(key, number, 0);
    return number;
  }

  private create(key: string, isOpenEnded: boolean): number {
    const number = this.costs.length;
    const length = key.length;
    let cost = isUnspaced(key) ? 20 : 100 / (1 + length) ** 1.5;
    if (stopWords.has(key)) cost = STOP_WORD_COST;
    this.costs.push(isOpenEnded ? cost * PREFIX_COST : cost);
    this.uses.push(0);
    return number;
  }
}
