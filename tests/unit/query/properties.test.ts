/** What holds for every query and every text, tried on generated ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldName, QueryNode, TermNode } from '../../../shared/query/ast.ts';
import { checkQuery, parseQuery } from '../../../shared/query/check.ts';
import { compileQueries } from '../../../shared/query/compile.ts';
import { meets } from '../../../shared/query/evaluate.ts';
import { fold } from '../../../shared/query/fold.ts';
import { printQuery } from '../../../shared/query/print.ts';
import { SearchedDocument } from '../../../shared/query/scope.ts';

/** A tree without places, for comparison. */
function shape(node: QueryNode): unknown {
  return JSON.parse(JSON.stringify(node, (key, value) => (key === 'start' || key === 'end' ? undefined : value)));
}

const nowhere = { start: 0, end: 0 };
const vocabulary = [
  'fraud',
  'bank',
  'ring',
  'cyber-crime',
  'I-24/7',
  'WHO',
  'Müller',
  '网络',
  '인터폴',
  'and',
  '1,500',
  'wom?n',
  '10:30',
  "l'ONU",
];
const word = fc.constantFrom(...vocabulary);

const term: fc.Arbitrary<TermNode> = fc
  .record({ text: word, mode: fc.constantFrom('plain', 'bare', 'exact'), wantsPrefix: fc.boolean() })
  .map(({ text, mode, wantsPrefix }) => ({
    kind: 'term' as const,
    text,
    mode: mode as TermNode['mode'],
    prefix: wantsPrefix && /^[a-z]{4,}$/.test(text),
    ...nowhere,
  }));

const phrase: fc.Arbitrary<QueryNode> = fc
  .record({ words: fc.array(term, { minLength: 1, maxLength: 3 }), slop: fc.option(fc.integer({ min: 1, max: 100 })) })
  .map(({ words, slop }) => ({ kind: 'phrase' as const, words, slop: words.length > 1 ? slop : null, ...nowhere }));

const leaf = fc.oneof(term, phrase);

function joined(kind: 'and' | 'or', children: readonly QueryNode[]): QueryNode {
  const flat = children.flatMap((child) => (child.kind === kind ? child.children : [child]));
  return { kind, children: flat, ...nowhere };
}

const operand: fc.Arbitrary<QueryNode> = fc.oneof(
  leaf,
  fc.array(leaf, { minLength: 2, maxLength: 3 }).map((children) => joined('or', children)),
);

const near: fc.Arbitrary<QueryNode> = fc
  .record({
    first: operand,
    second: operand,
    third: fc.option(operand),
    ordered: fc.boolean(),
    distance: fc.integer({ min: 1, max: 100 }),
    unit: fc.constantFrom(null, 'sentence' as const, 'paragraph' as const),
    right: fc.boolean(),
  })
  .map(({ first, second, third, ordered, distance, unit, right }) => {
    const join = (left: QueryNode, other: QueryNode): QueryNode =>
      unit === null
        ? { kind: 'near', ordered, distance, left, right: other, ...nowhere }
        : { kind: 'within', unit, ordered, left, right: other, ...nowhere };
    if (third === null) return join(first, second);
    return right ? join(first, join(second, third)) : join(join(first, second), third);
  });

const counted: fc.Arbitrary<QueryNode> = fc
  .record({ child: operand, count: fc.integer({ min: 2, max: 50 }) })
  .map(({ child, count }) => ({ kind: 'atleast' as const, child, count, ...nowhere }));

const textFields: readonly FieldName[] = ['title', 'body', 'org', 'lang', 'topic', 'quote'];

const { tree } = fc.letrec<{ tree: QueryNode; simple: QueryNode }>((tie) => ({
  simple: fc.oneof(leaf, near, counted),
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    tie('simple'),
    fc
      .record({ field: fc.constantFrom(...textFields), child: tie('simple') })
      .map(({ field, child }) => ({ kind: 'field' as const, field, child, ...nowhere })),
    fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((children) => joined('or', children)),
    fc
      .record({
        wanted: fc.array(tie('tree'), { minLength: 1, maxLength: 2 }),
        excluded: fc.array(tie('tree'), { minLength: 1, maxLength: 2 }),
      })
      .map(({ wanted, excluded }) =>
        joined('and', [...wanted, ...excluded.map((child) => ({ kind: 'not' as const, child, ...nowhere }))]),
      ),
  ),
}));

