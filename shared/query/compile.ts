/**
 * Compiles many standing queries for matching one document against all of them: equal queries are evaluated once, and a query
 * is looked at only when one of its anchors occurs in the document.
 */
import { type Anchors, anchorKey, anchorsOf } from './anchors.ts';
import type { FieldName, QueryNode } from './ast.ts';
import { canonicalKey } from './canonical-key.ts';
import { checkQuery } from './check.ts';
import { clausesOf, meets } from './evaluate.ts';
import { isUnspaced } from './keys.ts';
import { parseFound } from './parser.ts';
import { SearchedDocument } from './scope.ts';
import { spansOf } from './spans.ts';
import type { TokenStream } from './token-stream.ts';
import type { CompiledQueries, Matcher, MatchSpan, Problem, QueryDocument, QueryHit, StandingQuery } from './types.ts';

/** One distinct query and the watches that ask it, by their order. */
interface DistinctQuery {
  readonly tree: QueryNode;
  readonly watches: number[];
}

const ANCHORED_FIELDS: readonly FieldName[] = ['org', 'topic', 'url', 'quote', 'speaker', 'dateline'];

class AnchoredMatcher implements Matcher {
  readonly size: number;
  private readonly ids: readonly string[];
  private readonly queries: readonly DistinctQuery[];
  private readonly byKey = new Map<string, number[]>();
  private readonly byPrefix = new Map<string, number[]>();
  private readonly prefixLengths: readonly number[];
  private readonly always: number[] = [];
  private readonly fields = new Set<FieldName>();

  constructor(ids: readonly string[], queries: readonly DistinctQuery[]) {
    this.ids = ids;
    this.queries = queries;
    this.size = queries.reduce((sum, query) => sum + query.watches.length, 0);
    const lengths = new Set<number>();
    queries.forEach((query, number) => {
      const anchors = anchorsOf(query.tree);
      if (anchors === null) this.always.push(number);
      else this.enter(anchors, number, lengths);
    });
    this.prefixLengths = [...lengths].sort((a, b) => a - b);
  }

  private enter(anchors: Anchors, number: number, lengths: Set<number>): void {
    for (const key of new Set(anchors.keys)) append(this.byKey, key, number);
    for (const prefix of new Set(anchors.prefixes)) {
      append(this.byPrefix, prefix, number);
      lengths.add(prefix.length);
    }
    for (const key of [...anchors.keys, ...anchors.prefixes]) {
      const field = ANCHORED_FIELDS.find((name) => key.startsWith(`${name}\u0000`));
      if (field !== undefined) this.fields.add(field);
    }
  }

  match(document: QueryDocument): readonly QueryHit[] {
    const searched = new SearchedDocument(document);
    const hits: { watch: number; hit: QueryHit }[] = [];
    for (const number of this.candidates(searched)) {
      const query = this.queries[number];
      if (query === undefined || !meets(query.tree, searched)) continue;
      const spans: readonly MatchSpan[] = spansOf(query.tree, searched);
      const clauses = clausesOf(query.tree, searched);
      for (const watch of query.watches) hits.push({ watch, hit: { watch: this.ids[watch] ?? '', spans, clauses } });
    }
    return hits.sort((a, b) => a.watch - b.watch).map(({ hit }) => hit);
  }

  /** Numbers of the queries that may match, each once. */
  private candidates(searched: SearchedDocument): ReadonlySet<number> {
    const numbers = new Set(this.always);
    for (const text of searched.texts()) this.look(text.stream, null, numbers);
    for (const field of this.fields) for (const text of searched.scope(field)) this.look(text.stream, field, numbers);
    return numbers;
  }

  private look(stream: TokenStream, field: FieldName | null, numbers: Set<number>): void {
    const see = (key: string): void => {
      const anchored = anchorKey(field, key);
      for (const number of this.byKey.get(anchored) ?? []) numbers.add(number);
      for (const length of this.prefixLengths) {
        if (length > anchored.length) break;
        for (const number of this.byPrefix.get(anchored.slice(0, length)) ?? []) numbers.add(number);
      }
    };
    for (const key of stream.index.keys()) see(key);
    for (const key of stream.alternates.keys()) see(key);
    for (let token = 1; token < stream.keys.length; token++) {
      const before = stream.keys[token - 1];
      const here = stream.keys[token];
      if (before !== undefined && here !== undefined && isUnspaced(here) && isUnspaced(before)) {
        for (const number of this.byKey.get(anchorKey(field, before + here)) ?? []) numbers.add(number);
      }
    }
  }
}

function append(map: Map<string, number[]>, key: string, number: number): void {
  const numbers = map.get(key);
  if (numbers === undefined) map.set(key, [number]);
  else numbers.push(number);
}

/** Compiles queries; those that do not parse are told in `refused`, the others run. Never throws. */
export function compileQueries(queries: readonly StandingQuery[]): CompiledQueries {
  const distinct = new Map<string, DistinctQuery>();
  const refused: { id: string; errors: readonly Problem[] }[] = [];
  queries.forEach(({ id, query }, watch) => {
    const { tree } = parseFound(query);
    if (tree === null) {
      refused.push({ id, errors: checkQuery(query).errors });
      return;
    }
    const key = canonicalKey(tree);
    const same = distinct.get(key);
    if (same === undefined) distinct.set(key, { tree, watches: [watch] });
    else same.watches.push(watch);
  });
  const matcher = new AnchoredMatcher(
    queries.map(({ id }) => id),
    [...distinct.values()],
  );
  return { matcher, refused, distinctQueries: distinct.size };
}
