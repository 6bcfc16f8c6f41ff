/** The sentence an alert shows, and where sentences end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../shared/limits.ts';
import { bestSentence } from '../../../shared/query/sentence.ts';
import { sentencesOf } from '../../../shared/query/sentences.ts';

function split(text: string): string[] {
  return sentencesOf(text).map(({ start, end }) => text.slice(start, end));
}

describe('sentences', () => {
  it.each([
    ['One. Two! Three? Four… Five', ['One.', 'Two!', 'Three?', 'Four…', 'Five']],
    ['Mr. Stock met Dr. J. Smith. They spoke.', ['Mr. Stock met Dr. J. Smith.', 'They spoke.']],
    ['The U.S. team won 1.5 m. It left.', ['The U.S. team won 1.5 m.', 'It left.']],
    ['He said: “Stop.” She left.', ['He said: “Stop.”', 'She left.']],
    ['One line\nruns on; so: here.\n\nNew paragraph', ['One line\nruns on; so: here.', 'New paragraph']],
    ['第一句。第二句。', ['第一句。', '第二句。']],
    ['', []],
  ])('of %j are %j', (text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it('know their paragraph', () => {
    expect(sentencesOf('One. Two.\r\n\r\nThree.').map(({ paragraph }) => paragraph)).toEqual([0, 0, 1]);
  });
});

describe('the sentence of an alert', () => {
  const text = 'Nothing here. Fraud at the bank. Fraud and fraud by a bank ring. Done.';
  const spansOf = (word: string): { start: number; end: number }[] =>
    [...text.matchAll(new RegExp(word, 'gi'))].map(({ index }) => ({ start: index, end: index + word.length }));
  const shown = (spans: readonly { start: number; end: number }[]): string => {
    const { start, end } = bestSentence(text, spans);
    return text.slice(start, end);
  };

  it('is the one with the most matches, the first of equals', () => {
    expect(shown(spansOf('fraud'))).toBe('Fraud and fraud by a bank ring.');
    expect(shown(spansOf('bank'))).toBe('Fraud at the bank.');
  });

  it('is the first without matches, and nothing of an empty text', () => {
    expect(shown([])).toBe('Nothing here.');
    expect(bestSentence('', [])).toEqual({ start: 0, end: 0 });
  });

  it('shows a phrase whole that runs on into the next sentence', () => {
    const start = text.indexOf('here');
    expect(shown([{ start, end: text.indexOf('Fraud') + 5 }])).toBe('Nothing here. Fraud');
  });

  it('is cut around the match at the edges of words, never longer than the limit', () => {
    const long = 'alpha beta '.repeat(200);
    const start = long.indexOf('beta', 1_000);
    const range = bestSentence(long, [{ start, end: start + 4 }]);
    expect(range.end - range.start).toBeLessThanOrEqual(limits.sentenceCharactersMax);
    expect(range.start).toBeLessThanOrEqual(start);
    expect(range.end).toBeGreaterThanOrEqual(start + 4);
    expect(long.slice(range.start, range.end)).toMatch(/^(alpha|beta) .* (alpha|beta)$/);
  });

  it('keeps to its limits for every text', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', ' ', '.', '🚨', '\n', 'bb'), maxLength: 900 });
    fc.assert(
      fc.property(texts, fc.nat(900), fc.nat(30), (any, at, length) => {
        const spans = at + length <= any.length ? [{ start: at, end: at + length }] : [];
        const { start, end } = bestSentence(any, spans);
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(any.length);
        expect(end - start).toBeLessThanOrEqual(limits.sentenceCharactersMax + length);
      }),
      { numRuns: 200 },
    );
  });
});
