/**
 * The world around the stack, drawn by the seed: who watches what, and what the newsrooms do (feeds that are empty,
 * turned round or redesigned, items that vanish, are corrected with a word or without, or whose pages go for good or for a
 * minute, guids that are reused, change or go, block pages, poison).
 */
import { keys, partitionOf } from '../../../shared/archive/keys.ts';
import { jsonBytes } from '../../../shared/archive/objects.ts';
import { claimHash, releaseId } from '../../../shared/ids.ts';
import type { Newsroom } from '../../../shared/newsrooms/schema.ts';
import type { FetchOutcome, FetchRequest, Rate } from '../../../shared/ports.ts';
import type { Release } from '../../../shared/release/schema.ts';
import { scanAgain } from '../../../shared/steps/close-digests.ts';
import type { Watch } from '../../../shared/watch/schema.ts';
import { watchIdOf } from '../../../shared/watch/schema.ts';
import { makeRelease, reviseRelease } from '../../support/releases.ts';
import type { Cloud } from './cloud.ts';
import { Draws, fraction } from './faults.ts';
import { drawReceiver, type ReceiverPlan } from './receivers.ts';
import { drawEdits, type EditPlan, playEdits } from './watch-edits.ts';

const minute = 60_000;

/** Words that the query language leaves as they are, and that nothing else in the texts contains. */
export const words = ['amber', 'basil', 'cedar', 'dune', 'ember', 'fjord'] as const;
type Word = (typeof words)[number];

export interface WatchPlan {
  readonly watch: Watch;
  readonly all: readonly Word[];
  readonly none: readonly Word[];
  readonly subscribed: boolean;
  /** At once, in the digest of the day or the week, or more of these. */
  readonly rates: readonly Rate[];
  /** What comes in this time waits for its end. */
  readonly pause: { readonly from: number; readonly to: number } | null;
  /** When it is there: whether a release of about the same time finds it is open. */
  readonly createdAt: number;
  readonly removedAt: number | null;
  readonly receiver: ReceiverPlan | null;
}

/** Whether the text matches, by the letters alone. */
export function matches(plan: Pick<WatchPlan, 'all' | 'none'>, text: string): boolean {
  return plan.all.every((word) => text.includes(word)) && !plan.none.some((word) => text.includes(word));
}

/** A release object that is put at a time, as another writer or an ingest outside this world would. */
export interface PutPlan {
  readonly at: number;
  readonly key: string;
  readonly body: Uint8Array;
  readonly poison: boolean;
}

export interface ItemVersion {
  readonly at: number;
  readonly marker: string;
  readonly headline: string;
  readonly text: string;
  /** The page says so and the feed does not: only a recheck finds it. */
  readonly silent: boolean;
}

export interface ItemPlan {
  readonly slug: string;
  readonly url: string;
  readonly guid: string | null;
  /** From then on the feed gives it another guid, or none. */
  readonly guidTurns: { readonly at: number; readonly guid: string | null } | null;
  /** Its page is gone from then on; for good, or for so short a time that one recheck at most sees it. */
  readonly gone: { readonly from: number; readonly to: number } | null;
  readonly at: number;
  /** Leaves the feed then. */
  readonly vanishesAt: number | null;
  readonly versions: readonly ItemVersion[];
  /** The page is a wall in this time. */
  readonly blocked: { readonly from: number; readonly to: number; readonly how: 'wall' | 'forbidden' | 'gone' } | null;
}

export interface NewsroomPlan {
  readonly newsroom: Newsroom;
  readonly feedUrl: string;
  readonly items: readonly ItemPlan[];
  /** The feed is something else in this time. */
  readonly oddFeed: { readonly from: number; readonly to: number; readonly how: 'empty' | 'redesign' | 'error' } | null;
  readonly turned: boolean;
}

