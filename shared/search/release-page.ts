/** Lists of releases from the index: by query, newsroom and day, page by page. */
import { isSince } from '../release/since.ts';
import type { ArchiveIndex } from './archive-index.ts';
import { Bits } from './bits.ts';
import { parsedTree, queryMatcher, type ReleaseHit } from './hits.ts';
import { dayOfMs } from './row.ts';
import type { Source } from './source.ts';

export interface ReleaseFilter {
  /** One that parses; null for all. */
  readonly query: string | null;
  readonly newsroom: string | null;
  /** Printed on this day or later; an undated release first seen at or after this time. Milliseconds since the epoch. */
  readonly sinceMs: number | null;
}

/** Last changed first, or by the printed day, the latest first and undated releases last. */
export type ReleaseOrder = 'changed' | 'printed';

export interface ReleasePage {
  readonly items: readonly ReleaseHit[];
  /** Cursor of the next page, or null at the end. */
  readonly next: string | null;
}

interface Place {
  readonly source: Source;
  readonly document: number;
}

/** What a release is found by, in order, read one by one. The index must be up to date. Throws CorruptDataError. */
export async function* findReleases(
  index: ArchiveIndex,
  filter: ReleaseFilter,
  order: ReleaseOrder,
  beforeSeq = Number.POSITIVE_INFINITY,
): AsyncGenerator<ReleaseHit & { readonly seq: number }> {
  const match = filter.query === null ? null : queryMatcher(filter.query);
  for (const { source, document } of await placesOf(index, filter, order)) {
    if (order === 'changed' && source.seqOf(document) >= beforeSeq) continue;
    const release = await index.read(source.row(document));
    // The object may be gone, or say more of its time than its row.
    if (release === null || (filter.sinceMs !== null && !isSince(release, filter.sinceMs))) continue;
    const hit = match === null ? { release, spans: [], sentence: null } : match(release);
    if (hit !== null) yield { ...hit, seq: source.seqOf(document) };
  }
}

async function placesOf(index: ArchiveIndex, filter: ReleaseFilter, order: ReleaseOrder): Promise<readonly Place[]> {
  const firstDay = filter.sinceMs === null ? Number.NEGATIVE_INFINITY : dayOfMs(filter.sinceMs);
  const places: Place[] = [];
  const found = filter.query === null ? everything(index) : await index.search(parsedTree(filter.query));
  for (const { source, documents } of [...found].reverse()) {
    for (let at = documents.length - 1; at >= 0; at--) {
      const document = documents[at] ?? 0;
      if (filter.newsroom !== null && source.newsroomOf(document) !== filter.newsroom) continue;
      if (source.dayOf(document) >= firstDay) places.push({ source, document });
    }
  }
  if (order === 'changed') return places;
  const rank = ({ source, document }: Place): number =>
    source.isDated(document) ? source.dayOf(document) : Number.NEGATIVE_INFINITY;
  return places.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

function everything(index: ArchiveIndex): readonly { readonly source: Source; readonly documents: Uint32Array }[] {
  return index.sources().map((source) => ({
    source,
    documents: Bits.all(source.documents).andNot(source.dead).documents(),
  }));
}

const cursorPattern = /^[1-9]\d{0,14}$/;

/** Whether a text can be a cursor. */
export function isCursor(text: string): boolean {
  return cursorPattern.test(text);
}

/**
 * One page, last changed first. A cursor is the sequence of the last release of the page before: what changes meanwhile
 * stands in front of the first page and moves nothing.
 */
export async function releasePage(
  index: ArchiveIndex,
  filter: ReleaseFilter,
  cursor: string | null,
  itemsMax: number,
): Promise<ReleasePage> {
  await index.refresh();
  const items: ReleaseHit[] = [];
  let last = 0;
  const before = cursor === null ? Number.POSITIVE_INFINITY : Number(cursor);
  for await (const { seq, ...hit } of findReleases(index, filter, 'changed', before)) {
    if (items.length === itemsMax) return { items, next: String(last) };
    items.push(hit);
    last = seq;
  }
  return { items, next: null };
}
