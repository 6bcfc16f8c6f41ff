/** The newsroom file that a discovered channel makes: id, channel, hosts of its releases, and what to expect of it. Pure. */
import { units } from '../limits.ts';
import type { Channel, Newsroom } from '../newsrooms/schema.ts';
import { hostOf } from '../politeness/host.ts';
import type { SiteFacts } from './discover-leads.ts';
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
function silentAfter(items: readonly ChannelItem[], nowMs: number): string {
  const days = items
    .flatMap((item) => dateOf(item) ?? [])
    .map((date) => Math.floor(Date.parse(date) / units.DAY_MS))
    .sort((a, b) => b - a);
  const [newest] = days;
  if (newest === undefined || days.length < 3) return `${silentDaysUnknown}d`;
  const pauses = days.slice(1).map((day, index) => (days[index] ?? day) - day);
  // One gap of an archive that was moved says nothing: the longest but one decides where there are many.
  pauses.sort((a, b) => b - a);
  const longest = (pauses.length >= 10 ? pauses[1] : pauses[0]) ?? 0;
  const now = Math.floor(nowMs / units.DAY_MS) - newest;
  const wanted = Math.max(silentDaysMin, longest * silentFactor, Math.ceil(now * 1.5));
  return `${Math.min(silentDaysMax, wanted)}d`;
}

const upToTens = (count: number): number => Math.ceil(count / 10) * 10;

/** Bounds that hold while the channel is as it is, and not when it is empty, cut, or something else. */
function expectOf(trial: Trial, nowMs: number): NonNullable<Newsroom['expect']> {
  const count = trial.items.length;
  // A news sitemap holds two days, which may be without news.
  const least = trial.kind === 'sitemap' ? null : Math.max(1, Math.floor(count / (trial.kind === 'listing' ? 2 : 3)));
  return {
    ...(least === null ? {} : { itemsMin: least }),
    itemsMax: Math.max(50, upToTens(count * 4)),
    silentAfter: silentAfter(trial.items, nowMs),
  };
}

/** `id` null: one is made. The newsroom is watched as soon as its file is there. */
export function proposeNewsroom(trial: Trial, facts: SiteFacts, id: string | null, nowMs: number): Newsroom {
  const kind = channelKind(trial.kind) ?? 'listing';
  const hosts = otherHosts(trial.url, trial.items);
  const { listing } = trial;
  return {
    id: id ?? newsroomIdOf(new URL(facts.homepage).hostname, facts.organization),
    organization: facts.organization,
    country: facts.country ?? 'INT',
    homepage: facts.homepage,
    enabled: true,
    ...(facts.language === null ? {} : { language: facts.language }),
    channels: [{ kind, url: trial.url, every: everyByKind[kind], ...(listing === null ? {} : { listing }) }],
    ...(hosts.length === 0 ? {} : { allowedHosts: [...hosts] }),
    expect: expectOf(trial, nowMs),
  };
}
