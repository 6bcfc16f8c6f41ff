/** Asking the archive from the command line: backtest, explain, and lint against what is stored. */
import { beforeEach, describe, expect, test } from 'vitest';
import { appendChanges } from '../../../shared/archive/changes.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';
import { archiveOf, call, onTerminal } from './call.ts';

let data: string;
const network = makeRelease({ slug: 'network' });
const drill = makeRelease({
  slug: 'drill',
  headline: 'A drill',
  body: 'The cybercrime unit held a drill in the harbour.',
});

beforeEach(async () => {
  data = await temporaryFolder();
  const objects = await archiveOf(data);
  const keys = [await storeRelease(objects, network), await storeRelease(objects, drill)];
  await appendChanges(objects, Date.UTC(2026, 2, 2), keys);
});

describe('query backtest', () => {
  test('counts, shows samples and near misses as one JSON line', async () => {
    const { code, lines } = await call('query', 'backtest', 'cybercrime NOT drill', '--data', data, '--json');
    expect(code).toBe(0);
    expect(lines).toEqual([
      expect.objectContaining({
        canonical: 'cybercrime NOT drill',
        matches: 1,
        releases: 2,
        weeks: [{ week: '2026-02-23', releases: 2, matches: 1 }],
        samples: [expect.objectContaining({ id: network.id, sentence: expect.objectContaining({ field: 'body' }) })],
        nearMisses: [
          expect.objectContaining({ id: drill.id, failed: expect.objectContaining({ clause: 'NOT drill' }) }),
        ],
        missedBy: [{ clause: 'NOT drill', releases: 1 }],
      }),
    ]);
  });

  test('tells people in a few lines', async () => {
    const { code, stdout } = await onTerminal('query', 'backtest', 'cybercrime NOT drill', '--data', data);
    expect(code).toBe(0);
    expect(stdout).toMatch(/matched \S*1\S* of 2 stored releases, of 2026-03-01/u);
    expect(stdout).toContain('Just missed:');
    expect(stdout).toContain('drill is in it.');
  });

  test('refuses a query that does not parse, with exit code 1', async () => {
    const { code, stderr, stdout } = await call('query', 'backtest', 'fraud (', '--data', data, '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'E_OPEN_PAREN' } });
  });

  test('of a folder without an archive finds nothing and makes nothing', async () => {
    const { code, lines, stderr } = await call('query', 'backtest', 'fraud', '--data', `${data}/none`, '--json');
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({ matches: 0, releases: 0, expected: null });
    expect(stderr).toContain('no archive');
  });
});

describe('query explain', () => {
  test('says of each clause whether it is met, and where', async () => {
    const { code, lines } = await call(
      'query',
      'explain',
      'cybercrime NOT drill',
      network.id,
      '--data',
      data,
      '--json',
    );
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({
      watch: null,
      release: network.id,
      matches: true,
      failed: null,
      sentence: { text: 'A cybercrime unit was formed.' },
      explained: {
        hit: true,
        clauses: [{ clause: 'cybercrime', hit: true, spans: [{ field: 'body' }] }, { hit: true }],
      },
    });
  });

  test('says why a release does not match a watch', async () => {
    await call('watch', 'add', 'Cyber', 'cybercrime NOT drill', '--data', data, '--json');
    const { code, lines } = await call('query', 'explain', 'cyber', drill.id, '--data', data, '--json');
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({
      watch: 'cyber',
      matches: false,
      failed: { clause: 'NOT drill', reason: 'drill is in it.' },
    });
    const { stdout } = await onTerminal('query', 'explain', 'Cyber', drill.id, '--data', data);
    expect(stdout).toContain('It does not match.');
    expect(stdout).toContain('✗ NOT drill');
  });

  test('a word that is nearly a watch is read as a query, and the watch is named', async () => {
    await call('watch', 'add', 'cybercrime', 'cybercrime', '--data', data, '--json');
    const { code, lines, stderr } = await call('query', 'explain', 'cybercrim', drill.id, '--data', data, '--json');
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({ watch: null, query: 'cybercrim', matches: false });
    expect(stderr).toContain('Did you mean the watch cybercrime?');
  });

  test.each([
    [['fraud', 'aaaaaaaaaaaaaaaaaaaa'], 'there is no release'],
    [['fraud (', network.id], 'E_OPEN_PAREN'],
  ])('refuses %j', async (words, said) => {
    const { code, stderr } = await call('query', 'explain', ...words, '--data', data);
    expect(code).toBe(1);
    expect(stderr).toContain(said);
  });
});
