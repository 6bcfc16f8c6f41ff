/** Wrong usage is named with its remedy before anything runs. */
import type { ArgsDef } from 'citty';
import { describe, expect, test } from 'vitest';
import { checkArguments } from '../../../cli/arguments.ts';
import { allowHostsFlag, atFlag, countFlag, portFlag } from '../../../cli/flags.ts';
import { nearest } from '../../../cli/nearest.ts';
import { UsageError } from '../../../shared/errors.ts';

const args: ArgsDef = {
  name: { type: 'positional' },
  port: { type: 'string' },
  demo: { type: 'boolean', default: true },
  json: { type: 'boolean' },
  target: { type: 'enum', options: ['local', 'aws'] },
  help: { type: 'boolean', alias: 'h' },
};
const check = (...raw: string[]) => checkArguments('start', raw, args, false);

describe('checking the arguments of a verb', () => {
  test.each([
    [['x']],
    [['x', '--port', '1']],
    [['x', '--port=1']],
    [['--no-demo', 'x', '--json']],
    [['x', '--target', 'aws', '-h']],
    [['--', '--x']],
    [['-']],
  ])('accepts %j', (raw) => {
    expect(() => check(...raw)).not.toThrow();
  });

  test.each([
    [['x', '--prot', '1'], '--prot', '--port'],
    [['x', '--jsn'], '--jsn', '--json'],
    [['x', '--no-dem'], '--no-dem', '--no-demo'],
    [['x', '-q'], '-q', '--help'],
  ])('names the unknown flag in %j and the nearest right one', (raw, flag, hint) => {
    const fault = thrown(() => check(...raw));
    expect(fault).toBeInstanceOf(UsageError);
    expect(fault.message).toContain(flag);
    expect(fault.hint).toContain(hint);
  });

  test.each([
    [['x', '--port']],
    [['x', '--port', '--json']],
    [['x', '--port=']],
    [['x', '--json=maybe']],
    [['x', '--target', 'mars']],
    [[]],
    [['x', 'y']],
  ])('refuses %j', (raw) => {
    expect(thrown(() => check(...raw))).toBeInstanceOf(UsageError);
  });

  test('lets more words follow where a verb takes a list', () => {
    expect(() => checkArguments('inspect feed', ['a', 'b', 'c'], args, true)).not.toThrow();
  });
});

function thrown(work: () => void): UsageError {
  try {
    work();
  } catch (error) {
    return error as UsageError;
  }
  throw new Error('nothing was thrown');
}

describe('values of flags', () => {
  test('--port is a port or any free one', () => {
    expect(portFlag(undefined)).toBeNull();
    expect(portFlag('0')).toBe(0);
    expect(portFlag('8080')).toBe(8080);
    for (const bad of ['-1', '65536', '80x', '']) expect(() => portFlag(bad)).toThrow(UsageError);
  });

  test('--at is a time with a zone or a day, never a time of nowhere', () => {
    expect(atFlag('2026-05-13T09:00:00Z')).toBe(Date.UTC(2026, 4, 13, 9));
    expect(atFlag('2026-05-13T09:00+02:00')).toBe(Date.UTC(2026, 4, 13, 7));
    expect(atFlag('2026-05-13')).toBe(Date.UTC(2026, 4, 13));
    for (const bad of ['2026-05-13T09:00:00', 'yesterday', '2026-13-01', '13.5.2026']) {
      expect(() => atFlag(bad)).toThrow(UsageError);
    }
  });

  test('--allow-hosts is a list of host:port', () => {
    expect(allowHostsFlag('127.0.0.1:8080, localhost:9')).toEqual(['127.0.0.1:8080', 'localhost:9']);
    for (const bad of ['127.0.0.1', 'http://a:1', 'a:1/x', 'user@a:1', 'a:0', 'a:99999', '']) {
      expect(() => allowHostsFlag(bad), bad).toThrow(UsageError);
    }
  });

  test('a count is a whole number from 0 on', () => {
    expect(countFlag('alert-newest', undefined, 3)).toBe(3);
    expect(countFlag('alert-newest', '0', 3)).toBe(0);
    for (const bad of ['-1', '1.5', 'many']) expect(() => countFlag('alert-newest', bad, 0)).toThrow(UsageError);
  });
});

test('the nearest word is the one with the fewest wrong letters, or the one that was begun', () => {
  expect(nearest('strat', ['run', 'start', 'watch'])).toBe('start');
  expect(nearest('wat', ['run', 'start', 'watch'])).toBe('watch');
  expect(nearest('x', [])).toBeNull();
});
