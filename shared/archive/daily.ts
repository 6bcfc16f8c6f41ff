/**
 * Daily files: the releases of one printed day as one sorted table, in Parquet and as gzipped JSON Lines, for whoever reads
 * yesterday in one GET. `state/daily.json` follows the change log by a cursor; a day is compacted once it is over, and anew,
 * under the next version, when a late item arrives. An undated release counts on the day it was first seen.
 */
import { gunzipSync } from 'node:zlib';
import { mapConcurrently } from '../concurrently.ts';
import { CorruptDataError, DependencyError } from '../errors.ts';
import { sha256Hex } from '../ids.ts';
import { limits, units } from '../limits.ts';
import type { Log, Objects } from '../ports.ts';
import type { ChangeLine } from './changes.ts';
import { readChanges } from './follow.ts';
import { keys, parseReleaseKey, type ReleaseKeyParts } from './keys.ts';
import { cacheForGood, parseJson, readJson, swapJson, type Versioned, writeJson } from './objects.ts';
import { parseRelease } from './release-object.ts';
import type { TableRow } from './table/columns.ts';
import { gzipParts } from './table/gzip.ts';
import { ndjsonLine } from './table/ndjson.ts';
import { parquetTable } from './table/parquet.ts';

export interface DailyFile {
  readonly key: string;
  readonly sha256: string;
  readonly size: number;
}

export interface BuiltDay {
  readonly version: number;
  readonly rows: number;
  /** ISO 8601 UTC. */
  readonly builtAt: string;
  readonly parquet: DailyFile;
  readonly ndjson: DailyFile;
  /** The files of earlier versions: not valid any more, but never altered either. */
  readonly earlier: readonly DailyFile[];
}

/** What waits for the next version: the sequence of the release's last change, and its last revision. */
type Waiting = readonly [seq: number, revision: number];

export interface DayState {
  readonly releases: number;
  readonly revisions: number;
  readonly built: BuiltDay | null;
  /** `newsroom/release`, with `/undated` behind it for one without a date. */
  readonly waiting: Readonly<Record<string, Waiting>>;
}

export interface DailyState {
  /** Sequence of the last change that was taken in. */
  readonly seq: number;
  readonly days: Readonly<Record<string, DayState>>;
}

const none: DailyState = { seq: 0, days: {} };
const noDay: DayState = { releases: 0, revisions: 0, built: null, waiting: {} };
/** Text shrinks little more beyond it, and takes twice as long. */
const gzipLevel = 5;

export async function readDailyState(objects: Objects): Promise<Versioned<DailyState>> {
  return readJson<DailyState>(objects, keys.daily, none);
}

function firstKeyOf(parts: ReleaseKeyParts): string {
  return keys.release(parts.newsroom, parts.partition, parts.release, 1);
}

/** The day a release counts on: printed, else the one it was first seen on; null when its first record cannot be read. */
async function dayOf(objects: Objects, parts: ReleaseKeyParts): Promise<string | null> {
  if (parts.partition !== 'undated') return parts.partition;
  const key = firstKeyOf(parts);
  const stored = await objects.get(key);
  try {
    return stored === null ? null : parseRelease(key, stored.body).firstSeenAt.slice(0, 10);
  } catch (fault) {
    if (fault instanceof CorruptDataError) return null;
    throw fault;
  }
}

/** A day while changes are taken in. */
interface GrowingDay {
  releases: number;
  revisions: number;
  readonly built: BuiltDay | null;
  readonly waiting: Map<string, Waiting>;
}

const growing = ({ releases, revisions, built, waiting }: DayState): GrowingDay => ({
  releases,
  revisions,
  built,
  waiting: new Map(Object.entries(waiting)),
});

const waitingId = ({ newsroom, release, partition }: ReleaseKeyParts): string =>
  `${newsroom}/${release}${partition === 'undated' ? '/undated' : ''}`;

function takeIn(day: GrowingDay, parts: ReleaseKeyParts, line: ChangeLine): void {
  const id = waitingId(parts);
  day.waiting.set(id, [line.seq, Math.max(day.waiting.get(id)?.[1] ?? 0, parts.revision)]);
  if (line.op === 'ADD') day.releases += 1;
  else day.revisions += 1;
}

