/** Asks the channels of one host once, by the rules of a poll, and keeps nothing. */
import { readHostState } from '../../../shared/archive/host-state.ts';
import { readFetched } from '../../../shared/channels/read-fetched.ts';
import type { ChannelReading } from '../../../shared/channels/types.ts';
import { limits } from '../../../shared/limits.ts';
import type { Channel, Newsroom } from '../../../shared/newsrooms/schema.ts';
import { newChannelState } from '../../../shared/politeness/channel-state.ts';
import { afterResponse, headersFor } from '../../../shared/politeness/decide.ts';
import { hostOf } from '../../../shared/politeness/host.ts';
import { wallIn } from '../../../shared/politeness/interstitial.ts';
import { afterRobots, gapMs, needsRobots, permissionOf, robotsUrl } from '../../../shared/politeness/robots-record.ts';
import type { FetchedResponse, FetchOutcome, Ports } from '../../../shared/ports.ts';
import { mayOffer } from '../../../shared/steps/poll-items.ts';
import { type SitemapAnswer, walkSitemaps } from '../../../shared/steps/poll-sitemaps.ts';

export interface AskedChannel {
  readonly newsroom: Newsroom;
  readonly channel: Channel;
}

/** One line of `newsroom probe`. */
export interface ProbeLine {
  readonly newsroom: string;
  /** Its address. */
  readonly channel: string;
  /** As the newsroom's file has it. */
  readonly kind: string;
  /** Null: no answer. */
  readonly status: number | null;
  readonly contentType: string | null;
  readonly items: number;
  readonly dated: number;
  /** ISO 8601; null when no item is dated. */
  readonly newest: string | null;
  /** A poll would take the answer. */
  readonly ok: boolean;
  /** Why it would not, or what to look at although it would; null: nothing. */
  readonly reason: string | null;
}

export interface Probed {
  readonly line: ProbeLine;
  /** The host answered, whatever it said. */
  readonly reached: boolean;
}

type Tools = Pick<Ports, 'objects' | 'fetcher' | 'clock'>;

/**
 * Answers a line for each channel, in order. The requests go one after the other with the pause that the host wants, robots.txt first
 * where it is not known; a host that wants to be left alone is. `allowed`: of `--allow-hosts`, which need no pause.
 */
export async function askHost(
  { objects, fetcher, clock }: Tools,
  host: string,
  channels: readonly AskedChannel[],
  allowed: boolean,
): Promise<readonly Probed[]> {
  const known = await readHostState(objects, host);
  let pauseMs = gapMs(known);
  let asked = false;
  const ask = async (url: string, headers: Readonly<Record<string, string>>, bodyBytesMax: number) => {
    if (asked && !allowed) await clock.wait(pauseMs);
    asked = true;
    return fetcher.fetch({ url, headers, bodyBytesMax, deadlineMs: limits.requestDeadlineMs });
  };

  let heldUntilMs = known.notBefore === null ? 0 : Date.parse(known.notBefore);
  let robots = known.robots ?? null;
  let reached = false;
  const url = robotsUrl(channels[0]?.channel.url ?? '');
  if (heldUntilMs <= clock.nowMs() && url !== null && (robots === null || needsRobots(known, clock.nowMs()))) {
    const outcome = await ask(url, { accept: 'text/plain, */*;q=0.1' }, limits.robotsAnswerBytesMax);
    if (outcome.kind === 'failed') return channels.map((one) => silent(one, because(outcome), false));
    reached = outcome.kind === 'response';
    const answer = afterRobots(robots, outcome, clock.nowMs(), allowed);
    robots = answer.record;
    pauseMs = gapMs({ ...known, robots });
    heldUntilMs = answer.holdHostUntilMs ?? 0;
  }

  const probed: Probed[] = [];
  for (const one of channels) {
    const permission = robots === null ? null : permissionOf(robots, one.channel.url);
    if (heldUntilMs > clock.nowMs()) {
      const until = new Date(heldUntilMs).toISOString();
      probed.push(silent(one, `not asked: the host wants to be left alone until ${until}`, reached));
    } else if (permission !== null && permission.kind !== 'allowed') {
      probed.push(silent(one, `not asked: ${permission.reason}`, reached));
    } else {
      const state = newChannelState(one.newsroom.id, one.channel.url);
      const bodyBytesMax = one.channel.kind === 'sitemap' ? limits.sitemapBodyBytesMax : limits.feedBodyBytesMax;
      const outcome = await ask(one.channel.url, headersFor(state, one.channel, clock.nowMs()), bodyBytesMax);
      const reading = await readWhole(one, outcome, clock.nowMs(), async (sitemap) => {
        const stays = hostOf(sitemap) === host && (robots === null || permissionOf(robots, sitemap).kind === 'allowed');
        if (!stays) return { kind: 'held' };
        const answer = await ask(sitemap, { accept: '*/*' }, limits.sitemapBodyBytesMax);
        const isGood = answer.kind === 'response' && answer.status === 200;
        return isGood ? { kind: 'response', response: answer } : { kind: 'failed' };
      });
      const { line, holdHostUntilMs } = judged(one, outcome, reading, clock.nowMs(), allowed);
      heldUntilMs = holdHostUntilMs ?? heldUntilMs;
      probed.push({ line, reached: reached || outcome.kind === 'response' });
    }
  }
  return probed;
}

