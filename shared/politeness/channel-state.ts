/** What is remembered about one channel between polls: part of its shard's state. */
import { candidateSchema } from '../channels/candidate.ts';
import { type Channel, channelKinds } from '../newsrooms/schema.ts';
import * as z from '../zod.ts';

const time = z.nullable(z.iso.datetime());

/**
 * What the operators of a newsroom should look at. `emptied`: no items where there were some. `html-instead`: a web page where a feed was.
 * `interstitial`: a bot wall or consent wall. `too-few-items`: fewer than `expect.itemsMin`. `host-renamed`: a permanent redirect to another
 * host. `robots`: robots.txt forbids the channel.
 */
const signalNames = ['emptied', 'html-instead', 'interstitial', 'too-few-items', 'host-renamed', 'robots'] as const;

const signalSchema = z.strictObject({
  name: z.enum(signalNames),
  since: z.iso.datetime(),
  /** For people. */
  reason: z.string(),
  /** Key of the capture that shows it; null when there were no bytes to keep. */
  capture: z.nullable(z.string()),
});

export type Signal = z.infer<typeof signalSchema>;

/** What the feed itself asks for, kept because a 304 says nothing of it (feeds.md 6, rule 8). Hours and days are of GMT. */
const feedHintsSchema = z.strictObject({
  ttlMinutes: z.nullable(z.number()),
  skipHours: z.array(z.int()),
  /** 0 is Sunday. */
  skipDays: z.array(z.int()),
});

export type FeedHints = z.infer<typeof feedHintsSchema>;

export const channelStateSchema = z.strictObject({
  newsroom: z.string(),
  /** The channel's address as its newsroom file has it. */
  url: z.string(),
  /** What its newsroom file called it when it was polled last, for those who read states without that file; null: not recorded yet. */
  kind: z._default(z.nullable(z.enum(channelKinds)), null),
  /**
   * `blocked`: 401, 403, 429, or a wall. `robots`: its robots.txt forbids it. `gone`: 410, never asked again. `broken`: anything else that
   * gives no usable answer.
   */
  condition: z.enum(['new', 'good', 'blocked', 'robots', 'broken', 'gone']),
  /** Why it is not good, for people. */
  reason: z.nullable(z.string()),
  /** Not asked before; null: due at once (or never, when gone). */
  nextAt: time,
  /** Validators byte for byte as the server sent them. */
  etag: z.nullable(z.string()),
  lastModified: z.nullable(z.string()),
  firstPolledAt: time,
  lastAskedAt: time,
  lastGoodAt: time,
  /** Last whole answer (200), as against a 304. */
  lastFullAt: time,
  /** Last time it offered something not seen before. */
  lastItemAt: time,
  lastStatus: z.nullable(z.int()),
  /** In a row. */
  failures: z.int().check(z.gte(0)),
  /** SHA-256 of the last good body. */
  lastBodyHash: z.nullable(z.string()),
  /** Items in the last good reading. */
  lastItems: z.nullable(z.int()),
  /** Answers in a row that were 200 with the same bytes. */
  equalBodies: z.int().check(z.gte(0)),
  /** A permanent redirect that was met, in a row, on good polls. */
  movedTo: z.nullable(z.strictObject({ url: z.string(), since: z.iso.datetime(), times: z.int() })),
  /** The address that a permanent redirect taught us; null: the newsroom file's. */
  address: z._default(z.nullable(z.string()), null),
  /** Addresses that were asked before, the latest last. */
  addressHistory: z._default(z.array(z.strictObject({ url: z.string(), until: z.iso.datetime() })), []),
  /** Where the last whole answer came from: the validators are of that address. */
  finalUrl: z._default(z.nullable(z.string()), null),
  /** How long the last answer said that it is fresh; a 304 without a word on it leaves it standing. */
  freshForMs: z._default(z.number(), 0),
  feedHints: z._default(z.nullable(feedHintsSchema), null),
  /** When its items came, in seconds since the epoch, rising: the newsroom's rhythm. */
  itemTimes: z._default(z.array(z.int()), []),
  /** The feed's hub and its own name for itself (WebSub), as last read. */
  hub: z._default(z.nullable(z.string()), null),
  self: z._default(z.nullable(z.string()), null),
  signals: z._default(z.array(signalSchema), []),
  /** The newest lastmod of a sitemap index whose sitemaps were read; null: no index, or none read yet. */
  sitemapSince: z._default(z.nullable(z.string()), null),
  /** Hashes of candidates that were offered, the latest listed last. A cache: create-once in the archive is the truth. */
  seen: z.array(z.string()),
  /** Candidates over the limit of a poll; they go with the next ones. */
  backlog: z.array(candidateSchema),
});

export type ChannelState = z.infer<typeof channelStateSchema>;

export function newChannelState(newsroom: string, url: string): ChannelState {
  return {
    newsroom,
    url,
    kind: null,
    condition: 'new',
    reason: null,
    nextAt: null,
    etag: null,
    lastModified: null,
    firstPolledAt: null,
    lastAskedAt: null,
    lastGoodAt: null,
    lastFullAt: null,
    lastItemAt: null,
    lastStatus: null,
    failures: 0,
    lastBodyHash: null,
    lastItems: null,
    equalBodies: 0,
    movedTo: null,
    address: null,
    addressHistory: [],
    finalUrl: null,
    freshForMs: 0,
    feedHints: null,
    itemTimes: [],
    hub: null,
    self: null,
    signals: [],
    sitemapSince: null,
    seen: [],
    backlog: [],
  };
}

/** Whether the channel may be asked now as far as it alone is concerned. */
export function isDue(state: ChannelState, nowMs: number): boolean {
  if (state.condition === 'gone') return false;
  return state.nextAt === null || Date.parse(state.nextAt) <= nowMs;
}

/** The address that is asked: the one that was learned, else the newsroom file's. */
export function addressOf(state: ChannelState, channel: Pick<Channel, 'url'>): string {
  return state.address ?? channel.url;
}
