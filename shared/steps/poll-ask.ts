/** What a channel answers: one request, the further pages of a listing, the newer sitemaps of an index. It asks, and decides nothing. */
import type { RobotsRecord } from '../archive/host-state.ts';
import { readFetched } from '../channels/read-fetched.ts';
import { sitemapStop } from '../channels/sitemap-stop.ts';
import type { ChannelItem, ChannelReading } from '../channels/types.ts';
import { limits } from '../limits.ts';
import { redirectAdmission } from '../politeness/admission.ts';
import type { ChannelState } from '../politeness/channel-state.ts';
import { headersFor, needsReading } from '../politeness/decide.ts';
import { hostOf } from '../politeness/host.ts';
import { permissionOf, type RobotsPermission } from '../politeness/robots-record.ts';
import type { PolledChannel } from '../politeness/shard-state.ts';
import type { FetchedResponse, FetchOutcome, FetchRequest } from '../ports.ts';
import { mayOffer, offerOf } from './poll-items.ts';
import { type SitemapAnswer, walkSitemaps } from './poll-sitemaps.ts';
import { type HostTurn, iso, type Pass, permissionFor } from './poll-turn.ts';

export interface Answer {
  readonly outcome: FetchOutcome;
  readonly reading: ChannelReading | null;
  /** False when a listing has further pages that were not looked at, or a sitemap was read in part. */
  readonly complete: boolean;
  /** The pages that were read, for the captures. */
  readonly responses: readonly FetchedResponse[];
  /** Of a sitemap index: what the state is to remember of it. */
  readonly remembered?: Partial<ChannelState>;
}

function bodyBytesMax(kind: string): number {
  return kind === 'sitemap' ? limits.sitemapBodyBytesMax : limits.feedBodyBytesMax;
}

/** Channels that share an address: they are asked together, and every page of it once. */
export interface Together {
  readonly address: string;
  readonly members: readonly PolledChannel[];
  readonly robots: RobotsRecord;
  readonly answers: Map<string, FetchOutcome>;
}

/** The headers of the one request; without validators when the members do not hold the same bytes. */
function headersTogether({ members }: Together, one: PolledChannel, nowMs: number): Record<string, string> {
  const { etag, lastModified, lastBodyHash } = one.state;
  const same = members.every(
    ({ state }) => state.etag === etag && state.lastModified === lastModified && state.lastBodyHash === lastBodyHash,
  );
  const state = same ? one.state : { ...one.state, etag: null, lastModified: null };
  return headersFor(state, one.channel, nowMs);
}

/** Of a sitemap that nobody else reads: how far it is read, once its newest entries are known. */
function enoughFor({ members }: Together, { channel, state }: PolledChannel): Pick<FetchRequest, 'isEnough'> {
  const known = state.firstPolledAt === null ? null : (state.sitemapSince ?? state.lastGoodAt);
  if (channel.kind !== 'sitemap' || members.length > 1 || known === null) return {};
  return { isEnough: sitemapStop(iso(Date.parse(known) - limits.backfillOlderThanMs).slice(0, 10)) };
}

/** The answer to one address: what a sibling was told, else a request. Null: no time for it. */
async function fetchOnce(
  pass: Pass,
  turn: HostTurn,
  together: Together,
  request: Pick<FetchRequest, 'url' | 'bodyBytesMax' | 'isEnough'> & {
    readonly headers: () => Record<string, string>;
  },
): Promise<FetchOutcome | null> {
  const known = together.answers.get(request.url);
  if (known !== undefined) return known;
  const deadlineMs = await turn.next();
  if (deadlineMs === null) return null;
  const outcome = await pass.ports.fetcher.fetch({
    ...request,
    headers: request.headers(),
    deadlineMs,
    admits: redirectAdmission(pass.ports, pass.config.allowedHosts, { url: request.url, deadlineMs }),
  });
  together.answers.set(request.url, outcome);
  return outcome;
}

