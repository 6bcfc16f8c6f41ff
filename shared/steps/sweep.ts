/**
 * sweep: finds what was lost on the way. It walks the change log for releases whose ledger is not complete and sends them
 * to alert again; once a day it walks all of the last 14 days, and looks in the list of release objects for those that
 * the log does not name, which it sends to publish again. Sending again is harmless: ledger and log know what is done.
 */
import { parseSegment } from '../archive/changes.ts';
import { keys, parseReleaseKey, prefixes, segmentFirstSeq, sweepKeys } from '../archive/keys.ts';
import { headsUnder } from '../archive/list.ts';
import { readJson, writeJson } from '../archive/objects.ts';
import { mapConcurrently } from '../concurrently.ts';
import { CorruptDataError } from '../errors.ts';
import { sweepLimits } from '../limits.ts';
import type { Objects, Ports } from '../ports.ts';
import { type ReleaseAlerts, unfinishedOf } from '../watch/unfinished.ts';
import { done, type StepResult } from './messages.ts';
import { resend } from './resend.ts';
import { sendAll } from './send.ts';

type SweepPorts = Pick<Ports, 'objects' | 'queues' | 'clock' | 'log'>;

/** A release that is not finished. Times are ISO 8601 UTC. */
interface OpenRelease {
  readonly since: string;
  /** How often it was sent again. */
  readonly sent: number;
  readonly nextAt: string;
}

interface SweepState {
  /** Key of the last segment behind which every ledger is complete, but for those in `open`. */
  readonly through: string | null;
  readonly open: Readonly<Record<string, OpenRelease>>;
  /** When the whole was looked at last. */
  readonly fullAt: string | null;
  /** How far a look at the whole has come that did not end in one pass. */
  readonly fullThrough: string | null;
}

const neverSwept: SweepState = { through: null, open: {}, fullAt: null, fullThrough: null };
const iso = (ms: number): string => new Date(ms).toISOString();
/** Segment keys sort by their time: up to the minute, and up to the day. */
const minuteOf = (ms: number): string => keys.changeSegment(ms, 0).slice(0, 'changes/yyyy/mm/dd/hhmm'.length);
const dayOf = (ms: number): string => minuteOf(ms).slice(0, 'changes/yyyy/mm/dd'.length);

/** A release whose alerts stay unfinished though it was sent again as often as it may be. */
export interface AlertGap {
  /** Key of the release object. */
  readonly key: string;
  /** ISO 8601 UTC. */
  readonly since: string;
}

const gapsIn = (open: Iterable<readonly [string, OpenRelease]>): readonly AlertGap[] =>
  [...open]
    .filter(([, { sent }]) => sent >= sweepLimits.resendGapsMs.length)
    .map(([key, { since }]) => ({ key, since }));

/** What the last sweep could not mend, for `health`. */
export async function alertGaps(objects: Objects): Promise<readonly AlertGap[]> {
  const { value } = await readJson<SweepState>(objects, sweepKeys.sweep, neverSwept);
  return gapsIn(Object.entries(value.open));
}

interface Pass {
  readonly ports: SweepPorts;
  readonly nowMs: number;
  readonly endsMs: number;
  readonly open: Map<string, OpenRelease>;
  /** Keys of what this pass sent again. */
  readonly resent: Set<string>;
}

const isOver = ({ ports, endsMs }: Pass): boolean => ports.clock.elapsedMs() >= endsMs;

/** Release keys of a segment; one that cannot be read is named and passed: `verify` says what is wrong with it. */
async function releaseKeysOf({ ports }: Pass, segment: string): Promise<readonly string[]> {
  const stored = await ports.objects.get(segment);
  if (stored === null) return [];
  try {
    return parseSegment(segment, stored.body).map(({ key }) => key);
  } catch (fault) {
    ports.log.error('segment-unreadable', { key: segment, message: fault instanceof Error ? fault.message : fault });
    return [];
  }
}

/** Null for a release whose ledger or windows cannot be read: named, and `verify` says what is wrong with them. */
async function unfinished({ ports, nowMs }: Pass, key: string): Promise<ReleaseAlerts | null> {
  try {
    return await unfinishedOf(ports.objects, key, { nowMs, graceMs: sweepLimits.afterMs, ignoresLeases: false });
  } catch (fault) {
    if (!(fault instanceof CorruptDataError)) throw fault;
    ports.log.error('ledger-unreadable', { key, message: fault.message });
    return null;
  }
}

/** Looks at releases; those that are not finished are followed in `open`, the others are not any more. */
async function look(pass: Pass, releases: readonly string[]): Promise<void> {
  const { ports, nowMs, open } = pass;
  await mapConcurrently(releases, sweepLimits.concurrencyMax, async (key) => {
    const found = await unfinished(pass, key);
    const known = open.get(key);
    if (found === null) {
      // Sending it again would mend nothing.
      const sent = sweepLimits.resendGapsMs.length;
      open.set(key, { since: known?.since ?? iso(nowMs), sent, nextAt: iso(nowMs) });
      return;
    }
    const { gaps, isWorkedOn } = found;
    if (isWorkedOn) {
      // Looked at again in the next pass.
      open.set(key, known ?? { since: iso(nowMs), sent: 0, nextAt: iso(nowMs) });
      return;
    }
    if (gaps.length === 0) {
      open.delete(key);
      return;
    }
    const one = known ?? { since: iso(nowMs), sent: 0, nextAt: iso(nowMs) };
    if (Date.parse(one.nextAt) > nowMs) return;
    if (one.sent >= sweepLimits.resendGapsMs.length) {
      open.set(key, one);
      return;
    }
    await resend(ports, key, gaps, iso(nowMs));
    pass.resent.add(key);
    const sent = one.sent + 1;
    const nextMs = nowMs + (sweepLimits.resendGapsMs[sent] ?? sweepLimits.fullEveryMs);
    open.set(key, { since: one.since, sent, nextAt: iso(nextMs) });
    ports.log.warn('alert-resent', { key, gaps: gaps.map(({ kind }) => kind), sent });
  });
}

