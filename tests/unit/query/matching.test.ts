/** What queries find and what they do not, as a table of query, text and answer. */
import { describe, expect, it } from 'vitest';
import { compileQueries } from '../../../shared/query/compile.ts';
import type { QueryDocument, QueryHit } from '../../../shared/query/types.ts';

function match(query: string, document: Partial<QueryDocument>): QueryHit | null {
  const { matcher, refused } = compileQueries([{ id: 'watch', query }]);
  expect(refused).toEqual([]);
  return matcher.match({ headline: '', body: '', ...document })[0] ?? null;
}

/** What the spans of a body show. */
function found(query: string, body: string, language: string | null = null): string[] | null {
  const hit = match(query, { body, language });
  return hit === null ? null : hit.spans.map((span) => body.slice(span.start, span.end));
}

type Row = readonly [query: string, body: string, spans: readonly string[] | null, language?: string];

function table(rows: readonly Row[]): void {
  for (const [query, body, spans, language] of rows) {
    it(`${spans === null ? 'does not find' : 'finds'} ${query} in “${body}”${language === undefined ? '' : ` (${language})`}`, () => {
      expect(found(query, body, language ?? null)).toEqual(spans);
    });
  }
}

describe('compounds keep their glue', () => {
  table([
    ['I-24/7', 'Linked by I-24/7 today', ['I-24/7']],
    ['I-24/7', 'Linked by I\u201124/7 today', ['I\u201124/7']],
    ['I-24/7', 'Linked by I\u201324/7 today', ['I\u201324/7']],
    ['I-24/7', 'INTERPOL’s I-24/7’s users', ['I-24/7’s']],
    ['I-24/7', 'accès à l’I-24/7', ['I-24/7']],
    ['I-24/7', 'open 24/7', null],
    ['I-24/7', 'I work 24/7', null],
    ['24/7', 'the I-24/7 network', null],
    ['24/7', 'on call 24/7.', ['24/7']],
    ['24/7', 'from 24/7/2024', null],
    ['24', 'the I-24/7 network', ['24']],
    ['A/RES/78', 'document A/RES/78/265', null],
    ['COVID-19', 'a COVID-19-linked scheme', ['COVID-19']],
    ['COVID-19', 'in COVID 19 wards', null],
    ['COVID-19', 'the COVID19 wards', ['COVID19']],
    ['COVID19', 'the COVID-19 wards', ['COVID-19']],
    ['cyber-crime', 'cyber-crime, cyber crime, cybercrime', ['cyber-crime', 'cyber crime', 'cybercrime']],
    ['cybercrime', 'cyber-crime, cyber crime, cybercrime', ['cyber-crime', 'cybercrime']],
    ['"cyber crime"', 'cyber-crime, cyber crime, cybercrime', ['cyber-crime', 'cyber crime']],
    ['cybercrime', 'Cyber-crimes rose', ['Cyber-crimes']],
    ['AT&T', 'ATT and AT&T and at t', ['ATT', 'AT&T']],
    ['were', "we're going", null],
    ["don't", "they don't know", ["don't"]],
    ["O'Brien", 'Ms OBrien, Ms O’Brien', ['OBrien', 'O’Brien']],
    ['press@example.org', 'write to press@example.org.', ['press@example.org']],
    ['example.org', 'at https://example.org/1/2', ['example.org']],
    ['10:30', 'at 10:30 sharp', ['10:30']],
  ]);
});

describe('forms of a word', () => {
  table([
    ['arrest', 'Arrests, arrest, arrested', ['Arrests', 'arrest']],
    ['agencies', 'one agency', ['agency']],
    ['woman', 'two women', ['women']],
    ['crisis', 'several crises', ['crises']],
    ['child', 'the children’s rights', ['children’s']],
    ['new', 'in the news', null],
    ['officer', "the officer's badge, the officers' badges", ["officer's", 'officers']],
    ['#arrest', 'arrest, arrests, arrest’s', ['arrest']],
    ['#fraud', 'the #fraud tag', ['fraud']],
    ['=Interpol', 'Interpol, INTERPOL', ['Interpol']],
    ['=sécurité', 'sécurité, securite', ['sécurité']],
    ['"arrest warrant"', 'arrests warrant, arrest warrants', ['arrests warrant', 'arrest warrants']],
    ['#"arrest warrant"', 'arrest warrants', null],
    ['journal', 'les journaux', ['journaux'], 'fr'],
    ['journal', 'les journaux', null, 'en'],
    ['operación', 'las operaciones', ['operaciones'], 'es'],
    ['operação', 'as operações', ['operações'], 'pt-BR'],
    ['reato', 'i reati', ['reati'], 'it'],
    ['Straftat', 'die Straftaten', ['Straftaten'], 'de'],
    ['cybercrim!', 'cybercriminals, cyber-criminal', ['cybercriminals', 'cyber-criminal']],
    ['wom?n', 'woman women womn', ['woman', 'women']],
  ]);
});