export interface World {
  readonly watches: readonly WatchPlan[];
  readonly puts: readonly PutPlan[];
  /** Two newsrooms publish the same pages: a watch is told of each by one of them. Null where none do. */
  readonly sharing: Newsroom | null;
  readonly newsrooms: readonly NewsroomPlan[];
  readonly releasesSubscribed: boolean;
  /** Messages at once behind which a watch is slowed, so few that it is; null: as in production. */
  readonly messagesPerDayMax: number | null;
  /** Null where the watches are few. */
  readonly edits: readonly EditPlan[] | null;
  /** No fault after this, and nothing new. */
  readonly calmAt: number;
  /** The second midnight, or the next Monday's: the digests of what came after the first one go out. */
  readonly midnightAt: number;
  /** Nothing has to be waited for any longer. */
  readonly endAt: number;
}

export interface WorldOptions {
  /** `archive`: releases are put; `newsrooms`: they are found, fetched and ingested; by the seed otherwise. */
  readonly half?: 'archive' | 'newsrooms';
  /** Watches are many, so that an index is stored, and are changed while releases come. */
  readonly indexed?: boolean;
  /** Most watches are paused for a while. */
  readonly pauses?: true;
  /** Watches are slowed behind so many messages; by the seed otherwise. */
  readonly slow?: number;
  /** So many releases within two minutes, and everybody is told at once. */
  readonly flood?: number;
  /** When these begin, in milliseconds from the start. */
  readonly floodAt?: number;
  /** Another newsroom publishes the same pages. */
  readonly shared?: true;
}

/** Shortly before Monday's midnight: the windows of digests end in the midst of the faults. */
const startMs = Date.UTC(2026, 2, 1, 23, 56);
export const worldStartMs = startMs;
const iso = (at: number): string => new Date(startMs + at).toISOString();

const rateChoices = [
  ['immediate'],
  ['immediate'],
  ['immediate'],
  ['daily'],
  ['weekly'],
  ['immediate', 'daily'],
  ['immediate', 'daily', 'weekly'],
] as const satisfies readonly (readonly Rate[])[];

function drawWatches(draws: Draws, calmAt: number, { pauses, flood, indexed }: WorldOptions): readonly WatchPlan[] {
  return Array.from({ length: 2 + draws.below(3) }, (_, index) => {
    const first = draws.pick(words);
    const second = draws.pick(words.filter((word) => word !== first));
    const shape = draws.below(4);
    const all = shape === 1 ? [first, second] : [first];
    const none = shape === 2 ? [second] : [];
    const query = [...all, ...none.map((word) => `NOT ${word}`)].join(' ');
    const name = `watch ${index} ${query}`;
    // A digest lists the first of a flood and counts the rest.
    const rates = flood === undefined ? draws.pick(rateChoices) : rateChoices[0];
    const late = draws.chance(0.1);
    const removedAt = draws.chance(0.07) ? minute * (2 + draws.below(5)) : null;
    const subscribed = draws.chance(0.85);
    const pausedFrom = minute / 2 + draws.below(calmAt / 3);
    const pause = { from: pausedFrom, to: pausedFrom + minute / 2 + draws.below(calmAt / 2) };
    const isPaused =
      flood === undefined &&
      indexed !== true &&
      !late &&
      removedAt === null &&
      draws.chance(pauses === true ? 0.8 : 0.15);
    const receiver = drawReceiver(draws, watchIdOf(name), rates, calmAt);
    return {
      watch: {
        version: 1,
        id: watchIdOf(name),
        name,
        query,
        createdAt: iso(0),
        removedAt: null,
        rate: 'immediate',
        timeZone: 'UTC',
        subscribedRates: [...rates],
        pausedAt: null,
        resumedAt: null,
        queryChangedAt: null,
      },
      rates,
      all,
      none,
      subscribed,
      pause: isPaused ? pause : null,
      receiver: subscribed ? receiver : null,
      createdAt: late ? minute * (1 + draws.below(5)) : 0,
      removedAt,
    };
  });
}

function sentence(draws: Draws): string {
  const chosen = words.filter(() => draws.chance(0.4));
  return chosen.length === 0 ? 'nothing of note' : chosen.join(', then ');
}

