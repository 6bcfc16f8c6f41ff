/**
 * Queries and texts made to hurt: nothing may throw, hang or backtrack. Each is measured at one size and at twice that size;
 * a growth of about 2 is linear. Queries go through the whole check with its fixes, texts through matching and the marking
 * of places, in CPU milliseconds of this process.
 */

import { limits } from '../../../shared/limits.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import { compileQueries } from '../../../shared/query/compile.ts';
import type { QueryDocument } from '../../../shared/query/types.ts';

interface HostileQuery {
  readonly name: string;
  /** Repeats something about so many times, up to `queryCharactersMax` characters in all. */
  readonly make: (times: number) => string;
}

interface HostileText {
  readonly name: string;
  readonly query: string;
  readonly language?: string;
  readonly make: (words: number) => string;
}

export interface HostileRow {
  readonly hostile: 'query' | 'text';
  readonly name: string;
  readonly characters: number;
  readonly milliseconds: number;
  /** Of the time, when the input is twice as long. */
  readonly growth: number;
  readonly heapMegabytes: number;
  readonly outcome: string;
}

const queries: readonly HostileQuery[] = [
  { name: 'open parentheses', make: (times) => '('.repeat(times) },
  { name: 'nested pairs', make: (times) => `${'('.repeat(times)}fraud${')'.repeat(times)}` },
  { name: 'closing parentheses', make: (times) => `fraud${')'.repeat(times)}` },
  { name: 'quotation marks', make: (times) => '"'.repeat(times) },
  { name: 'open quotations of all kinds', make: (times) => '“ „ « 「 '.repeat(times / 8) },
  { name: 'minus signs', make: (times) => `${'-'.repeat(times)}fraud` },
  { name: 'NOT', make: (times) => `${'NOT '.repeat(times / 4)}fraud` },
  { name: 'AND OR in turn', make: (times) => `a${' AND b OR c'.repeat(times / 11)}` },
  { name: 'operators only', make: (times) => 'AND OR NEAR/3 NOT '.repeat(times / 18) },
  { name: 'colons', make: (times) => 'a:'.repeat(times / 2) },
  { name: 'fields in fields', make: (times) => `${'title:'.repeat(times / 6)}x` },
  { name: 'asterisks', make: (times) => `abc${'*'.repeat(times)}` },
  { name: 'question marks', make: (times) => `a${'?'.repeat(times)}b` },
  { name: 'wildcards in one word', make: (times) => 'a?*'.repeat(times / 3) },
  { name: 'hyphens', make: (times) => 'a-'.repeat(times / 2) },
  { name: 'umlauts', make: (times) => 'ü'.repeat(times) },
  { name: 'combining marks', make: (times) => `e${'\u0301'.repeat(times)}` },
  { name: 'zero-width characters', make: (times) => `fra${'\u200B'.repeat(times)}ud` },
  { name: 'lone surrogates', make: (times) => '\uD800 '.repeat(times / 2) },
  { name: 'digits in groups', make: (times) => `"${'1 000 '.repeat(times / 6)}"` },
  { name: 'slop', make: (times) => `"a b"${'~'.repeat(times)}9` },
  { name: 'nearness in a chain', make: (times) => `a${' NEAR/100 a'.repeat(times / 11)}` },
  { name: 'nested nearness', make: (times) => `${'(a NEAR/9 '.repeat(times / 11)}b${')'.repeat(times / 11)}` },
  { name: 'words of one letter', make: (times) => 'a '.repeat(times / 2) },
  { name: 'dates', make: (times) => `date:${'2026-'.repeat(times / 5)}` },
  { name: 'dots in a date', make: (times) => `date:2026${'.'.repeat(times)}` },
  { name: 'at least', make: (times) => `${'ATLEAST/2('.repeat(times / 10)}a${')'.repeat(times / 10)}` },
  { name: 'backslashes', make: (times) => '\\'.repeat(times) },
  { name: 'nulls', make: (times) => '\u0000'.repeat(times) },
];

const phraseOfMany = `"${'fraud '.repeat(150)}"`;

