/** The language reference tells the truth: its tables are read from the page and run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { checkQuery } from '../../../shared/query/check.ts';
import { compileQueries } from '../../../shared/query/compile.ts';
import { fieldNames } from '../../../shared/query/fields.ts';
import { problemCodes } from '../../../shared/query/problems.ts';
import type { QueryDocument } from '../../../shared/query/types.ts';

const page = readFileSync(new URL('../../../docs/reference/query-language.md', import.meta.url), 'utf8');

interface Example {
  readonly query: string;
  readonly matches: readonly string[];
  readonly misses: readonly string[];
}

function cells(line: string): string[] {
  // A | inside a code span belongs to the query.
  return line
    .split(/\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function examplesOf(text: string): Example[] {
  const examples: Example[] = [];
  let header: string[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) header = [];
    else if (header.length === 0) header = cells(line);
    else if (!line.startsWith('|---') && header.includes('does not match')) {
      const row = cells(line);
      const texts = (name: string): string[] =>
        (row[header.indexOf(name)] ?? '').split('/ /').map((part) => part.trim());
      examples.push({
        query: row[0]?.replaceAll('`', '') ?? '',
        matches: texts('matches'),
        misses: texts('does not match'),
      });
    }
  }
  return examples;
}

const examples = examplesOf(page);

/** The release that the page describes above its table of fields. */
const describedRelease: QueryDocument = {
  headline: 'Fraud ring dismantled',
  body: 'Police made arrests.',
  organization: 'Europol',
  language: 'en-GB',
  country: 'NL',
  date: '2026-02-03',
  topics: ['Organised crime'],
  url: 'https://www.europol.europa.eu/media/42-arrests',
  dateline: 'THE HAGUE, Netherlands',
  quotes: [{ text: 'We never give up', speaker: 'Catherine De Bolle' }],
};

describe('the query language reference', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(45);
  });

  it.each(examples.map((example) => [example.query, example] as const))(
    'is right about %s',
    (query, { matches, misses }) => {
      const { matcher, refused } = compileQueries([{ id: 'q', query }]);
      expect(refused).toEqual([]);
      const found = (body: string): boolean => matcher.match({ headline: '', body }).length > 0;
      for (const text of matches) expect([text, found(text)]).toEqual([text, true]);
      for (const text of misses) expect([text, found(text)]).toEqual([text, false]);
    },
  );

  it('shows every field with an example that parses', () => {
    for (const name of fieldNames) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${name}:\` |`));
      const query = cells(row ?? '')[2]?.replaceAll('`', '') ?? '';
      expect([name, checkQuery(query).ok]).toEqual([name, true]);
    }
  });

  it('is right about every field on the release that it describes', () => {
    const rows = page.split('\n').flatMap((line) => {
      const [query = '', answer = ''] = cells(line);
      return answer === 'yes' || answer === 'no' ? [{ query: query.replaceAll('`', ''), answer }] : [];
    });
    expect(rows.length).toBeGreaterThan(15);
    const { matcher, refused } = compileQueries(rows.map(({ query }) => ({ id: query, query })));
    expect(refused).toEqual([]);
    const met = new Set(matcher.match(describedRelease).map(({ watch }) => watch));
    for (const { query, answer } of rows) expect([query, met.has(query) ? 'yes' : 'no']).toEqual([query, answer]);
  });

  it('lists every code, and the limits as they are', () => {
    const listed = [...page.matchAll(/`([EW]_[A-Z_]+)`/g)].map(([, code]) => code);
    expect([...new Set(listed)].sort()).toEqual(Object.keys(problemCodes).sort());
    expect(page).toContain(
      `at most ${limits.queryCharactersMax.toLocaleString('en')} characters, ${limits.queryTermsMax} words and ${limits.queryDepthMax} levels`,
    );
    expect(page).toContain(`The first ${limits.queryProblemsMax} problems`);
  });

  it('says what happens at the limits of the work on one text', () => {
    expect(page).toContain(`joined ${limits.proximityPairsMax.toLocaleString('en')} pairs of places`);
    expect(page).toContain(`taken ${limits.anyOrderStepsMax.toLocaleString('en')} steps`);
  });

  it('is right that a nearness is found when an earlier one has used up its pairs', () => {
    const query = '(fraud /p bank) AND (scam NEAR/3 shop)';
    const side = Math.ceil(Math.sqrt(limits.proximityPairsMax)) + 1;
    const crowd = `${'fraud '.repeat(side)}${'bank '.repeat(side)}`;
    const { matcher } = compileQueries([{ id: 'q', query }]);
    expect(matcher.match({ headline: '', body: `${crowd}\n\na scam at a shop` })).toHaveLength(1);
    expect(matcher.match({ headline: '', body: `${crowd}\n\na scam at a big old shop` })).toHaveLength(0);
  });
});
