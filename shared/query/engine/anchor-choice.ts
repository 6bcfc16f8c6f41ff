/** Chooses where a query's bytecode is anchored: the rarest word or pair that every match must have, or some of which it must. */
import { IntList } from './arrays.ts';
import { hashOfPair } from './hash.ts';
import { nodeLength, operandLength, operation } from './program.ts';

/** Numbers pairs of words. */
export class PairRegister {
  readonly words = new IntList();
  private slots: Int32Array = new Int32Array(1_024);

  get count(): number {
    return this.words.length / 2;
  }

  numberOf(left: number, right: number): number {
    if (this.count * 2 > this.slots.length)
      this.slots = pairSlots(this.words.values, this.count, this.slots.length * 2);
    const mask = this.slots.length - 1;
    let at = hashOfPair(left, right) & mask;
    for (let slot = this.slots[at] as number; slot !== 0; slot = this.slots[at] as number) {
      const pair = slot - 1;
      if (this.words.at(pair * 2) === left && this.words.at(pair * 2 + 1) === right) return pair;
      at = (at + 1) & mask;
    }
    const pair = this.count;
    this.slots[at] = pair + 1;
    this.words.push(left);
    this.words.push(right);
    return pair;
  }
}

/** Open addressing over the first `count` pairs. */
export function pairSlots(pairs: Int32Array, count: number, size: number): Int32Array {
  const slots = new Int32Array(size);
  for (let pair = 0; pair < count; pair++) {
    let at = hashOfPair(pairs[pair * 2] as number, pairs[pair * 2 + 1] as number) & (size - 1);
    while (slots[at] !== 0) at = (at + 1) & (size - 1);
    slots[at] = pair + 1;
  }
  return slots;
}

export interface Anchor {
  /** A word, or the first of a pair. */
  readonly word: number;
  /** The second of a pair, or -1. */
  readonly next: number;
}

export interface AnchorChoice {
  readonly anchors: readonly Anchor[];
  readonly cost: number;
}

/** A condition (program-writer.ts), one or two words an anchor. */
interface AnchoredCondition {
  readonly anchors: readonly (readonly number[])[] | null;
}

/** How much rarer two words are side by side than the rarer of them. */
const PAIR_SHARE = 0.15;

export class AnchorChooser {
  private readonly costs: Float32Array;
  private readonly conditions: readonly AnchoredCondition[];

  constructor(costs: Float32Array, conditions: readonly AnchoredCondition[]) {
    this.costs = costs;
    this.conditions = conditions;
  }

  cost(word: number): number {
    return this.costs[word] as number;
  }

  /** Null when the query has to be tried on every document. */
  choose(code: Int32Array, at: number): AnchorChoice | null {
    const head = code[at] as number;
    const operand = head >>> operation.shift;
    switch (head & operation.mask) {
      case operation.term:
        return this.word(operand);
      case operation.and:
        return this.cheapestChild(code, at, operand);
      case operation.or:
        return this.allChildren(code, at, operand);
      case operation.phrase:
        return this.phrase(code, at + 1, operand);
      case operation.near: {
        const left = this.operand(code, at + 2);
        const right = this.operand(code, at + 2 + operandLength(code, at + 2));
        return left.cost <= right.cost ? left : right;
      }
      case operation.nearWords: {
        const [left, right] = [this.word(code[at + 1] as number), this.word(code[at + 2] as number)];
        return left.cost <= right.cost ? left : right;
      }
      case operation.title:
      case operation.body:
        return this.choose(code, at + 1);
      case operation.condition:
        return this.condition(operand);
      default:
        return null;
    }
  }

  private word(word: number): AnchorChoice {
    return { anchors: [{ word, next: -1 }], cost: this.cost(word) };
  }

  private pair(left: number, right: number): AnchorChoice {
    return { anchors: [{ word: left, next: right }], cost: Math.min(this.cost(left), this.cost(right)) * PAIR_SHARE };
  }

  private cheapestChild(code: Int32Array, at: number, length: number): AnchorChoice | null {
    let best: AnchorChoice | null = null;
    for (let child = at + 1; child < at + length; child += nodeLength(code, child)) {
      const choice = this.choose(code, child);
      if (choice !== null && (best === null || choice.cost < best.cost)) best = choice;
    }
    return best;
  }

  private allChildren(code: Int32Array, at: number, length: number): AnchorChoice | null {
    const anchors: Anchor[] = [];
    let cost = 0;
    for (let child = at + 1; child < at + length; child += nodeLength(code, child)) {
      const choice = this.choose(code, child);
      if (choice === null) return null;
      anchors.push(...choice.anchors);
      cost += choice.cost;
    }
    return { anchors, cost };
  }

  private phrase(code: Int32Array, from: number, words: number): AnchorChoice {
    if (words === 1) return this.word(code[from] as number);
    let best: AnchorChoice | null = null;
    for (let at = from; at + 1 < from + words; at++) {
      const choice = this.pair(code[at] as number, code[at + 1] as number);
      if (best === null || choice.cost < best.cost) best = choice;
    }
    return best ?? this.word(code[from] as number);
  }

  private operand(code: Int32Array, at: number): AnchorChoice {
    const items = code[at] as number;
    const anchors: Anchor[] = [];
    let cost = 0;
    let item = at + 1;
    for (let index = 0; index < items; index++) {
      const words = code[item] as number;
      const choice = this.phrase(code, item + 1, words);
      anchors.push(...choice.anchors);
      cost += choice.cost;
      item += words + 1;
    }
    return { anchors, cost };
  }

  private condition(number: number): AnchorChoice | null {
    const anchors = this.conditions[number]?.anchors ?? null;
    if (anchors === null) return null;
    let cost = 0;
    const found = anchors.map((words): Anchor => {
      const [word = 0, next] = words;
      if (next === undefined) {
        cost += this.cost(word);
        return { word, next: -1 };
      }
      cost += Math.min(this.cost(word), this.cost(next)) * PAIR_SHARE;
      return { word, next };
    });
    return { anchors: found, cost };
  }

  /** The rarest word that every match must have, `anchor`'s own left aside; -1 when there is none. */
  guard(code: Int32Array, at: number, anchor: Anchor): number {
    let best = -1;
    const consider = (word: number): void => {
      if (word === anchor.word || word === anchor.next) return;
      if (best < 0 || this.cost(word) < this.cost(best)) best = word;
    };
    this.required(code, at, consider);
    return best;
  }

  private required(code: Int32Array, at: number, consider: (word: number) => void): void {
    const head = code[at] as number;
    const operand = head >>> operation.shift;
    switch (head & operation.mask) {
      case operation.term:
        consider(operand);
        return;
      case operation.and:
        for (let child = at + 1; child < at + operand; child += nodeLength(code, child))
          this.required(code, child, consider);
        return;
      case operation.phrase:
        for (let word = 1; word <= operand; word++) consider(code[at + word] as number);
        return;
      case operation.near: {
        const left = at + 2;
        for (const side of [left, left + operandLength(code, left)]) {
          if (code[side] !== 1) continue;
          const words = code[side + 1] as number;
          for (let word = 0; word < words; word++) consider(code[side + 2 + word] as number);
        }
        return;
      }
      case operation.nearWords:
        consider(code[at + 1] as number);
        consider(code[at + 2] as number);
        return;
      case operation.title:
      case operation.body:
        this.required(code, at + 1, consider);
        return;
      default:
    }
  }
}
