/** `dateline query match`: a file of watches against a file of releases, streaming; one line a hit (QUERY.md, Answers). */
import { UsageError } from '../../../shared/errors.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import { matcherOf } from '../../../shared/query/compile.ts';
import { IndexBuilder } from '../../../shared/query/engine/index-builder.ts';
import { IndexMatcher } from '../../../shared/query/engine/index-matcher.ts';
import type { QueryIndex } from '../../../shared/query/engine/query-index.ts';
import { snapshotBytes } from '../../../shared/query/engine/snapshot.ts';
import {
  type ErrorLine,
  HitCounter,
  hitLine,
  type ReleaseToMatch,
  readReleaseLine,
  readWatchLine,
  refusedLine,
} from '../../../shared/query/match-file.ts';
import { parseFound } from '../../../shared/query/parser.ts';
import type { QueryHit, StandingQuery } from '../../../shared/query/types.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { defineVerb, type ExitCode } from '../../command.ts';
import { linesOf } from '../../lines.ts';
import { type Output, streamsJson } from '../../output.ts';

/** Written in pieces of this size: one system call a line would take longer than the matching. */
const pieceCharacters = 65_536;
/** Watches read, parsed and compiled at a time: their trees are never all in memory. */
const watchesAtATime = 2_000;

/** Adds up CPU seconds of this process, all threads together. */
class CpuSeconds {
  private microseconds = 0;

  time<T>(work: () => T): T {
    const start = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(start);
    this.microseconds += user + system;
    return result;
  }

  get seconds(): number {
    return Math.round(this.microseconds / 1_000) / 1_000;
  }
}

interface Watches {
  readonly index: QueryIndex;
  /** Lines with a watch. */
  readonly count: number;
  /** Id and query by line; none where only hits are counted. */
  readonly byLine: readonly (StandingQuery | undefined)[];
  readonly failed: boolean;
  readonly parseSeconds: number;
  readonly buildSeconds: number;
}

async function readWatches(
  file: string,
  keepsTexts: boolean,
  output: Output,
  refuse: (line: ErrorLine) => void,
): Promise<Watches> {
  const parsing = new CpuSeconds();
  const building = new CpuSeconds();
  const builder = new IndexBuilder();
  const byLine: StandingQuery[] = [];
  let waiting: { readonly line: number; readonly watch: StandingQuery }[] = [];
  let count = 0;
  let failed = false;
  const compile = (): void => {
    const trees = parsing.time(() => waiting.map(({ watch }) => parseFound(watch.query).tree));
    building.time(() => {
      for (const [at, tree] of trees.entries()) {
        const line = waiting[at]?.line;
        if (tree !== null && line !== undefined) builder.add(tree, line);
      }
    });
    for (const [at, tree] of trees.entries()) {
      const watch = waiting[at]?.watch;
      if (tree !== null || watch === undefined) continue;
      failed = true;
      refuse(refusedLine(watch.id, checkQuery(watch.query).errors));
    }
    waiting = [];
  };
  let line = -1;
  for await (const text of linesOf(file, output)) {
    line += 1;
    if (text.trim() === '') continue;
    const reading = readWatchLine(text, line);
    if (reading.kind === 'bad') {
      failed = true;
      refuse(reading.line);
      continue;
    }
    count += 1;
    if (keepsTexts) byLine[line] = reading.value;
    waiting.push({ line, watch: reading.value });
    if (waiting.length === watchesAtATime) compile();
  }
  compile();
  const index = building.time(() => builder.finish());
  return { index, count, byLine, failed, parseSeconds: parsing.seconds, buildSeconds: building.seconds };
}

function showError({ error }: ErrorLine, json: boolean, output: Output): void {
  output.note(
    json
      ? JSON.stringify({ error })
      : `dateline: ${error.message.startsWith(error.input) ? '' : `${error.input}: `}${error.message} ${error.hint}`,
  );
}

