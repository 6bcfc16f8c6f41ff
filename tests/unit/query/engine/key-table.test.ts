/** The dictionary of the engine: every key is found under its own spelling, and no other is. */
import { describe, expect, it } from 'vitest';
import { ABSENT, buildKeyTable, eachKey, hashOfKey, KeyTable } from '../../../../shared/query/engine/key-table.ts';
import { seededRandom } from '../../../support/memory/random.ts';

const syllables = ['s', 'ss', 'a', 'ne', 'new', 'ba', 'é', '网', 'ß', '😀'];

function words(count: number, seed: number): readonly string[] {
  const { fraction } = seededRandom(seed);
  const below = (number: number): number => Math.floor(fraction() * number);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + below(4) }, () => syllables[below(syllables.length)]).join(''),
  );
}

function built(keys: readonly string[]) {
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const { table, setEntry } = buildKeyTable(numbers);
  for (const number of numbers.values()) setEntry(number, number * 10);
  return { table, numbers };
}

function found(table: KeyTable, key: string): number {
  const units = Uint16Array.from({ length: key.length + 2 }, (_, index) => key.charCodeAt(index - 1));
  return table.find(units, 1, key.length + 1, hashOfKey(key));
}

describe('the dictionary', () => {
  it('finds every key, with and without an "s" behind it, and nothing else', () => {
    const keys = [...new Set(words(2_000, 1))];
    const { table, numbers } = built(keys);
    const keyTable = new KeyTable(table);
    for (const key of keys) expect([key, found(keyTable, key)]).toEqual([key, numbers.get(key)! * 10]);
    for (const other of [...words(2_000, 2), ...keys.map((key) => `${key}s`), ...keys.map((key) => key.slice(0, -1))]) {
      const number = numbers.get(other);
      expect([other, found(keyTable, other)]).toEqual([other, number === undefined ? ABSENT : number * 10]);
    }
  });

  it('finds the same of many at once', () => {
    const known = [...new Set(words(500, 4))];
    const { table, numbers } = built(known);
    const asked = [...known, ...words(500, 5), '', 'x'.repeat(300)];
    const starts = new Int32Array(asked.length + 1);
    for (const [number, key] of asked.entries()) starts[number + 1] = starts[number]! + key.length;
    const units = Uint16Array.from(asked.join(''), (_, index) => asked.join('').charCodeAt(index));
    const hashes = Int32Array.from(asked, (key) => hashOfKey(key));
    const entries = new Int32Array(asked.length);
    new KeyTable(table).findAll(units, starts, hashes, 3, asked.length, entries);
    const expected = asked.map((key, number) => (number < 3 ? 0 : numbers.has(key) ? numbers.get(key)! * 10 : ABSENT));
    expect([...entries]).toEqual(expected);
  });

  it('finds words of any length', () => {
    const keys = [253, 254, 255, 256, 4_000].flatMap((length) => [
      'a'.repeat(length),
      `${'é'.repeat(length)}s`,
      `${'a'.repeat(length)}s`,
    ]);
    const { table, numbers } = built(keys);
    const keyTable = new KeyTable(table);
    for (const key of keys) expect(found(keyTable, key)).toBe(numbers.get(key)! * 10);
    for (const other of ['a'.repeat(257), 'a'.repeat(252), 'é'.repeat(255)])
      expect(found(keyTable, other)).toBe(ABSENT);
    const told: number[] = [];
    eachKey(table, 0, (_, length) => told.push(length));
    expect(told.sort()).toEqual(keys.map((key) => key.length).sort());
  });

  it('tells of every key its hash, its length and the hash of its beginning, once', () => {
    const keys = [...new Set(words(500, 3))];
    const told: string[] = [];
    eachKey(built(keys).table, 2, (hash, length, head) => told.push(`${hash} ${length} ${head}`));
    expect(told.sort()).toEqual(
      keys.map((key) => `${hashOfKey(key)} ${key.length} ${hashOfKey(key, Math.min(2, key.length))}`).sort(),
    );
  });

  it('may be empty', () => {
    expect(found(new KeyTable(built([]).table), 'news')).toBe(ABSENT);
  });
});
