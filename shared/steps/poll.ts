/**
 * poll: asks the channels of one shard that are due, and sends what they newly offer to Found. It claims the shard, sends before it
 * commits the state, and commits only while the claim still stands: a crash in between sends the same candidates again, and loses none.
 */
import { keepCapture } from '../archive/capture.ts';
import { type HostState, holdHost, type RobotsRecord, readHostState } from '../archive/host-state.ts';
import { keys } from '../archive/keys.ts';
import { type Versioned, writeJson } from '../archive/objects.ts';
import type { Candidate } from '../channels/candidate.ts';
import { readFetched } from '../channels/read-fetched.ts';
import { sitemapStop } from '../channels/sitemap-stop.ts';
import type { ChannelItem, ChannelReading } from '../channels/types.ts';
import { DependencyError } from '../errors.ts';
import { limits } from '../limits.ts';
import { enabledNewsrooms } from '../newsrooms/enabled.ts';
import type { Newsroom } from '../newsrooms/schema.ts';
import { redirectAdmission } from '../politeness/admission.ts';
import { askRobots } from '../politeness/ask-robots.ts';
import { addressOf, type ChannelState } from '../politeness/channel-state.ts';
import {
  afterFault,
  afterResponse,
  afterRobotsRefusal,
  headersFor,
  needsReading,
  type PollDecision,
} from '../politeness/decide.ts';
import { hostOf } from '../politeness/host.ts';
import { interstitialIn } from '../politeness/interstitial.ts';
import { reservedUntilMs } from '../politeness/interval.ts';
import { gapMs, needsRobots, permissionOf, type RobotsPermission } from '../politeness/robots-record.ts';
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
import type { FetchedResponse, FetchOutcome, FetchRequest, Ports } from '../ports.ts';
import type { PipelineConfig } from './config.ts';
import { type DueMessage, done, type StepResult } from './messages.ts';
import { forBacklog, mayOffer, messageBody, type Offer, offerOf, timesOf } from './poll-items.ts';
import { type SitemapAnswer, walkSitemaps } from './poll-sitemaps.ts';
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

/**
 * Takes the lease by compare-and-swap; null when somebody else has it. With the lease goes the word that the due channels are being
 * asked: after a crash they are not asked a second time within their interval. Allowed loopback hosts are.
 */
