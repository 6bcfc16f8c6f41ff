/**
 * Attacks on readers of feeds: inert, bounded in processor time and memory, and no item before them is lost. Here they run at
 * a twentieth of their size, and the two that take most at full size in a process of their own.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { read } from './context.ts';
import { attacks } from './feed-attacks.ts';

const secondsMax = 3;
const megabytesMax = 400;

/** These offer nothing to read. */
const withoutItems = new Set(['a gzip bomb of 100 MB', 'JSON nested a million times']);

describe('attacks', () => {
  it.each(Object.entries(attacks))('%s', (name, make) => {
    const body = make(0.05);
    const before = process.cpuUsage();
    const reading = read(body);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(secondsMax / 3);
    if (!withoutItems.has(name)) {
      expect(reading.items[0]).toMatchObject({ title: 'Real', url: 'https://press.example.org/1' });
    }
    expect(JSON.stringify(reading).length).toBeLessThan(6_000_000);
    expect(JSON.stringify(reading)).not.toContain('root:');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([
    '10 million less-than signs',
    'two million numeric references',
    'a chain of xml:base under 200,000 enclosures',
  ])(
    '%s at full size stay within 3 s and 400 MB',
    (name) => {
      const child = spawnSync(
        process.execPath,
        ['--import', 'tsx', fileURLToPath(new URL('attack-one.ts', import.meta.url)), name],
        {
          encoding: 'utf8',
        },
      );
      const { seconds, megabytes } = JSON.parse(child.stdout) as { seconds: number; megabytes: number };
      expect(seconds).toBeLessThan(secondsMax);
      expect(megabytes).toBeLessThan(megabytesMax);
    },
    15_000,
  );
});
