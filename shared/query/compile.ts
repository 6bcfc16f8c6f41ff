/**
 * Compiles many standing queries for matching one document against all of them. The engine says which queries a document
 * meets; where and by which clauses, the evaluator says of those that do.
 */
import type { QueryNode } from './ast.ts';
import { checkQuery } from './check.ts';
import { IndexBuilder } from './engine/index-builder.ts';
import { IndexMatcher } from './engine/index-matcher.ts';
import { eachWatch, type QueryIndex, watchCount } from './engine/query-index.ts';
import { hitOf } from './hit.ts';
import { parseFound } from './parser.ts';
import type { CompiledQueries, Matcher, Problem, QueryDocument, QueryHit, StandingQuery } from './types.ts';

/** What an index does not hold: ids and queries of the watches that it numbers. */
export interface WatchTexts {
  idOf(watch: number): string;
  queryOf(watch: number): string;
}

/** Trees of queries that matched are kept; beyond so many all are read again. */
const TREES_MAX = 20_000;

class CompiledMatcher implements Matcher {
  readonly size: number;
  private readonly index: QueryIndex;
  private readonly texts: WatchTexts;
  private readonly engine: IndexMatcher;
  private readonly trees = new Map<number, QueryNode | null>();

  constructor(index: QueryIndex, texts: WatchTexts) {
    this.size = watchCount(index);
    this.index = index;
    this.texts = texts;
    this.engine = new IndexMatcher(index);
  }

  match(document: QueryDocument): readonly QueryHit[] {
    const searched = this.engine.match(document);
    const { matched } = this.engine;
    const hits: { readonly watch: number; readonly hit: QueryHit }[] = [];
    for (let at = 0; at < matched.length; at++) {
      const query = matched.at(at);
      const tree = this.treeOf(query);
      if (tree === null) continue;
      const found = hitOf('', tree, searched);
      eachWatch(this.index, query, (watch) => {
        hits.push({ watch, hit: { ...found, watch: this.texts.idOf(watch) } });
      });
    }
    return hits.sort((a, b) => a.watch - b.watch).map(({ hit }) => hit);
  }

  private treeOf(query: number): QueryNode | null {
    const before = this.trees.get(query);
    if (before !== undefined) return before;
    if (this.trees.size >= TREES_MAX) this.trees.clear();
    let text = '';
    eachWatch(this.index, query, (watch) => {
      text = this.texts.queryOf(watch);
    });
    const { tree } = parseFound(text);
    this.trees.set(query, tree);
    return tree;
  }
}

/** A matcher over a compiled index. */
export function matcherOf(index: QueryIndex, texts: WatchTexts): Matcher {
  return new CompiledMatcher(index, texts);
}

/** Compiles queries; those that do not parse are told in `refused`, the others run. Never throws. */
export function compileQueries(queries: readonly StandingQuery[]): CompiledQueries {
  const builder = new IndexBuilder();
  const refused: { id: string; errors: readonly Problem[] }[] = [];
  queries.forEach(({ id, query }, watch) => {
    const { tree } = parseFound(query);
    if (tree === null) refused.push({ id, errors: checkQuery(query).errors });
    else builder.add(tree, watch);
  });
  const matcher = matcherOf(builder.finish(), {
    idOf: (watch) => queries[watch]?.id ?? '',
    queryOf: (watch) => queries[watch]?.query ?? '',
  });
  return { matcher, refused, distinctQueries: builder.distinct };
}
