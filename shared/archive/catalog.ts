/**
 * The catalog: what is in the archive, for programs that poll one object. Counts come from the change log alone, by a
 * cursor in the catalog itself, so that a crash between segment and catalog is caught up with and never counted twice.
 */
import type { NewsroomHealth } from '../newsrooms/health.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import type { Objects } from '../ports.ts';
import { type Catalog, type CatalogNewsroom, catalogSchema, catalogVersion } from './catalog-schema.ts';
import type { DailyState } from './daily.ts';
import { readChanges } from './follow.ts';
import { keys, parseReleaseKey, segmentDay } from './keys.ts';
import { readJson, type Versioned, writeJson } from './objects.ts';

const license =
  'The texts belong to the organizations that published them, under the terms of each (newsrooms[].license where they are ' +
  'known, else on its site). What Dateline adds ' +
  '(structure, hashes, this catalog) may be used freely.';

const none: Catalog = {
  version: catalogVersion,
  updatedAt: '1970-01-01T00:00:00.000Z',
  license,
  schemas: { release: keys.releaseSchema, catalog: keys.catalogSchema },
  changes: { head: keys.changesHead, lastSegment: null, sha256: null, seq: 0, days: [] },
  lastDay: null,
  totals: { newsrooms: 0, releases: 0, revisions: 0, withdrawals: 0 },
  newsrooms: [],
  days: [],
};

type Counts = {
  -readonly [K in
    | 'releases'
    | 'revisions'
    | 'withdrawals'
    | 'firstDate'
    | 'lastDate'
    | 'lastChange']: CatalogNewsroom[K];
};

const noCounts: Counts = {
  releases: 0,
  revisions: 0,
  withdrawals: 0,
  firstDate: null,
  lastDate: null,
  lastChange: null,
};

interface LogSummary {
  readonly counts: ReadonlyMap<string, Counts>;
  readonly changes: Catalog['changes'];
}

/** What the change log says beyond the catalog's cursor. */
async function summarize(objects: Objects, catalog: Catalog): Promise<LogSummary> {
  const counts = new Map<string, Counts>(
    catalog.newsrooms.map(({ id, releases, revisions, withdrawals, firstDate, lastDate, lastChange }) => [
      id,
      { releases, revisions, withdrawals, firstDate, lastDate, lastChange },
    ]),
  );
  const days = new Map(catalog.changes.days.map((one) => [one.date, one]));
  let { lastSegment, sha256, seq } = catalog.changes;
  for await (const segment of readChanges(objects, { seq, segment: null })) {
    for (const line of segment.lines) {
      seq = line.seq;
      const parts = parseReleaseKey(line.key);
      if (parts === null) continue;
      const count = counts.get(parts.newsroom) ?? { ...noCounts };
      counts.set(parts.newsroom, count);
      if (line.op === 'ADD') count.releases += 1;
      else count.revisions += 1;
      if (line.op === 'WITHDRAW') count.withdrawals += 1;
      count.lastChange = { seq, key: line.key };
      if (parts.partition === 'undated') continue;
      if (count.firstDate === null || parts.partition < count.firstDate) count.firstDate = parts.partition;
      if (count.lastDate === null || parts.partition > count.lastDate) count.lastDate = parts.partition;
    }
    lastSegment = segment.key;
    sha256 = segment.sha256;
    const date = segmentDay(segment.key);
    if (date !== null) days.set(date, { date, segment: segment.key, seq, sha256 });
  }
  return { counts, changes: { head: keys.changesHead, lastSegment, sha256, seq, days: [...days.values()] } };
}

function newsroomRows(
  catalog: Catalog,
  counts: ReadonlyMap<string, Counts>,
  newsrooms: readonly Newsroom[],
  health: ReadonlyMap<string, NewsroomHealth>,
): readonly CatalogNewsroom[] {
  const byId = new Map(newsrooms.map((newsroom) => [newsroom.id, newsroom]));
  const before = new Map(catalog.newsrooms.map((one) => [one.id, one]));
  // A newsroom is listed once it is polled or has releases; the others are in the registry.
  const listed = new Set([
    ...counts.keys(),
    ...[...health].filter(([, one]) => one.status !== 'disabled').map(([id]) => id),
  ]);
  return [...listed].sort().map((id): CatalogNewsroom => {
    const known = byId.get(id) ?? before.get(id);
    const own = health.get(id);
    return {
      id,
      organization: known?.organization ?? id,
      country: known?.country ?? null,
      homepage: known?.homepage ?? '',
      status: own?.status ?? 'disabled',
      reason: own?.reason ?? null,
      lastItemAt: own?.lastItemAt ?? null,
      ...(counts.get(id) ?? noCounts),
      license: known?.license ?? null,
    };
  });
}

function dayRows(daily: DailyState): Catalog['days'] {
  const dates = Object.keys(daily.days).sort();
  return dates.flatMap((date) => {
    const day = daily.days[date];
    if (day === undefined) return [];
    const { releases, revisions, waiting, built } = day;
    const files = {
      version: built?.version ?? null,
      rows: built?.rows ?? null,
      parquet: built?.parquet ?? null,
      ndjson: built?.ndjson ?? null,
    };
    const late = built === null ? 0 : Object.keys(waiting).length;
    return [{ date, releases, revisions, late, ...files }];
  });
}

function sum(rows: readonly CatalogNewsroom[], field: 'releases' | 'revisions' | 'withdrawals'): number {
  return rows.reduce((total, row) => total + row[field], 0);
}

/** One of another shape (of an earlier version, or made by hand) counts as none: all of it follows from the log. */
async function readCatalog(objects: Objects): Promise<Versioned<Catalog>> {
  const { value, etag } = await readJson<unknown>(objects, keys.catalog, none);
  const parsed = catalogSchema.safeParse(value);
  return { value: parsed.success ? parsed.data : none, etag };
}

export interface CatalogSources {
  readonly newsrooms: readonly Newsroom[];
  readonly health: ReadonlyMap<string, NewsroomHealth>;
  readonly daily: DailyState;
}

/**
 * Brings the catalog up to the change log, the daily files and the newsrooms' health. Written only when something but its
 * time changed. Answers the catalog that stands, and whether it was written. Throws CorruptDataError E_CHAIN.
 */
export async function updateCatalog(
  objects: Objects,
  nowMs: number,
  { newsrooms, health, daily }: CatalogSources,
): Promise<{ readonly catalog: Catalog; readonly written: boolean }> {
  const current = await readCatalog(objects);
  const { counts, changes } = await summarize(objects, current.value);
  const rows = newsroomRows(current.value, counts, newsrooms, health);
  const days = dayRows(daily);
  const next: Catalog = {
    ...none,
    updatedAt: new Date(nowMs).toISOString(),
    changes,
    lastDay: days.findLast(({ version }) => version !== null)?.date ?? null,
    totals: {
      newsrooms: rows.length,
      releases: sum(rows, 'releases'),
      revisions: sum(rows, 'revisions'),
      withdrawals: sum(rows, 'withdrawals'),
    },
    newsrooms: [...rows],
    days,
  };
  const unchanged = JSON.stringify({ ...current.value, updatedAt: '' }) === JSON.stringify({ ...next, updatedAt: '' });
  if (current.etag !== null && unchanged) return { catalog: current.value, written: false };
  const outcome = await writeJson(objects, keys.catalog, next, current.etag);
  // A faster writer's catalog is as good: the next pass catches up.
  return { catalog: next, written: outcome.kind === 'stored' };
}
