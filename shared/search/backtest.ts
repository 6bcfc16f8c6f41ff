/**
 * A backtest: what a query would have found in the archive, week by week, what that lets expect, and what it just missed.
 * The releases are asked in their latest revision; the same evaluator decides that decides about alerts.
 */
import { limits } from '../limits.ts';
import { printQuery } from '../query/print.ts';
import type { Release } from '../release/schema.ts';
import { queryDocument } from '../watch/document.ts';
import type { ArchiveIndex, FoundInSource } from './archive-index.ts';
import { type ExpectedAlerts, expectedAlerts, type ObservedMessages } from './expected.ts';
import { type FailedClause, firstFailureOf } from './failure.ts';
import { parsedTree, queryMatcher, type ReleaseHit } from './hits.ts';
import { nearQueries } from './near-queries.ts';
import { dayOfMs, dayText } from './row.ts';
import type { Source } from './source.ts';
import { mondayOf, weekOf, weekText } from './weeks.ts';

export interface BacktestWeek {
  /** Its Monday. */
  readonly week: string;
  readonly releases: number;
  readonly matches: number;
}

export interface BacktestSpan {
  /** First and last printed day (of an undated release the day of its first sight); null without releases. */
  readonly first: string | null;
  readonly last: string | null;
  /** Since when the archive sees releases come out. */
  readonly observedSince: string | null;
  /** Releases that were there before somebody looked: older days hold only what the channels still showed. */
  readonly before: number;
  readonly undated: number;
  /** Whole weeks since `observedSince` in which no release at all was seen. */
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
}

export interface NearMiss {
  readonly release: Release;
  /** The first clause that failed. */
  readonly failed: FailedClause;
}

export interface Backtest {
  /** How many of `releases` match. */
  readonly matches: number;
  /** How many stored releases were asked. */
  readonly releases: number;
  readonly span: BacktestSpan;
  /** Every week from the first to the last, at most `backtestWeeksMax`, the latest. */
  readonly weeks: readonly BacktestWeek[];
  /** What lies before these weeks. */
  readonly earlier: { readonly releases: number; readonly matches: number };
  /** Null while the archive covers no whole week. */
  readonly expected: ExpectedAlerts | null;
  readonly samples: readonly ReleaseHit[];
  readonly nearMisses: readonly NearMiss[];
  /** How many more releases it would find without each clause that some release just missed. */
  readonly missedBy: readonly { readonly clause: string; readonly releases: number }[];
}

export interface BacktestOptions {
  readonly nowMs: number;
  /** Only what is printed from this time on; null for all. */
  readonly sinceMs: number | null;
}

/** Of a query that is known to parse. The index is brought up to date first. Throws DependencyError. */
export async function backtest(
  index: ArchiveIndex,
  query: string,
  { nowMs, sinceMs }: BacktestOptions,
): Promise<Backtest> {
  await index.refresh();
  const tree = parsedTree(query);
  const firstDay = sinceMs === null ? Number.NEGATIVE_INFINITY : dayOfMs(sinceMs);
  const found = await index.search(tree);
  const counted = countAll(found, firstDay);
  const near = await nearMisses(index, query, found, firstDay);
  const lastDay = Math.min(dayOfMs(nowMs), dayOfMs(counted.lastSeenMs));
  return {
    matches: counted.matches,
    releases: counted.releases,
    span: spanOf(counted),
    ...weeksOf(counted),
    expected: counted.releases === 0 ? null : expectedAlerts(counted.newsrooms.values(), lastDay, messagesOf(counted)),
    samples: await samplesOf(index, query, found, firstDay),
    ...near,
  };
}

/* ---------------------------------------------------------------- counting */

interface Newsroom {
  readonly baselineDays: number[];
  baselineSeenDay: number | null;
  firstLiveDay: number | null;
  readonly matches: Map<number, number>;
}

interface Counted {
  releases: number;
  matches: number;
  undated: number;
  before: number;
  firstDay: number;
  lastDay: number;
  lastSeenMs: number;
  firstLiveMs: number;
  readonly releasesByWeek: Map<number, number>;
  readonly matchesByWeek: Map<number, number>;
  readonly seenByWeek: Map<number, number>;
  readonly newsrooms: Map<string, Newsroom>;
  /** When each match came that was seen as it came out. */
  readonly liveMatchesMs: number[];
}

function add(counts: Map<number, number>, week: number): void {
  counts.set(week, (counts.get(week) ?? 0) + 1);
}

