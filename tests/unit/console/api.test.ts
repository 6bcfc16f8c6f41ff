/** The HTTP interface: what it answers, and that its description tells the truth. */
import { expect, test } from 'vitest';
import { getWatch } from '../../../shared/watch/read.ts';
import { pumpAlerts } from '../../support/pipeline.ts';
import { makeRelease, reviseRelease } from '../../support/releases.ts';
import { consoleFixture } from './fixture.ts';

const read = async (response: Response) => ({ status: response.status, body: JSON.parse(await response.text()) });

test('releases come with the last changed first, by newsroom, by query and page by page', async () => {
  const { ask, store } = consoleFixture();
  const all = Array.from({ length: 120 }, (_, n) => makeRelease({ slug: `s${n}`, headline: `Release ${n}` }));
  await store(...all, makeRelease({ slug: 'fish', headline: 'Fish', body: 'The trawler landed.' }));
  const first = (await read(await ask('/api/v1/releases'))).body;
  expect(first.items).toHaveLength(100);
  expect(first.items[0].headline).toBe('Fish');
  const second = (await read(await ask(`/api/v1/releases?cursor=${first.next}`))).body;
  expect(second.items).toHaveLength(21);
  expect(second.next).toBeNull();
  expect((await read(await ask('/api/v1/releases?q=trawler'))).body.items).toHaveLength(1);
  expect((await read(await ask('/api/v1/releases?newsroom=other'))).body.items).toEqual([]);
  expect((await read(await ask('/api/v1/releases?since=2030-01-01T00:00:00Z'))).body.items).toEqual([]);
  expect((await ask('/api/v1/releases?since=soon')).status).toBe(400);
});

test('a release is answered as its record, the last revision of it', async () => {
  const { ask, store } = consoleFixture();
  const one = makeRelease();
  const two = reviseRelease(one, true, { body: 'LYON, France – Officers queried it.\n\nA new paragraph.' });
  await store(one);
  expect((await read(await ask(`/api/v1/releases/${one.id}/diff`))).status).toBe(404);
  await store(two);
  expect((await read(await ask(`/api/v1/releases/${one.id}`))).body).toEqual(two);
  const { status, body } = await read(await ask(`/api/v1/releases/${one.id}/diff`));
  expect(status).toBe(200);
  expect(body).toMatchObject({ from: 1, to: 2, headline: null });
  expect(body.body.map((part: { op: string }) => part.op)).toEqual(['removed', 'added', 'added']);
  expect((await ask('/api/v1/releases/none')).status).toBe(404);
});

test('a watch is added once, refused under the same name with another query, and removed', async () => {
  const { ask, send } = consoleFixture();
  const fraud = { name: 'Fraud', query: 'fraud' };
  const added = await read(await send('POST', '/api/v1/watches', fraud));
  expect(added).toMatchObject({ status: 201, body: { id: 'fraud', ...fraud } });
  expect((await send('POST', '/api/v1/watches', fraud)).status).toBe(200);
  expect(await read(await send('POST', '/api/v1/watches', { name: 'Fraud', query: 'theft' }))).toMatchObject({
    status: 409,
    body: { code: 'E_TAKEN', status: 409 },
  });
  expect((await read(await ask('/api/v1/watches'))).body.items).toMatchObject([{ id: 'fraud', ...fraud }]);
  expect((await ask('/api/v1/watches/fraud', { method: 'DELETE' })).status).toBe(204);
  expect((await ask('/api/v1/watches/fraud', { method: 'DELETE' })).status).toBe(404);
  expect((await read(await ask('/api/v1/watches'))).body).toEqual({ items: [], next: null });
});

test('a bad query is refused with its errors and fixes, and nothing is saved', async () => {
  const { ask, send } = consoleFixture();
  for (const path of ['/api/v1/watches', '/api/v1/query/backtest']) {
    const body = path.endsWith('watches') ? { name: 'Bad', query: '(fraud' } : { query: '(fraud' };
    const answer = await read(await send('POST', path, body));
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toMatchObject({ code: expect.any(String), hint: expect.any(String) });
  }
  expect((await read(await send('POST', '/api/v1/query/check', { query: '(fraud' }))).body.ok).toBe(false);
  expect((await read(await ask('/api/v1/watches'))).body.items).toEqual([]);
});

