/** The query language as tables: what is written, how it is read, and what is refused with which fixes. */
import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import { isError, type ProblemCode, problemCodes } from '../../../shared/query/problems.ts';

const canonicalForms: readonly (readonly [query: string, canonical: string])[] = [
  ['cybercrime', 'cybercrime'],
  ['I-24/7 network', 'I-24/7 AND network'],
  ['fraud AND bank', 'fraud AND bank'],
  ['fraud || scam', 'fraud OR scam'],
  ['fraud | scam', 'fraud OR scam'],
  ['(fraud OR scam) bank', '(fraud OR scam) AND bank'],
  ['(fraud OR scam) OR theft', 'fraud OR scam OR theft'],
  ['((fraud))', 'fraud'],
  ['ransomware -drill', 'ransomware NOT drill'],
  ['ransomware !drill', 'ransomware NOT drill'],
  ['ransomware –drill', 'ransomware NOT drill'],
  ['ransomware AND NOT (drill OR exercise)', 'ransomware NOT (drill OR exercise)'],
  ['ransomware BUT NOT drill', 'ransomware NOT drill'],
  ['NOT drill ransomware', 'NOT drill AND ransomware'],
  ['cybercrim!', 'cybercrim*'],
  ['网络*', '网络*'],
  ['wom?n', 'wom?n'],
  ['=Interpol #arrest', '=Interpol AND #arrest'],
  ['#"arrest warrant"', '#"arrest warrant"'],
  ['“human trafficking”', '"human trafficking"'],
  ['«human trafficking»', '"human trafficking"'],
  ['„human trafficking“', '"human trafficking"'],
  ['「人身売買」', '"人身売買"'],
  ['“human trafficking"', '"human trafficking"'],
  ['（fraud OR scam）　title：bank', '(fraud OR scam) AND title:bank'],
  ['cyber＊', 'cyber*'],
  ['cyber\u00ADcrime \u200Bwave', 'cybercrime AND wave'],
  ['fraud, bank; scam', 'fraud AND bank AND scam'],
  ['1,500 euros', '1,500 AND euros'],
  ['10:30', '10:30'],
  ['https://example.org/a?b=1', 'https://example.org/a?b=1'],
  ['mailto:press@example.org', 'mailto:press@example.org'],
  ['@interpol', 'interpol'],
  ['"re:invent"', '"re:invent"'],
  ['"AND"', '"AND"'],
  ['U.S.', 'U.S.'],
  ['sanctions NEAR/4 Russia', 'sanctions NEAR/4 Russia'],
  ['sanctions w/4 Russia', 'sanctions NEAR/4 Russia'],
  ['sanctions /4 Russia', 'sanctions NEAR/4 Russia'],
  ['sanctions pre/4 Russia', 'sanctions PRE/4 Russia'],
  ['sanctions +4 Russia', 'sanctions PRE/4 Russia'],
  ['fraud w/s bank', 'fraud /s bank'],
  ['fraud +p bank', 'fraud +p bank'],
  ['a NEAR/3 b NEAR/5 c', 'a NEAR/3 b NEAR/5 c'],
  ['(a NEAR/3 b) NEAR/5 c', 'a NEAR/3 b NEAR/5 c'],
  ['a NEAR/3 (b NEAR/5 c)', 'a NEAR/3 (b NEAR/5 c)'],
  ['(a OR "b c") NEAR/3 d', '(a OR "b c") NEAR/3 d'],
  ['"fraud bank ring"~5', '"fraud bank ring"~5'],
  ['ATLEAST/3(fraud OR scam*)', 'ATLEAST/3(fraud OR scam*)'],
  ['ATLEAST3 (fraud)', 'ATLEAST/3(fraud)'],
  ['Title:fraud', 'title:fraud'],
  ['title: fraud', 'title:fraud'],
  ['title:(fraud bank)', 'title:(fraud AND bank)'],
  ['-title:fraud bank', 'NOT title:fraud AND bank'],
  ['org:europol lang:fr fraude', 'org:europol AND lang:fr AND fraude'],
  ['date:>=2026-02 fraud', 'date:>=2026-02 AND fraud'],
  ['date:2026-01..2026-03', 'date:2026-01..2026-03'],
  ['url:interpol.int/en', 'url:interpol.int/en'],
  ['near', 'near'],
  ['w/o', 'w/o'],
];

