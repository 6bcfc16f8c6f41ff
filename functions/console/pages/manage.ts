/** The pages behind the links of a mail: one subscription, and nothing of anybody else. */
import type { StoredSubscription } from '../../../shared/watch/subscriptions.ts';
import { each, type Html, html, nothing } from './html.ts';

/** A page without the console around it: its reader was given one link. */
export function barePage(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Dateline</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/console.css">
</head>
<body>
<main id="content">
${content}
</main>
</body>
</html>
`;
}

/** The signed part of the link, in every form. */
export interface Credentials {
  readonly subscription: string;
  readonly token: string;
}

const hidden = ({ subscription, token }: Credentials): Html =>
  html`<input type="hidden" name="s" value="${subscription}"><input type="hidden" name="t" value="${token}">`;

const rateWords = {
  immediate: 'at once',
  daily: 'one digest a day',
  weekly: 'one digest a week',
  off: 'not at all, for now',
} as const;

export interface ManagePageData {
  readonly subscription: StoredSubscription;
  readonly watchName: string;
  readonly query: string;
  readonly credentials: Credentials;
  /** What has just been done, or why not. */
  readonly message: string | null;
}

export function managePage({ subscription, watchName, query, credentials, message }: ManagePageData): Html {
  const { endpoint, rate } = subscription;
  const receiver =
    endpoint.kind === 'email' ? endpoint.address : endpoint.kind === 'webhook' ? endpoint.url : endpoint.kind;
  return html`<h1>Your subscription</h1>
${message === null ? nothing : html`<p class="notice" role="status">${message}</p>`}
<p class="lead"><strong>${receiver}</strong> hears of the watch “${watchName}”: <code>${query}</code></p>
<form method="post" action="/manage">
${hidden(credentials)}<input type="hidden" name="do" value="rate">
<div class="field"><label for="rate">How often</label>
<select id="rate" name="rate">${each(
    Object.entries(rateWords),
    ([value, words]) => html`<option value="${value}"${value === rate ? html` selected` : ''}>${words}</option>`,
  )}</select></div>
<p><button type="submit" class="button">Save</button></p>
</form>
${
  endpoint.kind === 'email'
    ? html`<form method="post" action="/manage">
${hidden(credentials)}<input type="hidden" name="do" value="address">
<div class="field"><label for="address">Another address</label>
<input id="address" name="address" type="email" required autocomplete="email" aria-describedby="address-help">
<p id="address-help" class="help">A link is sent there. The address changes when it is opened, and not before.</p></div>
<p><button type="submit">Send the link</button></p>
</form>`
    : nothing
}
<form method="post" action="/unsubscribe">${hidden(credentials)}
<p><button type="submit" class="danger">Unsubscribe</button></p></form>`;
}

/** Opened by a GET: mail scanners open links, so nothing has happened yet. */
export function unsubscribePage(watchName: string, credentials: Credentials): Html {
  return html`<h1>Unsubscribe</h1>
<p class="lead">Do you want to hear no more of the watch “${watchName}”?</p>
<form method="post" action="/unsubscribe">${hidden(credentials)}
<p><button type="submit" class="button">Unsubscribe</button></p></form>
<p>Or <a href="/manage?${new URLSearchParams({ s: credentials.subscription, t: credentials.token }).toString()}">hear of it less often</a>.</p>`;
}

export function confirmAddressPage(address: string, until: string, credentials: Credentials): Html {
  return html`<h1>Confirm your address</h1>
<p class="lead">Shall the alerts of this subscription come to <strong>${address}</strong>?</p>
<form method="post" action="/confirm-address">${hidden(credentials)}
<input type="hidden" name="a" value="${address}"><input type="hidden" name="u" value="${until}">
<p><button type="submit" class="button">Confirm</button></p></form>`;
}

export function messagePage(title: string, message: string): Html {
  return html`<h1>${title}</h1><p class="lead">${message}</p>`;
}
