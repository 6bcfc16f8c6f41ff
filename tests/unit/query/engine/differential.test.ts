/** The engine against the evaluator: the same hits for every query and document, in memory and from a snapshot. */
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../shared/query/check.ts';
import { compileQueries } from '../../../../shared/query/compile.ts';
import { meets } from '../../../../shared/query/evaluate.ts';
import { SearchedDocument } from '../../../../shared/query/scope.ts';
import { RandomWorkload } from './random-workload.ts';

const seed = Number(process.env['DATELINE_SEED'] ?? 1);
const rounds = Number(process.env['DATELINE_ROUNDS'] ?? 1);

describe('the engine', () => {
  it('finds for 10,000 random pairs of a query and a document what the evaluator finds', () => {
    for (let round = 0; round < rounds; round++) {
      const workload = new RandomWorkload(seed + round);
      const queries = Array.from({ length: 100 }, () => workload.query());
      const trees = queries.map((query) => parseQuery(query));
      const { matcher } = compileQueries(queries.map((query, index) => ({ id: String(index), query })));
      let pairs = 0;
      let hits = 0;
      for (let count = 0; count < 120; count++) {
        const document = workload.document();
        const found = new Set(matcher.match(document).map(({ watch }) => Number(watch)));
        trees.forEach((tree, index) => {
          if (!tree.ok) return;
          pairs++;
          const expected = meets(tree.tree, new SearchedDocument(document));
          if (expected) hits++;
          if (expected !== found.has(index))
            expect({ query: queries[index], document, engine: !expected }).toBe(expected);
        });
      }
      expect(pairs).toBeGreaterThan(10_000);
      expect(hits / pairs).toBeGreaterThan(0.05);
    }
  });
});
