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

  it('says which parts of a nearness, a phrase, a count or a field are there when the whole is not', () => {
    const explanation = explainMatch('title:(fraud NEAR/2 bank) ATLEAST/2(scam) "arrest warrant"', {
      headline: 'Fraud hits a small bank',
      body: 'A scam; a warrant',
    });
    expect(explanation.ok && explanation.explained.clauses.map(outline)).toEqual([
      [
        'title:(fraud NEAR/2 bank)',
        false,
        [
          ['title:fraud', true],
          ['title:bank', true],
        ],
      ],
      ['ATLEAST/2(scam)', false, [['scam', true]]],
      [
        '"arrest warrant"',
        false,
        [
          ['arrest', false],
          ['warrant', true],
        ],
      ],
    ]);
  });

  it('marks the places of folded words on the text as it is written', () => {
    const marked = (query: string, body: string): readonly string[] => {
      const explanation = explainMatch(query, { headline: '', body });
      return explanation.ok ? explanation.explained.spans.map(({ start, end }) => body.slice(start, end)) : [];
    };
    expect(marked('europol', 'Ｅｕｒｏｐｏｌ')).toEqual(['Ｅｕｒｏｐｏｌ']);
    expect(marked('sécurité', 'la se\u0301curite\u0301')).toEqual(['se\u0301curite\u0301']);
    expect(marked('شرطة', 'قالت الشّرطة')).toEqual(['الشّرطة']);
    expect(marked('cybercrime', 'cyber\u00adcrime, cyber-crimes')).toEqual(['cyber\u00adcrime', 'cyber-crimes']);
    expect(marked('น้ำ', 'แม่น้\u0e4d\u0e32')).toEqual(['น้\u0e4d\u0e32']);
    expect(marked('株式会社', 'ABC㍿')).toEqual(['㍿']);
    expect(marked('1500', '1 500 men')).toEqual(['1 500']);
  });

  it('gives the errors of a query that does not parse', () => {
    const explanation = explainMatch('(fraud', { headline: '', body: '' });
    expect(!explanation.ok && explanation.errors[0]?.code).toBe('E_OPEN_PAREN');
  });
});