function countAll(found: readonly FoundInSource[], firstDay: number): Counted {
  const counted: Counted = {
    releases: 0,
    matches: 0,
    undated: 0,
    before: 0,
    firstDay: Number.POSITIVE_INFINITY,
    lastDay: Number.NEGATIVE_INFINITY,
    lastSeenMs: Number.NEGATIVE_INFINITY,
    firstLiveMs: Number.POSITIVE_INFINITY,
    releasesByWeek: new Map(),
    matchesByWeek: new Map(),
    seenByWeek: new Map(),
    newsrooms: new Map(),
    liveMatchesMs: [],
  };
  for (const { source, documents } of found) countSource(source, documents, firstDay, counted);
  return counted;
}

function countSource(source: Source, matching: Uint32Array, firstDay: number, counted: Counted): void {
  const { dead } = source;
  let next = 0;
  for (let document = 0; document < source.documents; document++) {
    const isMatch = matching[next] === document;
    if (isMatch) next++;
    const day = source.dayOf(document);
    if (dead.has(document) || day < firstDay) continue;
    const seenMs = source.firstSeenMsOf(document);
    const origin = source.originOf(document);
    const newsroom = newsroomIn(counted, source.newsroomOf(document));
    const seenDay = dayOfMs(seenMs);
    const week = weekOf(day);
    counted.releases++;
    if (!source.isDated(document)) counted.undated++;
    counted.firstDay = Math.min(counted.firstDay, day);
    counted.lastDay = Math.max(counted.lastDay, day);
    counted.lastSeenMs = Math.max(counted.lastSeenMs, seenMs);
    add(counted.releasesByWeek, week);
    add(counted.seenByWeek, weekOf(seenDay));
    if (origin === 'live') {
      counted.firstLiveMs = Math.min(counted.firstLiveMs, seenMs);
      newsroom.firstLiveDay = Math.min(newsroom.firstLiveDay ?? seenDay, seenDay);
    } else {
      counted.before++;
      if (origin === 'baseline') {
        newsroom.baselineDays.push(day);
        newsroom.baselineSeenDay = Math.min(newsroom.baselineSeenDay ?? seenDay, seenDay);
      }
    }
    if (!isMatch) continue;
    counted.matches++;
    add(counted.matchesByWeek, week);
    add(newsroom.matches, week);
    if (origin === 'live') counted.liveMatchesMs.push(seenMs);
  }
}

function newsroomIn({ newsrooms }: Counted, id: string): Newsroom {
  const known = newsrooms.get(id);
  if (known !== undefined) return known;
  const made: Newsroom = { baselineDays: [], baselineSeenDay: null, firstLiveDay: null, matches: new Map() };
  newsrooms.set(id, made);
  return made;
}

const hourMs = 3_600_000;

/**
 * How these matches would have gone out: the first at once, those within the next minute as one when it ends; behind
 * `messagesAtOncePerDayMax` of a day (in UTC, as watches have unless told otherwise) one digest an hour (watch/pace.ts).
 */
function messagesOf({ liveMatchesMs }: Counted): ObservedMessages {
  if (liveMatchesMs.length === 0) return { share: 1, slowedDays: 0 };
  const windowMs = limits.groupWindowSeconds * 1000;
  let messages = 0;
  let slowedDays = 0;
  let windowEnd = Number.NEGATIVE_INFINITY;
  let digestEnd = Number.NEGATIVE_INFINITY;
  let day = Number.NaN;
  let ofDay = 0;
  for (const ms of liveMatchesMs.sort((a, b) => a - b)) {
    if (dayOfMs(ms) !== day) {
      day = dayOfMs(ms);
      ofDay = 0;
    }
    if (ms < digestEnd || ms < windowEnd - windowMs) continue;
    messages++;
    ofDay++;
    if (ofDay > limits.messagesAtOncePerDayMax) {
      if (ofDay === limits.messagesAtOncePerDayMax + 1) slowedDays++;
      digestEnd = Math.min(ms + hourMs, (day + 1) * hourMs * 24);
      // Inside a window it waits for the end, which begins the next one.
    } else windowEnd = ms < windowEnd ? windowEnd + windowMs : ms + windowMs;
  }
  return { share: messages / liveMatchesMs.length, slowedDays };
}

function spanOf(counted: Counted): BacktestSpan {
  if (counted.releases === 0) {
    return { first: null, last: null, observedSince: null, before: 0, undated: 0, gaps: [] };
  }
  const observed = Number.isFinite(counted.firstLiveMs) ? dayOfMs(counted.firstLiveMs) : null;
  return {
    first: dayText(counted.firstDay),
    last: dayText(counted.lastDay),
    observedSince: observed === null ? null : dayText(observed),
    before: counted.before,
    undated: counted.undated,
    gaps: observed === null ? [] : gapsOf(counted.seenByWeek, weekOf(observed), weekOf(dayOfMs(counted.lastSeenMs))),
  };
}