describe('case and accents', () => {
  table([
    ['WHO', 'who said WHO said W.H.O.', ['WHO', 'W.H.O.']],
    ['who', 'who said WHO', ['who', 'WHO']],
    ['U.S.', 'the US and the U.S. and us', ['US', 'U.S.']],
    ['INTERPOL', 'Interpol and interpol', ['Interpol', 'interpol']],
    ['Müller', 'Muller, Müller, Mueller', ['Muller', 'Müller', 'Mueller']],
    ['Mueller', 'Müller', null],
    ['strasse', 'Straße', ['Straße']],
    ['λόγος', 'ΛΟΓΟΣ', ['ΛΟΓΟΣ']],
    ['ещё', 'еще', ['еще']],
    ['ﬁnance', 'FINANCE', ['FINANCE']],
  ]);

  it('takes any case in a headline without small letters', () => {
    expect(match('WHO', { headline: 'MAN WHO FLED IS HELD' })?.spans).toEqual([
      { field: 'headline', start: 4, end: 7 },
    ]);
    expect(match('WHO', { headline: 'Man who fled is held' })).toBeNull();
  });
});

describe('numbers', () => {
  table([
    ['1500', '1,500 or 1 500 or 1\u00A0500 or 1’500', ['1,500', '1 500', '1\u00A0500', '1’500']],
    ['1500', '1.500 Euro', ['1.500'], 'de'],
    ['1500', '1.500 points', null, 'en'],
    ['1.5', '1,5 million', ['1,5']],
    ['"1 5"', '1.5 million', null],
    ['500', '€500 and $500', ['500', '500']],
    ['2017', 'on 13.05.2017', ['2017']],
    ['123', '١٢٣ and １２３', ['١٢٣', '１２３']],
    ['"1 500 arrests"', 'some 1,500 arrests', ['1,500 arrests']],
  ]);
});

describe('scripts', () => {
  table([
    ['网络犯罪', '打击网络犯罪行动', ['网络犯罪']],
    ['网络犯罪', '网络，犯罪', null],
    ['网络犯罪', '网络 犯罪', null],
    ['データ', 'ﾃﾞｰﾀの', ['ﾃﾞｰﾀ']],
    ['ハ', 'バ', null],
    ['인터폴', '인터폴은 밝혔다', ['인터폴은']],
    ['=인터폴', '인터폴은 밝혔다', null],
    ['"인터폴 사무총장"', '인터폴의 사무총장은', ['인터폴의 사무총장은']],
    ['الأمن', 'بالأمن والأمن للأمن', ['بالأمن', 'والأمن', 'للأمن']],
    ['امن', 'والأمن', ['والأمن']],
    ['کشور', 'كشور', ['كشور']],
    ['🚨', 'news 🚨 today', ['🚨']],
    ['G20峰会', '在G20峰会上', ['G20峰会']],
  ]);
});

describe('booleans', () => {
  table([
    ['fraud bank', 'bank fraud', ['bank', 'fraud']],
    ['fraud bank', 'a bank', null],
    ['fraud OR bank', 'a bank', ['bank']],
    ['fraud NOT bank', 'fraud at a bank', null],
    ['fraud NOT bank', 'plain fraud', ['fraud']],
    ['fraud NOT (bank ATM)', 'fraud at a bank', ['fraud']],
    ['(fraud OR scam) (bank OR shop)', 'scam at a shop', ['scam', 'shop']],
  ]);
});

