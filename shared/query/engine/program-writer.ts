/**
 * Writes the bytecode of queries: children of AND and OR in one order and each once, so that queries that mean the same
 * become the same numbers. What the bytecode does not know (compounds, exact words, patterns, counts, sentences, nested
 * proximity, field values) becomes a condition, a small query of its own that the evaluator answers.
 */
import { anchorsOf, FIELD_MARK } from '../anchors.ts';
import type { FieldName, PhraseNode, QueryNode, TermNode } from '../ast.ts';
import { codePointAt, unitsOf } from '../characters.ts';
import { isUnspaced } from '../keys.ts';
import { printQuery } from '../print.ts';
import { operation } from './program.ts';
import { COMPLICATED, type WordRegister } from './word-register.ts';

/** One word, or two words side by side. */
export type ConditionAnchor = readonly [word: number] | readonly [left: number, right: number];

export interface Condition {
  /** The canonical query. */
  readonly text: string;
  /** One of these must be there; null when nothing is known that must be. */
  readonly anchors: readonly ConditionAnchor[] | null;
}

type Scope = 'title' | 'body' | null;

function head(kind: number, operand: number): number {
  return kind | (operand << operation.shift);
}

function compareCode(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < one.length && index < other.length; index++) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Whether the operand of a proximity is one item of one word. */
const isOneWord = (operand: readonly number[]): boolean => operand[0] === 1 && operand[1] === 1;

export class ProgramWriter {
  readonly conditions: Condition[] = [];
  /** Fields whose values have to be looked at for anchors. */
  readonly anchoredFields = new Set<FieldName>();
  private readonly words: WordRegister;
  private readonly byText = new Map<string, number>();

  constructor(words: WordRegister) {
    this.words = words;
  }

  write(node: QueryNode, scope: Scope = null): number[] {
    switch (node.kind) {
      case 'term':
        return this.term(node, scope);
      case 'phrase':
        return this.phrase(node, scope);
      case 'and':
        return this.joined(operation.and, node.children, scope);
      case 'or':
        return this.joined(operation.or, node.children, scope);
      case 'not':
        return this.around(operation.not, this.write(node.child, scope));
      case 'near': {
        const left = this.operand(node.left);
        const right = left === null ? null : this.operand(node.right);
        if (left === null || right === null) return this.condition(node, scope);
        const [first, second] = node.ordered || compareCode(left, right) <= 0 ? [left, right] : [right, left];
        const parameter = node.distance * 2 + (node.ordered ? 1 : 0);
        if (isOneWord(first) && isOneWord(second)) {
          return [head(operation.nearWords, parameter), ...first.slice(2), ...second.slice(2)];
        }
        return [head(operation.near, first.length + second.length + 2), parameter, ...first, ...second];
      }
      case 'field':
        if (node.field === 'title') return this.around(operation.title, this.write(node.child, 'title'));
        if (node.field === 'body') return this.around(operation.body, this.write(node.child, 'body'));
        return this.condition(node, null);
      default:
        return this.condition(node, scope);
    }
  }

  private term(node: TermNode, scope: Scope): number[] {
    const word = this.words.wordOf(node);
    return word === COMPLICATED ? this.condition(node, scope) : [head(operation.term, word)];
  }

  private phrase(node: PhraseNode, scope: Scope): number[] {
    const [only] = node.words;
    const words = this.phraseWords(node);
    // A condition keeps the quotation marks: "re:invent" without them would be a field.
    if (node.words.length === 1 && only !== undefined && words !== null) return this.term(only, scope);
    return words === null ? this.condition(node, scope) : [head(operation.phrase, words.length), ...words];
  }

  /** Null when it takes the evaluator. */
  private phraseWords(node: PhraseNode): number[] | null {
    if (node.slop !== null) return null;
    const words = node.words.map((word) => this.words.wordOf(word));
    return words.includes(COMPLICATED) ? null : words;
  }

  private around(kind: number, child: readonly number[]): number[] {
    return [head(kind, child.length + 1), ...child];
  }

  private joined(kind: number, children: readonly QueryNode[], scope: Scope): number[] {
    const codes = children.map((child) => this.write(child, scope)).sort(compareCode);
    const different = codes.filter((code, index) => index === 0 || compareCode(code, codes[index - 1] ?? []) !== 0);
    return different.length === 1 ? (different[0] ?? []) : this.around(kind, different.flat());
  }

  /** An operand of a proximity as its items, or null when it takes the evaluator. */
  private operand(node: QueryNode): number[] | null {
    const items = this.items(node);
    if (items === null) return null;
    items.sort(compareCode);
    return [items.length, ...items.flat()];
  }

  private items(node: QueryNode): number[][] | null {
    if (node.kind === 'term') {
      const word = this.words.wordOf(node);
      return word === COMPLICATED ? null : [[1, word]];
    }
    if (node.kind === 'phrase') {
      const words = this.phraseWords(node);
      return words === null ? null : [[words.length, ...words]];
    }
    if (node.kind !== 'or') return null;
    const all: number[][] = [];
    for (const child of node.children) {
      const items = this.items(child);
      if (items === null) return null;
      all.push(...items);
    }
    return all;
  }

  private condition(node: QueryNode, scope: Scope): number[] {
    const { start, end } = node;
    const whole: QueryNode = scope === null ? node : { kind: 'field', field: scope, child: node, start, end };
    const text = printQuery(whole);
    let number = this.byText.get(text);
    if (number === undefined) {
      number = this.conditions.length;
      this.byText.set(text, number);
      this.conditions.push({ text, anchors: this.anchors(whole) });
    }
    return [head(operation.condition, number)];
  }

  private anchors(node: QueryNode): readonly ConditionAnchor[] | null {
    const anchors = anchorsOf(node);
    if (anchors === null) return null;
    if (node.kind === 'field' && node.field !== 'title' && node.field !== 'body') this.anchoredFields.add(node.field);
    return [
      ...anchors.keys.map((key): ConditionAnchor => this.keyAnchor(key)),
      ...anchors.prefixes.map((prefix): ConditionAnchor => [this.words.rawPrefix(prefix)]),
    ];
  }

  private keyAnchor(key: string): ConditionAnchor {
    const first = unitsOf(codePointAt(key, 0));
    // Values of fields are looked up by pairs themselves.
    if (key.includes(FIELD_MARK)) return [this.words.rawKey(key)];
    // Two characters of an unspaced script are two tokens.
    if (key.length > first && isUnspaced(key) && isUnspaced(key.slice(first))) {
      return [this.words.rawKey(key.slice(0, first)), this.words.rawKey(key.slice(first))];
    }
    return [this.words.rawKey(key)];
  }
}