/** Asks the channel and reads what it answers, a listing page by page while pages offer something not seen. Null: no time for it. */
export async function ask(pass: Pass, turn: HostTurn, together: Together, one: PolledChannel): Promise<Answer | null> {
  const { ports, config } = pass;
  const { channel, state } = one;
  const { address } = together;
  pass.counts.polled += 1;
  const outcome = await fetchOnce(pass, turn, together, {
    url: address,
    headers: () => headersTogether(together, one, ports.clock.nowMs()),
    bodyBytesMax: bodyBytesMax(channel.kind),
    ...enoughFor(together, one),
  });
  if (outcome === null) {
    pass.counts.polled -= 1;
    return null;
  }
  if (!needsReading(state, outcome)) return { outcome, reading: null, complete: true, responses: [] };

  const reading = readFetched(one.newsroom, one.channel, outcome);
  if (reading.kind === 'sitemap-index' && channel.kind === 'sitemap') {
    return askSitemaps(pass, turn, together, one, outcome, reading);
  }
  const items: ChannelItem[] = [...reading.items];
  const responses = [outcome];
  const pagesMax = channel.listing?.pagesMax ?? channel.json?.pagesMax ?? 1;
  let page = reading;
  const visited = new Set([address, outcome.finalUrl]);
  while (responses.length < pagesMax && page.nextPage !== null && !visited.has(page.nextPage)) {
    if (hostOf(page.nextPage) !== hostOf(address)) break;
    if (permissionOf(together.robots, page.nextPage).kind !== 'allowed') break;
    const context = { ...one, nowMs: ports.clock.nowMs(), alertNewest: config.alertNewest };
    if (offerOf(page.items, context).candidates.length === 0) break;
    visited.add(page.nextPage);
    const next = await fetchOnce(pass, turn, together, {
      url: page.nextPage,
      headers: () => ({ accept: headersFor(state, channel, ports.clock.nowMs())['accept'] ?? '*/*' }),
      bodyBytesMax: bodyBytesMax(channel.kind),
    });
    if (next === null) {
      pass.counts.carriedOver += 1;
      break;
    }
    if (next.kind !== 'response' || next.status !== 200) {
      ports.log.warn('channel-page-failed', { newsroom: one.newsroom.id, url: page.nextPage });
      break;
    }
    page = readFetched(one.newsroom, one.channel, next);
    items.push(...page.items);
    responses.push(next);
  }
  const isWhole = responses.every(({ isCut }) => isCut !== true);
  const complete = isWhole && (page.nextPage === null || responses.length >= pagesMax);
  return { outcome, reading: { ...reading, items: items.slice(0, limits.itemsPerChannelMax) }, complete, responses };
}

/** The newer sitemaps of an index, each a request of this host's turn. */
async function askSitemaps(
  pass: Pass,
  turn: HostTurn,
  together: Together,
  one: PolledChannel,
  outcome: FetchedResponse,
  index: ChannelReading,
): Promise<Answer> {
  const { ports, counts } = pass;
  const { newsroom, channel, state } = one;
  const { address, robots, answers, members } = together;
  const permitted = async (url: string): Promise<RobotsPermission['kind'] | 'held'> => {
    const host = hostOf(url);
    if (host === null || host === hostOf(address)) return permissionOf(robots, url).kind;
    const given = await permissionFor(pass, turn, host, url);
    return given.kind === 'held' ? 'held' : given.permission.kind;
  };
  const fetch = async (url: string): Promise<SitemapAnswer> => {
    const permission = await permitted(url);
    if (permission !== 'allowed') return { kind: permission === 'held' ? 'held' : 'gone' };
    const response = await fetchOnce(pass, turn, together, {
      url,
      headers: () => ({ accept: headersFor(state, channel, ports.clock.nowMs())['accept'] ?? '*/*' }),
      bodyBytesMax: limits.sitemapBodyBytesMax,
      ...enoughFor(together, one),
    });
    // Sitemaps are large: they are kept only where another channel will ask for them.
    if (members.length === 1) answers.delete(url);
    if (response === null) return { kind: 'later' };
    if (response.kind === 'response' && response.status === 200) return { kind: 'response', response };
    ports.log.warn('channel-page-failed', { newsroom: newsroom.id, url });
    const isGone = response.kind === 'response' && (response.status === 404 || response.status === 410);
    return { kind: isGone ? 'gone' : 'failed' };
  };
  const { reading, responses, remembered, carriedOver } = await walkSitemaps({
    index,
    state,
    nowMs: ports.clock.nowMs(),
    mayFollow: (url) => [channel.url, address].some((own) => mayOffer(url, own, newsroom.allowedHosts ?? [])),
    fetch,
    read: (response) => readFetched(one.newsroom, one.channel, response),
  });
  counts.carriedOver += carriedOver;
  return { outcome, reading, complete: false, responses: [outcome, ...responses], remembered };
}
