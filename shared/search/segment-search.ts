/** Asks one segment a query: the plan proposes documents, and where it is not exact the evaluator decides each of them. */
import type { FieldName, QueryNode } from '../query/ast.ts';
import { meets } from '../query/evaluate.ts';
import { type Scope, SearchedDocument } from '../query/scope.ts';
import type { QueryDocument } from '../query/types.ts';
import type { Bits } from './bits.ts';
import { ByteReader } from './bytes.ts';
import { ClauseDecider } from './clause-decider.ts';
import { Planner } from './plan.ts';
import { dayText } from './row.ts';
import type { Segment } from './segment.ts';
import { type KnownTerm, SegmentText } from './segment-text.ts';
import { entry, termKinds } from './terms.ts';

/** Exactly the documents that meet the query. Throws SegmentDamaged. */
export async function searchSegment(segment: Segment, tree: QueryNode): Promise<Bits> {
  await segment.load();
  const languages = segment.columns.tables.languages.map(primaryLanguage);
  const planner = new Planner(segment, languages);
  const { documents, isExact } = await planner.plan(tree);
  if (isExact) return documents;
  const candidates = documents.documents();
  if (candidates.length === 0) return documents;
  const clauses = new ClauseDecider(segment, planner, languages);
  if (clauses.knows(tree)) return clauses.decide(tree, documents);
  const decider = await Decider.open(segment, tree, planner, documents, candidates, languages);
  candidates.forEach((document, rank) => {
    if (!decider.meets(tree, document, rank)) documents.delete(document);
  });
  return documents;
}

/** As the evaluator reads it. */
function primaryLanguage(language: string | null): string | null {
  return new SearchedDocument({ headline: '', body: '', language }).language;
}

/** The entries of the query's terms in the candidates, chained by candidate. */
class Entries {
  readonly heads: Int32Array;
  readonly next: number[] = [];
  readonly terms: number[] = [];
  readonly flags: number[] = [];
  readonly positions: number[] = [];

  constructor(candidates: number) {
    this.heads = new Int32Array(candidates).fill(-1);
  }

  add(rank: number, term: number, flags: number, positionsAt: number): void {
    this.next.push(this.heads[rank] ?? -1);
    this.heads[rank] = this.terms.length;
    this.terms.push(term);
    this.flags.push(flags);
    this.positions.push(positionsAt);
  }
}

interface DecidedTerm extends KnownTerm {
  readonly positions: ByteReader;
}

class Decider {
  private readonly segment: Segment;
  private readonly languages: readonly (string | null)[];
  private readonly terms: readonly DecidedTerm[];
  private readonly entries: Entries;
  private readonly headline: SegmentText;
  private readonly body: SegmentText;
  private readonly sentences: ((document: number) => Uint8Array) | null;
  private readonly records: ReadonlyMap<number, Partial<QueryDocument>>;
  private readonly asksDocument: boolean;
  private readonly organizations = new Map<string, Scope>();

  private constructor(parts: {
    segment: Segment;
    languages: readonly (string | null)[];
    terms: readonly DecidedTerm[];
    entries: Entries;
    forms: string;
    sentences: ((document: number) => Uint8Array) | null;
    records: ReadonlyMap<number, Partial<QueryDocument>>;
    asksDocument: boolean;
  }) {
    this.segment = parts.segment;
    this.languages = parts.languages;
    this.terms = parts.terms;
    this.entries = parts.entries;
    this.headline = new SegmentText('headline', parts.forms);
    this.body = new SegmentText('body', parts.forms);
    this.sentences = parts.sentences;
    this.records = parts.records;
    this.asksDocument = parts.asksDocument;
  }

