/** The language sentence by sentence: what each query finds and does not find, how it is read, and what is wrong with it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkQuery } from '../../../shared/query/check.ts';
import { compileQueries } from '../../../shared/query/compile.ts';
import { IndexBuilder } from '../../../shared/query/engine/index-builder.ts';
import { IndexMatcher } from '../../../shared/query/engine/index-matcher.ts';
import { parseFound } from '../../../shared/query/parser.ts';
import type { QueryDocument } from '../../../shared/query/types.ts';

function lines<T>(name: string): readonly T[] {
  const text = readFileSync(new URL(`../../golden/query/${name}`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

const matches = lines<[query: string, isMatch: boolean, document: Partial<QueryDocument>]>('matching.ndjson');

const TOGETHER = 25;

interface Reading {
  readonly query: string;
  readonly canonical: string | null;
  readonly words: string | null;
  readonly problems: readonly (readonly [code: string, start: number, end: number, ...fixes: string[]])[];
}

const readings = lines<Reading>('reading.ndjson');

describe('each query of the golden cases', () => {
  it(`finds what it should and nothing else in ${matches.length} releases`, () => {
    // A few at a time: alone each would make all the arrays of an index.
    for (let from = 0; from < matches.length; from += TOGETHER) {
      const some = matches.slice(from, from + TOGETHER);
      const { matcher, refused } = compileQueries(some.map(([query], index) => ({ id: String(index), query })));
      expect(refused).toEqual([]);
      const wrong = some.filter(([, isMatch, document], index) => {
        const hits = matcher.match({ headline: '', body: '', ...document });
        return hits.some(({ watch }) => watch === String(index)) !== isMatch;
      });
      expect(wrong).toEqual([]);
    }
  });

  it('finds the same among all the others', () => {
    // The engine alone: spans are looked at above.
    const builder = new IndexBuilder();
    matches.forEach(([query], index) => {
      const { tree } = parseFound(query);
      if (tree !== null) builder.add(tree, index);
    });
    const matcher = new IndexMatcher(builder.finish());
    const wrong = matches.filter(([, isMatch, document], index) => {
      matcher.match({ headline: '', body: '', ...document });
      return matcher.matchedWatches().trimmed().includes(index) !== isMatch;
    });
    expect(wrong).toEqual([]);
  });

  it.each(readings)('is read as it should be: $query', ({ query, canonical, words, problems }) => {
    const check = checkQuery(query);
    const told = [...check.errors, ...check.warnings];
    expect({ canonical: check.canonical, words: check.words }).toEqual({ canonical, words });
    expect(told.map(({ code, start, end, fixes }) => [code, start, end, ...fixes.map((fix) => fix.query)])).toEqual(
      problems,
    );
    for (const { fixes } of told) for (const fix of fixes) expect(checkQuery(fix.query).ok).toBe(true);
  });
});
