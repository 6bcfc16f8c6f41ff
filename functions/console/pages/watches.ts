/** Watches: the list, one watch, and the form for a new one. */
import type { Endpoint, Subscription } from '../../../shared/ports.ts';
import type { Backtest } from '../../../shared/search/backtest.ts';
import { sayExpected } from '../../../shared/search/expected.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import type { WebhookTrouble } from '../../../shared/watch/webhook-health.ts';
import { each, type Html, html, moment, nothing } from './html.ts';
import { releaseList } from './pieces.ts';

export interface WatchListItem {
  readonly watch: Watch;
  /** The query said back in plain English. */
  readonly words: string | null;
  readonly alerts: number;
}

export function watchesPage(items: readonly WatchListItem[]): Html {
  return html`<h1>Watches</h1>
<p class="lead">A watch is a question that is asked of every new release.</p>
<div id="watches" data-live>
${
  items.length === 0
    ? html`<p class="empty">There is no watch yet. Make one with the button above, or with <code>npx dateline watch add NAME 'QUERY'</code>.</p>`
    : html`<ul class="items">
${each(
  items,
  ({ watch, words, alerts }) => html`<li data-key="${watch.id}">
<h3><a href="/watches/${watch.id}">${watch.name}</a></h3>
<p><code>${watch.query}</code></p>
<p class="meta">${words === null ? nothing : html`${words} · `}${alerts} ${alerts === 1 ? 'recent alert' : 'recent alerts'}</p>
</li>
`,
)}</ul>`
}
</div>`;
}

function endpointWords(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'mailbox':
      return 'the mailbox of this machine';
    case 'desktop':
      return 'notifications on this desktop';
    case 'stdout':
      return 'the terminal of this machine';
    case 'email':
      return `mail to ${endpoint.address}`;
    case 'webhook':
      return `webhook ${endpoint.url}`;
    case 'sqs':
      return `queue ${endpoint.arn}`;
    case 'sms':
      return `text message to ${endpoint.number}`;
  }
}

const rateNames: Readonly<Record<Watch['rate'], string>> = {
  immediate: 'at once',
  daily: 'one digest a day',
  weekly: 'one digest a week',
  off: 'not at all',
};

function rateOptions(chosen: Watch['rate']): Html {
  return each(
    Object.entries(rateNames),
    ([rate, words]) => html`<option value="${rate}"${rate === chosen ? html` selected` : ''}>${words}</option>`,
  );
}

/** One receiver: how often it is told, what is wrong with it, and how to end it. */
function subscriptionItem(
  { id, watch, endpoint, rate, state }: Subscription,
  troubles: readonly WebhookTrouble[],
): Html {
  const receiver = endpointWords(endpoint);
  const path = `/watches/${watch}/subscriptions/${encodeURIComponent(id)}`;
  const trouble = troubles.find((one) => one.subscription === id);
  return html`<li>${receiver}
<select aria-label="How often: ${receiver}" data-subscription-rate="${path}">${rateOptions(rate)}</select>
<button type="button" data-subscription-end="${path}" aria-label="End: ${receiver}">End</button>${
    state === 'pending' ? html` <span class="badge warn">not confirmed yet</span>` : nothing
  }${
    trouble === undefined
      ? nothing
      : html` <span class="badge warn">${trouble.status}</span> <span class="meta">${trouble.failures} failures; ${trouble.reason}</span>${
          trouble.status === 'disabled'
            ? html` <button type="button" data-subscription-enable="${path}">Enable, and send what it missed</button>`
            : nothing
        }`
  }</li>`;
}

export interface WatchPageData {
  readonly watch: Watch;
  readonly words: string | null;
  readonly subscriptions: readonly Subscription[];
  readonly backtest: Backtest | null;
  /** Paths with their keys. */
  readonly feeds: { readonly rss: string; readonly json: string };
  /** One machine, which has a mailbox, a desktop and a terminal of its own. */
  readonly isMachine: boolean;
  /** Webhooks that fail. */
  readonly troubles: readonly WebhookTrouble[];
}

const rateWords: Readonly<Record<Watch['rate'], string>> = {
  immediate: 'speaks at once',
  daily: 'one digest a day',
  weekly: 'one digest a week',
  off: 'tells nobody',
};

