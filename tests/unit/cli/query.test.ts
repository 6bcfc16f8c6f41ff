/** Queries on the command line: check one, check a file, match files against files. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { call, callWith, onTerminal } from './call.ts';

let folder: string;
const file = async (name: string, ...lines: string[]): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
};
beforeEach(async () => {
  folder = await temporaryFolder();
});

describe('query check', () => {
  test('--json gives canonical form, words, errors and warnings', async () => {
    const { code, lines } = await call('query', 'check', 'cybercrime  europol', '--json');
    expect(code).toBe(0);
    expect(lines).toEqual([
      { ok: true, canonical: 'cybercrime AND europol', words: expect.any(String), errors: [], warnings: [] },
    ]);
  });

  test('a refused query is answered on stdout and named on stderr, with exit code 1', async () => {
    const { code, lines, stderr } = await call('query', 'check', 'a OR b AND c', '--json');
    expect(code).toBe(1);
    expect(lines[0]).toMatchObject({ ok: false, canonical: null, errors: [{ code: 'E_MIXED' }] });
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'E_MIXED', input: 'a OR b AND c' });
  });

  test('people see the place and the repairs', async () => {
    const { stdout } = await onTerminal('query', 'check', 'police NEAR/0 port');
    expect(stdout).toContain('^');
    expect(stdout).toContain('try: ');
  });

  test('--from answers every line in its place, empty and broken ones too', async () => {
    const from = await file('queries', 'police', '{"id":"w7","query":"port"}', '', '{"id":"w8"}');
    const { code, lines } = await call('query', 'check', '--from', from);
    expect(code).toBe(1);
    expect(lines.map(({ id, ok, errors }) => [id, ok, (errors as { code: string }[])[0]?.code])).toEqual([
      [undefined, true, undefined],
      ['w7', true, undefined],
      [undefined, false, 'E_EMPTY'],
      [undefined, false, 'E_LINE'],
    ]);
  });

  test('a query and --from, or neither, is wrong usage; a missing file is named', async () => {
    expect((await call('query', 'check')).code).toBe(2);
    expect((await call('query', 'check', 'x', '--from', 'y')).code).toBe(2);
    const { code, stderr } = await call('query', 'check', '--from', join(folder, 'none'));
    expect(code).toBe(1);
    expect(stderr).toContain('none cannot be read: there is no such file');
  });

  test('a query that begins with a minus is told how to be written, a mistyped flag its right name', async () => {
    const { code, stderr } = await call('query', 'check', '-drill');
    expect(code).toBe(2);
    expect(stderr).toContain("dateline query check -- '-drill'");
    expect((await call('query', 'check', 'x', '-jsn')).stderr).toContain('did you mean --json');
  });

  test('words that were not quoted are explained', async () => {
    const { code, stderr } = await call('query', 'check', 'cyber', 'crime');
    expect(code).toBe(2);
    expect(stderr).toContain('quote an argument that has spaces');
  });
});

describe('query match', () => {
  const release = (id: string, headline: string, body: string): string => JSON.stringify({ id, headline, body });

  test('gives a line a hit with its spans, also for ids that occur twice', async () => {
    const watches = await file('w', '{"id":"a","query":"harbour"}', '{"id":"a","query":"port"}');
    const releases = await file('r', release('r1', 'Port opens', 'The harbour is open.'));
    const { code, lines, stderr } = await call('query', 'match', '--watches', watches, '--releases', releases);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines).toEqual([
      { watch: 'a', release: 'r1', spans: [{ field: 'body', start: 4, end: 11 }] },
      { watch: 'a', release: 'r1', spans: [{ field: 'headline', start: 0, end: 4 }] },
    ]);
  });

  test('a bad query and bad lines are named on stderr with exit code 1, and the rest runs', async () => {
    const watches = await file('w', '{"id":"bad","query":"a OR b AND c"}', 'oops', '{"id":"good","query":"harbour"}');
    const releases = await file('r', 'oops', release('r1', 'Harbour', ''));
    const { code, lines, stderr } = await call('query', 'match', '--watches', watches, '--releases', releases);
    expect(code).toBe(1);
    expect(lines.map(({ watch }) => watch)).toEqual(['good']);
    const errors = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).error);
    expect(errors.map(({ input }) => input)).toEqual(['watches line 2', 'bad', 'releases line 1']);
  });

  test('--stats adds one line of sizes and CPU seconds; --count leaves the hits out and hashes them', async () => {
    const watches = await file(
      'w',
      '{"id":"a","query":"x1"}',
      '',
      '{"id":"b","query":"harbour"}',
      '{"id":"c","query":"harbour"}',
    );
    const releases = await file('r', release('r1', 'Harbour', ''), '', release('r2', 'Harbour', ''));
    const stats = await call('query', 'match', '--watches', watches, '--releases', releases, '--stats');
    expect(Object.keys(JSON.parse(stats.stderr))).toEqual([
      'watches',
      'distinctQueries',
      'parseSeconds',
      'buildSeconds',
      'snapshotBytes',
      'releases',
      'matchSeconds',
      'hits',
    ]);
    const counted = await callWith(
      { stdin: `${release('r1', 'Harbour', '')}\n\n${release('r2', 'Harbour', '')}` },
      'query',
      'match',
      '--watches',
      watches,
      '--releases',
      '-',
      '--stats',
      '--count',
    );
    expect(counted.stdout).toBe('');
    // Lines 2 and 3 of the watches with lines 0 and 2 of the releases: 3², 9², 4², 12².
    expect(JSON.parse(counted.stderr)).toMatchObject({
      watches: 3,
      distinctQueries: 2,
      releases: 2,
      hits: 4,
      hitsHash: 250,
    });
  });

  test('both files must be named', async () => {
    expect((await call('query', 'match', '--watches', 'x')).code).toBe(2);
  });
});
