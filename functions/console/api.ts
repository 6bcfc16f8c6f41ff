/** The HTTP interface under /api/v1 (INTERFACES, HTTP): JSON in, JSON out, problems by RFC 9457. */
import { Hono } from 'hono';
import * as z from 'zod';
import { limits } from '../../shared/limits.ts';
import { setEnabled } from '../../shared/newsrooms/enabled.ts';
import { readHealth } from '../../shared/newsrooms/health.ts';
import { type Endpoint, machineEndpointKinds } from '../../shared/ports.ts';
import { checkQuery } from '../../shared/query/check.ts';
import { backtest } from '../../shared/search/backtest.ts';
import { backtestJson } from '../../shared/search/backtest-json.ts';
import { isCursor, releasePage } from '../../shared/search/release-page.ts';
import { checkWithArchive } from '../../shared/search/statistics.ts';
import { scanAgain } from '../../shared/steps/close-digests.ts';
import { enableWebhook } from '../../shared/steps/enable-webhook.ts';
import { sendTest } from '../../shared/steps/send-test.ts';
import { isTimeZone } from '../../shared/text/zones.ts';
import { getWatch } from '../../shared/watch/read.ts';
import { rates, type Watch } from '../../shared/watch/schema.ts';
import { addWatch, editWatch, removeWatch } from '../../shared/watch/store.ts';
import { changeSubscriptionRate, endSubscription, subscribeTo } from '../../shared/watch/subscribe.ts';
import { rotateSecret, webhookSecret } from '../../shared/watch/subscriptions.ts';
import { webhooksInTrouble } from '../../shared/watch/webhook-health.ts';
import { readBody } from './body.ts';
import type { ConsoleArchive } from './data/archive.ts';
import { diffReleases } from './data/diff.ts';
import { eventResponse } from './event-response.ts';
import type { ConsoleOptions } from './options.ts';
import { badRequest, notFound, problemResponse } from './problem.ts';

const queryBody = z.strictObject({ query: z.string() });
const backtestBody = z.strictObject({ query: z.string(), since: z.string().optional() });
const rateSchema = z.enum(rates);
const watchBody = z.strictObject({
  name: z.string(),
  query: z.string(),
  rate: rateSchema.optional(),
  timeZone: z.string().refine(isTimeZone, 'no time zone').optional(),
});
const watchChanges = z.strictObject({ ...watchBody.partial().shape, paused: z.boolean().optional() });
const newsroomBody = z.strictObject({ enabled: z.boolean() });
const subscriptionBody = z.strictObject({
  email: z.email().optional(),
  webhook: z.url({ protocol: /^https?$/ }).optional(),
  machine: z.enum(machineEndpointKinds).optional(),
  rate: rateSchema.optional(),
});

const subscriptionChanges = z.strictObject({
  rate: rateSchema.optional(),
  /** A webhook that was disabled: it is tried again, with what it missed. */
  enabled: z.literal(true).optional(),
  rotateSecret: z.literal(true).optional(),
});

const watchJson = ({ id, name, query, createdAt, rate, timeZone, pausedAt }: Watch) => ({
  id,
  name,
  query,
  createdAt,
  rate,
  timeZone,
  paused: pausedAt !== null,
});

/** A query that does not parse, with its errors and their fixes. */
function badQuery(query: string): Response {
  const { errors } = checkQuery(query);
  const detail = errors.map(({ message }) => message).join(' ');
  return problemResponse({ ...badRequest(detail, { errors }), code: errors[0]?.code ?? 'E_QUERY' });
}

function endpointOf(body: z.infer<typeof subscriptionBody>): Endpoint | null {
  const { email, webhook, machine } = body;
  const given: Endpoint[] = [
    ...(email === undefined ? [] : [{ kind: 'email', address: email } as const]),
    ...(webhook === undefined ? [] : [{ kind: 'webhook', url: webhook } as const]),
    ...(machine === undefined ? [] : [{ kind: machine } as const]),
  ];
  return given.length === 1 ? (given[0] ?? null) : null;
}

