/** Finds the channels of an organization from one address of its site: asks few pages, one after the other, by the rules of a poll. */
import { readHostState } from '../archive/host-state.ts';
import { limits } from '../limits.ts';
import { hostOf } from '../politeness/host.ts';
import { interstitialIn } from '../politeness/interstitial.ts';
import { afterRobots, gapMs, needsRobots, permissionOf, robotsUrl } from '../politeness/robots-record.ts';
import type { FetchedResponse, FetchOutcome, Ports } from '../ports.ts';
import {
  factsOf,
  type Lead,
  languageTag,
  leadScores,
  leadsOfSitemaps,
  leadsOn,
  organizationIn,
  readPage,
  type SiteFacts,
  wellKnownLeads,
} from './discover-leads.ts';
import { proposeSelectors } from './discover-selectors.ts';
import { failedTrial, isSettled, judgeReading, ranked, type Trial } from './discover-verdict.ts';
import { countryOf } from './discover-words.ts';
import { readChannel } from './read.ts';
import type { ChannelReading, ReadingContext } from './types.ts';

export type DiscoveryPorts = Pick<Ports, 'objects' | 'fetcher' | 'clock'>;

export type Discovery =
  /** The address that was given cannot be asked, or gives no page. `isTransient`: another time it may. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly isTransient: boolean }
  | {
      readonly kind: 'explored';
      /** The words of the bot or consent wall that stands in the way of the address given; null: none. */
      readonly wall: string | null;
      readonly facts: SiteFacts;
      /** All that was asked, in order. */
      readonly trials: readonly Trial[];
      /** Those that can be channels, the best first. */
      readonly usable: readonly Trial[];
    };

type Asked =
  | { readonly kind: 'answered'; readonly outcome: FetchOutcome }
  | { readonly kind: 'not-asked'; readonly reason: string; readonly isTransient: boolean };

interface Asker {
  ask(url: string, bodyBytesMax: number, accept: string): Promise<Asked>;
  sitemapsOf(url: string): readonly string[];
}

interface HostRecord {
  readonly permission: (url: string) => ReturnType<typeof permissionOf>;
  readonly pauseMs: number;
  readonly sitemaps: readonly string[];
  /** Why the fetcher does not go there at all (a private address); null: it does. */
  readonly refusal: string | null;
  heldUntilMs: number;
}

/** One request at a time, robots.txt before the first to a host, the host's pause before the others; what a host holds stays held. */
function politeAsker({ objects, fetcher, clock }: DiscoveryPorts, allowed: ReadonlySet<string>): Asker {
  const hosts = new Map<string, HostRecord>();
  const lastAsked = new Map<string, number>();
  const fetch = async (host: string, url: string, pauseMs: number, bodyBytesMax: number, accept: string) => {
    const before = lastAsked.get(host);
    if (before !== undefined && !allowed.has(host)) {
      await clock.wait(Math.max(0, before + pauseMs - clock.elapsedMs()));
    }
    const outcome = await fetcher.fetch({
      url,
      headers: { accept },
      bodyBytesMax,
      deadlineMs: limits.requestDeadlineMs,
    });
    lastAsked.set(host, clock.elapsedMs());
    return outcome;
  };
  const recordOf = async (host: string, url: string): Promise<HostRecord> => {
    const known = hosts.get(host);
    if (known !== undefined) return known;
    const state = await readHostState(objects, host);
    let robots = state.robots ?? null;
    let heldUntilMs = state.notBefore === null ? 0 : Date.parse(state.notBefore);
    let refusal: string | null = null;
    const address = robotsUrl(url);
    if (heldUntilMs <= clock.nowMs() && address !== null && (robots === null || needsRobots(state, clock.nowMs()))) {
      const outcome = await fetch(host, address, 0, limits.robotsAnswerBytesMax, 'text/plain, */*;q=0.1');
      if (outcome.kind === 'refused') refusal = outcome.message;
      const answer = afterRobots(robots, outcome, clock.nowMs(), allowed.has(host));
      robots = answer.record;
      heldUntilMs = answer.holdHostUntilMs ?? heldUntilMs;
    }
    const rules = robots;
    const record: HostRecord = {
      permission: (one) => (rules === null ? { kind: 'allowed' } : permissionOf(rules, one)),
      pauseMs: gapMs({ ...state, robots: rules }),
      sitemaps: rules?.sitemaps ?? [],
      refusal,
      heldUntilMs,
    };
    hosts.set(host, record);
    return record;
  };
  return {
    ask: async (url, bodyBytesMax, accept) => {
      const host = hostOf(url);
      if (host === null) return { kind: 'not-asked', reason: 'it is no web address', isTransient: false };
      const record = await recordOf(host, url);
      if (record.refusal !== null) return { kind: 'not-asked', reason: record.refusal, isTransient: false };
      if (record.heldUntilMs > clock.nowMs()) {
        const until = new Date(record.heldUntilMs).toISOString();
        return { kind: 'not-asked', reason: `the host wants to be left alone until ${until}`, isTransient: true };
      }
      const permission = record.permission(url);
      if (permission.kind !== 'allowed') {
        return { kind: 'not-asked', reason: permission.reason, isTransient: permission.kind === 'unreachable' };
      }
      const outcome = await fetch(host, url, record.pauseMs, bodyBytesMax, accept);
      const isBusy = outcome.kind === 'response' && (outcome.status === 429 || outcome.status === 503);
      if (isBusy) record.heldUntilMs = clock.nowMs() + limits.backoffThrottledMs;
      return { kind: 'answered', outcome };
    },
    sitemapsOf: (url) => hosts.get(hostOf(url) ?? '')?.sitemaps ?? [],
  };
}

