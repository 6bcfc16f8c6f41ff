/**
 * Managing one subscription by the signed link of a mail, without a login. A GET only shows: mail scanners open links. A
 * POST acts, and the one that a mail program sends by itself (RFC 8058) ends the subscription.
 */
import { type Context, Hono } from 'hono';
import { deliveryLimits, limits } from '../../shared/limits.ts';
import { addressLink, confirmsAddress, opensSubscription, signingKey } from '../../shared/watch/links.ts';
import { mailAddress } from '../../shared/watch/mail-address.ts';
import { getWatch } from '../../shared/watch/read.ts';
import { rates } from '../../shared/watch/schema.ts';
import { changeSubscriptionRate, endSubscription } from '../../shared/watch/subscribe.ts';
import {
  changeAddress,
  findSubscription,
  noteAddressAsked,
  type StoredSubscription,
  toSubscription,
} from '../../shared/watch/subscriptions.ts';
import type { ConsoleOptions } from './options.ts';
import type { Html } from './pages/html.ts';
import {
  barePage,
  type Credentials,
  confirmAddressPage,
  managePage,
  messagePage,
  unsubscribePage,
} from './pages/manage.ts';

type Fields = Readonly<Record<string, string>>;

async function formOf(request: Request): Promise<Fields> {
  const text = await request.text();
  return text.length > limits.apiBodyBytesMax ? {} : Object.fromEntries(new URLSearchParams(text));
}

export function manageRoutes(options: ConsoleOptions): Hono {
  const { ports, config, sendMail } = options;
  const { objects, clock } = ports;
  const app = new Hono();

  const show = (context: Context, title: string, content: Html, status: 200 | 400 | 404 = 200) =>
    context.html(barePage(title, content), status, { 'cache-control': 'no-store' });
  const ended = 'This address hears of it no more.';
  // The same whether the subscription is there or not: nobody learns who has subscribed.
  const refused = (context: Context) =>
    show(context, 'Not valid', messagePage('This link is not valid', 'Use the one of your latest alert.'), 404);

  /** The credentials of a request that we signed; null for any other. */
  async function opened(context: Context): Promise<{ credentials: Credentials; fields: Fields } | null> {
    const query = context.req.query();
    const form = context.req.method === 'POST' ? await formOf(context.req.raw) : {};
    const fields: Fields = { ...query, ...form };
    const credentials = { subscription: fields['s'] ?? '', token: fields['t'] ?? '' };
    if (credentials.subscription === '' || credentials.token === '') return null;
    return { credentials, fields };
  }

  async function ofSubscription(context: Context) {
    const request = await opened(context);
    if (request === null) return null;
    const { subscription, token } = request.credentials;
    return opensSubscription(await signingKey(ports), subscription, token) ? request : null;
  }

  async function showSubscription(
    context: Context,
    subscription: StoredSubscription,
    credentials: Credentials,
    message: string | null,
    status: 200 | 400 = 200,
  ) {
    const watch = await getWatch(objects, subscription.watch);
    const data = { subscription, watchName: watch?.name ?? subscription.watch, query: watch?.query ?? '' };
    return show(context, 'Your subscription', managePage({ ...data, credentials, message }), status);
  }

  app.get('/manage', async (context) => {
    const request = await ofSubscription(context);
    if (request === null) return refused(context);
    const subscription = await findSubscription(objects, request.credentials.subscription);
    if (subscription === null) return show(context, 'Unsubscribed', messagePage('Unsubscribed', ended));
    return showSubscription(context, subscription, request.credentials, null);
  });

  app.post('/manage', async (context) => {
    const request = await ofSubscription(context);
    if (request === null) return refused(context);
    const { credentials, fields } = request;
    const subscription = await findSubscription(objects, credentials.subscription);
    if (subscription === null) return show(context, 'Unsubscribed', messagePage('Unsubscribed', ended));
    const again = (message: string, status: 200 | 400) =>
      showSubscription(context, subscription, credentials, message, status);
    if (fields['do'] === 'address') return askAddress(subscription, fields['address'] ?? '', again);
    const rate = rates.find((one) => one === fields['rate']);
    if (rate === undefined) return again('Choose how often.', 400);
    await changeSubscriptionRate(ports, toSubscription(subscription), rate);
    return showSubscription(context, { ...subscription, rate }, credentials, 'Saved.');
  });

  /** Sends a link to the new address; answers the same for every address. */
  async function askAddress(
    subscription: StoredSubscription,
    typed: string,
    again: (message: string, status: 200 | 400) => Response | Promise<Response>,
  ) {
    const address = mailAddress(typed);
    if (subscription.endpoint.kind !== 'email' || address === null) {
      return again('This is no address: write it as name@example.org.', 400);
    }
    if (sendMail === null || config.consoleAddress === null) {
      return again('Addresses cannot be changed here: the console has no fixed address.', 400);
    }
    if (!(await noteAddressAsked(objects, subscription.id, clock.nowMs()))) {
      return again('Too many links were asked for today. Try again tomorrow.', 400);
    }
    const until = new Date(clock.nowMs() + deliveryLimits.addressLinkLastsMs).toISOString();
    const link = addressLink(await signingKey(ports), config.consoleAddress, subscription.id, address, until);
    await sendMail({
      address,
      watch: subscription.watch,
      subject: 'Confirm your address for Dateline alerts',
      text: [
        'Somebody asked that alerts of a subscription come to this address.',
        '',
        `If it was you, open this link before ${until.slice(0, 16).replace('T', ' ')} UTC:`,
        link,
        '',
        'If it was not, do nothing: nothing is sent here.',
        '',
      ].join('\n'),
    });
    return again(`A link was sent to ${address}. Alerts come there once it is opened.`, 200);
  }

  app.get('/unsubscribe', async (context) => {
    const request = await ofSubscription(context);
    if (request === null) return refused(context);
    const subscription = await findSubscription(objects, request.credentials.subscription);
    if (subscription === null) return show(context, 'Unsubscribed', messagePage('Unsubscribed', ended));
    const watch = await getWatch(objects, subscription.watch);
    return show(context, 'Unsubscribe', unsubscribePage(watch?.name ?? subscription.watch, request.credentials));
  });

  app.post('/unsubscribe', async (context) => {
    const request = await ofSubscription(context);
    if (request === null) return refused(context);
    const subscription = await findSubscription(objects, request.credentials.subscription);
    if (subscription !== null) await endSubscription(ports, subscription.watch, subscription.id);
    return show(context, 'Unsubscribed', messagePage('Unsubscribed', ended));
  });

  async function ofAddress(context: Context) {
    const request = await opened(context);
    if (request === null) return null;
    const { credentials, fields } = request;
    const change = { subscription: credentials.subscription, address: fields['a'] ?? '', until: fields['u'] ?? '' };
    const valid = confirmsAddress(await signingKey(ports), change, credentials.token, clock.nowMs());
    return valid ? { credentials, change } : null;
  }

  app.get('/confirm-address', async (context) => {
    const request = await ofAddress(context);
    if (request === null) return refused(context);
    const { address, until } = request.change;
    return show(context, 'Confirm', confirmAddressPage(address, until, request.credentials));
  });

  app.post('/confirm-address', async (context) => {
    const request = await ofAddress(context);
    if (request === null) return refused(context);
    const { subscription, address } = request.change;
    const changed = await changeAddress(objects, subscription, address);
    if (changed === null)
      return show(context, 'Unsubscribed', messagePage('Unsubscribed', 'The subscription has ended.'));
    return show(context, 'Confirmed', messagePage('Confirmed', `Alerts come to ${address} from now on.`));
  });

  return app;
}