export function api(options: ConsoleOptions, archive: ConsoleArchive): Hono {
  const { ports, config } = options;
  const { objects, clock, topic } = ports;
  const app = new Hono();

  const newsroomHealth = () => readHealth(objects, config.newsrooms, clock.nowMs());

  app.get('/health', async (context) => {
    const asked = (await newsroomHealth()).filter(({ status }) => status !== 'disabled');
    const items = asked.map((health) => ({ id: health.newsroom, ...health }));
    const webhooks = await webhooksInTrouble(objects);
    return context.json({ status: 'ok', time: new Date(clock.nowMs()).toISOString(), items, webhooks, next: null });
  });

  app.get('/newsrooms', async (context) => {
    await archive.index.refresh();
    const known = new Map((await newsroomHealth()).map((health) => [health.newsroom, health]));
    const items = config.newsrooms.map(({ id, organization, country, homepage, channels }) => ({
      id,
      organization,
      country,
      homepage,
      status: known.get(id)?.status ?? 'disabled',
      reason: known.get(id)?.reason ?? null,
      channels: channels.map(({ kind, url }) => ({ kind, url })),
      releases: archive.index.countOf(id),
    }));
    return context.json({ items, next: null });
  });

  app.patch('/newsrooms/:id', async (context) => {
    const id = context.req.param('id');
    if (!config.newsrooms.some((newsroom) => newsroom.id === id)) return problemResponse(notFound('such newsroom'));
    const body = await readBody(context.req.raw, newsroomBody);
    if (body.kind === 'refused') return problemResponse(body.problem);
    await setEnabled(objects, [id], body.value.enabled);
    return context.json({ id, enabled: body.value.enabled });
  });

  app.get('/releases', async (context) => {
    const { q = '', newsroom, since, cursor } = context.req.query();
    const query = q.trim() === '' ? null : q;
    if (query !== null && !checkQuery(query).ok) return badQuery(query);
    if (since !== undefined && Number.isNaN(Date.parse(since))) {
      return problemResponse(badRequest('`since` is no ISO 8601 time.'));
    }
    if (cursor !== undefined && !isCursor(cursor)) {
      return problemResponse(badRequest('`cursor` is not the `next` of a page.'));
    }
    const sinceMs = since === undefined ? null : Date.parse(since);
    const filter = { query, newsroom: newsroom ?? null, sinceMs };
    const page = await releasePage(archive.index, filter, cursor ?? null, limits.apiPageItemsMax);
    return context.json({ items: page.items.map(({ release }) => release), next: page.next });
  });

  app.get('/releases/:id', async (context) => {
    const found = await archive.release(context.req.param('id'));
    return found === null ? problemResponse(notFound('such release')) : context.json(found);
  });

  app.get('/releases/:id/diff', async (context) => {
    const release = await archive.release(context.req.param('id'));
    if (release === null) return problemResponse(notFound('such release'));
    const before = release.revision === 1 ? null : await archive.revision(release.id, release.revision - 1);
    if (before === null) return problemResponse(notFound('earlier revision of this release'));
    return context.json(diffReleases(before, release));
  });

  app.get('/watches', async (context) => {
    return context.json({ items: (await archive.watches()).map(watchJson), next: null });
  });

  app.post('/watches', async (context) => {
    const body = await readBody(context.req.raw, watchBody);
    if (body.kind === 'refused') return problemResponse(body.problem);
    const { timeZone = config.timeZone, ...asked } = body.value;
    const outcome = await addWatch(objects, clock, { ...asked, timeZone });
    switch (outcome.kind) {
      case 'added':
        return context.json(watchJson(outcome.watch), 201, { location: `/api/v1/watches/${outcome.watch.id}` });
      case 'same':
        return context.json(watchJson(outcome.watch));
      case 'bad-name':
        return problemResponse({ ...badRequest(`${outcome.message}.`), code: 'E_NAME' });
      case 'bad-query':
        return badQuery(body.value.query);
      case 'taken':
        return problemResponse({
          status: 409,
          code: 'E_TAKEN',
          title: 'The name is taken',
          detail: `The watch “${outcome.watch.name}” asks for something else: ${outcome.watch.query}. Choose another name.`,
        });
    }
  });

  app.get('/watches/:id', async (context) => {
    const watch = await getWatch(objects, context.req.param('id'));
    return watch === null ? problemResponse(notFound('such watch')) : context.json(watchJson(watch));
  });

  app.patch('/watches/:id', async (context) => {
    const body = await readBody(context.req.raw, watchChanges);
    if (body.kind === 'refused') return problemResponse(body.problem);
    const outcome = await editWatch(objects, clock, context.req.param('id'), body.value);
    switch (outcome.kind) {
      case 'edited':
        if (body.value.paused === false || body.value.timeZone !== undefined) await scanAgain(objects);
        return context.json(watchJson(outcome.watch));
      case 'missing':
        return problemResponse(notFound('such watch'));
      case 'bad-query':
        return badQuery(body.value.query ?? '');
      case 'bad-name':
      case 'bad-zone':
        return problemResponse({ ...badRequest(`${outcome.message}.`), code: 'E_NAME' });
    }
  });

  app.delete('/watches/:id', async (context) => {
    const id = context.req.param('id');
    if ((await getWatch(objects, id)) === null) return problemResponse(notFound('such watch'));
    // Subscriptions first: when this fails, the same can be asked again.
    await topic.removeWatch(id);
    await removeWatch(objects, clock, id);
    return context.body(null, 204);
  });

  app.get('/watches/:id/subscriptions', async (context) => {
    const watch = await getWatch(objects, context.req.param('id'));
    if (watch === null) return problemResponse(notFound('such watch'));
    return context.json({ items: await topic.subscriptions(watch.id), next: null });
  });

  app.post('/watches/:id/subscriptions', async (context) => {
    const watch = await getWatch(objects, context.req.param('id'));
    if (watch === null) return problemResponse(notFound('such watch'));
    const body = await readBody(context.req.raw, subscriptionBody);
    if (body.kind === 'refused') return problemResponse(body.problem);
    const endpoint = endpointOf(body.value);
    if (endpoint === null) return problemResponse(badRequest('Give one of `email`, `webhook` and `machine`.'));
    const made = await subscribeTo(ports, watch, body.value.rate ?? null, endpoint);
    const secret = endpoint.kind === 'webhook' ? await webhookSecret(objects, made.id) : null;
    return context.json({ ...made, ...(secret === null ? {} : { secret }) }, 201);
  });

  app.post('/watches/:id/test', async (context) => {
    const watch = await getWatch(objects, context.req.param('id'));
    if (watch === null) return problemResponse(notFound('such watch'));
    return context.json({ items: await sendTest(ports, watch, config), next: null });
  });

  app.patch('/watches/:id/subscriptions/:subscription', async (context) => {
    const { id, subscription } = context.req.param();
    const known = (await topic.subscriptions(id)).find((one) => one.id === subscription);
    if (known === undefined) return problemResponse(notFound('such subscription'));
    const body = await readBody(context.req.raw, subscriptionChanges);
    if (body.kind === 'refused') return problemResponse(body.problem);
    const { rate, enabled, rotateSecret: rotates } = body.value;
    if (known.endpoint.kind !== 'webhook' && (enabled === true || rotates === true)) {
      return problemResponse(badRequest('Only a webhook is enabled again or has a secret.'));
    }
    const changed = rate === undefined ? known : await changeSubscriptionRate(ports, known, rate);
    const secret = rotates === true ? ((await rotateSecret(ports, subscription, clock.nowMs()))?.secret ?? null) : null;
    const sentAgain =
      enabled === true ? await enableWebhook({ objects, deliveries: options.webhooks }, subscription) : null;
    return context.json({
      ...changed,
      ...(secret === null ? {} : { secret }),
      ...(sentAgain === null ? {} : { sentAgain }),
    });
  });

  app.delete('/watches/:id/subscriptions/:subscription', async (context) => {
    const { id, subscription } = context.req.param();
    const known = await topic.subscriptions(id);
    if (!known.some((one) => one.id === subscription)) return problemResponse(notFound('such subscription'));
    await endSubscription(ports, id, subscription);
    return context.body(null, 204);
  });

  app.get('/alerts', async (context) => {
    const alerts = await archive.alerts();
    const after = context.req.query('cursor');
    const start = after === undefined ? 0 : alerts.findIndex(({ alertId }) => alertId === after) + 1;
    const items = alerts.slice(start, start + limits.apiPageItemsMax);
    const more = start + items.length < alerts.length;
    return context.json({ items, next: more ? (items.at(-1)?.alertId ?? null) : null });
  });

  app.post('/query/check', async (context) => {
    const body = await readBody(context.req.raw, queryBody);
    return body.kind === 'refused' ? problemResponse(body.problem) : context.json(checkQuery(body.value.query));
  });

  app.post('/query/backtest', async (context) => {
    const body = await readBody(context.req.raw, backtestBody);
    if (body.kind === 'refused') return problemResponse(body.problem);
    const { query, since } = body.value;
    const check = checkQuery(query);
    if (!check.ok) return badQuery(query);
    const sinceMs = since === undefined ? null : Date.parse(since);
    if (Number.isNaN(sinceMs)) return problemResponse(badRequest('`since` is no ISO 8601 time.'));
    const found = await backtest(archive.index, query, { nowMs: clock.nowMs(), sinceMs });
    const { warnings } = await checkWithArchive(query, archive.index, objects);
    return context.json(backtestJson(query, warnings, found));
  });

  app.get('/events', () => {
    if (options.follow !== null) return eventResponse(options.follow);
    const detail = 'Nothing can be followed live here; ask /alerts and /releases.';
    return problemResponse({ status: 501, code: 'E_NO_EVENTS', title: 'No live events', detail });
  });

  app.all('*', () => problemResponse(notFound('such resource; see /api/openapi.json')));
  return app;
}
