/** Random queries and releases over a small vocabulary with every peculiarity of the language in it. */
import fc from 'fast-check';
import type { QueryDocument } from '../../../shared/query/types.ts';

const words = [
  'fraud',
  'frauds',
  'bank',
  'Bank',
  'BANK',
  'police',
  'WHO',
  'who',
  'US',
  'arrest',
  'arrests',
  'woman',
  'women',
  'cyber',
  'crime',
  'cybercrime',
  'cyber-crime',
  'I-24/7',
  '24/7',
  'COVID-19',
  'Müller',
  'Mueller',
  'Interpol',
  'INTERPOL',
  '1500',
  'sécurité',
  'securité',
  'C++',
  'G20',
  '코로나19',
  'FBI',
];

/** Forms that only texts have. */
const textPieces = [
  ...words,
  'U.S.',
  "Interpol's",
  "bank's",
  '1,500',
  '1.500',
  'Fraud.',
  'crime.\n\n',
  'ended. The',
  'the',
  'of',
  'cyber–crime–unit',
  'A/RES/24/7',
  'banques',
  'banque',
  '打击网络犯罪',
  '인터폴은',
  'والأمن',
  'e-mail',
  'STOP',
  're:Invent',
  'G-20',
  'FBI는',
  '코로나-19로',
  'WHO의',
  'C',
  'secretaries-general',
];

const queryWords = [
  ...words,
  'cyber*',
  'arr*',
  'ban?',
  'wom?n',
  '=Interpol',
  '=INTERPOL',
  '=interpol',
  '#arrest',
  '=Bank*',
  'banque',
  '网络',
  '인터폴',
  'الأمن',
  'U.S.',
  'email',
  'crime-unit',
  'C',
  'secretary-general',
  '"re:invent"',
];

const phrase = fc
  .record({
    parts: fc.array(fc.constantFrom(...queryWords.filter((word) => !/[=#]/u.test(word))), {
      minLength: 1,
      maxLength: 3,
    }),
    slop: fc.constantFrom('', '', '~2'),
  })
  .map(({ parts, slop }) => `"${parts.join(' ')}"${parts.length > 1 ? slop : ''}`);
const leaf = fc.oneof(fc.constantFrom(...queryWords), phrase);
const operand = fc.oneof(
  leaf,
  fc.array(leaf, { minLength: 2, maxLength: 2 }).map((parts) => `(${parts.join(' OR ')})`),
);
const clause = fc.oneof(
  { weight: 4, arbitrary: leaf },
  {
    weight: 2,
    arbitrary: fc
      .tuple(operand, fc.constantFrom('NEAR/2', 'NEAR/5', 'PRE/3', '/s', '/p', '+s'), operand)
      .map((parts) => `(${parts.join(' ')})`),
  },
  fc
    .tuple(fc.constantFrom('title', 'body', 'quote', 'url', 'topic', 'speaker', 'dateline', 'org'), operand)
    .map(([field, of]) => `${field}:${of}`),
  fc.constantFrom(
    'lang:fr',
    'lang:en',
    'country:FR',
    'date:2026-03',
    'date:>=2026-03-05',
    'org:harbour',
    'org:"Fraud Bank"',
  ),
  operand.map((of) => `ATLEAST/2(${of})`),
);

export const queries: fc.Arbitrary<string> = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    clause,
    fc.tuple(tie('query'), tie('query')).map(([one, other]) => `(${one}) AND (${other})`),
    fc.tuple(tie('query'), tie('query')).map(([one, other]) => `(${one}) OR (${other})`),
    fc.tuple(tie('query'), tie('query')).map(([one, other]) => `(${one}) NOT (${other})`),
  ),
})).query;

const text = (maxLength: number) =>
  fc.array(fc.constantFrom(...textPieces), { maxLength }).map((pieces) => pieces.join(' '));

export const documents: fc.Arbitrary<QueryDocument> = fc.record({
  headline: fc.oneof(
    text(4),
    text(4).map((one) => one.toUpperCase()),
  ),
  body: text(25),
  organization: fc.constantFrom('Harbour Authority', 'Fraud Bank', null),
  newsroom: fc.constantFrom('harbour', 'bank'),
  language: fc.constantFrom(null, 'en', 'en-GB', 'fr', 'de', 'zh'),
  date: fc.constantFrom(null, '2026-03-01', '2026-03-09', '2026-04-02'),
  url: fc.constantFrom('https://fraud.example.org/cyber-crime/1', null),
  country: fc.constantFrom('FR', 'DE', null),
  topics: fc.array(fc.constantFrom('cyber crime', 'Banks'), { maxLength: 2 }),
  dateline: fc.constantFrom(null, 'LYON, France', 'BANK, Fraud'),
  quotes: fc.array(fc.record({ text: text(3), speaker: fc.constantFrom(null, 'Jane Bank') }), { maxLength: 2 }),
});
