/** Foreign hosts, foreign pages and bodies that are no JSON are refused and change nothing. */
import { expect, test } from 'vitest';
import { consoleFixture } from './fixture.ts';

const watch = JSON.stringify({ name: 'Fraud', query: 'fraud' });
const json = { 'content-type': 'application/json' };

test.each([
  ['a rebound host', { host: 'evil.example' }],
  ['the right name with another port', { host: '127.0.0.1:9' }],
  ['the wildcard address', { host: '0.0.0.0:4173' }],
  ['a host that only begins right', { host: '127.0.0.1:4173.evil.example' }],
])('%s is misdirected, for reads and for writes', async (_, headers) => {
  const { ask, ports } = consoleFixture();
  for (const path of ['/', '/api/v1/watches', '/api/v1/events', '/assets/console.js']) {
    expect((await ask(path, { headers })).status).toBe(421);
  }
  const write = await ask('/api/v1/watches', { method: 'POST', body: watch, headers: { ...json, ...headers } });
  expect(write.status).toBe(421);
  expect((await ports.objects.list('watches/')).objects).toEqual([]);
});

test.each([
  ['a foreign origin', { ...json, origin: 'https://evil.example' }],
  ['the null origin', { ...json, origin: 'null' }],
  ['an own host under another port', { ...json, origin: 'http://127.0.0.1:8000' }],
  ['a cross-site request', { ...json, 'sec-fetch-site': 'cross-site' }],
  ['a same-site request', { ...json, 'sec-fetch-site': 'same-site' }],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['a multipart form', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['plain text', { 'content-type': 'text/plain' }],
  ['JSON in disguise', { 'content-type': 'text/plain; application/json' }],
])('%s changes nothing', async (_, headers) => {
  const { ask, ports } = consoleFixture();
  const response = await ask('/api/v1/watches', { method: 'POST', body: watch, headers });
  expect(response.status).toBeGreaterThanOrEqual(400);
  expect(response.status).toBeLessThan(500);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect((await ports.objects.list('watches/')).objects).toEqual([]);
});

test('a foreign page may not remove a watch', async () => {
  const { ask, send } = consoleFixture();
  await send('POST', '/api/v1/watches', { name: 'Fraud', query: 'fraud' });
  const headers = { origin: 'https://evil.example' };
  expect((await ask('/api/v1/watches/fraud', { method: 'DELETE', headers })).status).toBe(403);
  expect((await ask('/api/v1/watches/fraud')).status).toBe(200);
});

test.each([
  ['no origin at all, as programs send', {}],
  ['the own page', { origin: 'http://localhost:4173', 'sec-fetch-site': 'same-origin' }],
  ['a charset', { 'content-type': 'application/json; charset=utf-8' }],
])('%s may write', async (_, headers) => {
  const { send } = consoleFixture();
  expect((await send('POST', '/api/v1/watches', { name: 'Fraud', query: 'fraud' }, headers)).status).toBe(201);
});

test.each([
  ['no JSON', '{"name":'],
  ['another shape', '{"title":"x"}'],
  ['an unknown key', '{"name":"a","query":"b","owner":"c"}'],
  ['a body that is too large', JSON.stringify({ name: 'a', query: 'x'.repeat(70_000) })],
  ['nothing', ''],
])('a body with %s is refused', async (_, body) => {
  const { ask, ports } = consoleFixture();
  const response = await ask('/api/v1/watches', { method: 'POST', body, headers: json });
  expect([400, 413]).toContain(response.status);
  expect((await ports.objects.list('watches/')).objects).toEqual([]);
});

test('every answer forbids inline code, framing and guessing of types', async () => {
  const { ask } = consoleFixture();
  for (const path of ['/', '/nothing', '/api/v1/watches', '/api/v1/releases/none']) {
    const { headers } = await ask(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  }
});