  static async open(
    segment: Segment,
    tree: QueryNode,
    planner: Planner,
    documents: Bits,
    candidates: Uint32Array,
    languages: readonly (string | null)[],
  ): Promise<Decider> {
    const ranks = new Int32Array(segment.documents);
    candidates.forEach((document, rank) => {
      ranks[document] = rank;
    });
    const entries = new Entries(candidates.length);
    const needs = needsOf(tree);
    const formsOf = needs.forms ? await segment.loadForms() : () => [];
    const terms: DecidedTerm[] = [];
    let forms = '';
    for (const term of planner.terms) {
      const number = terms.length;
      const reader = new ByteReader(await planner.documentsOf(term));
      let document = -1;
      let at = 0;
      while (!reader.isAtEnd) {
        document += reader.varint();
        const flags = reader.varint();
        if (documents.has(document)) entries.add(ranks[document] ?? 0, number, flags, at);
        at += flags >>> entry.bytesShift;
      }
      const text = segment.termText(term);
      const places = formsOf(term).map((form) => {
        forms += form;
        return { start: forms.length - form.length, end: forms.length };
      });
      terms.push({
        key: text.slice(1),
        isClosed: text.startsWith(termKinds.closed),
        forms: places,
        positions: new ByteReader(await segment.positionsOf(term)),
      });
    }
    const sentences = needs.sentences ? await segment.loadSentences() : null;
    const records = planner.asksRecords ? await segment.records(candidates) : new Map();
    const { asksDocument } = planner;
    return new Decider({ segment, languages, terms, entries, forms, sentences, records, asksDocument });
  }

  meets(tree: QueryNode, document: number, rank: number): boolean {
    const { columns } = this.segment;
    const language = this.languages[columns.column('language')[document] ?? 0] ?? null;
    this.headline.reset(language, !columns.hasCapitalHeadline(document), null);
    this.body.reset(language, true, this.sentences?.(document) ?? null);
    const { heads, next, terms, flags, positions } = this.entries;
    for (let at = heads[rank] ?? -1; at >= 0; at = next[at] ?? -1) {
      const term = this.terms[terms[at] ?? 0];
      if (term === undefined) continue;
      const own = flags[at] ?? 0;
      const reader = term.positions;
      reader.at = positions[at] ?? 0;
      const end = reader.at + (own >>> entry.bytesShift);
      if ((own & entry.inHeadline) !== 0) this.headline.place(term, reader, reader.varint(), end);
      if ((own & entry.inBody) !== 0) this.body.place(term, reader, Number.POSITIVE_INFINITY, end);
    }
    return meets(tree, new SegmentDocument(this.documentOf(document), this.headline, this.body, this.organizations));
  }

  /** What clauses about other fields ask; nothing when there are none. */
  private documentOf(document: number): QueryDocument {
    if (!this.asksDocument) return nothing;
    const { columns } = this.segment;
    const { organization, acronym, language, country } = columns.facts(document);
    const day = columns.dayOf(document);
    const date = day === null ? null : dayText(day);
    const newsroom = columns.newsroomOf(document);
    const record = this.records.get(document);
    return { ...nothing, newsroom, organization, acronym, language, country, date, ...record };
  }
}

const nothing: QueryDocument = { headline: '', body: '' };

/** A document whose headline and body come from postings. */
class SegmentDocument extends SearchedDocument {
  private readonly headline: Scope;
  private readonly body: Scope;
  private readonly both: Scope;
  private readonly organizations: Map<string, Scope>;

  constructor(document: QueryDocument, headline: SegmentText, body: SegmentText, organizations: Map<string, Scope>) {
    super(document);
    this.headline = [headline];
    this.body = [body];
    this.both = [headline, body];
    this.organizations = organizations;
  }

  override texts(): Scope {
    return this.both;
  }

  override scope(field: FieldName): Scope {
    if (field === 'title') return this.headline;
    if (field === 'body') return this.body;
    if (field !== 'org') return super.scope(field);
    const { newsroom, organization, acronym, language } = this.document;
    const name = JSON.stringify([newsroom, organization, acronym, language]);
    const known = this.organizations.get(name) ?? super.scope(field);
    this.organizations.set(name, known);
    return known;
  }
}

/** What the evaluator will ask of texts beside the places of words. */
function needsOf(node: QueryNode): { readonly forms: boolean; readonly sentences: boolean } {
  switch (node.kind) {
    case 'term':
      return { forms: node.mode === 'exact', sentences: false };
    case 'phrase':
      return { forms: node.words.some(({ mode }) => mode === 'exact'), sentences: false };
    case 'and':
    case 'or':
      return merged(node.children);
    case 'near':
      return merged([node.left, node.right]);
    case 'within':
      return { ...merged([node.left, node.right]), sentences: true };
    case 'not':
    case 'field':
    case 'atleast':
      return needsOf(node.child);
    case 'date':
      return { forms: false, sentences: false };
  }
}

function merged(nodes: readonly QueryNode[]): { readonly forms: boolean; readonly sentences: boolean } {
  const all = nodes.map(needsOf);
  return { forms: all.some(({ forms }) => forms), sentences: all.some(({ sentences }) => sentences) };
}
