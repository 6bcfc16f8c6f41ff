/** Why a query matched or did not, clause by clause. */
import { describe, expect, it } from 'vitest';
import { type ExplainedClause, explainMatch } from '../../../shared/query/explain.ts';

function outline(clause: ExplainedClause): unknown {
  const { clauses } = clause;
  return clauses.length === 0 ? [clause.clause, clause.hit] : [clause.clause, clause.hit, clauses.map(outline)];
}

describe('explaining a match', () => {
  it('says of each clause whether it is met', () => {
    const explanation = explainMatch('(fraud OR scam) bank NOT drill', { headline: '', body: 'A scam drill' });
    expect(explanation.ok && outline(explanation.explained)).toEqual([
      '(fraud OR scam) AND bank NOT drill',
      false,
      [
        [
          'fraud OR scam',
          true,
          [
            ['fraud', false],
            ['scam', true],
          ],
        ],
        ['bank', false],
        ['NOT drill', false, [['drill', true]]],
      ],
    ]);
  });

  it('says where a clause is met, and what it means', () => {
    const explanation = explainMatch('fraud NEAR/3 bank', { headline: '', body: 'Fraud at a bank' });
    expect(explanation.ok && explanation.explained).toEqual({
      clause: 'fraud NEAR/3 bank',
      words: '“fraud” within 3 words of “bank”',
      hit: true,
      spans: [
        { field: 'body', start: 0, end: 5 },
        { field: 'body', start: 11, end: 15 },
      ],
      clauses: [],
    });
  });

  it('gives the errors of a query that does not parse', () => {
    const explanation = explainMatch('(fraud', { headline: '', body: '' });
    expect(!explanation.ok && explanation.errors[0]?.code).toBe('E_OPEN_PAREN');
  });
});
