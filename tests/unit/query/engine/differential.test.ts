/** The engine against the evaluator: the same hits for every query and document, in memory and from a snapshot. */
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../shared/query/check.ts';
import { compileQueries } from '../../../../shared/query/compile.ts';
import { IndexBuilder } from '../../../../shared/query/engine/index-builder.ts';
import { IndexMatcher } from '../../../../shared/query/engine/index-matcher.ts';
import { readSnapshot, snapshotBytes, writeSnapshot } from '../../../../shared/query/engine/snapshot.ts';
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

describe('a snapshot', () => {
  const build = (queries: readonly string[]) => {
    const builder = new IndexBuilder();
    queries.forEach((query, watch) => {
      const parsed = parseQuery(query);
      if (parsed.ok) builder.add(parsed.tree, watch);
    });
    return builder.finish();
  };
  const numbers = (matcher: IndexMatcher): readonly number[] => [...matcher.matched.trimmed()].sort((a, b) => a - b);

  it('that is written and read finds what the index found', () => {
    const workload = new RandomWorkload(7);
    const index = build(Array.from({ length: 300 }, () => workload.query()));
    const bytes = writeSnapshot(index);
    expect(bytes.byteLength).toBe(snapshotBytes(index));
    // At an odd place of a larger buffer, as a network client may give it.
    const elsewhere = new Uint8Array(bytes.byteLength + 1);
    elsewhere.set(bytes, 1);
    const built = new IndexMatcher(index);
    const read = new IndexMatcher(readSnapshot(elsewhere.subarray(1)));
    for (let count = 0; count < 60; count++) {
      const document = workload.document();
      built.match(document);
      read.match(document);
      expect(numbers(read)).toEqual(numbers(built));
    }
  });

  it('that is cut, damaged or none is refused', () => {
    const bytes = writeSnapshot(build(['fraud', 'bank NEAR/3 ring']));
    const damaged = bytes.slice();
    damaged[damaged.length - 5]! ^= 1;
    for (const bad of [damaged, bytes.slice(0, -4), bytes.slice(0, 10), new Uint8Array(0)]) {
      expect(() => readSnapshot(bad)).toThrow(expect.objectContaining({ code: 'E_CORRUPT' }));
    }
    const later = bytes.slice();
    later[4] = 99;
    expect(() => readSnapshot(later)).toThrow('has format 99');
  });

  it('of no watch at all matches nothing', () => {
    const matcher = new IndexMatcher(readSnapshot(writeSnapshot(build([]))));
    matcher.match({ headline: 'Fraud', body: 'bank' });
    expect(matcher.matched.length).toBe(0);
  });
});

describe('proximity of a thing with itself', () => {
  it('needs it twice', () => {
    const { matcher } = compileQueries([
      { id: 'word', query: 'fraud NEAR/3 fraud' },
      { id: 'phrase', query: '"bank fraud" NEAR/3 "bank fraud"' },
    ]);
    const found = (body: string) => matcher.match({ headline: 'Fraud', body }).map(({ watch }) => watch);
    expect(found('bank fraud')).toEqual([]);
    expect(found('fraud and frauds')).toEqual(['word']);
    expect(found('bank fraud, bank fraud')).toEqual(['word', 'phrase']);
  });
});

describe('a word with an umlaut', () => {
  it('and the same word spelled out are two queries', () => {
    const { matcher, distinctQueries } = compileQueries([
      { id: 'umlaut', query: 'Müller' },
      { id: 'digraph', query: 'mueller' },
    ]);
    expect(distinctQueries).toBe(2);
    expect(matcher.match({ headline: '', body: 'Muller' }).map(({ watch }) => watch)).toEqual(['umlaut']);
  });
});