function gapsOf(seen: ReadonlyMap<number, number>, first: number, last: number): BacktestSpan['gaps'] {
  const gaps: { from: string; to: string }[] = [];
  let start: number | null = null;
  for (let week = first; week <= last && week - first <= gapWeeksMax; week++) {
    if (!seen.has(week)) start ??= week;
    else if (start !== null) {
      gaps.push({ from: weekText(start), to: dayText(mondayOf(week) - 1) });
      start = null;
    }
  }
  return gaps.slice(-gapsShownMax);
}

/** Twenty years: a clock that once stood wrong must not cost more. */
const gapWeeksMax = 1_100;
const gapsShownMax = 20;

function weeksOf(counted: Counted): Pick<Backtest, 'weeks' | 'earlier'> {
  if (counted.releases === 0) return { weeks: [], earlier: { releases: 0, matches: 0 } };
  const last = weekOf(counted.lastDay);
  const first = Math.max(weekOf(counted.firstDay), last - limits.backtestWeeksMax + 1);
  const weeks: BacktestWeek[] = [];
  let releases = counted.releases;
  let matches = counted.matches;
  for (let week = first; week <= last; week++) {
    const own = {
      releases: counted.releasesByWeek.get(week) ?? 0,
      matches: counted.matchesByWeek.get(week) ?? 0,
    };
    releases -= own.releases;
    matches -= own.matches;
    weeks.push({ week: weekText(week), ...own });
  }
  return { weeks, earlier: { releases, matches } };
}

/* ----------------------------------------------------- samples, near misses */

interface Place {
  readonly source: Source;
  readonly document: number;
  readonly day: number;
}

/** The latest by the day they count for. */
function latest(found: readonly FoundInSource[], firstDay: number, max: number): readonly Place[] {
  const places: Place[] = [];
  for (const { source, documents } of [...found].reverse()) {
    for (let at = documents.length - 1; at >= 0; at--) {
      const document = documents[at] ?? 0;
      const day = source.dayOf(document);
      const last = places.at(-1);
      if (day < firstDay || (places.length === max && last !== undefined && last.day >= day)) continue;
      const before = places.findIndex((place) => place.day < day);
      places.splice(before < 0 ? places.length : before, 0, { source, document, day });
      if (places.length > max) places.pop();
    }
  }
  return places;
}

async function samplesOf(
  index: ArchiveIndex,
  query: string,
  found: readonly FoundInSource[],
  firstDay: number,
): Promise<readonly ReleaseHit[]> {
  const match = queryMatcher(query);
  const samples: ReleaseHit[] = [];
  for (const { source, document } of latest(found, firstDay, limits.backtestSamplesMax)) {
    const release = await index.read(source.row(document));
    const hit = release === null ? null : match(release);
    if (hit !== null) samples.push(hit);
  }
  return samples;
}

async function nearMisses(
  index: ArchiveIndex,
  query: string,
  found: readonly FoundInSource[],
  firstDay: number,
): Promise<Pick<Backtest, 'nearMisses' | 'missedBy'>> {
  const matching = new Map(found.map(({ source, documents }) => [source, new Set(documents)]));
  const missedBy: { clause: string; releases: number }[] = [];
  const candidates: Place[][] = [];
  for (const near of nearQueries(parsedTree(query), limits.backtestNearQueriesMax)) {
    const beyond = (await index.search(near.tree)).map(({ source, documents }) => ({
      source,
      documents: documents.filter(
        (document) => matching.get(source)?.has(document) !== true && source.dayOf(document) >= firstDay,
      ),
    }));
    const releases = beyond.reduce((sum, { documents }) => sum + documents.length, 0);
    if (releases === 0) continue;
    const clause = printQuery(near.clause);
    const known = missedBy.find((one) => one.clause === clause);
    if (known === undefined) missedBy.push({ clause, releases });
    else known.releases = Math.max(known.releases, releases);
    candidates.push([...latest(beyond, firstDay, limits.backtestSamplesMax)]);
  }
  return { missedBy, nearMisses: await readNearMisses(index, query, candidates) };
}

/** One of each near query in turn, each release once. */
async function readNearMisses(
  index: ArchiveIndex,
  query: string,
  candidates: readonly Place[][],
): Promise<readonly NearMiss[]> {
  const misses: NearMiss[] = [];
  const seen = new Set<string>();
  for (let round = 0; round < limits.backtestSamplesMax; round++) {
    for (const places of candidates) {
      const place = places[round];
      if (place === undefined || misses.length >= limits.backtestSamplesMax) continue;
      const row = place.source.row(place.document);
      const release = seen.has(row.id) ? null : await index.read(row);
      seen.add(row.id);
      const failed = release === null ? null : firstFailureOf(query, queryDocument(release));
      if (release !== null && failed !== null) misses.push({ release, failed });
    }
  }
  return misses;
}