describe('phrases and proximity', () => {
  table([
    ['"human trafficking"', 'human\u00A0trafficking; trafficking human', ['human\u00A0trafficking']],
    ['"fraud bank"', 'fraud. Bank', ['fraud. Bank']],
    ['"bank cyber-crime unit"', 'the bank cybercrime unit', ['bank cybercrime unit']],
    ['"traffick* ring"', 'trafficking rings', ['trafficking rings']],
    ['"ring bank fraud"~1', 'fraud by bank ring', ['fraud by bank ring']],
    ['"ring bank fraud"~1', 'fraud by a bank ring', null],
    ['"a a"~3', 'a b c', null],
    ['"a a"~3', 'a b a', ['a b a']],
    ['"x y x"~2', 'y x z x', ['y x z x']],
    ['sanctions NEAR/3 Russia', 'sanctions one two Russia', ['sanctions', 'Russia']],
    ['sanctions NEAR/2 Russia', 'sanctions one two Russia', null],
    ['Russia PRE/3 sanctions', 'sanctions on Russia', null],
    ['"asset freeze" NEAR/1 order', 'order asset freeze', ['order', 'asset freeze']],
    ['fraud NEAR/5 fraud', 'one fraud', null],
    ['fraud NEAR/5 fraud', 'fraud and fraud', ['fraud', 'fraud']],
    ['a NEAR/1 b NEAR/1 c', 'c a b', ['c', 'a', 'b']],
    ['a NEAR/1 b NEAR/1 c', 'a b x c', null],
    ['(fraud OR scam) NEAR/2 bank', 'scam at bank, fraud', ['scam', 'bank', 'fraud']],
    ['fraud /s bank', 'Fraud hit Mr. Smith of the bank.', ['Fraud', 'bank']],
    ['fraud /s bank', 'Fraud rose.” Banks fell.', null],
    ['fraud /s bank', 'Fraud of 1.5 m; a\nbank: hit', ['Fraud', 'bank']],
    ['fraud /p bank', 'Fraud rose. Banks fell.', ['Fraud', 'Banks']],
    ['fraud /p bank', 'Fraud rose.\n\nBanks fell.', null],
    ['fraud +s bank', 'a bank fraud', null],
    ['ATLEAST/3(fraud OR scam)', 'fraud, scam, fraud', ['fraud', 'scam', 'fraud']],
    ['ATLEAST/3(fraud OR scam)', 'fraud, scam', null],
  ]);

  it('never runs from the headline into the body, but counts in both', () => {
    const document = { headline: 'Bank fraud', body: 'ring broken up, fraud ends' };
    expect(match('"fraud ring"', document)).toBeNull();
    expect(match('fraud NEAR/5 ring', document)?.spans).toEqual([
      { field: 'body', start: 0, end: 4 },
      { field: 'body', start: 16, end: 21 },
    ]);
    expect(match('bank NEAR/5 ring', document)).toBeNull();
    expect(match('bank ring', document)).not.toBeNull();
    expect(match('ATLEAST/2(fraud)', document)).not.toBeNull();
  });

  it('reads a long body to its end', () => {
    const body = `${'filler words stand here '.repeat(20_000)}then I-24/7 near Lyon`;
    expect(match('I-24/7 NEAR/2 Lyon', { body })?.spans).toHaveLength(2);
  });

  it.each([
    ['Latin letters', 'fraud*', 'fraud', 'en'],
    ['Latin letters in a language with endings', 'haus*', 'haus', 'de'],
    ['Arabic letters', 'وشرطة*', 'وشرطة', 'ar'],
  ])('reads a body that is one word of %s without a space', (_, query, piece, language) => {
    expect(match(query, { body: piece.repeat(30_000), language })).not.toBeNull();
  });

  it('stays quick on a body of one word', () => {
    const body = 'a '.repeat(40_000);
    expect(match('a NEAR/100 a NEAR/100 a', { body })?.spans).toHaveLength(50);
    expect(match('"a b"~100', { body: `${body}b` })?.spans).toHaveLength(1);
  });

  it('finds a hundred proximities on one another in a body of one word, with the first spans', () => {
    const body = 'a '.repeat(8_000);
    const spans = match(Array(100).fill('a').join(' NEAR/100 '), { body })?.spans ?? [];
    expect(spans.slice(0, 3).map(({ start }) => start)).toEqual([0, 2, 4]);
    expect(spans).toHaveLength(50);
  });
});