/** Walks the segments behind `from` that are old enough. Answers the last one walked, and whether it came to the end. */
async function walk(pass: Pass, from: string): Promise<{ readonly through: string | null; readonly ended: boolean }> {
  const { ports, nowMs, open } = pass;
  const young = minuteOf(nowMs - sweepLimits.afterMs);
  let through: string | null = null;
  for await (const { key: segment } of headsUnder(ports.objects, prefixes.changes, from)) {
    if (segmentFirstSeq(segment) === null) continue;
    if (segment >= young) break;
    if (open.size >= sweepLimits.openMax || isOver(pass)) {
      ports.log.warn('sweep-carried-over', { through, open: open.size });
      return { through, ended: false };
    }
    await look(pass, await releaseKeysOf(pass, segment));
    through = segment;
  }
  return { through, ended: true };
}

/** Keys among `wanted` that no segment names. */
async function notInLog(pass: Pass, wanted: ReadonlySet<string>, from: string): Promise<ReadonlySet<string>> {
  const missing = new Set(wanted);
  for await (const { key: segment } of headsUnder(pass.ports.objects, prefixes.changes, from)) {
    if (missing.size === 0) break;
    if (segmentFirstSeq(segment) === null) continue;
    for (const key of await releaseKeysOf(pass, segment)) missing.delete(key);
  }
  return missing;
}

/** Release objects made since `sinceMs` that the change log does not name: sent to publish again. Answers how many. */
async function findUnlogged(pass: Pass, sinceMs: number): Promise<number> {
  const { ports, nowMs } = pass;
  const recent = new Set<string>();
  for await (const { key, lastModifiedMs } of headsUnder(ports.objects, prefixes.releases)) {
    const isYoung = Math.abs(nowMs - lastModifiedMs) < sweepLimits.afterMs;
    if (lastModifiedMs >= sinceMs && !isYoung && parseReleaseKey(key) !== null) recent.add(key);
  }
  // The log's clock and the store's may differ under `--at`: what seems to be missing is looked for in all of it.
  const perhaps = await notInLog(pass, recent, sinceMs <= 0 ? prefixes.changes : dayOf(sinceMs));
  const missing = perhaps.size === 0 ? perhaps : await notInLog(pass, perhaps, prefixes.changes);
  await sendAll(
    ports.queues.changed,
    [...missing].map((key) => ({ body: JSON.stringify({ key }) })),
  );
  for (const key of missing) ports.log.warn('change-resent', { key });
  await look(pass, [...missing]);
  return missing.size;
}

/**
 * No message. Counts: resent (releases to alert), logged (releases to publish), gaps (releases that stay unfinished though
 * they were sent again as often as they may be). Throws DependencyError when the archive or a queue cannot be had.
 */
export function sweep(ports: SweepPorts): () => Promise<StepResult> {
  return async () => {
    const nowMs = ports.clock.nowMs();
    const { value: state, etag } = await readJson<SweepState>(ports.objects, sweepKeys.sweep, neverSwept);
    const open = new Map(Object.entries(state.open));
    const pass: Pass = {
      ports,
      nowMs,
      endsMs: ports.clock.elapsedMs() + sweepLimits.deadlineMs,
      open,
      resent: new Set(),
    };
    await look(pass, [...open.keys()]);

    const lastFullMs = state.fullAt === null ? null : Date.parse(state.fullAt);
    const oldest = dayOf(nowMs - sweepLimits.walkMs);
    const isFull = lastFullMs === null || nowMs - lastFullMs >= sweepLimits.fullEveryMs;
    const from = isFull ? (state.fullThrough ?? oldest) : (state.through ?? oldest);
    const { through, ended } = await walk(pass, from);
    const logged =
      isFull && ended ? await findUnlogged(pass, lastFullMs === null ? 0 : lastFullMs - sweepLimits.overlapMs) : 0;
    const next: SweepState = {
      through: (isFull && !ended ? null : through) ?? state.through,
      open: Object.fromEntries([...open].sort(([a], [b]) => (a < b ? -1 : 1))),
      fullAt: isFull && ended ? iso(nowMs) : state.fullAt,
      fullThrough: isFull && !ended ? (through ?? state.fullThrough) : null,
    };
    // One that lost the swap leaves the state to the other, which saw the same.
    if (JSON.stringify(next) !== JSON.stringify(state)) await writeJson(ports.objects, sweepKeys.sweep, next, etag);

    const gaps = gapsIn(open);
    for (const gap of gaps) ports.log.error('alert-gap', { ...gap });
    return done({ resent: pass.resent.size, logged, gaps: gaps.length });
  };
}