const texts: readonly HostileText[] = [
  { name: 'one word again and again', query: 'fraud', make: (words) => 'fraud '.repeat(words) },
  { name: 'a phrase of one word', query: phraseOfMany, make: (words) => 'fraud '.repeat(words) },
  {
    name: 'nearness of one word',
    query: 'fraud NEAR/100 fraud NEAR/100 fraud',
    make: (words) => 'fraud '.repeat(words),
  },
  { name: 'one sentence for /s', query: 'fraud /s bank /s fraud', make: (words) => 'fraud bank '.repeat(words / 2) },
  { name: 'slop of one word', query: '"fraud fraud fraud fraud"~90', make: (words) => 'fraud '.repeat(words) },
  { name: 'slop that never fits', query: '"aa bb cc dd"~100', make: (words) => 'aa bb cc '.repeat(words / 3) },
  { name: 'a compound without end', query: 'a-b-a-b-a-b', make: (words) => 'a-b-'.repeat(words / 2) },
  { name: 'letters with dots', query: 'U.S.', make: (words) => 'U.'.repeat(words) },
  { name: 'digits with dots', query: '1500', make: (words) => '1.'.repeat(words) },
  { name: 'one number of many groups', query: '1500', make: (words) => `1${',000'.repeat(words)}` },
  { name: 'one long word', query: 'fra*', make: (words) => 'fraud'.repeat(words) },
  {
    name: 'a pattern of many wildcards',
    query: 'f????????????????d',
    make: (words) => 'fraaaaaaaaaaaaaaad '.repeat(words),
  },
  {
    name: 'many different words',
    query: 'wor*',
    make: (words) => Array.from({ length: words }, (_, n) => `wo${n}`).join(' '),
  },
  { name: 'apostrophes', query: "o'brien", make: (words) => "o'".repeat(words) },
  { name: 'combining marks', query: 'sécurité', make: (words) => `se${'\u0301'.repeat(words)}curite` },
  { name: 'soft hyphens', query: 'cybercrime', make: (words) => `cyber${'\u00AD'.repeat(words)}crime` },
  { name: 'unspaced script', query: '网络犯罪', make: (words) => '网络犯'.repeat(words / 3) },
  { name: 'Thai rings and tones', query: 'น้ำ', make: (words) => `น${'\u0E4D\u0E49'.repeat(words / 2)}` },
  { name: 'Arabic particles', query: 'شرطة', make: (words) => `${'و'.repeat(words)}الشرطة` },
  { name: 'Hangul particles', query: 'FBI', make: (words) => 'FBI는'.repeat(words / 2) },
  { name: 'one long German word', query: 'Haus', language: 'de', make: (words) => 'haus'.repeat(words) },
  { name: 'full stops', query: 'fraud /s bank', make: (words) => `fraud${' .'.repeat(words)}bank` },
  { name: 'blank lines', query: 'fraud /p bank', make: (words) => `fraud${'\n'.repeat(words)}bank` },
  { name: 'brackets of notes', query: 'fraud /s bank', make: (words) => `fraud.${'[1]'.repeat(words)} bank` },
  { name: 'quotation marks in Hebrew', query: 'צה"ל', make: (words) => 'צ"'.repeat(words) },
];

/** Words of a text: as long as the longest body the language promises to read to its end. */
const wordsOfText = 200_000;
const rounds = 3;

function cpuMilliseconds(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

function rowOf(
  hostile: HostileRow['hostile'],
  name: string,
  half: () => void,
  whole: () => string,
  characters: number,
): HostileRow {
  let outcome = '';
  half();
  const heapBefore = process.memoryUsage().heapUsed;
  outcome = whole();
  const heapMegabytes = rounded(Math.max(0, process.memoryUsage().heapUsed - heapBefore) / 1e6);
  const halfMilliseconds = cpuMilliseconds(half);
  const milliseconds = cpuMilliseconds(whole);
  return {
    hostile,
    name,
    characters,
    milliseconds: rounded(milliseconds),
    growth: rounded(milliseconds / Math.max(halfMilliseconds, 0.1)),
    heapMegabytes,
    outcome,
  };
}

function checked(query: string): string {
  const { ok, errors } = checkQuery(query);
  return ok ? 'ok' : (errors[0]?.code ?? '?');
}

/** A row for each hostile query and text, as they are measured. */
export function* hostileRows(): Generator<HostileRow> {
  for (const { name, make } of queries) {
    const query = make(limits.queryCharactersMax).slice(0, limits.queryCharactersMax);
    const half = query.slice(0, query.length / 2);
    yield rowOf(
      'query',
      name,
      () => checked(half),
      () => checked(query),
      query.length,
    );
  }
  for (const { name, query, language = 'en', make } of texts) {
    const { matcher } = compileQueries([{ id: 'watch', query }]);
    const documentOf = (words: number): QueryDocument => ({ headline: '', body: make(words), language });
    const whole = documentOf(wordsOfText);
    const half = documentOf(wordsOfText / 2);
    const matched = (document: QueryDocument): string => {
      const [hit] = matcher.match(document);
      return hit === undefined ? 'no hit' : `${hit.spans.length} spans`;
    };
    yield rowOf(
      'text',
      name,
      () => matched(half),
      () => matched(whole),
      whole.body.length,
    );
  }
}
