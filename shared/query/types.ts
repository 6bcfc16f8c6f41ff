/** What the query language answers and what it is asked about: the interface that alerts, search, and the console build on. */

/** A place in the text of a query or of a field: UTF-16 offsets, end exclusive. */
export interface Fix {
  readonly label: string;
  /** The whole query, repaired; it parses. */
  readonly query: string;
}

/** An error or a warning, with a stable code (QUERY.md, Answers). */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly hint: string;
  readonly fixes: readonly Fix[];
}

export interface QueryCheck {
  /** No errors. */
  readonly ok: boolean;
  /** Parses to the same tree; null when not ok. */
  readonly canonical: string | null;
  /** The query said back in plain English; null when not ok. */
  readonly words: string | null;
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What a query is matched against; what is null or absent meets no clause. */
export interface QueryDocument {
  readonly headline: string;
  readonly body: string;
  /** Name as printed. */
  readonly organization?: string | null;
  /** Newsroom id. */
  readonly newsroom?: string | null;
  readonly acronym?: string | null;
  readonly language?: string | null;
  readonly date?: string | null;
  readonly url?: string | null;
  readonly country?: string | null;
  readonly topics?: readonly string[];
  readonly dateline?: string | null;
  readonly quotes?: readonly { readonly text: string; readonly speaker: string | null }[];
}

export interface MatchSpan {
  readonly field: 'headline' | 'body';
  readonly start: number;
  readonly end: number;
}

export interface QueryHit {
  /** Id of the watch whose query matched. */
  readonly watch: string;
  /** In document order, at most `spansPerFieldMax` a field; empty for hits by metadata alone. */
  readonly spans: readonly MatchSpan[];
  /** The clauses that made the match, as written in the canonical query. */
  readonly clauses: readonly string[];
}

export interface StandingQuery {
  readonly id: string;
  readonly query: string;
}

/** Many queries compiled for matching one document against all of them. */
export interface Matcher {
  readonly size: number;
  /** In the order the queries were given. */
  match(document: QueryDocument): readonly QueryHit[];
}

export interface CompiledQueries {
  readonly matcher: Matcher;
  /** The queries that do not parse; the others run. */
  readonly refused: readonly { readonly id: string; readonly errors: readonly Problem[] }[];
  readonly distinctQueries: number;
}
