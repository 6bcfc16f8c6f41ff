/**
 * The feed of a watch (RSS 2.0, JSON Feed 1.1): an item for each message that the watch led to, grouped as it was sent, with
 * the sentences that matched. What nobody has subscribed to stands alone.
 */
import { XMLBuilder } from 'fast-xml-parser';
import type { LedgerEntry } from '../archive/ledger.ts';
import { escapeMarkup } from '../text/escape-markup.ts';
import { matchedSentence } from './matched-sentence.ts';
import type { AlertItem } from './render.ts';
import { changeLines, groupWords, kindWords, link, matchedWords, printedDate } from './render.ts';
import { headlineOf, safeLine, safeText } from './safe-text.ts';
import type { Watch } from './schema.ts';

/** A hit with what the ledger says became of it. */
export interface FeedHit {
  readonly item: AlertItem;
  readonly entry: LedgerEntry;
}

export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly html: string;
  readonly text: string;
  readonly language: string | null;
  readonly organizations: readonly string[];
}

export interface FeedAddresses {
  /** Of the feed itself, as it was asked for. */
  readonly self: string;
  /** Of the watch in the console. */
  readonly home: string;
}

/** Where a feed has settled hits only: a hit that waits is told with the message that it waits for. */
const shownStates: ReadonlySet<string> = new Set(['accepted', 'no-subscriber']);

/** Without the characters that XML 1.0 does not allow, beside those that `safeText` takes out. */
function allowed(text: string): string {
  return safeText(text).replaceAll(/[\p{Surrogate}\uFFFE\uFFFF]/gu, '');
}

function htmlText(text: string): string {
  return escapeMarkup(allowed(text));
}

function sentenceHtml(item: AlertItem): string {
  const sentence = item.hit === null ? null : matchedSentence(item.releaseRecord, item.hit.spans);
  if (sentence === null) return '';
  let out = '';
  let at = 0;
  for (const { start, end } of sentence.marks) {
    out += `${htmlText(sentence.text.slice(at, start))}<mark>${htmlText(sentence.text.slice(start, end))}</mark>`;
    at = end;
  }
  return `<blockquote dir="auto">${out}${htmlText(sentence.text.slice(at))}</blockquote>`;
}

/** Which clauses matched, and what kind of alert it is: `Matched: ferry · revised release`, and what changed. */
function whyLines(item: AlertItem, watch: Watch): readonly string[] {
  const changes = item.kind === 'new' ? [] : changeLines(item);
  return [`${matchedWords(item, watch)} · ${kindWords[item.kind]}`, ...changes];
}

function itemHtml(item: AlertItem, watch: Watch, withHeadline: boolean): string {
  const release = item.releaseRecord;
  const headline = `<p dir="auto"><a href="${htmlText(link(release))}">${htmlText(headlineOf(item.releaseRecord))}</a></p>`;
  return [
    withHeadline ? headline : '',
    `<p>${htmlText(release.organization)} · ${htmlText(printedDate(release))}</p>`,
    sentenceHtml(item),
    ...whyLines(item, watch).map((line) => `<p>${htmlText(line)}</p>`),
  ].join('');
}

function itemPlain(item: AlertItem, watch: Watch): string {
  const release = item.releaseRecord;
  const sentence = item.hit === null ? null : matchedSentence(release, item.hit.spans);
  const lines = [
    `${headlineOf(item.releaseRecord)} (${safeLine(release.organization)}, ${printedDate(release)})`,
    link(release),
  ];
  return [...lines, ...(sentence === null ? [] : [sentence.text]), ...whyLines(item, watch)].join('\n');
}

const prefixes = { new: '', revised: 'Revised: ', withdrawn: 'Withdrawn: ', digest: '' } as const;

/** `id`: of the message, the same however many of its hits the feed still remembers. */
function feedItem(watch: Watch, id: string, hits: readonly [FeedHit, ...FeedHit[]]): FeedItem {
  const [first] = hits;
  const items = hits.map(({ item }) => item);
  const alone = items.length === 1;
  const release = first.item.releaseRecord;
  return {
    id,
    title: alone
      ? prefixes[first.item.kind] + headlineOf(first.item.releaseRecord)
      : `${groupWords(items)}: ${headlineOf(first.item.releaseRecord)}`,
    url: alone && link(release).startsWith('http') ? link(release) : null,
    at:
      hits
        .map(({ entry }) => entry.at)
        .sort()
        .at(-1) ?? first.entry.at,
    html: items.map((item) => itemHtml(item, watch, !alone)).join('<hr>'),
    text: items.map((item) => itemPlain(item, watch)).join('\n\n'),
    language: alone ? release.inLanguage : null,
    organizations: [...new Set(items.map((item) => safeLine(item.releaseRecord.organization)))],
  };
}

/** The newest message first. */
export function feedItems(watch: Watch, hits: readonly FeedHit[]): readonly FeedItem[] {
  const groups = new Map<string, [FeedHit, ...FeedHit[]]>();
  for (const hit of hits) {
    if (!shownStates.has(hit.entry.state)) continue;
    const message = hit.entry.messageId ?? hit.item.alertId;
    const group = groups.get(message);
    if (group === undefined) groups.set(message, [hit]);
    else group.push(hit);
  }
  return [...groups]
    .map(([id, group]) => feedItem(watch, id, group))
    .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : one.id < other.id ? -1 : 1));
}

const description = (watch: Watch): string =>
  `What the watch “${safeLine(watch.name)}” finds: ${safeLine(watch.query)}`;

/** RFC 822 date, as RSS 2.0 wants it. */
const rssDate = (iso: string): string => new Date(Date.parse(iso)).toUTCString();

const attributePrefix = '@';
const xml = new XMLBuilder({ format: true, ignoreAttributes: false, attributeNamePrefix: attributePrefix });
const attributes = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [attributePrefix + name, value]));

/** RSS 2.0 with atom:link rel="self". */
export function rssFeed(watch: Watch, items: readonly FeedItem[], { self, home }: FeedAddresses): string {
  const item = (one: FeedItem) => ({
    title: allowed(one.title),
    link: allowed(one.url ?? home),
    guid: { ...attributes({ isPermaLink: 'false' }), '#text': one.id },
    pubDate: rssDate(one.at),
    category: one.organizations.map(allowed),
    description: allowed(one.html),
  });
  const [newest] = items;
  return xml.build({
    '?xml': attributes({ version: '1.0', encoding: 'UTF-8' }),
    rss: {
      ...attributes({ version: '2.0', 'xmlns:atom': 'http://www.w3.org/2005/Atom' }),
      channel: {
        title: allowed(`${watch.name} · Dateline`),
        link: allowed(home),
        description: allowed(description(watch)),
        'atom:link': attributes({ href: allowed(self), rel: 'self', type: 'application/rss+xml' }),
        generator: 'Dateline',
        ...(newest === undefined ? {} : { lastBuildDate: rssDate(newest.at) }),
        ttl: '5',
        item: items.map(item),
      },
    },
  });
}

/** JSON Feed 1.1. */
export function jsonFeed(watch: Watch, items: readonly FeedItem[], { self, home }: FeedAddresses): string {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: `${safeLine(watch.name)} · Dateline`,
    home_page_url: home,
    feed_url: self,
    description: description(watch),
    items: items.map((one) => ({
      id: one.id,
      url: one.url ?? home,
      title: one.title,
      content_html: one.html,
      content_text: one.text,
      date_published: one.at,
      ...(one.language === null ? {} : { language: one.language }),
      authors: one.organizations.map((name) => ({ name })),
    })),
  };
  return `${JSON.stringify(feed)}\n`;
}
