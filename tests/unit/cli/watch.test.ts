/** Watches and their subscriptions on the command line. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publish } from '../../../shared/steps/publish.ts';
import { temporaryFolder } from '../../support/memory/folder.ts';
import { memoryPorts } from '../../support/memory/ports.ts';
import { quietConfig } from '../../support/pipeline.ts';
import { makeRelease, storeRelease } from '../../support/releases.ts';
import { archiveOf, call, onTerminal } from './call.ts';

const added = async () => {
  const data = await temporaryFolder();
  await call('watch', 'add', 'Cyber Crime', 'cybercrime OR "I-24/7"', '--data', data, '--json');
  return data;
};

describe('watch add', () => {
  test('prints id, name and query as one JSON line and asks nothing', async () => {
    const data = await temporaryFolder();
    const { code, stdout, stderr } = await call('watch', 'add', 'I-24/7', 'I-24/7', '--data', data, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({ id: 'i-24-7', name: 'I-24/7', query: 'I-24/7' });
  });

  test('the same name and query again give the same watch', async () => {
    const data = await added();
    const again = await call('watch', 'add', 'Cyber Crime', 'cybercrime OR "I-24/7"', '--data', data, '--json');
    expect(again.code).toBe(0);
    expect(again.lines[0]?.['id']).toBe('cyber-crime');
  });

  test('another query under a taken name is refused', async () => {
    const data = await added();
    const { code, stderr } = await call('watch', 'add', 'cyber crime', 'harbour', '--data', data);
    expect(code).toBe(1);
    expect(stderr).toContain('watch rm cyber-crime');
  });

  test('a refused query is shown with a caret under the place and a repair', async () => {
    const data = await temporaryFolder();
    const { code, stderr, stdout } = await call('watch', 'add', 'x', 'police (port', '--data', data);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const lines = stderr.split('\n');
    const shown = lines.indexOf('  police (port');
    expect(lines[shown + 1]).toBe('         ^');
    expect(stderr).toContain('E_OPEN_PAREN');
    expect(stderr).toContain('try: police (port)');
  });

  test('with --json a refused query is one error line', async () => {
    const { code, stderr } = await call('watch', 'add', 'x', 'police (port', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toEqual({
      error: { code: 'E_OPEN_PAREN', message: expect.any(String), input: 'police (port', hint: expect.any(String) },
    });
  });

  test('keeps the rate and the time zone of its digests, and names the nearest zone for one that is none', async () => {
    const data = await temporaryFolder();
    const zone = ['--rate', 'daily', '--time-zone', 'Europe/Paris', '--data', data];
    expect((await call('watch', 'add', 'x', 'ferry', ...zone)).code).toBe(0);
    const { lines } = await call('watch', 'show', 'x', '--data', data, '--json');
    expect(lines[0]).toMatchObject({ rate: 'daily', timeZone: 'Europe/Paris', pausedAt: null });
    const { code, stderr } = await call('watch', 'add', 'y', 'ferry', '--time-zone', 'Europe/Pariss', '--data', data);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean Europe/Paris?');
  });

  test('on a terminal it shows what the query would have found', async () => {
    const data = await temporaryFolder();
    const objects = await archiveOf(data);
    const ports = { ...memoryPorts(), objects };
    const key = await storeRelease(objects, makeRelease());
    await ports.queues.changed.send([{ body: JSON.stringify({ key }) }]);
    await publish(ports, quietConfig)();
    const { code, stdout } = await onTerminal('watch', 'add', 'Cyber', 'cybercrime', '--data', data);
    expect(code).toBe(0);
    expect(stdout).toMatch(/would have matched \S*1\S* of 1 stored release,/u);
    expect(stdout).toContain('Harbour police join the network');
    expect(stdout).toContain('Watching: Cyber (cyber)');
  });
});

test('watch list gives a line each, and nothing for a folder that is not there', async () => {
  const data = await added();
  expect((await call('watch', 'list', '--data', data)).lines).toEqual([
    { id: 'cyber-crime', name: 'Cyber Crime', query: 'cybercrime OR "I-24/7"' },
  ]);
  const none = await call('watch', 'list', '--json', '--data', `${data}/none`);
  expect(none).toMatchObject({ code: 0, stdout: '' });
  expect(none.stderr).toContain('no archive');
});

test('watch show finds a watch by its name and says its query in words', async () => {
  const data = await added();
  const { lines } = await call('watch', 'show', 'CYBER CRIME', '--data', data, '--json');
  expect(lines[0]).toMatchObject({ id: 'cyber-crime', words: expect.stringContaining('or'), subscriptions: [] });
});

test('an unknown watch names the nearest one', async () => {
  const data = await added();
  for (const verb of [
    ['watch', 'show', 'cyber-crim'],
    ['watch', 'rm', 'cyber-crim'],
    ['subscribe', 'cyber-crim', '--email', 'a@b.org'],
  ]) {
    const { code, stderr } = await call(...verb, '--data', data);
    expect(code).toBe(1);
    expect(stderr).toContain('did you mean cyber-crime?');
  }
});

test('watch rm ends the watch and its subscriptions', async () => {
  const data = await added();
  await call('subscribe', 'cyber-crime', '--email', 'a@example.org', '--data', data);
  expect((await call('watch', 'rm', 'Cyber Crime', '--data', data)).code).toBe(0);
  expect((await call('watch', 'list', '--data', data)).lines).toEqual([]);
  await call('watch', 'add', 'Cyber Crime', 'cybercrime', '--data', data);
  expect((await call('watch', 'show', 'cyber-crime', '--data', data, '--json')).lines[0]).toMatchObject({
    subscriptions: [],
  });
});

describe('subscribe', () => {
  test('an address is confirmed at once on one machine, and ended however it is written', async () => {
    const data = await added();
    const { lines } = await call('subscribe', 'cyber-crime', '--email', 'Ann@example.org', '--data', data, '--json');
    expect(lines[0]).toMatchObject({
      watch: 'cyber-crime',
      protocol: 'email',
      address: 'Ann@example.org',
      state: 'confirmed',
    });
    const ended = await call('unsubscribe', 'cyber-crime', '--email', 'ann@EXAMPLE.org', '--data', data, '--json');
    expect(ended.lines[0]).toMatchObject({ address: 'Ann@example.org', state: 'ended' });
    const again = await call('unsubscribe', 'cyber-crime', '--email', 'ann@example.org', '--data', data);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('watch rm cyber-crime');
  });

  test('an address at two rates is told so, and how to end one of them', async () => {
    const data = await added();
    const daily = ['cyber-crime', '--email', 'ann@example.org', '--rate', 'daily', '--data', data];
    await call('subscribe', 'cyber-crime', '--email', 'Ann@example.org', '--data', data);
    const end = 'dateline unsubscribe cyber-crime --email ann@example.org --rate immediate';
    expect((await onTerminal('subscribe', ...daily)).stderr).toContain(end);
    await call('unsubscribe', 'cyber-crime', '--email', 'ann@example.org', '--rate', 'immediate', '--data', data);
    const shown = await call('watch', 'show', 'cyber-crime', '--data', data, '--json');
    expect(shown.lines[0]?.['subscriptions']).toMatchObject([{ rate: 'daily' }]);
    const again = await call('unsubscribe', ...daily.slice(0, 3), '--rate', 'weekly', '--data', data);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('ann@example.org has no weekly subscription');
  });

  test('a new secret for what has none is refused before anything is subscribed', async () => {
    const data = await added();
    const flags = ['--email', 'ann@example.org', '--rotate-secret', '--data', data];
    expect((await call('subscribe', 'cyber-crime', ...flags)).code).toBe(2);
    const shown = await call('watch', 'show', 'cyber-crime', '--data', data, '--json');
    expect(shown.lines[0]?.['subscriptions']).toEqual([]);
  });

  test('a webhook is told the secret that its deliveries are signed with', async () => {
    const data = await added();
    const { lines } = await call(
      'subscribe',
      'cyber-crime',
      '--webhook',
      'https://example.org/x',
      '--data',
      data,
      '--json',
    );
    expect(lines[0]?.['secret']).toMatch(/^whsec_/u);
  });

  test.each([
    [[], 2, '--email'],
    [['--email', 'a@b.org', '--webhook', 'https://b.org'], 2, 'exactly one'],
    [['--email', 'nobody'], 1, 'nobody'],
    [['--sqs', 'arn:aws:sqs:eu-west-1:000000000000:q'], 2, '--target aws'],
  ])('refuses %j with exit code %i', async (flags, exit, said) => {
    const data = await added();
    const { code, stderr } = await call('subscribe', 'cyber-crime', ...flags, '--data', data);
    expect(code).toBe(exit);
    expect(stderr).toContain(said);
  });
});

describe('watch edit, pause and resume', () => {
  test('change everything but the id', async () => {
    const data = await added();
    const flags = ['--name', 'Crime', '--query', 'fraud', '--rate', 'daily', '--time-zone', 'Asia/Tokyo'];
    const { code, lines } = await call('watch', 'edit', 'cyber-crime', ...flags, '--data', data, '--json');
    expect(code).toBe(0);
    const changed = { id: 'cyber-crime', name: 'Crime', query: 'fraud', rate: 'daily', timeZone: 'Asia/Tokyo' };
    expect(lines).toEqual([changed]);
    expect((await call('watch', 'show', 'Crime', '--data', data, '--json')).lines[0]).toMatchObject(changed);
  });

  test('refuse a query that does not parse, nothing to change, and a watch that is not there', async () => {
    const data = await added();
    expect((await call('watch', 'edit', 'cyber-crime', '--query', '(x', '--data', data)).code).toBe(1);
    expect((await call('watch', 'edit', 'cyber-crime', '--data', data)).code).toBe(2);
    expect((await call('watch', 'pause', 'cyber', '--data', data)).stderr).toContain('cyber-crime');
  });

  test('say since when a watch is paused, and that it goes on', async () => {
    const data = await added();
    await call('watch', 'pause', 'cyber-crime', '--data', data);
    const show = async () => (await call('watch', 'show', 'cyber-crime', '--data', data, '--json')).lines[0];
    expect(await show()).toMatchObject({ pausedAt: expect.stringMatching(/^\d{4}-/) });
    const resumed = await call('watch', 'resume', 'cyber-crime', '--data', data);
    expect(resumed.stdout).toContain('one digest');
    expect(await show()).toMatchObject({ pausedAt: null });
    expect((await call('watch', 'resume', 'cyber-crime', '--data', data)).stdout).toContain('was not paused');
  });
});

describe('watch test', () => {
  test('puts a marked message for the mailbox and each subscriber on its way', async () => {
    const data = await added();
    await call('subscribe', 'cyber-crime', '--email', 'a@example.org', '--data', data);
    await call('subscribe', 'cyber-crime', '--webhook', 'https://a.example.org/', '--rate', 'daily', '--data', data);
    const { code, lines } = await call('watch', 'test', 'cyber-crime', '--data', data, '--json');
    expect(code).toBe(0);
    expect(lines).toMatchObject([{ rate: 'immediate' }, { rate: 'daily' }]);
    const health = await call('health', '--data', data, '--json');
    expect(health.lines.filter(({ status }) => status === 'dead')).toEqual([]);
    const folder = (name: string) => readdirSync(join(data, 'spool', name, 'messages'));
    expect([folder('deliveries').length, folder('webhooks').length]).toEqual([1, 1]);
  });
});

describe('subscribe --webhook', () => {
  test('rotates the secret, and says when the address cannot be reached from outside', async () => {
    const data = await added();
    const args = ['subscribe', 'cyber-crime', '--webhook', 'http://127.0.0.1:9/hook', '--data', data];
    const first = await call(...args, '--json');
    expect(first.code).toBe(0);
    const rotated = await call(...args, '--rotate-secret', '--json');
    expect(rotated.lines[0]).toMatchObject({ id: first.lines[0]!['id'], secret: expect.stringMatching(/^whsec_/) });
    expect(rotated.lines[0]!['secret']).not.toBe(first.lines[0]!['secret']);
    expect((await call(...args)).stderr).toContain('--allow-hosts 127.0.0.1:9');
    const mail = ['subscribe', 'cyber-crime', '--email', 'a@example.org', '--rotate-secret', '--data', data];
    expect((await call(...mail)).code).toBe(2);
  });
});
