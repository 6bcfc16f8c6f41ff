/**
 * The catalog: what is in the archive, for programs that poll one object. Counts come from the change log alone, by a
 * cursor in the catalog itself, so that a crash between segment and catalog is caught up with and never counted twice.
 */
import type { NewsroomHealth } from '../newsrooms/health.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import type { Objects } from '../ports.ts';
import { readChanges } from './follow.ts';
import { keys, parseReleaseKey } from './keys.ts';
import { readJson, writeJson } from './objects.ts';

export interface CatalogNewsroom {
  readonly id: string;
  readonly organization: string;
  readonly homepage: string;
  readonly status: string;
  /** Releases, each counted once, whatever its revisions. */
  readonly releases: number;
  readonly revisions: number;
  /** First and last `date=` partition that holds a release; null without a dated one. */
  readonly firstDate: string | null;
  readonly lastDate: string | null;
}

export interface Catalog {
  readonly version: 1;
  readonly updatedAt: string;
  readonly schemas: { readonly release: string };
  readonly changes: { readonly head: string; readonly lastSegment: string | null; readonly seq: number };
  readonly newsrooms: readonly CatalogNewsroom[];
}

const none: Catalog = {
  version: 1,
  updatedAt: '1970-01-01T00:00:00.000Z',
  schemas: { release: keys.releaseSchema },
  changes: { head: keys.changesHead, lastSegment: null, seq: 0 },
  newsrooms: [],
};

interface Counts {
  releases: number;
  revisions: number;
  firstDate: string | null;
  lastDate: string | null;
}

/** What the change log says beyond the catalog's cursor. */
async function countNewSegments(
  objects: Objects,
  catalog: Catalog,
): Promise<{ counts: Map<string, Counts>; lastSegment: string | null; seq: number }> {
  const counts = new Map<string, Counts>(
    catalog.newsrooms.map(({ id, releases, revisions, firstDate, lastDate }) => [
      id,
      { releases, revisions, firstDate, lastDate },
    ]),
  );
  let { lastSegment, seq } = catalog.changes;
  for await (const segment of readChanges(objects, { seq, segment: null })) {
    for (const line of segment.lines) {
      seq = line.seq;
      const parts = parseReleaseKey(line.key);
      if (parts === null) continue;
      const count = counts.get(parts.newsroom) ?? { releases: 0, revisions: 0, firstDate: null, lastDate: null };
      if (line.op === 'ADD') count.releases += 1;
      else count.revisions += 1;
      if (parts.partition !== 'undated') {
        if (count.firstDate === null || parts.partition < count.firstDate) count.firstDate = parts.partition;
        if (count.lastDate === null || parts.partition > count.lastDate) count.lastDate = parts.partition;
      }
      counts.set(parts.newsroom, count);
    }
    lastSegment = segment.key;
  }
  return { counts, lastSegment, seq };
}

/**
 * Brings the catalog up to the change log and to the newsrooms' health. Written only when something but its time
 * changed. Answers the catalog that stands, and whether it was written.
 */
export async function updateCatalog(
  objects: Objects,
  nowMs: number,
  newsrooms: readonly Newsroom[],
  health: ReadonlyMap<string, NewsroomHealth>,
): Promise<{ readonly catalog: Catalog; readonly written: boolean }> {
  const current = await readJson<Catalog>(objects, keys.catalog, none);
  const { counts, lastSegment, seq } = await countNewSegments(objects, current.value);
  const byId = new Map(newsrooms.map((newsroom) => [newsroom.id, newsroom]));
  const before = new Map(current.value.newsrooms.map((one) => [one.id, one]));
  // A newsroom is listed once it is polled or has releases; the others are in the registry.
  const listed = new Set([
    ...counts.keys(),
    ...[...health].filter(([, one]) => one.status !== 'disabled').map(([id]) => id),
  ]);
  const rows = [...listed].sort().map((id): CatalogNewsroom => {
    const newsroom = byId.get(id);
    return {
      id,
      organization: newsroom?.organization ?? before.get(id)?.organization ?? id,
      homepage: newsroom?.homepage ?? before.get(id)?.homepage ?? '',
      status: health.get(id)?.status ?? 'disabled',
      ...(counts.get(id) ?? { releases: 0, revisions: 0, firstDate: null, lastDate: null }),
    };
  });
  const next: Catalog = {
    ...none,
    updatedAt: new Date(nowMs).toISOString(),
    changes: { head: keys.changesHead, lastSegment, seq },
    newsrooms: rows,
  };
  const unchanged = JSON.stringify({ ...current.value, updatedAt: '' }) === JSON.stringify({ ...next, updatedAt: '' });
  if (current.etag !== null && unchanged) return { catalog: current.value, written: false };
  const outcome = await writeJson(objects, keys.catalog, next, current.etag);
  // A faster writer's catalog is as good: the next pass catches up.
  return { catalog: next, written: outcome.kind === 'stored' };
}
