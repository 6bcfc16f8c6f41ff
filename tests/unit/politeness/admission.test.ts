import { describe, expect, it } from 'vitest';
import { holdHost, readHostState } from '../../../shared/archive/host-state.ts';
import { limits } from '../../../shared/limits.ts';
import { admissionOf, redirectAdmission } from '../../../shared/politeness/admission.ts';
import { testClock } from '../../support/memory/clock.ts';
import { respond } from '../../support/memory/fetcher.ts';
import { type MemoryPorts, memoryPorts } from '../../support/memory/ports.ts';
import { knowRobots } from '../../support/robots.ts';

const host = 'news.example:443';
const url = 'https://news.example/a';
const request = { host, url, allowedHost: false, deadlineMs: 1_000 };
const robots = 'https://news.example/robots.txt';

function world(advanceOnWait = true): MemoryPorts {
  return memoryPorts({ clock: testClock(undefined, { advanceOnWait }) });
}

describe('an address may be asked', () => {
  it('where robots.txt is known and allows it', async () => {
    const ports = world();
    await knowRobots(ports, host);
    expect(await admissionOf(ports, request)).toEqual({ kind: 'yes' });
    expect(ports.fetcher.robotsRequests).toHaveLength(0);
  });

  it('a pause after its robots.txt was asked', async () => {
    const ports = world();
    expect(await admissionOf(ports, request)).toEqual({ kind: 'yes' });
    expect(ports.fetcher.robotsRequests).toHaveLength(1);
    expect(ports.clock.elapsedMs()).toBe(limits.hostGapMs);
  });

  it('at once on an allowed loopback host', async () => {
    const ports = world(false);
    expect(await admissionOf(ports, { ...request, allowedHost: true })).toEqual({ kind: 'yes' });
  });
});

describe('an address may not be asked', () => {
  it('while its host is held, but for a pause that is nearly over', async () => {
    const ports = world();
    await knowRobots(ports, host);
    await holdHost(ports.objects, host, ports.clock.nowMs() + 500, 'the pause between requests');
    expect(await admissionOf(ports, request)).toEqual({ kind: 'yes' });
    const untilMs = ports.clock.nowMs() + 60_000;
    await holdHost(ports.objects, host, untilMs, 'HTTP 429');
    expect(await admissionOf(ports, request)).toEqual({ kind: 'held', untilMs, reason: 'HTTP 429' });
  });

  it('where the clock stands still and a pause is due', async () => {
    const ports = world(false);
    expect(await admissionOf(ports, request)).toMatchObject({ kind: 'held' });
    expect(ports.fetcher.robotsRequests).toHaveLength(1);
  });

  it.each([
    ['its robots.txt forbids it', respond(200, 'User-agent: *\nDisallow: /a'), 'forbidden'],
    ['its robots.txt cannot be had', respond(500), 'unreachable'],
    ['its robots.txt is answered with 429', respond(429, '', { 'retry-after': '600' }), 'held'],
  ])('when %s', async (_, answer, kind) => {
    const ports = world();
    ports.fetcher.route(robots, answer);
    expect(await admissionOf(ports, request)).toMatchObject({ kind });
  });
});

describe('a redirect', () => {
  const target = 'https://www.news.example/b';
  const admits = (ports: MemoryPorts, allowed: readonly string[] = []) =>
    redirectAdmission(ports, new Set(allowed), { url, deadlineMs: 1_000 });

  it('to another host is followed after its robots.txt, and gives that host its pause', async () => {
    const ports = world();
    expect(await admits(ports)(target)).toBeNull();
    expect(ports.fetcher.robotsRequests.map((one) => one.url)).toEqual(['https://www.news.example/robots.txt']);
    const { notBefore } = await readHostState(ports.objects, 'www.news.example:443');
    expect(Date.parse(notBefore ?? '')).toBeGreaterThan(ports.clock.nowMs());
  });

  it('within the host is followed at once, unless robots.txt forbids where it leads', async () => {
    const ports = world(false);
    await knowRobots(ports, host, { rules: [{ path: '/private', allow: false }], result: 'rules' });
    await holdHost(ports.objects, host, ports.clock.nowMs() + 60_000, 'the pause between requests');
    expect(await admits(ports)('https://news.example/b')).toBeNull();
    expect(await admits(ports)('https://news.example/private/b')).toMatchObject({ kind: 'refused', reason: 'robots' });
  });

  it('is refused by the robots.txt of the other host, and held while that is left alone', async () => {
    const ports = world();
    await knowRobots(ports, 'www.news.example:443', { rules: [{ path: '/b', allow: false }], result: 'rules' });
    expect(await admits(ports)(target)).toMatchObject({ kind: 'refused', reason: 'robots' });
    await holdHost(ports.objects, 'www.news.example:443', ports.clock.nowMs() + 60_000, 'HTTP 503');
    expect(await admits(ports)(target)).toMatchObject({
      kind: 'failed',
      reason: 'held',
      message: expect.stringContaining('HTTP 503'),
    });
  });

  it('to an allowed loopback host needs no pause', async () => {
    const ports = world(false);
    expect(await admits(ports, ['127.0.0.1:3100'])('http://127.0.0.1:3100/b')).toBeNull();
  });
});
