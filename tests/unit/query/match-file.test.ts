/** The lines of `query match` and `query check --from`. */
import { describe, expect, it } from 'vitest';
import { checkQuery } from '../../../shared/query/check.ts';
import {
  HitCounter,
  hitLine,
  readQueryLine,
  readReleaseLine,
  readWatchLine,
  refusedLine,
} from '../../../shared/query/match-file.ts';

describe('lines of the watches file', () => {
  it('read an id and a query', () => {
    expect(readWatchLine('{"id":"w1","query":"fraud"}', 0)).toEqual({
      kind: 'read',
      value: { id: 'w1', query: 'fraud' },
    });
    expect(readWatchLine('{"id":7,"query":"fraud"}', 0)).toEqual({ kind: 'read', value: { id: '7', query: 'fraud' } });
  });

  it('that cannot be used name their line and what is wrong with it', () => {
    for (const [line, reason] of [
      ['fraud', 'watches line 3 is no JSON.'],
      ['{"id":"w1"}', 'watches line 3 has no usable query.'],
      ['null', 'watches line 3 is no object.'],
    ] as const) {
      const reading = readWatchLine(line, 2);
      expect(reading.kind === 'bad' && reading.line.error).toMatchObject({ code: 'E_WATCH_LINE', message: reason });
    }
  });
});

describe('lines of the releases file', () => {
  it('read the text and whatever metadata they carry', () => {
    const reading = readReleaseLine(
      '{"id":"r1","headline":"H","body":"B","organization":"who","language":"en","date":null,"quotes":[{"text":"q"}],"more":1}',
      0,
    );
    expect(reading).toEqual({
      kind: 'read',
      value: {
        id: 'r1',
        document: {
          headline: 'H',
          body: 'B',
          organization: 'who',
          language: 'en',
          date: null,
          dateline: null,
          topics: [],
          quotes: [{ text: 'q', speaker: null }],
        },
      },
    });
  });

  it('are matched by what they have when they have little', () => {
    const reading = readReleaseLine('{"id":"r1"}', 0);
    expect(reading.kind === 'read' && reading.value.document.body).toBe('');
    expect(readReleaseLine('[]', 4)).toMatchObject({ kind: 'bad', line: { error: { code: 'E_RELEASE_LINE' } } });
  });
});

describe('answers', () => {
  it('name the watch of a refused query, what is wrong, and a fix', () => {
    const line = refusedLine('w9', checkQuery('(fraud').errors);
    expect(line.error.code).toBe('E_OPEN_PAREN');
    expect(line.error.input).toBe('w9');
    expect(line.error.hint).toContain('(fraud)');
  });

  it('give watch, release and spans for a hit', () => {
    const spans = [{ field: 'body' as const, start: 0, end: 5 }];
    expect(hitLine({ watch: 'w', spans, clauses: ['fraud'] }, 'r')).toEqual({ watch: 'w', release: 'r', spans });
  });

  it('hash hits by their line numbers, whatever their order', () => {
    const one = new HitCounter();
    one.add(0, 0);
    one.add(2, 4);
    expect([one.hits, one.hitsHash]).toEqual([2, 1 + 15 * 15]);
    const large = new HitCounter();
    large.add(999_999, 999_999);
    const factor = (1_000_000 * 1_000_000) % 1_000_003;
    expect(large.hitsHash).toBe(Number((BigInt(factor) * BigInt(factor)) % 1_000_000_007n));
  });

  it('hash lists of hits as they hash each', () => {
    const watches = Int32Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 1_000_000);
    const each = new HitCounter();
    const all = new HitCounter();
    for (const release of [0, 17, 1_000_002, 1_000_003, 2_500_000]) {
      for (const watch of watches) each.add(watch, release);
      all.addAll(watches, 3, release);
      all.addAll(watches.subarray(3), watches.length - 3, release);
    }
    expect([all.hits, all.hitsHash]).toEqual([each.hits, each.hitsHash]);
    const factor = (watches[9]! + 1) % 1_000_003;
    const one = new HitCounter();
    one.add(watches[9]!, 0);
    expect(one.hitsHash).toBe(Number((BigInt(factor) * BigInt(factor)) % 1_000_000_007n));
  });

  it('read a line of queries as a query or as an object with an id', () => {
    expect(readQueryLine('fraud AND bank')).toEqual({ id: null, query: 'fraud AND bank' });
    expect(readQueryLine('{"id":"q","query":"fraud"}')).toEqual({ id: 'q', query: 'fraud' });
    expect(readQueryLine('{fraud')).toEqual({ id: null, query: '{fraud' });
  });
});
