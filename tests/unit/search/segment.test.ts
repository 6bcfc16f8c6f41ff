/** A segment answers exactly what asking every release one by one answers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkQuery, parseQuery } from '../../../shared/query/check.ts';
import { meets } from '../../../shared/query/evaluate.ts';
import { SearchedDocument } from '../../../shared/query/scope.ts';
import type { QueryDocument } from '../../../shared/query/types.ts';
import { Bits } from '../../../shared/search/bits.ts';
import { SegmentBuilder } from '../../../shared/search/builder.ts';
import { memoryFiles } from '../../../shared/search/files.ts';
import { type MergedInput, mergeSegments } from '../../../shared/search/merge.ts';
import { dayNumber, type ReleaseRow } from '../../../shared/search/row.ts';
import { Segment } from '../../../shared/search/segment.ts';
import { searchSegment } from '../../../shared/search/segment-search.ts';
import { documents, queries } from './queries.ts';

function rowOf(document: QueryDocument, number: number): ReleaseRow {
  return {
    id: String(number).padStart(20, 'a'),
    newsroom: document.newsroom ?? '',
    partition: 'undated',
    revision: 1,
    seq: number + 1,
    day: dayNumber(document.date ?? null),
    firstSeenMs: 0,
    origin: 'live',
    isWithdrawn: false,
  };
}

async function segmentOf(all: readonly QueryDocument[], first = 0): Promise<Segment> {
  const builder = new SegmentBuilder();
  all.forEach((document, number) => {
    builder.add(rowOf(document, first + number), document);
  });
  const files = memoryFiles();
  await files.write('s', builder.bytes());
  return Segment.open(files, 's');
}

function oneByOne(all: readonly QueryDocument[], query: string): number[] {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(`${query}: ${JSON.stringify(checkQuery(query).errors)}`);
  return all.flatMap((document, number) => (meets(parsed.tree, new SearchedDocument(document)) ? [number] : []));
}

async function bySegment(segment: Segment, query: string): Promise<number[]> {
  const parsed = parseQuery(query);
  return parsed.ok ? [...(await searchSegment(segment, parsed.tree)).documents()] : [];
}

/** Several segments of a few documents each, merged, without some documents. */
async function mergedOf(all: readonly QueryDocument[], dead: ReadonlySet<number>): Promise<Segment> {
  const inputs: MergedInput[] = [];
  for (let start = 0; start < all.length; start += 3) {
    const part = all.slice(start, start + 3);
    const bits = new Bits(part.length);
    part.forEach((_, number) => {
      if (dead.has(start + number)) bits.add(number);
    });
    inputs.push({ segment: await segmentOf(part, start), dead: bits });
  }
  const files = memoryFiles();
  await files.write('m', await mergeSegments(inputs));
  return Segment.open(files, 'm');
}

describe('search in a segment', () => {
  test('finds what matching every release one by one finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(documents, { minLength: 1, maxLength: 12 }),
        fc.array(queries, { minLength: 5, maxLength: 12 }),
        async (all, asked) => {
          const segment = await segmentOf(all);
          for (const query of asked) {
            if (!parseQuery(query).ok) continue;
            expect([query, await bySegment(segment, query)]).toEqual([query, oneByOne(all, query)]);
          }
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    );
  });

  test('finds what is asked in AND, OR and NOT of words and phrases that nearly every release has', async () => {
    const common = fc.constantFrom('the', 'of', 'bank', 'fraud', 'e-mail', 'crimes');
    const some = (max: number) => fc.array(common, { minLength: 1, maxLength: max }).map((words) => words.join(' '));
    const asked = fc.letrec<{ query: string }>((tie) => ({
      query: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        some(3).map((words) => `"${words}"`),
        common,
        fc
          .tuple(tie('query'), fc.constantFrom('AND', 'OR', 'NOT'), tie('query'))
          .map(([one, joint, other]) => `(${one}) ${joint} (${other})`),
      ),
    })).query;
    const text = fc.array(fc.oneof(common, fc.constantFrom('The', 'crime', 'mail')), { maxLength: 20 });
    const document = fc.record({
      headline: text.map((words) => words.slice(0, 4).join(' ')),
      body: text.map((words) => words.join(' ')),
      language: fc.constantFrom(null, 'en', 'fr'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 12 }),
        fc.array(asked, { minLength: 5, maxLength: 12 }),
        async (all, queriesAsked) => {
          const segment = await segmentOf(all);
          for (const query of queriesAsked) {
            if (!parseQuery(query).ok) continue;
            expect([query, await bySegment(segment, query)]).toEqual([query, oneByOne(all, query)]);
          }
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 60) },
    );
  });

  test('finds the same when it was merged of others, without what was replaced', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(documents, { minLength: 2, maxLength: 12 }),
        fc.array(queries, { minLength: 4, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 3 }),
        async (all, asked, replaced) => {
          const dead = new Set(replaced);
          const segment = await mergedOf(all, dead);
          for (const query of asked) {
            if (!parseQuery(query).ok) continue;
            const found = (await bySegment(segment, query)).map((document) => segment.columns.row(document).seq - 1);
            expect([query, found]).toEqual([query, oneByOne(all, query).filter((number) => !dead.has(number))]);
          }
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 40) },
    );
  });
});
