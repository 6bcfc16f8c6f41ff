/** Where rows and answers come from: segments on disk, and releases that are in no segment yet. Both are asked alike. */
import type { Origin } from '../channels/candidate.ts';
import type { QueryNode } from '../query/ast.ts';
import { meets } from '../query/evaluate.ts';
import { SearchedDocument } from '../query/scope.ts';
import type { TokenStream } from '../query/token-stream.ts';
import type { QueryDocument } from '../query/types.ts';
import { Bits } from './bits.ts';
import type { Span } from './change-lines.ts';
import { type NearWord, nearestIn, nearestOf } from './nearest-words.ts';
import { countedDay, dayOfMs, type ReleaseRow } from './row.ts';
import type { Segment } from './segment.ts';
import { searchSegment } from './segment-search.ts';
import { termKinds } from './terms.ts';

/** Documents are numbered from 0 in the order of their sequence. */
export interface Source {
  readonly documents: number;
  /** Those that a later revision has replaced. */
  readonly dead: Bits;
  row(document: number): ReleaseRow;
  /** Parts of a row, for those who look at all of them; the day is the one the release counts for. */
  dayOf(document: number): number;
  isDated(document: number): boolean;
  firstSeenMsOf(document: number): number;
  originOf(document: number): Origin;
  newsroomOf(document: number): string;
  seqOf(document: number): number;
  /** -1 when the release is none of these. */
  find(id: string): number;
  /** Exactly the documents that meet the query, replaced ones too. */
  search(tree: QueryNode): Promise<Bits>;
  /** Whether a text has this folded word. */
  hasWord(word: string): Promise<boolean>;
  nearestWord(word: string): Promise<NearWord | null>;
}

export class SegmentSource implements Source {
  readonly segment: Segment;
  readonly dead: Bits;
  /** The changes that the segment covers. */
  readonly from: number;
  readonly to: number;

  constructor(segment: Segment, { from, to }: Span, dead: Iterable<number>) {
    this.segment = segment;
    this.from = from;
    this.to = to;
    this.dead = new Bits(segment.documents);
    for (const document of dead) this.dead.add(document);
  }

  get documents(): number {
    return this.segment.documents;
  }

  row(document: number): ReleaseRow {
    return this.segment.columns.row(document);
  }

  dayOf(document: number): number {
    return this.segment.columns.dayOf(document) ?? dayOfMs(this.firstSeenMsOf(document));
  }

  isDated(document: number): boolean {
    return this.segment.columns.dayOf(document) !== null;
  }

  firstSeenMsOf(document: number): number {
    return this.segment.columns.column('firstSeenMs')[document] ?? 0;
  }

  originOf(document: number): Origin {
    return this.segment.columns.originOf(document);
  }

  newsroomOf(document: number): string {
    return this.segment.columns.newsroomOf(document);
  }

  seqOf(document: number): number {
    return this.segment.columns.column('seq')[document] ?? 0;
  }

  find(id: string): number {
    return this.segment.columns.find(id);
  }

  search(tree: QueryNode): Promise<Bits> {
    return searchSegment(this.segment, tree);
  }

  async hasWord(word: string): Promise<boolean> {
    await this.segment.load();
    return this.segment.find(termKinds.token + word) >= 0;
  }

  async nearestWord(word: string): Promise<NearWord | null> {
    await this.segment.load();
    return nearestIn(this.segment, word);
  }
}

export interface TailDocument {
  readonly row: ReleaseRow;
  readonly document: QueryDocument;
}

/** Releases in memory, few enough to be asked one by one. It never changes: adding gives another one. */
export class Tail implements Source {
  readonly all: readonly TailDocument[];
  readonly dead: Bits;

  /** In the order of their sequence. */
  constructor(all: readonly TailDocument[] = []) {
    this.all = all;
    this.dead = new Bits(all.length);
  }

  get documents(): number {
    return this.all.length;
  }

  /** Highest sequence, 0 when it is empty. */
  get lastSeq(): number {
    return this.all.at(-1)?.row.seq ?? 0;
  }

  /** With a release more, in the place of its earlier revision. */
  with(added: TailDocument): Tail {
    const others = this.all.filter(({ row }) => row.id !== added.row.id);
    const at = others.findLastIndex(({ row }) => row.seq <= added.row.seq) + 1;
    return new Tail(others.toSpliced(at, 0, added));
  }

  without(id: string): Tail {
    return this.find(id) < 0 ? this : new Tail(this.all.filter(({ row }) => row.id !== id));
  }

  row(document: number): ReleaseRow {
    const found = this.all[document];
    if (found === undefined) throw new RangeError(`no document ${document} in memory`);
    return found.row;
  }

  dayOf(document: number): number {
    return countedDay(this.row(document));
  }

  isDated(document: number): boolean {
    return this.row(document).day !== null;
  }

  firstSeenMsOf(document: number): number {
    return this.row(document).firstSeenMs;
  }

  originOf(document: number): Origin {
    return this.row(document).origin;
  }

  newsroomOf(document: number): string {
    return this.row(document).newsroom;
  }

  seqOf(document: number): number {
    return this.row(document).seq;
  }

  find(id: string): number {
    return this.all.findIndex(({ row }) => row.id === id);
  }

  async search(tree: QueryNode): Promise<Bits> {
    const found = new Bits(this.all.length);
    this.all.forEach(({ document }, number) => {
      const one = searchedOf(document);
      if (meets(tree, one)) found.add(number);
      // What was found of a query's words is kept for that query only.
      for (const text of one.texts()) text.found.clear();
    });
    return found;
  }

  async hasWord(word: string): Promise<boolean> {
    return this.streams().some(({ index }) => index.has(word));
  }

  async nearestWord(word: string): Promise<NearWord | null> {
    return nearestOf(new Set(this.streams().flatMap(({ index }) => [...index.keys()])), word);
  }

  private streams(): readonly TokenStream[] {
    return this.all.flatMap(({ document }) =>
      searchedOf(document)
        .texts()
        .map(({ stream }) => stream),
    );
  }
}

const searched = new WeakMap<QueryDocument, SearchedDocument>();

/** A document cut into tokens, once. */
function searchedOf(document: QueryDocument): SearchedDocument {
  const known = searched.get(document) ?? new SearchedDocument(document);
  searched.set(document, known);
  return known;
}