/** Takes in what the log has since the cursor. Answers the state that stands. Throws CorruptDataError E_CHAIN. */
export async function followDays(objects: Objects, log: Log): Promise<DailyState> {
  const current = await readDailyState(objects);
  const grown = new Map<string, GrowingDay>();
  let { seq } = current.value;
  let taken = 0;
  for await (const { lines } of readChanges(objects, { seq, segment: null })) {
    const placed = await mapConcurrently(lines, limits.archiveReadsConcurrentMax, async (line) => {
      const parts = parseReleaseKey(line.key);
      return { line, parts, day: parts === null ? null : await dayOf(objects, parts) };
    });
    for (const { line, parts, day } of placed) {
      seq = line.seq;
      if (parts === null || day === null) {
        log.warn('not-in-a-day', { key: line.key });
        continue;
      }
      const one = grown.get(day) ?? growing(current.value.days[day] ?? noDay);
      grown.set(day, one);
      takeIn(one, parts, line);
    }
    taken += lines.length;
    if (taken >= limits.dailyChangesPerPassMax) break;
  }
  if (seq === current.value.seq) return current.value;
  const changed = [...grown].map(([date, day]): [string, DayState] => [
    date,
    { ...day, waiting: Object.fromEntries(day.waiting) },
  ]);
  const next: DailyState = { seq, days: { ...current.value.days, ...Object.fromEntries(changed) } };
  const outcome = await writeJson(objects, keys.daily, next, current.etag);
  // Another writer took the same changes in: what stands now is as good.
  return outcome.kind === 'stored' ? next : (await readDailyState(objects)).value;
}

/** The days that are over and have something new, the oldest first. One that was compacted a moment ago waits. */
export function dueDays(state: DailyState, nowMs: number): readonly string[] {
  return Object.entries(state.days)
    .filter(([date, { waiting, built }]) => {
      const isOver = nowMs >= Date.parse(date) + units.DAY_MS;
      const isSettled = built === null || nowMs >= Date.parse(built.builtAt) + limits.dailyRebuildAfterMs;
      return isOver && isSettled && Object.keys(waiting).length > 0;
    })
    .map(([date]) => date)
    .sort();
}

/** The rows of the version that stands. Throws CorruptDataError when the file is not what was written. */
async function standingRows(objects: Objects, built: BuiltDay): Promise<readonly TableRow[]> {
  const { key, sha256 } = built.ndjson;
  const stored = await objects.get(key);
  if (stored === null || sha256Hex(stored.body) !== sha256) {
    throw new CorruptDataError('E_CORRUPT', `the daily file ${key} is ${stored === null ? 'gone' : 'altered'}`, {
      input: key,
      hint: 'restore it: it is needed for the next version of its day',
    });
  }
  const lines = gunzipSync(stored.body).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const { key: rowKey, ...release } = parseJson(key, Buffer.from(line)) as { readonly key: string };
    return { key: rowKey, release: release as unknown as TableRow['release'] };
  });
}

async function waitingRow(objects: Objects, date: string, id: string, revision: number): Promise<TableRow | null> {
  const [newsroom = '', release = '', undated] = id.split('/');
  const key = keys.release(newsroom, undated === undefined ? date : 'undated', release, revision);
  const stored = await objects.get(key);
  return stored === null ? null : { key, release: parseRelease(key, stored.body) };
}

/**
 * Whether the log has named a revision or a later one of its release, as far as the daily files follow it: one look into the
 * state and into one file a day, however long the log is. False where the file cannot be read: `verify` names it.
 */
export function inDailyFiles(objects: Objects): (parts: ReleaseKeyParts) => Promise<boolean> {
  let state: Promise<Versioned<DailyState>> | null = null;
  const files = new Map<string, Promise<ReadonlyMap<string, number>>>();
  const revisionsIn = async (built: BuiltDay): Promise<ReadonlyMap<string, number>> => {
    try {
      return new Map((await standingRows(objects, built)).map(({ release }) => [release.id, release.revision]));
    } catch (fault) {
      if (fault instanceof CorruptDataError) return new Map();
      throw fault;
    }
  };
  return async (parts) => {
    const date = await dayOf(objects, parts);
    state ??= readDailyState(objects);
    const day = date === null ? undefined : (await state).value.days[date];
    if (date === null || day === undefined) return false;
    if ((day.waiting[waitingId(parts)]?.[1] ?? 0) >= parts.revision) return true;
    if (day.built === null) return false;
    const file = files.get(date) ?? revisionsIn(day.built);
    files.set(date, file);
    return ((await file).get(parts.release) ?? 0) >= parts.revision;
  };
}

