/** `dateline query match`: a file of watches against a file of releases, streaming; one line a hit (QUERY.md, Answers). */
import { UsageError } from '../../../shared/errors.ts';
import { compileQueries } from '../../../shared/query/compile.ts';
import {
  type ErrorLine,
  HitCounter,
  hitLine,
  readReleaseLine,
  readWatchLine,
  refusedLine,
} from '../../../shared/query/match-file.ts';
import type { CompiledQueries, QueryHit, StandingQuery } from '../../../shared/query/types.ts';
import { safeLine } from '../../../shared/watch/safe-text.ts';
import { defineVerb, type ExitCode } from '../../command.ts';
import { linesOf } from '../../lines.ts';
import { type Output, streamsJson } from '../../output.ts';

/** Written in pieces of this size: one system call a line would take longer than the matching. */
const pieceCharacters = 65_536;

/** CPU seconds of this process since `start`. */
function cpuSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return Math.round((user + system) / 1_000) / 1_000;
}

interface Watches {
  /** Queries by their line in the file: ids need not be unique. */
  readonly queries: readonly StandingQuery[];
  readonly idOfLine: ReadonlyMap<string, string>;
  readonly compiled: CompiledQueries;
  readonly bad: readonly ErrorLine[];
  readonly parseSeconds: number;
  readonly buildSeconds: number;
}

async function readWatches(file: string, output: Output): Promise<Watches> {
  const reading = process.cpuUsage();
  const queries: StandingQuery[] = [];
  const idOfLine = new Map<string, string>();
  const bad: ErrorLine[] = [];
  let number = -1;
  for await (const text of linesOf(file, output)) {
    number += 1;
    if (text.trim() === '') continue;
    const line = readWatchLine(text, number);
    if (line.kind === 'bad') {
      bad.push(line.line);
      continue;
    }
    idOfLine.set(String(number), line.value.id);
    queries.push({ id: String(number), query: line.value.query });
  }
  const parseSeconds = cpuSeconds(reading);
  const building = process.cpuUsage();
  const compiled = compileQueries(queries);
  for (const { id, errors } of compiled.refused) bad.push(refusedLine(idOfLine.get(id) ?? id, errors));
  return { queries, idOfLine, compiled, bad, parseSeconds, buildSeconds: cpuSeconds(building) };
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
    const { queries, idOfLine, compiled, bad, parseSeconds, buildSeconds } = await readWatches(args.watches, output);
    for (const error of bad) showError(error, json, output);
    let failed = bad.length > 0;

    const matching = process.cpuUsage();
    const counter = new HitCounter();
    let piece = '';
    let releases = 0;
    let number = -1;
    for await (const text of linesOf(args.releases, output)) {
      number += 1;
      if (text.trim() === '') continue;
      const line = readReleaseLine(text, number);
      if (line.kind === 'bad') {
        failed = true;
        showError(line.line, json, output);
        continue;
      }
      releases += 1;
      for (const hit of compiled.matcher.match(line.value.document)) {
        counter.add(Number(hit.watch), number);
        if (args.count === true) continue;
        const named = { ...hit, watch: idOfLine.get(hit.watch) ?? hit.watch };
        piece += json ? `${JSON.stringify(hitLine(named, line.value.id))}\n` : `${hitText(named, line.value.id)}\n`;
      }
      if (piece.length >= pieceCharacters) {
        output.raw(piece);
        piece = '';
      }
    }
    if (piece !== '') output.raw(piece);
    if (args.stats === true || args.count === true) {
      const stats = {
        watches: queries.length,
        distinctQueries: compiled.distinctQueries,
        parseSeconds,
        buildSeconds,
        // Compiled in memory: there is no snapshot on this machine.
        snapshotBytes: 0,
        releases,
        matchSeconds: cpuSeconds(matching),
        hits: counter.hits,
        ...(args.count === true ? { hitsHash: counter.hitsHash } : {}),
      };
      output.note(JSON.stringify(stats));
    }
    return failed ? 1 : 0;
  },
});
