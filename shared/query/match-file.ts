/** The lines of `query match` and `query check --from`: what is read, what is written, and the hash over all hits. */
import * as z from 'zod';
import type { Problem, QueryDocument, QueryHit, StandingQuery } from './types.ts';

const text = z.string().nullish();

const watchLine = z.object({ id: z.union([z.string(), z.number()]), query: z.string() });

const releaseLine = z.object({
  id: z.union([z.string(), z.number()]),
  headline: text,
  body: text,
  organization: text,
  newsroom: text,
  acronym: text,
  language: text,
  date: text,
  url: text,
  country: text,
  topics: z.array(z.string()).nullish(),
  dateline: z.union([z.string(), z.object({ text: z.string().nullish() })]).nullish(),
  quotes: z.array(z.object({ text: z.string(), speaker: z.string().nullish() })).nullish(),
});

/** One line on stderr about input that could not be used. */
export interface ErrorLine {
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** The id of the watch, or the line. */
    readonly input: string;
    readonly hint: string;
  };
}

export type LineReading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'bad'; readonly line: ErrorLine };

function parseLine<T>(line: string, schema: z.ZodType<T>, code: string, place: string, wanted: string): LineReading<T> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    json = undefined;
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  const reason =
    json === undefined ? 'is no JSON' : `lacks or mistakes ${parsed.error.issues[0]?.path.join('.') || 'its fields'}`;
  return { kind: 'bad', line: { error: { code, message: `${place} ${reason}.`, input: place, hint: wanted } } };
}

/** A line of the watches file. `number` counts lines from 0. */
export function readWatchLine(line: string, number: number): LineReading<StandingQuery> {
  const reading = parseLine(
    line,
    watchLine,
    'watch-line',
    `watches line ${number + 1}`,
    'Write {"id":"…","query":"…"}.',
  );
  if (reading.kind === 'bad') return reading;
  return { kind: 'read', value: { id: String(reading.value.id), query: reading.value.query } };
}

export interface ReleaseToMatch {
  readonly id: string;
  readonly document: QueryDocument;
}

/** A line of the releases file; what it lacks meets no clause. */
export function readReleaseLine(line: string, number: number): LineReading<ReleaseToMatch> {
  const wanted = 'Write {"id","headline","body","organization","language","date"}.';
  const reading = parseLine(line, releaseLine, 'release-line', `releases line ${number + 1}`, wanted);
  if (reading.kind === 'bad') return reading;
  const { id, headline, body, topics, quotes, dateline, ...rest } = reading.value;
  const present = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const document: QueryDocument = {
    headline: headline ?? '',
    body: body ?? '',
    ...present,
    dateline: typeof dateline === 'string' ? dateline : (dateline?.text ?? null),
    topics: topics ?? [],
    quotes: (quotes ?? []).map((quote) => ({ text: quote.text, speaker: quote.speaker ?? null })),
  };
  return { kind: 'read', value: { id: String(id), document } };
}

/** The line for a watch whose query was refused: its first error, with its id. */
export function refusedLine(id: string, errors: readonly Problem[]): ErrorLine {
  const [first] = errors;
  return {
    error: {
      code: first?.code ?? 'E_EMPTY',
      message: first?.message ?? 'The query does not parse.',
      input: id,
      hint: first?.fixes[0] === undefined ? (first?.hint ?? '') : `${first.hint} Try: ${first.fixes[0].query}`,
    },
  };
}

/** What `query match` prints for a hit. */
export function hitLine(hit: QueryHit, release: string): { watch: string; release: string; spans: QueryHit['spans'] } {
  return { watch: hit.watch, release, spans: hit.spans };
}

const FACTOR_MODULUS = 1_000_003;
const SUM_MODULUS = 1_000_000_007;

/** Counts hits and hashes which they are, so that two runs can be compared without their lines (QUERY.md, Answers). */
export class HitCounter {
  hits = 0;
  hitsHash = 0;

  /** Line numbers count from 0. */
  add(watchNumber: number, releaseNumber: number): void {
    const factor = ((watchNumber + 1) * (releaseNumber + 1)) % FACTOR_MODULUS;
    this.hits++;
    this.hitsHash = (this.hitsHash + ((factor * factor) % SUM_MODULUS)) % SUM_MODULUS;
  }
}

/** A line of `query check --from`: a query as it stands, or `{"id","query"}`. */
export function readQueryLine(line: string): { readonly id: string | null; readonly query: string } {
  if (line.trimStart().startsWith('{')) {
    const reading = readWatchLine(line, 0);
    if (reading.kind === 'read') return reading.value;
  }
  return { id: null, query: line };
}
