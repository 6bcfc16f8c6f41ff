/** Queries over stored releases: the search of the release list and the backtest of a new watch. */

import { compileQueries } from '../../../shared/query/compile.ts';
import type { MatchSpan } from '../../../shared/query/types.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { isSince } from '../../../shared/release/since.ts';
import { queryDocument } from '../../../shared/watch/document.ts';
import { type MatchedSentence, matchedSentence } from '../../../shared/watch/render.ts';
import type { IndexedRelease, ReleaseIndex } from './release-index.ts';

/** How many releases one request reads at most, the last changed first. */
const releasesSearchedMax = 2_000;
const samplesMax = 5;

export interface ReleaseHit {
  readonly release: Release;
  readonly spans: readonly MatchSpan[];
  readonly sentence: MatchedSentence | null;
}

export interface Backtest {
  /** How many of `releases` match. */
  readonly matches: number;
  /** How many stored releases were asked. */
  readonly releases: number;
  readonly samples: readonly ReleaseHit[];
}

/** A predicate for one query that is known to parse. */
export function queryMatcher(query: string): (release: Release) => ReleaseHit | null {
  const { matcher } = compileQueries([{ id: 'query', query }]);
  return (release) => {
    const [hit] = matcher.match(queryDocument(release));
    return hit === undefined ? null : { release, spans: hit.spans, sentence: matchedSentence(release, hit.spans) };
  };
}

export async function backtest(index: ReleaseIndex, query: string): Promise<Backtest> {
  await index.refresh();
  const match = queryMatcher(query);
  const samples: ReleaseHit[] = [];
  let matches = 0;
  let releases = 0;
  for (const { key } of index.newestFirst().slice(0, releasesSearchedMax)) {
    const release = await index.read(key);
    if (release === null) continue;
    releases += 1;
    const hit = match(release);
    if (hit === null) continue;
    matches += 1;
    if (samples.length < samplesMax) samples.push(hit);
  }
  return { matches, releases, samples };
}

export interface ReleaseFilter {
  /** A query that parses, or null. */
  readonly query: string | null;
  readonly newsroom: string | null;
  /** ISO 8601: first seen at or after this time. */
  readonly since: string | null;
  /** Id of the last release of the page before, or null. */
  readonly cursor: string | null;
  readonly itemsMax: number;
}

export interface ReleasePage {
  readonly items: readonly ReleaseHit[];
  /** Cursor of the next page, or null at the end. */
  readonly next: string | null;
}

function afterCursor(all: readonly IndexedRelease[], cursor: string | null): readonly IndexedRelease[] {
  if (cursor === null) return all;
  const at = all.findIndex(({ id }) => id === cursor);
  return at === -1 ? [] : all.slice(at + 1);
}

/** One page of releases, last changed first. */
export async function listReleases(index: ReleaseIndex, filter: ReleaseFilter): Promise<ReleasePage> {
  await index.refresh();
  const match = filter.query === null ? null : queryMatcher(filter.query);
  const candidates = afterCursor(index.newestFirst(), filter.cursor).filter(
    ({ newsroom }) => filter.newsroom === null || newsroom === filter.newsroom,
  );
  const items: ReleaseHit[] = [];
  for (const [position, { id, key }] of candidates.entries()) {
    const release = await index.read(key);
    if (release !== null && (filter.since === null || isSince(release, Date.parse(filter.since)))) {
      const hit = match === null ? { release, spans: [], sentence: null } : match(release);
      if (hit !== null) items.push(hit);
    }
    const more = position + 1 < candidates.length;
    if (more && (items.length >= filter.itemsMax || position + 1 >= releasesSearchedMax)) return { items, next: id };
  }
  return { items, next: null };
}
