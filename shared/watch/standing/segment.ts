/** A compiled part of all watches: their queries for the engine, and whose they are. */
import { IndexBuilder } from '../../query/engine/index-builder.ts';
import { IndexMatcher } from '../../query/engine/index-matcher.ts';
import type { QueryIndex } from '../../query/engine/query-index.ts';
import { readSnapshot, writeSnapshot } from '../../query/engine/snapshot.ts';
import { parseFound } from '../../query/parser.ts';
import type { SearchedDocument } from '../../query/scope.ts';
import type { QueryDocument } from '../../query/types.ts';
import { StoredTable, TableOfRows, type TableRow, type WatchTable, writeTable } from './table.ts';

/** The two buffers that a segment is stored as. */
export interface SegmentBytes {
  readonly queries: Uint8Array;
  readonly table: Uint8Array;
}

/** `pause` is awaited after so many rows: others have a turn. */
interface Turn {
  readonly rows: number;
  readonly pause: () => Promise<unknown>;
}

interface Built {
  readonly index: QueryIndex;
  /** Watches whose query this version does not parse. They match nothing. */
  readonly refused: readonly string[];
}

async function build(rows: readonly TableRow[], turn: Turn): Promise<Built> {
  const builder = new IndexBuilder();
  const refused: string[] = [];
  for (const [number, { id, query }] of rows.entries()) {
    if (number > 0 && number % turn.rows === 0) await turn.pause();
    if (query === null) continue;
    const { tree } = parseFound(query);
    if (tree === null) refused.push(id);
    else builder.add(tree, number);
  }
  return { index: builder.finish(), refused };
}

/** Compiles rows, in their order, to be stored. A row without a query says that its watch was removed. */
export async function compileSegment(
  rows: readonly TableRow[],
  turn: Turn,
): Promise<SegmentBytes & Pick<Built, 'refused'>> {
  const { index, refused } = await build(rows, turn);
  return { queries: writeSnapshot(index), table: writeTable(rows), refused };
}

/** Compiles rows to be matched here. */
export async function segmentOf(rows: readonly TableRow[], turn: Turn): Promise<Segment> {
  return new Segment((await build(rows, turn)).index, new TableOfRows(rows));
}

/** Throws CorruptDataError for buffers that were damaged or that this version does not read. */
export function readSegment({ queries, table }: SegmentBytes): Segment {
  return new Segment(readSnapshot(queries), new StoredTable(table));
}

export interface SegmentMatch {
  readonly id: string;
  /** Of the query that matched. */
  readonly check: number;
}

export class Segment {
  private readonly table: WatchTable;
  private readonly matcher: IndexMatcher;

  constructor(index: QueryIndex, table: WatchTable) {
    this.table = table;
    this.matcher = new IndexMatcher(index);
  }

  /** Every watch of the segment, with a query or without. */
  *ids(): Generator<string> {
    for (let number = 0; number < this.table.size; number += 1) yield this.table.idOf(number);
  }

  match(document: QueryDocument): { readonly searched: SearchedDocument; readonly matches: readonly SegmentMatch[] } {
    const searched = this.matcher.match(document);
    const numbers = this.matcher.matchedWatches();
    const matches: SegmentMatch[] = [];
    for (let at = 0; at < numbers.length; at += 1) {
      const number = numbers.at(at);
      matches.push({ id: this.table.idOf(number), check: this.table.checkOf(number) });
    }
    return { searched, matches };
  }
}
