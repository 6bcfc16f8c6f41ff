/** A release that a query finds, with the places and the sentence that matched. */
import { BadInputError } from '../errors.ts';
import type { QueryNode } from '../query/ast.ts';
import { parseQuery } from '../query/check.ts';
import { compileQueries } from '../query/compile.ts';
import type { MatchSpan } from '../query/types.ts';
import type { Release } from '../release/schema.ts';
import { queryDocument } from '../watch/document.ts';
import { type MatchedSentence, matchedSentence } from '../watch/matched-sentence.ts';

export interface ReleaseHit {
  readonly release: Release;
  readonly spans: readonly MatchSpan[];
  /** Null for hits by metadata alone. */
  readonly sentence: MatchedSentence | null;
}

/** Asks releases one by one a query that is known to parse. */
export function queryMatcher(query: string): (release: Release) => ReleaseHit | null {
  const { matcher } = compileQueries([{ id: 'query', query }]);
  return (release) => {
    const [hit] = matcher.match(queryDocument(release));
    return hit === undefined ? null : { release, spans: hit.spans, sentence: matchedSentence(release, hit.spans) };
  };
}

/** The tree of a query that was checked before. Throws BadInputError when it does not parse after all. */
export function parsedTree(query: string): QueryNode {
  const parsed = parseQuery(query);
  if (parsed.ok) return parsed.tree;
  throw new BadInputError(
    parsed.errors[0]?.code ?? 'E_QUERY',
    parsed.errors[0]?.message ?? 'the query does not parse',
    {
      input: query,
    },
  );
}
