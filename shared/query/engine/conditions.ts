/** Answers, by the evaluator, what a document says to the conditions of an index: each at most once a document. */
import type { QueryNode } from '../ast.ts';
import { meets } from '../evaluate.ts';
import { parseFound } from '../parser.ts';
import type { SearchedDocument } from '../scope.ts';

/** Trees that are kept; beyond it all are read again. */
const TREES_MAX = 20_000;

export class Conditions {
  private readonly texts: readonly string[];
  private readonly trees = new Map<number, QueryNode | null>();
  private readonly answeredFor: Int32Array;
  private readonly answers: Uint8Array;
  private document: SearchedDocument | null = null;
  private documents = 0;

  constructor(texts: readonly string[]) {
    this.texts = texts;
    this.answeredFor = new Int32Array(texts.length);
    this.answers = new Uint8Array(texts.length);
  }

  /** Asks about another document from here on. */
  begin(document: SearchedDocument): void {
    this.document = document;
    this.documents++;
  }

  holds(condition: number): boolean {
    if (this.answeredFor[condition] !== this.documents) {
      this.answeredFor[condition] = this.documents;
      this.answers[condition] = this.ask(condition) ? 1 : 0;
    }
    return this.answers[condition] === 1;
  }

  private ask(condition: number): boolean {
    const tree = this.treeOf(condition);
    return tree !== null && this.document !== null && meets(tree, this.document);
  }

  private treeOf(condition: number): QueryNode | null {
    const before = this.trees.get(condition);
    if (before !== undefined) return before;
    if (this.trees.size >= TREES_MAX) this.trees.clear();
    const { tree } = parseFound(this.texts[condition] ?? '');
    this.trees.set(condition, tree);
    return tree;
  }
}