export function watchPage({ watch, words, subscriptions, backtest, feeds, troubles, isMachine }: WatchPageData): Html {
  return html`<h1>${watch.name}</h1>
<p class="query"><code>${watch.query}</code></p>
${words === null ? nothing : html`<p class="lead">${words}</p>`}
<p class="meta">Made ${moment(watch.createdAt)} · id <code>${watch.id}</code> · ${rateWords[watch.rate]}, days begin at midnight in ${watch.timeZone}</p>
${watch.pausedAt === null ? nothing : html`<p class="notice warn" role="status">Paused since ${moment(watch.pausedAt)}. What it finds waits, and comes as one digest when the pause ends.</p>`}
<p>${
    watch.pausedAt === null
      ? html`<button type="button" data-watch-change="${watch.id}" data-change='{"paused":true}'>Pause</button>`
      : html`<button type="button" data-watch-change="${watch.id}" data-change='{"paused":false}'>Resume</button>`
  } <button type="button" data-watch-test="${watch.id}">Send a test message</button> <span role="status" data-watch-status></span></p>
<section aria-labelledby="who"><h2 id="who">Who is told</h2>
${
  subscriptions.length === 0
    ? html`<p>The mailbox of this machine, as long as nobody has subscribed.</p>`
    : html`<ul class="plain">${each(subscriptions, (subscription) => subscriptionItem(subscription, troubles))}</ul>`
}
<form class="watch-form" data-subscribe-form="${watch.id}" autocomplete="off">
${
  isMachine
    ? html`<div class="field"><label for="receiver">Where</label>
<select id="receiver" name="receiver"><option value="">An address</option><option value="desktop">Notifications on this desktop</option><option value="mailbox">The mailbox of this machine</option><option value="stdout">The terminal of this machine</option></select></div>`
    : nothing
}
<div class="field"><label for="address">Address</label>
<input id="address" name="address" required aria-describedby="address-help address-message" placeholder="you@example.org">
<p id="address-help" class="help">A mail address, or the https address of a webhook.</p></div>
<div class="field"><label for="rate">How often</label>
<select id="rate" name="rate">${rateOptions(watch.rate)}</select></div>
<p><button type="submit">Subscribe</button> <span id="address-message" role="status" class="message" data-subscribe-message></span></p>
</form>
<p class="meta">Feeds, for whoever has the link: <a href="${feeds.rss}">RSS</a> · <a href="${feeds.json}">JSON Feed</a></p></section>
<section aria-labelledby="stored"><h2 id="stored">In what is stored</h2>
${
  backtest === null
    ? html`<p class="notice warn">This query cannot be read any more. Remove the watch and make a new one.</p>`
    : html`<p>${backtest.matches} of ${backtest.releases} stored releases match. ${backtest.releases === 0 ? nothing : sayExpected(backtest.expected)}</p>
${releaseList(backtest.samples, 'Nothing yet. The next release that matches gives an alert.')}`
}</section>
<p><button type="button" class="danger" data-remove-watch="${watch.id}">Remove this watch</button> <span role="status" data-remove-status></span></p>`;
}

const examples = ['cybercrime', '"money laundering" OR fraud', 'police AND border', 'securit*', 'climate NOT carbon'];

export function newWatchPage(input: { readonly name: string; readonly query: string }): Html {
  return html`<h1>New watch</h1>
<p class="lead">Say what you want to hear about. Below you see at once what it would have found.</p>
<form class="watch-form" data-watch-form autocomplete="off">
<div class="field">
<label for="query">Query</label>
<textarea id="query" name="query" rows="2" spellcheck="false" autocapitalize="off" required aria-describedby="query-help query-message" placeholder="cybercrime OR &quot;cyber attack&quot;">${input.query}</textarea>
<p id="query-message" role="status" class="message" data-query-message></p>
<p id="query-help" class="help">Words are joined by AND. <code>OR</code>, <code>NOT</code>, <code>"exact phrase"</code>, <code>begin*</code> and parentheses work. Try
${each(examples, (example) => html`<button type="button" class="chip" data-example="${example}">${example}</button>\n`)}</p>
</div>
<section class="backtest" aria-labelledby="backtest" role="region" aria-live="polite">
<h2 id="backtest">Backtest</h2>
<p class="count"><strong data-backtest-count>–</strong> <span data-backtest-words>Type a query to see how many stored releases match.</span></p>
<p class="help" data-backtest-expected></p>
<div class="weeks" data-backtest-weeks role="img" aria-label="Matches by week" hidden></div>
<ul class="items" data-backtest-samples></ul>
<details data-backtest-missed hidden><summary>Just missed</summary><ul class="items" data-backtest-misses></ul></details>
</section>
<div class="field">
<label for="name">Name</label>
<input id="name" name="name" maxlength="75" required value="${input.name}" aria-describedby="name-message" placeholder="Cybercrime">
<p id="name-message" role="status" class="message" data-name-message></p>
</div>
<p><button type="submit" class="button">Save watch</button> <span role="alert" class="message" data-save-message></span></p>
<noscript><p class="notice">This form needs JavaScript. Without it: <code>npx dateline watch add NAME 'QUERY'</code></p></noscript>
</form>`;
}