const accept =
  'text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.1';

function becauseOf(outcome: FetchOutcome): { reason: string; status: number | null; isTransient: boolean } {
  if (outcome.kind === 'response') {
    const { status } = outcome;
    const isTransient = status >= 500 || status === 429 || status === 408;
    return { reason: `HTTP ${status}`, status, isTransient };
  }
  return { reason: outcome.message, status: null, isTransient: outcome.kind === 'failed' };
}

/** The address to remember: that of a permanent redirect's target, else the one that was asked. */
function addressOf(lead: Lead, response: FetchedResponse): string {
  const permanent = response.redirects.every(({ status }) => status === 301 || status === 308);
  return permanent ? response.finalUrl : lead.url;
}

function contextOf(response: FetchedResponse, language: string | null): ReadingContext {
  return {
    url: response.finalUrl,
    contentType: response.headers['content-type'] ?? null,
    timeZone: null,
    dateOrder: null,
    uiLanguage: language,
    language,
    listing: null,
    json: null,
  };
}

const isSitemap = (url: string): boolean => /sitemap/i.test(new URL(url).pathname);

/** Pages that list news, asked at most. */
const newsPagesMax = 4;
/** With a good feed at hand, only what the site declares as one is still looked at. */
const declaredMin: number = leadScores.feedLink;
const childrenMax = 2;

/**
 * Asks `url`, then what it leads to, `discoveryRequestsMax` addresses at most beside the robots.txt of their hosts; `each` hears of
 * every trial. Nothing is kept but for what other steps keep. `allowed`: host:port of `--allow-hosts`, which need no pause.
 */
