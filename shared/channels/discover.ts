/** Finds the channels of an organization from one address of its site: asks few pages, the likeliest first. */
import { limits } from '../limits.ts';
import { interstitialIn } from '../politeness/interstitial.ts';
import type { FetchedResponse, FetchOutcome } from '../ports.ts';
import { type DiscoveryPorts, politeAsker } from './discover-asker.ts';
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
import { proposeNext } from './discover-next.ts';
import { dateOrderOf, proposeSelectors } from './discover-selectors.ts';
import { failedTrial, isSettled, judgeReading, ranked, type Trial } from './discover-verdict.ts';
import { countryOf } from './discover-words.ts';
import { readChannel } from './read.ts';
import type { ChannelReading, ReadingContext } from './types.ts';

export type Discovery =
  /** The address that was given cannot be asked, or gives no page. `isTransient`: another time it may. `isForbidden`: by robots.txt. */
  | {
      readonly kind: 'unreachable';
      readonly reason: string;
      readonly isTransient: boolean;
      readonly isForbidden?: boolean;
      /** The words of the bot or consent wall that answered; null: none did. */
      readonly wall: string | null;
    }
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

/** Why an answer is no page to look at. */
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

function contextOf(lead: Lead, response: FetchedResponse, language: string | null): ReadingContext {
  return {
    url: response.finalUrl,
    contentType: response.headers['content-type'] ?? null,
    timeZone: null,
    dateOrder: null,
    uiLanguage: language,
    language,
    listing: null,
    json: lead.json ?? null,
  };
}

const isSitemap = (url: string): boolean => /sitemap/i.test(new URL(url).pathname);

/** Pages that list news, asked at most. */
const newsPagesMax = 4;
/** With a good feed at hand, only what the site declares as one is still looked at. */
const declaredMin: number = leadScores.feedLink;
const childrenMax = 2;

/** The addresses that are still to be asked, each once, the likeliest first. */
function leadQueue(known: readonly string[]) {
  const waiting = new Map<string, Lead>();
  const seen = new Set(known);
  let newsPages = 0;
  return {
    add: (leads: readonly Lead[]): void => {
      for (const lead of leads) {
        const before = waiting.get(lead.url);
        if (!seen.has(lead.url) && (before === undefined || before.score < lead.score)) waiting.set(lead.url, lead);
      }
    },
    next: (): Lead | null => {
      for (;;) {
        const [first, ...rest] = waiting.values();
        if (first === undefined) return null;
        const best = rest.reduce((a, b) => (b.score > a.score ? b : a), first);
        waiting.delete(best.url);
        seen.add(best.url);
        if (best.source === 'news-page') newsPages += 1;
        if (best.source !== 'news-page' || newsPages <= newsPagesMax) return best;
      }
    },
    /** False: it was met before. */
    meet: (url: string): boolean => {
      const isNew = !seen.has(url);
      seen.add(url);
      waiting.delete(url);
      return isNew;
    },
  };
}

/**
 * Asks `url`, then what it leads to, `discoveryRequestsMax` addresses at most beside the robots.txt of their hosts; `each` hears of
 * every trial. Nothing is kept. `allowed`: host:port of `--allow-hosts`, which need no pause.
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
  const first = await asker.ask(url, limits.feedBodyBytesMax);
  if (first.kind === 'not-asked') {
    return { ...first, kind: 'unreachable', wall: null };
  }
  const { outcome } = first;
  if (outcome.kind !== 'response' || outcome.status !== 200) {
    const { reason, isTransient } = becauseOf(outcome);
    const wall = outcome.kind === 'response' ? interstitialIn(outcome.body) : null;
    return { kind: 'unreachable', reason, isTransient, wall };
  }

  const trials: Trial[] = [];
  const keep = (trial: Trial): void => {
    trials.push(trial);
    each(trial);
  };
  const { contentType } = contextOf(given, outcome, null);
  const page = readPage({ bytes: outcome.body, url: outcome.finalUrl, contentType });
  let facts = factsOf(page);
  const start = examine(given, outcome, facts.language);
  keep(start.trial);
  if (start.reading.kind !== 'listing' && start.reading.kind !== 'none') facts = factsOfFeed(start.reading, facts);

  const queue = leadQueue([url, outcome.finalUrl]);
  const isFeed = start.trial.reason === null && start.reading.kind !== 'listing';
  if (start.reading.kind === 'sitemap-index') queue.add(childrenOf(start.reading));
  else if (!isFeed) {
    queue.add(leadsOn(page));
    queue.add(leadsOfSitemaps(asker.sitemapsOf(outcome.finalUrl), 'robots.txt'));
    queue.add(wellKnownLeads(outcome.finalUrl));
  }

  for (let requests = 1; requests < limits.discoveryRequestsMax; requests += 1) {
    const lead = queue.next();
    if (lead === null) break;
    if (isSettled(trials, clock.nowMs()) && lead.score < declaredMin) break;
    const asked = await asker.ask(lead.url, isSitemap(lead.url) ? limits.sitemapBodyBytesMax : limits.feedBodyBytesMax);
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
    if (answer.finalUrl !== lead.url && !queue.meet(answer.finalUrl)) {
      keep(failedTrial(lead, 200, `leads to ${answer.finalUrl}`));
      continue;
    }
    const { trial, reading, leads } = examine(lead, answer, facts.language);
    keep(trial);
    queue.add(leads);
    if (reading.kind === 'sitemap-index') queue.add(childrenOf(reading));
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
  const context = contextOf(lead, response, language);
  const reading = readChannel(response.body, null, context);
  const trial = judgeReading(lead, addressOf(lead, response), context.contentType, reading);
  if (reading.kind !== 'listing') return { trial, reading, leads: [] };
  const page = readPage({ bytes: response.body, url: response.finalUrl, contentType: context.contentType });
  const leads = leadsOn(page).filter(({ source }) => source !== 'news-page');
  if (trial.reason !== null) return { trial, reading, leads };
  const selectors = proposeSelectors(page, reading.items, context);
  const listing = selectors === null ? null : { ...selectors, ...proposeNext(page) };
  const dateOrder = dateOrderOf(page, reading.items, context);
  return { trial: { ...trial, listing, dateOrder }, reading, leads };
}

/** What a feed says of its owner, where the address that was given is one. */
function factsOfFeed(reading: ChannelReading, facts: SiteFacts): SiteFacts {
  const site = reading.site !== null && URL.canParse(reading.site) ? new URL('/', reading.site).href : facts.homepage;
  const language = languageTag(reading.language) ?? facts.language;
  return {
    organization: organizationIn(reading.title ?? '', new URL(site).hostname, 'start') ?? new URL(site).hostname,
    homepage: site,
    language,
    country: countryOf(new URL(site).hostname, language),
  };
}