/** A release as a newsroom puts it. */
interface Placed {
  readonly at: number;
  readonly release: Release;
}

const pilots: Newsroom = {
  id: 'pilots',
  organization: 'Pilots of the Harbour',
  country: 'FR',
  homepage: 'https://harbour.example.org/pilots',
  enabled: true,
  language: 'en',
  sharesPagesWith: ['harbour'],
  channels: [{ kind: 'rss', url: 'https://harbour.example.org/pilots.xml', every: '1m' }],
};

/** The same pages as the other newsroom finds them: at the same moment, soon after, or much later. */
function drawTwins(draws: Draws, placed: readonly Placed[]): readonly Placed[] {
  const delays = new Map<string, number | null>();
  const origins = new Map<string, Release['origin']>();
  return placed.flatMap(({ at, release }) => {
    const { canonicalUrl: url } = release;
    if (!delays.has(url)) {
      const delay = draws.pick([0, 30, 400, 2_000, 20_000, 90_000]);
      delays.set(url, draws.chance(0.7) ? delay : null);
      origins.set(url, draws.pick(['live', 'live', 'live', 'baseline'] as const));
    }
    const delay = delays.get(url) ?? null;
    if (delay === null) return [];
    const { id: newsroom, organization } = pilots;
    const origin = release.revision === 1 ? (origins.get(url) ?? 'live') : release.origin;
    return [
      {
        at: at + delay,
        release: makeRelease({ ...release, id: releaseId(newsroom, url), newsroom, organization, origin }),
      },
    ];
  });
}

const releaseKeyOf = ({ newsroom, id, revision }: Release): string =>
  keys.release(newsroom, partitionOf('2026-03-01'), id, revision);

/** What ingest writes: the claim of its address before a new release, and the release. */
function putsOf({ at, release }: Placed, claims: boolean): readonly PutPlan[] {
  const key = releaseKeyOf(release);
  const put: PutPlan = { at, key, body: jsonBytes(release), poison: false };
  if (!claims || release.revision > 1) return [put];
  const { id, newsroom, canonicalUrl: url, headline } = release;
  const claim = keys.claim(newsroom, claimHash(url.slice('https:'.length)));
  return [{ at: at - 40, key: claim, body: jsonBytes({ id, key, url, headline }), poison: false }, put];
}

function drawPuts(
  draws: Draws,
  calmAt: number,
  { flood: floodCount, floodAt = minute / 2 }: WorldOptions,
  twins: Draws | null,
): readonly PutPlan[] {
  const placed: Placed[] = [];
  const flood = draws.chance(0.06) || floodCount !== undefined;
  const count = flood ? (floodCount ?? 60) : 1 + draws.below(4);
  const gapMs = floodCount === undefined ? 400 : (2 * minute) / floodCount;
  const burst = draws.chance(0.5);
  for (let index = 0; index < count; index += 1) {
    const at = flood
      ? floodAt + Math.floor(index * gapMs)
      : burst
        ? 20_000 + draws.below(30_000)
        : 10_000 + draws.below(calmAt / 2);
    const origin = draws.pick(['live', 'live', 'live', 'live', 'baseline', 'backfill'] as const);
    const body = (marker: string): string =>
      `LYON, France – The office said ${sentence(draws)}. It is edition ${marker}.`;
    let release: Release = makeRelease({
      slug: `put-${index}`,
      headline: `Notice ${index}`,
      body: body(`put${index}a`),
      origin,
      firstSeenAt: iso(at),
    });
    placed.push({ at, release });
    let when = at;
    while (!flood && release.revision < 4 && draws.chance(0.35)) {
      when += draws.pick([50, 2_000, 40_000, 150_000]);
      const withdrawn = draws.chance(0.2);
      release = reviseRelease(release, draws.chance(0.6), {
        origin: 'live',
        body: withdrawn ? release.body : body(`put${index}r${release.revision + 1}`),
        status: withdrawn ? 'withdrawn' : 'current',
      });
      placed.push({ at: when, release });
      if (withdrawn) break;
    }
  }
  const all = twins === null || flood ? placed : [...placed, ...drawTwins(twins, placed)];
  const puts = all.flatMap((one) => putsOf(one, twins !== null));
  if (draws.chance(0.08)) {
    const { id } = makeRelease({ slug: 'poison' });
    const key = keys.release('harbour', partitionOf('2026-03-01'), id, 1);
    puts.push({ at: 25_000, key, body: new TextEncoder().encode('{"headline": 7'), poison: true });
  }
  return puts;
}