function because(outcome: Exclude<FetchOutcome, FetchedResponse>): string {
  return `${outcome.reason}: ${outcome.message}`;
}

function silent({ newsroom, channel }: AskedChannel, reason: string, reached: boolean): Probed {
  const nothing = { status: null, contentType: null, items: 0, dated: 0, newest: null, ok: false, reason };
  return { line: { newsroom: newsroom.id, channel: channel.url, kind: channel.kind, ...nothing }, reached };
}

/** What a poll reads of the answer: of a sitemap index, the sitemaps it names. Null: nothing to read. */
async function readWhole(
  { newsroom, channel }: AskedChannel,
  outcome: FetchOutcome,
  nowMs: number,
  fetch: (url: string) => Promise<SitemapAnswer>,
): Promise<ChannelReading | null> {
  if (outcome.kind !== 'response' || outcome.status !== 200) return null;
  const index = readFetched(newsroom, channel, outcome);
  if (index.kind !== 'sitemap-index') return index;
  const own = [channel.url, outcome.finalUrl];
  const walked = await walkSitemaps({
    index,
    state: newChannelState(newsroom.id, channel.url),
    nowMs,
    mayFollow: (url) => own.some((address) => mayOffer(url, address, newsroom.allowedHosts ?? [])),
    fetch,
    read: (response) => readFetched(newsroom, channel, response),
  });
  return walked.reading;
}

/** What a first poll would make of the answer. */
function judged(
  { newsroom, channel }: AskedChannel,
  outcome: FetchOutcome,
  reading: ChannelReading | null,
  nowMs: number,
  allowedHost: boolean,
): { readonly line: ProbeLine; readonly holdHostUntilMs: number | null } {
  const items = reading?.items ?? [];
  const foreign = items.filter(({ url }) => url !== null && !mayOffer(url, channel.url, newsroom.allowedHosts ?? []));
  const decision = afterResponse({
    state: newChannelState(newsroom.id, channel.url),
    channel,
    expect: newsroom.expect,
    outcome,
    reading,
    complete: reading?.nextPage === null,
    onlyForeign: foreign.length === items.length ? (foreign[0]?.url ?? null) : null,
    nowMs,
    allowedHost,
    fraction: 0,
    interstitial: wallIn(channel.kind, outcome, reading),
  });
  const dates = items.flatMap(({ published, updated }) => published ?? updated ?? []);
  const ok = decision.verdict === 'read' && items.length > 0;
  const trouble = ok ? null : (decision.state.reason ?? 'no items');
  const line = {
    newsroom: newsroom.id,
    channel: channel.url,
    kind: channel.kind,
    status: outcome.kind === 'response' ? outcome.status : null,
    contentType: outcome.kind === 'response' ? (outcome.headers['content-type'] ?? null) : null,
    items: items.length,
    dated: dates.length,
    newest: dates.reduce<string | null>((a, b) => (a === null || Date.parse(b) > Date.parse(a) ? b : a), null),
    ok,
    reason: trouble ?? (remarks(channel, outcome, reading, foreign.length).join('; ') || null),
  };
  return { line, holdHostUntilMs: decision.holdHostUntilMs };
}

/** What is worth a look although the answer is good. */
function remarks(channel: Channel, outcome: FetchOutcome, reading: ChannelReading | null, foreign: number): string[] {
  const moved = outcome.kind === 'response' && outcome.finalUrl !== new URL(channel.url).href;
  return [
    ...(moved ? [`answered by ${outcome.finalUrl}`] : []),
    ...(foreign > 0 ? [`${foreign} items lie on hosts that are not in allowedHosts`] : []),
    ...(reading?.warnings ?? []),
  ];
}
