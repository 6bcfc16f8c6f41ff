/** Where rows and answers come from: segments on disk, and releases that are in no segment yet. Both are asked alike. */
import type { QueryNode } from '../query/ast.ts';
import { meets } from '../query/evaluate.ts';
import { SearchedDocument } from '../query/scope.ts';
import type { QueryDocument } from '../query/types.ts';
import { Bits } from './bits.ts';
import type { Span } from './change-lines.ts';
import type { ReleaseRow } from './row.ts';
import type { Segment } from './segment.ts';
import { searchSegment } from './segment-search.ts';

/** Documents are numbered from 0 in the order of their sequence. */
export interface Source {
  readonly documents: number;
  /** Those that a later revision has replaced. */
  readonly dead: Bits;
  row(document: number): ReleaseRow;
  /** -1 when the release is none of these. */
  find(id: string): number;
  /** Exactly the documents that meet the query, replaced ones too. */
  search(tree: QueryNode): Promise<Bits>;
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

  find(id: string): number {
    return this.segment.columns.find(id);
  }

  search(tree: QueryNode): Promise<Bits> {
    return searchSegment(this.segment, tree);
  }
}

export interface TailDocument {
  readonly row: ReleaseRow;
  readonly document: QueryDocument;
}

/** Releases in memory, few enough to be asked one by one. */
export class Tail implements Source {
  private readonly held: TailDocument[];
  private readonly searched = new Map<QueryDocument, SearchedDocument>();

  constructor(held: readonly TailDocument[] = []) {
    this.held = [...held];
  }

  get documents(): number {
    return this.held.length;
  }

  /** Highest sequence, 0 when it is empty. */
  get lastSeq(): number {
    return this.held.at(-1)?.row.seq ?? 0;
  }

  get all(): readonly TailDocument[] {
    return this.held;
  }

  get dead(): Bits {
    return new Bits(this.held.length);
  }

  /** In the place of an earlier revision, behind what has a lower sequence. */
  add(added: TailDocument): void {
    this.removeId(added.row.id);
    let at = this.held.length;
    while (at > 0 && (this.held[at - 1]?.row.seq ?? 0) > added.row.seq) at--;
    this.held.splice(at, 0, added);
  }

  removeId(id: string): void {
    const at = this.find(id);
    if (at < 0) return;
    const [gone] = this.held.splice(at, 1);
    if (gone !== undefined) this.searched.delete(gone.document);
  }

  row(document: number): ReleaseRow {
    const held = this.held[document];
    if (held === undefined) throw new RangeError(`no document ${document} in memory`);
    return held.row;
  }

  find(id: string): number {
    return this.held.findIndex(({ row }) => row.id === id);
  }

  async search(tree: QueryNode): Promise<Bits> {
    const found = new Bits(this.held.length);
    this.held.forEach(({ document }, number) => {
      if (meets(tree, this.searchedOf(document))) found.add(number);
    });
    return found;
  }

  private searchedOf(document: QueryDocument): SearchedDocument {
    const known = this.searched.get(document) ?? new SearchedDocument(document);
    this.searched.set(document, known);
    return known;
  }
}