const pieces = fc.constantFrom(
  ...vocabulary,
  ' ',
  ' ',
  '(',
  ')',
  '"',
  '“',
  'AND',
  ' OR ',
  ' NOT ',
  '-',
  '!',
  '+',
  '*',
  '?',
  '~2',
  'title:',
  'date:',
  'foo:',
  '2026..2025',
  ' NEAR/3 ',
  ' NEAR ',
  ' /s ',
  'ATLEAST/3(',
  'ATLEAST',
  '=',
  '#',
  '||',
  '&&',
  '\u200B',
  '\uD800',
  '（',
  '：',
  '…',
  '\n',
);
const messyQuery = fc.oneof(
  fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

describe('every query', () => {
  it('is checked without throwing; what is wrong has a place, and every fix parses', () => {
    fc.assert(
      fc.property(messyQuery, (query) => {
        const check = checkQuery(query);
        expect(check.ok).toBe(check.errors.length === 0);
        for (const problem of [...check.errors, ...check.warnings]) {
          expect(problem.start).toBeGreaterThanOrEqual(0);
          expect(problem.end).toBeLessThanOrEqual(query.length);
          for (const fix of problem.fixes) expect([fix.query, checkQuery(fix.query).ok]).toEqual([fix.query, true]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('that parses has a canonical form with the same tree', () => {
    fc.assert(
      fc.property(messyQuery, (query) => {
        const parsed = parseQuery(query);
        if (!parsed.ok) return;
        const again = parseQuery(printQuery(parsed.tree));
        expect(again.ok && shape(again.tree)).toEqual(shape(parsed.tree));
      }),
      { numRuns: 300 },
    );
  });

  it('that is printed from a tree parses to that tree', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const printed = printQuery(node);
        const parsed = parseQuery(printed);
        expect(parsed.ok ? shape(parsed.tree) : parsed.errors).toEqual(shape(node));
      }),
      { numRuns: 200 },
    );
  });
});

const texts = fc
  .array(
    fc.constantFrom(
      ...vocabulary,
      'Fraud.',
      'banks',
      'rings,',
      'cybercrime',
      'cyber crime',
      'who',
      'Mueller',
      '24/7',
      '打击网络',
      '인터폴은',
      '\n\n',
      'the',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' '));

describe('every match', () => {
  it('is found through the anchors exactly when the query is met', () => {
    fc.assert(
      fc.property(
        fc.array(tree, { minLength: 1, maxLength: 4 }),
        texts,
        texts,
        fc.constantFrom(null, 'en', 'fr'),
        (nodes, headline, body, language) => {
          const queries = nodes.map((node, index) => ({ id: String(index), query: printQuery(node) }));
          const document = {
            headline,
            body,
            language,
            organization: 'Fraud Bank',
            topics: ['cyber-crime'],
            quotes: [{ text: body, speaker: null }],
          };
          const expected = nodes.flatMap((node, index) =>
            meets(node, new SearchedDocument(document)) ? [String(index)] : [],
          );
          const { matcher } = compileQueries(queries);
          expect(matcher.match(document).map((hit) => hit.watch)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('of a word shows spans whose folded text begins with the word', () => {
    fc.assert(
      fc.property(texts, texts, (headline, body) => {
        const { matcher } = compileQueries([{ id: 'fraud', query: 'fraud' }]);
        for (const span of matcher.match({ headline, body })[0]?.spans ?? []) {
          const text = span.field === 'headline' ? headline : body;
          expect(fold(text.slice(span.start, span.end))).toBe('fraud');
        }
      }),
    );
  });
});

/** An independent reading of the plain part of the language: small words, AND, OR, NOT, phrase, NEAR. */
type Plain =
  | { kind: 'word'; word: string }
  | { kind: 'pair'; left: string; right: string }
  | { kind: 'near'; left: string; right: string; distance: number }
  | { kind: 'all' | 'any'; left: Plain; right: Plain }
  | { kind: 'without'; left: Plain; right: Plain };

const letters = fc.constantFrom('ka', 'ke', 'ki', 'ko');
const { plain } = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 3 },
    letters.map((written): Plain => ({ kind: 'word', word: written })),
    fc.record({ kind: fc.constant('pair' as const), left: letters, right: letters }),
    fc.record({
      kind: fc.constant('near' as const),
      left: letters,
      right: letters,
      distance: fc.integer({ min: 1, max: 4 }),
    }),
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const, 'without' as const),
      left: tie('plain'),
      right: tie('plain'),
    }),
  ),
}));

function write(node: Plain): string {
  switch (node.kind) {
    case 'word':
      return node.word;
    case 'pair':
      return `"${node.left} ${node.right}"`;
    case 'near':
      return `${node.left} NEAR/${node.distance} ${node.right}`;
    case 'all':
      return `(${write(node.left)}) (${write(node.right)})`;
    case 'any':
      return `(${write(node.left)}) OR (${write(node.right)})`;
    case 'without':
      return `(${write(node.left)}) NOT (${write(node.right)})`;
  }
}

function holds(node: Plain, words: readonly string[]): boolean {
  switch (node.kind) {
    case 'word':
      return words.includes(node.word);
    case 'pair':
      return words.some((one, index) => one === node.left && words[index + 1] === node.right);
    case 'near':
      return words.some(
        (one, index) =>
          one === node.left &&
          words.some((other, at) => other === node.right && at !== index && Math.abs(at - index) <= node.distance),
      );
    case 'all':
      return holds(node.left, words) && holds(node.right, words);
    case 'any':
      return holds(node.left, words) || holds(node.right, words);
    case 'without':
      return holds(node.left, words) && !holds(node.right, words);
  }
}

describe('the plain part of the language', () => {
  it('means what an independent reading of it says, for 10,000 pairs of a query and a text', () => {
    const words = fc.array(fc.constantFrom('ka', 'ke', 'ki', 'ko', 'zz'), { maxLength: 10 });
    const many = fc.array(words, { minLength: 50, maxLength: 50 });
    fc.assert(
      fc.property(plain, many, (node, texts) => {
        const { matcher, refused } = compileQueries([{ id: 'q', query: write(node) }]);
        expect(refused).toEqual([]);
        const found = texts.map((text) => matcher.match({ headline: '', body: text.join(' ') }).length > 0);
        expect(found).toEqual(texts.map((text) => holds(node, text)));
      }),
      { numRuns: 200 },
    );
  });
});
