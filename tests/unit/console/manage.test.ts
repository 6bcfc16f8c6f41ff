/** One subscription by the signed link of its mail: what a GET shows, what a POST does, and what nobody learns. */
import { expect, test } from 'vitest';
import { deliveryLimits } from '../../../shared/limits.ts';
import { signingKey, subscriberLinks } from '../../../shared/watch/links.ts';
import { getWatch } from '../../../shared/watch/read.ts';
import { addSubscription, findSubscription, readSubscriptions } from '../../../shared/watch/subscriptions.ts';
import { consoleFixture } from './fixture.ts';

const base = 'http://127.0.0.1:4173';

async function subscribed() {
  const fixture = consoleFixture(base);
  const { ports, ask, send } = fixture;
  await send('POST', '/api/v1/watches', { name: 'Cyber', query: 'cybercrime' });
  const { id } = await addSubscription(ports, 'cyber', 'immediate', { kind: 'email', address: 'reader@example.org' });
  await addSubscription(ports, 'cyber', 'immediate', { kind: 'email', address: 'other@example.org' });
  const links = subscriberLinks(await signingKey(ports), base, id);
  const path = (link: string) => link.slice(base.length);
  const post = (link: string, fields: Record<string, string>) =>
    ask(path(link), {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const get = (link: string) => ask(path(link));
  return { ...fixture, id, links, post, get, current: () => findSubscription(ports.objects, id) };
}

test('a GET shows the subscription, nobody else’s, and changes nothing', async () => {
  const { links, get, ports } = await subscribed();
  const before = await readSubscriptions(ports.objects);
  for (const link of [links.manage, links.unsubscribe]) {
    const response = await get(link);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).not.toContain('other@example.org');
    expect(text).toContain('Cyber');
  }
  expect(await (await get(links.manage)).text()).toContain('reader@example.org');
  expect(await readSubscriptions(ports.objects)).toEqual(before);
});

test.each([
  ['a page that tells no referrer', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ['the page of a mail service', { origin: 'https://mail.example.net', 'sec-fetch-site': 'cross-site' }],
])('the form of %s acts, since its link is signed', async (_, headers) => {
  const { links, ask, current } = await subscribed();
  const { pathname, search } = new URL(links.unsubscribe);
  const body = 'List-Unsubscribe=One-Click';
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
  expect((await ask(pathname + search, { method: 'POST', body, headers: form })).status).toBe(200);
  expect(await current()).toBeNull();
});

test('the one click of a mail program ends it, once and again', async () => {
  const { links, post, get, current } = await subscribed();
  expect((await post(links.unsubscribe, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  expect(await current()).toBeNull();
  expect((await post(links.unsubscribe, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
  expect(await (await get(links.manage)).text()).toContain('hears of it no more');
});

test('the rate is changed, and the watch speaks at the new one', async () => {
  const { links, post, current, ports } = await subscribed();
  expect((await post(links.manage, { do: 'rate', rate: 'weekly' })).status).toBe(200);
  expect(await current()).toMatchObject({ rate: 'weekly' });
  expect((await getWatch(ports.objects, 'cyber'))!.subscribedRates).toContain('weekly');
  expect((await post(links.manage, { do: 'rate', rate: 'hourly' })).status).toBe(400);
  // The links of earlier mails go on working.
  expect((await post(links.unsubscribe, {})).status).toBe(200);
  expect(await current()).toBeNull();
});

test('another address has to open the link that is sent to it', async () => {
  const { links, post, get, current, mails, ports } = await subscribed();
  expect((await post(links.manage, { do: 'address', address: 'new@example.org' })).status).toBe(200);
  expect(await current()).toMatchObject({ endpoint: { address: 'reader@example.org' } });
  expect(mails).toMatchObject([{ address: 'new@example.org' }]);
  const link = /https?:\S+/.exec(mails[0]!.text)![0];
  expect(await (await get(link)).text()).toContain('new@example.org');
  expect(await current()).toMatchObject({ endpoint: { address: 'reader@example.org' } });
  expect((await get(link.replace('new%40', 'evil%40'))).status).toBe(404);
  expect((await post(link, {})).status).toBe(200);
  expect(await current()).toMatchObject({ endpoint: { address: 'new@example.org' } });
  ports.clock.advance(deliveryLimits.addressLinkLastsMs);
  expect((await post(link, {})).status).toBe(404);
});

test('an address that is none is refused, and only so many links are sent in a day', async () => {
  const { links, post, mails } = await subscribed();
  expect((await post(links.manage, { do: 'address', address: 'no address' })).status).toBe(400);
  for (let n = 0; n < deliveryLimits.addressLinksADayMax; n += 1) {
    expect((await post(links.manage, { do: 'address', address: `a${n}@example.org` })).status).toBe(200);
  }
  expect((await post(links.manage, { do: 'address', address: 'more@example.org' })).status).toBe(400);
  expect(mails).toHaveLength(deliveryLimits.addressLinksADayMax);
});

test('a link that we did not sign does nothing, and answers the same whoever has subscribed', async () => {
  const { links, post, get, id, current } = await subscribed();
  const bad = [
    links.manage.replace(/t=./, 't=_'),
    `${base}/manage?s=${id}`,
    `${base}/manage?s=nobody&t=${'a'.repeat(32)}`,
    `${base}/unsubscribe?s=${id}&t=${'a'.repeat(32)}`,
  ];
  const answers = await Promise.all(bad.map(async (link) => (await get(link)).text()));
  expect(new Set(answers).size).toBe(1);
  for (const link of bad) expect((await post(link, { do: 'rate', rate: 'off' })).status).toBe(404);
  expect(await current()).toMatchObject({ rate: 'immediate' });
});