describe('reading a query', () => {
  it.each(canonicalForms)('reads %s as %s', (query, canonical) => {
    const check = checkQuery(query);
    expect(check.errors).toEqual([]);
    expect(check.canonical).toBe(canonical);
    expect(checkQuery(canonical).canonical).toBe(canonical);
  });

  it.each([
    ['cybercrime', '“cybercrime”'],
    ['ransomware NOT drill', '“ransomware”, but not “drill”'],
    ['(a OR b) c', '(“a” or “b”) and “c”'],
    ['cyber*', 'words that begin with “cyber”'],
    ['"human trafficking"', 'the phrase “human trafficking”'],
    ['"fraud bank"~1', 'the words “fraud bank” in any order with at most 1 other word between them'],
    ['a NEAR/4 b', '“a” within 4 words of “b”'],
    ['a PRE/1 b', '“a” at most 1 word before “b”'],
    ['a /s b', '“a” and “b” in the same sentence'],
    ['title:fraud bank', '“bank”, and “fraud” in the headline'],
    ['country:(FR OR US)', 'from the country (“FR” or “US”)'],
    ['cyber* OR fraud', '(words that begin with “cyber”) or “fraud”'],
    ['ATLEAST/3(fraud)', 'at least 3 times “fraud”'],
    ['date:2026-02', 'dated in 2026-02'],
    ['date:<2026', 'dated on or before 2025-12-31'],
    ['WHO', '“WHO” in capitals'],
    ['INTERPOL', '“INTERPOL”'],
    ['=Interpol', '“Interpol” exactly as written'],
  ])('says %s back as %s', (query, words) => {
    expect(checkQuery(query).words).toBe(words);
  });
});

const refusals: readonly (readonly [query: string, code: ProblemCode, fixes: readonly string[]])[] = [
  ['', 'E_EMPTY', []],
  [' ... ', 'E_EMPTY', []],
  ['fraud ()', 'E_EMPTY', ['fraud']],
  ['fraud ""', 'E_EMPTY', ['fraud']],
  ['"human trafficking', 'E_OPEN_QUOTE', ['"human trafficking"', 'human trafficking']],
  ['(fraud OR scam', 'E_OPEN_PAREN', ['(fraud OR scam)', 'fraud OR scam']],
  ['fraud)', 'E_CLOSE_PAREN', ['fraud', '(fraud)']],
  ['fraud AND', 'E_DANGLING_OPERATOR', ['fraud', 'fraud "AND"']],
  ['OR fraud', 'E_DANGLING_OPERATOR', ['fraud', '"OR" fraud']],
  ['fraud AND OR scam', 'E_DANGLING_OPERATOR', ['fraud AND scam', 'fraud AND "OR" scam']],
  ['fraud NEAR/5', 'E_DANGLING_OPERATOR', ['fraud', 'fraud "NEAR/5"']],
  ['NEAR/5 bank', 'E_DANGLING_OPERATOR', ['bank', '"NEAR/5" bank']],
  ['NOT', 'E_DANGLING_OPERATOR', ['"NOT"']],
  ['a OR b AND c', 'E_MIXED', ['a OR (b AND c)', '(a OR b) AND c']],
  ['a b OR c', 'E_MIXED', ['(a b) OR c', 'a (b OR c)']],
  ['a OR b NOT c', 'E_MIXED', ['a OR (b NOT c)', '(a OR b) NOT c']],
  ['a NOT b OR c', 'E_MIXED', ['(a NOT b) OR c', 'a NOT (b OR c)']],
  ['NOT fraud', 'E_NOT_ONLY', ['fraud']],
  ['NOT fraud NOT scam', 'E_NOT_ONLY', ['fraud scam']],
  ['a OR NOT b', 'E_NOT_ONLY', ['a NOT b', 'a OR b']],
  ['title:-fraud bank', 'E_NOT_ONLY', ['NOT title:fraud bank', 'title:fraud bank']],
  ['bank title:(NOT fraud)', 'E_NOT_ONLY', ['bank title:(fraud)']],
  ['NOT NOT fraud', 'E_DOUBLE_NOT', ['fraud']],
  ['bank NOT (NOT fraud)', 'E_DOUBLE_NOT', ['bank fraud']],
  ['tilte:fraud', 'E_FIELD', ['title:fraud', '"tilte:fraud"']],
  ['headline:fraud', 'E_FIELD', ['title:fraud', '"headline:fraud"']],
  ['re:invent', 'E_FIELD', ['"re:invent"']],
  ['title:org:europol', 'E_FIELD', ['org:europol']],
  ['title:(org:europol)', 'E_FIELD', ['title:(europol)']],
  ['title: AND fraud', 'E_FIELD_EMPTY', ['fraud', '"title" fraud']],
  ['fraud title:', 'E_FIELD_EMPTY', ['fraud', 'fraud "title"']],
  ['title:', 'E_FIELD_EMPTY', ['"title"']],
  ['title:a NEAR/3 b', 'E_FIELD_IN_NEAR', ['title:(a NEAR/3 b)']],
  ['title:a NEAR/3 title:b', 'E_FIELD_IN_NEAR', ['title:(a NEAR/3 b)']],
  ['lang:fr NEAR/3 b', 'E_FIELD_IN_NEAR', ['(lang:fr AND b)']],
  ['(a b) NEAR/3 c', 'E_OPERAND', ['(a NEAR/3 c AND b NEAR/3 c)', '"a b" NEAR/3 c', '((a b) AND c)']],
  ['a NEAR/3 NOT b', 'E_OPERAND', ['a NOT (a NEAR/3 b)']],
  ['a NEAR b', 'E_PROXIMITY', ['a NEAR/10 b']],
  ['a NEAR/0 b', 'E_PROXIMITY', ['a NEAR/1 b']],
  ['a w/500 b', 'E_PROXIMITY', ['a NEAR/100 b']],
  ['a PRE/x b', 'E_PROXIMITY', ['a PRE/10 b']],
  ['"a b"~500', 'E_PROXIMITY', ['"a b"~100']],
  ['ATLEAST/1(fraud)', 'E_ATLEAST', ['ATLEAST/2(fraud)']],
  ['ATLEAST(fraud)', 'E_ATLEAST', ['ATLEAST/2(fraud)']],
  ['ATLEAST/3 fraud', 'E_ATLEAST', ['ATLEAST/3 (fraud)']],
  ['ATLEAST/3(fraud bank)', 'E_ATLEAST', ['(ATLEAST/3(fraud) AND ATLEAST/3(bank))', 'ATLEAST/3("fraud bank")']],
  ['ATLEAST/3(title:fraud)', 'E_ATLEAST', ['title:ATLEAST/3(fraud)']],
  ['cy*', 'E_SHORT_PREFIX', ['cy']],
  ['"cy* crime"', 'E_SHORT_PREFIX', ['"cy crime"']],
  ['*crime', 'E_WILDCARD', ['crime']],
  ['cyb*me', 'E_WILDCARD', ['cyb*', 'cyb?me', 'cybme']],
  ['fraud *', 'E_WILDCARD', ['fraud']],
  ['date:2026-03..2026-01', 'E_DATE', ['date:2026-01..2026-03']],
  ['date:2026-02-30', 'E_DATE', ['date:2026-02-28']],
  ['date:31.12.2026', 'E_DATE', ['date:2026-12-31']],
  ['date:yesterday', 'E_DATE', ['"yesterday"']],
];

