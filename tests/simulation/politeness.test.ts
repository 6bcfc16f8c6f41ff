import { describe, expect, it } from 'vitest';
import { violationsOf } from './politeness-checker.ts';
import { simulate } from './politeness-run.ts';

describe('a day with forty servers', () => {
  it('breaks no rule of politeness, with pollers that die and messages that come twice', {
    timeout: 20_000,
  }, async () => {
    const simulation = await simulate(1);
    expect(violationsOf(simulation)).toEqual([]);
    expect(simulation.requests.length).toBeGreaterThan(500);
    expect(simulation.crashes).toBeGreaterThan(0);
  });

  it('is judged by a checker that sees what is wrong', { timeout: 20_000 }, async () => {
    const simulation = await simulate(0.2);
    const last = simulation.requests.findLast(({ url }) => url === 'https://both.example/feed')!;
    const again = { ...last, startMs: last.endMs + 10, endMs: last.endMs + 20, headers: { cookie: 'a=b' } };
    const rules = violationsOf({ ...simulation, requests: [...simulation.requests, again] }).map(({ rule }) => rule);
    expect([...new Set(rules)].sort((a, b) => a - b)).toEqual([1, 6, 12, 13, 14]);
  });
});
