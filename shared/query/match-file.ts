/** The lines of `query match` and `query check --from`: what is read, what is written, and the hash over all hits. */
import * as z from 'zod';
import type { Problem, QueryDocument, QueryHit, StandingQuery } from './types.ts';

const text = z.string().nullish();

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

/** Undefined when the line is no JSON. */
function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** `field` is the field that is missing or wrong, null when the line is no JSON, empty when it is no object. */
function badLine(code: string, place: string, field: string | null, hint: string): LineReading<never> {
  const reason = field === null ? 'is no JSON' : field === '' ? 'is no object' : `has no usable ${field}`;
  return { kind: 'bad', line: { error: { code, message: `${place} ${reason}.`, input: place, hint } } };
}

/** A line of the watches file. `number` counts lines from 0. */
export function readWatchLine(line: string, number: number): LineReading<StandingQuery> {
  const json = parseLine(line);
  const bad = (field: string | null): LineReading<never> =>
    badLine('E_WATCH_LINE', `watches line ${number + 1}`, field, 'Write {"id":"…","query":"…"}.');
  if (json === undefined) return bad(null);
  if (typeof json !== 'object' || json === null) return bad('');
  // By hand: a file may have a million lines.
  const { id, query } = json as { readonly id?: unknown; readonly query?: unknown };
  if (typeof id !== 'string' && typeof id !== 'number') return bad('id');
  if (typeof query !== 'string') return bad('query');
  return { kind: 'read', value: { id: String(id), query } };
}

export interface ReleaseToMatch {
  readonly id: string;
  readonly document: QueryDocument;
}

/** A line of the releases file; what it lacks meets no clause. */
export function readReleaseLine(line: string, number: number): LineReading<ReleaseToMatch> {
  const json = parseLine(line);
  const parsed = releaseLine.safeParse(json);
  if (!parsed.success) {
    const field = json === undefined ? null : (parsed.error.issues[0]?.path.join('.') ?? '');
    const wanted = 'Write {"id","headline","body","organization","language","date"}.';
    return badLine('E_RELEASE_LINE', `releases line ${number + 1}`, field, wanted);
  }
  const { id, headline, body, topics, quotes, dateline, ...rest } = parsed.data;
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
/** So many squares add up exactly. */
const SUM_HITS_MAX = 2 ** 22;

/** The remainder of a whole number below 2^52 by a modulus and its inverse, several times faster than `%` on such numbers. */
function remainder(value: number, modulus: number, inverse: number): number {
  const rest = value - Math.floor(value * inverse) * modulus;
  return rest < 0 ? rest + modulus : rest >= modulus ? rest - modulus : rest;
}

/** Counts hits and hashes which they are, so that two runs can be compared without their lines (QUERY.md, Answers). */
export class HitCounter {
  hits = 0;
  hitsHash = 0;

  /** Line numbers count from 0. */
  add(watchNumber: number, releaseNumber: number): void {
    this.hits++;
    const square = squareOf(watchNumber, (releaseNumber + 1) % FACTOR_MODULUS);
    this.hitsHash = (this.hitsHash + square) % SUM_MODULUS;
  }

  /** Adds the first `count` watches of a list. */
  addAll(watches: Int32Array, count: number, releaseNumber: number): void {
    const release = (releaseNumber + 1) % FACTOR_MODULUS;
    let sum = this.hitsHash;
    for (let at = 0; at < count; at++) {
      sum += squareOf(watches[at] as number, release);
      if ((at & (SUM_HITS_MAX - 1)) === 0) sum %= SUM_MODULUS;
    }
    this.hits += count;
    this.hitsHash = sum % SUM_MODULUS;
  }
}

function squareOf(watchNumber: number, release: number): number {
  const factor = remainder((watchNumber + 1) * release, FACTOR_MODULUS, 1 / FACTOR_MODULUS);
  return remainder(factor * factor, SUM_MODULUS, 1 / SUM_MODULUS);
}

/** A line of `query check --from`: a query as it stands, or `{"id","query"}`. */
export function readQueryLine(line: string): { readonly id: string | null; readonly query: string } {
  if (line.trimStart().startsWith('{')) {
    const reading = readWatchLine(line, 0);
    if (reading.kind === 'read') return reading.value;
  }
  return { id: null, query: line };
}