describe('fields', () => {
  const document: QueryDocument = {
    headline: 'Ransomware ring dismantled',
    body: 'BEIJING, China – Police acted.',
    organization: 'World Health Organization',
    newsroom: 'who-int',
    acronym: 'WHO',
    language: 'en-GB',
    date: '2026-02-03T10:00:00+01:00',
    url: 'https://www.example.org/en/news/fraud-ring',
    country: 'CN',
    topics: ['Organized crime', 'Cyber'],
    dateline: 'BEIJING, China',
    quotes: [{ text: 'We acted fast', speaker: 'Jürgen Stock' }],
  };

  it.each([
    ['title:ransomware', true],
    ['body:ransomware', false],
    ['title:(ring NEAR/1 ransomware)', true],
    ['org:who', true],
    ['org:who-int', true],
    ['org:"world health"', true],
    ['org:"health world"', false],
    ['lang:en', true],
    ['lang:en-gb', true],
    ['lang:en-US', false],
    ['lang:(fr OR en)', true],
    ['country:cn', true],
    ['topic:cyber', true],
    ['topic:"crime cyber"', false],
    ['url:example.org', true],
    ['url:fraud', true],
    ['quote:acted', true],
    ['quote:police', false],
    ['speaker:stock', true],
    ['speaker:"Jurgen Stock"', true],
    ['dateline:beijing', true],
    ['date:2026', true],
    ['date:2026-02', true],
    ['date:2026-02-03', true],
    ['date:<2026-02-03', false],
    ['date:<=2026-02-03', true],
    ['date:>2026-02', false],
    ['date:>=2026-02-04', false],
    ['date:2026-01..2026-02', true],
    ['date:..2026-01', false],
    ['date:2026-02-03..', true],
    ['date:(2025 OR 2026)', true],
    ['police NOT lang:fr', true],
    ['org:who NOT title:ransomware', false],
  ])('%s is %s', (query, expected) => {
    expect(match(query, document) !== null).toBe(expected);
  });

  it('meets no clause on what the document lacks', () => {
    for (const query of [
      'org:who',
      'lang:en',
      'date:>2000',
      'date:..2100',
      'country:CN',
      'topic:x',
      'url:x',
      'quote:x',
      'speaker:x',
      'dateline:x',
    ]) {
      expect(match(query, { body: 'text' })).toBeNull();
    }
    expect(match('text NOT date:2026', { body: 'text' })).not.toBeNull();
  });

  it('has no spans for a hit by metadata alone', () => {
    expect(match('org:who date:2026', document)).toEqual({
      watch: 'watch',
      spans: [],
      clauses: ['org:who', 'date:2026'],
    });
  });
});

describe('hits', () => {
  it('names the clauses that made the match, without what is excluded', () => {
    const hit = match('(fraud OR scam) police NOT drill', { body: 'Police stop scam' });
    expect(hit?.clauses).toEqual(['scam', 'police']);
  });

  it('gives at most fifty spans a field, headline first', () => {
    const hit = match('fraud', { headline: 'Fraud', body: 'fraud '.repeat(80) });
    expect(hit?.spans).toHaveLength(51);
    expect(hit?.spans[0]).toEqual({ field: 'headline', start: 0, end: 5 });
  });

  it('answers in the order of the queries, evaluates equal ones once, and runs the rest beside a bad one', () => {
    const compiled = compileQueries([
      { id: 'one', query: 'fraud bank' },
      { id: 'bad', query: '(fraud' },
      { id: 'two', query: 'Bank AND Fraud AND bank' },
      { id: 'other', query: 'scam' },
    ]);
    expect(compiled.distinctQueries).toBe(2);
    expect(compiled.matcher.size).toBe(3);
    expect(compiled.refused.map(({ id, errors }) => [id, errors[0]?.code])).toEqual([['bad', 'E_OPEN_PAREN']]);
    const hits = compiled.matcher.match({ headline: '', body: 'bank fraud' });
    expect(hits.map((hit) => hit.watch)).toEqual(['one', 'two']);
  });
});