function drawItem(draws: Draws, host: string, index: number, calmAt: number, others: readonly ItemPlan[]): ItemPlan {
  const slug = `item-${index}`;
  const at = index === 0 ? 0 : Math.floor(draws.next() * calmAt * 0.7);
  const version = (number: number, from: number): ItemVersion => ({
    silent: number > 1 && draws.chance(0.5),
    at: from,
    marker: `edition-${index}-${number}`,
    headline: `Report ${index} on trade at sea`,
    text: sentence(draws),
  });
  const versions = [version(1, at)];
  while (versions.length < 3 && draws.chance(0.25)) {
    versions.push(version(versions.length + 1, at + Math.floor(draws.next() * (calmAt - at) * 0.9)));
  }
  versions.sort((a, b) => a.at - b.at);
  const reused = others.length > 0 && draws.chance(0.1) ? draws.pick(others).guid : null;
  const blockedFrom = Math.max(0, at - minute);
  const how = draws.pick(['wall', 'wall', 'forbidden', 'gone'] as const);
  const blocked = draws.chance(0.15)
    ? { from: blockedFrom, to: blockedFrom + minute * (2 + draws.below(25)), how }
    : null;
  const goneFrom = at + minute * (2 + draws.below(8)) + draws.below(minute);
  const gone = draws.pick([
    null,
    null,
    null,
    { from: goneFrom, to: Infinity },
    { from: goneFrom, to: goneFrom + minute },
  ] as const);
  const guidTurns = { at: at + minute * (1 + draws.below(5)), guid: draws.pick([null, `urn:item:${index}`] as const) };
  return {
    slug,
    url: `https://${host}/news/${slug}`,
    guid: reused ?? (draws.chance(0.8) ? `tag:${host},2026:${slug}` : null),
    at,
    vanishesAt: draws.chance(0.15) ? at + minute * (2 + draws.below(5)) : null,
    versions: versions.map((one, number) => ({ ...one, marker: `edition-${index}-${number + 1}` })),
    blocked,
    gone: blocked === null ? gone : null,
    guidTurns: draws.chance(0.15) ? guidTurns : null,
  };
}

function drawNewsrooms(draws: Draws, calmAt: number): readonly NewsroomPlan[] {
  const host = 'harbour.example.org';
  const items: ItemPlan[] = [];
  const count = 2 + draws.below(4);
  for (let index = 0; index < count; index += 1) items.push(drawItem(draws, host, index, calmAt, items));
  const from = Math.floor(draws.next() * calmAt * 0.6);
  return [
    {
      newsroom: {
        id: 'harbour',
        organization: 'Harbour Authority',
        country: 'FR',
        homepage: `https://${host}/`,
        enabled: true,
        language: 'en',
        channels: [{ kind: 'rss', url: `https://${host}/feed.xml`, every: '1m' }],
      },
      feedUrl: `https://${host}/feed.xml`,
      items,
      oddFeed: draws.chance(0.2)
        ? { from, to: from + 3 * minute, how: draws.pick(['empty', 'redesign', 'error'] as const) }
        : null,
      turned: draws.chance(0.3),
    },
  ];
}

/** Told at once, and gone when somebody removes it. */
function edited(plan: WatchPlan, edits: readonly EditPlan[]): WatchPlan {
  const removal = edits.find(({ kind, watch }) => kind === 'remove' && watch.id === plan.watch.id);
  const watch: Watch = { ...plan.watch, subscribedRates: ['immediate'] };
  return { ...plan, watch, rates: ['immediate'], removedAt: removal?.at ?? null };
}