function hitText(hit: QueryHit, release: string): string {
  const places = hit.spans.map(({ field, start, end }) => `${field} ${start}–${end}`).join(', ');
  return `${safeLine(hit.watch)}  ${safeLine(release)}${places === '' ? '' : `  ${places}`}`;
}

/** What matches a release, counted by `counter`; gives the lines of its hits. */
type MatchRelease = (release: ReleaseToMatch, line: number) => string;

/** Counts hits without looking for their places. */
function counting(index: QueryIndex, counter: HitCounter): MatchRelease {
  const engine = new IndexMatcher(index);
  return ({ document }, line) => {
    engine.match(document);
    const watches = engine.matchedWatches();
    counter.addAll(watches.values, watches.length, line);
    return '';
  };
}

function telling({ index, byLine }: Watches, counter: HitCounter, json: boolean): MatchRelease {
  const matcher = matcherOf(index, { idOf: String, queryOf: (line) => byLine[line]?.query ?? '' });
  return ({ id, document }, line) => {
    let lines = '';
    for (const hit of matcher.match(document)) {
      const watchLine = Number(hit.watch);
      counter.add(watchLine, line);
      const named = { ...hit, watch: byLine[watchLine]?.id ?? hit.watch };
      lines += json ? `${JSON.stringify(hitLine(named, id))}\n` : `${hitText(named, id)}\n`;
    }
    return lines;
  };
}

export const match = defineVerb({
  name: 'match',
  description:
    'Match a file of watches against a file of releases; one line a hit. Exit code 1 when a line cannot be used.',
  example: 'dateline query match --watches watches.ndjson --releases releases.ndjson --stats',
  args: {
    watches: { type: 'string', valueHint: 'FILE', description: 'One {"id","query"} a line' },
    releases: {
      type: 'string',
      valueHint: 'FILE',
      description: 'One {"id","headline","body","organization","language","date"} a line; - is standard input',
    },
    stats: { type: 'boolean', description: 'One JSON line on stderr at the end: sizes and CPU seconds' },
    count: { type: 'boolean', description: 'No hit lines; --stats then has hits and hitsHash' },
  },
  run: async ({ args, output }): Promise<ExitCode> => {
    if (args.watches === undefined || args.releases === undefined) {
      throw new UsageError('E_ARGUMENT', '`query match` needs --watches FILE and --releases FILE', {
        hint: 'see `dateline query match --help`',
      });
    }
    const json = streamsJson(output);
    const onlyCounts = args.count === true;
    const watches = await readWatches(args.watches, !onlyCounts, output, (line) => showError(line, json, output));
    let { failed } = watches;

    const matching = new CpuSeconds();
    const counter = new HitCounter();
    const matchRelease = onlyCounts ? counting(watches.index, counter) : telling(watches, counter, json);
    let piece = '';
    let releases = 0;
    let line = -1;
    for await (const text of linesOf(args.releases, output)) {
      line += 1;
      if (text.trim() === '') continue;
      const reading = readReleaseLine(text, line);
      if (reading.kind === 'bad') {
        failed = true;
        showError(reading.line, json, output);
        continue;
      }
      releases += 1;
      piece += matching.time(() => matchRelease(reading.value, line));
      if (piece.length >= pieceCharacters) {
        output.raw(piece);
        piece = '';
      }
    }
    if (piece !== '') output.raw(piece);
    if (args.stats === true || onlyCounts) {
      const { index, count, parseSeconds, buildSeconds } = watches;
      const stats = {
        watches: count,
        distinctQueries: index.queries,
        parseSeconds,
        buildSeconds,
        snapshotBytes: snapshotBytes(index),
        releases,
        matchSeconds: matching.seconds,
        hits: counter.hits,
        ...(onlyCounts ? { hitsHash: counter.hitsHash } : {}),
      };
      output.note(JSON.stringify(stats));
    }
    return failed ? 1 : 0;
  },
});
