/**
 * poll: asks the channels of one shard that are due, and sends what they newly offer to Found. It claims the shard, sends before it
 * commits the state, and commits only while the claim still stands: a crash in between sends the same candidates again, and loses none.
 */
import { keepCapture } from '../archive/capture.ts';
import { holdHost, readHostState } from '../archive/host-state.ts';
import { keys } from '../archive/keys.ts';
import { type Versioned, writeJson } from '../archive/objects.ts';
import type { Candidate } from '../channels/candidate.ts';
import { readChannel } from '../channels/read.ts';
import type { ChannelItem, ChannelReading } from '../channels/types.ts';
import { DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import { enabledNewsrooms } from '../newsrooms/enabled.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import type { ChannelState } from '../politeness/channel-state.ts';
import { afterFault, afterResponse, headersFor, needsReading, type PollDecision } from '../politeness/decide.ts';
import { hostOf } from '../politeness/host.ts';
import {
  channelKey,
  dueChannels,
  isLeased,
  type PolledChannel,
  readShardState,
  type ShardState,
  withChannels,
} from '../politeness/shard-state.ts';
import { readShards } from '../politeness/shards.ts';
import type { FetchedResponse, Ports } from '../ports.ts';
import type { PipelineConfig } from './config.ts';
import { type DueMessage, done, type StepResult } from './messages.ts';
import { forBacklog, messageBody, type Offer, offerOf } from './poll-items.ts';
import { sendAll } from './send.ts';

type PollPorts = Pick<Ports, 'objects' | 'queues' | 'fetcher' | 'clock' | 'random' | 'log'>;

interface Counts {
  polled: number;
  notModified: number;
  candidates: number;
  failed: number;
  carriedOver: number;
}

/** One run over one shard: what is shared between its hosts. */
interface Pass {
  readonly ports: PollPorts;
  readonly config: PipelineConfig;
  readonly counts: Counts;
  /** Elapsed time at which nothing new is begun. */
  readonly deadline: number;
  /** Candidates that each newsroom may still send in this pass. */
  readonly room: Map<string, number>;
  /** host:port → time of day until which poll leaves it to ingest. */
  readonly quietHosts: Map<string, number>;
  /** New states by `channelKey`. */
  readonly changed: Map<string, ChannelState>;
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Takes the lease by compare-and-swap; null when somebody else has it or nothing is due. */
async function claimShard(
  ports: PollPorts,
  shard: string,
  current: Versioned<ShardState>,
): Promise<Versioned<ShardState> | null> {
  const value: ShardState = {
    ...current.value,
    leaseUntil: iso(ports.clock.nowMs() + limits.pollLeaseMs),
    nonce: ports.random.nonce(),
  };
  const outcome = await writeJson(ports.objects, keys.shard(shard), value, current.etag);
  return outcome.kind === 'stored' ? { value, etag: outcome.etag } : null;
}

/** Writes the state and gives the lease back; a lease that was lost means that somebody else goes on. */
async function commitShard(ports: PollPorts, shard: string, next: ShardState, etag: string | null): Promise<void> {
  const value: ShardState = { ...next, leaseUntil: null, nonce: null };
  for (let attempt = 0; attempt < limits.swapAttemptsMax; attempt += 1) {
    const outcome = await writeJson(ports.objects, keys.shard(shard), value, etag);
    if (outcome.kind === 'stored') return;
    if (outcome.kind !== 'conflict') {
      ports.log.warn('poll-lease-lost', { shard, outcome: outcome.kind });
      return;
    }
  }
  throw new DependencyError('E_CONTENDED', `the state of ${shard} could not be written`, { input: keys.shard(shard) });
}

interface Answer {
  readonly outcome: Awaited<ReturnType<Ports['fetcher']['fetch']>>;
  readonly reading: ChannelReading | null;
  /** False when a listing has further pages that were not looked at. */
  readonly complete: boolean;
  /** The pages that were read, for the captures. */
  readonly responses: readonly FetchedResponse[];
}

function bodyBytesMax(kind: string): number {
  return kind === 'sitemap' ? limits.sitemapBodyBytesMax : limits.feedBodyBytesMax;
}

function read(one: PolledChannel, response: FetchedResponse): ChannelReading {
  const { newsroom, channel } = one;
  return readChannel(response.body, channel.kind, {
    url: response.finalUrl,
    contentType: response.headers['content-type'] ?? null,
    timeZone: newsroom.timeZone ?? null,
    dateOrder: newsroom.dateOrder ?? null,
    uiLanguage: channel.uiLanguage ?? newsroom.uiLanguage ?? null,
    language: channel.language ?? newsroom.language ?? null,
    listing: channel.listing ?? null,
    json: channel.json ?? null,
  });
}

/** One host's turn in a pass: its requests one after the other, with a gap, under its own deadline. */
class HostTurn {
  readonly #pass: Pass;
  readonly #allowed: boolean;
  readonly #deadline: number;
  #asked = false;

  constructor(pass: Pass, allowed: boolean) {
    this.#pass = pass;
    this.#allowed = allowed;
    this.#deadline = Math.min(pass.deadline, pass.ports.clock.elapsedMs() + limits.hostDeadlineMs);
  }

  /** Milliseconds that the next request may take, after the gap was kept; null: not in this pass. */
  async next(): Promise<number | null> {
    const { clock } = this.#pass.ports;
    const isPause = this.#asked && !this.#allowed;
    if (isPause && !(await clock.wait(limits.hostGapMs))) return null;
    this.#asked = true;
    const left = this.#deadline - clock.elapsedMs();
    const requestMs = this.#pass.config.pollRequestDeadlineMs ?? limits.requestDeadlineMs;
    return left < limits.requestTimeMinMs ? null : Math.min(left, requestMs);
  }
}

/** Asks the channel and reads what it answers, a listing page by page while pages offer something not seen. Null: no time for it. */
async function ask(pass: Pass, turn: HostTurn, one: PolledChannel): Promise<Answer | null> {
  const { ports, config } = pass;
  const { channel, state } = one;
  const deadlineMs = await turn.next();
  if (deadlineMs === null) return null;
  pass.counts.polled += 1;
  const outcome = await ports.fetcher.fetch({
    url: channel.url,
    headers: headersFor(state, channel, ports.clock.nowMs()),
    bodyBytesMax: bodyBytesMax(channel.kind),
    deadlineMs,
  });
  if (!needsReading(state, outcome)) return { outcome, reading: null, complete: true, responses: [] };

  const reading = read(one, outcome);
  const items: ChannelItem[] = [...reading.items];
  const responses = [outcome];
  const pagesMax = channel.listing?.pagesMax ?? channel.json?.pagesMax ?? 1;
  let page = reading;
  const visited = new Set([channel.url, outcome.finalUrl]);
  while (responses.length < pagesMax && page.nextPage !== null && !visited.has(page.nextPage)) {
    if (hostOf(page.nextPage) !== hostOf(channel.url)) break;
    const context = { ...one, nowMs: ports.clock.nowMs(), alertNewest: config.alertNewest };
    if (offerOf(page.items, context).candidates.length === 0) break;
    const left = await turn.next();
    if (left === null) {
      pass.counts.carriedOver += 1;
      break;
    }
    visited.add(page.nextPage);
    const next = await ports.fetcher.fetch({
      url: page.nextPage,
      headers: { accept: headersFor(state, channel, ports.clock.nowMs())['accept'] ?? '*/*' },
      bodyBytesMax: bodyBytesMax(channel.kind),
      deadlineMs: left,
    });
    if (next.kind !== 'response' || next.status !== 200) {
      ports.log.warn('channel-page-failed', { newsroom: one.newsroom.id, url: page.nextPage });
      break;
    }
    page = read(one, next);
    items.push(...page.items);
    responses.push(next);
  }
  const complete = page.nextPage === null || responses.length >= pagesMax;
  return { outcome, reading: { ...reading, items: items.slice(0, limits.itemsPerChannelMax) }, complete, responses };
}

async function send(pass: Pass, candidates: readonly Candidate[]): Promise<void> {
  await sendAll(
    pass.ports.queues.found,
    candidates.map((candidate) => ({
      body: messageBody(candidate),
      group: candidate.host,
      deduplicationId: candidate.hash,
    })),
  );
  pass.counts.candidates += candidates.length;
  for (const { host } of candidates) {
    if (pass.config.allowedHosts.has(host)) continue;
    pass.quietHosts.set(host, pass.ports.clock.nowMs() + limits.hostQuietAfterSendMs);
  }
}

/** When the newest of these first became news, for `health`: a first poll goes by the printed dates. */
function lastItemAt(candidates: readonly Candidate[], isFirst: boolean, nowMs: number): string {
  if (!isFirst) return iso(nowMs);
  const dates = candidates.map(({ published, updated }) => Date.parse(published ?? updated ?? ''));
  const newest = Math.max(...dates.filter((ms) => !Number.isNaN(ms) && ms <= nowMs));
  return iso(Number.isFinite(newest) ? newest : nowMs);
}

const troubles: ReadonlySet<PollDecision['verdict']> = new Set(['suspect', 'failed', 'gone']);

/** One line of the log for each answer. */
function report(
  pass: Pass,
  { newsroom, channel }: PolledChannel,
  { verdict, state }: PollDecision,
  reading: ChannelReading | null,
  candidates: number,
): void {
  const fields = {
    newsroom: newsroom.id,
    channel: channel.url,
    verdict,
    status: state.lastStatus,
    items: reading?.items.length ?? null,
    candidates,
    nextAt: state.nextAt,
  };
  if (troubles.has(verdict)) pass.ports.log.warn('channel-failed', { ...fields, reason: state.reason });
  else pass.ports.log.info('channel-polled', fields);
}

function reportSkipped(pass: Pass, { newsroom, channel }: PolledChannel, { withoutUrl, foreign }: Offer): void {
  if (withoutUrl === 0 && foreign.length === 0) return;
  const example = foreign[0] ?? null;
  const fields = { newsroom: newsroom.id, channel: channel.url, withoutUrl, foreign: foreign.length, example };
  pass.ports.log.warn('items-skipped', fields);
}

/** One channel, from the request to the candidates sent. Answers the time until which its host wants to be left alone. */
async function pollChannel(pass: Pass, turn: HostTurn, one: PolledChannel, allowed: boolean): Promise<number | null> {
  const { ports, config, counts } = pass;
  const { newsroom, channel, state } = one;
  const key = channelKey(newsroom.id, channel.url);
  const answer = await ask(pass, turn, one);
  if (answer === null) {
    counts.carriedOver += 1;
    // Under a clock that stands still the next pass may come at once: the gap is kept all the same.
    pass.changed.set(key, { ...state, nextAt: iso(ports.clock.nowMs() + limits.hostGapMs) });
    return null;
  }
  const { outcome, reading, complete, responses } = answer;
  const nowMs = ports.clock.nowMs();
  const judged =
    reading === null
      ? null
      : offerOf(reading.items, { newsroom, channel, state, nowMs, alertNewest: config.alertNewest });
  const decision = afterResponse({
    state,
    channel,
    expect: newsroom.expect,
    outcome,
    reading,
    complete,
    onlyForeign: judged?.foreign.length === reading?.items.length ? (judged?.foreign[0] ?? null) : null,
    nowMs,
    allowedHost: allowed,
    fraction: ports.random.fraction(),
  });
  if (decision.verdict === 'not-modified') counts.notModified += 1;

  const isTrouble = troubles.has(decision.verdict);
  const offer = decision.offers ? judged : null;
  const fresh = offer?.candidates ?? [];
  const left = pass.room.get(newsroom.id) ?? limits.candidatesPerNewsroomPerPollMax;
  // A server in trouble is not sent more visitors.
  const room = isTrouble && !decision.offers ? 0 : left;
  const waiting = [...fresh, ...state.backlog];
  const taken = waiting.slice(0, room);
  pass.room.set(newsroom.id, left - taken.length);

  if (isTrouble || fresh.length > 0 || reading?.malformed === true) {
    // An answer that was read and not trusted is kept too: somebody has to look at it.
    for (const response of responses) await keepCapture(ports.objects, newsroom.id, response, nowMs);
  }
  await send(pass, taken);
  pass.changed.set(key, {
    ...decision.state,
    seen: offer?.seen ?? decision.state.seen,
    backlog: waiting.slice(room, room + limits.itemsPerChannelMax).map(forBacklog),
    lastItemAt: fresh.length > 0 ? lastItemAt(fresh, state.firstPolledAt === null, nowMs) : state.lastItemAt,
  });

  if (isTrouble) counts.failed += 1;
  report(pass, one, decision, reading, taken.length);
  if (offer !== null) reportSkipped(pass, one, offer);
  return decision.holdHostUntilMs;
}

/** The time until which the host is to be left alone, and why; null when it may be asked now. */
async function heldUntil(pass: Pass, host: string): Promise<{ untilMs: number; reason: string } | null> {
  const nowMs = pass.ports.clock.nowMs();
  const { notBefore, reason } = await readHostState(pass.ports.objects, host);
  const heldMs = notBefore === null ? 0 : Date.parse(notBefore);
  const quietMs = pass.quietHosts.get(host) ?? 0;
  const untilMs = Math.max(heldMs, quietMs);
  if (untilMs <= nowMs) return null;
  if (untilMs - nowMs <= limits.hostGapMs && (await pass.ports.clock.wait(untilMs - nowMs))) return null;
  return {
    untilMs,
    reason: heldMs >= quietMs ? (reason ?? 'the host is left alone') : 'candidates were just sent to it',
  };
}

/** The due channels of one host, one at a time. A fault with one of them leaves the others to go on. */
async function pollHost(pass: Pass, host: string, due: readonly PolledChannel[]): Promise<void> {
  const { ports, config, counts } = pass;
  const allowed = config.allowedHosts.has(host);
  const turn = new HostTurn(pass, allowed);
  for (const one of due) {
    const { newsroom, channel, state } = one;
    const key = channelKey(newsroom.id, channel.url);
    try {
      const held = await heldUntil(pass, host);
      if (held !== null) {
        counts.carriedOver += 1;
        pass.changed.set(key, { ...state, nextAt: iso(held.untilMs) });
        ports.log.info('channel-carried-over', { newsroom: newsroom.id, channel: channel.url, ...held });
        continue;
      }
      const holdUntilMs = await pollChannel(pass, turn, one, allowed);
      if (holdUntilMs !== null)
        await holdHost(ports.objects, host, holdUntilMs, pass.changed.get(key)?.reason ?? 'HTTP');
    } catch (error) {
      counts.failed += 1;
      const reason = error instanceof Error ? error.message : String(error);
      ports.log.error('channel-fault', { newsroom: newsroom.id, channel: channel.url, reason });
      pass.changed.set(key, afterFault(state, channel, reason, ports.clock.nowMs(), allowed));
    }
  }
}

/** Runs the hosts side by side, so many at a time. */
async function pollHosts(pass: Pass, due: readonly PolledChannel[]): Promise<void> {
  const byHost = new Map<string, PolledChannel[]>();
  for (const one of due) {
    const host = hostOf(one.channel.url) ?? one.channel.url;
    byHost.set(host, [...(byHost.get(host) ?? []), one]);
  }
  const waiting = [...byHost];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await pollHost(pass, ...next);
  };
  await Promise.all(Array.from({ length: limits.pollHostsConcurrentMax }, work));
}

/** The newsrooms of a shard that are enabled. */
async function members(ports: PollPorts, config: PipelineConfig, shard: string): Promise<Newsroom[]> {
  const { shards } = await readShards(ports.objects);
  const assigned = new Set(shards.find(({ id }) => id === shard)?.newsrooms);
  return (await enabledNewsrooms(ports.objects, config.newsrooms)).filter(({ id }) => assigned.has(id));
}

/**
 * Message: one shard. Counts: polled, notModified, candidates, failed, carriedOver. A shard that another poller holds, or in which
 * nothing is due any more, is done at once. Throws DependencyError when the archive cannot be had, CorruptDataError for a state of another shape.
 */
export function poll(ports: PollPorts, config: PipelineConfig): (message: DueMessage) => Promise<StepResult> {
  return async ({ shard }) => {
    const counts: Counts = { polled: 0, notModified: 0, candidates: 0, failed: 0, carriedOver: 0 };
    const current = await readShardState(ports.objects, shard);
    const nowMs = ports.clock.nowMs();
    if (isLeased(current.value, nowMs)) return done({ ...counts });
    const newsrooms = await members(ports, config, shard);
    const due = dueChannels(current.value, newsrooms, nowMs);
    if (due.length === 0) return done({ ...counts });
    const claimed = await claimShard(ports, shard, current);
    if (claimed === null) return done({ ...counts });

    const pass: Pass = {
      ports,
      config,
      counts,
      deadline: ports.clock.elapsedMs() + limits.pollDeadlineMs,
      room: new Map(),
      quietHosts: new Map(claimed.value.quietHosts.map(({ host, until }) => [host, Date.parse(until)])),
      changed: new Map(),
    };
    await pollHosts(pass, due);

    const quietHosts = [...pass.quietHosts]
      .filter(([, untilMs]) => untilMs > ports.clock.nowMs())
      .map(([host, untilMs]) => ({ host, until: iso(untilMs) }));
    const next = withChannels(claimed.value, [...pass.changed.values()], config.newsrooms, ports.clock.nowMs());
    await commitShard(ports, shard, { ...next, quietHosts }, claimed.etag);
    return done({ ...counts });
  };
}
