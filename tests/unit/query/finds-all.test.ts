/** What the warnings say of two parts of a query is true of every text: where the narrow one is met, so is the wide one. */
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../shared/query/check.ts';
import { meets } from '../../../shared/query/evaluate.ts';
import { findsAll } from '../../../shared/query/lint/finds-all.ts';
import { SearchedDocument } from '../../../shared/query/scope.ts';
import { RandomWorkload } from './engine/random-workload.ts';

const seed = Number(process.env['DATELINE_SEED'] ?? 1);

const tree = (query: string) => {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(query);
  return parsed.tree;
};

describe('a part that finds all that another finds', () => {
  it('is met by every random English text that meets the other', () => {
    const workload = new RandomWorkload(seed);
    const queries = [...new Set(Array.from({ length: 170 }, () => workload.query(1)))].filter(
      (query) => parseQuery(query).ok,
    );
    const trees = queries.map(tree);
    const documents = Array.from(
      { length: 80 },
      () => new SearchedDocument({ ...workload.document(), language: workload.pick([null, 'en']) }),
    );
    const met = trees.map((each) => documents.map((document) => meets(each, document)));
    let pairs = 0;
    trees.forEach((wide, one) => {
      trees.forEach((narrow, other) => {
        if (one === other || !findsAll(wide, narrow)) return;
        pairs++;
        documents.forEach((document, index) => {
          if (met[other]?.[index] === true && met[one]?.[index] === false)
            expect([queries[one], queries[other], document.document]).toEqual('never');
        });
      });
    });
    expect(pairs).toBeGreaterThan(20);
  });

  it.each([
    ['fraud', 'title:fraud'],
    ['fraud', 'fraud NEAR/3 bank'],
    ['fraud', 'ATLEAST/3(fraud)'],
    ['fraud OR bank', 'bank'],
    ['fraud AND bank', 'fraud bank shop'],
    ['a NEAR/5 b', 'a PRE/3 b'],
    ['fraud /p bank', 'fraud +s bank'],
    ['date:2026', 'date:2026-02'],
    ['who', 'WHO'],
  ])('%s finds all that %s finds', (wide, narrow) => {
    expect(findsAll(tree(wide), tree(narrow))).toBe(true);
    expect(findsAll(tree(narrow), tree(wide))).toBe(false);
  });
});