export async function discoverChannels(
  ports: DiscoveryPorts,
  url: string,
  allowed: ReadonlySet<string>,
  each: (trial: Trial) => void,
): Promise<Discovery> {
  const { clock } = ports;
  const asker = politeAsker(ports, allowed);
  const given: Lead = { url, source: 'given', score: 0 };
  const first = await asker.ask(url, limits.feedBodyBytesMax, accept);
  if (first.kind === 'not-asked') return { kind: 'unreachable', reason: first.reason, isTransient: first.isTransient };
  const { outcome } = first;
  if (outcome.kind !== 'response' || outcome.status !== 200) {
    const { reason, isTransient } = becauseOf(outcome);
    return { kind: 'unreachable', reason, isTransient };
  }

  const trials: Trial[] = [];
  const keep = (trial: Trial): void => {
    trials.push(trial);
    each(trial);
  };
  const page = readPage({
    bytes: outcome.body,
    url: outcome.finalUrl,
    contentType: contextOf(outcome, null).contentType,
  });
  let facts = factsOf(page);
  const start = examine(given, outcome, facts.language);
  keep(start.trial);
  if (start.reading.kind !== 'listing' && start.reading.kind !== 'none') facts = factsOfFeed(start.reading, facts);

  const waiting = new Map<string, Lead>();
  const seen = new Set([url, outcome.finalUrl]);
  const add = (leads: readonly Lead[]): void => {
    for (const lead of leads) {
      const known = waiting.get(lead.url);
      if (!seen.has(lead.url) && (known === undefined || known.score < lead.score)) waiting.set(lead.url, lead);
    }
  };
  const isFeed = start.trial.reason === null && start.reading.kind !== 'listing';
  if (start.reading.kind === 'sitemap-index') add(childrenOf(start.reading));
  else if (!isFeed) {
    add(leadsOn(page));
    add(leadsOfSitemaps(asker.sitemapsOf(outcome.finalUrl), 'robots.txt'));
    add(wellKnownLeads(outcome.finalUrl));
  }

  let newsPages = 0;
  for (let requests = 1; requests < limits.discoveryRequestsMax; requests += 1) {
    const lead = [...waiting.values()].reduce<Lead | null>((a, b) => (a === null || b.score > a.score ? b : a), null);
    if (lead === null) break;
    if (isSettled(trials, clock.nowMs()) && lead.score < declaredMin) break;
    waiting.delete(lead.url);
    seen.add(lead.url);
    if (lead.source === 'news-page') {
      newsPages += 1;
      if (newsPages > newsPagesMax) continue;
    }
    const bodyBytesMax = isSitemap(lead.url) ? limits.sitemapBodyBytesMax : limits.feedBodyBytesMax;
    const asked = await asker.ask(lead.url, bodyBytesMax, accept);
    if (asked.kind === 'not-asked') {
      keep(failedTrial(lead, null, `not asked: ${asked.reason}`));
      continue;
    }
    const answer = asked.outcome;
    if (answer.kind !== 'response' || answer.status !== 200) {
      const { reason, status } = becauseOf(answer);
      keep(failedTrial(lead, status, reason));
      continue;
    }
    // Many guessed addresses lead back to the start page.
    if (answer.finalUrl !== lead.url && seen.has(answer.finalUrl)) {
      keep(failedTrial(lead, 200, `leads to ${answer.finalUrl}`));
      continue;
    }
    seen.add(answer.finalUrl);
    const { trial, reading, leads } = examine(lead, answer, facts.language);
    keep(trial);
    add(leads);
    if (reading.kind === 'sitemap-index') add(childrenOf(reading));
  }
  const usable = ranked(trials, clock.nowMs());
  const [best] = usable;
  if (facts.language === null) facts = { ...facts, language: languageTag(best?.language) };
  const wall = usable.length === 0 ? interstitialIn(outcome.body) : null;
  return { kind: 'explored', wall, facts, trials, usable };
}

/** Lists its best sitemaps only: an index may have thousands. */
function childrenOf(reading: ChannelReading): readonly Lead[] {
  const urls = reading.items.flatMap((item) => item.url ?? []);
  return [...leadsOfSitemaps(urls, 'sitemap-index')]
    .sort((a, b) => b.score - a.score)
    .filter(({ score }) => score >= leadScores.child)
    .slice(0, childrenMax);
}

interface Examined {
  readonly trial: Trial;
  readonly reading: ChannelReading;
  /** Feeds that the answer, a page, leads to. */
  readonly leads: readonly Lead[];
}

function examine(lead: Lead, response: FetchedResponse, language: string | null): Examined {
  const context = contextOf(response, language);
  const reading = readChannel(response.body, null, context);
  const trial = judgeReading(lead, addressOf(lead, response), context.contentType, reading);
  if (reading.kind !== 'listing') return { trial, reading, leads: [] };
  const page = readPage({ bytes: response.body, url: response.finalUrl, contentType: context.contentType });
  const leads = leadsOn(page).filter(({ source }) => source !== 'news-page');
  if (trial.reason !== null) return { trial, reading, leads };
  const listing = proposeSelectors(page, reading.items, context);
  return { trial: { ...trial, listing }, reading, leads };
}

/** What a feed says of its owner, where the address that was given is one. */
function factsOfFeed(reading: ChannelReading, facts: SiteFacts): SiteFacts {
  const site = reading.site !== null && URL.canParse(reading.site) ? new URL('/', reading.site).href : facts.homepage;
  const language = languageTag(reading.language) ?? facts.language;
  return {
    organization: organizationIn(reading.title ?? '') ?? new URL(site).hostname,
    homepage: site,
    language,
    country: countryOf(new URL(site).hostname, language),
  };
}