test('a backtest counts the stored releases that match and shows where', async () => {
  const { send, store } = consoleFixture();
  await store(makeRelease(), makeRelease({ slug: 'two', headline: 'Fish', body: 'The trawler landed.' }));
  const { body } = await read(await send('POST', '/api/v1/query/backtest', { query: 'cybercrime' }));
  expect(body).toMatchObject({ matches: 1, releases: 2 });
  const [{ sentence }] = body.samples;
  const [{ start, end }] = sentence.marks;
  expect(sentence.text.slice(start, end)).toBe('cybercrime');
});

test('alerts are those that the ledgers say were accepted', async () => {
  const { ask, send, store, ports } = consoleFixture();
  await send('POST', '/api/v1/watches', { name: 'Cyber', query: 'cybercrime' });
  await ports.topic.subscribe('cyber', 'immediate', { kind: 'email', address: 'a@example.org' });
  const [key] = await store(makeRelease());
  expect((await read(await ask('/api/v1/alerts'))).body.items).toEqual([]);
  await pumpAlerts(ports);
  const { body } = await read(await ask('/api/v1/alerts'));
  expect(body.items).toMatchObject([{ watch: 'cyber', revision: 1, kind: 'new', key }]);
  expect(body.next).toBeNull();
});

test('a watch is changed, paused and resumed, and keeps its id', async () => {
  const { ask, send } = consoleFixture();
  await send('POST', '/api/v1/watches', { name: 'Cyber', query: 'cybercrime', rate: 'weekly' });
  const path = '/api/v1/watches/cyber';
  expect((await read(await ask(path))).body).toMatchObject({ rate: 'weekly', timeZone: 'UTC', paused: false });
  const change = {
    name: 'Cyber crime',
    query: 'cybercrime OR fraud',
    rate: 'daily',
    timeZone: 'Asia/Tokyo',
    paused: true,
  };
  expect(await read(await send('PATCH', path, change))).toMatchObject({
    status: 200,
    body: { id: 'cyber', ...change },
  });
  expect((await read(await send('PATCH', path, { paused: false }))).body).toMatchObject({ ...change, paused: false });
  for (const bad of [
    { name: ' ' },
    { query: '(fraud' },
    { timeZone: 'Mars/One' },
    { rate: 'hourly' },
    { id: 'other' },
  ]) {
    expect((await send('PATCH', path, bad)).status, JSON.stringify(bad)).toBe(400);
  }
  expect((await send('PATCH', '/api/v1/watches/none', { paused: true })).status).toBe(404);
  expect((await read(await ask(path))).body).toMatchObject({ name: 'Cyber crime', query: 'cybercrime OR fraud' });
});