async function claimShard(
  ports: PollPorts,
  config: PipelineConfig,
  shard: string,
  current: Versioned<ShardState>,
  due: readonly PolledChannel[],
): Promise<Versioned<ShardState> | null> {
  const nowMs = ports.clock.nowMs();
  const reserved = due
    .filter(({ state, channel }) => !config.allowedHosts.has(hostOf(addressOf(state, channel)) ?? ''))
    .map(({ state, channel }) => ({ ...state, nextAt: iso(reservedUntilMs(state, channel, nowMs)) }));
  const value: ShardState = {
    ...withChannels(current.value, reserved, config.newsrooms, nowMs),
    leaseUntil: iso(nowMs + limits.pollLeaseMs),
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

/** One host's turn in a pass: its requests one after the other, with a gap, under its own deadline. */
class HostTurn {
  readonly #pass: Pass;
  readonly #allowed: boolean;
  readonly #deadline: number;
  #gapMs: number = limits.hostGapMs;
  #asked = false;

  constructor(pass: Pass, allowed: boolean) {
    this.#pass = pass;
    this.#allowed = allowed;
    this.#deadline = Math.min(pass.deadline, pass.ports.clock.elapsedMs() + limits.hostDeadlineMs);
  }

  /** The pause that the host is given between two requests. */
  get gapMs(): number {
    return this.#allowed ? 0 : this.#gapMs;
  }

  /** Whether something was asked of the host. */
  get asked(): boolean {
    return this.#asked;
  }

  learn(state: HostState): void {
    this.#gapMs = gapMs(state);
  }

  /** Milliseconds that the next request may take, after the gap was kept; null: not in this pass. */
  async next(): Promise<number | null> {
    const { clock } = this.#pass.ports;
    if (this.#asked && !this.#allowed) {
      if (clock.elapsedMs() + this.#gapMs + limits.requestTimeMinMs > this.#deadline) return null;
      if (!(await clock.wait(this.#gapMs))) return null;
    }
    const left = this.#deadline - clock.elapsedMs();
    if (left < limits.requestTimeMinMs) return null;
    this.#asked = true;
    return Math.min(left, this.#pass.config.pollRequestDeadlineMs ?? limits.requestDeadlineMs);
  }
}

/** Channels that share an address: they are asked together, and every page of it once. */
interface Together {
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
    admits: redirectAdmission(pass.ports, pass.config.allowedHosts, request.url),
  });
  together.answers.set(request.url, outcome);
  return outcome;
}

/** Asks the channel and reads what it answers, a listing page by page while pages offer something not seen. Null: no time for it. */
async function ask(pass: Pass, turn: HostTurn, together: Together, one: PolledChannel): Promise<Answer | null> {
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

async function send(pass: Pass, candidates: readonly Candidate[], askedHost: string | null): Promise<void> {
  const { ports, config } = pass;
  if (askedHost !== null && !config.allowedHosts.has(askedHost) && candidates.some(({ host }) => host === askedHost)) {
    // ingest is at the host's door in a moment: it keeps the gap from the channel's request as well.
    const untilMs = ports.clock.nowMs() + limits.hostGapMs;
    await holdHost(ports.objects, askedHost, untilMs, 'one request a second');
  }
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

/** Each signal is told of once when it is raised, and once when it is cleared; so is an address that was learned or given up. */
function reportSignals(pass: Pass, { newsroom, channel, state: before }: PolledChannel, after: ChannelState): void {
  const about = { newsroom: newsroom.id, channel: channel.url };
  const has = (state: ChannelState, name: string): boolean => state.signals.some((signal) => signal.name === name);
  for (const { name, reason, capture } of after.signals) {
    if (!has(before, name)) pass.ports.log.warn('signal-raised', { ...about, signal: name, reason, capture });
  }
  for (const { name, since } of before.signals) {
    if (!has(after, name)) pass.ports.log.info('signal-cleared', { ...about, signal: name, since });
  }
  if (before.address !== after.address) {
    pass.ports.log.warn('channel-moved', { ...about, from: addressOf(before, channel), to: addressOf(after, channel) });
  }
}

/** Whether the bytes may be a wall: a web page that gave little or nothing of what was expected. */
function wallIn(one: PolledChannel, outcome: FetchOutcome, reading: ChannelReading | null): string | null {
  if (reading === null || outcome.kind !== 'response') return null;
  const isDoubtful = reading.items.length < limits.guessedLinksMin || reading.kind === 'none';
  const isPage = one.channel.kind === 'listing' || reading.kind === 'none' || reading.kind === 'listing';
  return isDoubtful && isPage ? interstitialIn(outcome.body) : null;
}

function reportSkipped(pass: Pass, { newsroom, channel }: PolledChannel, { nameless, foreign }: Offer): void {
  if (nameless === 0 && foreign.length === 0) return;
  const example = foreign[0] ?? null;
  const fields = { newsroom: newsroom.id, channel: channel.url, nameless, foreign: foreign.length, example };
  pass.ports.log.warn('items-skipped', fields);
}

/** One channel, from the answer to the candidates sent. Answers the time until which its host wants to be left alone. */
async function settleChannel(pass: Pass, one: PolledChannel, answer: Answer, allowed: boolean): Promise<number | null> {
  const { ports, config, counts } = pass;
  const { newsroom, channel, state } = one;
  const key = channelKey(newsroom.id, channel.url);
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
    freshTimes: timesOf(judged?.candidates ?? [], state.firstPolledAt === null, nowMs),
    overlaps: judged?.overlaps ?? false,
    interstitial: wallIn(one, outcome, reading),
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

  const captures: string[] = [];
  if (isTrouble || fresh.length > 0 || reading?.malformed === true) {
    // An answer that was read and not trusted is kept too: somebody has to look at it.
    for (const response of responses) {
      captures.push((await keepCapture(ports.objects, newsroom.id, response, nowMs)).key);
    }
  }
  if (
    captures.length === 0 &&
    outcome.kind === 'response' &&
    decision.state.signals.some((one) => one.capture === null)
  ) {
    // The head alone shows where a redirect led.
    captures.push((await keepCapture(ports.objects, newsroom.id, outcome, nowMs)).key);
  }
  await send(pass, taken, hostOf(addressOf(state, channel)));
  const signals = decision.state.signals.map((signal) => ({
    ...signal,
    capture: signal.capture ?? captures[0] ?? null,
  }));
  pass.changed.set(key, {
    ...decision.state,
    ...(isTrouble ? {} : answer.remembered),
    signals,
    seen: offer?.seen ?? decision.state.seen,
    backlog: waiting.slice(room, room + limits.itemsPerChannelMax).map(forBacklog),
    lastItemAt: fresh.length > 0 ? lastItemAt(fresh, state.firstPolledAt === null, nowMs) : state.lastItemAt,
  });

  if (isTrouble) counts.failed += 1;
  report(pass, one, decision, reading, taken.length);
  reportSignals(pass, one, { ...decision.state, signals });
  if (offer !== null) reportSkipped(pass, one, offer);
  return decision.holdHostUntilMs;
}

interface Hold {
  readonly untilMs: number;
  readonly reason: string;
}

/** The time until which the host is to be left alone, and why; null when it may be asked now. */
async function heldUntil(pass: Pass, host: string, { notBefore, reason }: HostState): Promise<Hold | null> {
  const nowMs = pass.ports.clock.nowMs();
  const heldMs = notBefore === null ? 0 : Date.parse(notBefore);
  const quietMs = pass.quietHosts.get(host) ?? 0;
  const untilMs = Math.max(heldMs, quietMs);
  if (untilMs <= nowMs) return null;
  if (untilMs - nowMs <= limits.hostGapMs && (await pass.ports.clock.wait(untilMs - nowMs))) return null;
  return {
    untilMs,
    reason:
      heldMs >= quietMs
        ? (reason ?? 'the host is left alone')
        : 'it was just asked, or candidates were just sent to it',
  };
}

type Permission =
  | { readonly kind: 'held'; readonly hold: Hold }
  | { readonly kind: 'known'; readonly robots: RobotsRecord; readonly permission: RobotsPermission };

/** Whether the address may be asked now: the host is not held, and its robots.txt, asked first when it is not known, allows it. */
async function permissionFor(pass: Pass, turn: HostTurn, host: string, address: string): Promise<Permission> {
  const { ports, config } = pass;
  const state = await readHostState(ports.objects, host);
  const hold = await heldUntil(pass, host, state);
  if (hold !== null) return { kind: 'held', hold };
  turn.learn(state);
  let robots = state.robots ?? null;
  if (robots === null || needsRobots(state, ports.clock.nowMs())) {
    const deadlineMs = await turn.next();
    if (deadlineMs === null) {
      const untilMs = ports.clock.nowMs() + Math.max(turn.gapMs, limits.hostGapMs);
      return { kind: 'held', hold: { untilMs, reason: 'no time left for the host in this pass' } };
    }
    const allowedHost = config.allowedHosts.has(host);
    const answer = await askRobots(ports, { host, url: address, allowedHost, deadlineMs });
    robots = answer.record;
    turn.learn({ ...state, robots });
    if (answer.holdHostUntilMs !== null) {
      return { kind: 'held', hold: { untilMs: answer.holdHostUntilMs, reason: 'the host is busy' } };
    }
  }
  return { kind: 'known', robots, permission: permissionOf(robots, address) };
}

/** The channels of one address, asked once. */
async function pollTogether(
  pass: Pass,
  turn: HostTurn,
  host: string,
  address: string,
  members: readonly PolledChannel[],
): Promise<void> {
  const { ports, config, counts } = pass;
  const set = ({ newsroom, channel }: PolledChannel, state: ChannelState): void => {
    pass.changed.set(channelKey(newsroom.id, channel.url), state);
  };
  const carryOver = (one: PolledChannel, hold: Hold): void => {
    const { newsroom, channel, state } = one;
    counts.carriedOver += 1;
    set(one, { ...state, nextAt: iso(hold.untilMs) });
    ports.log.info('channel-carried-over', { newsroom: newsroom.id, channel: channel.url, ...hold });
  };
  const allowed = config.allowedHosts.has(host);
  const fail = (one: PolledChannel, error: unknown): void => {
    const { newsroom, channel, state } = one;
    counts.failed += 1;
    const reason = error instanceof Error ? error.message : String(error);
    ports.log.error('channel-fault', { newsroom: newsroom.id, channel: channel.url, reason });
    set(one, afterFault(state, channel, reason, ports.clock.nowMs(), allowed));
  };

  let given: Permission;
  try {
    given = await permissionFor(pass, turn, host, address);
  } catch (error) {
    for (const one of members) fail(one, error);
    return;
  }
  if (given.kind === 'held') {
    for (const one of members) carryOver(one, given.hold);
    return;
  }
  const { permission, robots } = given;
  if (permission.kind !== 'allowed') {
    for (const one of members) {
      const next = afterRobotsRefusal(one.state, permission, Date.parse(robots.nextAt), ports.clock.nowMs());
      // Its host was asked, and gave nothing to go by.
      if (permission.kind === 'unreachable') {
        counts.polled += 1;
        counts.failed += 1;
      }
      reportSignals(pass, one, next);
      set(one, next);
    }
    return;
  }

  const together: Together = { address, members, robots, answers: new Map() };
  for (const one of members) {
    try {
      const answer = await ask(pass, turn, together, one);
      if (answer === null) {
        // Under a clock that stands still the next pass may come at once: the gap is kept all the same.
        const untilMs = ports.clock.nowMs() + Math.max(turn.gapMs, limits.hostGapMs);
        carryOver(one, { untilMs, reason: 'no time left for the host in this pass' });
        continue;
      }
      const holdUntilMs = await settleChannel(pass, one, answer, allowed);
      if (holdUntilMs === null) continue;
      const { outcome } = answer;
      const busy = new Set([host, outcome.kind === 'response' ? (hostOf(outcome.finalUrl) ?? host) : host]);
      for (const each of busy) await holdHost(ports.objects, each, holdUntilMs, `HTTP ${answerStatus(outcome)}`);
    } catch (error) {
      fail(one, error);
    }
  }
}

function answerStatus(outcome: FetchOutcome): number | null {
  return outcome.kind === 'response' ? outcome.status : null;
}

/** The due channels of one host, one at a time. A fault with one of them leaves the others to go on. */
async function pollHost(pass: Pass, host: string, due: readonly PolledChannel[]): Promise<void> {
  const turn = new HostTurn(pass, pass.config.allowedHosts.has(host));
  const byAddress = new Map<string, PolledChannel[]>();
  for (const one of due) {
    const address = addressOf(one.state, one.channel);
    byAddress.set(address, [...(byAddress.get(address) ?? []), one]);
  }
  for (const [address, members] of byAddress) await pollTogether(pass, turn, host, address, members);
  if (!turn.asked || turn.gapMs === 0) return;
  // The next pass may come at once: the gap holds for it too.
  const gapUntilMs = pass.ports.clock.nowMs() + turn.gapMs;
  pass.quietHosts.set(host, Math.max(gapUntilMs, pass.quietHosts.get(host) ?? 0));
}

/** Runs the hosts side by side, so many at a time. */
async function pollHosts(pass: Pass, due: readonly PolledChannel[]): Promise<void> {
  const byHost = new Map<string, PolledChannel[]>();
  for (const one of due) {
    const address = addressOf(one.state, one.channel);
    const host = hostOf(address) ?? address;
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
    const claimed = await claimShard(ports, config, shard, current, due);
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
