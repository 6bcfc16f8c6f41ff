/**
 * Which documents of a segment a query may match, told by the dictionary alone. Where that is all there is to a clause (a
 * plain word, AND, OR and NOT of such, a code, a date) the answer is exact; else it proposes, and the evaluator decides.
 */
import type { FieldName, PhraseNode, QueryNode } from '../query/ast.ts';
import { type QueryWord, wordOf } from '../query/query-word.ts';
import { Bits } from './bits.ts';
import { ByteReader } from './bytes.ts';
import { evaluateOn } from './evaluate-values.ts';
import type { Segment } from './segment.ts';
import { entry, isRecordField, type TermKind, termKinds } from './terms.ts';
import { type SoughtTerms, termsOfSegment, wholeWordTerms } from './word-terms.ts';

export interface Plan {
  /** May match; when exact, do match. */
  readonly documents: Bits;
  readonly isExact: boolean;
}

/** Where a word is looked for. */
interface Where {
  readonly kind: TermKind;
  /** Bits of an entry of which one must be set; 0 for any. */
  readonly mask: number;
}

const anywhere: Where = { kind: termKinds.token, mask: 0 };

export class Planner {
  /** Terms of headline and body that the evaluator has to know about. */
  readonly terms = new Set<number>();
  /** Of words whose documents the dictionary knows exactly: all terms that stand for the word, by its id. */
  readonly exactWords = new Map<string, readonly SoughtTerms[]>();
  /** What was said of each clause that is looked for in headline and body, as they were planned. */
  readonly plans = new Map<QueryNode, Plan>();
  /** Whether the query asks fields that only the documents' records answer. */
  asksRecords = false;
  /** Whether it asks anything beside headline and body. */
  asksDocument = false;
  private readonly segment: Segment;
  /** Primary subtags of the languages of the segment, by the number of the language. */
  private readonly languages: readonly (string | null)[];
  private readonly streams = new Map<number, Promise<Uint8Array>>();
  private readonly byLanguage = new Map<string | null, Bits>();

  constructor(segment: Segment, languages: readonly (string | null)[]) {
    this.segment = segment;
    this.languages = languages;
  }

  async plan(node: QueryNode, where: Where = anywhere): Promise<Plan> {
    const plan = await this.planned(node, where);
    if (where === anywhere) this.plans.set(node, plan);
    return plan;
  }

  private async planned(node: QueryNode, where: Where): Promise<Plan> {
    switch (node.kind) {
      case 'term':
        return this.word(wordOf(node), where);
      case 'phrase':
        return this.phrase(node, where);
      case 'and':
        return this.and(node.children, where);
      case 'or':
        return this.or(node.children, where);
      case 'not': {
        const { documents, isExact } = await this.plan(node.child, where);
        const all = Bits.all(this.segment.documents);
        return isExact ? { documents: all.andNot(documents), isExact } : { documents: all, isExact };
      }
      case 'near':
      case 'within': {
        const left = await this.plan(node.left, where);
        const right = await this.plan(node.right, where);
        return { documents: left.documents.copy().and(right.documents), isExact: false };
      }
      case 'atleast':
        return { documents: (await this.plan(node.child, where)).documents, isExact: false };
      case 'field':
        return this.field(node.field, node.child);
      case 'date':
        return { documents: new Bits(this.segment.documents), isExact: true };
    }
  }

  private async and(children: readonly QueryNode[], where: Where): Promise<Plan> {
    const documents = Bits.all(this.segment.documents);
    let isExact = true;
    for (const child of children) {
      const plan = await this.plan(child, where);
      documents.and(plan.documents);
      isExact &&= plan.isExact;
    }
    return { documents, isExact };
  }

  private async or(children: readonly QueryNode[], where: Where): Promise<Plan> {
    const documents = new Bits(this.segment.documents);
    let isExact = true;
    for (const child of children) {
      const plan = await this.plan(child, where);
      documents.or(plan.documents);
      isExact &&= plan.isExact;
    }
    return { documents, isExact };
  }

  private async phrase({ words }: PhraseNode, where: Where): Promise<Plan> {
    const plans: Plan[] = [];
    for (const term of words) plans.push(await this.word(wordOf(term), where));
    const [first, ...others] = plans;
    if (first === undefined) return { documents: new Bits(this.segment.documents), isExact: true };
    for (const { documents } of others) first.documents.and(documents);
    return { documents: first.documents, isExact: others.length === 0 && first.isExact };
  }

  private async field(field: FieldName, child: QueryNode): Promise<Plan> {
    if (field === 'title') return this.plan(child, { kind: termKinds.token, mask: entry.inHeadline });
    if (field === 'body') return this.plan(child, { kind: termKinds.token, mask: entry.inBody });
    this.asksDocument = true;
    if (isRecordField(field)) {
      this.asksRecords = true;
      const { documents } = await this.plan(child, { kind: termKinds[field], mask: 0 });
      return { documents, isExact: false };
    }
    return { documents: evaluateOn(this.segment.columns, field, child), isExact: true };
  }

  /** A word of headline and body, or of a field's values. */
  private async word(word: QueryWord, where: Where): Promise<Plan> {
    const isText = where.kind === termKinds.token;
    const sought = termsOfSegment(word, this.segment, where.kind, this.languages);
    if (isText) for (const { term } of sought.flat()) this.terms.add(term);
    const documents = Bits.all(this.segment.documents);
    for (const alternatives of sought)
      documents.and(await this.union(alternatives, where.mask, isText && word.asksForCapitals));
    const whole = isText ? wholeWordTerms(word, this.segment, this.languages) : [];
    for (const { term } of whole) this.terms.add(term);
    documents.or(await this.union(whole, where.mask, false));
    const isExact = isText && sought.length === 1 && word.term.mode === 'plain' && !word.asksForCapitals;
    if (isExact) this.exactWords.set(word.id, [...sought.flat(), ...whole]);
    return { documents, isExact };
  }

  private async union(terms: readonly SoughtTerms[], mask: number, needsCapitals: boolean): Promise<Bits> {
    const documents = new Bits(this.segment.documents);
    const needed = needsCapitals ? entry.hasCapitals : 0;
    for (const { term, languages } of terms) {
      const bytes = await this.documentsOf(term);
      const target = languages === null ? documents : new Bits(this.segment.documents);
      let document = -1;
      for (const reader = new ByteReader(bytes); !reader.isAtEnd; ) {
        document += reader.varint();
        const flags = reader.varint();
        if ((mask === 0 || (flags & mask) !== 0) && (flags & needed) === needed) target.add(document);
      }
      if (languages !== null) documents.or(target.and(this.ofLanguages(languages)));
    }
    return documents;
  }

  /** The stream of a term, read once a query. */
  documentsOf(term: number): Promise<Uint8Array> {
    const known = this.streams.get(term);
    if (known !== undefined) return known;
    const read = this.segment.documentsOf(term);
    this.streams.set(term, read);
    return read;
  }

  private ofLanguages(languages: ReadonlySet<string | null>): Bits {
    const documents = new Bits(this.segment.documents);
    for (const language of languages) {
      let own = this.byLanguage.get(language);
      if (own === undefined) {
        own = new Bits(this.segment.documents);
        const column = this.segment.columns.column('language');
        for (let document = 0; document < column.length; document++) {
          if (this.languages[column[document] ?? 0] === language) own.add(document);
        }
        this.byLanguage.set(language, own);
      }
      documents.or(own);
    }
    return documents;
  }
}
