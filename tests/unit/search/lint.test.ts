/** Warnings that an archive gives: what was never seen, what is written otherwise, what is broad, what is watched already. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../../../shared/query/check.ts';
import { checkWithArchive } from '../../../shared/search/statistics.ts';
import { addWatch } from '../../../shared/watch/store.ts';
import { makeRelease } from '../../support/releases.ts';
import { archiveFixture } from './archive-fixture.ts';
import { queries } from './queries.ts';

const bodies = [
  'The cybercrime unit met in Lyon.',
  'Officers spoke of cyber crime and of ransomware.',
  'A cyber crime wave.',
  'Interpol sent a notice.',
];

async function archive(more: readonly string[] = []) {
  const fixture = archiveFixture();
  const all = [...bodies, ...more];
  await fixture.store(...all.map((body, n) => makeRelease({ slug: `b${n}`, headline: `Notice ${n}`, body })));
  await fixture.index.refresh();
  const warningsOf = async (query: string, except: string | null = null) =>
    (await checkWithArchive(query, fixture.index, fixture.ports.objects, except)).warnings;
  return { ...fixture, warningsOf };
}

describe('a query held against the archive', () => {
  test('of a word that no release has names the nearest one, with a fix', async () => {
    const { warningsOf } = await archive();
    const [warning] = await warningsOf('ransomwear AND lyon');
    expect(warning).toMatchObject({ code: 'W_NEVER_SEEN', start: 0, end: 10 });
    expect(warning?.message).toContain('None of the 4 stored releases');
    expect(warning?.fixes).toEqual([{ label: 'Search for ransomware', query: 'ransomware AND lyon' }]);
  });

  test('names it from segments as well as from memory', async () => {
    const { warningsOf } = await archive(Array.from({ length: 200 }, (_, n) => `Number ${n}.`));
    expect((await warningsOf('"cyber wvae"'))[0]?.fixes[0]?.query).toBe('"cyber wave"');
    expect((await warningsOf('zebra'))[0]).toMatchObject({ code: 'W_NEVER_SEEN', fixes: [] });
  });

  test('finds the form that is there when only the exact one is not', async () => {
    const { warningsOf } = await archive();
    expect((await warningsOf('=INTERPOL'))[0]?.fixes[0]?.query).toBe('INTERPOL');
  });

  test.each([
    ['cybercrime', 'cybercrime OR "cyber crime"'],
    ['lyon NEAR/5 cybercrime', 'lyon NEAR/5 (cybercrime OR "cyber crime")'],
    ['"cyber crime"', '"cyber crime" OR cybercrime'],
  ])('of %s says what is also written', async (query, fixed) => {
    const { warningsOf } = await archive();
    const warnings = await warningsOf(query);
    expect(warnings[0]).toMatchObject({ code: 'W_NEVER_SEEN', message: expect.stringContaining('also written') });
    expect(warnings[0]?.fixes[0]?.query).toBe(fixed);
  });

  test('says nothing where all is well, of what is excluded, and of fields', async () => {
    const { warningsOf } = await archive();
    expect(await warningsOf('ransomware NOT zebra')).toEqual([]);
    expect(await warningsOf('ransomware org:zebra')).toEqual([]);
    expect(await warningsOf('ransom*')).toEqual([]);
  });

  test('tells the share of the last releases when it is large', async () => {
    const { warningsOf } = await archive(Array.from({ length: 26 }, (_, n) => (n % 2 === 0 ? 'A fraud.' : 'A theft.')));
    expect(await warningsOf('fraud')).toEqual([
      expect.objectContaining({ code: 'W_BROAD', message: 'This finds 43 % of the last 30 releases.' }),
    ]);
    expect(await warningsOf('ransomware')).toEqual([]);
  });

  test.each([
    ['ransomware', 'asks the same'],
    ['ransomware lyon', 'finds all'],
    ['"ransomware attack"', 'finds all'],
    ['(ransomware lyon) OR (ransomware NOT cyber)', 'finds all'],
    ['ransomware OR lyon', null],
    ['lyon NOT ransomware', null],
  ])('of %s knows the watch that covers it', async (query, said) => {
    const { warningsOf, ports } = await archive();
    await addWatch(ports.objects, ports.clock, { name: 'Ransom', query: 'ransomware' });
    const covered = (await warningsOf(query)).filter(({ code }) => code === 'W_COVERED');
    expect(covered.map(({ message }) => message)).toEqual(said === null ? [] : [expect.stringContaining(said)]);
    expect((await warningsOf(query, 'ransom')).filter(({ code }) => code === 'W_COVERED')).toEqual([]);
  });

  test('whatever it is, is answered with fixes that parse', async () => {
    const { warningsOf, ports } = await archive();
    await addWatch(ports.objects, ports.clock, { name: 'Crime', query: '(crime OR fraud) NOT drill' });
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        if (!parseQuery(query).ok) return;
        for (const { fixes, start, end } of await warningsOf(query)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(query.length);
          for (const fix of fixes) expect([fix.query, parseQuery(fix.query).ok]).toEqual([fix.query, true]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a query without an archive behind it has no such warnings', async () => {
  const { index, ports } = archiveFixture();
  expect((await checkWithArchive('zebra', index, ports.objects)).warnings).toEqual([]);
});