const byNewsroomAndTime = (a: TableRow, b: TableRow): number => {
  const rank = ({ release: { newsroom, datePublished, id } }: TableRow) => `${newsroom} ${datePublished ?? ''} ${id}`;
  const [left, right] = [rank(a), rank(b)];
  return left < right ? -1 : left > right ? 1 : 0;
};

/** Both files, a portion of rows at a time, so that neither the lines nor the columns of a day are held as a whole. */
function tableFiles(rows: readonly TableRow[]): { readonly parquet: Buffer; readonly ndjson: Buffer } {
  const table = parquetTable();
  const gzip = gzipParts(gzipLevel);
  const columns = [table.begin()];
  const lines = [gzip.begin()];
  for (let at = 0; at < rows.length; at += limits.tableRowsPerGroup) {
    const portion = rows.slice(at, at + limits.tableRowsPerGroup);
    columns.push(table.add(portion));
    lines.push(gzip.add(Buffer.from(portion.map(ndjsonLine).join(''), 'utf8')));
  }
  columns.push(table.end());
  lines.push(gzip.end());
  return { parquet: Buffer.concat(columns), ndjson: Buffer.concat(lines) };
}

/** Puts a file create-once. Answers null when the key holds other bytes: an attempt that died took this version. */
async function putFile(
  objects: Objects,
  key: string,
  body: Uint8Array,
  contentType: string,
): Promise<DailyFile | null> {
  const outcome = await objects.put(key, body, {
    condition: { kind: 'create-once' },
    contentType,
    cacheControl: cacheForGood,
  });
  const file: DailyFile = { key, sha256: sha256Hex(body), size: body.byteLength };
  if (outcome.kind === 'stored') return file;
  const standing = outcome.kind === 'exists' ? await objects.get(key) : null;
  return standing !== null && sha256Hex(standing.body) === file.sha256 ? file : null;
}

/**
 * Compacts a day. Answers the version that stands, and what of `waiting` went into it. Throws CorruptDataError for a daily
 * file that was altered, DependencyError when no version could be put.
 */
export async function compactDay(
  objects: Objects,
  log: Log,
  date: string,
  day: DayState,
  nowMs: number,
): Promise<BuiltDay> {
  const rows = new Map<string, TableRow>();
  if (day.built !== null) for (const row of await standingRows(objects, day.built)) rows.set(row.release.id, row);
  await mapConcurrently(
    Object.entries(day.waiting),
    limits.archiveReadsConcurrentMax,
    async ([id, [, revision]]): Promise<void> => {
      try {
        const row = await waitingRow(objects, date, id, revision);
        if (row === null) log.error('not-in-a-day', { day: date, release: id, reason: 'the object is not there' });
        else rows.set(row.release.id, row);
      } catch (fault) {
        if (!(fault instanceof CorruptDataError)) throw fault;
        log.error('not-in-a-day', { day: date, release: id, reason: fault.message });
      }
    },
  );
  const sorted = [...rows.values()].sort(byNewsroomAndTime);
  const { parquet, ndjson } = tableFiles(sorted);
  for (let attempt = 0; attempt < limits.swapAttemptsMax; attempt += 1) {
    const version = (day.built?.version ?? 0) + 1 + attempt;
    const first = await putFile(objects, keys.dailyNdjson(date, version), ndjson, 'application/gzip');
    if (first === null) continue;
    const second = await putFile(objects, keys.dailyParquet(date, version), parquet, 'application/vnd.apache.parquet');
    if (second === null) continue;
    const earlier = day.built === null ? [] : [...day.built.earlier, day.built.parquet, day.built.ndjson];
    const builtAt = new Date(nowMs).toISOString();
    return { version, rows: sorted.length, builtAt, parquet: second, ndjson: first, earlier };
  }
  throw new DependencyError('E_CONTENDED', `no version of the daily files of ${date} could be put`, { input: date });
}

/** Records a version, and takes what went into it out of what waits. */
export async function recordDay(objects: Objects, date: string, day: DayState, built: BuiltDay): Promise<void> {
  await swapJson<DailyState>(objects, keys.daily, none, (state) => {
    const standing = state.days[date] ?? noDay;
    if ((standing.built?.version ?? 0) >= built.version) return undefined;
    const waiting = Object.entries(standing.waiting).filter(([id, [seq]]) => day.waiting[id]?.[0] !== seq);
    return { ...state, days: { ...state.days, [date]: { ...standing, built, waiting: Object.fromEntries(waiting) } } };
  });
}
