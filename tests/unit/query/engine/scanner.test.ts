/** The scanner against the tokenizer: the same tokens, whatever the text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashFactor, hashSeed } from '../../../../shared/query/engine/hash.ts';
import { Scanner, TEXT_GAP, tokenFlag } from '../../../../shared/query/engine/scanner.ts';
import { hasDigit } from '../../../../shared/query/keys.ts';
import { tokenize } from '../../../../shared/query/tokens.ts';

const scanner = new Scanner();

function rollingHash(key: string): number {
  let hash: number = hashSeed;
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, hashFactor) + key.charCodeAt(index)) | 0;
  return hash;
}

function scanned(first: number, end: number): unknown[] {
  const tokens: unknown[] = [];
  for (let token = first; token < end; token++) {
    const key = String.fromCharCode(...scanner.units.slice(scanner.unitStarts[token], scanner.unitStarts[token + 1]));
    expect(scanner.hashes[token]).toBe(rollingHash(key));
    const flags = scanner.flags[token] ?? 0;
    tokens.push({
      key,
      start: scanner.starts[token],
      end: scanner.ends[token],
      join: scanner.joins[token],
      capitals: (flags & tokenFlag.capitals) !== 0,
      possessive: (flags & tokenFlag.possessive) !== 0,
      digit: (flags & tokenFlag.digit) !== 0,
    });
  }
  return tokens;
}

function tokenized(text: string, language: string | null): unknown[] {
  const stream = tokenize(text, language);
  return stream.keys.map((key, token) => ({
    key,
    start: stream.starts[token],
    end: stream.ends[token],
    join: stream.joins[token],
    capitals: stream.capitals[token],
    possessive: (stream.possessives[token] ?? -1) >= 0,
    digit: hasDigit(key),
  }));
}

const pieces = fc.constantFrom(
  'fraud',
  'WHO',
  "bank's",
  'U.S.',
  'U.S',
  'E.U.’s',
  'I-24/7',
  'COVID‑19',
  '1,500',
  '1.500',
  '13.05.2017',
  '1.5',
  '1 500',
  '2026',
  '٣',
  '１２',
  'é',
  'É',
  'e\u0301',
  'ß',
  'Straße',
  'İ',
  'ı',
  'Σς',
  'æ',
  'ﬁ',
  'й',
  'и\u0306',
  'Я',
  'ё',
  'ة',
  'ـ',
  'وَ',
  'שָ',
  '网络',
  '打',
  'カ',
  'ｶﾞ',
  'が',
  'か\u3099',
  'ไทย',
  'ที่',
  '한',
  '국',
  'ᄒ',
  'ᅡ',
  'ᆫ',
  'ㅎ',
  'ㅏ',
  'ﾡ',
  'हिन्दी',
  '😀',
  '👍🏽',
  '🇫🇷',
  '©',
  '𝐀',
  '𠀀',
  '\ud800',
  '\udc00',
  '\u00ad',
  '\u200b',
  '\u200d',
  '\ufe0f',
  ' ',
  ' ',
  ' ',
  '\n\n',
  '-',
  '–',
  '—',
  '/',
  '.',
  ',',
  "'",
  '’',
  '&',
  '+',
  '_',
  '@',
  '#',
  '%',
  '(',
  '…',
  '\u00a0',
  '²',
  '½',
  'Ⅷ',
  '\ue000',
  'a',
  'S',
  's',
  '3',
);
const texts = fc.oneof(
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

describe('the scanner', () => {
  it('finds the tokens of any text as the tokenizer does', () => {
    fc.assert(
      fc.property(texts, texts, fc.constantFrom(null, 'en', 'de'), (headline, body, language) => {
        scanner.reset();
        scanner.scan(headline, language);
        const end = scanner.count;
        scanner.addTextGap();
        scanner.scan(body, language);
        expect(scanned(0, end)).toEqual(tokenized(headline, language));
        expect(scanned(end + TEXT_GAP, scanner.count)).toEqual(tokenized(body, language));
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds the tokens of a text in which every word is longer folded than written', () => {
    const text = `${'ﷺ ﬃß½ '.repeat(3_000)} fraud 网络`;
    scanner.reset();
    scanner.scan(text, null);
    expect(scanned(0, scanner.count)).toEqual(tokenized(text, null));
  });

  it('agrees with the tokenizer on every unit by itself and between letters', () => {
    for (let code = 0; code < 0x10000; code++) {
      const character = String.fromCharCode(code);
      const text = `${character} a${character}b ${character}1`;
      scanner.reset();
      scanner.scan(text, null);
      const keys: string[] = [];
      for (let token = 0; token < scanner.count; token++) {
        keys.push(
          String.fromCharCode(...scanner.units.subarray(scanner.unitStarts[token], scanner.unitStarts[token + 1])),
        );
      }
      if (keys.join('|') !== tokenize(text).keys.join('|')) expect([code, keys]).toEqual([code, tokenize(text).keys]);
    }
  });
});
