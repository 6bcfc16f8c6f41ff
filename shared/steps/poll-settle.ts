/** One channel, from its answer to the candidates that are sent and the state that is kept; what happened is told to the log. */
import { keepCapture } from '../archive/capture.ts';
import { holdHost } from '../archive/host-state.ts';
import type { Candidate } from '../channels/candidate.ts';
import type { ChannelReading } from '../channels/types.ts';
import { limits } from '../limits.ts';
import { addressOf, type ChannelState } from '../politeness/channel-state.ts';
import { afterResponse, type PollDecision } from '../politeness/decide.ts';
import { hostOf } from '../politeness/host.ts';
import { wallIn } from '../politeness/interstitial.ts';
import { channelKey, type PolledChannel } from '../politeness/shard-state.ts';
import type { Answer } from './poll-ask.ts';
import { forBacklog, messageBody, type Offer, offerOf, timesOf } from './poll-items.ts';
import { iso, type Pass } from './poll-turn.ts';
import { sendAll } from './send.ts';

async function sendCandidates(pass: Pass, candidates: readonly Candidate[], askedHost: string | null): Promise<void> {
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
export function reportSignals(
  pass: Pass,
  { newsroom, channel, state: before }: PolledChannel,
  after: ChannelState,
): void {
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

function reportSkipped(pass: Pass, { newsroom, channel }: PolledChannel, { nameless, foreign }: Offer): void {
  if (nameless === 0 && foreign.length === 0) return;
  const example = foreign[0] ?? null;
  const fields = { newsroom: newsroom.id, channel: channel.url, nameless, foreign: foreign.length, example };
  pass.ports.log.warn('items-skipped', fields);
}

/** One channel, from the answer to the candidates sent. Answers the time until which its host wants to be left alone. */
export async function settleChannel(
  pass: Pass,
  one: PolledChannel,
  answer: Answer,
  allowed: boolean,
): Promise<number | null> {
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
    interstitial: wallIn(channel.kind, outcome, reading),
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
  await sendCandidates(pass, taken, hostOf(addressOf(state, channel)));
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
