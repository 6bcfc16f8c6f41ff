/**
 * Decides a phrase of plain words from postings alone, without a text for the evaluator: whether a place of the next word
 * begins right behind one of the word before. Made for words that nearly every document has.
 */
import type { PhraseNode, QueryNode } from '../query/ast.ts';
import { wordOf } from '../query/query-word.ts';
import { ByteReader } from './bytes.ts';
import type { Planner } from './plan.ts';
import type { Segment } from './segment.ts';
import { entry, termKinds } from './terms.ts';
import type { SoughtTerms } from './word-terms.ts';

/** With more terms their places would take much memory: beginnings of words have thousands. */
const TERMS_MAX = 16;

interface PhraseTerm {
  readonly isClosed: boolean;
  /** Numbers of languages in which it stands for the word; null for all. */
  readonly languages: ReadonlySet<string | null> | null;
  /** By document: the bits of its entry, and where its positions begin; 0 and 0 where it has none. */
  readonly flags: Uint32Array;
  readonly starts: Uint32Array;
  readonly positions: ByteReader;
}

async function termOf({ term, languages }: SoughtTerms, segment: Segment, planner: Planner): Promise<PhraseTerm> {
  const flags = new Uint32Array(segment.documents);
  const starts = new Uint32Array(segment.documents);
  let document = -1;
  let at = 0;
  for (const reader = new ByteReader(await planner.documentsOf(term)); !reader.isAtEnd; ) {
    document += reader.varint();
    const own = reader.varint();
    flags[document] = own;
    starts[document] = at;
    at += own >>> entry.bytesShift;
  }
  const isClosed = segment.termText(term).startsWith(termKinds.closed);
  return { isClosed, languages, flags, starts, positions: new ByteReader(await segment.positionsOf(term)) };
}

export class PhraseDecider {
  private readonly words: readonly (readonly PhraseTerm[])[];
  /** By token: marked when a place of the word before ends in front of it; two, in turn. */
  private readonly marks: [Int32Array, Int32Array] = [new Int32Array(1_024), new Int32Array(1_024)];
  private stamp = 0;

  private constructor(words: readonly (readonly PhraseTerm[])[]) {
    this.words = words;
  }

  /** Whether a clause is a phrase of plain words. After the plan. */
  static isFor(node: QueryNode, planner: Planner): node is PhraseNode {
    if (node.kind !== 'phrase' || node.slop !== null) return false;
    const sought = node.words.map((word) => planner.exactWords.get(wordOf(word).id));
    return sought.every((terms) => terms !== undefined) && sought.flat().length <= TERMS_MAX;
  }

  static async open(segment: Segment, { words: nodes }: PhraseNode, planner: Planner): Promise<PhraseDecider> {
    const words: PhraseTerm[][] = [];
    for (const node of nodes) {
      const terms = planner.exactWords.get(wordOf(node).id) ?? [];
      const read: PhraseTerm[] = [];
      for (const term of terms) read.push(await termOf(term, segment, planner));
      words.push(read);
    }
    return new PhraseDecider(words);
  }

  /** `language`: of the document, as the evaluator reads it. */
  meets(document: number, language: string | null): boolean {
    return this.isIn(document, language, entry.inHeadline) || this.isIn(document, language, entry.inBody);
  }

  private isIn(document: number, language: string | null, field: number): boolean {
    const last = this.words.length - 1;
    this.stamp += last + 2;
    for (const [step, terms] of this.words.entries()) {
      let isReached = false;
      for (const term of terms) {
        const flags = term.flags[document] ?? 0;
        if ((flags & field) === 0 || term.languages?.has(language) === false) continue;
        const reached = this.step(term, document, flags, field, step, step === last);
        if (reached && step === last) return true;
        isReached ||= reached;
      }
      if (!isReached) return false;
    }
    return false;
  }

  /** Goes through the places of a term in one field: whether any continues the phrase. Stops there when the word is the last. */
  private step(
    term: PhraseTerm,
    document: number,
    flags: number,
    field: number,
    step: number,
    isLast: boolean,
  ): boolean {
    const { positions } = term;
    positions.at = term.starts[document] ?? 0;
    const end = positions.at + (flags >>> entry.bytesShift);
    let left = Number.POSITIVE_INFINITY;
    if ((flags & entry.inHeadline) !== 0) {
      const inHeadline = positions.varint();
      if (field === entry.inHeadline) left = inHeadline;
      else for (let skipped = 0; skipped < inHeadline * 2; skipped++) positions.varint();
    }
    const before = this.marks[(step + 1) & 1] as Int32Array;
    const wanted = this.stamp + step;
    let found = false;
    let token = 0;
    for (; left > 0 && positions.at < end; left--) {
      token += positions.varint();
      const more = positions.varint();
      if (step > 0 && before[token] !== wanted) continue;
      if (isLast) return true;
      this.mark(step, (term.isClosed ? token + more : token) + 1);
      found = true;
    }
    return found;
  }

  private mark(step: number, token: number): void {
    const turn = (step & 1) as 0 | 1;
    let marks = this.marks[turn];
    if (token >= marks.length) {
      const larger = new Int32Array(Math.max(marks.length * 2, token + 1));
      larger.set(marks);
      this.marks[turn] = larger;
      marks = larger;
    }
    marks[token] = this.stamp + step + 1;
  }
}
