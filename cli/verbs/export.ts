/** `dateline export`: the archive as one table in a file. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { type LatestRelease, latestReleases, readRows } from '../../shared/archive/latest.ts';
import type { TableRow, TableWriter } from '../../shared/archive/table/columns.ts';
import { BadInputError, UsageError } from '../../shared/errors.ts';
import { checkQuery } from '../../shared/query/check.ts';
import { isSince } from '../../shared/release/since.ts';
import type { ArchiveIndex } from '../../shared/search/archive-index.ts';
import { parsedTree, queryMatcher } from '../../shared/search/hits.ts';
import { safeLine } from '../../shared/watch/safe-text.ts';
import { defineVerb } from '../command.ts';
import { sinceFlag } from '../flags.ts';
import { findNewsroom, knownNewsrooms } from '../known-newsrooms.ts';
import type { Output } from '../output.ts';
import { refusedQuery } from '../query-problems.ts';
import { reach } from '../reach.ts';
import { openSearchIndex } from '../search-index.ts';

const formats: Readonly<Record<string, () => Promise<TableWriter>>> = {
  ndjson: async () => (await import('../../shared/archive/table/ndjson.ts')).ndjsonTable(),
  parquet: async () => (await import('../../shared/archive/table/parquet.ts')).parquetTable(),
  csv: async () => (await import('../../shared/archive/table/csv.ts')).csvTable(),
};

interface Target {
  write(bytes: Uint8Array): Promise<void>;
  /** The file appears under its name now, whole. */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

function standardOutput(output: Output): Target {
  return {
    write: (bytes) => output.bytes(bytes),
    finish: async () => undefined,
    abandon: async () => undefined,
  };
}

/** A disk that refuses is the fault of the file that was named. */
async function onFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new BadInputError('E_FILE', `${file} cannot be written: ${message}`, {
      cause,
      input: file,
      hint: 'check the folder, your rights in it, and the space on the disk',
    });
  }
}

async function fileTarget(file: string): Promise<Target> {
  const part = `${file}.part`;
  const handle: FileHandle = await onFile(file, () => open(part, 'w'));
  return {
    write: (bytes) => onFile(file, () => handle.writeFile(bytes)),
    finish: () =>
      onFile(file, async () => {
        await handle.sync();
        await handle.close();
        await rename(part, file);
      }),
    abandon: async () => {
      await handle.close().catch(() => undefined);
      await rm(part, { force: true });
    },
  };
}

/** Those that may be wanted, by what their keys tell; a revision may print another day than its key. */
function chosen(releases: readonly LatestRelease[], newsroom: string | undefined, sinceMs: number | null) {
  const since = sinceMs === null ? null : new Date(sinceMs).toISOString().slice(0, 10);
  return releases.filter(
    (one) =>
      (newsroom === undefined || one.newsroom === newsroom) &&
      (since === null || one.partition === 'undated' || one.partition >= since || one.revision > 1),
  );
}

/** Those that the query finds by the search index, and those that it does not hold in this revision: these are read and asked. */
async function findable(
  query: string,
  releases: readonly LatestRelease[],
  index: ArchiveIndex,
): Promise<readonly LatestRelease[]> {
  const found = new Set<string>();
  for (const { source, documents } of await index.search(parsedTree(query))) {
    for (const document of documents) found.add(source.row(document).id);
  }
  return releases.filter(({ release, revision }) => found.has(release) || index.find(release)?.revision !== revision);
}

export const exportTable = defineVerb({
  name: 'export',
  description: 'The archive as one table: a row a release in its latest revision, withdrawn ones too.',
  example: 'dateline export --format parquet --out releases.parquet --since 2026-01-01',
  args: {
    format: { type: 'string', valueHint: 'FORMAT', description: 'ndjson, parquet or csv' },
    out: { type: 'string', valueHint: 'FILE', description: 'The file that is written; - is standard output' },
    since: { type: 'string', valueHint: 'DAY', description: 'From this day (UTC) or age on: 2026-05-13, 7d' },
    newsroom: { type: 'string', valueHint: 'ID', description: 'Only this newsroom' },
    query: { type: 'string', valueHint: 'QUERY', description: 'Only what this query finds' },
  },
  run: async ({ args, output }) => {
    const format = args.format === undefined ? undefined : formats[args.format];
    if (format === undefined || !Object.hasOwn(formats, args.format ?? '')) {
      throw new UsageError('E_FLAG_VALUE', `--format cannot be ${args.format ?? 'left away'}`, {
        ...(args.format === undefined ? {} : { input: args.format }),
        hint: 'ndjson, parquet or csv',
      });
    }
    const file = args.out;
    if (file === undefined || file === '') {
      throw new UsageError('E_FLAG', '`export` needs --out FILE', { hint: '`--out -` writes to standard output' });
    }
    if (args.query !== undefined) {
      const check = checkQuery(args.query);
      if (!check.ok) throw refusedQuery(args.query, check.errors);
    }
    const reached = await reach(args, output, 'read');
    const { objects, clock, newsrooms } = reached;
    const sinceMs = sinceFlag(args.since, clock.nowMs());
    const all = await latestReleases(objects);
    if (args.newsroom !== undefined && !all.some(({ newsroom }) => newsroom === args.newsroom)) {
      const known = findNewsroom(await knownNewsrooms(objects, newsrooms), args.newsroom);
      if (known instanceof Error) throw known;
    }
    const match = args.query === undefined ? null : queryMatcher(args.query);
    const perhaps = chosen(all, args.newsroom, sinceMs);
    const releases =
      args.query === undefined ? perhaps : await findable(args.query, perhaps, await openSearchIndex(reached, output));
    const wanted = ({ release }: TableRow): boolean =>
      (sinceMs === null || isSince(release, sinceMs)) && (match === null || match(release) !== null);

    const table = await format();
    const target = file === '-' ? standardOutput(output) : await fileTarget(file);
    const counts = { rows: 0, bytes: 0, unreadable: 0 };
    const write = async (bytes: Uint8Array): Promise<void> => {
      counts.bytes += bytes.byteLength;
      if (bytes.byteLength > 0) await target.write(bytes);
    };
    try {
      await write(table.begin());
      const rows = readRows(objects, releases, ({ key, problem }) => {
        counts.unreadable += 1;
        output.note(`left out: ${safeLine(key)}: ${safeLine(problem)}`);
      });
      for await (const portion of rows) {
        const kept = portion.filter(wanted);
        counts.rows += kept.length;
        await write(table.add(kept));
      }
      await write(table.end());
      await target.finish();
    } catch (cause) {
      await target.abandon();
      throw cause;
    }
    const { rows, bytes, unreadable } = counts;
    if (file === '-') return unreadable > 0 ? 1 : 0;
    if (output.json) output.line({ file, format: args.format, rows, bytes, unreadable });
    else output.text(`${rows} ${rows === 1 ? 'release' : 'releases'} in ${file} (${bytes} bytes).`);
    return unreadable > 0 ? 1 : 0;
  },
});
