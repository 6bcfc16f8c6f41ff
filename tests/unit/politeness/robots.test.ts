import { describe, expect, it } from 'vitest';
import type { HostState, RobotsRecord } from '../../../shared/archive/host-state.ts';
import { limits } from '../../../shared/limits.ts';
import { readRobots, robotsVerdict } from '../../../shared/politeness/robots.ts';
import { afterRobots, gapMs, needsRobots, permissionOf } from '../../../shared/politeness/robots-record.ts';
import type { FetchOutcome } from '../../../shared/ports.ts';

const nowMs = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const bytes = (text: string): Uint8Array => Buffer.from(text);
const allowed = (text: string, path: string, agent?: string): boolean =>
  robotsVerdict(readRobots(bytes(text), agent).rules, `https://news.example${path}`).allowed;

describe('robots.txt', () => {
  it.each([
    // The longest path decides, the kinder of two equal ones; none: allowed.
    ['', '/x', true],
    ['User-agent: *\nDisallow: /\n', '/x', false],
    ['User-agent: *\nDisallow: /\n', '/robots.txt', true],
    ['User-agent: *\nDisallow:\n', '/x', true],
    ['User-agent: *\nDisallow: /press\nAllow: /press/feed\n', '/press/feed.xml', true],
    ['User-agent: *\nAllow: /press\nDisallow: /press/feed\n', '/press/feed.xml', false],
    ['User-agent: *\nDisallow: /press\nAllow: /press\n', '/press', true],
    ['User-agent: *\nDisallow: /Press\n', '/press', true],
    // Groups: the named one alone, several of one name together, several names over one group.
    ['User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nDisallow: /private\n', '/x', true],
    ['User-agent: *\nDisallow: /a\nUser-agent: Other\nDisallow: /b\nUser-agent: *\nDisallow: /c\n', '/c', false],
    ['User-agent: *\nDisallow: /a\nUser-agent: Other\nDisallow: /b\nUser-agent: *\nDisallow: /c\n', '/b', true],
    [
      'User-agent: dateline\nDisallow: /a\nUser-agent: x\nDisallow: /b\nuser-agent: DATELINE\nDisallow: /c\n',
      '/c',
      false,
    ],
    ['User-agent: Other\nUser-agent: Dateline\nDisallow: /a\n', '/a', false],
    ['User-agent: Dateline/1.0\nDisallow: /a\n', '/a', false],
    ['User-agent: Datelines\nDisallow: /a\n', '/a', true],
    ['User-agent: Other\nSitemap: https://news.example/s\nUser-agent: *\nDisallow: /a\n', '/a', false],
    ['Disallow: /a\nUser-agent: *\nDisallow: /b\n', '/a', true],
    // Special characters.
    ['User-agent: *\nDisallow: /*.xml$\n', '/feed.xml', false],
    ['User-agent: *\nDisallow: /*.xml$\n', '/feed.xml?x', true],
    ['User-agent: *\nDisallow: /a*b*c$\n', '/a-c-b-c', false],
    ['User-agent: *\nDisallow: /a*b*c$\n', '/a-b-c-d', true],
    ['User-agent: *\nDisallow: /a$\n', '/a', false],
    ['User-agent: *\nDisallow: /a$\n', '/ab', true],
    ['User-agent: *\nDisallow: /a # not b\n', '/a', false],
    ['User-agent: *\nDisallow: /file-with-a-%2A.html\n', '/file-with-a-*.html', false],
    ['User-agent: *\nDisallow: /foo-%24\n', '/foo-$', false],
    // One spelling for equal addresses.
    ['User-agent: *\nDisallow: /%7Epress\n', '/~press', false],
    ['User-agent: *\nDisallow: /~press\n', '/%7epress', false],
    ['User-agent: *\nDisallow: /新闻\n', '/%E6%96%B0%E9%97%BB/1', false],
    ['User-agent: *\nDisallow: /%e6%96%b0\n', '/新', false],
    ['User-agent: *\nDisallow: /%62%61%7A\n', '/baz', false],
    ['User-agent: *\nDisallow: /ツ\n', '/%E3%83%84', false],
    ['User-agent: *\nDisallow: /%e3%83%84\n', '/ツ', false],
    ['User-agent: *\nDisallow: /go?to=https%3A%2F%2Fa.example\n', '/go?to=https://a.example', false],
    ['User-agent: *\nDisallow: /a%2Fb\n', '/a/b', true],
    // Lines as people write them.
    ['\uFEFFUser-agent: *\r\nDisallow: /a\r\n', '/a', false],
    ['USER-AGENT : *\rDISALLOW : /a\r', '/a', false],
    ['User-agent *\nDisallow /a\n', '/a', false],
    ['<html><body>Not found: /a</body></html>', '/a', true],
  ])('%j says of %s: %s', (text, path, expected) => {
    expect(allowed(text, path)).toBe(expected);
  });

  it.each([[[0xef, 0xbb, 0xbf]], [[0xef, 0xbb]], [[0xef]]])('is read behind a byte order mark of %j', (mark) => {
    const text = Buffer.concat([Buffer.from(mark), bytes('User-agent: *\nDisallow: /a\n')]);
    expect(readRobots(text).rules).toEqual([{ allow: false, path: '/a' }]);
  });

  it('names the line that decides', () => {
    const { rules } = readRobots(bytes('User-agent: *\nDisallow: /a\nAllow: /a/b\n'));
    expect(robotsVerdict(rules, 'https://news.example/a/c').rule).toBe('Disallow: /a');
    expect(robotsVerdict(rules, 'https://news.example/a/b').rule).toBe('Allow: /a/b');
  });

  it('may ask for a pause of up to a minute, and lists sitemaps for everybody', () => {
    const text =
      'User-agent: *\nCrawl-delay: 2.5\nDisallow:\nSitemap: https://news.example/s.xml\nSitemap: /relative\n';
    expect(readRobots(bytes(text))).toMatchObject({ crawlDelayMs: 2_500, sitemaps: ['https://news.example/s.xml'] });
    expect(readRobots(bytes('User-agent: *\nCrawl-delay: 9999\n')).crawlDelayMs).toBe(60_000);
    expect(readRobots(bytes('User-agent: Other\nCrawl-delay: 30\n')).crawlDelayMs).toBeNull();
  });

  it('is read to 500 KiB, in little time whatever it holds', () => {
    const filler = `# ${'x'.repeat(limits.robotsBytesMax)}\nDisallow: /b\n`;
    expect(allowed(`User-agent: *\nDisallow: /a\n${filler}`, '/b')).toBe(true);
    const stars = `User-agent: *\n${`Disallow: /${'a*'.repeat(500)}b\n`.repeat(400)}`;
    expect(allowed(stars, `/${'a'.repeat(2_000)}`)).toBe(true);
  });
});