/** One world for a seed. */
export function drawWorld(seed: number, options: WorldOptions = {}): World {
  const draws = new Draws(seed, 10);
  const indexed = options.indexed === true;
  const half = options.half ?? (indexed || !draws.chance(0.15) ? 'archive' : 'newsrooms');
  const calmAt = minute * (half === 'archive' ? 4 + draws.below(6) : 8 + draws.below(4));
  const drawn = [...new Map(drawWatches(draws, calmAt, options).map((plan) => [plan.watch.id, plan])).values()];
  const edits = indexed ? drawEdits(seed, drawn, calmAt) : null;
  const watches = edits === null ? drawn : drawn.map((plan) => edited(plan, edits));
  const twins = new Draws(seed, 12);
  const isShared = half === 'archive' && options.flood === undefined && (twins.chance(0.25) || options.shared === true);
  // Drawn apart: the histories of the other worlds stay as they are.
  const isSlow = options.flood === undefined && !indexed && fraction(seed, 13) < 0.1;
  const slow = isSlow ? 1 + Math.floor(3 * fraction(seed, 14)) : null;
  const days = watches.some(({ rates }) => (rates as readonly Rate[]).includes('weekly')) ? 7 : 1;
  return {
    watches,
    edits,
    puts: half === 'archive' ? drawPuts(draws, calmAt, options, isShared ? twins : null) : [],
    sharing: isShared ? pilots : null,
    newsrooms: half === 'newsrooms' ? drawNewsrooms(draws, calmAt) : [],
    releasesSubscribed: draws.chance(0.3),
    messagesPerDayMax: options.slow ?? slow,
    calmAt,
    midnightAt: days * 24 * 60 * minute + 4 * minute,
    endAt: days * 24 * 60 * minute + 40 * minute,
  };
}

/** Lets the watches appear and go, and the releases of others be put. */
export function playWorld(world: World, cloud: Cloud): void {
  const { simulation, store } = cloud;
  const write = (plan: WatchPlan, change: Partial<Watch> = {}): void => {
    const key = keys.watch(plan.watch.id);
    const before = store.get(key);
    store.put(
      key,
      jsonBytes({ ...plan.watch, createdAt: iso(plan.createdAt), ...change }),
      before === null ? { kind: 'create-once' } : { kind: 'compare-and-swap', etag: before.etag },
      'application/json',
    );
  };
  if (world.edits !== null) playEdits(world.edits, cloud);
  for (const plan of world.watches) {
    if (world.edits !== null) {
      // The others are added by hand.
      if (plan.createdAt === 0) write(plan);
      continue;
    }
    simulation.after(plan.createdAt, () => write(plan));
    const { removedAt, pause } = plan;
    if (removedAt !== null && removedAt > plan.createdAt) {
      simulation.after(removedAt, () => write(plan, { removedAt: iso(removedAt) }));
    }
    if (pause === null) continue;
    simulation.after(pause.from, () => write(plan, { pausedAt: iso(pause.from) }));
    simulation.after(pause.to, () => {
      write(plan, { resumedAt: iso(pause.to) });
      // As the command does; what it writes next is not lost with it, since the next quarter of an hour comes anyway.
      void scanAgain(store.port());
    });
  }
  for (const { at, key, body } of world.puts) {
    simulation.after(at, () => void store.put(key, body, { kind: 'create-once' }, 'application/json'));
  }
}

const listedAt = (plan: NewsroomPlan, now: number): readonly ItemPlan[] =>
  plan.items.filter((item) => item.at <= now && (item.vanishesAt === null || now < item.vanishesAt));

export const versionAt = (item: ItemPlan, now: number): ItemVersion =>
  item.versions.findLast((version) => version.at <= now) ?? item.versions[0]!;

/** What the feed knows of. */
const announcedAt = (item: ItemPlan, now: number): ItemVersion =>
  item.versions.findLast((version) => version.at <= now && !version.silent) ?? item.versions[0]!;

