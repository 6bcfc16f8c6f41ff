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
  const { table, places } = buildKeyTable(numbers);
  for (const number of numbers.values()) table.records[places[number]!] = number * 10;
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

  it('tells the hash and the length of every key once', () => {
    const keys = [...new Set(words(500, 3))];
    const told: string[] = [];
    eachKey(built(keys).table, (hash, length) => told.push(`${hash} ${length}`));
    expect(told.sort()).toEqual(keys.map((key) => `${hashOfKey(key)} ${key.length}`).sort());
  });

  it('may be empty', () => {
    expect(found(new KeyTable(built([]).table), 'news')).toBe(ABSENT);
  });
});