describe('an answer for robots.txt', () => {
  const respond = (status: number, body = '', headers: Record<string, string> = {}): FetchOutcome => ({
    kind: 'response',
    status,
    headers,
    body: bytes(body),
    finalUrl: 'https://news.example/robots.txt',
    redirects: [],
  });
  const timeout: FetchOutcome = { kind: 'failed', reason: 'timeout', message: 'no answer' };
  const answered = (outcome: FetchOutcome, known: RobotsRecord | null = null, at = nowMs, loopback = false) =>
    afterRobots(known, outcome, at, loopback);
  const kindOf = (record: RobotsRecord): string => permissionOf(record, 'https://news.example/feed').kind;
  const forbidding = 'User-agent: *\nDisallow: /feed\n';

  it.each([
    ['the rules', respond(200, forbidding), 'forbidden', DAY],
    ['none', respond(404), 'allowed', DAY],
    ['none for us to see', respond(403), 'allowed', DAY],
    ['redirects without an end', { kind: 'refused', reason: 'redirects', message: '' }, 'allowed', DAY],
    ['an error of the server', respond(500), 'unreachable', HOUR],
    ['silence', timeout, 'unreachable', HOUR],
  ] as const)('with %s counts as it should, for as long as it should', (_, outcome, kind, validMs) => {
    const { record } = answered(outcome);
    expect(kindOf(record)).toBe(kind);
    expect(Date.parse(record.nextAt) - nowMs).toBe(validMs);
  });

  it('says which line forbids', () => {
    const { record } = answered(respond(200, forbidding));
    expect(permissionOf(record, 'https://news.example/feed')).toMatchObject({
      reason: expect.stringContaining('Disallow: /feed'),
    });
  });

  it('that fails again and again is asked for less often, and after thirty days what was known before counts', () => {
    let { record } = answered(respond(200, forbidding));
    let at = nowMs;
    const waits: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      at = Date.parse(record.nextAt);
      record = answered(timeout, record, at).record;
      waits.push((Date.parse(record.nextAt) - at) / HOUR);
    }
    expect(waits.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 24]);
    expect(kindOf(record)).toBe('forbidden');
    let none = answered(timeout).record;
    for (let n = 0; n < 40; n += 1) none = answered(timeout, none, Date.parse(none.nextAt)).record;
    expect(kindOf(none)).toBe('allowed');
  });

  it('holds a busy host for as long as it asks', () => {
    expect(answered(respond(503, '', { 'retry-after': '7200' })).holdHostUntilMs).toBe(nowMs + 2 * HOUR);
    expect(answered(respond(429)).holdHostUntilMs).toBe(nowMs + HOUR);
  });

  it('that does not come from an allowed loopback server forbids nothing', () => {
    expect(kindOf(answered(timeout, null, nowMs, true).record)).toBe('allowed');
  });

  it('is needed once a day, also by hosts that earlier versions wrote down', () => {
    const old: HostState = { notBefore: null, reason: null };
    expect(needsRobots(old, nowMs)).toBe(true);
    const { record } = answered(respond(200, 'User-agent: *\nCrawl-delay: 20\n'));
    const known = { ...old, robots: record };
    expect(needsRobots(known, nowMs + DAY - HOUR)).toBe(false);
    expect(needsRobots(known, nowMs + DAY)).toBe(true);
    expect([gapMs(old), gapMs(known)]).toEqual([1_000, 20_000]);
  });
});