const isGoneAt = ({ gone }: ItemPlan, now: number): boolean => gone !== null && now >= gone.from && now < gone.to;

const respond = (url: string, status: number, type: string, body: string, etag = ''): FetchOutcome => ({
  kind: 'response',
  status,
  headers: { 'content-type': type, ...(etag === '' ? {} : { etag }) },
  body: new TextEncoder().encode(body),
  finalUrl: url,
  redirects: [],
});

function feedXml(plan: NewsroomPlan, now: number): string {
  const items = listedAt(plan, now).map((item) => {
    const version = announcedAt(item, now);
    const { guidTurns } = item;
    const name = guidTurns !== null && now >= guidTurns.at ? guidTurns.guid : item.guid;
    const guid = name === null ? '' : `<guid isPermaLink="false">${name}</guid>`;
    const updated = version === item.versions[0] ? '' : `<atom:updated>${iso(version.at)}</atom:updated>`;
    const published = new Date(startMs + item.at).toUTCString();
    return `<item><title>${version.headline}</title><link>${item.url}</link>${guid}<pubDate>${published}</pubDate>${updated}</item>`;
  });
  if (plan.turned) items.reverse();
  return `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title><link>${plan.newsroom.homepage}</link><description>News</description>${items.join('')}</channel></rss>`;
}

function pageHtml(version: ItemVersion): string {
  return `<!doctype html><html lang="en"><head><title>${version.headline}</title></head><body><main><h1>${version.headline}</h1>
<p class="date">1 March 2026</p><p>LYON, France – The harbour office said that its work of the year will go on as it was planned, and that it is led by an officer of long standing.</p>
<p>In the list of goods stand ${version.text}, the office wrote in its statement of this day, and asked for patience.</p>
<p>This is ${version.marker} of the statement, printed for the readers of the coast and of its ports.</p></main></body></html>`;
}

const wall = `<!doctype html><html><head><title>Access denied</title></head><body><h1>Access denied</h1><p>Checking your browser before you can go on.</p></body></html>`;

/** What the newsrooms answer now; `served` hears of the items that a feed showed. */
export function answer(
  world: World,
  { url, headers }: FetchRequest,
  now: number,
  served: (plan: NewsroomPlan, items: readonly ItemPlan[]) => void,
): FetchOutcome {
  for (const plan of world.newsrooms) {
    if (url === plan.feedUrl) {
      const odd = plan.oddFeed !== null && now >= plan.oddFeed.from && now < plan.oddFeed.to ? plan.oddFeed.how : null;
      if (odd === 'error') return respond(url, 502, 'text/plain', 'bad gateway');
      if (odd === 'redesign') return respond(url, 200, 'text/html', '<html><body><h1>Our new site</h1></body></html>');
      if (odd === 'empty') {
        return respond(
          url,
          200,
          'application/rss+xml',
          '<rss version="2.0"><channel><title>News</title></channel></rss>',
        );
      }
      served(plan, listedAt(plan, now));
      return respond(url, 200, 'application/rss+xml', feedXml(plan, now));
    }
    const item = plan.items.find((one) => one.url === url);
    if (item === undefined) continue;
    const { blocked } = item;
    if (blocked !== null && now >= blocked.from && now < blocked.to) {
      if (blocked.how === 'wall') return respond(url, 200, 'text/html', wall);
      return respond(url, blocked.how === 'forbidden' ? 403 : 404, 'text/html', '<h1>Not found</h1>');
    }
    if (isGoneAt(item, now)) return respond(url, now % 2 === 0 ? 404 : 410, 'text/html', '<h1>Not found</h1>');
    const version = versionAt(item, now);
    const etag = `"${version.marker}"`;
    if (headers['if-none-match'] === etag) return respond(url, 304, 'text/html', '', etag);
    return respond(url, 200, 'text/html', pageHtml(version), etag);
  }
  return respond(url, 404, 'text/plain', '');
}