describe('refusing a query', () => {
  it.each(refusals)('refuses %s with %s', (query, code, fixes) => {
    const check = checkQuery(query);
    expect(check.ok).toBe(false);
    expect(check.canonical).toBeNull();
    expect(check.words).toBeNull();
    const [first] = check.errors;
    expect(first?.code).toBe(code);
    expect(first?.fixes.map((fix) => fix.query)).toEqual(fixes);
    expect(first?.message).not.toBe('');
    expect(first?.hint).not.toBe('');
    for (const fix of first?.fixes ?? []) expect(checkQuery(fix.query).ok).toBe(true);
  });

  it('points at the place of the error', () => {
    const [error] = checkQuery('fraud AND tilte:bank').errors;
    expect([error?.start, error?.end]).toEqual([10, 16]);
  });

  it('tells all errors at once, and each fix repairs the others too', () => {
    const check = checkQuery('tilte:a OR b c* AND "d');
    expect(check.errors.map((error) => error.code)).toEqual(['E_FIELD', 'E_MIXED', 'E_SHORT_PREFIX', 'E_OPEN_QUOTE']);
    for (const error of check.errors) {
      expect(error.fixes.length).toBeGreaterThan(0);
      for (const fix of error.fixes) expect(checkQuery(fix.query).ok).toBe(true);
    }
  });

  it('takes a query at each limit and refuses it one beyond', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}fraud${')'.repeat(depth)}`;
    const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');
    const codes = (query: string): string[] => checkQuery(query).errors.map((error) => error.code);
    expect(codes(nested(limits.queryDepthMax))).toEqual([]);
    expect(codes(nested(limits.queryDepthMax + 1))).toEqual(['E_LIMIT']);
    expect(codes(nested(1_900))).toEqual(['E_LIMIT']);
    expect(codes(words(limits.queryTermsMax))).toEqual([]);
    expect(codes(words(limits.queryTermsMax + 1))).toEqual(['E_LIMIT']);
    expect(codes('fraud'.padEnd(limits.queryCharactersMax))).toEqual([]);
    expect(codes('fraud'.padEnd(limits.queryCharactersMax + 1))).toEqual(['E_LIMIT']);
  });
});

const warnings: readonly (readonly [query: string, code: ProblemCode, fixes: readonly string[]])[] = [
  ['fraud and scam', 'W_LOWERCASE_OPERATOR', ['fraud AND scam']],
  ['fraud or scam', 'W_LOWERCASE_OPERATOR', ['fraud OR scam']],
  ['fraud not drill', 'W_LOWERCASE_OPERATOR', ['fraud NOT drill']],
  ['fraud and not drill', 'W_LOWERCASE_OPERATOR', ['fraud NOT drill']],
  ['fraud but not drill', 'W_LOWERCASE_OPERATOR', ['fraud NOT drill']],
  ['fraud or scam bank', 'W_LOWERCASE_OPERATOR', ['fraud OR (scam bank)', '(fraud OR scam) bank']],
  ['"a b"~', 'W_SLOP', ['"a b"', '"a b"~5']],
  ['"a b"~0', 'W_SLOP', ['"a b"']],
  ['fraud~2 bank', 'W_SLOP', ['fraud bank']],
  ['fraud~2# bank', 'W_SLOP', ['fraud bank']],
  ['~2~2 bank', 'W_SLOP', ['~2 bank']],
  ['fraud~0/ bank', 'W_SLOP', ['fraud bank']],
  ['+fraud bank', 'W_PLUS', ['fraud bank']],
  ['+"fraud ring" bank', 'W_PLUS', ['"fraud ring" bank']],
  ['fraud - bank', 'W_REDUNDANT', ['fraud bank']],
  ['fraud OR scam OR Fraud', 'W_REDUNDANT', ['fraud OR scam']],
  ['fraud OR frauds', 'W_REDUNDANT', ['fraud']],
  ['fraud AND "fraud ring"', 'W_REDUNDANT', ['"fraud ring"']],
  ['date:2025..2026 date:2026', 'W_REDUNDANT', ['date:2026']],
  ['fraud bank NOT fraud', 'W_CONTRADICTION', ['fraud AND bank']],
  ['fraud NOT frauds', 'W_CONTRADICTION', ['fraud']],
  ['"fraud ring" NOT fraud', 'W_CONTRADICTION', ['"fraud ring"']],
  ['country:FR country:DE fraud', 'W_CONTRADICTION', ['country:FR AND fraud']],
  ['date:2025 date:2026', 'W_CONTRADICTION', ['date:2025']],
  ['lang:en lang:fr fraud', 'W_CONTRADICTION', ['lang:en AND fraud']],
  ['cyber* OR cybercrime', 'W_COVERED', ['cyber*']],
  ['fraud OR "fraud ring"', 'W_COVERED', ['fraud']],
  ['fraud OR (fraud NEAR/3 bank)', 'W_COVERED', ['fraud']],
  ['a NEAR/5 b OR b NEAR/3 a', 'W_COVERED', ['a NEAR/5 b']],
  ['who OR WHO', 'W_COVERED', ['who']],
  ['lang:en OR lang:en-GB', 'W_COVERED', ['lang:en']],
  ['the', 'W_BROAD', []],
  ['the OR fraud', 'W_BROAD', []],
];

describe('warning about a query', () => {
  it.each(warnings)('warns about %s with %s', (query, code, fixes) => {
    const check = checkQuery(query);
    expect(check.ok).toBe(true);
    expect(check.warnings.map((warning) => warning.code)).toContain(code);
    const warning = check.warnings.find((candidate) => candidate.code === code);
    expect(warning?.fixes.map((fix) => fix.query)).toEqual(fixes);
    for (const fix of warning?.fixes ?? []) expect(checkQuery(fix.query).ok).toBe(true);
  });

  it.each([
    'fraud',
    'WHO',
    'lang:en fraud NOT lang:en-GB',
    'date:2025..2026 fraud NOT date:2026-02',
    'fraud OR scam',
    'near and far'.replace(' and', ', and'),
  ])('says nothing of %s that it should not', (query) => {
    expect(checkQuery(query).warnings.filter((warning) => warning.code !== 'W_LOWERCASE_OPERATOR')).toEqual([]);
  });
});

describe('the table of codes', () => {
  it('holds every code that these tables expect, each as an error or a warning', () => {
    for (const [, code] of refusals) expect(isError(code)).toBe(true);
    for (const [, code] of warnings) expect(isError(code)).toBe(false);
    const shown = new Set([...refusals, ...warnings].map(([, code]) => code as string));
    const elsewhere = ['E_LIMIT', 'W_NEVER_SEEN'];
    expect(Object.keys(problemCodes).filter((code) => !shown.has(code))).toEqual(elsewhere);
  });
});
