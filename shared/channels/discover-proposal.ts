/** The newsroom file that discovered channels make: id, channels, hosts of its releases, and what to expect of it. Pure. */
import { units } from '../limits.ts';
import type { Channel, Newsroom } from '../newsrooms/schema.ts';
import { hostOf } from '../politeness/host.ts';
import { languageTag, type SiteFacts } from './discover-leads.ts';
import { channelKind, dateOf, type Trial } from './discover-verdict.ts';
import { newsroomIdOf } from './discover-words.ts';
import type { ChannelItem } from './types.ts';

/** A feed costs a server little, a page more. */
const everyByKind: Readonly<Record<Channel['kind'], string>> = {
  rss: '30m',
  atom: '30m',
  'json-feed': '30m',
  'json-api': '1h',
  sitemap: '1h',
  listing: '1h',
};

/** Further hosts of releases that are proposed; each has at least this share of the items. */
const hostsMax = 5;
const hostShareMin = 0.05;

/** Hosts of the items' pages beside the channel's own, which poll would not follow without a word in the file. */
function otherHosts(channelUrl: string, items: readonly ChannelItem[]): readonly string[] {
  const own = new URL(channelUrl);
  const counts = new Map<string, number>();
  for (const { url } of items) {
    if (url === null || hostOf(url) === hostOf(channelUrl)) continue;
    const { hostname, port } = new URL(url);
    if (hostname === own.hostname && port === '' && own.port === '') continue;
    const host = port === '' ? hostname : `${hostname}:${port}`;
    counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= items.length * hostShareMin)
    .sort((a, b) => b[1] - a[1])
    .slice(0, hostsMax)
    .map(([host]) => host);
}

const silentDaysMin = 7;
const silentDaysMax = 365;
const silentDaysUnknown = 90;
/** Times the longest pause seen: a longer one is worth a look. */
const silentFactor = 3;

/** From the longest pause between two days with releases, the one that goes on included. */
function silentDays(items: readonly ChannelItem[], nowMs: number): number {
  const days = items
    .flatMap((item) => dateOf(item) ?? [])
    .map((date) => Math.floor(Date.parse(date) / units.DAY_MS))
    .sort((a, b) => b - a);
  const [newest] = days;
  if (newest === undefined || days.length < 3) return silentDaysUnknown;
  const pauses = days.slice(1).map((day, index) => (days[index] ?? day) - day);
  // One gap of an archive that was moved says nothing: the longest but one decides where there are many.
  pauses.sort((a, b) => b - a);
  const longest = (pauses.length >= 10 ? pauses[1] : pauses[0]) ?? 0;
  const now = Math.floor(nowMs / units.DAY_MS) - newest;
  const wanted = Math.max(silentDaysMin, longest * silentFactor, Math.ceil(now * 1.5));
  return Math.min(silentDaysMax, wanted);
}

const upToTens = (count: number): number => Math.ceil(count / 10) * 10;

/** Bounds that hold while the channel is as it is, and not when it is empty, cut, or something else. */
function itemsMinOf({ kind, items }: Trial): number | null {
  // A news sitemap holds two days, which may be without news.
  return kind === 'sitemap' ? null : Math.max(1, Math.floor(items.length / (kind === 'listing' ? 2 : 3)));
}

/** One newsroom has one set of bounds, which each of its channels has to meet. */
function expectOf(trials: readonly Trial[], nowMs: number): NonNullable<Newsroom['expect']> {
  const least = trials.map(itemsMinOf);
  const itemsMin = least.every((count) => count !== null) ? Math.min(...least) : null;
  const most = Math.max(...trials.map(({ items }) => items.length));
  return {
    ...(itemsMin === null ? {} : { itemsMin }),
    itemsMax: Math.max(50, upToTens(most * 4)),
    silentAfter: `${Math.max(...trials.map(({ items }) => silentDays(items, nowMs)))}d`,
  };
}

/** `language` is that of the newsroom, which need not be said again. */
function channelOf(trial: Trial, language: string | null): Channel {
  const kind = channelKind(trial.kind) ?? 'listing';
  const own = languageTag(trial.language);
  const isOther = own !== null && own.split('-')[0] !== language?.split('-')[0];
  return {
    kind,
    url: trial.url,
    every: everyByKind[kind],
    ...(isOther ? { language: own } : {}),
    ...(trial.listing === null ? {} : { listing: trial.listing }),
    ...(trial.json === null ? {} : { json: trial.json }),
  };
}

/**
 * `trials` are those that were chosen, the best first. `id` null: one is made. What nothing shows is left out: a time zone, an order of
 * day and month. The newsroom is watched as soon as its file is there.
 */
export function proposeNewsroom(
  trials: readonly [Trial, ...Trial[]],
  facts: SiteFacts,
  id: string | null,
  nowMs: number,
): Newsroom {
  const hosts = new Set(trials.flatMap((trial) => otherHosts(trial.url, trial.items)));
  const language = languageTag(trials[0].language) ?? facts.language;
  const uiLanguage = facts.language ?? language;
  const dateOrder = trials.find((trial) => trial.dateOrder !== null)?.dateOrder ?? null;
  return {
    id: id ?? newsroomIdOf(new URL(facts.homepage).hostname, facts.organization),
    organization: facts.organization,
    country: facts.country ?? 'INT',
    homepage: facts.homepage,
    enabled: true,
    ...(language === null ? {} : { language }),
    ...(uiLanguage === null ? {} : { uiLanguage }),
    ...(dateOrder === null ? {} : { dateOrder }),
    channels: trials.map((trial) => channelOf(trial, language)),
    ...(hosts.size === 0 ? {} : { allowedHosts: [...hosts] }),
    expect: expectOf(trials, nowMs),
  };
}