test('somebody is subscribed, listed and unsubscribed', async () => {
  const { ask, send } = consoleFixture();
  await send('POST', '/api/v1/watches', { name: 'Cyber', query: 'cybercrime' });
  const path = '/api/v1/watches/cyber/subscriptions';
  const made = await read(await send('POST', path, { email: 'a@example.org' }));
  expect(made).toMatchObject({ status: 201, body: { watch: 'cyber', rate: 'immediate' } });
  expect((await read(await ask(path))).body.items).toHaveLength(1);
  expect((await send('POST', path, { email: 'no address' })).status).toBe(400);
  expect((await send('POST', path, {})).status).toBe(400);
  expect((await send('POST', '/api/v1/watches/none/subscriptions', { email: 'a@example.org' })).status).toBe(404);
  expect((await ask(`${path}/${made.body.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await ask(`${path}/${made.body.id}`, { method: 'DELETE' })).status).toBe(404);
});

test('a subscription changes its rate, a webhook its secret, and one that was disabled is enabled', async () => {
  const { ask, send, ports } = consoleFixture();
  await send('POST', '/api/v1/watches', { name: 'Cyber', query: 'cybercrime' });
  const path = '/api/v1/watches/cyber/subscriptions';
  const made = await read(await send('POST', path, { webhook: 'https://hooks.example.org/in', rate: 'daily' }));
  const one = `${path}/${encodeURIComponent(made.body.id)}`;
  expect((await read(await send('PATCH', one, { rate: 'weekly' }))).body).toMatchObject({ rate: 'weekly' });
  expect((await read(await ask(path))).body.items.map(({ rate }: { rate: string }) => rate)).toEqual(['weekly']);
  expect((await getWatch(ports.objects, 'cyber'))!.subscribedRates).toEqual(['weekly']);
  const now = (await read(await ask(path))).body.items[0];
  const changed = await read(await send('PATCH', `${path}/${encodeURIComponent(now.id)}`, { enabled: true }));
  expect(changed).toMatchObject({ status: 200, body: { sentAgain: 0 } });
  expect((await send('PATCH', `${path}/none`, { rate: 'daily' })).status).toBe(404);
  expect((await send('PATCH', one, { rate: 'hourly' })).status).toBe(404);
  const mail = await read(await send('POST', path, { email: 'a@example.org' }));
  expect((await send('PATCH', `${path}/${encodeURIComponent(mail.body.id)}`, { enabled: true })).status).toBe(400);
});

test('a newsroom is switched on and off', async () => {
  const { ask, send } = consoleFixture();
  const status = async () => (await read(await ask('/api/v1/newsrooms'))).body.items[0].status;
  expect(await status()).toBe('new');
  expect((await send('PATCH', '/api/v1/newsrooms/harbour', { enabled: false })).status).toBe(200);
  expect(await status()).toBe('disabled');
  expect((await send('PATCH', '/api/v1/newsrooms/none', { enabled: false })).status).toBe(404);
});

test('events arrive as server-sent events, and a committed release is found before the log has it', async () => {
  const { ask, emit, store } = consoleFixture();
  const response = await ask('/api/v1/events');
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body!.getReader();
  const text = async () => new TextDecoder().decode((await reader.read()).value);
  expect(await text()).toContain('retry:');
  const release = makeRelease();
  const [key] = await store(release);
  emit({ event: 'release', id: release.id, newsroom: 'harbour', headline: release.headline, revision: 1, key: key! });
  const event = await text();
  expect(event).toContain('event: release\n');
  expect(JSON.parse(event.split('data: ')[1]!)).toMatchObject({ id: release.id });
  await reader.cancel();
  emit({ event: 'release', id: release.id, newsroom: 'harbour', headline: 'late', revision: 1, key: key! });
});

test('every path of the description is there and answers as it says', async () => {
  const { ask, store, send } = consoleFixture();
  const release = makeRelease();
  await store(release, reviseRelease(release, true));
  await send('POST', '/api/v1/watches', { name: 'Cyber', query: 'cybercrime' });
  const subscribed = await read(await send('POST', '/api/v1/watches/cyber/subscriptions', { email: 'a@example.org' }));
  const { body: description } = await read(await ask('/api/openapi.json'));
  expect(description.openapi).toBe('3.1.0');

  const bodies: Record<string, unknown> = {
    'patch /newsrooms/{id}': { enabled: true },
    'post /watches': { name: 'Port', query: 'port' },
    'patch /watches/{id}': { rate: 'daily' },
    'patch /watches/{id}/subscriptions/{subscription}': {},
    'post /watches/{id}/test': {},
    'post /watches/{id}/subscriptions': { email: 'b@example.org' },
    'post /query/check': { query: 'port' },
    'post /query/backtest': { query: 'port' },
  };
  const idOf = (path: string) =>
    path.startsWith('/releases') ? release.id : path.startsWith('/newsrooms') ? 'harbour' : 'cyber';
  const operations = Object.entries(description.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  // What removes things comes last.
  operations.sort(
    (a, b) => Number(a.method === 'delete') - Number(b.method === 'delete') || b.path.length - a.path.length,
  );
  expect(operations.length).toBeGreaterThan(15);
  for (const { path, method, operation } of operations) {
    const name = `${method} ${path}`;
    const url = `/api/v1${path.replace('{id}', idOf(path)).replace('{subscription}', subscribed.body.id)}`;
    const response =
      name in bodies
        ? await send(method.toUpperCase(), url, bodies[name])
        : await ask(url, { method: method.toUpperCase() });
    expect(Object.keys(operation.responses), name).toContain(String(response.status));
    expect(response.status, name).toBeLessThan(300);
    const described = operation.responses[String(response.status)]?.content;
    if (described === undefined) continue;
    expect(Object.keys(described)[0], name).toBe(response.headers.get('content-type')?.split(';')[0]);
    const schema = described['application/json']?.schema;
    if (schema !== undefined) checkRequired(description, schema, JSON.parse(await response.text()), name);
    else await response.body?.cancel();
  }
});

interface Schema {
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >;
}

/** What the schema says must be there is there, in items too. */
function checkRequired(
  description: { components: { schemas: Record<string, Schema> } },
  schema: Schema,
  value: unknown,
  name: string,
): void {
  const resolved = schema.$ref === undefined ? schema : description.components.schemas[schema.$ref.split('/').at(-1)!]!;
  for (const key of resolved.required ?? []) expect(value, name).toHaveProperty([key]);
  for (const [key, property] of Object.entries(resolved.properties ?? {})) {
    const inner = (value as Record<string, unknown>)[key];
    if (property.items !== undefined && Array.isArray(inner)) {
      for (const item of inner) checkRequired(description, property.items, item, `${name} ${key}`);
    }
  }
}

test('what is not there is a problem with a code, as RFC 9457 has it', async () => {
  const { ask } = consoleFixture();
  const response = await ask('/api/v1/nothing');
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await read(response)).toMatchObject({
    status: 404,
    body: { status: 404, code: 'E_NOT_FOUND', title: expect.any(String) },
  });
});

test('a backtest says what to expect, what was just missed, and what the archive knows of the words', async () => {
  const { send, store } = consoleFixture();
  await store(makeRelease(), makeRelease({ slug: 'two', headline: 'Fish', body: 'The trawler landed.' }));
  const asked = async (query: string, since?: string) =>
    (await read(await send('POST', '/api/v1/query/backtest', { query, since }))).body;
  expect(await asked('trawler NEAR/1 landed NOT fish')).toMatchObject({
    matches: 0,
    weeks: [{ week: '2026-02-23', releases: 2, matches: 0 }],
    expectedWords: expect.any(String),
    nearMisses: [{ headline: 'Fish', failed: { clause: 'NOT fish' } }],
  });
  expect((await asked('trawlr')).warnings).toMatchObject([{ code: 'W_NEVER_SEEN', fixes: [{ query: 'trawler' }] }]);
  expect(await asked('trawler', '2027-01-01')).toMatchObject({ releases: 0 });
  expect((await send('POST', '/api/v1/query/backtest', { query: 'a1', since: 'soon' })).status).toBe(400);
});

test('pages go on where they stood when releases change or arrive meanwhile', async () => {
  const { ask, store } = consoleFixture();
  const all = Array.from({ length: 150 }, (_, n) => makeRelease({ slug: `s${n}`, headline: `Release ${n}` }));
  await store(...all);
  const page = async (path: string) => (await read(await ask(path))).body;
  const first = await page('/api/v1/releases?q=cybercrime');
  await store(makeRelease({ slug: 'new' }), reviseRelease(all[149]!, true));
  const second = await page(`/api/v1/releases?q=cybercrime&cursor=${first.next}`);
  const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
  expect(new Set(ids).size).toBe(150);
  expect(second.next).toBeNull();
  expect((await ask('/api/v1/releases?cursor=none')).status).toBe(400);
});
